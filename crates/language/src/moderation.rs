//! Spam, abuse, attempts to command the assistant: precision first, a false alarm costs a customer.

use palette_domain::understanding::{Intent, Moderation};

use crate::model::CLASSES;
use crate::normal::{Normalized, TokenKind};
use crate::rules::{ABUSE, HARMLESS, INJECTION, OFFER, SPAM};

/// The judgement of a text; `readings` are its normal form and, for Finglish, its Persian reading.
pub(crate) fn judge(normal: &Normalized, readings: &[&str], shares: &[f32; CLASSES]) -> Moderation {
    let hit = |rules: &crate::rules::Rules| readings.iter().any(|text| rules.hit(text));
    if hit(&INJECTION) || sure(shares, Intent::Injection, 0.9) {
        return Moderation::Injection;
    }
    if hit(&SPAM) || (hit(&OFFER) && has_address(normal)) || sure(shares, Intent::Spam, 0.88) {
        return Moderation::Spam;
    }
    let harmless = hit(&HARMLESS);
    let hidden = unspaced(&normal.text);
    let insult = hit(&ABUSE) || hidden.as_deref().is_some_and(|text| ABUSE.hit(text));
    if !harmless && (insult || sure(shares, Intent::Abuse, 0.9)) {
        return Moderation::Abuse;
    }
    Moderation::Clean
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

/// «ک.ث.ا.ف.ت» and "i d i o t": letters set apart, put together; `None` when there are none.
fn unspaced(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let single = |at: usize| {
        let edge = |i: Option<&char>| i.is_none_or(|c| !c.is_alphanumeric());
        letters[at].is_alphabetic()
            && edge(at.checked_sub(1).and_then(|i| letters.get(i)))
            && edge(letters.get(at + 1))
    };
    let mut out = String::with_capacity(text.len());
    let mut joined = 0;
    let mut at = 0;
    while at < letters.len() {
        let run = (at..letters.len())
            .step_by(2)
            .take_while(|&i| single(i))
            .count();
        if run >= 4 {
            out.extend((0..run).map(|i| letters[at + 2 * i]));
            joined += 1;
            at += 2 * run - 1;
        } else {
            out.push(letters[at]);
            at += 1;
        }
    }
    (joined > 0).then_some(out)
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
            ("", None),
        ] {
            assert_eq!(unspaced(text).as_deref(), expected, "{text}");
        }
    }
}
