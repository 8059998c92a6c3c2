//! What a text names: phones, amounts, sizes, colours, places, days, codes, goods.
//!
//! Offsets are characters (Unicode scalar values) of the original text. Where two readings
//! overlap, the one that is found first in [`find`]'s order stays.

mod amount;
mod city;
mod codes;
mod date;
mod digits;
mod endings;
mod goods;
mod numerals;
mod quantity;
mod size;
mod street;
mod tokens;

use palette_domain::understanding::{Entity, EntityKind, Language};
use serde_json::Value;

use crate::context::{Asked, Context};
use crate::view::View;

pub(crate) use amount::money_talk;
pub(crate) use city::place_at;
pub use digits::{Hidden, HiddenKind, hidden_numbers, masked};
pub(crate) use digits::{phone_in, postal_in};
pub(crate) use endings::stems as word_stems;
pub(crate) use goods::{garment, is_colour, is_garment};
pub(crate) use street::{is_no_name, span as street_span};
pub(crate) use tokens::{Token, read as tokens};

/// What the finders know besides the text.
pub(crate) struct Scene<'a> {
    pub(crate) view: &'a View,
    pub(crate) tokens: Vec<Token>,
    pub(crate) language: Language,
    pub(crate) context: &'a Context<'a>,
    /// Words about prices or paying are near.
    pub(crate) money_talk: bool,
}

impl<'a> Scene<'a> {
    /// The scene of a text.
    pub(crate) fn new(view: &'a View, language: Language, context: &'a Context<'a>) -> Self {
        Self {
            view,
            tokens: tokens(view),
            language,
            context,
            money_talk: money_talk(&view.text),
        }
    }

    /// Where some tokens stand, in characters.
    fn span(&self, at: usize, count: usize) -> (usize, usize) {
        let last = (at + count.max(1) - 1).min(self.tokens.len() - 1);
        (self.tokens[at].start, self.tokens[last].end)
    }
}

/// Collects entities; a later one never overlaps an earlier one.
pub(crate) struct Found<'a> {
    view: &'a View,
    taken: Vec<(usize, usize)>,
    blocked: Vec<(usize, usize)>,
    out: Vec<Entity>,
}

fn apart((a, b): (usize, usize), start: usize, end: usize) -> bool {
    end <= a || start >= b
}

impl Found<'_> {
    /// Whether nothing was found there yet.
    pub(crate) fn free(&self, start: usize, end: usize) -> bool {
        let mut all = self.taken.iter().chain(&self.blocked);
        all.all(|&place| apart(place, start, end))
    }

    /// Keeps a place from being read as something else.
    pub(crate) fn block(&mut self, start: usize, end: usize) {
        self.blocked.push((start, end));
    }

    /// Adds an entity where nothing was found yet.
    pub(crate) fn add(&mut self, kind: EntityKind, start: usize, end: usize, value: Value) {
        if start < end && self.free(start, end) {
            self.taken.push((start, end));
            self.add_over(kind, start, end, value);
        }
    }

    /// Adds an entity where at most a long number without a meaning of its own stands.
    fn add_freed(&mut self, kind: EntityKind, start: usize, end: usize, value: Value) {
        if self.taken.iter().all(|&place| apart(place, start, end)) {
            self.blocked.retain(|&place| apart(place, start, end));
            self.add(kind, start, end, value);
        }
    }

    /// Adds an entity that may lie over others (a variant holds a size and a colour).
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

    /// Whether an entity of a kind stands at a character.
    fn is(&self, kind: EntityKind, at: usize) -> bool {
        let mut all = self.out.iter();
        all.any(|e| e.kind == kind && e.start <= at && at < e.end)
    }

    /// Lets the product beside a place reach over it.
    fn widen(&mut self, start: usize, end: usize) {
        let gap = |e: &Entity| start.saturating_sub(e.end).max(e.start.saturating_sub(end));
        let products = self
            .out
            .iter_mut()
            .filter(|e| e.kind == EntityKind::Product);
        if let Some(product) = products.min_by_key(|e| gap(e)) {
            product.start = product.start.min(start);
            product.end = product.end.max(end);
            product.text = self.view.original(product.start, product.end);
            self.taken.push((start, end));
        }
    }

    /// The only entity of a kind.
    fn one(&self, kind: EntityKind) -> Option<Entity> {
        let mut of_kind = self.out.iter().filter(|e| e.kind == kind);
        of_kind.next().filter(|_| of_kind.next().is_none()).cloned()
    }
}

/// All entities of a text, in its order.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Entity> {
    let mut found = Found {
        view: scene.view,
        taken: Vec::new(),
        blocked: Vec::new(),
        out: Vec::new(),
    };
    codes::links_and_names(scene, &mut found);
    digits::numbers(scene, &mut found);
    codes::find(scene, &mut found);
    street::find(scene, &mut found);
    date::find(scene, &mut found);
    size::find(scene, &mut found);
    quantity::find(scene, &mut found);
    amount::find(scene, &mut found);
    goods::find(scene, &mut found);
    city::find(scene, &mut found);
    if let Some(Asked::Quantity) = scene.context.asked {
        quantity::bare(scene, &mut found);
    }
    let mut out = found.out;
    out.sort_by_key(|e| (e.start, e.end));
    out
}
