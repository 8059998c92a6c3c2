//! What Instagram told is the same in the store, in whatever order, however often and in whatever
//! batches it came.
//!
//! Compared is what was said and done: messages with their edits, reactions and unsends, comments
//! with their replies, windows, people and what was only kept. Not compared is our own work on it
//! (turns, unread counts, seen marks), which depends on when we learn of a thing.

use palette_domain::conversation::Handler;
use palette_domain::inbound::{Event, Inbound, InboundComment};
use palette_domain::media::MediaKind;
use palette_domain::turn::QuietTime;
use palette_domain::{Instant, Private, Span};
use palette_store::{Arrival, ConversationRow, Store, TimelineItem};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;

use crate::common::{Shop, at, on_both, shop, take_in};

/// Days that are lived, each in its own shop and by its own seed.
const DAYS: u64 = 6;
const PEOPLE: u64 = 4;
/// When all of the day is over.
const EVENING: i64 = 86_400_000;
const EMOJI: [&str; 3] = ["❤", "😂", "🙏"];

/// One event of the day, before it is known which shop it happens to.
type Made = Box<dyn Fn(&Shop) -> Inbound>;

/// The day of a seed, in the order in which it happened.
fn day(seed: u64) -> Vec<Made> {
    let mut chance = ChaCha12Rng::seed_from_u64(seed);
    let mut made: Vec<Made> = Vec::new();
    let mut clock = 0;
    for place in 0..60 {
        clock += 1_000 + chance.random_range(0..1_000_000);
        let (when, who) = (at(clock), format!("p{}", chance.random_range(0..PEOPLE)));
        let words = format!("words {place}");
        let mid = format!("m{place}");
        match chance.random_range(0..10) {
            0..4 => {
                let id = mid.clone();
                made.push(Box::new(move |shop| shop.dm(&who, &id, &words, when)));
                fates(&mut made, &mut chance, &mid, &mut clock);
            }
            4 => {
                let id = mid.clone();
                made.push(Box::new(move |shop| shop.echo(&who, &id, &words, when)));
                fates(&mut made, &mut chance, &mid, &mut clock);
            }
            5..8 => thread(&mut made, &mut chance, place, &who, &mut clock),
            8 => made.push(Box::new(move |shop| shop.event(when, referral(&who)))),
            _ => made.push(Box::new(move |shop| shop.event(when, unknown(shop, place)))),
        }
    }
    made
}

/// What becomes of a message: edits, reactions, an unsend.
fn fates(made: &mut Vec<Made>, chance: &mut ChaCha12Rng, mid: &str, clock: &mut i64) {
    for num_edit in 1..=chance.random_range(0..3) {
        *clock += 1_000;
        let (when, mid) = (at(*clock), mid.to_owned());
        made.push(Box::new(move |shop| shop.event(when, edit(&mid, num_edit))));
    }
    for _ in 0..chance.random_range(0..3) {
        *clock += 1_000;
        let (when, mid) = (at(*clock), mid.to_owned());
        let emoji = EMOJI.choose(chance).filter(|_| chance.random_bool(0.7));
        let reaction = move || Event::Reaction {
            mid: mid.clone(),
            igsid: Private::new("p0".to_owned()),
            emoji: emoji.map(|emoji| (*emoji).to_owned()),
        };
        made.push(Box::new(move |shop| shop.event(when, reaction())));
    }
    if chance.random_bool(0.2) {
        *clock += 1_000;
        let (when, mid) = (at(*clock), mid.to_owned());
        let unsent = move || Event::Unsent {
            mid: mid.clone(),
            igsid: None,
        };
        made.push(Box::new(move |shop| shop.event(when, unsent())));
    }
}

/// A comment, perhaps with a reply of another person and one of the shop's own.
fn thread(made: &mut Vec<Made>, chance: &mut ChaCha12Rng, place: u64, who: &str, clock: &mut i64) {
    let top = format!("c{place}");
    let mut add = |id: String, parent: Option<String>, who: Option<String>, clock: i64| {
        let (text, when) = (format!("comment {id}"), at(clock));
        made.push(Box::new(move |shop| {
            let comment = comment(&id, parent.as_deref(), who.as_deref(), &text);
            shop.event(when, Event::Comment(comment))
        }));
    };
    add(top.clone(), None, Some(who.to_owned()), *clock);
    if chance.random_bool(0.5) {
        *clock += 1_000;
        let other = format!("p{}", chance.random_range(0..PEOPLE));
        add(format!("{top}a"), Some(top.clone()), Some(other), *clock);
    }
    if chance.random_bool(0.5) {
        *clock += 1_000;
        add(format!("{top}b"), Some(top), None, *clock);
    }
}

fn comment(id: &str, parent: Option<&str>, who: Option<&str>, text: &str) -> InboundComment {
    InboundComment {
        ig_comment_id: id.to_owned(),
        ig_parent_id: parent.map(str::to_owned),
        ig_media_id: "media1".to_owned(),
        media_kind: MediaKind::Feed,
        igsid: who.map(|who| Private::new(who.to_owned())),
        username: who.map(|who| Private::new(format!("user_{who}"))),
        text: Private::new(text.to_owned()),
        is_own: who.is_none(),
        is_live: false,
    }
}

fn edit(mid: &str, num_edit: u32) -> Event {
    Event::Edited {
        mid: mid.to_owned(),
        text: Some(Private::new(format!("{mid}, edit {num_edit}"))),
        num_edit,
        igsid: None,
    }
}

