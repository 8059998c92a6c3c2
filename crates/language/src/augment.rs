//! What happens to sentences on the way: a greeting before, a courtesy after, a slip of the finger.

use palette_domain::understanding::{Intent, Language};

use crate::data::Dice;

const BEFORE: [(Language, &[&str]); 3] = [
    (
        Language::Fa,
        &[
            "سلام",
            "سلام وقت بخیر",
            "سلام خوبین؟",
            "درود",
            "ببخشید",
            "سلام خسته نباشید،",
        ],
    ),
    (
        Language::En,
        &[
            "hi",
            "hello,",
            "hey there!",
            "good morning,",
            "excuse me",
            "Hi dear",
        ],
    ),
    (
        Language::Finglish,
        &[
            "slm",
            "salam",
            "salam khubin?",
            "bebakhshid",
            "slm vaght bekheir",
        ],
    ),
];

const AFTER: [(Language, &[&str]); 3] = [
    (
        Language::Fa,
        &["لطفا", "ممنون", "🙏", "مرسی", "ممنون میشم", "عزیزم"],
    ),
    (
        Language::En,
        &["please", "thanks", "thank you", "🙏", "pls", "dear"],
    ),
    (
        Language::Finglish,
        &["lotfan", "mrc", "mamnoon", "🙏", "merci", "azizam"],
    ),
];

/// The text, changed a little as people do.
pub(crate) fn change(text: &str, intent: Intent, language: Language, dice: &mut Dice) -> String {
    let pick = |table: &[(Language, &[&'static str]); 3], dice: &mut Dice| -> &'static str {
        let words = table
            .iter()
            .find(|(l, _)| *l == language)
            .map_or(&[][..], |(_, w)| w);
        words
            .get(dice.below(words.len()))
            .copied()
            .unwrap_or_default()
    };
    let courteous = !matches!(
        intent,
        Intent::Greeting | Intent::Thanks | Intent::Other | Intent::Abuse | Intent::Spam
    );
    let mut out = text.to_owned();
    if courteous && dice.below(100) < 45 {
        out = format!("{} {out}", pick(&BEFORE, dice));
    }
    if courteous && dice.below(100) < 30 {
        out = format!("{out} {}", pick(&AFTER, dice));
    }
    if dice.below(100) < 35 {
        out = out.trim_end_matches(['?', '؟', '.', '!']).to_owned();
    }
    if dice.below(100) < 35 {
        out = slip(&out, dice);
    }
    out
}

/// One letter dropped, doubled or swapped with its neighbour.
fn slip(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 6 {
        return text.to_owned();
    }
    let at = 1 + dice.below(letters.len() - 2);
    if !letters[at].is_alphabetic() || !letters[at + 1].is_alphabetic() {
        return text.to_owned();
    }
    match dice.below(3) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}
