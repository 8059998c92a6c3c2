//! What is done about a burst of direct messages.

use super::compose::{Composer, Voice, live};
use super::keywords::{self, ShopFact};
use super::plan::{DraftPlan, Outcome, Plan};
use super::reply::{Ask, Reply};
use super::words::Say;
use super::{Notice, Role, Snapshot, render};
use crate::Span;
use crate::business::AiMode;
use crate::conversation::Handler;
use crate::understanding::{Asked, Intent, Language, Moderation};

/// Under this an intent is a guess: a person is asked.
const SURE: f32 = 0.45;
/// The engine gives what was asked besides at least this; alternatives of one meaning lie below.
const ALSO: f32 = 0.5;
/// The notice that a person will answer is not repeated for the same matter within this.
const NOTICE_HOLDS: Span = Span::minutes(10);
/// The prefix of a quick reply's payload that names an intent.
pub(super) const INTENT_PAYLOAD: &str = "intent:";

/// Whether the answer is in Persian: Finglish is answered in Persian script.
pub(super) fn speaks_persian(snapshot: &Snapshot) -> bool {
    match snapshot.understood.language {
        Language::Fa | Language::Finglish => true,
        Language::En => false,
        Language::Other => snapshot.customer.language != Some(Language::En),
    }
}

pub(super) fn voice(snapshot: &Snapshot) -> Voice {
    Voice {
        persian: speaks_persian(snapshot),
        tone: snapshot.settings.ai.tone,
    }
}

/// Decides about a burst of direct messages.
pub(super) fn decide(snapshot: &Snapshot, seed: u64) -> Plan {
    if let Some(plan) = gates(snapshot, seed) {
        return plan;
    }
    if let Some(plan) = judged(snapshot, seed) {
        return plan;
    }
    let asks = asks(snapshot);
    let mut reply = opened(snapshot, seed);
    let greets = snapshot
        .understood
        .intents
        .iter()
        .any(|s| s.intent == Intent::Greeting);
    if greets || asks.contains(&Ask::Intent(Intent::Greeting)) {
        reply.greet(&asks);
    }
    reply.answer(snapshot, &asks);
    if !reply.answers() && reply.worst_need().is_none() {
        unsure(&mut reply, snapshot, seed);
    }
    conclude(snapshot, reply)
}

/// A reply that begins with the disclosure, when one is due.
pub(super) fn opened(snapshot: &Snapshot, seed: u64) -> Reply<'_> {
    let mut reply = Reply::new(snapshot, voice(snapshot), seed);
    let ai = &snapshot.settings.ai;
    if ai.mode == AiMode::Auto && !snapshot.customer.disclosed {
        reply.disclose(ai.disclosure.pick(speaks_persian(snapshot)));
    }
    reply
}

/// Opt-out, opt-in, a person who answers, an AI that is off.
fn gates(snapshot: &Snapshot, seed: u64) -> Option<Plan> {
    let off = snapshot.settings.ai.mode == AiMode::Off;
    let person = snapshot.handler == Handler::Person;
    let opted_out = snapshot.customer.opted_out;
    if !opted_out && snapshot.understood.intent() == Intent::OptOut {
        if off || person {
            let mut plan = Plan::silent(snapshot, "opt_out.noted");
            plan.opt = Some(true);
            plan.outcome = Outcome::OptOut;
            return Some(plan);
        }
        return Some(confirmed(snapshot, seed, true));
    }
    if person {
        return Some(Plan::silent(snapshot, "person_handles"));
    }
    if opted_out {
        if !off && keywords::asks_to_start(snapshot) {
            return Some(confirmed(snapshot, seed, false));
        }
        let plan = Plan::silent(snapshot, "opted_out");
        return Some(if wants_answer(snapshot) {
            plan.needing("opted_out")
        } else {
            plan
        });
    }
    if off {
        let plan = Plan::silent(snapshot, "ai_off");
        return Some(if wants_answer(snapshot) {
            plan.needing("ai_off")
        } else {
            plan
        });
    }
    None
}

