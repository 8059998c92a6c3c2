//! One whim of the audience: who does what next.

use super::Temper;
use super::words::{self, Saying};
use crate::act::Act;
use crate::clock::{HOUR, Millis};
use crate::media::Media;
use crate::people::Person;
use crate::world::World;

/// An act, and what the same person adds a moment later.
pub type Whim = (Act, Option<Act>);

/// How often somebody asks again before they give up.
const ASKS: usize = 3;
/// How long after an answer it may still be thanked for.
const FRESH: Millis = 600_000;

/// A person as far as a whim needs to know them.
#[derive(Debug, Clone)]
struct Who {
    handle: String,
    language: String,
    habit: String,
}

impl From<&Person> for Who {
    fn from(person: &Person) -> Self {
        Self {
            handle: person.handle.clone(),
            language: person.language.clone(),
            habit: person.habit.clone(),
        }
    }
}

/// The next whim; none when the world has nobody or nothing for it.
pub fn whim(world: &mut World) -> Option<Whim> {
    let ig_id = account(world)?;
    let temper = world.crowd.tempo.temper;
    if world.audience.happens(0.3)
        && let Some(who) = impatient(world, &ig_id, temper)
    {
        let text = saying(world, words::NAGS, &who.language)?;
        return Some((said(&ig_id, &who, "message", text), None));
    }
    if world.audience.happens(0.3)
        && let Some(who) = answered(world, &ig_id)
    {
        return reacts(world, &ig_id, &who);
    }
    match temper {
        Temper::CalmDay => calm(world, &ig_id),
        Temper::Giveaway => giveaway(world, &ig_id),
        Temper::ViralReel => viral(world, &ig_id),
        Temper::AngryMonday => angry(world, &ig_id),
    }
}

/// The account that the whim is about: the first gets half of all, the others the rest.
fn account(world: &mut World) -> Option<String> {
    let first = world.accounts.first()?.ig_id.clone();
    if world.accounts.len() == 1 || world.audience.happens(0.5) {
        return Some(first);
    }
    let others: Vec<String> = world.accounts.iter().map(|one| one.ig_id.clone()).collect();
    world.audience.pick(&others).cloned()
}

fn calm(world: &mut World, ig_id: &str) -> Option<Whim> {
    let who = someone(world)?;
    match world.audience.below(100) {
        0..50 => question(world, ig_id, &who),
        50..86 => {
            let media = place(world, ig_id);
            comment(world, ig_id, &who, words::COMMENTS, media)
        }
        86..97 => story(world, ig_id, &who),
        _ => {
            let act = said(ig_id, &who, "story_mention", String::new());
            Some((Act { text: None, ..act }, None))
        }
    }
}

fn giveaway(world: &mut World, ig_id: &str) -> Option<Whim> {
    let who = if world.audience.happens(0.6) {
        stranger(world)?
    } else {
        someone(world)?
    };
    if world.audience.happens(0.1) {
        let text = saying(world, words::GIVEAWAY, &who.language)?;
        return Some((said(ig_id, &who, "message", text), None));
    }
    let newest = world.posts(ig_id).first().map(|post| post.id.clone());
    let (mut act, _) = comment(world, ig_id, &who, words::ENTRIES, newest)?;
    if world.audience.happens(0.5)
        && let (Some(friend), Some(text)) = (someone(world), &mut act.text)
    {
        text.push_str(&format!(" @{}", friend.handle));
    }
    Some((act, None))
}

fn viral(world: &mut World, ig_id: &str) -> Option<Whim> {
    let who = if world.audience.happens(0.8) {
        stranger(world)?
    } else {
        someone(world)?
    };
    let reel = world.posts(ig_id).into_iter().find(|post| is_reel(post));
    let reel = reel.map(|post| post.id.clone());
    if world.audience.happens(0.2) && reel.is_some() {
        let text = saying(world, words::VIRAL, &who.language)?;
        let act = Act {
            media_id: reel,
            share: Some(true),
            ..said(ig_id, &who, "message", text)
        };
        return Some((act, None));
    }
    comment(world, ig_id, &who, words::VIRAL, reel)
}

fn is_reel(media: &Media) -> bool {
    media.product_type == "REELS"
}

fn angry(world: &mut World, ig_id: &str) -> Option<Whim> {
    let who = someone(world)?;
    match world.audience.below(100) {
        0..60 => {
            let text = saying(world, words::COMPLAINTS, &who.language)?;
            let more = world.audience.happens(0.4);
            let after = if more {
                saying(world, words::NAGS, &who.language)
            } else {
                None
            };
            let after = after.map(|text| said(ig_id, &who, "message", text));
            Some((said(ig_id, &who, "message", text), after))
        }
        60..90 => {
            let media = place(world, ig_id);
            comment(world, ig_id, &who, words::PUBLIC_COMPLAINTS, media)
        }
        _ => question(world, ig_id, &who),
    }
}

/// What follows an answer: it is seen, liked or thanked for.
fn reacts(world: &mut World, ig_id: &str, who: &Who) -> Option<Whim> {
    let act = match world.audience.below(10) {
        0..4 => "seen",
        4..6 => "reaction",
        _ => {
            let text = saying(world, words::THANKS, &who.language)?;
            return Some((said(ig_id, who, "message", text), None));
        }
    };
    let act = said(ig_id, who, act, String::new());
    Some((Act { text: None, ..act }, None))
}

