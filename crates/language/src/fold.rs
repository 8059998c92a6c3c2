//! Which characters count as the same letter: one table for search, rules and matching.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Whether a character carries nothing for matching: joiners, marks, direction controls, kashida.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}'
        | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}'
        | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// One character for one character: letters that look alike, three digit scripts, punctuation,
/// Latin case. `None` when the table has nothing to say.
const fn table(c: char) -> Option<char> {
    Some(match c {
        'ي' | 'ى' | 'ے' | 'ې' | 'ئ' | 'ۍ' | 'ێ' => 'ی',
        'ك' | 'ڪ' | 'ګ' => 'ک',
        'ة' | 'ۀ' | 'ە' | 'ہ' | 'ھ' | 'ۂ' | 'ۃ' => 'ه',
        'أ' | 'إ' | 'ٱ' | 'آ' | 'ٲ' | 'ٳ' => 'ا',
        'ؤ' | 'ۆ' | 'ۇ' => 'و',
        '۰' | '٠' => '0',
        '۱' | '١' => '1',
        '۲' | '٢' => '2',
        '۳' | '٣' => '3',
        '۴' | '٤' => '4',
        '۵' | '٥' => '5',
        '۶' | '٦' => '6',
        '۷' | '٧' => '7',
        '۸' | '٨' => '8',
        '۹' | '٩' => '9',
        '،' | '٬' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '٫' | '۔' => '.',
        '«' | '»' | '“' | '”' | '„' => '"',
        '‘' | '’' | '´' | '`' | '‚' => '\'',
        '‐'..='―' | '−' => '-',
        'A'..='Z' => c.to_ascii_lowercase(),
        '\0'..='\u{7f}' => c,
        'ء'..='ۓ' => c,
        _ => return None,
    })
}

/// The folded form of a character as one character, so that positions do not move.
pub(crate) fn fold_one(c: char) -> char {
    if c.is_whitespace() {
        return if c == '\n' { c } else { ' ' };
    }
    if let Some(folded) = table(c) {
        return folded;
    }
    let mut first = c;
    fold_into(c, |folded| {
        if first == c {
            first = folded;
        }
    });
    first
}

/// The folded form of a character as any number of characters, none when it is dropped.
pub(crate) fn fold_into(c: char, mut push: impl FnMut(char)) {
    if is_dropped(c) {
        return;
    }
    if c.is_whitespace() || c.is_control() {
        return push(' ');
    }
    if let Some(folded) = table(c) {
        return push(folded);
    }
    let mut buffer = [0u8; 4];
    let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
    for part in nfkd.normalize(c.encode_utf8(&mut buffer)).chars() {
        for lower in part.to_lowercase() {
            if is_dropped(lower) {
                continue;
            }
            if lower.is_whitespace() || lower.is_control() {
                push(' ');
            } else {
                push(table(lower).unwrap_or(lower));
            }
        }
    }
}

/// A letter of the Persian (Arabic) script, after folding.
pub(crate) const fn is_persian(c: char) -> bool {
    matches!(c, 'ء'..='ۓ' | 'ە')
}

/// Pictures: emoji and the dingbats people use like them.
pub(crate) const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{203C}' | '\u{2049}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
        | '\u{3030}' | '\u{303D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_letters_become_one() {
        for (a, b) in [
            ('ي', 'ی'),
            ('ك', 'ک'),
            ('ة', 'ه'),
            ('٣', '3'),
            ('۳', '3'),
            ('Ａ', 'a'),
        ] {
            assert_eq!(fold_one(a), b);
        }
    }

    #[test]
    fn presentation_forms_open_up() {
        let mut out = String::new();
        fold_into('ﻼ', |c| out.push(c));
        assert_eq!(out, "لا");
    }
}
