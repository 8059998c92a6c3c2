//! A text folded sign by sign: as many characters as the original, so that offsets need no map.

use regex::{Captures, Regex};

use crate::fold::fold_one;

/// The folded view of an original.
#[derive(Debug)]
pub(crate) struct View {
    /// Folded; the same number of characters as the original.
    pub(crate) text: String,
    original: Vec<char>,
    starts: Vec<u32>,
}

impl View {
    pub(crate) fn new(original: &str) -> Self {
        let original: Vec<char> = original.chars().collect();
        let mut text = String::with_capacity(original.len() * 2);
        let mut starts = Vec::with_capacity(original.len() + 1);
        for &c in &original {
            starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            text.push(fold_one(c));
        }
        starts.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        Self {
            text,
            original,
            starts,
        }
    }

    /// The character at a byte of the view.
    pub(crate) fn char_at(&self, byte: usize) -> usize {
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        self.starts
            .binary_search(&byte)
            .unwrap_or_else(|at| at.saturating_sub(1))
    }

    /// A piece of the original by characters.
    pub(crate) fn original(&self, start: usize, end: usize) -> String {
        self.original
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    /// A piece of the view by characters.
    pub(crate) fn folded(&self, start: usize, end: usize) -> &str {
        let byte = |at: usize| self.starts.get(at).map_or(self.text.len(), |&b| b as usize);
        self.text.get(byte(start)..byte(end)).unwrap_or_default()
    }

    /// How many characters there are.
    pub(crate) fn len(&self) -> usize {
        self.original.len()
    }

    /// Every match of a pattern, with the characters where the whole and where a group stand.
    pub(crate) fn matches<'a>(&'a self, pattern: &'a Pattern) -> impl Iterator<Item = Found<'a>> {
        let likely = pattern.loose.is_match(&self.text);
        let captures = likely.then(|| pattern.exact.captures_iter(&self.text));
        captures.into_iter().flatten().map(|captures| Found {
            view: self,
            captures,
        })
    }
}

/// One match in a view.
pub(crate) struct Found<'a> {
    view: &'a View,
    captures: Captures<'a>,
}

impl<'a> Found<'a> {
    /// The folded text of a group, empty when it did not take part.
    pub(crate) fn group(&self, name: &str) -> &str {
        self.captures.name(name).map_or("", |m| m.as_str())
    }

    /// Where a group stands, in characters; the whole match when it did not take part.
    pub(crate) fn span(&self, name: &str) -> (usize, usize) {
        let found = self.captures.name(name).or_else(|| self.captures.get(0));
        found.map_or((0, 0), |m| {
            (self.view.char_at(m.start()), self.view.char_at(m.end()))
        })
    }

    /// The sign before the whole match.
    pub(crate) fn before(&self) -> Option<char> {
        let start = self.captures.get(0)?.start();
        self.view.text[..start].chars().next_back()
    }

    /// Up to `count` bytes of text before the whole match.
    pub(crate) fn left(&self, count: usize) -> &'a str {
        let start = self.captures.get(0).map_or(0, |m| m.start());
        let mut from = start.saturating_sub(count);
        while !self.view.text.is_char_boundary(from) {
            from += 1;
        }
        &self.view.text[from..start]
    }
}

/// A pattern, and the same without its word edges: it finds all that the pattern finds and some
/// more. Word edges in Persian are slow to look for, and most texts are ruled out without them.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    exact: Regex,
    loose: Regex,
}

impl Pattern {
    /// Whether it is found.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.loose.is_match(text) && self.exact.is_match(text)
    }
}

/// A pattern that is part of the program.
pub(crate) fn pattern(text: &str) -> Pattern {
    let regex =
        |text: &str| Regex::new(text).expect("the pattern is part of the program and tested");
    Pattern {
        exact: regex(text),
        loose: regex(&text.replace(r"\b", "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_many_signs_as_the_original(text in any::<String>()) {
            let view = View::new(&text);
            prop_assert_eq!(view.text.chars().count(), text.chars().count());
            prop_assert_eq!(view.original(0, view.len()), text);
        }
    }
}
