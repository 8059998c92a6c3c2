//! What is asked: from intents, taps and words to a list of things to answer, in order.

use super::Snapshot;
use super::budget;
use super::dm::lately_told;
use super::keywords::{self, ShopFact};
use super::orders;
use super::reply::Ask;
use super::subject::{self, About, Wish};
use crate::understanding::{Asked, EntityKind, Intent};

/// Under this an intent is a guess: a person is asked.
const SURE: f32 = 0.45;
/// The engine gives what was asked besides at least this; alternatives of one meaning lie below.
pub(super) const ALSO: f32 = 0.5;
/// The prefix of a quick reply's payload that names an intent.
pub(super) const INTENT_PAYLOAD: &str = "intent:";

/// What is asked, in order; empty when nobody can be sure.
pub(super) fn asks(snapshot: &Snapshot) -> Vec<Ask> {
    if let Some(tapped) = tapped(snapshot) {
        return tapped;
    }
    let intents = &snapshot.understood.intents;
    let sure = intents
        .iter()
        .enumerate()
        .filter(|(at, scored)| scored.confidence >= if *at == 0 { SURE } else { ALSO });
    let mut asks: Vec<Ask> = sure.map(|(_, scored)| Ask::Intent(scored.intent)).collect();
    asks.retain(|ask| *ask != Ask::Intent(Intent::Other));
    coded(snapshot, &mut asks);
    complained(snapshot, &mut asks);
    worded(snapshot, &mut asks);
    which_answered(snapshot, &mut asks);
    delivery(snapshot, &mut asks);
    shop_facts(snapshot, &mut asks);
    if asks.is_empty() && only_place(snapshot) {
        asks.extend([Intent::ShippingCost, Intent::ShippingTime].map(Ask::Intent));
    }
    if asks.is_empty() {
        plainly(snapshot, &mut asks);
    }
    if asks.is_empty() && names_variant_of_known(snapshot) {
        asks.push(Ask::Intent(Intent::Stock));
    }
    if asks.is_empty() && keywords::asks_to_start(snapshot) {
        asks.push(Ask::Intent(Intent::Greeting));
    }
    if asks.is_empty() && keywords::says_paid(snapshot) {
        asks.push(Ask::Intent(Intent::Payment));
    }
    if asks.is_empty() && keywords::begs_pardon(snapshot) {
        asks.push(Ask::Intent(Intent::Thanks));
    }
    asks
}

/// The code of an order asks for that order, where nothing surer is asked.
fn coded(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let codes = orders::codes_of(snapshot);
    let vague = |ask: &Ask| {
        matches!(
            ask,
            Ask::Intent(
                Intent::PlaceOrder | Intent::ProductQuestion | Intent::Stock | Intent::Thanks
            )
        )
    };
    let greets = |ask: &Ask| *ask == Ask::Intent(Intent::Greeting);
    if !codes.is_empty() && asks.iter().all(|ask| vague(ask) || greets(ask)) {
        asks.retain(greets);
        asks.push(Ask::Intent(Intent::OrderStatus));
    }
}

/// An angry customer is not read the rules of return, and is heard when it is about an order.
fn complained(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let complaint = Ask::Intent(Intent::Complaint);
    if asks.contains(&complaint) && keywords::only_praises(snapshot) {
        asks.retain(|ask| *ask != complaint);
        asks.push(Ask::Intent(Intent::Thanks));
    }
    let has = |intent| asks.contains(&Ask::Intent(intent));
    let (order, back) = (has(Intent::OrderStatus), has(Intent::ReturnRefund));
    let angry = (order || back) && keywords::sounds_angry(snapshot);
    let lost = order && keywords::untraced(snapshot);
    let broken = back && keywords::came_broken(snapshot);
    if (angry || lost || broken) && !asks.contains(&complaint) {
        asks.push(complaint);
    }
    if asks.contains(&complaint) {
        asks.retain(|ask| *ask != Ask::Intent(Intent::ReturnRefund));
        // Where the parcel is has been told: told once more it only angers.
        let known = lost || lately_told(snapshot).is_some_and(|told| told.reason == "complaint");
        asks.retain(|ask| !known || *ask != Ask::Intent(Intent::OrderStatus));
    }
}

