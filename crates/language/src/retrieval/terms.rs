//! What a text is found by: words, stems, sounds, and what they mean to a shop.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::engine::Engine;
use crate::entities::{garment, word_stems};
use crate::finglish::shared_skeleton;
use crate::fold::is_persian;
use crate::lists;
use crate::normal::normalize;

/// A word of a question with all it may be met by.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The term and how well it stands for the word, 0 to 1.
    pub(super) terms: Vec<(String, f32)>,
    /// How much the word matters at all.
    pub(super) weight: f32,
}

/// Words of a question looked at, at most.
const WORDS_MAX: usize = 64;
/// Words of a text indexed, at most.
const TEXT_MAX: usize = 2_000;

static IDLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| lists::words("idle_in_questions"));

/// Families by whole words, and by how words begin.
struct Families {
    whole: HashMap<String, Vec<&'static str>>,
    begin: HashMap<String, Vec<&'static str>>,
}

static FAMILIES: LazyLock<Families> = LazyLock::new(|| {
    let mut out = Families {
        whole: HashMap::new(),
        begin: HashMap::new(),
    };
    let lines = lists::lines(include_str!("../../data/lists/synonyms.txt"));
    for (name, words) in lines.filter_map(|line| line.split_once(':')) {
        for word in words.split_whitespace() {
            let folded = normalize(word.trim_end_matches('*')).text;
            let table = if word.ends_with('*') {
                &mut out.begin
            } else {
                &mut out.whole
            };
            table.entry(folded).or_default().push(name);
        }
    }
    out
});

/// The families that a folded word belongs to.
fn families(word: &str) -> Vec<&'static str> {
    let mut out: Vec<&'static str> = FAMILIES.whole.get(word).cloned().unwrap_or_default();
    for (at, c) in word.char_indices() {
        if let Some(found) = FAMILIES.begin.get(&word[..at + c.len_utf8()]) {
            out.extend(found);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A word without the endings of speech: light, and the same for question and text.
fn stem(word: &str) -> &str {
    let long = word_stems(word).find(|stem| stem.chars().count() >= 3);
    let english = word.is_ascii();
    if english {
        let cut = ["ing", "ies", "es", "ed", "s"]
            .iter()
            .find_map(|ending| word.strip_suffix(ending));
        return cut.filter(|stem| stem.len() >= 3).unwrap_or(word);
    }
    long.unwrap_or(word)
}

/// The words of a text in their normal form.
fn words(text: &str) -> Vec<String> {
    let normal = normalize(text);
    let words = normal.words().map(|(_, word)| word.to_owned());
    words.take(TEXT_MAX).collect()
}

fn sound(word: &str) -> Option<String> {
    let skeleton = shared_skeleton(word);
    (skeleton.chars().count() >= 3).then(|| format!("~{skeleton}"))
}

/// The terms of a text to be found.
pub(super) fn of_document(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in words(text) {
        if IDLE.contains(word.as_str()) {
            continue;
        }
        out.extend(families(&word).into_iter().map(|name| format!("#{name}")));
        out.extend(garment(&word).map(|kind| format!("={kind}")));
        out.extend(sound(&word));
        let stem = stem(&word);
        if stem != word {
            out.push(format!("-{stem}"));
        } else {
            out.push(format!("-{word}"));
        }
        out.push(word);
    }
    out
}

/// The groups of a question, one a word that says something.
pub(super) fn of_question(text: &str) -> Vec<Group> {
    let written = words(text);
    let persian = Engine::shared().persian(text);
    let read: Vec<&str> = persian.split_whitespace().collect();
    let aligned = read.len() == written.len();
    let mut out: Vec<Group> = Vec::new();
    for (at, word) in written.iter().take(WORDS_MAX).enumerate() {
        let word = word.as_str();
        let read = if aligned { read[at] } else { word };
        if IDLE.contains(word) || IDLE.contains(read) {
            continue;
        }
        let mut terms: Vec<(String, f32)> = Vec::new();
        let mut add = |term: String, likeness: f32| {
            if terms.iter().all(|known| known.0 != term) {
                terms.push((term, likeness));
            }
        };
        for (form, likeness) in [(word, 1.0), (read, 0.9)] {
            add(form.to_owned(), likeness);
            add(format!("-{}", stem(form)), likeness * 0.9);
            if let Some(kind) = garment(form) {
                add(format!("={kind}"), likeness * 0.8);
            }
            for name in families(form) {
                add(format!("#{name}"), likeness * 0.85);
            }
        }
        if let Some(sound) = sound(word) {
            let latin = !word.starts_with(is_persian);
            add(sound, if latin { 0.7 } else { 0.5 });
        }
        let number = word.chars().all(|c| !c.is_alphabetic());
        let weight = if number { 0.3 } else { 1.0 };
        out.push(Group { terms, weight });
    }
    out
}
