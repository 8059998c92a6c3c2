//! Families of words that mean one thing («پس بدم», "money back", "marjoo"): features, no verdicts.
//!
//! `data/lists/concepts.txt` has one family a line, `name: pattern, pattern`. A pattern is found in
//! the normal form; `_` is the edge of a word. Colours, cities and garments are families too.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::lists;
use crate::normal::normalize;

/// The families, compiled.
#[derive(Debug)]
pub(crate) struct Concepts {
    automaton: AhoCorasick,
    family: Vec<u16>,
    names: Vec<String>,
}

impl Concepts {
    /// From the lists in the crate.
    pub(crate) fn new() -> Self {
        let mut out = Builder::default();
        for line in lists::lines(lists::CONCEPTS) {
            if let Some((name, patterns)) = line.split_once(':') {
                let family = out.family(name.trim());
                patterns
                    .split(',')
                    .for_each(|pattern| out.add(family, pattern));
            }
        }
        let colour = out.family("a_colour");
        for (words, _) in lists::keyed(lists::COLOURS) {
            words.for_each(|word| out.add_word(colour, word));
        }
        let garment = out.family("a_garment");
        for (words, _) in lists::keyed(lists::GARMENTS) {
            words.for_each(|word| out.add_word(garment, word));
        }
        let city = out.family("a_city");
        for place in lists::places() {
            place.names.iter().for_each(|word| out.add_word(city, word));
        }
        out.build()
    }

    /// The families found in a padded text (one space at either end), each once.
    pub(crate) fn find(&self, padded: &str, found: &mut Vec<u16>) {
        for hit in self.automaton.find_overlapping_iter(padded) {
            let family = self.family[hit.pattern().as_usize()];
            if !found.contains(&family) {
                found.push(family);
            }
        }
    }

    /// Whether the family is a topic that a shop has nothing to do with.
    pub(crate) fn is_elsewhere(&self, family: u16) -> bool {
        self.name(family).starts_with("out_")
    }

    /// The name of a family.
    pub(crate) fn name(&self, family: u16) -> &str {
        &self.names[usize::from(family)]
    }
}

#[derive(Default)]
struct Builder {
    patterns: Vec<String>,
    family: Vec<u16>,
    names: Vec<String>,
}

impl Builder {
    fn family(&mut self, name: &str) -> u16 {
        self.names.push(name.to_owned());
        u16::try_from(self.names.len() - 1).unwrap_or(u16::MAX)
    }

    fn add(&mut self, family: u16, pattern: &str) {
        let pattern = pattern.trim();
        let open = pattern.starts_with('_');
        let close = pattern.ends_with('_');
        let middle = normalize(pattern.trim_matches('_')).text;
        if middle.is_empty() {
            return;
        }
        let edge = |on: bool| if on { " " } else { "" };
        self.patterns
            .push(format!("{}{middle}{}", edge(open), edge(close)));
        self.family.push(family);
    }

    fn add_word(&mut self, family: u16, word: &str) {
        self.add(family, &format!("_{word}_"));
    }

    fn build(self) -> Concepts {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&self.patterns)
            .expect("the word lists are small enough for an automaton");
        Concepts {
            automaton,
            family: self.family,
            names: self.names,
        }
    }
}

/// The text as the automaton reads it: words and numbers with single spaces, marks left out.
pub(crate) fn padded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::from(" ");
    for word in words {
        out.push_str(word);
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_found_at_edges() {
        let concepts = Concepts::new();
        let find = |text: &str| {
            let normal = normalize(text);
            let mut found = Vec::new();
            concepts.find(&padded(normal.words().map(|(_, w)| w)), &mut found);
            found
                .iter()
                .map(|f| concepts.name(*f).to_owned())
                .collect::<Vec<_>>()
        };
        assert!(find("مشکی؟").contains(&"a_colour".to_owned()));
        assert!(find("can I get my money back?").contains(&"refund".to_owned()));
        assert!(!find("credit").contains(&"a_colour".to_owned()));
    }
}
