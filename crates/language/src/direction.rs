//! Which way each line of a text runs, and which pieces must be isolated inside it.

use crate::fold::is_persian;
use crate::normal::{TokenKind, normalize};

/// Which way a line runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Right to left.
    Rtl,
    /// Left to right.
    Ltr,
}

/// One line of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Which way it runs, by the weight of its letters; Persian wins a draw.
    pub direction: Direction,
    /// First and one past the last byte of the line in the text, without its line break.
    pub start: usize,
    /// See `start`.
    pub end: usize,
    /// Bytes (in the text) of pieces that run against the line and keep their own order:
    /// links, @names, phone numbers, codes, Latin words in a Persian line.
    pub isolate: Vec<(usize, usize)>,
}

/// The lines of a text with their directions.
pub fn lines(text: &str) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.trim_end_matches('\r').len();
        let direction = weigh(line, out.last().map(|l| l.direction));
        let isolate = isolated(line, direction, start);
        out.push(Line {
            direction,
            start,
            end,
            isolate,
        });
        start += line.len() + 1;
    }
    out
}

/// Letters of links and @names do not count; a line without letters follows the one before.
fn weigh(line: &str, before: Option<Direction>) -> Direction {
    let normal = normalize(line);
    let (mut right, mut left) = (0, 0);
    for (token, word) in normal.words() {
        if matches!(token.kind, TokenKind::Link | TokenKind::Mention) {
            continue;
        }
        for c in word.chars() {
            if is_persian(c) {
                right += 1;
            } else if c.is_alphabetic() {
                left += 1;
            }
        }
    }
    match (right, left) {
        (0, 0) => before.unwrap_or(Direction::Rtl),
        _ if right * 2 >= left => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

fn isolated(line: &str, direction: Direction, offset: usize) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for token in &normalize(line).tokens {
        let against = match token.kind {
            TokenKind::Link | TokenKind::Mention | TokenKind::Number => true,
            TokenKind::Latin => direction == Direction::Rtl,
            TokenKind::Persian => direction == Direction::Ltr,
            _ => false,
        };
        if !against {
            continue;
        }
        let (from, to) = (offset + token.from, offset + token.to);
        let gap = out
            .last()
            .and_then(|last| line.get(last.1 - offset..token.from));
        let joined =
            gap.is_some_and(|g| g.chars().all(|c| matches!(c, ' ' | '-' | '+' | '.' | '/')));
        match out.last_mut() {
            Some(last) if joined => last.1 = to,
            _ => out.push((from, to)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_the_weight_of_letters() {
        for (text, expected) in [
            ("سلام", vec![Direction::Rtl]),
            ("hello", vec![Direction::Ltr]),
            ("size M چنده", vec![Direction::Rtl]),
            (
                "کد: https://example.com/very/long/link",
                vec![Direction::Rtl],
            ),
            (
                "salam\nسلام\n123",
                vec![Direction::Ltr, Direction::Rtl, Direction::Rtl],
            ),
        ] {
            let found: Vec<_> = lines(text).into_iter().map(|l| l.direction).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn phones_and_names_are_isolated() {
        let text = "شماره 0912 345 6789 و @sara_m";
        let line = &lines(text)[0];
        let pieces: Vec<_> = line.isolate.iter().map(|&(a, b)| &text[a..b]).collect();
        assert_eq!(pieces, ["0912 345 6789", "@sara_m"]);
    }

    proptest! {
        #[test]
        fn pieces_stand_in_the_text(text in any::<String>()) {
            for line in lines(&text) {
                prop_assert!(text.get(line.start..line.end).is_some());
                for (a, b) in line.isolate {
                    prop_assert!(text.get(a..b).is_some());
                }
            }
        }
    }
}
