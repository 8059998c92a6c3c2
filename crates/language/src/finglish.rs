//! Persian in Latin letters: sounds, skeletons, and the Persian words a spelling may stand for.

use std::collections::HashMap;

use rapidfuzz::distance::levenshtein;

use crate::fold::is_persian;
use crate::normal::normalize;

/// Spellings that no rule of sounds finds: «mrc», "slm", "khhsh".
pub(crate) const SPELLINGS: &str = include_str!("../data/lists/finglish.txt");

/// A Latin spelling by its sounds: gh/q, kh/x, sh, ch, oo/u, double letters.
pub(crate) fn sounds(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(|c| c.is_ascii_alphabetic()).collect();
    let mut out: Vec<char> = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let pair = (letters[at], letters.get(at + 1).copied().unwrap_or(' '));
        let (sound, length) = match pair {
            ('g', 'h') => ('q', 2),
            ('k', 'h') => ('x', 2),
            ('s', 'h') => ('$', 2),
            ('c', 'h') => ('c', 2),
            ('z', 'h') => ('j', 2),
            ('p', 'h') => ('f', 2),
            ('o', 'o' | 'u') | ('u', 'u') => ('o', 2),
            ('e', 'e') => ('i', 2),
            ('a', 'a') => ('a', 2),
            ('c', 'k') | ('k', 'k') => ('k', 2),
            ('c', _) => ('k', 1),
            ('u', _) => ('o', 1),
            ('w', _) => ('v', 1),
            ('y', _) if at > 0 => ('i', 1),
            (c, _) => (c, 1),
        };
        if out.last() != Some(&sound) {
            out.push(sound);
        }
        at += length;
    }
    if out.len() > 2 && out.ends_with(&['e', 'h']) {
        out.pop();
    }
    out.into_iter().collect()
}

/// A Persian word by its letters' sounds, short vowels unknown.
pub(crate) fn romanise(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let last = letters.len().saturating_sub(1);
    let mut out = String::with_capacity(letters.len());
    let mut skip = false;
    for (at, &c) in letters.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let sound = match c {
            'ا' | 'ع' if at == 0 => match letters.get(1) {
                Some('ی') => {
                    skip = true;
                    'i'
                }
                Some('و') => {
                    skip = true;
                    'o'
                }
                _ => 'a',
            },
            'ا' => 'a',
            'ب' => 'b',
            'پ' => 'p',
            'ت' | 'ط' => 't',
            'ث' | 'س' | 'ص' => 's',
            'ج' | 'ژ' => 'j',
            'چ' => 'c',
            'ه' if at == last && at > 0 => 'e',
            'ح' | 'ه' => 'h',
            'خ' => 'x',
            'د' => 'd',
            'ذ' | 'ز' | 'ض' | 'ظ' => 'z',
            'ر' => 'r',
            'ش' => '$',
            'غ' | 'ق' => 'q',
            'ف' => 'f',
            'ک' => 'k',
            'گ' => 'g',
            'ل' => 'l',
            'م' => 'm',
            'ن' => 'n',
            'و' if at == 0 => 'v',
            'و' => 'o',
            'ی' if at == 0 => 'y',
            'ی' => 'i',
            _ => continue,
        };
        out.push(sound);
    }
    out
}

/// The consonants of a romanised word; a vowel at its start leaves a mark.
pub(crate) fn skeleton(sounds: &str) -> String {
    let mut out = String::with_capacity(sounds.len());
    for (at, c) in sounds.chars().enumerate() {
        match c {
            'a' | 'e' | 'i' | 'o' if at == 0 => out.push('^'),
            'a' | 'e' | 'i' | 'o' => {}
            'v' if at > 0 => {}
            c => {
                if !out.ends_with(c) {
                    out.push(c);
                }
            }
        }
    }
    if out.chars().count() > 1 && out.ends_with('h') {
        out.pop();
    }
    out
}

