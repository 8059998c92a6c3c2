//! What holds for every snapshot, whatever was understood of whatever was written.

use std::collections::BTreeSet;

use palette_domain::agent::{Channel, Fact, LiveFacts, Plan, Words, plan, render};
use palette_domain::business::{AiMode, Tone};
use palette_domain::conversation::Handler;
use palette_domain::order::OrderState;
use palette_domain::understanding::{EntityKind, Intent, Language, Moderation, Scored};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use crate::scene::{Scene, dm, order, product_id};

const TEXTS: [&str; 14] = [
    "",
    "سلام",
    "قیمت؟",
    "gheymat 850?",
    "how much is it?",
    "@sara",
    "😍",
    "؟",
    "کجایید؟",
    "لغو",
    "شروع",
    "باشه",
    "واریز کردم ۱۲۳۴۵۶",
    "{0} {} {{ }",
];

const VALUES: [&str; 6] = ["38", "کرم", "cream", "تهران", "PL-1043", "2"];
const PAYLOADS: [&str; 5] = ["product:x", "intent:price", "human", "START", "{}"];

fn scored((intent, confidence): (Intent, f32)) -> Scored {
    Scored { intent, confidence }
}

prop_compose! {
    fn scenes()(
        language in select(vec![Language::Fa, Language::En, Language::Finglish, Language::Other]),
        text in prop_oneof![select(TEXTS.to_vec()).prop_map(str::to_owned), ".{0,40}"],
        intents in proptest::collection::vec((select(Intent::ALL.to_vec()), 0.0f32..1.0), 0..4),
        moderation in select(Moderation::ALL.to_vec()),
        (mode, tone) in (
            select(vec![AiMode::Off, AiMode::Draft, AiMode::Auto]),
            select(vec![Tone::Formal, Tone::Warm, Tone::Brief]),
        ),
        shown in proptest::option::of(proptest::collection::vec(1u8..6, 0..4)),
        named in proptest::collection::vec((1u8..6, 0.0f32..1.0), 0..3),
        entities in proptest::collection::vec(
            (select(EntityKind::ALL.to_vec()), select(VALUES.to_vec())),
            0..4,
        ),
        payload in proptest::option::of(select(PAYLOADS.to_vec())),
        flags in any::<[bool; 7]>(),
        owns in any::<bool>(),
    ) -> Scene {
        let mut scene = dm(language, &text, &[]).judged(moderation).naming(&named);
        if let Some(shown) = &shown {
            scene = scene.under(shown);
        }
        for (kind, value) in entities {
            scene = scene.with(kind, value, json!(value));
        }
        scene.change(|s| {
            s.understood.intents = intents.iter().copied().map(scored).collect();
            s.settings.ai.mode = mode;
            s.settings.ai.tone = tone;
            s.payload = payload.map(str::to_owned);
            s.channel = if flags[0] { Channel::Comment } else { Channel::Dm };
            s.customer.opted_out = flags[1] && flags[2];
            s.customer.disclosed = flags[3];
            s.handler = if flags[1] && flags[4] { Handler::Person } else { Handler::Ai };
            s.attachments = flags[5] && flags[2];
            s.private_reply_available = flags[4];
            s.can_public_reply = flags[6];
            s.memory.products = if flags[6] { vec![product_id(1)] } else { Vec::new() };
            if owns {
                s.orders = vec![order(1, "PL-1043", OrderState::Shipped, Some("998877665544"))];
            }
        })
    }
}

fn all_words(plan: &Plan) -> impl Iterator<Item = &Words> {
    plan.messages
        .iter()
        .chain(&plan.public_reply)
        .chain(&plan.private_reply)
}

