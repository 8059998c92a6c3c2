//! Numbers in words, Persian, Finglish and English: «هشتصد و پنجاه», "do", "two".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokens::Token;

/// `number: spellings`.
const WORDS: &str = include_str!("../../data/lists/numbers.txt");

static NUMBERS: LazyLock<HashMap<&'static str, i64>> = LazyLock::new(|| {
    crate::lists::lines(WORDS)
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(number, words)| Some((number.trim().parse::<i64>().ok()?, words)))
        .flat_map(|(number, words)| words.split_whitespace().map(move |word| (word, number)))
        .collect()
});

/// The number a word stands for.
pub(crate) fn word(text: &str) -> Option<i64> {
    NUMBERS.get(text).copied()
}

/// The number that an ordinal stands for: «بیستم», "hashtom", "5th".
pub(crate) fn ordinal(text: &str) -> Option<i64> {
    ["مین", "م", "om", "th"]
        .iter()
        .find_map(|ending| word(text.strip_suffix(ending)?))
        .or(match text {
            "اول" | "aval" | "avval" | "first" => Some(1),
            "دوم" | "dovom" | "second" => Some(2),
            "سوم" | "sevom" | "third" => Some(3),
            _ => None,
        })
}

/// Whether a word joins the parts of a number.
pub(crate) fn joins(text: &str) -> bool {
    matches!(text, "و" | "o" | "va" | "and")
}

/// The number a word stands for, and whether a «و» is written on to it: «چهارصدو پنجاه».
fn part(text: &str) -> Option<(i64, bool)> {
    let plain = word(text).map(|n| (n, false));
    plain.or_else(|| Some((word(text.strip_suffix('و')?)?, true)))
}

/// A number below a thousand said in words from `at` on («هشتصد و پنجاه»), with the tokens it
/// takes.
pub(crate) fn spoken(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let (first, mut open) = part(&tokens.get(at)?.text)?;
    let (mut sum, mut least, mut end) = (first, first, at + 1);
    if tokens
        .get(end)
        .is_some_and(|t| matches!(t.text.as_str(), "hundred" | "hundreds"))
    {
        (sum, least, end) = (first * 100, 100, end + 1);
    }
    loop {
        let apart = tokens
            .get(end)
            .is_some_and(|t| joins(&t.text) && t.mark == ' ');
        let next = end + usize::from(apart);
        let joined = apart || open;
        let Some((n, more)) = tokens.get(next).and_then(|t| part(&t.text)) else {
            break;
        };
        let fits = least >= 100 && n < 100 || (20..100).contains(&least) && n < 10;
        if !fits || !(joined || tokens[next].text.is_ascii()) {
            break;
        }
        (sum, least, end, open) = (sum + n, n, next + 1, more);
    }
    Some((sum, end - at))
}

/// A number in digits, with thousands separators, a slash or a dot as the decimal mark.
/// Returned in thousandths so that «2.5» is whole.
pub(crate) fn thousandths(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    if groups
        .iter()
        .any(|group| group.is_empty() || group.len() > 12)
        || text.contains(':')
    {
        return None;
    }
    let grouped = groups[1..].iter().all(|group| group.len() == 3) && groups[0].len() <= 3;
    if groups.len() == 1 || grouped {
        return groups.concat().parse::<i64>().ok()?.checked_mul(1000);
    }
    let [whole, part] = groups.as_slice() else {
        return None;
    };
    if part.len() > 3 {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::View;

    #[test]
    fn digits_with_marks() {
        for (input, expected) in [
            ("850", Some(850_000)),
            ("2.5", Some(2_500)),
            ("2/5", Some(2_500)),
            ("1,200,000", Some(1_200_000_000)),
            ("1.200.000", Some(1_200_000_000)),
            ("1.25", Some(1_250)),
            ("1,2,3", None),
        ] {
            assert_eq!(thousandths(input), expected, "{input}");
        }
    }

    #[test]
    fn numbers_in_words() {
        for (input, expected) in [
            ("هشتصد و پنجاه هزار", Some((850, 3))),
            ("یک و دویست", Some((1, 1))),
            ("چهارصدو پنجاه تومن", Some((450, 2))),
            ("چهل و دو", Some((42, 3))),
            ("devist o panjah o se", Some((253, 5))),
            ("five hundred thousand", Some((500, 2))),
            ("سلام", None),
        ] {
            let tokens = super::super::tokens::read(&View::new(input));
            assert_eq!(spoken(&tokens, 0), expected, "{input}");
        }
    }
}
