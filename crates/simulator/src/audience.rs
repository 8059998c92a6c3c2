//! An audience that writes now and then: who, what and where follows from the seed.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::act::{self, Act};
use crate::clock;
use crate::sim::Sim;
use crate::world::World;

/// How lively it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tempo {
    /// Whether it writes at all.
    pub on: bool,
    /// How often, on average.
    pub per_minute: f64,
}

impl Default for Tempo {
    fn default() -> Self {
        Self {
            on: false,
            per_minute: 4.0,
        }
    }
}

/// How long it looks away while it is off.
const IDLE: Duration = Duration::from_millis(500);

/// What is asked in a direct message: language, text, whether it is about a shared post.
const QUESTIONS: &[(&str, &str, bool)] = &[
    ("fa", "سلام، این موجوده؟", true),
    ("fa", "قیمت لطفاً", true),
    ("fa", "سلام خسته نباشید، سایز ۴۲ هم دارین؟", true),
    ("fa", "جنسش چیه؟ آب نمی‌ره؟", true),
    ("fa", "رنگ مشکیش هم هست؟", true),
    ("fa", "هزینه‌ی ارسال به اصفهان چقدر می‌شه؟", false),
    ("fa", "سلام، سفارشم کی می‌رسه؟", false),
    ("fa", "تا جمعه به دستم می‌رسه؟ برای تولد می‌خوام", false),
    ("fa", "اگه اندازه نبود می‌شه تعویض کرد؟", false),
    ("fa", "من یه دونه مدیوم می‌خوام، چطوری سفارش بدم؟", true),
    ("fa", "تخفیف هم دارین؟", false),
    ("fa", "آدرس مغازه‌تون کجاست؟", false),
    ("fa", "با کارت به کارت هم می‌شه پرداخت کرد؟", false),
    (
        "fa",
        "سلام وقت بخیر 🌸 این مدل سایزبندیش چطوریه؟ من ۶۸ کیلوام",
        true,
    ),
    ("finglish", "salam gheymat in chande?", true),
    ("finglish", "size XL mojoode?", true),
    ("finglish", "ersal be mashhad chand rooze mirese", false),
    ("finglish", "jensesh chie? nakhe?", true),
    ("finglish", "salam mikhastam sefaresh bedam", true),
    ("finglish", "range dg ham dare?", true),
    ("en", "Hi! Is this one still available?", true),
    ("en", "How much is it?", true),
    ("en", "What sizes do you have? I'm usually a medium.", true),
    (
        "en",
        "Do you ship to Shiraz, and how long does it take?",
        false,
    ),
    ("en", "Can I return it if it doesn't fit?", false),
    ("en", "What's the fabric?", true),
    (
        "en",
        "Hello, where is my order? It's been five days.",
        false,
    ),
];

/// What comes a few seconds later, now and then.
const AFTERTHOUGHTS: &[(&str, &str)] = &[
    ("fa", "برای مهمونی می‌خوامش"),
    ("fa", "ممنون می‌شم زود جواب بدین"),
    ("fa", "رنگ روشنش رو می‌خوام"),
    ("finglish", "mersi"),
    ("finglish", "zood mikham age mishe"),
    ("en", "It's for my sister"),
    ("en", "Thanks in advance!"),
];

/// What follows an answer of the business.
const THANKS: &[(&str, &str)] = &[
    ("fa", "ممنون از پاسخ‌گویی‌تون 🙏"),
    ("fa", "مرسی، پس همینو می‌خوام"),
    ("fa", "عالیه، فکر می‌کنم خبر می‌دم"),
    ("finglish", "mamnoon ❤️"),
    ("finglish", "ok pas yeki mikham"),
    ("en", "Great, thank you!"),
    ("en", "Perfect, I'll take one"),
];

/// What is written under posts.
const COMMENTS: &[(&str, &str)] = &[
    ("fa", "قیمت؟"),
    ("fa", "قیمت لطفاً 😍"),
    ("fa", "چه خوشگله 😍😍"),
    ("fa", "سایز بزرگ هم دارید؟"),
    ("fa", "موجوده هنوز؟"),
    ("fa", "من خریدم، کیفیتش عالیه 👌"),
    ("fa", "ارسال به شهرستان دارین؟"),
    ("finglish", "gheymat?"),
    ("finglish", "kheili ghashange 😍"),
    ("finglish", "size bandi chetore?"),
    ("en", "Price?"),
    ("en", "Love this colour 💙"),
    ("en", "Does it come in black?"),
    ("en", "🔥🔥🔥"),
];

/// What is answered to a story.
const STORY: &[(&str, &str)] = &[
    ("fa", "این چنده؟"),
    ("fa", "وای چه رنگی 😍"),
    ("fa", "کی موجود می‌شه؟"),
    ("finglish", "in chande?"),
    ("finglish", "che khoshgele!"),
    ("en", "How much is this one?"),
    ("en", "Need this!"),
];

