//! Answers from the policy sheet: delivery, payment, returns, hours, address, discounts.
//!
//! An empty field means that the business did not say: a person is asked, nothing is guessed.

use super::compose::Composer;
use super::fold::{fold, has_words};
use super::keywords::{self, ShopFact};
use super::number::list_text;
use super::reply::Reply;
use super::words::Say;
use super::{Fact, Place, Snapshot};
use crate::business::{Bilingual, ShippingRule};
use crate::order::OrderState;
use crate::understanding::EntityKind;

/// The most areas that one answer lists.
const AREAS_MAX: usize = 4;

/// What delivery costs and how long it takes, where the message says, else everywhere.
pub(super) fn shipping(reply: &mut Reply<'_>, snapshot: &Snapshot, cost: bool, time: bool) {
    let rules = &snapshot.settings.sheet.shipping;
    if keywords::asks_who_pays(snapshot) && rules.iter().any(|rule| rule.cost.is_some()) {
        // The postage of an exchange: no rule of the sheet says who pays it.
        return reply.need("not_in_sheet", Say::HandOver);
    }
    reply.place = place_of(snapshot).or_else(|| snapshot.memory.place.clone());
    let found: Vec<(&ShippingRule, String)> = match reply.place.clone() {
        Some(place) => {
            let named = rules
                .iter()
                .find(|rule| place.names.iter().any(|name| holds_in(rule, name)));
            let elsewhere = rules
                .iter()
                .find(|rule| rule.places.is_empty() && !place.abroad);
            named
                .or(elsewhere)
                .map(|rule| (rule, place.shown))
                .into_iter()
                .collect()
        }
        None => rules
            .iter()
            .map(|rule| (rule, area_name(rule, rules, reply.persian())))
            .collect(),
    };
    if found.is_empty() {
        return reply.need("not_in_sheet", Say::HandOver);
    }
    let listed = &found[..found.len().min(AREAS_MAX)];
    if cost {
        costs(reply, snapshot, listed);
    }
    if time {
        times(reply, snapshot, listed);
    }
}

fn costs(reply: &mut Reply<'_>, snapshot: &Snapshot, listed: &[(&ShippingRule, String)]) {
    for (rule, area) in listed {
        let name = area;
        let area = Composer::text(area);
        match rule.cost {
            None => reply.composer.say(Say::ShippingByReceiver, vec![area]),
            Some(money) if money.minor == 0 => reply.composer.say(Say::ShippingFree, vec![area]),
            Some(money) => {
                let fact = Fact::Amount { money };
                reply.composer.uses("shipping", name, &fact);
                reply.composer.say(Say::ShippingCost, vec![area, fact]);
            }
        }
    }
    let free_already = listed
        .iter()
        .all(|(rule, _)| rule.cost.is_some_and(|c| c.minor == 0));
    if let Some(money) = snapshot
        .settings
        .sheet
        .free_shipping_from
        .filter(|_| !free_already)
    {
        reply
            .composer
            .uses("shipping", "free", &Fact::Amount { money });
        reply
            .composer
            .say(Say::FreeFrom, vec![Fact::Amount { money }]);
    }
    reply.rule("shipping.cost");
}

fn times(reply: &mut Reply<'_>, snapshot: &Snapshot, listed: &[(&ShippingRule, String)]) {
    let (_, duration) = keywords::delivery_words(snapshot);
    let told = duration || !keywords::asks_carrier(snapshot);
    for (rule, area) in listed.iter().filter(|_| told) {
        let days = Fact::Days {
            min: rule.days_min,
            max: rule.days_max,
        };
        reply.composer.uses("shipping", area, &days);
        reply
            .composer
            .say(Say::ShippingTime, vec![Composer::text(area), days]);
    }
    carriers(reply, snapshot, listed);
    reply.rule("shipping.time");
}

/// Who carries it: told for one area, and for several where it is asked.
fn carriers(reply: &mut Reply<'_>, snapshot: &Snapshot, listed: &[(&ShippingRule, String)]) {
    if listed.len() > 1 && !keywords::asks_carrier(snapshot) {
        return;
    }
    let persian = reply.persian();
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for (rule, area) in listed {
        let carrier = rule.carrier.pick(persian).trim();
        match groups.iter_mut().find(|(known, _)| *known == carrier) {
            Some((_, areas)) => areas.push(area.clone()),
            None if carrier.is_empty() => {}
            None => groups.push((carrier, vec![area.clone()])),
        }
    }
    for (carrier, areas) in groups {
        let areas = list_text(&areas, persian);
        reply.composer.say(
            Say::Carrier,
            vec![Composer::text(&areas), Composer::text(carrier)],
        );
    }
}

