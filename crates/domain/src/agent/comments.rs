//! What is done about a comment: a short public word, one private reply, or nothing.

use super::compose::Composer;
use super::plan::{Outcome, Plan};
use super::words::Say;
use super::{Snapshot, Words, asks, dm, keywords};
use crate::business::AiMode;
use crate::comment::CommentState;
use crate::conversation::Handler;
use crate::understanding::{Intent, Moderation};

/// Praise this sure is thanked for; chat among people is left alone.
const PRAISE_SURE: f32 = 0.6;

/// The most posts whose thanks are remembered of one person.
const THANKED_KEPT: usize = 16;

/// Decides about a comment.
pub(super) fn decide(snapshot: &Snapshot, seed: u64) -> Plan {
    if let Some(plan) = gates(snapshot) {
        return plan;
    }
    if let Some(plan) = judged(snapshot) {
        return plan;
    }
    let understood = &snapshot.understood;
    match understood.intent() {
        Intent::Thanks if understood.confidence() >= PRAISE_SURE => thanked(snapshot, seed),
        Intent::Thanks | Intent::Greeting if only_polite(snapshot) => {
            Plan::silent(snapshot, "comment.polite").leaving(CommentState::Ignored)
        }
        // "Sorry" under praise would be worse than silence.
        Intent::Complaint if keywords::only_praises(snapshot) => thanked(snapshot, seed),
        Intent::Complaint => invited(snapshot, seed, Say::PublicSorry, "complaint"),
        Intent::PrivacyRequest => invited(snapshot, seed, Say::PleaseDm, "privacy_request"),
        _ => asked(snapshot, seed),
    }
}

/// Whether nothing but a greeting or thanks is said.
fn only_polite(snapshot: &Snapshot) -> bool {
    asks::asks(snapshot).iter().all(|ask| {
        use super::reply::Ask;
        matches!(ask, Ask::Intent(Intent::Thanks | Intent::Greeting))
    })
}

fn gates(snapshot: &Snapshot) -> Option<Plan> {
    let quiet = |rule: &str, reason: &str| {
        let plan = Plan::silent(snapshot, rule);
        if dm::wants_answer(snapshot) {
            plan.needing(reason).leaving(CommentState::NeedsPerson)
        } else {
            plan.leaving(CommentState::Ignored)
        }
    };
    if dm::opts_out(snapshot) && !snapshot.customer.opted_out {
        let mut plan = Plan::silent(snapshot, "opt_out.noted").leaving(CommentState::Ignored);
        plan.opt = Some(true);
        plan.outcome = Outcome::OptOut;
        return Some(plan);
    }
    if snapshot.settings.ai.mode == AiMode::Off {
        return Some(quiet("ai_off", "ai_off"));
    }
    if snapshot.customer.opted_out {
        return Some(quiet("opted_out", "opted_out"));
    }
    (snapshot.handler == Handler::Person).then(|| quiet("person_handles", "person_handles"))
}

/// Spam, insults, tags and emoji: none of them is spoken to.
fn judged(snapshot: &Snapshot) -> Option<Plan> {
    let understood = &snapshot.understood;
    if dm::is_judged(snapshot, Intent::Spam, Moderation::Spam) {
        let mut plan = Plan::silent(snapshot, "comment.spam").leaving(CommentState::Ignored);
        plan.hide = true;
        plan.outcome = Outcome::HideAsSpam;
        return Some(plan);
    }
    let person = |rule: &str, reason: &str| {
        Plan::silent(snapshot, rule)
            .needing(reason)
            .leaving(CommentState::NeedsPerson)
    };
    if dm::is_judged(snapshot, Intent::Abuse, Moderation::Abuse) {
        return Some(person("comment.abuse", "abuse"));
    }
    if dm::is_judged(snapshot, Intent::Injection, Moderation::Injection) {
        return Some(person("comment.injection", "injection"));
    }
    if !keywords::has_words_of_its_own(snapshot) && !asks_about_post(snapshot) {
        return Some(Plan::silent(snapshot, "comment.no_words").leaving(CommentState::Ignored));
    }
    let to_a_friend = keywords::begins_with_tag(snapshot) && !keywords::asks_by_sign(snapshot);
    let chat = to_a_friend && (!understood.question || unclear(snapshot)) && !asks_facts(snapshot);
    (chat || keywords::acknowledges(snapshot))
        .then(|| Plan::silent(snapshot, "comment.chat").leaving(CommentState::Ignored))
}

/// «؟» alone under a post asks about what it shows.
fn asks_about_post(snapshot: &Snapshot) -> bool {
    keywords::asks_by_sign(snapshot) && !keywords::begins_with_tag(snapshot)
}

