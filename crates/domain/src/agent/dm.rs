//! What is done about a burst of direct messages.

use super::asks::{ALSO, asks};
use super::compose::{Composer, Voice, live};
use super::keywords;
use super::plan::{DraftPlan, Outcome, Plan};
use super::reply::{Ask, Reply};
use super::words::Say;
use super::{Notice, Role, Snapshot, render};
use crate::Span;
use crate::business::AiMode;
use crate::conversation::Handler;
use crate::understanding::{Intent, Language, Moderation};

/// The notice that a person will answer is not repeated for the same matter within this.
const NOTICE_HOLDS: Span = Span::minutes(10);
/// Matters of the customer's own that a person works on: a call in between is no new beginning.
const CASES: [&str; 5] = [
    "complaint",
    "return_refund",
    "change_order",
    "cancel_order",
    "receipt",
];
/// Rules find «لغو» and STOP with more than this; a guess of the classifier does not do.
const OPT_OUT_SURE: f32 = 0.6;
/// A false alarm costs a customer: a guess at spam or abuse needs this much.
const JUDGED_SURE: f32 = 0.8;
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
    if asks == [Ask::Intent(Intent::Greeting)] && waits(snapshot) {
        // «الو؟» of somebody who waits for a person is no beginning of a talk.
        let waited_for = lately_told(snapshot).map_or("", |notice| notice.reason.as_str());
        let case = CASES.iter().find(|case| **case == waited_for);
        reply.need(case.copied().unwrap_or("human_wanted"), Say::HandOver);
        return conclude(snapshot, reply);
    }
    let greets = snapshot
        .understood
        .intents
        .iter()
        .any(|s| s.intent == Intent::Greeting && s.confidence >= ALSO);
    if greets || asks.contains(&Ask::Intent(Intent::Greeting)) {
        reply.greet(&asks);
    }
    if asks.contains(&Ask::Intent(Intent::Complaint)) {
        reply.apologise(snapshot);
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
    if !opted_out && opts_out(snapshot) {
        if off || person {
            let mut plan = Plan::silent(snapshot, "opt_out.noted");
            plan.opt = Some(true);
            plan.outcome = Outcome::OptOut;
            return Some(plan);
        }
        return Some(confirmed(snapshot, seed, true));
    }
    let starts = opted_out && keywords::asks_to_start(snapshot);
    if starts && (off || person) {
        let mut plan = Plan::silent(snapshot, "opt_in.noted");
        plan.opt = Some(false);
        plan.outcome = Outcome::OptIn;
        return Some(plan);
    }
    if person {
        return Some(Plan::silent(snapshot, "person_handles"));
    }
    if opted_out {
        if starts {
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

/// Whether the person surely wants no automated messages.
pub(super) fn opts_out(snapshot: &Snapshot) -> bool {
    let understood = &snapshot.understood;
    understood.intent() == Intent::OptOut && understood.confidence() >= OPT_OUT_SURE
}

/// Whether a message is surely of a kind that is not talked with.
pub(super) fn is_judged(snapshot: &Snapshot, intent: Intent, moderation: Moderation) -> bool {
    let understood = &snapshot.understood;
    understood.moderation == moderation
        || (understood.intent() == intent && understood.confidence() >= JUDGED_SURE)
}

fn says_one_word(snapshot: &Snapshot) -> bool {
    !keywords::folded(snapshot).contains(' ')
}

/// Says once that automated messages end, or that they are on again.
fn confirmed(snapshot: &Snapshot, seed: u64, out: bool) -> Plan {
    let mut voice = voice(snapshot);
    if let (Some(known), true) = (snapshot.customer.language, says_one_word(snapshot)) {
        // START and STOP are everybody's words: they say nothing of the language of the talk.
        voice.persian = known != Language::En;
    }
    let mut composer = Composer::new(snapshot, voice, seed);
    composer.say(if out { Say::OptOut } else { Say::OptIn }, Vec::new());
    composer.role(if out {
        Role::ConfirmsOptOut
    } else {
        Role::ConfirmsOptIn
    });
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
    if is_judged(snapshot, Intent::Injection, Moderation::Injection) {
        let mut reply = opened(snapshot, seed);
        reply.composer.say(Say::Refusal, Vec::new());
        reply.rule("injection.refused");
        return Some(conclude(snapshot, reply).needing("injection"));
    }
    if is_judged(snapshot, Intent::Spam, Moderation::Spam) {
        return Some(Plan::silent(snapshot, "spam"));
    }
    if intent == Intent::Abuse && is_judged(snapshot, Intent::Abuse, Moderation::Abuse) {
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

/// Reasons that name no matter: the machine has no answer.
const VAGUE: [&str; 4] = ["unsure", "not_in_sheet", "no_product", "attachment"];

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
            let vague = VAGUE.contains(&need.reason);
            let say = match told {
                Some(_) => Say::Noted,
                None if answers && vague => Say::HandOverRest,
                None => need.say,
            };
            if !reply.apologised() {
                reply.composer.say(say, Vec::new());
            }
            plan.memory.notice = Some(Notice {
                reason: told.map_or(need.reason, |notice| &notice.reason).to_owned(),
                intent: told.map_or(snapshot.understood.intent(), |notice| notice.intent),
                at: told.map_or(snapshot.now, |notice| notice.at),
                again: told.is_some(),
            });
        }
        // Nobody has taken over yet: till then, what can be answered goes on being answered.
        if need.reason == "human_wanted" {
            reply.composer.role(Role::AnnouncesPerson);
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

/// What the customer was told of this very matter a moment ago; who waits for a person anyway is
/// not told again of what only that person can answer.
fn already_told<'a>(snapshot: &'a Snapshot, reason: &str) -> Option<&'a Notice> {
    lately_told(snapshot).filter(|notice| {
        let intent = snapshot.understood.intent();
        let calls = intent == Intent::Greeting;
        let same = notice.reason == reason && (notice.intent == intent || calls);
        let waits = notice.reason == "human_wanted";
        same || (waits && (VAGUE.contains(&reason) || reason == "human_wanted"))
            || (notice.reason == "attachment" && reason == "attachment")
    })
}

/// Whether the customer was told a moment ago that a person will see to their own matter.
fn waits(snapshot: &Snapshot) -> bool {
    lately_told(snapshot).is_some_and(|notice| {
        notice.reason == "human_wanted" || CASES.contains(&notice.reason.as_str())
    })
}

/// The last notice that a person will answer, while it is fresh.
pub(super) fn lately_told(snapshot: &Snapshot) -> Option<&Notice> {
    let notice = snapshot.memory.notice.as_ref();
    notice.filter(|notice| snapshot.now.since(notice.at) < NOTICE_HOLDS)
}
