//! Patterns kept as text: one regular expression a line over the normal form.
//!
//! `$name = a|b` names a list for the patterns below it (a second such line adds to it); `$name`
//! in a pattern stands for the list. `\b` is an edge of a word in both scripts: in a pattern with
//! Persian letters it is spelled out, because the fast engine of the regex crate gives up on
//! Unicode's own at the first letter that is not ASCII.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{RegexSet, RegexSetBuilder};

/// A set of patterns.
#[derive(Debug)]
pub(crate) struct Rules(RegexSet);

/// Never write to me again.
pub(crate) static OPT_OUT: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/opt_out.txt")));
/// The same in the many ways people say it: counts where the model holds it possible too.
pub(crate) static OPT_OUT_LIKELY: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/opt_out_likely.txt")));
/// A person, please.
pub(crate) static HUMAN: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/human.txt")));
/// The same in the many ways people say it: counts where the model holds it possible too.
pub(crate) static HUMAN_LIKELY: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/human_likely.txt")));
/// Commands to the assistant.
pub(crate) static INJECTION: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/injection.txt")));
/// Offers, each enough alone.
pub(crate) static SPAM: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/spam.txt")));
/// Offers that need a link, a number or an invitation beside them.
pub(crate) static OFFER: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/offer.txt")));
/// Threats, harassment, slurs: nothing excuses them.
pub(crate) static SEVERE: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(include_str!("../data/rules/severe.txt")));
/// Insults with a target.
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

/// What the compiled sets and their caches may take, a set: bytes.
const MEMORY: usize = 64 << 20;

impl Rules {
    fn new(list: &'static str) -> Self {
        let patterns = patterns(list);
        Self(
            RegexSetBuilder::new(patterns)
                .size_limit(MEMORY)
                .dfa_size_limit(MEMORY)
                .build()
                .expect("the rules are part of the program"),
        )
    }

    /// Whether any pattern is found.
    pub(crate) fn hit(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// The patterns of a file, with the named lists put in and the edges of words spelled out.
fn patterns(list: &str) -> Vec<String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut out = Vec::new();
    let lines = list.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some((name, more)) = line.strip_prefix('$').and_then(|l| l.split_once(" = ")) {
            let known = names.entry(name).or_default();
            if !known.is_empty() {
                known.push('|');
            }
            known.push_str(more);
        } else {
            out.push(edges(&named(line, &names)));
        }
    }
    out
}

/// `$name` replaced by its list; a `$` before anything else stays the end of the text.
fn named(pattern: &str, names: &BTreeMap<&str, String>) -> String {
    let mut parts = pattern.split('$');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_lowercase());
        let (name, rest) = part.split_at(end.unwrap_or(part.len()));
        if let Some(list) = names.get(name) {
            out.push_str("(?:");
            out.push_str(list);
            out.push(')');
            out.push_str(rest);
        } else {
            out.push('$');
            out.push_str(part);
        }
    }
    out
}

/// Edges of words: ASCII's in an ASCII pattern; in others a sign that is no letter, before a word
/// where `\b` opens a pattern, a group or a choice, else after it.
fn edges(pattern: &str) -> String {
    if pattern.is_ascii() {
        return pattern.replace(r"\b", r"(?-u:\b)");
    }
    let mut parts = pattern.split(r"\b");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let opens = out.is_empty() || out.ends_with(['|', '(', ':']);
        out.push_str(if opens {
            r"(?:^|[^\w])"
        } else {
            r"(?:$|[^\w])"
        });
        out.push_str(part);
    }
    out
}

/// All of them: compiled on the first use, so that a test can touch every one.
#[cfg(test)]
pub(crate) fn all() -> [&'static LazyLock<Rules>; 12] {
    [
        &OPT_OUT,
        &OPT_OUT_LIKELY,
        &HUMAN,
        &HUMAN_LIKELY,
        &INJECTION,
        &SPAM,
        &OFFER,
        &SEVERE,
        &ABUSE,
        &HARMLESS,
        &QUESTION,
        &GREETING,
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

    #[test]
    fn named_lists_and_edges_of_words() {
        let list = "# a note\n$who = تو|شما\n$who = you\n\\b$who\\b خوب$\n^b\\b";
        assert_eq!(
            super::patterns(list),
            [r"(?:^|[^\w])(?:تو|شما|you)(?:$|[^\w]) خوب$", r"^b(?-u:\b)"]
        );
    }
}
