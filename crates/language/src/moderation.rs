//! Spam, abuse, attempts to command the assistant: precision first, a false alarm costs a customer.

use std::borrow::Cow;

use palette_domain::understanding::{Intent, Moderation};

use crate::fold::is_persian;
use crate::model::CLASSES;
use crate::normal::{Normalized, TokenKind};
use crate::rules::{ABUSE, HARMLESS, INJECTION, OFFER, OPT_OUT, Rules, SEVERE, SPAM};

/// The judgement of a text; `readings` are its normal form and, for Finglish, its Persian reading.
pub(crate) fn judge(normal: &Normalized, readings: &[&str], shares: &[f32; CLASSES]) -> Moderation {
    let text = normal.text.as_str();
    let open = unmasked(text);
    // Of the Persian reading of Finglish only the mildest use: it is a guess, word by word.
    let hit = |rules: &Rules| rules.hit(text) || open.as_deref().is_some_and(|t| rules.hit(t));
    if hit(&INJECTION) || sure(shares, Intent::Injection, 0.9) {
        return Moderation::Injection;
    }
    let offer = || hit(&OFFER) && has_address(normal);
    if (hit(&SPAM) || offer() || sure(shares, Intent::Spam, 0.88)) && !refuses(text, shares) {
        return Moderation::Spam;
    }
    if hit(&SEVERE) {
        return Moderation::Abuse;
    }
    let harmless = || readings.iter().any(|text| HARMLESS.hit(text));
    if (hit(&ABUSE) || sure(shares, Intent::Abuse, 0.9)) && !harmless() {
        return Moderation::Abuse;
    }
    Moderation::Clean
}

/// «پیامک تبلیغاتی نفرستین»: words of offers in the mouth of one who wants none.
fn refuses(text: &str, shares: &[f32; CLASSES]) -> bool {
    text.chars().count() <= 200 && (OPT_OUT.hit(text) || sure(shares, Intent::OptOut, 0.5))
}

fn sure(shares: &[f32; CLASSES], intent: Intent, least: f32) -> bool {
    Intent::ALL
        .iter()
        .position(|&i| i == intent)
        .is_some_and(|at| shares[at] >= least)
}

/// A link, an @name or a long number: somewhere to go.
fn has_address(normal: &Normalized) -> bool {
    normal.tokens.iter().any(|token| match token.kind {
        TokenKind::Link | TokenKind::Mention => true,
        TokenKind::Number => token.end - token.start >= 10,
        _ => false,
    })
}

/// The text without its masks, `None` when it wears none: letters set apart come together
/// («ک.ث.ا.ف.ت», "i d i o t"), signs inside a Persian word go («پد*رسگ»), digits and signs that
/// stand for Latin letters become them ("b1tch", "a$$hole").
fn unmasked(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let joined = together(&letters);
    let mut out = String::with_capacity(text.len());
    for word in joined.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&plain(word));
    }
    (out != text).then_some(out)
}

/// Runs of three and more single letters, one sign between each, put together.
fn together(letters: &[char]) -> String {
    let single = |at: usize| {
        let edge = |i: Option<&char>| i.is_none_or(|c| !c.is_alphanumeric());
        letters.get(at).is_some_and(|c| c.is_alphabetic())
            && edge(at.checked_sub(1).and_then(|i| letters.get(i)))
            && edge(letters.get(at + 1))
    };
    let mut out = String::with_capacity(letters.len() * 2);
    let mut at = 0;
    while at < letters.len() {
        let run = (at..letters.len())
            .step_by(2)
            .take_while(|&i| single(i))
            .count();
        if run >= 3 {
            out.extend((0..run).map(|i| letters[at + 2 * i]));
            at += 2 * run - 1;
        } else {
            out.push(letters[at]);
            at += 1;
        }
    }
    out
}

/// One word without the signs and digits that hide its letters.
fn plain(word: &str) -> Cow<'_, str> {
    let persian = word.chars().any(is_persian);
    let latin = word.chars().any(|c| c.is_ascii_lowercase());
    if persian && !latin && word.chars().any(|c| SIGNS.contains(&c)) {
        let core = word.trim_matches(|c: char| !c.is_alphabetic());
        return Cow::Owned(word.replace(core, &core.replace(SIGNS, "")));
    }
    let hidden = |c: char| matches!(c, '0' | '1' | '3' | '4' | '5' | '7' | '@' | '$' | '!');
    let head = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    // "2xl", "m2", "@name", links and amounts are what they seem.
    let shown = head.starts_with(|c: char| c.is_ascii_digit() || c == '@' || c == '$')
        || head.ends_with(|c: char| c.is_ascii_digit())
        || head.contains(['/', '.']);
    if !latin || shown || !head.contains(hidden) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().map(letter).collect())
}

const SIGNS: [char; 8] = ['.', '*', '_', '/', '$', '@', '!', '-'];

/// The Latin letter that a digit or sign stands for.
fn letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_set_apart_come_together() {
        for (text, expected) in [
            ("ک.ث.ا.ف.ت هستی", Some("کثافت هستی")),
            ("you i d i o t", Some("you idiot")),
            ("سایز s یا m", None),
            ("پد*رسگ", Some("پدرسگ")),
            ("b1tch please", Some("bitch please")),
            ("سایز 2xl و m2 از site1.com", None),
            ("", None),
        ] {
            assert_eq!(unmasked(text).as_deref(), expected, "{text}");
        }
    }
}
