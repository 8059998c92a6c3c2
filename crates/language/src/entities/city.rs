//! Cities, provinces and places abroad by name, in Persian and Latin letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use palette_domain::understanding::{EntityKind, Language};
use serde_json::json;

use super::tokens::Token;
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
    for place in lists::places().chain(lists::abroad()) {
        let entry = Entry {
            name: place.name,
            province: place.province,
            is_province: place.is_province,
        };
        for name in &place.names {
            out.entry(normalize(name).text.replace('-', " "))
                .or_insert(entry);
        }
    }
    out
});

/// Words before which or after which a city's name is a street's: «خیابان شیراز».
fn is_street(word: &str) -> bool {
    matches!(
        word,
        "خیابان"
            | "خیابون"
            | "خ"
            | "بلوار"
            | "کوچه"
            | "میدان"
            | "میدون"
            | "بزرگراه"
            | "اتوبان"
            | "شهرک"
            | "کافه"
            | "رستوران"
            | "هتل"
            | "پاساژ"
            | "kheyaban"
            | "khiaban"
            | "khiabun"
            | "kheyabun"
            | "khiyaban"
            | "kuche"
            | "kooche"
            | "bolvar"
            | "meydan"
            | "meidan"
            | "shahrak"
            | "cafe"
    )
}

fn is_street_after(word: &str) -> bool {
    matches!(
        word,
        "street" | "st" | "ave" | "avenue" | "road" | "blvd" | "alley" | "wine" | "square"
    )
}

/// Words after which a place's name is a person's.
fn is_title(word: &str) -> bool {
    matches!(
        word,
        "اقای"
            | "اقا"
            | "خانم"
            | "خانوم"
            | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "agha"
            | "aghaye"
            | "khanum"
            | "khanom"
            | "khanoom"
    )
}

/// Names that are ordinary words unless something points to a place.
const COMMON: [&str; 30] = [
    "بم",
    "خوی",
    "اهر",
    "بانه",
    "جم",
    "سرخه",
    "نور",
    "تفت",
    "مهر",
    "ری",
    "دیر",
    "بهار",
    "چین",
    "هند",
    "لار",
    "خمین",
    "پرند",
    "رودان",
    "قشم",
    "اردل",
    "مهران",
    "خاش",
    "سیب",
    "کنگان",
    "پردیس",
    "بهارستان",
    "فردیس",
    "گلستان",
    "اندیشه",
    "عمان",
];
/// Names that are wishes unless a word points to a place, however short the text.
const WISHES: [&str; 1] = ["مبارکه"];

fn points(word: &str) -> bool {
    matches!(
        word,
        "به" | "تو"
            | "توی"
            | "در"
            | "از"
            | "تا"
            | "برای"
            | "واسه"
            | "شهر"
            | "استان"
            | "ارسال"
            | "ساکن"
            | "سمت"
            | "شهرستان"
            | "مال"
            | "پست"
            | "be"
            | "too"
            | "tu"
            | "dar"
            | "az"
            | "ta"
            | "baraye"
            | "vase"
            | "to"
            | "in"
            | "from"
            | "shahr"
            | "ostan"
            | "for"
            | "ersal"
            | "هم"
            | "ship"
            | "shahre"
            | "ostane"
            | "sakene"
            | "the"
    )
}

/// A place that the tokens from `at` on name: the name, the province, whether it is a province,
/// and how many tokens it takes; streets and people of that name are none.
pub(crate) fn place_at(
    tokens: &[Token],
    at: usize,
) -> Option<(&'static str, &'static str, bool, usize)> {
    let (entry, _, length) = named(tokens, at)?;
    let before = at.checked_sub(1).map_or("", |p| tokens[p].text.as_str());
    let after = tokens.get(at + length).map_or("", |t| t.text.as_str());
    let other = is_street(before) || is_title(before) || is_street_after(after);
    (!other).then_some((entry.name, entry.province, entry.is_province, length))
}

fn named(tokens: &[Token], at: usize) -> Option<(Entry, usize, usize)> {
    (1..=3).rev().find_map(|length| {
        let words = tokens.get(at..at + length)?;
        if words.iter().any(|t| t.number) || words[1..].iter().any(|t| !matches!(t.mark, ' ' | '-'))
        {
            return None;
        }
        let hit = if length == 1 {
            lookup(&words[0].text)
        } else {
            let text = words
                .iter()
                .map(|t| t.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            lookup(&text)
        };
        hit.map(|(entry, cut)| (entry, cut, length))
    })
}

/// Names of places, up to three words long.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let Some((entry, cut, length)) = named(tokens, at) else {
            at += 1;
            continue;
        };
        let before = at.checked_sub(1).map_or("", |p| tokens[p].text.as_str());
        let after = tokens.get(at + length).map_or("", |t| t.text.as_str());
        if is_place(scene, &entry, at, length, (before, after)) {
            let (start, end) = scene.span(at, length);
            found.add(EntityKind::City, start, end - cut, json!(entry.name));
        }
        at += length;
    }
}

fn is_place(
    scene: &Scene<'_>,
    entry: &Entry,
    at: usize,
    length: usize,
    beside: (&str, &str),
) -> bool {
    let (before, after) = beside;
    if is_street(before) || is_title(before) || is_street_after(after) {
        return false;
    }
    let word = scene.tokens[at].text.as_str();
    let pointed = points(before);
    let latin_word = matches!(
        word,
        "sari" | "ray" | "nur" | "noor" | "jam" | "bam" | "us" | "usa" | "chin" | "hend"
    );
    let common = length == 1
        && (COMMON.contains(&entry.name) || (latin_word && scene.language == Language::En));
    let sized = scene.tokens.get(at + length).is_some_and(|t| t.number);
    if word == "us" || (word == "uk" && sized) {
        return pointed && before == "the";
    }
    if WISHES.contains(&entry.name) {
        return pointed;
    }
    !common || pointed || scene.tokens.len() <= 2 || before_place(scene, at) || after == "or"
}

/// A province or city right before makes a common word a place: «گیلان، رودسر».
fn before_place(scene: &Scene<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|p| {
        lookup(&scene.tokens[p].text).is_some_and(|(e, _)| !COMMON.contains(&e.name))
    })
}

/// A place by a word as spoken, and how many signs of its ending are no part of the name.
/// «شیرازی» is a person or a thing of Shiraz, no place.
fn lookup(word: &str) -> Option<(Entry, usize)> {
    if let Some(&entry) = PLACES.get(word) {
        return Some((entry, 0));
    }
    for ending in [
        "یم", "ین", "ام", "م", "ه", "ست", "رو", "am", "im", "in", "m", "e", "o",
    ] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 3
            && let Some(&entry) = PLACES.get(stem)
        {
            let short = stem.chars().count() == 3 && !matches!(ending, "ام" | "am" | "ه");
            if !short && !COMMON.contains(&entry.name) {
                return Some((entry, ending.chars().count()));
            }
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
        for (word, name, province) in [
            ("شیراز", "شیراز", "فارس"),
            ("mashhad", "مشهد", "خراسان رضوی"),
            ("گیلان", "گیلان", "گیلان"),
            ("toronto", "تورنتو", "کانادا"),
        ] {
            let found = lookup(word).map(|(e, _)| (e.name, e.province));
            assert_eq!(found, Some((name, province)), "{word}");
        }
    }
}
