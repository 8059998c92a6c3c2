//! What a text names: phones, amounts, sizes, colours, places, days, codes, goods.
//!
//! Offsets are characters (Unicode scalar values) of the original text. Where two readings
//! overlap, the one that is found first in [`find`]'s order stays.

mod amount;
mod city;
mod date;
mod digits;
mod goods;
mod numerals;
mod quantity;
mod size;
mod street;

use palette_domain::understanding::{Entity, EntityKind, Language};
use serde_json::Value;

use crate::context::{Asked, Context};
use crate::view::View;

pub(crate) use amount::money_talk;
pub(crate) use city::place_named;
pub(crate) use digits::{phone_in, postal_in};
pub(crate) use goods::is_garment;

/// What the finders know besides the text.
pub(crate) struct Scene<'a> {
    pub(crate) view: &'a View,
    pub(crate) language: Language,
    pub(crate) context: &'a Context<'a>,
    /// Words about prices or paying are near.
    pub(crate) money_talk: bool,
}

/// Collects entities; a later one never overlaps an earlier one.
pub(crate) struct Found<'a> {
    view: &'a View,
    taken: Vec<(usize, usize)>,
    out: Vec<Entity>,
}

impl Found<'_> {
    /// Whether nothing was found there yet.
    pub(crate) fn free(&self, start: usize, end: usize) -> bool {
        self.taken.iter().all(|&(a, b)| end <= a || start >= b)
    }

    /// Keeps a place from being read as something else.
    pub(crate) fn block(&mut self, start: usize, end: usize) {
        self.taken.push((start, end));
    }

    /// Adds an entity when its place is free.
    pub(crate) fn add(&mut self, kind: EntityKind, start: usize, end: usize, value: Value) {
        if start < end && self.free(start, end) {
            self.taken.push((start, end));
            self.add_over(kind, start, end, value);
        }
    }

    /// Adds an entity that may lie over others (an address holds a city and a postal code).
    pub(crate) fn add_over(&mut self, kind: EntityKind, start: usize, end: usize, value: Value) {
        let text = self.view.original(start, end);
        self.out.push(Entity {
            kind,
            text,
            value,
            start,
            end,
        });
    }
}

/// All entities of a text, in its order.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Entity> {
    let mut found = Found {
        view: scene.view,
        taken: Vec::new(),
        out: Vec::new(),
    };
    digits::links_and_names(scene, &mut found);
    digits::numbers(scene, &mut found);
    digits::codes(scene, &mut found);
    date::find(scene, &mut found);
    size::find(scene, &mut found);
    quantity::find(scene, &mut found);
    amount::find(scene, &mut found);
    goods::find(scene, &mut found);
    city::find(scene, &mut found);
    street::find(scene, &mut found);
    if let Some(Asked::Quantity) = scene.context.asked {
        quantity::bare(scene, &mut found);
    }
    let mut out = found.out;
    out.sort_by_key(|e| (e.start, e.end));
    out
}

/// Whether the text around a place are no letters or digits (word edges).
pub(crate) fn at_edges(before: Option<char>, after: Option<char>) -> bool {
    let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    open(before) && open(after)
}