/// One whim of the audience, and whether an afterthought of the same person follows.
pub(crate) fn whim(world: &mut World) -> Option<(Act, Option<Act>)> {
    let ig_id = world.accounts.first()?.ig_id.clone();
    let kind = world.audience.below(100);
    let (person, language) = someone(world)?;
    let person = Some(person);
    if kind < 22
        && let Some((person, language)) = answered(world)
    {
        let person = Some(person);
        let thanks = kind >= 10;
        let text = if thanks {
            saying(world, THANKS, &language)
        } else {
            None
        };
        let what = said(if thanks { "message" } else { "seen" });
        return Some((
            Act {
                person,
                text,
                ..what
            },
            None,
        ));
    }
    if kind < 60 {
        return question(world, &ig_id, person, &language);
    }
    if kind < 88 {
        let text = Some(saying(world, COMMENTS, &language)?);
        let media_id = post(world, &ig_id);
        return Some((
            Act {
                person,
                text,
                media_id,
                ..said("comment")
            },
            None,
        ));
    }
    let text = Some(saying(world, STORY, &language)?);
    let alive = world.story(&ig_id, world.now).is_some();
    Some((
        Act {
            person,
            text,
            ..said(if alive { "story_reply" } else { "message" })
        },
        None,
    ))
}

/// A direct message, often about a post, now and then with an afterthought.
fn question(
    world: &mut World,
    ig_id: &str,
    person: Option<String>,
    language: &str,
) -> Option<(Act, Option<Act>)> {
    let fitting: Vec<_> = QUESTIONS
        .iter()
        .filter(|(known, ..)| *known == language)
        .collect();
    let (_, text, about_post) = **world.audience.pick(&fitting)?;
    let text = Some(text.to_owned());
    let mut act = Act {
        person: person.clone(),
        text,
        ..said("message")
    };
    if about_post {
        act.media_id = post(world, ig_id);
        act.share = Some(true);
    }
    let more = world.audience.happens(0.25);
    let text = if more {
        saying(world, AFTERTHOUGHTS, language)
    } else {
        None
    };
    let after = text.map(|text| Act {
        person,
        text: Some(text),
        ..said("message")
    });
    Some((act, after))
}

fn said(what: &str) -> Act {
    Act {
        what: what.to_owned(),
        ..Act::default()
    }
}

fn someone(world: &mut World) -> Option<(String, String)> {
    let people: Vec<(String, String)> = world
        .people
        .values()
        .map(|one| (one.handle.clone(), one.language.clone()))
        .collect();
    world.audience.pick(&people).cloned()
}

/// Somebody to whom the business spoke last, within the last ten minutes.
fn answered(world: &mut World) -> Option<(String, String)> {
    let since = world.now - 600_000;
    let waiting: Vec<String> = world
        .threads
        .values()
        .filter(|thread| {
            thread
                .messages
                .last()
                .is_some_and(|last| last.from_business && last.at >= since)
        })
        .map(|thread| thread.person.clone())
        .collect();
    let handle = world.audience.pick(&waiting)?.clone();
    let language = world.people.get(&handle)?.language.clone();
    Some((handle, language))
}

fn saying(world: &mut World, from: &[(&str, &str)], language: &str) -> Option<String> {
    let fitting: Vec<&str> = from
        .iter()
        .filter(|(known, _)| *known == language)
        .map(|(_, text)| *text)
        .collect();
    world.audience.pick(&fitting).map(|text| (*text).to_owned())
}

fn post(world: &mut World, ig_id: &str) -> Option<String> {
    let posts: Vec<String> = world
        .posts(ig_id)
        .iter()
        .map(|post| post.id.clone())
        .collect();
    world.audience.pick(&posts).cloned()
}

/// Lives until the simulator ends.
pub(crate) async fn live(sim: Arc<Sim>) {
    loop {
        let tempo = *sim.tempo.lock().unwrap_or_else(PoisonError::into_inner);
        if !tempo.on {
            if rest(&sim, IDLE).await {
                return;
            }
            continue;
        }
        // Between half and one and a half of the mean, so that it never sounds like a machine.
        let share = sim.with(|world| 0.5 + world.audience.below(1_000) as f64 / 1_000.0);
        let wait = 60.0 / tempo.per_minute.max(0.01) * share;
        if rest(&sim, Duration::from_secs_f64(wait.min(3_600.0))).await {
            return;
        }
        if !sim.tempo.lock().unwrap_or_else(PoisonError::into_inner).on {
            continue;
        }
        let base = sim.base();
        let after = sim.with(|world| {
            let (act, after) = whim(world)?;
            if let Err(error) = act::perform(world, &act, &base) {
                tracing::warn!(%error, "the audience stumbled");
            }
            after
        });
        if let Some(after) = after {
            if rest(&sim, Duration::from_millis(2_500)).await {
                return;
            }
            if let Err(error) = sim.with(|world| act::perform(world, &after, &base)) {
                tracing::warn!(%error, "the audience stumbled");
            }
        }
    }
}

/// Waits; true when the simulator ends meanwhile.
async fn rest(sim: &Sim, time: Duration) -> bool {
    tokio::select! {
        () = sim.ending.cancelled() => true,
        () = clock::wait(time) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_has_the_same_whims() {
        let day = |seed| {
            let mut world = crate::seed::world(seed, 1_790_000_000_000, 1);
            let whims = (0..200).filter_map(|_| whim(&mut world));
            whims
                .map(|(act, _)| format!("{:?}", act))
                .collect::<Vec<_>>()
        };
        assert_eq!(day(5), day(5));
        assert_ne!(day(5), day(6));
        assert_eq!(day(5).len(), 200);
    }
}
