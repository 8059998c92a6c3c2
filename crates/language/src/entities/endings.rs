//! What a noun takes on in speech: «آبیش», «مانتوهاتون», "kafsho", "shirts".

/// Persian and Latin endings, the longest first.
const ENDINGS: [&str; 47] = [
    "هاشونو",
    "هاشون",
    "هاتون",
    "هامون",
    "هایی",
    "هاشو",
    "هاش",
    "هات",
    "های",
    "اشونو",
    "شونو",
    "اشو",
    "ها",
    "شو",
    "اش",
    "ای",
    "یه",
    "رو",
    "تون",
    "شون",
    "مون",
    "ست",
    "یش",
    "ام",
    "ای",
    "ش",
    "ه",
    "ی",
    "و",
    "م",
    "ت",
    "hatoon",
    "hatun",
    "hash",
    "haye",
    "esho",
    "esh",
    "ish",
    "yesh",
    "ha",
    "ye",
    "ro",
    "sh",
    "o",
    "e",
    "i",
    "s",
];

/// The word without each ending that it has; at least two letters stay.
pub(crate) fn stems(word: &str) -> impl Iterator<Item = &str> {
    ENDINGS.iter().filter_map(move |ending| {
        let stem = word.strip_suffix(ending)?;
        (stem.chars().nth(1).is_some()).then_some(stem)
    })
}

/// Whether a word, or the word without an ending, is such a one.
pub(super) fn is(word: &str, test: impl Fn(&str) -> bool) -> bool {
    test(word) || stems(word).any(test)
}
