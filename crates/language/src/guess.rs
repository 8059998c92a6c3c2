//! Which language a text is in: by script first, then Finglish against English by letters.

use palette_domain::understanding::Language;

use crate::features::Feature;
use crate::model::{GUESS, Model};
use crate::normal::{Normalized, TokenKind};

/// Features of the Latin words of a text for the guess.
pub(crate) fn features(normal: &Normalized) -> Vec<Feature> {
    let mut places = Vec::new();
    for (token, word) in normal.words() {
        if token.kind != TokenKind::Latin || !word.is_ascii() {
            continue;
        }
        let edged = format!("_{}_", word.trim_matches(|c: char| c.is_ascii_digit()));
        if edged.len() < 3 {
            continue;
        }
        places.push(place(edged.as_bytes()));
        for size in 1..=4 {
            places.extend(edged.as_bytes().windows(size).map(place));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
    let value = 1.0 / (places.len().max(1) as f32).sqrt();
    places.into_iter().map(|p| (p, value)).collect()
}

fn place(bytes: &[u8]) -> u32 {
    let mut state: u32 = 0x811c_9dc5;
    for &byte in bytes {
        state = (state ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    u32::try_from((state ^ (state >> 15)) as usize % GUESS).unwrap_or(0)
}

/// The language of a whole text.
pub(crate) fn language(normal: &Normalized, model: &Model) -> Language {
    let mut persian = 0;
    let mut latin = 0;
    let mut foreign = 0;
    for (token, word) in normal.words() {
        match token.kind {
            TokenKind::Persian => persian += 1,
            TokenKind::Latin if word.is_ascii() => latin += 1,
            TokenKind::Latin | TokenKind::Foreign => foreign += 1,
            _ => {}
        }
    }
    if persian * 2 >= latin.max(1) && persian * 2 >= foreign.max(1) {
        return Language::Fa;
    }
    if latin == 0 || foreign > latin {
        return Language::Other;
    }
    if model.guess(&features(normal)) > 0.0 {
        Language::Finglish
    } else {
        Language::En
    }
}
