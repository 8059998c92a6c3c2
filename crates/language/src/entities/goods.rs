//! Colours and goods: the business's own catalogue when there is one, common garments otherwise.

use std::collections::HashMap;
use std::sync::LazyLock;

use palette_domain::understanding::{EntityKind, Language};
use serde_json::{Value, json};

use super::{Found, Scene};
use crate::lists;
use crate::normal::normalize;

type Names = HashMap<String, &'static str>;

static COLOURS: LazyLock<Names> = LazyLock::new(|| names(lists::COLOURS));
static GARMENTS: LazyLock<Names> = LazyLock::new(|| names(lists::GARMENTS));

/// Endings a noun takes in speech, the longest first.
const ENDINGS: [&str; 25] = [
    "هاشون",
    "هاتون",
    "هایی",
    "هاش",
    "هات",
    "های",
    "شونو",
    "ها",
    "اشو",
    "شو",
    "اش",
    "ای",
    "یه",
    "رو",
    "تون",
    "شون",
    "ش",
    "ه",
    "ی",
    "و",
    "م",
    "esho",
    "esh",
    "ish",
    "sh",
];
const LATIN_ENDINGS: [&str; 9] = ["ha", "haye", "esho", "esh", "ish", "sh", "e", "i", "es"];

fn names(list: &'static str) -> Names {
    let mut out = HashMap::new();
    for (words, name) in lists::keyed(list) {
        for word in words {
            out.entry(normalize(&word.replace(' ', "")).text)
                .or_insert(name);
            out.entry(normalize(word).text).or_insert(name);
        }
    }
    out
}

fn lookup(names: &Names, word: &str) -> Option<&'static str> {
    if let Some(name) = names.get(word) {
        return Some(name);
    }
    ENDINGS.iter().chain(&LATIN_ENDINGS).find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        (stem.chars().count() >= 3)
            .then(|| names.get(stem).copied())
            .flatten()
    })
}

/// Whether a word names a kind of garment.
pub(crate) fn is_garment(word: &str) -> bool {
    lookup(&GARMENTS, &normalize(word).text).is_some()
}

/// Words whose meaning is no colour or garment here, by what stands beside them.
fn misread(word: &str, next: &str, previous: &str) -> bool {
    match word {
        "کرم" | "karam" => next.starts_with("پودر") || previous == "ضد",
        "مشکی" => false,
        "طلا" | "gold" => next.starts_with("فروش"),
        "کت" => next == "و" && previous == "نت",
        _ => false,
    }
}

/// Colours and goods, word by word and by pairs of words.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    let places = scene.view.words();
    let words: Vec<String> = places
        .iter()
        .map(|&(a, b)| normalize(scene.view.folded(a, b)).text)
        .collect();
    lexicon(scene, found, &places);
    let mut at = 0;
    while at < places.len() {
        let mut step = 1;
        for length in (1..=2).rev() {
            let Some(last) = places.get(at + length - 1) else {
                continue;
            };
            let text = words[at..at + length].join(" ");
            let start = places[at].0;
            let next = words.get(at + length).map_or("", String::as_str);
            let previous = at.checked_sub(1).map_or("", |p| words[p].as_str());
            if misread(&text, next, previous) {
                continue;
            }
            let hit = lookup(&COLOURS, &text)
                .filter(|_| scene.language != Language::En || english_colour(&text))
                .map(|name| (EntityKind::Colour, name))
                .or_else(|| lookup(&GARMENTS, &text).map(|name| (EntityKind::Product, name)));
            if let Some((kind, name)) = hit {
                found.add(kind, start, last.1, json!(name));
                step = length;
                break;
            }
        }
        at += step;
    }
    variant(scene, found);
}

/// In English text a Finglish colour word is only a coincidence ("abi", "sabz" stay, "too" goes).
fn english_colour(word: &str) -> bool {
    !matches!(word, "ker" | "siah" | "kerem" | "tosi")
}

/// Products of the catalogue with the words that name them.
fn lexicon(scene: &Scene<'_>, found: &mut Found<'_>, places: &[(usize, usize)]) {
    let Some(lexicon) = scene.context.lexicon else {
        return;
    };
    for hit in lexicon.mentions(scene.view, places) {
        let value: Value = match hit.ids.as_slice() {
            [one] => json!(one),
            many => json!(many),
        };
        found.add(EntityKind::Product, hit.start, hit.end, value);
    }
}

/// One size and one colour close together, with a catalogue at hand, name a variant.
fn variant(scene: &Scene<'_>, found: &mut Found<'_>) {
    if scene.context.lexicon.is_none() {
        return;
    }
    let one = |kind: EntityKind| {
        let mut of_kind = found.out.iter().filter(|e| e.kind == kind);
        of_kind.next().filter(|_| of_kind.next().is_none()).cloned()
    };
    let (Some(size), Some(colour)) = (one(EntityKind::Size), one(EntityKind::Colour)) else {
        return;
    };
    let (start, end) = (size.start.min(colour.start), size.end.max(colour.end));
    if end - start <= 30 {
        let value = json!({"size": size.value, "colour": colour.value});
        found.add_over(EntityKind::Variant, start, end, value);
    }
}
