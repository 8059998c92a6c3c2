//! From shares to intents: rules that always hold, what was asked, clauses, the honest `other`.

use palette_domain::understanding::{Entity, EntityKind, Intent, Moderation, Scored};

use crate::answer::{self, Answer};
use crate::context::{Asked, Channel, Context};
use crate::engine::of_moderation;
use crate::examples::Vote;
use crate::model::CLASSES;
use crate::normal::{Normalized, TokenKind};
use crate::rules::{GREETING, HUMAN, HUMAN_LIKELY, OPT_OUT, OPT_OUT_LIKELY};

/// All that the decision rests on.
pub(crate) struct Facts<'a> {
    pub(crate) normal: &'a Normalized,
    pub(crate) readings: &'a [&'a str],
    pub(crate) text: &'a str,
    pub(crate) moderation: Moderation,
    pub(crate) entities: &'a [Entity],
    pub(crate) channel: Channel,
    pub(crate) context: &'a Context<'a>,
    pub(crate) shares: &'a [f32; CLASSES],
    pub(crate) floor: f32,
    /// The likeliest intent of each clause, and whether it was cut at a weak joint.
    pub(crate) clauses: Vec<(Scored, bool)>,
    /// What the business's own examples say, when one is near.
    pub(crate) taught: Option<Vote>,
}

/// How sure a rule is.
pub(crate) const RULE: f32 = 0.97;
/// The share from which the model holds an intent possible.
const POSSIBLE: f32 = 0.15;
/// How sure a clause must be to speak for itself.
const CLAUSE: f32 = 0.6;
/// How sure each of several asks must be for their order to count.
const ORDERED: f32 = 0.7;
/// The share that each of them must have in the whole message too: a story before the ask has less.
const HEARD: f32 = 0.1;
/// The share of `other` beside a likelier intent from which on the text has nothing to do with a
/// shop: on lines of other hands it halves what chatter is taken for, at half a point of the rest.
const OTHER_BESIDE: f32 = 0.08;
/// An intent this likely is believed all the same.
const BELIEVED: f32 = 0.8;
/// Beside a first intent, an also-asked one has at least this confidence.
const ALSO: f32 = 0.5;

/// The likeliest intent.
pub(crate) fn top(shares: &[f32; CLASSES]) -> Scored {
    let mut best = Scored {
        intent: Intent::Other,
        confidence: 0.0,
    };
    for (&intent, &confidence) in Intent::ALL.iter().zip(shares) {
        if confidence > best.confidence {
            best = Scored { intent, confidence };
        }
    }
    best
}

/// The intents of a message, best first.
pub(crate) fn intents(facts: &Facts<'_>) -> Vec<Scored> {
    let first = always(facts)
        .or_else(|| answered(facts))
        .or_else(|| wordless(facts))
        .or_else(|| taught(facts))
        .or_else(|| under_a_post(facts))
        .unwrap_or_else(|| learnt(facts));
    let mut out = vec![first];
    also_asked(facts, &mut out);
    in_order(facts, &mut out);
    alternatives(facts, &mut out);
    out
}

fn scored(intent: Intent, confidence: f32) -> Scored {
    Scored { intent, confidence }
}

fn share(facts: &Facts<'_>, intent: Intent) -> f32 {
    Intent::ALL
        .iter()
        .zip(facts.shares)
        .find(|(i, _)| **i == intent)
        .map_or(0.0, |(_, s)| *s)
}

/// Rules that no model may outvote: judgement, opt-out, a person please.
fn always(facts: &Facts<'_>) -> Option<Scored> {
    let hit = |rules: &crate::rules::Rules| facts.readings.iter().any(|text| rules.hit(text));
    match facts.moderation {
        Moderation::Spam | Moderation::Injection => {
            return of_moderation(facts.moderation).map(|intent| scored(intent, 0.95));
        }
        Moderation::Abuse => {
            let best = top(facts.shares);
            let silent = matches!(
                best.intent,
                Intent::Other | Intent::Greeting | Intent::Thanks
            );
            if silent || best.confidence < 0.5 {
                return Some(scored(Intent::Abuse, 0.9));
            }
        }
        Moderation::Clean => {}
    }
    if facts.normal.text.chars().count() > 200 {
        return None;
    }
    // Wide rules need the model beside them.
    let both = |rules, intent| share(facts, intent) >= POSSIBLE && hit(rules);
    if hit(&OPT_OUT) || both(&OPT_OUT_LIKELY, Intent::OptOut) {
        let bare = facts.normal.words().count() <= 2;
        let of_order = matches!(
            facts.context.asked,
            Some(
                Asked::Confirm
                    | Asked::ChooseVariant
                    | Asked::Quantity
                    | Asked::Address
                    | Asked::Phone
                    | Asked::OrderCode
            )
        );
        let stop = facts
            .readings
            .iter()
            .any(|t| t.contains("stop") || t.contains("unsub"));
        let intent = if bare && of_order && !stop {
            Intent::CancelOrder
        } else {
            Intent::OptOut
        };
        return Some(scored(intent, RULE));
    }
    (hit(&HUMAN) || both(&HUMAN_LIKELY, Intent::Human)).then(|| scored(Intent::Human, RULE))
}

