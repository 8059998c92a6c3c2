//! The words of a catalogue, found again by spelling, by ending, by sound and with a typo.
//!
//! Everything is looked up in tables made when the catalogue is compiled, so that a message costs
//! the same whether the shop sells twenty things or two thousand.

use std::collections::HashMap;

use rapidfuzz::distance::levenshtein;

use crate::entities::{garment, word_stems};
use crate::finglish::{romanise, shared_skeleton, sounds};
use crate::fold::is_persian;

/// Words looked at for one spelling at most.
const LOOKED_AT: usize = 48;

/// The words of all names, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    texts: Vec<String>,
    exact: HashMap<String, u32>,
    /// By script and skeleton of consonants.
    by_sound: HashMap<(bool, String), Vec<u32>>,
    /// By the word with one letter left out.
    by_gap: HashMap<String, Vec<u32>>,
    /// Long words by their first two letters.
    by_start: HashMap<(char, char), Vec<u32>>,
    /// By the kind of garment.
    by_kind: HashMap<&'static str, Vec<u32>>,
}

/// A word of the catalogue and how alike it is, 0 to 1.
pub(super) type Alike = (u32, f32);

fn in_persian(word: &str) -> bool {
    word.starts_with(is_persian)
}

/// The word with each of its letters left out.
fn gaps(word: &str) -> impl Iterator<Item = String> + '_ {
    word.char_indices().map(move |(at, c)| {
        let mut out = String::with_capacity(word.len());
        out.push_str(&word[..at]);
        out.push_str(&word[at + c.len_utf8()..]);
        out
    })
}

fn first_two(word: &str) -> Option<(char, char)> {
    let mut signs = word.chars();
    Some((signs.next()?, signs.next()?))
}

impl Words {
    /// The number of a word, given out when it is new.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        if let Some(&known) = self.exact.get(word) {
            return known;
        }
        let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(word.to_owned());
        self.exact.insert(word.to_owned(), id);
        let key = (in_persian(word), sound_key(word));
        self.by_sound.entry(key).or_default().push(id);
        let length = word.chars().count();
        if length >= 4 {
            for gap in gaps(word).chain([word.to_owned()]) {
                self.by_gap.entry(gap).or_default().push(id);
            }
        }
        if let Some(start) = first_two(word).filter(|_| length >= 7) {
            self.by_start.entry(start).or_default().push(id);
        }
        if let Some(kind) = garment(word) {
            self.by_kind.entry(kind).or_default().push(id);
        }
        id
    }

    /// The word that is written so.
    pub(super) fn exact(&self, word: &str) -> Option<u32> {
        self.exact.get(word).copied()
    }

    /// The words that a spelling may stand for, only the likest.
    pub(super) fn alike(&self, word: &str) -> Vec<Alike> {
        let mut out: Vec<Alike> = Vec::new();
        let mut keep = |id: u32, score: f32| {
            if score > 0.0 && out.iter().all(|hit| hit.0 != id) {
                out.push((id, score));
            }
        };
        let exact = self.exact(word);
        if let Some(id) = exact {
            keep(id, 1.0);
        } else if let Some(id) = word_stems(word).find_map(|stem| self.exact(stem)) {
            // A spoken ending: «مانتوش», «کیفه», "shirts".
            keep(id, 0.97);
        }
        let kind = garment(word).and_then(|kind| self.by_kind.get(kind));
        for &id in kind.into_iter().flatten().take(LOOKED_AT) {
            keep(id, 0.96);
        }
        for (id, score) in self.across(word) {
            keep(id, score);
        }
        if out.iter().all(|hit| hit.1 < 0.9) {
            for (id, score) in self.mistyped(word) {
                if out.iter().all(|hit| hit.0 != id) {
                    out.push((id, score));
                }
            }
        }
        let top = out.iter().map(|hit| hit.1).fold(0.0, f32::max);
        out.retain(|hit| hit.1 >= top - 0.06);
        out
    }

    /// Words of the other script that sound the same.
    fn across(&self, word: &str) -> Vec<Alike> {
        let mut out = Vec::new();
        let stems = std::iter::once(word).chain(word_stems(word));
        for (order, stem) in stems.take(4).enumerate() {
            let skeleton = sound_key(stem);
            let short = skeleton.chars().count() <= 3;
            if stem.chars().count() < 3 {
                continue;
            }
            let key = (!in_persian(word), skeleton);
            for &id in self
                .by_sound
                .get(&key)
                .into_iter()
                .flatten()
                .take(LOOKED_AT)
            {
                let known = &self.texts[id as usize];
                let (a, b) = (latin(stem), latin(known));
                let likeness = levenshtein::normalized_similarity(a.chars(), b.chars());
                if likeness >= if short { 0.66 } else { 0.5 } && same_vowel_start(&a, &b) {
                    out.push((id, if order == 0 { 0.95 } else { 0.93 }));
                }
            }
            if !out.is_empty() {
                break;
            }
        }
        out
    }

    /// Words of the same script that differ by a typo.
    fn mistyped(&self, word: &str) -> Vec<Alike> {
        let length = word.chars().count();
        if length < 4 {
            return Vec::new();
        }
        let mut ids: Vec<u32> = Vec::new();
        let near = gaps(word).chain([word.to_owned()]);
        for list in near.filter_map(|gap| self.by_gap.get(&gap)) {
            ids.extend(list.iter().take(LOOKED_AT));
        }
        if let Some(start) = first_two(word).filter(|_| length >= 7) {
            ids.extend(
                self.by_start
                    .get(&start)
                    .into_iter()
                    .flatten()
                    .take(LOOKED_AT),
            );
        }
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter()
            .take(2 * LOOKED_AT)
            .filter_map(|id| {
                let score = typo(word, &self.texts[id as usize]);
                (score > 0.0).then_some((id, score))
            })
            .collect()
    }
}

fn latin(word: &str) -> String {
    if in_persian(word) {
        romanise(word)
    } else {
        sounds(word)
    }
}

/// The skeleton of consonants, or all sounds where one consonant is all there is («مام»).
fn sound_key(word: &str) -> String {
    let skeleton = shared_skeleton(word);
    if skeleton.chars().count() >= 2 {
        skeleton
    } else {
        latin(word)
    }
}

/// «کرم» and "karam" may begin alike; "aloe" and «لو» may not.
fn same_vowel_start(a: &str, b: &str) -> bool {
    let vowel = |s: &str| s.starts_with(['a', 'e', 'i', 'o']);
    vowel(a) == vowel(b)
}

/// Likeness of two words of one script; 0 when they are different words.
fn typo(word: &str, known: &str) -> f32 {
    let (a, b) = (word.chars().count(), known.chars().count());
    if in_persian(word) != in_persian(known) || a.min(b) < 4 || a.abs_diff(b) > 2 {
        return 0.0;
    }
    let score = levenshtein::normalized_similarity(word.chars(), known.chars());
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let score = score as f32;
    let same_start = word.chars().next() == known.chars().next();
    if score >= 0.8 || (score >= 0.74 && same_start) {
        score * 0.95
    } else {
        0.0
    }
}
