//! Ids as Instagram forms them: message ids, thread ids and paging cursors.
//!
//! The forms were read off public captures; a client must treat them as opaque.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::chance::Chance;

/// Base64 made safe for addresses: `Z`, `+`, `/` and `=` become two letters each.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    for letter in STANDARD.encode(text).chars() {
        match letter {
            'Z' => out.push_str("ZA"),
            '+' => out.push_str("ZB"),
            '/' => out.push_str("ZC"),
            '=' => out.push_str("ZD"),
            other => out.push(other),
        }
    }
    out
}

/// The reverse of [`encode`]; `None` when the text is not of that form.
fn decode(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            'Z' => match letters.next()? {
                'A' => 'Z',
                'B' => '+',
                'C' => '/',
                'D' => '=',
                _ => return None,
            },
            other => other,
        });
    }
    String::from_utf8(STANDARD.decode(plain).ok()?).ok()
}

/// The id that a person has for an account. It follows from the seed and both names alone, so that
/// it is the same whoever asks for it first; `again` tells apart those that would be alike.
pub fn igsid(seed: u64, handle: &str, ig_id: &str, again: u32) -> String {
    let named = format!("{seed}:{ig_id}:{again}:{handle}");
    let drawn = Sha256::digest(named.as_bytes());
    let drawn = drawn
        .iter()
        .take(8)
        .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!("62{:014}", drawn % 100_000_000_000_000)
}

/// The number of a thread: 39 digits, a little under 2^128.
pub fn thread_number(chance: &mut Chance) -> String {
    chance.digits("34028236684171030124", 39)
}

/// The id of a message; its item is the time in microseconds, 64 bits to the left.
pub fn mid(ig_id: &str, thread: &str, at_micros: u64) -> String {
    let item = u128::from(at_micros) << 64;
    encode(&format!("ig_dm_item:1:IGMessageID:{ig_id}:{thread}:{item}"))
}

/// The id of a conversation.
pub fn conversation(ig_id: &str, thread: &str) -> String {
    encode(&format!("ig_dm:1:IGMessageThread:{ig_id}:{thread}"))
}

/// A cursor that points behind the thing with this id.
pub fn cursor(id: &str) -> String {
    encode(&format!("AQHS{id}"))
}

/// The id in a cursor of ours.
pub fn behind_cursor(cursor: &str) -> Option<String> {
    decode(cursor)?.strip_prefix("AQHS").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_are_safe_in_addresses_and_read_back(text in "\\PC{0,60}") {
            let written = encode(&text);
            prop_assert!(written.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            prop_assert_eq!(decode(&written), Some(text));
        }

        #[test]
        fn nonsense_is_no_cursor(text in "\\PC{0,60}") {
            if let Some(id) = behind_cursor(&text) {
                prop_assert_eq!(cursor(&id), text);
            }
        }
    }

    #[test]
    fn a_persons_id_follows_from_the_names() {
        let id = igsid(1, "neda", "17841400000000001", 0);
        assert!(id.len() == 16 && id.starts_with("62"), "{id}");
        assert_eq!(id, igsid(1, "neda", "17841400000000001", 0));
        let others = [
            igsid(2, "neda", "17841400000000001", 0),
            igsid(1, "neda", "17841400000000002", 0),
            igsid(1, "omid", "17841400000000001", 0),
            igsid(1, "neda", "17841400000000001", 1),
        ];
        assert!(!others.contains(&id));
    }

    const THREAD: &str = "340282366841710301244258187519979728292";

    #[test]
    fn forms_agree_with_captures() {
        assert_eq!(
            mid("17841400000000001", THREAD, 1_790_000_000_042_000),
            "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDAwMDAwMDAwMDAxOjM0MDI4MjM2Njg0MTcxMDMwMTI\
             0NDI1ODE4NzUxOTk3OTcyODI5MjozMzAxOTY3MTg5MjcxNDg2MDY0MzczNTgwMTE2Nzg3MjAwMAZDZD"
        );
        assert_eq!(
            mid("17841400000000001", THREAD, 1_790_000_000_042_000).len(),
            164
        );
        assert_eq!(
            conversation("17841400000000001", THREAD),
            "aWdfZAG06MTpJR01lc3NhZA2VUaHJlYWQ6MTc4NDE0MDAwMDAwMDAwMDE6MzQwMjgyMzY2ODQxNzEwMzAxMjQ\
             0MjU4MTg3NTE5OTc5NzI4Mjky"
        );
    }

    #[test]
    fn cursors_come_back() {
        let cursor = cursor("17918000000000001");
        assert!(cursor.starts_with("QVFIUz"));
        assert_eq!(behind_cursor(&cursor).as_deref(), Some("17918000000000001"));
        assert_eq!(behind_cursor("nonsense!"), None);
    }
}