/// Whether something is asked that the shop's own facts answer: a price for a friend to see.
fn asks_facts(snapshot: &Snapshot) -> bool {
    asks::asks(snapshot).iter().any(|ask| {
        use super::reply::Ask;
        !matches!(
            ask,
            Ask::Intent(
                Intent::Thanks | Intent::Greeting | Intent::PlaceOrder | Intent::ProductQuestion
            )
        )
    })
}

fn unclear(snapshot: &Snapshot) -> bool {
    matches!(
        snapshot.understood.intent(),
        Intent::Other | Intent::Thanks | Intent::Greeting
    )
}

/// Praise that says something gets a short public thanks, once a post, and nothing private.
fn thanked(snapshot: &Snapshot, seed: u64) -> Plan {
    if !snapshot.can_public_reply {
        return Plan::silent(snapshot, "comment.praise").leaving(CommentState::Ignored);
    }
    let post = snapshot.subject.as_ref().and_then(|subject| subject.post);
    let again = post.is_some_and(|post| snapshot.memory.thanked.contains(&post));
    if again || !keywords::praises_something(snapshot) {
        return Plan::silent(snapshot, "comment.nod").leaving(CommentState::Ignored);
    }
    let mut plan = Plan::silent(snapshot, "comment.praise").leaving(CommentState::Answered);
    plan.memory.thanked.extend(post);
    let excess = plan.memory.thanked.len().saturating_sub(THANKED_KEPT);
    plan.memory.thanked.drain(..excess);
    plan.public_reply = public(snapshot, seed, Say::PublicThanks);
    plan.outcome = Outcome::Answer;
    plan
}

/// A calm public word that asks for a message, and a person.
fn invited(snapshot: &Snapshot, seed: u64, say: Say, reason: &str) -> Plan {
    let mut plan = Plan::silent(snapshot, &format!("comment.{reason}"))
        .needing(reason)
        .leaving(CommentState::NeedsPerson);
    if snapshot.can_public_reply {
        plan.public_reply = public(snapshot, seed, say);
        plan.outcome = Outcome::HandOver;
    }
    plan
}

/// A question: the answer goes privately, the public word only says so.
fn asked(snapshot: &Snapshot, seed: u64) -> Plan {
    let mut asks = asks::asks(snapshot);
    if asks.is_empty() && !keywords::has_words_of_its_own(snapshot) {
        asks = vec![super::reply::Ask::Intent(Intent::Price)];
    }
    if asks.is_empty() {
        let question = snapshot.understood.question || keywords::asks_by_sign(snapshot);
        return if question {
            invited(snapshot, seed, Say::PleaseDm, "unsure")
        } else {
            Plan::silent(snapshot, "comment.chat").leaving(CommentState::Ignored)
        };
    }
    let mut reply = dm::opened(snapshot, seed);
    reply.answer(snapshot, &asks);
    if !reply.answers() && reply.worst_need().is_none() {
        return Plan::silent(snapshot, "comment.chat").leaving(CommentState::Ignored);
    }
    let only_person = !reply.answers();
    let mut plan = dm::conclude(snapshot, reply);
    plan.quick_replies.clear();
    plan.set_handler = None;
    let words = plan.messages.pop();
    plan.messages.clear();
    plan.comment_state = match (&words, &plan.needs_person) {
        (_, Some(_)) => CommentState::NeedsPerson,
        (Some(_), None) => CommentState::Answered,
        (None, None) => CommentState::Ignored,
    };
    plan.why.rule = format!("comment.{}", plan.why.rule);
    if snapshot.private_reply_available {
        let sends = words.is_some();
        plan.private_reply = words;
        if sends && snapshot.can_public_reply {
            plan.public_reply = public(snapshot, seed, Say::SeeDm);
        }
        return plan;
    }
    without_private(snapshot, seed, plan, only_person)
}

/// The one private reply is used up or too late: the public word asks for a message.
fn without_private(snapshot: &Snapshot, seed: u64, mut plan: Plan, only_person: bool) -> Plan {
    plan.disclosed = false;
    plan.asked = None;
    plan.draft = None;
    plan.why.facts.clear();
    if snapshot.can_public_reply {
        plan.public_reply = public(snapshot, seed, Say::PleaseDm);
        plan.outcome = if only_person {
            Outcome::HandOver
        } else {
            Outcome::Answer
        };
    } else {
        plan.outcome = Outcome::Silent;
        plan.comment_state = CommentState::NeedsPerson;
        plan.needs_person.get_or_insert_with(|| "unsure".to_owned());
    }
    plan
}

fn public(snapshot: &Snapshot, seed: u64, say: Say) -> Option<Words> {
    let mut composer = Composer::new(snapshot, dm::voice(snapshot), seed);
    composer.say(say, Vec::new());
    composer.finish().0
}