/// Says once that automated messages end, or that they are on again.
fn confirmed(snapshot: &Snapshot, seed: u64, out: bool) -> Plan {
    let mut composer = Composer::new(snapshot, voice(snapshot), seed);
    composer.say(if out { Say::OptOut } else { Say::OptIn }, Vec::new());
    if out {
        composer.role(Role::ConfirmsOptOut);
    }
    let (words, _) = composer.finish();
    let mut plan = Plan::silent(snapshot, if out { "opt_out" } else { "opt_in" });
    plan.outcome = if out { Outcome::OptOut } else { Outcome::OptIn };
    plan.messages.extend(words);
    plan.opt = Some(out);
    plan
}

/// Spam, insults, commands to the assistant, and bursts that say nothing.
fn judged(snapshot: &Snapshot, seed: u64) -> Option<Plan> {
    let understood = &snapshot.understood;
    let intent = understood.intent();
    if understood.moderation == Moderation::Injection || intent == Intent::Injection {
        let mut reply = opened(snapshot, seed);
        reply.composer.say(Say::Refusal, Vec::new());
        reply.rule("injection.refused");
        return Some(conclude(snapshot, reply).needing("injection"));
    }
    if understood.moderation == Moderation::Spam || intent == Intent::Spam {
        return Some(Plan::silent(snapshot, "spam"));
    }
    if intent == Intent::Abuse {
        let mut plan = Plan::silent(snapshot, "abuse").needing("abuse");
        plan.outcome = Outcome::HandOver;
        return Some(plan);
    }
    let thanked = snapshot
        .memory
        .wordings
        .last()
        .is_some_and(|last| last.starts_with("thanks."));
    if thanked
        && understood
            .intents
            .iter()
            .all(|s| s.intent == Intent::Thanks || s.confidence < ALSO)
    {
        return Some(Plan::silent(snapshot, "thanks.again"));
    }
    if snapshot.payload.is_some() || keywords::has_words_of_its_own(snapshot) {
        let fine = snapshot.memory.asked.is_none() && keywords::acknowledges(snapshot);
        return fine.then(|| Plan::silent(snapshot, "acknowledged"));
    }
    wordless(snapshot, seed)
}

/// A photo, a shared post, an emoji, a lone question mark.
fn wordless(snapshot: &Snapshot, seed: u64) -> Option<Plan> {
    let mut reply = opened(snapshot, seed);
    let from_post = snapshot
        .subject
        .as_ref()
        .is_some_and(|subject| subject.from_post);
    let bare = snapshot
        .texts
        .iter()
        .all(|text| text.reveal().trim().is_empty());
    let asks = keywords::asks_by_sign(snapshot) || (from_post && bare);
    if asks && !reply.about.products().is_empty() {
        reply.answer(
            snapshot,
            &[Ask::Intent(Intent::Price), Ask::Intent(Intent::Stock)],
        );
    } else if snapshot.attachments && snapshot.orders.iter().any(awaits_payment) {
        reply.need("receipt", Say::Receipt);
    } else if snapshot.attachments {
        reply.need("attachment", Say::Attachment);
    } else if asks {
        reply.need("unsure", Say::HandOver);
    } else {
        return Some(Plan::silent(snapshot, "no_words"));
    }
    Some(conclude(snapshot, reply))
}

fn awaits_payment(order: &crate::order::Order) -> bool {
    order.state == crate::order::OrderState::AwaitingPayment
}

/// Whether leaving it unanswered would leave a question open.
pub(super) fn wants_answer(snapshot: &Snapshot) -> bool {
    let idle = matches!(
        snapshot.understood.intent(),
        Intent::Thanks | Intent::Spam | Intent::Abuse | Intent::OptOut
    );
    let says = keywords::has_words_of_its_own(snapshot) || keywords::asks_by_sign(snapshot);
    !idle
        && !keywords::acknowledges(snapshot)
        && (says || snapshot.attachments || snapshot.payload.is_some())
}

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
    which_answered(snapshot, &mut asks);
    delivery(snapshot, &mut asks);
    shop_facts(snapshot, &mut asks);
    if asks.is_empty() && keywords::asks_to_start(snapshot) {
        asks.push(Ask::Intent(Intent::Greeting));
    }
    if asks.is_empty() && keywords::says_paid(snapshot) {
        asks.push(Ask::Intent(Intent::Payment));
    }
    asks
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

