//! Fills the holes of a pattern with the facts as they are now, or says that it is out of date.

use super::number::{days_text, list_text, money_text, number_text, persian_digits, range_text};
use super::{Fact, Guard, Words};
use crate::catalogue::{Product, Variant};
use crate::order::{Order, OrderState};
use crate::{OrderId, ProductId, VariantId};

/// What is true now.
#[derive(Clone, Copy, Debug)]
pub struct LiveFacts<'a> {
    /// The products that the words may speak of.
    pub catalogue: &'a [Product],
    /// The orders that the words may speak of.
    pub orders: &'a [Order],
}

/// The words can't be sent as they are: the turn is planned again.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Stale {
    /// Something that must be true is true no more.
    #[error("a condition of this answer holds no more: {0:?}")]
    Broken(Guard),
    /// A fact is gone: a product was taken out, an order is not there.
    #[error("a fact of this answer is gone: {0:?}")]
    Missing(Fact),
    /// The pattern has a hole without a fact, or a brace that is not closed.
    #[error("the pattern is not well formed at hole {0:?}")]
    Malformed(String),
}

/// The text to send, with every fact as it is now.
///
/// # Errors
/// [`Stale`] when a guard is broken, a fact is gone or the pattern is malformed.
pub fn render(words: &Words, live: &LiveFacts<'_>) -> Result<String, Stale> {
    if let Some(broken) = words.guards.iter().find(|guard| !live.holds(guard)) {
        return Err(Stale::Broken(broken.clone()));
    }
    fill(&words.pattern, |hole| {
        let fact = hole
            .parse::<usize>()
            .ok()
            .and_then(|at| words.facts.get(at));
        let fact = fact.ok_or_else(|| Stale::Malformed(hole.to_owned()))?;
        live.text(fact, words.persian)
            .ok_or_else(|| Stale::Missing(fact.clone()))
    })
}

/// Walks a pattern: text as it is, doubled braces as one, holes by `hole`.
pub(super) fn fill(
    pattern: &str,
    mut hole: impl FnMut(&str) -> Result<String, Stale>,
) -> Result<String, Stale> {
    let mut text = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            text.push_str(brace);
            rest = after;
            continue;
        }
        let end = if brace == "{" { rest.find('}') } else { None };
        let end = end.ok_or_else(|| Stale::Malformed(brace.to_owned()))?;
        text.push_str(&hole(&rest[..end])?);
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    Ok(text)
}

impl LiveFacts<'_> {
    fn product(&self, id: ProductId) -> Option<&Product> {
        self.catalogue
            .iter()
            .find(|product| product.id == id && product.active)
    }
    fn variant(&self, id: VariantId) -> Option<&Variant> {
        self.catalogue
            .iter()
            .filter(|product| product.active)
            .flat_map(|product| &product.variants)
            .find(|variant| variant.id == id)
    }
    fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }

    fn holds(&self, guard: &Guard) -> bool {
        let variant = |id| self.variant(id).map(Variant::available);
        let product = |id| self.product(id).map(Product::available);
        match *guard {
            Guard::InStock { variant: id } => variant(id).is_some_and(|pieces| pieces > 0),
            Guard::SoldOut { variant: id } => variant(id).is_none_or(|pieces| pieces == 0),
            Guard::ProductInStock { product: id } => product(id).is_some_and(|pieces| pieces > 0),
            Guard::ProductSoldOut { product: id } => product(id).is_none_or(|pieces| pieces == 0),
        }
    }

    /// A fact as it is now, or nothing when it is gone.
    pub(super) fn text(&self, fact: &Fact, persian: bool) -> Option<String> {
        Some(match fact {
            Fact::Price { variant } => money_text(self.variant(*variant)?.price, persian),
            Fact::PriceRange { product } => prices_text(self.product(*product)?, persian)?,
            Fact::Available { variant } => {
                number_text(i64::from(self.variant(*variant)?.available()), persian)
            }
            Fact::InStockList { product } => {
                choices_text(self.product(*product)?.variants.iter(), persian)?
            }
            Fact::AvailableOf { variants } => {
                choices_text(variants.iter().filter_map(|id| self.variant(*id)), persian)?
            }
            Fact::OrderStatus { order } => status_text(self.order(*order)?, persian),
            Fact::Amount { money } => money_text(*money, persian),
            Fact::Number { value } => number_text(*value, persian),
            Fact::Days { min, max } => days_text(*min, *max, persian),
            Fact::Text { value } => value.clone(),
        })
    }
}

