//! Bare answers: «آره», «نه», "ok", «بزن»: yes or no and nothing else.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::lists;
use crate::normal::normalize;

/// What a bare answer says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// «آره», "yes please".
    Yes,
    /// «نه», "no thanks".
    No,
}

static YES: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| set(include_str!("../data/lists/yes.txt")));
static NO: LazyLock<BTreeSet<String>> = LazyLock::new(|| set(include_str!("../data/lists/no.txt")));
static POLITE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| set(include_str!("../data/lists/polite.txt")));

fn set(list: &'static str) -> BTreeSet<String> {
    lists::lines(list)
        .flat_map(|line| line.split(','))
        .map(|word| normalize(word).text)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Yes or no, when the text is that and courtesy only.
pub fn bare(text: &str) -> Option<Answer> {
    let normal = normalize(text);
    let words: Vec<&str> = normal.words().map(|(_, w)| w).collect();
    if words.is_empty() {
        return match text.trim() {
            "👍" | "✅" | "👌" => Some(Answer::Yes),
            "👎" | "❌" => Some(Answer::No),
            _ => None,
        };
    }
    if words.len() > 6 || normal.flags.question {
        return None;
    }
    let whole = words.join(" ");
    if NO.contains(&whole) {
        return Some(Answer::No);
    }
    if YES.contains(&whole) {
        return Some(Answer::Yes);
    }
    let rest: Vec<&str> = words
        .iter()
        .copied()
        .filter(|w| !POLITE.contains(*w))
        .collect();
    if rest.is_empty() {
        return None;
    }
    if NO.contains(&rest.join(" ")) {
        return Some(Answer::No);
    }
    let all = rest.iter().all(|w| YES.contains(*w)) || YES.contains(&rest.join(" "));
    all.then_some(Answer::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_no_or_neither() {
        for (text, expected) in [
            ("آره", Some(Answer::Yes)),
            ("بله لطفا", Some(Answer::Yes)),
            ("yes please", Some(Answer::Yes)),
            ("are merci", Some(Answer::Yes)),
            ("اوکی 👍", Some(Answer::Yes)),
            ("👍", Some(Answer::Yes)),
            ("نه ممنون", Some(Answer::No)),
            ("no thanks", Some(Answer::No)),
            ("na", Some(Answer::No)),
            ("آره؟", None),
            ("قیمتش چنده", None),
            ("لطفا", None),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }
}
