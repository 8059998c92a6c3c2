//! Colours and goods: the business's own catalogue when there is one, common garments otherwise.

use std::collections::HashMap;
use std::sync::LazyLock;

use palette_domain::understanding::{EntityKind, Language};
use serde_json::{Value, json};

use super::{Found, Scene, endings};
use crate::lists;
use crate::normal::normalize;

type Names = HashMap<String, &'static str>;

static COLOURS: LazyLock<Names> = LazyLock::new(|| names(&[lists::COLOURS, lists::SHADES]));
static GARMENTS: LazyLock<Names> = LazyLock::new(|| names(&[lists::GARMENTS, lists::WARES]));

/// The most words in one name of a colour or a garment.
const LONGEST: usize = 3;

fn names(lists: &[&'static str]) -> Names {
    let mut out = HashMap::new();
    for (words, name) in lists.iter().flat_map(|list| lists::keyed(list)) {
        for word in words {
            for spelling in [word.replace(' ', ""), word.to_owned()] {
                let spaced = normalize(&spelling).text.replace('-', " ");
                out.entry(spaced).or_insert(name);
            }
        }
    }
    out
}

/// Words that look like a colour or a garment with an ending and are neither.
const NEITHER: [&str; 29] = [
    "سبزی",
    "legs",
    "ghahve",
    "sabzi",
    "کرمان",
    "ست",
    "کتاب",
    "زردآلو",
    "مسیر",
    "شالی",
    "ابیاری",
    "سفیدی",
    "تاپیک",
    "sets",
    "talash",
    "rings",
    "tops",
    "seti",
    "legit",
    "leggo",
    "toppe",
    "kare",
    "کلاهبردار",
    "abiye",
    "bute",
    "sari",
    "بوته",
    "pinky",
    "teas",
];

fn lookup(names: &Names, word: &str) -> Option<&'static str> {
    if let Some(name) = names.get(word) {
        return Some(name);
    }
    if NEITHER.contains(&word) {
        return None;
    }
    endings::stems(word)
        .filter(|stem| stem.chars().count() >= 3)
        .find_map(|stem| names.get(stem).copied())
}

/// Whether a word names a colour.
pub(crate) fn is_colour(word: &str) -> bool {
    lookup(&COLOURS, word).is_some()
}

/// Whether a word names a kind of garment.
pub(crate) fn is_garment(word: &str) -> bool {
    garment(&normalize(word).text).is_some()
}

/// The English name of the kind of garment that a folded word names.
pub(crate) fn garment(word: &str) -> Option<&'static str> {
    lookup(&GARMENTS, word)
}

/// Words whose meaning is no colour or garment here, by what stands beside them.
fn misread(word: &str, next: &str, previous: &str) -> bool {
    match word {
        "کرم" | "karam" => next.starts_with("پودر") || previous == "ضد",
        "طلا" | "gold" => next.starts_with("فروش") || previous == "re",
        "کت" => next == "و" && previous == "نت",
        "blue" | "green" | "black" | "white" | "red" => {
            matches!(next, "moon" | "friday" | "tea" | "list" | "day" | "light")
                || previous == "feeling"
        }
        "shades" => true,
        "ring" => matches!(next, "me" | "tone" | "up" | "you"),
        "set" => !matches!(
            previous,
            "the" | "this" | "a" | "in" | "gift" | "kids" | "full"
        ),
        "ست" => previous.ends_with("نیست"),
        "leg" | "slides" => true,
        "belt" | "cap" => matches!(next, "lock" | "of"),
        "abi" | "sard" => false,
        _ => false,
    }
}

/// Colours and goods, the longest names first.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    lexicon(scene, found);
    let tokens = &scene.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let step = (1..=LONGEST)
            .rev()
            .find(|length| named(scene, found, at, *length))
            .unwrap_or(1);
        at += step;
    }
    variant(scene, found);
}

/// Adds the colour or garment that these tokens name; false when they name none.
fn named(scene: &Scene<'_>, found: &mut Found<'_>, at: usize, length: usize) -> bool {
    let tokens = &scene.tokens;
    let Some(words) = tokens.get(at..at + length) else {
        return false;
    };
    if words.iter().any(|t| t.number) || words[1..].iter().any(|t| !matches!(t.mark, ' ' | '-')) {
        return false;
    }
    let joined;
    let text = if length == 1 {
        words[0].text.as_str()
    } else {
        joined = words
            .iter()
            .map(|t| t.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        joined.as_str()
    };
    let next = tokens.get(at + length).map_or("", |t| t.text.as_str());
    let previous = at.checked_sub(1).map_or("", |p| tokens[p].text.as_str());
    if misread(text, next, previous) {
        return false;
    }
    let hit = lookup(&COLOURS, text)
        .filter(|_| scene.language != Language::En || english_colour(text))
        .map(|name| (EntityKind::Colour, name))
        .or_else(|| lookup(&GARMENTS, text).map(|name| (EntityKind::Product, name)));
    let Some((kind, name)) = hit else {
        return false;
    };
    let (start, end) = scene.span(at, length);
    // «تیشرت بیسیک»: the garment's word beside a product of the catalogue belongs to its name.
    let beside = |p: usize| {
        tokens
            .get(p)
            .is_some_and(|t| found.is(EntityKind::Product, t.start))
    };
    let part =
        kind == EntityKind::Product && scene.context.lexicon.is_some() && found.free(start, end);
    if part && (at.checked_sub(1).is_some_and(beside) || beside(at + length)) {
        found.widen(start, end);
    } else {
        found.add(kind, start, end, json!(name));
    }
    true
}

/// In English text a Finglish colour word is only a coincidence ("abi", "sabz" stay, "too" goes).
fn english_colour(word: &str) -> bool {
    !matches!(word, "ker" | "siah" | "kerem" | "tosi" | "mesi" | "abi")
}

/// Products of the catalogue with the words that name them.
fn lexicon(scene: &Scene<'_>, found: &mut Found<'_>) {
    let Some(lexicon) = scene.context.lexicon else {
        return;
    };
    for hit in lexicon.mentions(&scene.tokens) {
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
    let (Some(size), Some(colour)) = (found.one(EntityKind::Size), found.one(EntityKind::Colour))
    else {
        return;
    };
    let (start, end) = (size.start.min(colour.start), size.end.max(colour.end));
    if end - start <= 30 {
        let value = json!({"size": size.value, "colour": colour.value});
        found.add_over(EntityKind::Variant, start, end, value);
    }
}