/// Bare answers to what was asked last.
fn answered(facts: &Facts<'_>) -> Option<Scored> {
    let asked = facts.context.asked?;
    let has = |kind: EntityKind| facts.entities.iter().any(|e| e.kind == kind);
    let short = facts.normal.words().count() <= 6;
    let best = top(facts.shares);
    let other_topic = best.confidence > 0.8
        && !matches!(
            best.intent,
            Intent::Other | Intent::PlaceOrder | Intent::Stock | Intent::Thanks | Intent::Greeting
        );
    match (asked, answer::bare(facts.text)) {
        (Asked::Confirm, Some(Answer::Yes)) => return Some(scored(Intent::PlaceOrder, 0.95)),
        (Asked::Confirm, Some(Answer::No)) => return Some(scored(Intent::CancelOrder, 0.85)),
        (_, Some(_)) | (Asked::Confirm, None) => return None,
        _ => {}
    }
    let fits = match asked {
        Asked::ChooseVariant => short && (has(EntityKind::Size) || has(EntityKind::Colour)),
        Asked::Quantity => short && has(EntityKind::Quantity),
        Asked::Address => {
            has(EntityKind::Address) || has(EntityKind::PostalCode) || has(EntityKind::City)
        }
        Asked::Phone => has(EntityKind::Phone),
        Asked::OrderCode => short && has(EntityKind::OrderCode),
        Asked::Which => short && has(EntityKind::Product),
        Asked::Confirm => false,
    };
    let intent = match asked {
        Asked::OrderCode => Intent::OrderStatus,
        Asked::Which => Intent::ProductQuestion,
        _ => Intent::PlaceOrder,
    };
    (fits && !other_topic && !facts.normal.flags.question).then(|| scored(intent, 0.92))
}

/// Tags, links and pictures alone say nothing to the shop.
fn wordless(facts: &Facts<'_>) -> Option<Scored> {
    let silent = facts.normal.words().all(|(token, _)| {
        matches!(
            token.kind,
            TokenKind::Mention | TokenKind::Link | TokenKind::Foreign
        )
    });
    silent.then(|| scored(Intent::Other, 0.95))
}

/// What a member told of this very phrasing, or of a near one where the model is less sure.
fn taught(facts: &Facts<'_>) -> Option<Scored> {
    let vote = facts.taught?;
    let best = top(facts.shares);
    if best.intent == vote.scored.intent {
        let surer = best.confidence.max(vote.scored.confidence);
        return Some(scored(best.intent, surer));
    }
    (vote.same || vote.scored.confidence > best.confidence).then_some(vote.scored)
}

/// «مشکی؟», «سایز ۴۰», «شیراز؟»: the post is the subject.
fn under_a_post(facts: &Facts<'_>) -> Option<Scored> {
    let subject = facts.context.has_subject || facts.channel == Channel::Comment;
    let words: Vec<&str> = facts
        .normal
        .words()
        .map(|(_, w)| w)
        .filter(|w| !FILLERS.contains(w))
        .collect();
    if words.is_empty() || words.len() > 4 || !(subject || facts.normal.flags.question) {
        return None;
    }
    let covered = |kinds: &[EntityKind]| {
        let said: usize = facts
            .entities
            .iter()
            .filter(|e| kinds.contains(&e.kind))
            .map(|e| crate::normalize(&e.text).words().count())
            .sum();
        said > 0 && said >= words.len()
    };
    if covered(&[EntityKind::City]) {
        return Some(scored(Intent::ShippingTime, 0.75));
    }
    let variant = [EntityKind::Size, EntityKind::Colour];
    if covered(&variant) {
        return Some(scored(Intent::Stock, 0.85));
    }
    None
}

