//! The word lists of the crate, as text that a Persian speaker can extend.

use std::collections::HashSet;

/// Families of words that mean one thing.
pub(crate) const CONCEPTS: &str = include_str!("../data/lists/concepts.txt");
/// Colours: `spellings = name`.
pub(crate) const COLOURS: &str = include_str!("../data/lists/colours.txt");
/// Clothes and other goods: `spellings = name`.
pub(crate) const GARMENTS: &str = include_str!("../data/lists/garments.txt");
/// More shades, which no model reads.
pub(crate) const SHADES: &str = include_str!("../data/lists/shades.txt");
/// More goods, which no model reads.
pub(crate) const WARES: &str = include_str!("../data/lists/wares.txt");
/// Provinces and cities: `province | city | other spellings`.
const PLACES: &str = include_str!("../data/lists/places.txt");

/// Small families of words: `name: words`.
const WORDS: &str = include_str!("../data/lists/words.txt");
/// Countries and cities abroad: `country | city | other spellings`.
const ABROAD: &str = include_str!("../data/lists/abroad.txt");

/// All of them, for the hash of the training data.
pub(crate) const ALL: &[&str] = &[CONCEPTS, COLOURS, GARMENTS, PLACES];

/// A city or a province.
pub(crate) struct Place {
    /// The province's Persian name.
    pub(crate) province: &'static str,
    /// The Persian name; the province's own for a province.
    pub(crate) name: &'static str,
    /// Every spelling, the Persian name first.
    pub(crate) names: Vec<&'static str>,
    /// Whether it is a province and no city of that name.
    pub(crate) is_province: bool,
}

/// The lines that say something.
pub(crate) fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Lines of the form `spelling, spelling = name`; the name is not among the spellings.
pub(crate) fn keyed(
    list: &'static str,
) -> impl Iterator<Item = (impl Iterator<Item = &'static str>, &'static str)> {
    lines(list).filter_map(|line| {
        let (words, name) = line.split_once('=')?;
        Some((words.split(',').map(str::trim), name.trim()))
    })
}

/// A small family of words by its name; empty when there is none of that name.
pub(crate) fn words(name: &str) -> HashSet<&'static str> {
    lines(WORDS)
        .filter_map(|line| line.split_once(':'))
        .filter(|(family, _)| *family == name)
        .flat_map(|(_, words)| words.split_whitespace())
        .collect()
}

/// All provinces and cities.
pub(crate) fn places() -> impl Iterator<Item = Place> {
    places_of(PLACES)
}

/// Countries and cities abroad, the country in the province's place.
pub(crate) fn abroad() -> impl Iterator<Item = Place> {
    places_of(ABROAD)
}

fn places_of(list: &'static str) -> impl Iterator<Item = Place> {
    lines(list).filter_map(|line| {
        let mut parts = line.split('|').map(str::trim);
        let province = parts.next()?;
        let city = parts.next()?;
        let name = if city.is_empty() { province } else { city };
        let others = parts.next().unwrap_or_default();
        let others = others.split(',').map(str::trim).filter(|s| !s.is_empty());
        let names = std::iter::once(name).chain(others).collect();
        Some(Place {
            province,
            name,
            names,
            is_province: city.is_empty(),
        })
    })
}
