//! The words and numbers of a text as the finders read them, each with where it stands.

use crate::fold::is_dropped;
use crate::view::View;

/// A word or a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    /// First character in the original.
    pub(crate) start: usize,
    /// One past the last character.
    pub(crate) end: usize,
    /// Folded, without half-spaces, drawn-out letters squeezed.
    pub(crate) text: String,
    /// Digits, perhaps with `.`, `,`, `/` or `:` between them.
    pub(crate) number: bool,
    /// Nothing stands between it and the token before: «۲تا», "2xl".
    pub(crate) glued: bool,
    /// The last sign before it that is neither letter, digit nor space; a space when there is none.
    pub(crate) mark: char,
}

impl Token {
    /// A whole number written in digits and nothing else.
    pub(crate) fn whole(&self) -> Option<i64> {
        let digits = self.text.bytes().all(|b| b.is_ascii_digit());
        (self.number && digits && self.text.len() <= 12)
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

/// All tokens of a view, in order.
pub(crate) fn read(view: &View) -> Vec<Token> {
    let signs: Vec<char> = view.text.chars().collect();
    let mut out: Vec<Token> = Vec::with_capacity(signs.len() / 4 + 1);
    let mut mark = ' ';
    let mut at = 0;
    while at < signs.len() {
        let c = signs[at];
        let end = if c.is_ascii_digit() {
            number_end(&signs, at)
        } else if c.is_alphabetic() {
            word_end(&signs, at)
        } else {
            if !(c.is_whitespace() && c != '\n' || is_dropped(c)) {
                mark = c;
            }
            at += 1;
            continue;
        };
        out.push(Token {
            start: at,
            end,
            text: word_text(&signs[at..end]),
            number: c.is_ascii_digit(),
            glued: out.last().is_some_and(|last| last.end == at),
            mark,
        });
        mark = ' ';
        at = end;
    }
    out
}

fn number_end(signs: &[char], start: usize) -> usize {
    let mut at = start;
    while at < signs.len() {
        let next = signs.get(at + 1).is_some_and(char::is_ascii_digit);
        if signs[at].is_ascii_digit() || (matches!(signs[at], '.' | ',' | '/' | ':') && next) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// Letters, with half-spaces, marks and apostrophes inside.
fn word_end(signs: &[char], start: usize) -> usize {
    let mut at = start;
    let mut end = start;
    while at < signs.len() {
        if signs[at].is_alphabetic() {
            end = at + 1;
        } else if !is_dropped(signs[at]) {
            break;
        }
        at += 1;
    }
    end
}

fn word_text(signs: &[char]) -> String {
    let mut out = String::with_capacity(signs.len() * 2);
    let mut run = 0;
    let mut last = ' ';
    for &c in signs.iter().filter(|c| !is_dropped(**c)) {
        run = if c == last { run + 1 } else { 1 };
        last = c;
        if c.is_ascii_digit() || run < 3 {
            out.push(c);
        } else if run == 3 {
            out.pop();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_and_numbers() {
        for (text, expected) in [
            ("۲تا XL", vec!["2", "تا", "xl"]),
            ("سرمه‌ای 2xl", vec!["سرمهای", "2", "xl"]),
            ("۸٬۵۰۰٬۰۰۰ ریال", vec!["8,500,000", "ریال"]),
            ("سلاااام", vec!["سلام"]),
            ("1/500", vec!["1/500"]),
        ] {
            let tokens = read(&View::new(text));
            let found: Vec<_> = tokens.iter().map(|t| t.text.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn in_order_and_inside(text in any::<String>()) {
            let view = View::new(&text);
            let mut last = 0;
            for token in read(&view) {
                prop_assert!(token.start >= last && token.end > token.start);
                last = token.end;
            }
            prop_assert!(last <= view.len());
        }
    }
}