/// The place that a message names.
pub(super) fn place_of(snapshot: &Snapshot) -> Option<Place> {
    if let Some(place) = keywords::abroad(snapshot) {
        return Some(Place {
            shown: capital(&place),
            names: vec![place],
            abroad: true,
        });
    }
    let entities = &snapshot.understood.entities;
    let city = entities
        .iter()
        .find(|entity| entity.kind == EntityKind::City)?;
    let value = city.value.as_str().unwrap_or(&city.text);
    let persian = value
        .chars()
        .any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter));
    let shown = if persian && super::dm::speaks_persian(snapshot) {
        value
    } else {
        &city.text
    };
    let names = vec![fold(value), fold(&city.text)];
    Some(Place {
        shown: capital(shown.trim()),
        names,
        abroad: false,
    })
}

/// "isfahan" is said back as "Isfahan".
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn holds_in(rule: &ShippingRule, place: &str) -> bool {
    rule.places
        .iter()
        .map(|name| fold(name))
        .any(|name| name == place || has_words(place, &name))
}

/// How an area is called when no city was named.
fn area_name(rule: &ShippingRule, rules: &[ShippingRule], persian: bool) -> String {
    let named = rule.area.pick(persian).trim();
    if !named.is_empty() {
        return named.to_owned();
    }
    let places: Vec<String> = rule.places.iter().take(3).cloned().collect();
    match (places.is_empty(), rules.len() > 1, persian) {
        (false, _, _) => list_text(&places, persian),
        (true, true, true) => "بقیه‌ی شهرها".to_owned(),
        (true, true, false) => "other cities".to_owned(),
        (true, false, true) => "همه‌ی شهرها".to_owned(),
        (true, false, false) => "all cities".to_owned(),
    }
}

/// Ways of payment; when somebody says that they have paid, a person checks the account.
pub(super) fn payment(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    if keywords::says_paid(snapshot) {
        return reply.need("receipt", Say::Receipt);
    }
    let text = snapshot.settings.sheet.payment.clone();
    if keywords::asks_card(snapshot) && !holds_card(text.pick(reply.persian())) {
        reply.need("not_in_sheet", Say::HandOver);
    }
    sheet_text(reply, &text, Say::Payment, "payment");
}

/// Whether a text holds the number of a bank card.
fn holds_card(text: &str) -> bool {
    fold(text).chars().filter(char::is_ascii_digit).count() >= 16
}

/// The rule of exchange and return, and a person where it is about an order of their own.
pub(super) fn returns(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    let text = &snapshot.settings.sheet.returns;
    let last = snapshot.memory.wordings.last();
    let read = last.is_some_and(|last| last.split('+').any(|said| said.starts_with("returns.")));
    let waits = super::dm::lately_told(snapshot).is_some_and(|told| told.reason == "return_refund");
    if read || waits {
        // Asked on after the rule was read: the rule once more is no answer.
        return reply.need("return_refund", Say::HandOverCase);
    }
    let own = snapshot.orders.iter().any(|order| {
        matches!(
            order.state,
            OrderState::Shipped | OrderState::Delivered | OrderState::Returned
        )
    });
    if !text.is_empty() {
        sheet_text(reply, text, Say::Returns, "returns");
    }
    let misfit = keywords::misfit(snapshot);
    if own || misfit || text.is_empty() || !snapshot.understood.question {
        reply.need("return_refund", Say::HandOverCase);
    }
}

/// Discounts that the business named; a polite no when it named none.
pub(super) fn discount(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    let text = &snapshot.settings.sheet.discounts;
    let own_case = keywords::asks_for_many(snapshot) || keywords::untraced(snapshot);
    if text.is_empty() && own_case {
        // Several at once, or a code that fails: only the shop knows.
        reply.need("not_in_sheet", Say::HandOver);
    } else if text.is_empty() {
        reply.composer.say(Say::NoDiscount, Vec::new());
        reply.rule("discount.none");
    } else {
        sheet_text(reply, &text.clone(), Say::Discounts, "discount");
    }
}

/// Where the shop is and when it is open.
pub(super) fn about_shop(reply: &mut Reply<'_>, snapshot: &Snapshot, fact: ShopFact) {
    let sheet = &snapshot.settings.sheet;
    match fact {
        ShopFact::Hours => sheet_text(reply, &sheet.hours, Say::Hours, "hours"),
        ShopFact::Address => sheet_text(reply, &sheet.address, Say::Address, "address"),
    }
}

fn sheet_text(reply: &mut Reply<'_>, text: &Bilingual, say: Say, rule: &'static str) {
    if text.is_empty() {
        return reply.need("not_in_sheet", Say::HandOver);
    }
    let fact = Composer::text(text.pick(reply.persian()));
    reply.composer.uses("policy", rule, &fact);
    reply.composer.say(say, vec![fact]);
    reply.rule(rule);
}
