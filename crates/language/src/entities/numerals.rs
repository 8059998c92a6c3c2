//! Numbers in words, Persian, Finglish and English: «هشتصد و پنجاه», "do", "two".

use crate::normal::normalize;

const WORDS: [(&str, i64); 93] = [
    ("یک", 1),
    ("یه", 1),
    ("یکی", 1),
    ("دو", 2),
    ("سه", 3),
    ("چهار", 4),
    ("چار", 4),
    ("پنج", 5),
    ("شش", 6),
    ("شیش", 6),
    ("هفت", 7),
    ("هشت", 8),
    ("نه", 9),
    ("ده", 10),
    ("یازده", 11),
    ("دوازده", 12),
    ("سیزده", 13),
    ("چهارده", 14),
    ("پونزده", 15),
    ("پانزده", 15),
    ("شونزده", 16),
    ("شانزده", 16),
    ("هفده", 17),
    ("هجده", 18),
    ("هیجده", 18),
    ("نوزده", 19),
    ("بیست", 20),
    ("سی", 30),
    ("چهل", 40),
    ("پنجاه", 50),
    ("شصت", 60),
    ("هفتاد", 70),
    ("هشتاد", 80),
    ("نود", 90),
    ("صد", 100),
    ("یکصد", 100),
    ("دویست", 200),
    ("سیصد", 300),
    ("چهارصد", 400),
    ("پونصد", 500),
    ("پانصد", 500),
    ("ششصد", 600),
    ("شیشصد", 600),
    ("هفتصد", 700),
    ("هشتصد", 800),
    ("نهصد", 900),
    ("ye", 1),
    ("yek", 1),
    ("yeki", 1),
    ("do", 2),
    ("se", 3),
    ("seh", 3),
    ("char", 4),
    ("chahar", 4),
    ("panj", 5),
    ("shish", 6),
    ("shesh", 6),
    ("haft", 7),
    ("hasht", 8),
    ("noh", 9),
    ("dah", 10),
    ("bist", 20),
    ("si", 30),
    ("chehel", 40),
    ("panjah", 50),
    ("shast", 60),
    ("haftad", 70),
    ("hashtad", 80),
    ("navad", 90),
    ("sad", 100),
    ("devist", 200),
    ("divist", 200),
    ("sisad", 300),
    ("charsad", 400),
    ("chaharsad", 400),
    ("punsad", 500),
    ("poonsad", 500),
    ("shishsad", 600),
    ("haftsad", 700),
    ("hashtsad", 800),
    ("nohsad", 900),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("hundred", 100),
    ("fifty", 50),
];

/// The number a word stands for.
pub(crate) fn word(text: &str) -> Option<i64> {
    WORDS
        .iter()
        .find(|(word, _)| *word == text)
        .map(|&(_, n)| n)
}

/// A number in digits, with thousands separators, a slash or a dot as the decimal mark.
/// Returned in thousandths so that «2.5» is whole.
pub(crate) fn thousandths(digits: &str) -> Option<i64> {
    let text = normalize(digits).text;
    let marks: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| !c.is_ascii_digit())
        .map(|(i, _)| i)
        .collect();
    let grouped = !marks.is_empty()
        && text
            .split(|c: char| !c.is_ascii_digit())
            .skip(1)
            .all(|g| g.len() == 3);
    let plain: String = text.chars().filter(char::is_ascii_digit).collect();
    if marks.is_empty() || grouped {
        return plain.parse::<i64>().ok()?.checked_mul(1000);
    }
    let (whole, part) = text.split_once(|c: char| !c.is_ascii_digit())?;
    if part.is_empty() || part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
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
}
