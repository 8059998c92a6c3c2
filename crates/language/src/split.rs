//! Long answers in parts that a platform's byte limit admits, cut where a reader would pause.

use unicode_segmentation::UnicodeSegmentation;

/// The text in parts of at most `max_bytes` UTF-8 bytes: cut after sentences, else after words,
/// else between graphemes. A grapheme longer than the limit is left out of the promise and stands
/// alone. No part is empty or begins or ends with a space.
pub fn split_utf8(text: &str, max_bytes: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while rest.len() > max_bytes {
        let cut = cut(rest, max_bytes);
        let part = rest[..cut].trim_end();
        if !part.is_empty() {
            out.push(part.to_owned());
        }
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        out.push(rest.to_owned());
    }
    out
}

/// Where to cut: the best place in the second half of what fits, or the last word's end.
fn cut(text: &str, max_bytes: usize) -> usize {
    let mut sentence = None;
    let mut word = None;
    let mut fits = 0;
    let mut last = "";
    for (at, grapheme) in text.grapheme_indices(true) {
        if at > max_bytes {
            break;
        }
        fits = at;
        let space = grapheme.chars().all(char::is_whitespace);
        if space && at > 0 {
            word = Some(at);
        }
        let ends = matches!(last, "." | "!" | "?" | "؟" | "…") && space;
        if at > 0 && (ends || grapheme.contains('\n')) {
            sentence = Some(at);
        }
        last = grapheme;
    }
    let first = text.graphemes(true).next().map_or(text.len(), str::len);
    sentence
        .filter(|&at| at * 3 >= max_bytes)
        .or(word)
        .unwrap_or(fits)
        .max(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_where_a_reader_pauses() {
        for (text, max, expected) in [
            ("سلام. خوبی؟ چه خبر", 20, vec!["سلام. خوبی؟", "چه خبر"]),
            ("one two three", 8, vec!["one two", "three"]),
            ("abcdefgh", 3, vec!["abc", "def", "gh"]),
            ("", 5, vec![]),
            ("short", 100, vec!["short"]),
        ] {
            assert_eq!(split_utf8(text, max), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_everything_fits(text in "\\PC{0,200}", max in 30usize..200) {
            let parts = split_utf8(&text, max);
            let bare = |s: &str| s.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&parts.concat()), bare(&text));
            for part in &parts {
                let one = part.graphemes(true).count() == 1;
                prop_assert!(one || part.len() <= max);
                prop_assert!(!part.is_empty());
            }
        }
    }
}
