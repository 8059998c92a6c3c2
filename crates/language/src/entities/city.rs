//! Cities and provinces by name, in Persian and Latin letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::{Found, Scene};
use crate::lists;
use crate::normal::normalize;

#[derive(Clone, Copy)]
struct Entry {
    name: &'static str,
    province: &'static str,
    is_province: bool,
}

static PLACES: LazyLock<HashMap<String, Entry>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for place in lists::places() {
        let entry = Entry {
            name: place.name,
            province: place.province,
            is_province: place.is_province,
        };
        for name in &place.names {
            out.entry(normalize(name).text).or_insert(entry);
        }
    }
    out
});

/// Words after which a city's name is a street's: «خیابان شیراز».
const STREET: [&str; 13] = [
    "خیابان",
    "خیابون",
    "خ",
    "بلوار",
    "کوچه",
    "میدان",
    "میدون",
    "بزرگراه",
    "اتوبان",
    "شهرک",
    "kheyaban",
    "khiaban",
    "kuche",
];

/// Names that are ordinary words unless something points to a place.
const COMMON: [&str; 12] = [
    "بم", "خوی", "اهر", "بانه", "جم", "سرخه", "نور", "تفت", "مهر", "ری", "دیر", "بهار",
];
/// Names that are wishes unless a word points to a place, however short the text.
const WISHES: [&str; 1] = ["مبارکه"];
const POINTERS: [&str; 31] = [
    "به",
    "تو",
    "توی",
    "در",
    "از",
    "تا",
    "برای",
    "واسه",
    "شهر",
    "استان",
    "ارسال",
    "ساکن",
    "سمت",
    "شهرستان",
    "be",
    "too",
    "dar",
    "az",
    "baraye",
    "vase",
    "to",
    "in",
    "from",
    "shahr",
    "ostan",
    "for",
    "ersal",
    "هم",
    "ship",
    "shahre",
    "ostane",
];

/// The Persian name of a city and its province; the city is `None` for a province.
pub(crate) fn place_named(words: &str) -> Option<(Option<&'static str>, &'static str)> {
    let entry = PLACES.get(&normalize(words).text)?;
    Some(((!entry.is_province).then_some(entry.name), entry.province))
}

/// Names of places, up to three words long.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    let places = scene.view.words();
    let words: Vec<String> = places
        .iter()
        .map(|&(a, b)| normalize(scene.view.folded(a, b)).text)
        .collect();
    let mut at = 0;
    while at < places.len() {
        let hit = (1..=3).rev().find_map(|length| {
            let last = places.get(at + length - 1)?;
            let text = words[at..at + length].join(" ");
            lookup(&text).map(|(entry, cut)| (entry, last.1 - cut, length))
        });
        let Some((entry, end, length)) = hit else {
            at += 1;
            continue;
        };
        let before = at.checked_sub(1).map_or("", |p| words[p].as_str());
        let common = COMMON.contains(&entry.name) && length == 1;
        let pointed = POINTERS.contains(&before) || words.len() <= 2;
        let wished = WISHES.contains(&entry.name) && !POINTERS.contains(&before);
        if !STREET.contains(&before) && (!common || pointed) && !wished {
            found.add(EntityKind::City, places[at].0, end, json!(entry.name));
        }
        at += length;
    }
}

/// A place by a word as spoken, and how many signs of its ending are no part of the name.
fn lookup(word: &str) -> Option<(Entry, usize)> {
    if let Some(&entry) = PLACES.get(word) {
        return Some((entry, 0));
    }
    for ending in ["م", "ه", "ام", "یم", "ین", "ی", "am", "im", "e", "o"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
            && let Some(&entry) = PLACES.get(stem)
        {
            return Some((entry, ending.chars().count()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_provinces_and_some_cities() {
        let provinces: std::collections::BTreeSet<_> =
            lists::places().map(|p| p.province).collect();
        assert_eq!(provinces.len(), 31);
        assert!(
            lists::places().count() >= 300,
            "{}",
            lists::places().count()
        );
        assert_eq!(place_named("شیراز"), Some((Some("شیراز"), "فارس")));
        assert_eq!(place_named("mashhad"), Some((Some("مشهد"), "خراسان رضوی")));
        assert_eq!(place_named("گیلان"), Some((None, "گیلان")));
    }
}