/// Words that are plainer than the guess at the whole: a colour, the price of a thing by name.
fn worded(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let [price, stock, material, order] = [
        Intent::Price,
        Intent::Stock,
        Intent::Material,
        Intent::PlaceOrder,
    ]
    .map(Ask::Intent);
    if asks.contains(&material) && keywords::asks_colour(snapshot) {
        asks.retain(|ask| *ask != material && *ask != stock);
        asks.push(stock);
    }
    if asks.contains(&price) && keywords::wished_to_know(snapshot) {
        asks.retain(|ask| *ask != order);
    }
    if asks.contains(&order) && keywords::might_take_many(snapshot) {
        asks.retain(|ask| *ask != order);
        asks.push(Ask::Intent(Intent::Discount));
    }
    let open = |ask: &Ask| {
        let intents = [Intent::Discount, Intent::ProductQuestion, Intent::Stock];
        intents.map(Ask::Intent).contains(ask)
    };
    let size = Ask::Intent(Intent::Size);
    if asks.contains(&size) && keywords::bought_misfit(snapshot) {
        asks.retain(|ask| *ask != size && *ask != stock);
        asks.push(Ask::Intent(Intent::ReturnRefund));
    }
    if asks.contains(&Ask::Intent(Intent::ReturnRefund)) && keywords::misfit(snapshot) {
        asks.retain(|ask| *ask != size);
    }
    let greets = |ask: &Ask| *ask == Ask::Intent(Intent::Greeting);
    let budgets = |ask: &Ask| open(ask) || greets(ask) || *ask == price;
    if budget::asked(snapshot) && asks.iter().all(budgets) {
        asks.retain(greets);
        asks.push(price);
    }
    let delivers = asks.contains(&Ask::Intent(Intent::ShippingCost));
    if delivers && !asks.contains(&price) && keywords::asks_sum(snapshot) {
        asks.insert(0, price);
    }
    let named = !snapshot.understood.products.is_empty();
    let bare = |ask: &Ask| matches!(ask, Ask::Intent(Intent::Human | Intent::Greeting));
    if named && asks.iter().all(bare) && keywords::speaks_of_price(snapshot) {
        asks.insert(0, price);
    }
}

/// Where the engine is honest that it does not know, what stands there in so many words is asked.
fn plainly(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let (fee, duration) = keywords::delivery_words(snapshot);
    let delivery = keywords::speaks_of_delivery(snapshot);
    let named = !snapshot.understood.products.is_empty();
    let known = matches!(subject::about(snapshot), About::One(_));
    for (there, intent) in [
        (delivery && fee, Intent::ShippingCost),
        (delivery && duration, Intent::ShippingTime),
        (
            named && keywords::asks_what_there_is(snapshot),
            Intent::Stock,
        ),
        (keywords::speaks_of_buying(snapshot), Intent::PlaceOrder),
        (known && keywords::is_bare_price(snapshot), Intent::Price),
    ] {
        if there {
            asks.push(Ask::Intent(intent));
        }
    }
}

fn tapped(snapshot: &Snapshot) -> Option<Vec<Ask>> {
    let payload = snapshot.payload.as_deref()?;
    if payload.starts_with(super::subject::PRODUCT_PAYLOAD) {
        let asked = &snapshot.memory.asked_about;
        let fallback = [Intent::Price, Intent::Stock];
        let about = if asked.is_empty() {
            fallback.as_slice()
        } else {
            asked
        };
        return Some(about.iter().copied().map(Ask::Intent).collect());
    }
    let name = payload
        .strip_prefix(INTENT_PAYLOAD)
        .unwrap_or(payload)
        .to_ascii_lowercase();
    Some(vec![Ask::Intent(name.parse().ok()?)])
}