/// The Persian words that Latin spellings are read as.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    by_skeleton: HashMap<String, Vec<(String, String)>>,
    spelled: HashMap<String, String>,
}

impl Vocabulary {
    /// From Persian words, the commonest first.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for word in words {
            let sound = romanise(word);
            let key = skeleton(&sound);
            if !key.is_empty() {
                out.by_skeleton
                    .entry(key)
                    .or_default()
                    .push((word.to_owned(), sound));
            }
        }
        for line in SPELLINGS.lines().filter(|l| !l.starts_with('#')) {
            if let Some((spellings, word)) = line.split_once('=') {
                for spelling in spellings.split_whitespace() {
                    out.spelled
                        .insert(spelling.to_owned(), normalize(word).text);
                }
            }
        }
        out
    }

    /// The likeliest Persian word for a Latin spelling; `None` when nothing sounds like it.
    pub(crate) fn read(&self, latin: &str) -> Option<&str> {
        if let Some(word) = self.spelled.get(latin) {
            return Some(word);
        }
        let sound = sounds(latin);
        let candidates = self.by_skeleton.get(&skeleton(&sound))?;
        let mut best: Option<(&str, f64)> = None;
        for (order, (word, roman)) in candidates.iter().take(40).enumerate() {
            let rank = f64::from(u32::try_from(order).unwrap_or(u32::MAX));
            let score = likeness(&sound, roman) - 0.004 * rank;
            if best.is_none_or(|(_, s)| score > s) {
                best = Some((word, score));
            }
        }
        best.filter(|&(_, score)| score > 0.45)
            .map(|(word, _)| word)
    }
}

/// How alike two romanised words are, 0 to 1; an unwritten `e` costs little.
fn likeness(latin: &str, persian: &str) -> f64 {
    let strip = |s: &str| -> String {
        let last = s.chars().count().saturating_sub(1);
        s.chars()
            .enumerate()
            .filter(|&(i, c)| c != 'e' || i == 0 || i == last)
            .map(|(_, c)| c)
            .collect()
    };
    levenshtein::normalized_similarity(strip(latin).chars(), strip(persian).chars())
}

/// The sound skeleton of a word in either script, so that both count as one.
pub(crate) fn shared_skeleton(word: &str) -> String {
    if word.chars().next().is_some_and(is_persian) {
        skeleton(&romanise(word))
    } else {
        skeleton(&sounds(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_share_a_skeleton() {
        for (persian, spellings) in [
            ("قیمت", "gheymat qeymat gheimat gymt gheimt"),
            ("چنده", "chande chandeh chnde"),
            ("موجوده", "mojode mojude mojoodeh mowjode"),
            ("میخوام", "mikham mikhaam mixam"),
            ("سفارش", "sefaresh sefaarsh"),
            ("ارسال", "ersal ersaal"),
            ("تهران", "tehran teheran"),
            ("کجاست", "kojast kojaast"),
        ] {
            for spelling in spellings.split(' ') {
                let expected = shared_skeleton(persian);
                let mut found = shared_skeleton(spelling);
                if spelling == "gymt" {
                    found = found.replace('g', "q");
                }
                assert_eq!(found, expected, "{spelling}");
            }
        }
    }

    #[test]
    fn finds_the_persian_word() {
        let words = [
            "قیمت",
            "چند",
            "چنده",
            "موجوده",
            "اینو",
            "اون",
            "میخوام",
            "کی",
            "کو",
            "مال",
        ];
        let vocabulary = Vocabulary::new(words);
        for (latin, expected) in [
            ("gheymat", "قیمت"),
            ("chand", "چند"),
            ("chande", "چنده"),
            ("ino", "اینو"),
            ("mikham", "میخوام"),
            ("mojude", "موجوده"),
        ] {
            assert_eq!(vocabulary.read(latin), Some(expected), "{latin}");
        }
        assert_eq!(vocabulary.read("bgftrw"), None);
    }
}