/// A direct message, often about a post, now and then with an afterthought.
fn question(world: &mut World, ig_id: &str, who: &Who) -> Option<Whim> {
    let fitting: Vec<_> = words::QUESTIONS
        .iter()
        .filter(|(known, ..)| *known == who.language)
        .collect();
    let (_, text, about_post) = **world.audience.pick(&fitting)?;
    let text = in_habit(world, who, text);
    let mut act = said(ig_id, who, "message", text);
    if about_post {
        act.media_id = post(world, ig_id);
        act.share = Some(true);
    }
    let often = if who.habit == "chatty" { 0.6 } else { 0.2 };
    let more = world.audience.happens(often);
    let after = if more {
        saying(world, words::AFTERTHOUGHTS, &who.language)
    } else {
        None
    };
    let after = after.map(|text| said(ig_id, who, "message", text));
    Some((act, after))
}

/// A question as this person puts it.
fn in_habit(world: &mut World, who: &Who, text: &str) -> String {
    match who.habit.as_str() {
        "chatty" => match saying(world, words::OPENERS, &who.language) {
            Some(opener) => format!("{opener}\n{text}"),
            None => text.to_owned(),
        },
        "careful" => match saying(world, words::CLOSERS, &who.language) {
            Some(closer) => format!("{text}\n{closer}"),
            None => text.to_owned(),
        },
        "emoji" => {
            let emoji = world.audience.pick(&["😍", "🙏", "🌸", "❤️", "🥺"]);
            format!("{text} {}", emoji.copied().unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}

fn comment(
    world: &mut World,
    ig_id: &str,
    who: &Who,
    from: &[Saying],
    media_id: Option<String>,
) -> Option<Whim> {
    let text = saying(world, from, &who.language)?;
    let act = Act {
        media_id,
        ..said(ig_id, who, "comment", text)
    };
    Some((act, None))
}

fn story(world: &mut World, ig_id: &str, who: &Who) -> Option<Whim> {
    let text = saying(world, words::STORY, &who.language)?;
    if world.story(ig_id, world.now).is_none() {
        // A story ends after a day; the shop has shown a new one since.
        world.publish(ig_id, "", "STORY", None, world.now);
    }
    Some((said(ig_id, who, "story_reply", text), None))
}

fn said(ig_id: &str, who: &Who, what: &str, text: String) -> Act {
    Act {
        account: Some(ig_id.to_owned()),
        person: Some(who.handle.clone()),
        what: what.to_owned(),
        text: Some(text),
        ..Act::default()
    }
}

fn someone(world: &mut World) -> Option<Who> {
    let people: Vec<&Person> = world.people.values().collect();
    let place = world.audience.below(people.len());
    people.get(place).map(|person| Who::from(*person))
}

/// Somebody who was never here.
fn stranger(world: &mut World) -> Option<Who> {
    let (first, name, language) = *world.audience.pick(words::STRANGERS)?;
    let handle = world.audience.digits(&format!("{first}."), first.len() + 5);
    let patience = [300, 1_800, 7_200][world.audience.below(3)];
    let habit = ["brief", "brief", "emoji", "chatty"][world.audience.below(4)];
    let handle = world.person_or_new(&handle);
    let person = world.people.get_mut(&handle)?;
    name.clone_into(&mut person.name);
    language.clone_into(&mut person.language);
    habit.clone_into(&mut person.habit);
    person.patience = patience;
    Some(Who::from(&*person))
}

/// Somebody who waits for an answer for longer than their patience; on a day of anger it is a
/// quarter of it.
fn impatient(world: &mut World, ig_id: &str, temper: Temper) -> Option<Who> {
    let part = if temper == Temper::AngryMonday { 4 } else { 1 };
    let now = world.now;
    let waits = |thread: &&crate::threads::Thread| {
        let patience = world.people.get(&thread.person).map(|one| one.patience);
        let patience = Millis::from(patience.unwrap_or(3_600)) * 1_000 / part;
        let asked = thread.messages.iter().rev();
        let asked = asked.take_while(|one| !one.from_business).count();
        let waited = thread.messages.last().map_or(0, |last| now - last.at);
        (1..ASKS).contains(&asked) && (patience..patience + 6 * HOUR).contains(&waited)
    };
    let people: Vec<String> = world
        .threads
        .values()
        .filter(|thread| thread.ig_id == ig_id)
        .filter(waits)
        .map(|thread| thread.person.clone())
        .collect();
    let handle = world.audience.pick(&people)?.clone();
    world.people.get(&handle).map(Who::from)
}

/// Somebody to whom the business spoke last, a short while ago.
fn answered(world: &mut World, ig_id: &str) -> Option<Who> {
    let since = world.now - FRESH;
    let fresh = |thread: &&crate::threads::Thread| {
        let last = thread.messages.last();
        last.is_some_and(|last| last.from_business && last.at >= since)
    };
    let waiting: Vec<String> = world
        .threads
        .values()
        .filter(|thread| thread.ig_id == ig_id)
        .filter(fresh)
        .map(|thread| thread.person.clone())
        .collect();
    let handle = world.audience.pick(&waiting)?.clone();
    world.people.get(&handle).map(Who::from)
}

fn saying(world: &mut World, from: &[Saying], language: &str) -> Option<String> {
    let fitting: Vec<&str> = from
        .iter()
        .filter(|(known, _)| *known == language)
        .map(|(_, text)| *text)
        .collect();
    world.audience.pick(&fitting).map(|text| (*text).to_owned())
}

/// Where a comment is written: under a broadcast while one runs, else under a post.
fn place(world: &mut World, ig_id: &str) -> Option<String> {
    let mut media = world.media.values();
    let live = media.find(|one| one.ig_id == ig_id && one.is_live());
    match live.map(|media| media.id.clone()) {
        Some(live) => Some(live),
        None => post(world, ig_id),
    }
}

fn post(world: &mut World, ig_id: &str) -> Option<String> {
    let posts = world.posts(ig_id);
    let posts: Vec<String> = posts.iter().map(|post| post.id.clone()).collect();
    world.audience.pick(&posts).cloned()
}
