//! What there is for little money: the cheapest things, those under an amount.

use super::goods::{LISTED_MAX, price_list};
use super::reply::Reply;
use super::subject::About;
use super::{Snapshot, keywords};
use crate::Money;
use crate::catalogue::Product;
use crate::understanding::EntityKind;

/// Whether it is asked what there is for little, or for no more than an amount.
pub(super) fn asked(snapshot: &Snapshot) -> bool {
    keywords::asks_cheapest(snapshot) || limit(snapshot).is_some()
}

/// The most that may be spent.
fn limit(snapshot: &Snapshot) -> Option<Money> {
    if !keywords::has_limit(snapshot) {
        return None;
    }
    let mut entities = snapshot.understood.entities.iter();
    let amount = entities.find(|entity| entity.kind == EntityKind::Amount)?;
    serde_json::from_value(amount.value.clone()).ok()
}

/// Lists what can be had, cheapest first: under the limit, else whatever comes nearest; of the
/// things named when some are. Whether there was anything to list.
pub(super) fn list<'a>(reply: &mut Reply<'a>, snapshot: &'a Snapshot) -> bool {
    let named = reply.about.products();
    let named = match reply.about {
        About::Several(_) | About::OneOf(_) => named,
        About::One(_) if !snapshot.understood.products.is_empty() => named,
        About::One(_) | About::Unknown => snapshot.catalogue.iter().collect(),
    };
    let low = |product: &Product| product.price_range().map(|(low, _)| low);
    let mut there: Vec<(Money, &Product)> = named
        .into_iter()
        .filter(|product| product.active && product.available() > 0)
        .filter_map(|product| Some((low(product)?, product)))
        .collect();
    there.sort_by_key(|(price, _)| price.minor);
    if let Some(limit) = limit(snapshot) {
        let under = |price: &Money| price.currency == limit.currency && price.minor <= limit.minor;
        let fitting = there.iter().filter(|(price, _)| under(price)).count();
        there.truncate(fitting.max(1));
    }
    let there = there.into_iter().take(LISTED_MAX);
    let products: Vec<&Product> = there.map(|(_, product)| product).collect();
    if products.is_empty() {
        return false;
    }
    price_list(reply, &products, "price.budget");
    reply.about = About::Several(products);
    true
}