/// Cost and time of delivery, and a price with delivery, are often asked in one breath.
fn delivery(snapshot: &Snapshot, asks: &mut Vec<Ask>) {
    let [price, cost, time] =
        [Intent::Price, Intent::ShippingCost, Intent::ShippingTime].map(Ask::Intent);
    let (fee, duration) = keywords::delivery_words(snapshot);
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
    if both && asks.contains(&cost) && !asks.contains(&price) && fee {
        asks.insert(0, price);
    }
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
        .any(|entity| entity.kind == crate::understanding::EntityKind::Address);
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
        // "Where are you" reads like "where do you send to".
        asks.retain(|ask| !matches!(ask, Ask::Intent(Intent::ShippingTime)));
    }
    asks.extend(facts.into_iter().map(Ask::Shop));
}

/// Nobody can be sure: a person is asked, with the best guess as a proposal.
fn unsure(reply: &mut Reply<'_>, snapshot: &Snapshot, seed: u64) {
    let guess = snapshot
        .understood
        .intents
        .iter()
        .map(|scored| scored.intent);
    let guess = guess.into_iter().find(|intent| reply.proposes(*intent));
    if let Some(intent) = guess {
        let mut proposal = Reply::new(snapshot, voice(snapshot), seed);
        proposal.answer(snapshot, &[Ask::Intent(intent)]);
        if proposal.answers() {
            reply.proposal = proposal.composer.finish().0;
        }
    }
    let photo = snapshot.attachments && !snapshot.understood.question;
    if photo {
        reply.need("attachment", Say::Attachment);
    } else {
        reply.need("unsure", Say::HandOver);
    }
}

/// Reasons for which a person gets a card to write on.
const DRAFTED: [&str; 4] = ["unsure", "order_wanted", "not_in_sheet", "no_product"];

/// From a reply to a plan.
pub(super) fn conclude(snapshot: &Snapshot, mut reply: Reply<'_>) -> Plan {
    let auto = snapshot.settings.ai.mode == AiMode::Auto;
    let mut plan = Plan::silent(snapshot, "");
    let need = reply.worst_need();
    let answers = reply.answers();
    if let Some(need) = need {
        plan.needs_person = Some(need.reason.to_owned());
        let told = if answers {
            None
        } else {
            already_told(snapshot, need.reason)
        };
        if auto && told.is_none_or(|notice| !notice.again) {
            let vague = matches!(need.reason, "unsure" | "not_in_sheet" | "no_product");
            let say = match told {
                Some(_) => Say::Noted,
                None if answers && vague => Say::HandOverRest,
                None => need.say,
            };
            reply.composer.say(say, Vec::new());
            plan.memory.notice = Some(Notice {
                reason: need.reason.to_owned(),
                intent: snapshot.understood.intent(),
                at: told.map_or(snapshot.now, |notice| notice.at),
                again: told.is_some(),
            });
        }
        if need.reason == "human_wanted" {
            reply.composer.role(Role::AnnouncesPerson);
            plan.set_handler = Some(Handler::Person);
        }
        let card = DRAFTED.contains(&need.reason) || !auto;
        plan.draft = card.then(|| DraftPlan {
            words_text: proposed(snapshot, &reply),
            reason: need.reason.to_owned(),
        });
        let speaks = answers || (auto && told.is_none_or(|notice| !notice.again));
        plan.outcome = if speaks {
            Outcome::HandOver
        } else {
            Outcome::Draft
        };
        if !speaks {
            reply.composer.clear();
        }
        reply.rules.push(need.reason);
    }
    if answers {
        plan.outcome = Outcome::Answer;
    }
    reply.into_plan(plan)
}

fn proposed(snapshot: &Snapshot, reply: &Reply<'_>) -> String {
    let words = reply.proposal.as_ref();
    words
        .and_then(|words| render(words, &live(snapshot)).ok())
        .unwrap_or_default()
}

/// What the customer was told of this very matter a moment ago.
fn already_told<'a>(snapshot: &'a Snapshot, reason: &str) -> Option<&'a Notice> {
    snapshot.memory.notice.as_ref().filter(|notice| {
        notice.reason == reason
            && notice.intent == snapshot.understood.intent()
            && snapshot.now.since(notice.at) < NOTICE_HOLDS
    })
}