/// Runs of three digits and more, Persian ones read as ASCII, separators left out.
fn long_numbers(text: &str) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    let mut run = String::new();
    for letter in text.chars().chain([' ']) {
        let ascii = match letter {
            '۰'..='۹' => char::from_digit(letter as u32 - '۰' as u32, 10),
            letter => letter.is_ascii_digit().then_some(letter),
        };
        match ascii {
            Some(digit) => run.push(digit),
            None if matches!(letter, '٬' | ',') => {}
            None => {
                if run.len() >= 3 {
                    numbers.insert(run.clone());
                }
                run.clear();
            }
        }
    }
    numbers
}

fn alone(fact: &Fact, words: &Words, live: &LiveFacts<'_>) -> String {
    let one = Words {
        pattern: "{0}".to_owned(),
        facts: vec![fact.clone()],
        persian: words.persian,
        ..Words::default()
    };
    render(&one, live).expect("a fact that was just used is there")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_plan_keeps_the_rules(scene in scenes(), seed in any::<u64>()) {
        let plan = plan(&scene.0, seed);
        let live = LiveFacts { catalogue: &scene.0.catalogue, orders: &scene.0.orders };
        let spoken = all_words(&plan).count();

        // The same snapshot and seed give the same plan.
        prop_assert_eq!(&plan, &palette_domain::agent::plan(&scene.0, seed));
        // Every number of weight comes from a fact.
        for words in all_words(&plan) {
            let said = render(words, &live).expect("what was just planned holds");
            prop_assert!(!said.trim().is_empty());
            let facts = words.facts.iter().map(|fact| alone(fact, words, &live) + " ");
            let facts: String = facts.collect();
            let sourced = long_numbers(&facts);
            for number in long_numbers(&said) {
                prop_assert!(sourced.contains(&number), "{} in {}", number, said);
            }
        }
        // Nobody is spoken to who opted out, except to say so or to be taken back.
        if scene.0.customer.opted_out {
            prop_assert!(spoken == 0 || plan.opt == Some(false));
        }
        // A person's conversation is a person's; off is off; a draft is not sent.
        let quiet = scene.0.handler == Handler::Person || scene.0.settings.ai.mode != AiMode::Auto;
        prop_assert!(spoken == 0 || !quiet);
        // Each channel speaks in its own way, and no number stands in public.
        match scene.0.channel {
            Channel::Dm => {
                prop_assert!(plan.public_reply.is_none() && plan.private_reply.is_none());
                prop_assert!(!plan.hide);
            }
            Channel::Comment => prop_assert!(plan.messages.is_empty()),
        }
        prop_assert!(plan.private_reply.is_none() || scene.0.private_reply_available);
        prop_assert!(plan.public_reply.is_none() || scene.0.can_public_reply);
        if let Some(public) = &plan.public_reply {
            prop_assert!(public.facts.is_empty());
        }
        // What is sent first says what it is, and nothing else claims to have said it.
        let private = plan.messages.len() + usize::from(plan.private_reply.is_some());
        prop_assert!(!plan.disclosed || private > 0);
        prop_assert!(plan.messages.len() <= 1 && plan.memory.wordings.len() <= 8);
        prop_assert!(plan.quick_replies.iter().all(|reply| reply.title.chars().count() <= 20));
        prop_assert_eq!(plan.why.outcome.as_str(), plan.outcome.as_str());
    }

    #[test]
    fn in_auto_a_question_is_never_left_without_an_answer_or_a_notice(
        scene in scenes(),
        intent in select(Intent::ALL.to_vec()),
        confidence in 0.0f32..1.0,
    ) {
        let idle = matches!(intent, Intent::Thanks | Intent::Spam | Intent::Abuse | Intent::OptOut);
        prop_assume!(!idle);
        let scene = scene.change(|s| {
            s.channel = Channel::Dm;
            s.settings.ai.mode = AiMode::Auto;
            s.handler = Handler::Ai;
            s.customer.opted_out = false;
            s.understood.moderation = Moderation::Clean;
            s.understood.intents = vec![Scored { intent, confidence }];
            s.texts = vec![palette_domain::Private::new("یک سؤال دارم؟".to_owned())];
        });
        prop_assert_eq!(plan(&scene.0, 1).messages.len(), 1);
    }
}
