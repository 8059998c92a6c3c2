//! A street address in a text, as one entity.

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::{Found, Scene};
use crate::address;
use crate::view::{Pattern, View, pattern};

static SIGNS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:(?P<street>خیابان|خیابون|خ\.|بلوار|کوچه|کوچۀ|بن ?\u{200c}?بست|میدان|میدون|بزرگراه|",
        r"شهرک|فلکه|چهارراه|سه ?راه|جاده|مجتمع|برج|kh(?:i|ey)aban|khiyaban|bolvar|kuche|kooche|",
        r"meydan|meidan|shahrak|street|avenue|ave|st\.|road|blvd|alley)|",
        r"(?P<house>پلاک|پ ?\d|طبقه|واحد ?\d|واحد|زنگ|pelak|vahed|tabaghe|tabaqe|apt|unit|",
        r"floor|no\.? ?\d))"
    ))
});

/// Whether a text reads like an address: two signs of one at least, one of them a house's, or
/// three of a street.
fn looks_like_address(view: &View) -> bool {
    let (mut street, mut house) = (0, 0);
    for hit in view.matches(&SIGNS) {
        if hit.group("street").is_empty() {
            house += 1;
        } else {
            street += 1;
        }
    }
    (street >= 1 && house >= 1) || street >= 3 || (house >= 2 && view.len() > 20)
}

/// The part of the text that is the address, from its first sign (or city) to its last.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    if !looks_like_address(scene.view) {
        return;
    }
    let text = scene.view.original(0, scene.view.len());
    let Some((start, end)) = address::span(&text) else {
        return;
    };
    let value = scene.view.original(start, end);
    found.add_over(EntityKind::Address, start, end, json!(value.trim()));
}
