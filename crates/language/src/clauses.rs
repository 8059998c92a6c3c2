//! A message in its clauses: sentences, lines, and what «و» or "and" joins.

/// A piece of a message and whether it was cut at a weak joint («و», a comma), which only counts
/// when both sides mean something different.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Clause<'a> {
    pub(crate) text: &'a str,
    pub(crate) weak: bool,
}

const JOINTS: [&str; 12] = [
    " و ",
    " و\u{200c}",
    " and ",
    " o ",
    " va ",
    " also ",
    " ham ",
    " بعد ",
    " راستی ",
    " plus ",
    " but ",
    " ولی ",
];

/// The clauses of a message, at most eight; none when it is only one.
pub(crate) fn split(text: &str) -> Vec<Clause<'_>> {
    let mut strong = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        let inside_number = previous.is_numeric() && after.is_numeric();
        let dot_in_word = c == '.' && !after.is_whitespace() && after != '.';
        if matches!(c, '?' | '؟' | '!' | '\n' | '.' | '؛' | ';') && !inside_number && !dot_in_word
        {
            let end = at + c.len_utf8();
            strong.push(&text[start..end]);
            start = end;
        }
        previous = c;
    }
    strong.push(&text[start..]);
    let mut out = Vec::new();
    for piece in strong {
        weakly(piece, &mut out);
    }
    out.retain(|c| c.text.chars().any(char::is_alphanumeric));
    out.truncate(8);
    if out.len() < 2 { Vec::new() } else { out }
}

fn weakly<'a>(piece: &'a str, out: &mut Vec<Clause<'a>>) {
    let mut rest = piece;
    let mut weak = false;
    while let Some((at, length)) = joint(rest) {
        out.push(Clause {
            text: rest[..at].trim(),
            weak: true,
        });
        rest = &rest[at + length..];
        weak = true;
    }
    out.push(Clause {
        text: rest.trim(),
        weak,
    });
}

fn joint(text: &str) -> Option<(usize, usize)> {
    let comma = text
        .char_indices()
        .find(|&(at, c)| {
            let before = text[..at].chars().next_back().is_some_and(char::is_numeric);
            let after = text[at + c.len_utf8()..]
                .chars()
                .next()
                .is_some_and(char::is_numeric);
            matches!(c, '،' | ',') && !(before && after)
        })
        .map(|(at, c)| (at, c.len_utf8()));
    let joints = JOINTS
        .iter()
        .filter_map(|joint| text.find(joint).map(|at| (at, joint.len())));
    joints.chain(comma).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_and_joints() {
        for (text, expected) in [
            (
                "سلام، قیمتش چنده و کی می‌رسه؟",
                vec!["سلام", "قیمتش چنده", "کی می‌رسه؟"],
            ),
            ("How much? Do you ship?", vec!["How much?", "Do you ship?"]),
            ("2.5 میلیون", vec![]),
            ("قیمت؟", vec![]),
        ] {
            let found: Vec<_> = split(text).iter().map(|c| c.text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_splits(text in any::<String>()) {
            prop_assert!(split(&text).len() <= 8);
        }
    }
}
