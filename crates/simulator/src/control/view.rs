//! What the control API shows.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Json, Response};
use futures::{Stream, StreamExt as _};
use serde_json::{Value, json};
use tokio_stream::wrappers::BroadcastStream;

use super::{Answer, ControlError};
use crate::clock::{Stand, iso_time};
use crate::comments::Comment;
use crate::seed;
use crate::sim::Sim;
use crate::threads::{Message, Thread};
use crate::webhook::Product;
use crate::world::{World, all_scopes};

/// The address that the fixture's code is bound to.
pub const REDIRECT: &str = "https://shop.example/oauth/callback";

/// All that a stranger needs to begin; a fresh code at each call. `?as=env` gives it as
/// assignments that a shell takes.
pub async fn fixture(
    State(sim): State<Arc<Sim>>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, ControlError> {
    let base = sim.base();
    let fixture = sim.with(|world| fixture_of(world, &base))?;
    if query.get("as").is_none_or(|form| form != "env") {
        return Ok(Json(fixture).into_response());
    }
    let mut lines = String::new();
    for (name, value) in fixture.as_object().into_iter().flatten() {
        // None of the values holds a quote: they are ids, names and addresses of our making, but
        // the username may have been changed.
        let value = value.as_str().unwrap_or_default().replace('\'', "");
        lines.push_str(&format!("{}='{value}'\n", name.to_uppercase()));
    }
    Ok(lines.into_response())
}

/// The fixture as a value.
pub fn fixture_of(world: &mut World, base: &str) -> Result<Value, ControlError> {
    let none = || ControlError::new("account", "the world has no account");
    let account = world.accounts.first().cloned().ok_or_else(none)?;
    let (peer, comment, media) = seed::trial(world).ok_or_else(none)?;
    let code = world.code(Product::Instagram, &account.ig_id, all_scopes(), REDIRECT);
    let token = world.fixture_token();
    let page_token = world.tokens.iter().find(|(_, one)| {
        one.kind == crate::tokens::TokenKind::FacebookPage && one.ig_id == account.ig_id
    });
    Ok(json!({
        "base_url": base, "app_id": world.instagram_app.id,
        "app_secret": world.instagram_app.secret, "verify_token": world.verify_token,
        "ig_id": account.ig_id, "app_scoped_id": account.app_scoped_id,
        "username": account.username, "token": token, "peer_id": peer, "comment_id": comment,
        "media_id": media, "code": code, "redirect_uri": REDIRECT,
        "facebook_app_id": world.facebook_app.id,
        "facebook_app_secret": world.facebook_app.secret, "page_id": account.page_id,
        "page_token": page_token.map(|(text, _)| text),
    }))
}

/// Numbers and switches.
pub async fn state(State(sim): State<Arc<Sim>>) -> Json<Value> {
    Json(state_of(&sim))
}

/// The state as a value.
pub fn state_of(sim: &Sim) -> Value {
    let world = sim.lock();
    let accounts: Vec<Value> = world
        .accounts
        .iter()
        .map(|one| {
            json!({
                "ig_id": one.ig_id, "username": one.username, "name": one.name,
                "biography": one.biography, "followers": one.followers,
                "instagram_fields": one.instagram_fields, "facebook_fields": one.facebook_fields,
            })
        })
        .collect();
    let counts = &world.counts;
    let mut state = json!({
        "delivered": counts.delivered, "redelivered": counts.redelivered,
        "failed": counts.failed, "dropped": counts.dropped, "pending": world.outbox.len(),
        "calls": counts.calls, "sends": counts.sends, "duplicates": counts.duplicates,
        "violations": counts.violations, "accounts": accounts, "people": world.people.len(),
        "messages": world.by_mid.len(), "comments": world.comments.len(),
        "media": world.media.len(), "webhook": world.webhook_url, "seed": world.seed,
    });
    drop(world);
    state["clock"] = clock_of(sim);
    state["faults"] = json!(sim.lock_faults().list);
    state
}

/// The whole world as one value, without what depends on where it runs and when it is looked at:
/// addresses, and how far webhooks got. The same seed and acts give the same dump to the byte.
pub async fn dump(State(sim): State<Arc<Sim>>) -> Answer {
    dump_of(&sim).map(Json)
}

/// The dump as a value.
pub fn dump_of(sim: &Sim) -> Result<Value, ControlError> {
    let world = sim.lock();
    let whole = serde_json::to_string(&*world);
    let now = world.now;
    drop(world);
    let whole = whole.map_err(|error| ControlError::new("body", error.to_string()))?;
    let whole = whole.replace(&sim.base(), "http://simulator");
    let mut dump: Value = serde_json::from_str(&whole)
        .map_err(|error| ControlError::new("body", error.to_string()))?;
    if let Some(dump) = dump.as_object_mut() {
        for fleeting in ["outbox", "webhook_url", "next_delivery"] {
            dump.remove(fleeting);
        }
        if let Some(counts) = dump.get_mut("counts").and_then(Value::as_object_mut) {
            for fleeting in ["delivered", "redelivered", "failed", "dropped"] {
                counts.remove(fleeting);
            }
        }
        dump.insert("now_ms".to_owned(), json!(now));
    }
    Ok(dump)
}

/// What the business sent.
pub async fn sends(State(sim): State<Arc<Sim>>) -> Json<Value> {
    Json(json!({"items": sends_of(&sim)}))
}

/// The sends as values.
pub fn sends_of(sim: &Sim) -> Vec<Value> {
    sim.lock()
        .sends
        .iter()
        .map(crate::sends::Send::shown)
        .collect()
}

/// The people, those with the latest words first.
pub async fn people(State(sim): State<Arc<Sim>>) -> Json<Value> {
    let base = sim.base();
    let people = sim.with(|world| {
        let Some(ig_id) = world.accounts.first().map(|account| account.ig_id.clone()) else {
            return Vec::new();
        };
        let handles: Vec<String> = world.people.keys().cloned().collect();
        let mut people = Vec::new();
        for handle in handles {
            let igsid = world.igsid_of(&handle, &ig_id);
            let Some(person) = world.people.get(&handle) else {
                continue;
            };
            let thread = world.threads.get(&format!("{ig_id}:{igsid}"));
            let last = thread.and_then(|thread| thread.messages.last());
            let heard = thread.and_then(|thread| thread.newest(|one| one.from_business));
            let seen = thread.and_then(|thread| thread.seen.as_ref());
            let unseen = heard.is_some_and(|message| Some(&message.mid) != seen);
            people.push(json!({
                "handle": handle, "username": person.username, "name": person.name,
                "language": person.language, "igsid": igsid, "blocks": person.blocks,
                "picture": format!("{base}/avatar/{igsid}.svg"),
                "unseen": unseen,
                "last_at_ms": last.map(|message| message.at),
                "last_text": last.and_then(|message| message.text.clone()),
                "last_from_business": last.map(|message| message.from_business),
            }));
        }
        people.sort_by_key(|one| std::cmp::Reverse(one["last_at_ms"].as_i64().unwrap_or(0)));
        people
    });
    Json(json!({ "items": people }))
}

/// One person's thread: `?person=`.
pub async fn thread(
    State(sim): State<Arc<Sim>>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let called = query.get("person").cloned().unwrap_or_default();
    let base = sim.base();
    sim.with(|world| {
        let handle = world.person(&called).map(|person| person.handle.clone());
        let handle = handle.ok_or_else(|| ControlError::new("person", "nobody is called so"))?;
        let ig_id = query
            .get("account")
            .cloned()
            .or_else(|| world.accounts.first().map(|account| account.ig_id.clone()));
        let ig_id = ig_id.unwrap_or_default();
        let igsid = world.igsid_of(&handle, &ig_id);
        let shown = world.threads.get(&format!("{ig_id}:{igsid}"));
        Ok(Json(match shown {
            Some(thread) => thread_of(world, thread, &base),
            None => json!({"person": handle, "igsid": igsid, "messages": []}),
        }))
    })
}

fn thread_of(world: &World, thread: &Thread, base: &str) -> Value {
    let messages: Vec<Value> = thread
        .messages
        .iter()
        .map(|message| message_of(world, message, base))
        .collect();
    json!({
        "person": thread.person, "igsid": thread.igsid, "conversation_id": thread.id,
        "messages": messages, "seen": thread.seen, "seen_by_business_ms": thread.seen_by_business,
        "window": thread.opened.map(|opened| opened.shown(&world.settings)),
        "folder": thread.folder, "person_folder": thread.person_folder,
        "archived": thread.archived, "owner": world.owner_of(thread),
    })
}

fn message_of(world: &World, message: &Message, base: &str) -> Value {
    let mut shown = json!({
        "mid": message.mid, "at": iso_time(message.at), "at_ms": message.at,
        "from_business": message.from_business, "text": message.text,
        "quick_replies": message.quick_replies, "deleted": message.deleted,
        "edits": message.edits, "unsupported": message.unsupported, "tap": message.tap,
        "reactions": message.reactions, "private_reply_to": message.comment_id,
    });
    let attachments: Vec<Value> = message
        .attachments
        .iter()
        .map(|held| {
            let media = ["ig_post_media_id", "reel_video_id", "story_media_id"]
                .iter()
                .find_map(|name| world.media.get(held.payload[*name].as_str()?));
            json!({
                "type": held.kind, "payload": held.payload,
                "picture": media.map(|media| media.picture(base)),
                "media_id": media.map(|media| &media.id),
            })
        })
        .collect();
    shown["attachments"] = json!(attachments);
    if let Some((_, above)) = message
        .reply_to
        .as_ref()
        .and_then(|mid| world.find_message(mid))
    {
        shown["answers"] = json!(above.text);
    }
    if let Some(comment) = message
        .comment_id
        .as_ref()
        .and_then(|id| world.comments.get(id))
    {
        shown["answers"] = json!(comment.text);
    }
    if let Some(story) = message.story_id.as_ref().and_then(|id| world.media.get(id)) {
        shown["story"] = json!({"id": story.id, "picture": story.picture(base)});
    }
    shown
}

/// Posts with their comments, and the story: `?media_id=` for one post alone.
pub async fn posts(
    State(sim): State<Arc<Sim>>,
    Query(query): Query<HashMap<String, String>>,
) -> Json<Value> {
    let base = sim.base();
    let world = sim.lock();
    let account = world.account_or_first(query.get("account").map(String::as_str));
    let Some(account) = account else {
        return Json(json!({"items": [], "story": null}));
    };
    let only = query.get("media_id");
    let items: Vec<Value> = world
        .posts(&account.ig_id)
        .into_iter()
        .filter(|post| only.is_none_or(|id| post.id == *id))
        .map(|post| {
            let comments: Vec<Value> = world
                .comments_of(&post.id)
                .into_iter()
                .map(|comment| comment_of(&world, comment))
                .collect();
            json!({
                "id": post.id, "caption": post.caption, "picture": post.picture(&base),
                "at_ms": post.at, "likes": post.likes, "product_type": post.product_type,
                "comments_enabled": post.comments_enabled, "comments": comments,
                "permalink": post.permalink(),
            })
        })
        .collect();
    let story = world.story(&account.ig_id, world.now);
    let story = story
        .map(|story| json!({"id": story.id, "picture": story.picture(&base), "at_ms": story.at}));
    Json(json!({"items": items, "story": story}))
}

fn comment_of(world: &World, comment: &Comment) -> Value {
    let mut replies: Vec<Value> = world
        .comments_of(&comment.id)
        .into_iter()
        .map(|one| comment_of(world, one))
        .collect();
    replies.reverse();
    json!({
        "id": comment.id, "text": comment.text, "at_ms": comment.at,
        "username": world.author_name(comment), "person": comment.author,
        "from_business": comment.author.is_none(), "hidden": comment.hidden,
        "private_reply": comment.private_reply, "replies": replies,
    })
}

/// The troubles in force.
pub async fn faults(State(sim): State<Arc<Sim>>) -> Json<Value> {
    Json(json!({"faults": sim.lock_faults().list}))
}

/// Where the clock stands.
pub async fn clock(State(sim): State<Arc<Sim>>) -> Json<Value> {
    Json(clock_of(&sim))
}

/// The clock as a value.
pub fn clock_of(sim: &Sim) -> Value {
    let now = sim.clock.now();
    let held = matches!(sim.clock.stand(), Stand::Held(_));
    json!({"now_ms": now, "now": iso_time(now), "held": held})
}

/// How lively the audience is.
pub async fn audience(State(sim): State<Arc<Sim>>) -> Json<Value> {
    Json(json!(sim.lock().crowd.tempo))
}

/// The switches.
pub async fn settings(State(sim): State<Arc<Sim>>) -> Json<Value> {
    Json(json!(sim.lock().settings))
}

/// Changes as they happen, as server-sent events.
pub async fn events(
    State(sim): State<Arc<Sim>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let ending = sim.ending.clone();
    let changes = BroadcastStream::new(sim.live.subscribe()).map(|change| {
        // Who could not keep up looks at everything anew.
        let change = change.unwrap_or_else(|_| json!({"what": "reset"}));
        Ok(Event::default().data(change.to_string()))
    });
    let hello = futures::stream::once(async { Ok(Event::default().data(r#"{"what":"hello"}"#)) });
    let stream = hello
        .chain(changes)
        .take_until(async move { ending.cancelled().await });
    Sse::new(stream).keep_alive(KeepAlive::default())
}