fn prices_text(product: &Product, persian: bool) -> Option<String> {
    let (low, high) = product.price_range()?;
    Some(if low == high {
        money_text(low, persian)
    } else {
        range_text(low, high, persian)
    })
}

/// Sizes and colours that can be promised now; nothing when there are none to tell.
///
/// What all the variants have in common is left out, so "in size 40" is followed by colours alone.
fn choices_text<'a>(variants: impl Iterator<Item = &'a Variant>, persian: bool) -> Option<String> {
    let all: Vec<&Variant> = variants.collect();
    let differ = |part: fn(&Variant) -> &str| {
        all.len() < 2 || all.iter().any(|variant| part(variant) != part(all[0]))
    };
    let (by_size, by_colour) = (
        differ(|v| &v.size),
        differ(|v| &v.colour.fa) || differ(|v| &v.colour.en),
    );
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for variant in all.iter().filter(|variant| variant.available() > 0) {
        let colour = if by_colour {
            variant.colour.pick(persian).trim()
        } else {
            ""
        };
        let size = if by_size {
            size_text(&variant.size, persian)
        } else {
            String::new()
        };
        match groups.iter_mut().find(|(known, _)| *known == colour) {
            Some((_, sizes)) if sizes.contains(&size) => {}
            Some((_, sizes)) => sizes.push(size),
            None => groups.push((colour, vec![size])),
        }
    }
    let things = groups.iter().map(|(colour, sizes)| {
        let sizes: Vec<String> = sizes
            .iter()
            .filter(|size| !size.is_empty())
            .cloned()
            .collect();
        let comma = if persian { "، " } else { ", " };
        match (colour.is_empty(), sizes.is_empty()) {
            (true, _) => list_text(&sizes, persian),
            (false, true) => (*colour).to_owned(),
            (false, false) => format!("{colour} ({})", sizes.join(comma)),
        }
    });
    let things: Vec<String> = things.filter(|thing| !thing.is_empty()).collect();
    if things.is_empty() {
        None
    } else {
        Some(list_text(&things, persian))
    }
}

/// A size as a reader expects it: digits of their language, "one size" in words.
pub(super) fn size_text(size: &str, persian: bool) -> String {
    let free = [
        "free",
        "free size",
        "one size",
        "فری",
        "فری‌سایز",
        "فری سایز",
    ];
    match (free.contains(&size.trim().to_lowercase().as_str()), persian) {
        (true, true) => "فری‌سایز".to_owned(),
        (true, false) => "one size".to_owned(),
        (false, true) => persian_digits(size.trim()),
        (false, false) => size.trim().to_owned(),
    }
}

fn status_text(order: &Order, persian: bool) -> String {
    let status = match (order.state, persian) {
        (OrderState::Draft, true) => "در حال نهایی شدن",
        (OrderState::Draft, false) => "being put together",
        (OrderState::AwaitingPayment, true) => "ثبت شده، در انتظار پرداخت",
        (OrderState::AwaitingPayment, false) => "registered, awaiting payment",
        (OrderState::Paid, true) => "پرداخت شده، در نوبت آماده‌سازی",
        (OrderState::Paid, false) => "paid, waiting to be packed",
        (OrderState::Packing, true) => "در حال بسته‌بندی",
        (OrderState::Packing, false) => "being packed",
        (OrderState::Shipped, true) => "ارسال شده",
        (OrderState::Shipped, false) => "shipped",
        (OrderState::Delivered, true) => "تحویل داده شده",
        (OrderState::Delivered, false) => "delivered",
        (OrderState::Cancelled, true) => "لغو شده",
        (OrderState::Cancelled, false) => "cancelled",
        (OrderState::Returned, true) => "مرجوع شده",
        (OrderState::Returned, false) => "returned",
    };
    match (
        order.state.has_left(),
        order.tracking_code.as_deref(),
        persian,
    ) {
        // The code stays in ASCII digits and last on its line: people copy it.
        (true, Some(code), true) if !code.is_empty() => format!("{status}\nکد رهگیری: {code}"),
        (true, Some(code), false) if !code.is_empty() => format!("{status}\nTracking code: {code}"),
        _ => status.to_owned(),
    }
}