const FILLERS: [&str; 37] = [
    "سایز",
    "رنگ",
    "سایزه",
    "سلام",
    "لطفا",
    "size",
    "color",
    "colour",
    "rang",
    "in",
    "و",
    "یا",
    "سایزش",
    "رنگش",
    "please",
    "lotfan",
    "به",
    "برای",
    "واسه",
    "تا",
    "چی",
    "چطور",
    "هم",
    "be",
    "baraye",
    "vase",
    "ta",
    "chi",
    "chetor",
    "ham",
    "to",
    "for",
    "what",
    "how",
    "about",
    "and",
    "va",
];

/// What the model says, unless a clause says more, unless nobody is sure.
fn learnt(facts: &Facts<'_>) -> Scored {
    let best = top(facts.shares);
    if courtesy(best.intent)
        && let Some(clause) = asked_in_a_clause(facts)
    {
        return scored(clause.intent, clause.confidence * 0.9);
    }
    let other = share(facts, Intent::Other);
    let spared = best.intent == Intent::Greeting;
    let strange = best.confidence < facts.floor
        || (other > OTHER_BESIDE && best.confidence < BELIEVED && !spared);
    if strange && best.intent != Intent::Other {
        return scored(Intent::Other, other.max(1.0 - best.confidence).min(0.6));
    }
    best
}

/// The surest ask of a clause: a greeting never hides it.
fn asked_in_a_clause(facts: &Facts<'_>) -> Option<Scored> {
    let moderated = |i: Intent| matches!(i, Intent::Abuse | Intent::Spam | Intent::Injection);
    facts
        .clauses
        .iter()
        .map(|(s, _)| *s)
        .filter(|s| !idle(s.intent) && s.confidence >= CLAUSE)
        .max_by(|a, b| a.confidence.total_cmp(&b.confidence))
        .filter(|s| !moderated(s.intent))
}

fn courtesy(intent: Intent) -> bool {
    matches!(intent, Intent::Greeting | Intent::Thanks)
}

/// Other clauses with an intent of their own, and the greeting, after the first.
fn also_asked(facts: &Facts<'_>, out: &mut Vec<Scored>) {
    let first = out[0];
    for (clause, weak) in &facts.clauses {
        let least = if *weak { CLAUSE + 0.1 } else { CLAUSE };
        let silent = matches!(
            clause.intent,
            Intent::Other | Intent::Greeting | Intent::Abuse | Intent::Spam | Intent::Injection
        );
        let known = out.iter().any(|s| s.intent == clause.intent);
        if !silent && !known && clause.confidence >= least && first.intent != Intent::OptOut {
            let confidence = clause.confidence.min(first.confidence).max(ALSO);
            out.push(scored(clause.intent, confidence));
        }
    }
    let greets = facts.readings.iter().any(|text| GREETING.hit(text));
    if greets && out.iter().all(|s| s.intent != Intent::Greeting) {
        out.push(scored(Intent::Greeting, ALSO));
    }
}

/// Two asks of which both are sure stand in the order in which they were asked.
fn in_order(facts: &Facts<'_>, out: &mut [Scored]) {
    let place = |intent: Intent| {
        let sure = |(s, _): &(Scored, bool)| s.intent == intent && s.confidence >= ORDERED;
        facts.clauses.iter().position(sure)
    };
    let asks = out
        .iter()
        .take_while(|s| s.confidence >= ALSO && !idle(s.intent))
        .count();
    let asked = |s: &Scored| place(s.intent).is_some() && share(facts, s.intent) >= HEARD;
    if asks < 2 || !out[..asks].iter().all(asked) {
        return;
    }
    let surest = out[0].confidence;
    out[..asks].sort_by_key(|s| place(s.intent));
    out[0].confidence = surest;
}

/// Courtesies and what no shop can do anything about.
pub(crate) fn idle(intent: Intent) -> bool {
    matches!(intent, Intent::Greeting | Intent::Thanks | Intent::Other)
}

/// The next likeliest readings of the whole, all below [`ALSO`].
fn alternatives(facts: &Facts<'_>, out: &mut Vec<Scored>) {
    let mut rest: Vec<Scored> = Intent::ALL
        .iter()
        .zip(facts.shares)
        .map(|(&intent, &confidence)| scored(intent, confidence.min(ALSO - 0.01)))
        .filter(|s| s.confidence >= 0.05 && out.iter().all(|o| o.intent != s.intent))
        .collect();
    rest.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    rest.truncate(3);
    out.append(&mut rest);
}
