//! Patterns kept as text: one regular expression a line over the normal form.

use std::sync::LazyLock;

use regex::RegexSet;

use crate::lists;

/// A set of patterns.
#[derive(Debug)]
pub(crate) struct Rules {
    exact: RegexSet,
    /// The same without their word edges: it finds all that they find and some more. Word edges in
    /// Persian are slow to look for, and most texts are ruled out without them.
    loose: RegexSet,
}

/// Never write to me again.
pub(crate) static OPT_OUT: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/opt_out.txt")));
/// A person, please.
pub(crate) static HUMAN: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/human.txt")));
/// Commands to the assistant.
pub(crate) static INJECTION: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/injection.txt")));
/// Offers, each enough alone.
pub(crate) static SPAM: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/spam.txt")));
/// Offers that need a link, a number or an invitation beside them.
pub(crate) static OFFER: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/offer.txt")));
/// Insults and threats with a target.
pub(crate) static ABUSE: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/abuse.txt")));
/// What looks like an insult and is none.
pub(crate) static HARMLESS: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/harmless.txt")));
/// Words and turns that ask.
pub(crate) static QUESTION: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/question.txt")));
/// Greetings at the start of a text.
pub(crate) static GREETING: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/greeting.txt")));

impl Rules {
    fn new(list: &'static str) -> Self {
        let set =
            |lines: Vec<String>| RegexSet::new(lines).expect("the rules are part of the program");
        Self {
            exact: set(lists::lines(list).map(str::to_owned).collect()),
            loose: set(lists::lines(list)
                .map(|line| line.replace(r"\b", ""))
                .collect()),
        }
    }

    /// Whether any pattern is found.
    pub(crate) fn hit(&self, text: &str) -> bool {
        self.loose.is_match(text) && self.exact.is_match(text)
    }
}

/// All of them: compiled on the first use, so that a test can touch every one.
#[cfg(test)]
pub(crate) fn all() -> [&'static LazyLock<Rules>; 9] {
    [
        &OPT_OUT, &HUMAN, &INJECTION, &SPAM, &OFFER, &ABUSE, &HARMLESS, &QUESTION, &GREETING,
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_compiles_and_none_matches_nothing() {
        for rules in super::all() {
            assert!(!rules.hit(""));
        }
    }
}
