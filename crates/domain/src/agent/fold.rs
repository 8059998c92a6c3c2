//! One spelling for matching: letters that look alike, digits, joiners and case folded away.

/// Folds `text` for comparison: Arabic letters to Persian ones, digits to ASCII, case to lower,
/// joiners, kashida and vowel marks away, every run of anything else to one space.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ي' | 'ى' | 'ئ' => folded.push('ی'),
            'ك' => folded.push('ک'),
            'ة' | 'ۀ' => folded.push('ه'),
            'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
            'ؤ' => folded.push('و'),
            '۰'..='۹' => folded.push(digit(letter, '۰')),
            '٠'..='٩' => folded.push(digit(letter, '٠')),
            '\u{200c}' | '\u{200d}' | 'ـ' | '\u{64b}'..='\u{655}' | '\u{670}' => {}
            '\'' | '’' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn digit(letter: char, zero: char) -> char {
    char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter)
}

/// Whether the folded words `needle` stand in the folded `text` as whole words.
pub(super) fn has_words(text: &str, needle: &str) -> bool {
    let ends = |at: usize| at == text.len() || text[at..].starts_with(' ');
    let begins = |at: usize| at == 0 || text[..at].ends_with(' ');
    !needle.is_empty()
        && text
            .match_indices(needle)
            .any(|(at, _)| begins(at) && ends(at + needle.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (text, expected) in [
            ("كجایید؟؟", "کجایید"),
            ("ســلام، می‌خوام ۲ تا", "سلام میخوام 2 تا"),
            ("Where's  the SHOP?", "wheres the shop"),
            ("٤٠", "40"),
            ("🌷🌷", ""),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
        assert!(has_words("ارسال به شیراز دارید", "شیراز") && !has_words("شیرازی", "شیراز"));
    }
}
