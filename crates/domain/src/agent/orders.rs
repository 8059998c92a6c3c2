//! Answers about orders: where the customer's own order is, and that one is wanted.

use super::compose::Composer;
use super::fold::fold;
use super::goods::{label, name_of, titled};
use super::keywords;
use super::number::persian_digits;
use super::reply::Reply;
use super::subject::{About, Wish};
use super::words::Say;
use super::{Fact, Snapshot};
use crate::order::{Order, OrderState};
use crate::understanding::EntityKind;

/// Where the customer's order is. The snapshot holds orders of this customer and of nobody else,
/// so the code of somebody else's order is answered just as one that does not exist.
pub(super) fn status(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    let codes = codes_of(snapshot);
    let agreed = || {
        snapshot
            .orders
            .iter()
            .filter(|order| order.state != OrderState::Draft)
    };
    let found = if codes.is_empty() {
        let open = |order: &&Order| !order.state.next().is_empty() && !delivered(order);
        agreed().find(open).or_else(|| agreed().next())
    } else {
        agreed().find(|order| codes.iter().any(|code| same_code(code, &order.code)))
    };
    let Some(order) = found else {
        return reply.need("order_not_found", Say::OrderNotFound);
    };
    let fact = Fact::OrderStatus { order: order.id };
    reply.composer.uses("order", &order.code, &fact);
    // The code stays as the shop writes it: people copy it.
    reply
        .composer
        .say(Say::OrderStatus, vec![Composer::text(&order.code), fact]);
    reply.rule(if codes.is_empty() {
        "order_status.newest"
    } else {
        "order_status.by_code"
    });
}

fn delivered(order: &Order) -> bool {
    order.state == OrderState::Delivered
}

/// Codes of orders that the burst names: beside a word for it, or bare when the customer has one
/// such order.
pub(super) fn codes_of(snapshot: &Snapshot) -> Vec<String> {
    let entities = snapshot.understood.entities.iter();
    let codes = entities.filter(|entity| entity.kind == EntityKind::OrderCode);
    let codes: Vec<String> = codes
        .map(|code| code.value.as_str().unwrap_or(&code.text).to_owned())
        .collect();
    if !codes.is_empty() {
        return codes;
    }
    let own = |word: &&str| {
        word.len() >= 4
            && word.chars().all(|letter| letter.is_ascii_digit())
            && snapshot
                .orders
                .iter()
                .any(|order| same_code(word, &order.code))
    };
    let text = keywords::folded(snapshot);
    text.split(' ').filter(own).map(str::to_owned).collect()
}

/// «۱۰۴۳» is PL-1043: people leave the letters out.
fn same_code(asked: &str, ours: &str) -> bool {
    let plain = |code: &str| fold(code).replace(' ', "");
    let digits = |code: &str| {
        plain(code)
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let (asked_plain, ours_plain) = (plain(asked), plain(ours));
    let only_digits = asked_plain.chars().all(|letter| letter.is_ascii_digit());
    !asked_plain.is_empty()
        && (asked_plain == ours_plain || only_digits && asked_plain == digits(ours))
}

/// An order is wanted: told when it is not there, else a person completes it.
pub(super) fn wanted(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    // An address given with the order says where to, when delivery is asked about next.
    reply.place = super::shop::place_of(snapshot);
    let About::One(product) = reply.about else {
        return reply.need("order_wanted", Say::HandOverOrder);
    };
    let wish = Wish::of(snapshot);
    let meant = wish.variants(product);
    if !product.variants.is_empty() && meant.iter().all(|variant| variant.available() == 0) {
        return super::goods::stock(reply, snapshot);
    }
    let persian = reply.persian();
    let title = match meant.first() {
        Some(variant) => titled(product, &label(&wish, variant, persian), persian),
        None => name_of(product, persian),
    };
    let title = match (wish.quantity, persian) {
        (Some(count), true) => format!("{} عدد {title}", persian_digits(&count.to_string())),
        (Some(count), false) => format!("{count} × {title}"),
        (None, _) => title,
    };
    reply
        .composer
        .uses("order", "wanted", &Composer::text(&title));
    let told = |kind| {
        snapshot
            .understood
            .entities
            .iter()
            .any(|entity| entity.kind == kind)
    };
    if !told(EntityKind::Address) && !told(EntityKind::Phone) {
        reply.propose(snapshot, Say::AskOrderFacts, vec![Composer::text(&title)]);
    }
    reply.need("order_wanted", Say::HandOverOrder);
}
