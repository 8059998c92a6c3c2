//! Which words of a text stand together, and whether they name a product at all.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Hit;
use crate::entities::{self, Token};
use crate::lists;

/// Idle words that may stand inside a name.
const INSIDE: [&str; 5] = ["مدل", "model", "of", "the", "with"];

/// Words that name a product only together with others: stuffs, kinds, words of every day.
static NEVER_ALONE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| lists::words("never_alone_a_product"));

/// Whether nothing stands between two hits but spaces and words like «مدل».
pub(super) fn adjoins(tokens: &[Token], from: usize, to: usize) -> bool {
    if from > to {
        return true;
    }
    let inside = tokens[from..to]
        .iter()
        .all(|t| INSIDE.contains(&t.text.as_str()));
    inside
        && tokens[from..=to]
            .iter()
            .all(|t| matches!(t.mark, ' ' | '-'))
}

/// The longest stretch of `true`, the first of them.
pub(super) fn longest(used: &[bool]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < used.len() {
        let length = used[at..].iter().take_while(|u| **u).count();
        if length > best.map_or(0, |(from, to)| to - from) {
            best = Some((at, at + length));
        }
        at += length.max(1);
    }
    best
}

/// Whether the words name a product at all: one word alone must be more than a stuff or a colour.
pub(super) fn is_telling(tokens: &[Token], block: &[Hit]) -> bool {
    let [hit] = block else { return true };
    if hit.to - hit.from > 1 {
        return true;
    }
    let word = tokens[hit.from].text.as_str();
    let idle = |word: &str| NEVER_ALONE.contains(word) || entities::is_colour(word);
    if entities::garment(word).is_some() && !matches!(word, "ست" | "set" | "ring" | "leg") {
        return true;
    }
    let sure = hit.words.iter().any(|w| w.1 >= 0.9);
    !idle(word) && !entities::word_stems(word).any(idle) && (sure || word.chars().count() >= 5)
}