fn referral(who: &str) -> Event {
    Event::Referral {
        igsid: Private::new(who.to_owned()),
        source: None,
    }
}

/// Something nobody knows; its kind names the shop, because kinds are counted for all together.
fn unknown(shop: &Shop, place: u64) -> Event {
    Event::Unknown {
        kind: format!("holograms of {}", shop.ig_id),
        raw: Private::new(format!("{{\"n\":{place}}}")),
    }
}

/// The same events, some of them several times, in any order.
fn stirred(chance: &mut ChaCha12Rng, events: &[Inbound]) -> Vec<Inbound> {
    let mut stirred = events.to_vec();
    for _ in 0..events.len() / 3 {
        stirred.extend(events.choose(chance).cloned());
    }
    stirred.shuffle(chance);
    stirred
}

/// Takes them in by batches of deliveries of events, each of any size.
async fn in_batches(store: &Store, chance: &mut ChaCha12Rng, mut events: &[Inbound]) {
    while !events.is_empty() {
        let mut batch = Vec::new();
        for _ in 0..chance.random_range(1..4) {
            let (now, rest) = events.split_at(chance.random_range(0..6).min(events.len()));
            batch.push(Arrival {
                inbound: now.to_vec(),
                raw: Private::new(Vec::new()),
            });
            events = rest;
        }
        let quiet = QuietTime::Fixed(Span::ZERO);
        store
            .ingest(&batch, quiet, at(EVENING))
            .await
            .expect("taken in");
    }
}

/// All that was said and done, one line each.
async fn told(store: &Store, shop: &Shop) -> Vec<String> {
    let rows = shop
        .store
        .conversations(&Default::default(), None, 50)
        .await
        .expect("a page");
    let mut lines = Vec::new();
    for row in &rows.items {
        lines.push(line_of(row));
        let page = shop
            .store
            .timeline(row.conversation.id, None, 200)
            .await
            .expect("a page");
        assert_eq!(page.next, None, "a day fits on a page");
        let who = row.customer.igsid.reveal();
        let text = |id| {
            page.items.iter().find_map(|item| match item {
                TimelineItem::Comment(one) if Some(one.comment.id) == id => {
                    Some(one.comment.text.reveal().clone())
                }
                _ => None,
            })
        };
        lines.extend(page.items.iter().map(|item| match item {
            TimelineItem::Message(message) => {
                let (body, at, state) = (message.body.reveal(), message.at.millis(), message.state);
                let author = message.author;
                format!(
                    "{who} {at} {author:?} {state:?} {} {:?}",
                    body.text, body.reaction
                )
            }
            TimelineItem::Comment(view) => {
                let one = &view.comment;
                let (at, state, own) = (one.at.millis(), one.state, one.customer_id.is_none());
                // Under a comment of another person's thread the parent is not on this page.
                let (is_reply, above) = (one.parent_id.is_some(), text(one.parent_id));
                let text = one.text.reveal();
                format!("{who} {at} own {own} {state:?} {text} {is_reply} {above:?}")
            }
            TimelineItem::Note(_) => panic!("nobody noted anything"),
        }));
    }
    let kept = store.raw_event_counts().await.expect("counts");
    let kind = format!("holograms of {}", shop.ig_id);
    lines.extend(
        kept.iter()
            .filter(|one| one.0 == kind)
            .map(|one| format!("kept {}", one.1)),
    );
    lines.sort();
    lines
}

fn line_of(row: &ConversationRow) -> String {
    let (talk, person) = (&row.conversation, &row.customer);
    let window = talk
        .window
        .map(|window| (window.opened_at.millis(), window.by));
    let last = talk.last_message_at.map(Instant::millis);
    let by_person = talk.handler == Handler::Person;
    format!(
        "{} {:?} {} {} window {window:?} last {last:?} {} {} person {by_person}",
        person.igsid.reveal(),
        person.username.as_ref().map(|name| name.reveal()),
        person.first_seen_at.millis(),
        person.last_interaction_at.millis(),
        talk.last_preview.reveal(),
        talk.last_is_ours,
    )
}

on_both! {
    any_order_number_and_batching_of_a_day_leads_to_the_same_store(db) {
        for seed in 0..DAYS {
            let made = day(seed);
            let plain = shop(&db.store, &format!("1{seed:04}")).await;
            let events: Vec<Inbound> = made.iter().map(|one| one(&plain)).collect();
            for event in events {
                take_in(&db.store, vec![event], at(EVENING)).await;
            }
            let expected = told(&db.store, &plain).await;
            assert!(expected.len() > 20, "{expected:#?}");
            for stir in 0..3 {
                let mut chance = ChaCha12Rng::seed_from_u64(1_000 * (seed + 1) + stir);
                let other = shop(&db.store, &format!("2{seed:04}{stir}")).await;
                let events: Vec<Inbound> = made.iter().map(|one| one(&other)).collect();
                let events = stirred(&mut chance, &events);
                in_batches(&db.store, &mut chance, &events).await;
                let found = told(&db.store, &other).await;
                let only = |a: &[String], b: &[String]| -> Vec<String> {
                    a.iter().filter(|line| !b.contains(line)).cloned().collect()
                };
                let (lost, strange) = (only(&expected, &found), only(&found, &expected));
                let which = format!("day {seed}, stir {stir}");
                assert!(found == expected, "{which}: {lost:#?} became {strange:#?}");
            }
        }
    }
}