/// "Which one?" was answered with a product: what was asked before is asked of it.
fn which_answered(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let bare = asks
        .iter()
        .all(|ask| matches!(ask, Ask::Intent(Intent::ProductQuestion | Intent::Greeting)));
    let named = !snapshot.understood.products.is_empty() || snapshot.subject.is_some();
    if snapshot.memory.asked == Some(Asked::Which) && bare && named {
        let about = snapshot.memory.asked_about.iter().copied().map(Ask::Intent);
        asks.splice(.., about);
    }
}

/// «سفیدش؟», "in 40?": a few words with a size or colour, while a product is known.
fn names_variant_of_known(snapshot: &Snapshot) -> bool {
    let most = if snapshot.understood.products.is_empty() {
        5
    } else {
        7
    };
    let few = keywords::folded(snapshot).split(' ').count() <= most;
    few && !Wish::of(snapshot).is_empty() && matches!(subject::about(snapshot), About::One(_))
}

/// Cost and time of delivery, and a price with delivery, are often asked in one breath.
fn delivery(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let [price, cost, time] =
        [Intent::Price, Intent::ShippingCost, Intent::ShippingTime].map(Ask::Intent);
    if asks.contains(&Ask::Intent(Intent::OrderStatus)) {
        // "When will it come" of an order that was sent is not "how long does it take".
        asks.retain(|ask| *ask != time);
    }
    let (fee, duration) = keywords::delivery_words(snapshot);
    if !fee && !duration && asks.contains(&time) && !asks.contains(&cost) && only_place(snapshot) {
        asks.push(cost);
    }
    let shipping = asks.contains(&cost) || asks.contains(&time);
    if shipping && asks.contains(&price) && subject::about(snapshot) == About::Unknown {
        // "How much" beside delivery, and no product known: it means the delivery.
        asks.retain(|ask| *ask != price);
        if !asks.contains(&cost) {
            asks.push(cost);
        }
    }
    let both = keywords::with_delivery(snapshot);
    let at = asks.iter().position(|ask| *ask == cost || *ask == time);
    for (ask, wanted) in [(cost, fee), (time, duration)] {
        if let (Some(at), true, false) = (at, wanted, asks.contains(&ask)) {
            asks.insert(at + 1, ask);
        }
    }
    if both && asks.contains(&price) && !asks.contains(&cost) {
        asks.push(cost);
    }
    let named = !snapshot.understood.products.is_empty();
    let free = keywords::asks_free(snapshot);
    if both && asks.contains(&cost) && !asks.contains(&price) && (fee || named) && !free {
        asks.insert(0, price);
    }
}

/// «به کرج چی؟»: a place, and hardly a word more.
fn only_place(snapshot: &Snapshot) -> bool {
    let mut entities = snapshot.understood.entities.iter();
    let named = entities.any(|entity| entity.kind == EntityKind::City);
    named && keywords::folded(snapshot).split(' ').count() <= 4
}

/// Questions about the shop have no intent of their own: they take the place of vague ones.
fn shop_facts(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let about_order = |ask: &Ask| {
        matches!(
            ask,
            Ask::Intent(
                Intent::ChangeOrder
                    | Intent::CancelOrder
                    | Intent::OrderStatus
                    | Intent::ReturnRefund
                    | Intent::Complaint
                    | Intent::PrivacyRequest
            )
        )
    };
    let has_address = snapshot
        .understood
        .entities
        .iter()
        .any(|entity| entity.kind == EntityKind::Address);
    let facts = keywords::shop_facts(snapshot);
    if facts.is_empty() || has_address || asks.iter().any(about_order) {
        return;
    }
    let person = keywords::names_a_person(snapshot);
    asks.retain(|ask| match ask {
        Ask::Intent(Intent::Human) => person,
        Ask::Intent(Intent::ProductQuestion | Intent::PlaceOrder) => false,
        _ => true,
    });
    if facts.contains(&ShopFact::Address) {
        // "Where are you" reads like "where do you send to", "buy in person" like "how do I pay".
        let pays = keywords::speaks_of_paying(snapshot);
        asks.retain(|ask| match ask {
            Ask::Intent(Intent::ShippingTime) => false,
            Ask::Intent(Intent::Payment) => pays,
            _ => true,
        });
    }
    asks.extend(facts.into_iter().map(Ask::Shop));
}
