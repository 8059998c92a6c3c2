//! Conversations and messages, read back; details of the 20 newest messages only.

use serde_json::{Value, json};

use super::ask::Ask;
use super::error::GraphError;
use super::fields::{Field, Held, parse, render};
use super::page::{Page, listed};
use super::resolve::Node;
use crate::clock::{SECOND, graph_time};
use crate::threads::{Attachment, Message, Thread};
use crate::tokens::{Scope, Token};
use crate::world::World;

/// How many messages of a conversation still have details.
const NEWEST: usize = 20;
/// Most things on a page.
const MOST: usize = 100;

/// Takes one of the two calls a second that conversations and messages may be read with; calls of
/// other things pass.
///
/// # Errors
/// When none is left, or the token has no leave.
pub fn enter(
    world: &mut World,
    token: &Token,
    node: &Node,
    edge: Option<&str>,
) -> Result<(), GraphError> {
    let counted = matches!(node, Node::Thread(_) | Node::Message(_))
        || matches!(
            (node, edge),
            (Node::Account | Node::Page, Some("conversations"))
        );
    if !counted {
        return Ok(());
    }
    world.leave(token, Scope::Messages)?;
    let (most, now) = (world.settings.conversations_rate, world.now);
    if !world
        .limits
        .take("conversations", &token.ig_id, most, SECOND, now)
    {
        let status = world.settings.throttle_status;
        return Err(GraphError::throttled(None, None, status).breaks("conversations_rate"));
    }
    Ok(())
}

/// `GET /me/conversations?platform=instagram`.
///
/// # Errors
/// Meta's refusal.
pub fn list(world: &World, token: &Token, node: &Node, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    super::messages::opened(world)?;
    let platform = ask.choice("platform").unwrap_or_default();
    // Under Facebook Login a Page has conversations of Messenger too; there are none here.
    let messenger = *node == Node::Page && platform != "instagram";
    if !(messenger || matches!(platform.as_str(), "" | "instagram")) {
        return Err(GraphError::parameter("Param platform must be instagram"));
    }
    let asked = ask.text("user_id");
    let mut threads: Vec<&Thread> = world
        .threads
        .values()
        .filter(|thread| thread.ig_id == token.ig_id && shown(thread).next().is_some())
        .filter(|thread| asked.as_ref().is_none_or(|igsid| thread.igsid == *igsid))
        .filter(|thread| !(messenger || thread.vanished(world.now)))
        .collect();
    threads.sort_by_cached_key(|one| (std::cmp::Reverse(one.updated()), one.id.clone()));
    let ids: Vec<String> = threads.iter().map(|thread| thread.id.clone()).collect();
    let whose = ask.call.path.first().map_or("me", String::as_str);
    let (ids, paging) = Page::of(ask, whose, "conversations", MOST)?.cut(&ids)?;
    let fields = ask.fields("id,updated_time")?;
    let data = threads
        .iter()
        .filter(|thread| ids.contains(&thread.id))
        .map(|thread| rendered(world, token, ask, thread, &fields));
    Ok(listed(data.collect::<Result<_, _>>()?, paging))
}

fn known<'a>(world: &'a World, key: &str) -> Result<&'a Thread, GraphError> {
    world
        .threads
        .get(key)
        .ok_or_else(|| GraphError::no_object(key))
}

/// `GET /{conversation}`.
///
/// # Errors
/// Meta's refusal.
pub fn thread(world: &World, token: &Token, ask: &Ask, key: &str) -> Result<Value, GraphError> {
    let fields = ask.fields("id,updated_time")?;
    rendered(world, token, ask, known(world, key)?, &fields)
}

/// The message of an id, if its details may be read.
fn detailed<'a>(world: &'a World, mid: &str) -> Result<(&'a Thread, &'a Message), GraphError> {
    let (thread, message) = world
        .find_message(mid)
        .ok_or_else(|| GraphError::no_object(mid))?;
    let near = shown(thread).take(NEWEST).any(|one| one.mid == mid);
    if message.deleted || !near {
        return Err(GraphError::new(
            9_000_001,
            None,
            "(#9000001) The message was deleted.",
        ));
    }
    Ok((thread, message))
}

/// `GET /{message}`.
///
/// # Errors
/// Code 9000001 for a message that is deleted or older than the 20 newest.
pub fn message(world: &World, token: &Token, ask: &Ask, mid: &str) -> Result<Value, GraphError> {
    let (thread, message) = detailed(world, mid)?;
    let fields = ask.fields("id,created_time,from,to,message")?;
    render_message(world, token, ask, thread, message, &fields)
}

/// `GET /{message}/attachments`.
///
/// # Errors
/// The same.
pub fn attachments(world: &World, _: &Token, mid: &str) -> Result<Value, GraphError> {
    let (_, message) = detailed(world, mid)?;
    Ok(listed(attached(message), None))
}

/// Messages as the API shows them, newest first: taps are events, not messages.
fn shown(thread: &Thread) -> impl Iterator<Item = &Message> {
    thread.messages.iter().rev().filter(|message| !message.tap)
}

fn rendered(
    world: &World,
    token: &Token,
    ask: &Ask,
    thread: &Thread,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let (person, account) = parties(world, token, thread);
    render("Conversation", &thread.id, fields, |field| {
        let within = Ask::within(ask.call, field);
        Ok(match field.name.as_str() {
            "updated_time" => Held::Value(json!(graph_time(thread.updated()))),
            "participants" => Held::Value(json!({"data": [account, person]})),
            "messages" => Held::Edge(listing(world, token, &within, thread)?),
            "message_count" => Held::Value(json!(visible(thread).len())),
            "link" => Held::Value(json!(format!("/direct/t/{}/", thread.number))),
            // Told only where threads have owners.
            "is_owner" if world.settings.routing => {
                let app = &world.app_of(token).id;
                let owner = world.owner_of(thread);
                Held::Value(json!(owner.is_none_or(|owner| owner == app)))
            }
            "name" | "is_owner" => Held::Nothing,
            _ => Held::Unknown,
        })
    })
}

fn visible(thread: &Thread) -> Vec<&Message> {
    shown(thread).filter(|message| !message.deleted).collect()
}

/// `GET /{conversation}/messages`.
///
/// # Errors
/// Meta's refusal.
pub fn messages(world: &World, token: &Token, ask: &Ask, key: &str) -> Result<Value, GraphError> {
    listing(world, token, ask, known(world, key)?)
}

fn listing(world: &World, token: &Token, ask: &Ask, thread: &Thread) -> Result<Value, GraphError> {
    let visible = visible(thread);
    let ids: Vec<String> = visible.iter().map(|message| message.mid.clone()).collect();
    let (cut, paging) = Page::of(ask, &thread.id, "messages", MOST)?.cut(&ids)?;
    let default = "id,created_time,is_unsupported";
    let (fields, bare) = (ask.fields(default)?, parse(default)?);
    let mut data = Vec::new();
    for (place, message) in visible.iter().enumerate() {
        if cut.contains(&message.mid) {
            // What is older than the newest has its id and time, nothing else.
            let fields = if place < NEWEST { &fields } else { &bare };
            data.push(render_message(world, token, ask, thread, message, fields)?);
        }
    }
    Ok(listed(data, paging))
}

/// The person and the account, as `from`, `to` and participants show them.
fn parties(world: &World, token: &Token, thread: &Thread) -> (Value, Value) {
    let person = world
        .people
        .get(&thread.person)
        .map(|person| person.username.clone())
        // An account that writes to itself is no person.
        .or_else(|| (thread.igsid == thread.ig_id).then(|| thread.person.clone()));
    let account = world
        .account(&thread.ig_id)
        .map(|account| account.username.clone());
    let mut account = json!({"username": account, "id": thread.ig_id});
    if !token.kind.is_instagram() {
        // A third key, which only Facebook Login shows.
        account["user_id"] = json!(thread.ig_id);
    }
    (json!({"username": person, "id": thread.igsid}), account)
}

fn render_message(
    world: &World,
    token: &Token,
    ask: &Ask,
    thread: &Thread,
    message: &Message,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let (person, account) = parties(world, token, thread);
    let (from, to) = if message.from_business {
        (account.clone(), person)
    } else {
        (person, account.clone())
    };
    render("Message", &message.mid, fields, |field| {
        Ok(match field.name.as_str() {
            "created_time" => Held::Value(json!(graph_time(message.at))),
            "from" => Held::Value(from.clone()),
            "to" => Held::Value(json!({"data": [to]})),
            "message" => Held::Value(json!(message.text.as_deref().unwrap_or_default())),
            "is_unsupported" => Held::Value(json!(message.unsupported)),
            "attachments" => held_list(attached(message)),
            "shares" => held_list(shares(message)),
            "story" => story(world, &ask.call.base, message),
            "reply_to" => match &message.reply_to {
                Some(mid) => {
                    let above = thread.newest(|one| one.mid == *mid);
                    let own = above.is_some_and(|one| one.from_business == message.from_business);
                    Held::Value(json!({"mid": mid, "is_self_reply": own}))
                }
                None => Held::Nothing,
            },
            "reactions" => held_list(reactions(message, &from, &to)),
            _ => Held::Unknown,
        })
    })
}

fn held_list(data: Vec<Value>) -> Held {
    if data.is_empty() {
        Held::Nothing
    } else {
        Held::Value(json!({ "data": data }))
    }
}

fn attached(message: &Message) -> Vec<Value> {
    let one = |(place, held): (usize, &Attachment)| {
        let url = held.payload["url"].clone();
        let data = match held.kind.as_str() {
            "image" => json!({"image_data": {"url": url}}),
            "video" => json!({"video_data": {"url": url}}),
            "audio" | "file" => json!({"file_url": url}),
            _ => return None,
        };
        let mut data = data;
        data["id"] = json!((place + 1).to_string());
        data["name"] = json!(held.kind);
        Some(data)
    };
    message
        .attachments
        .iter()
        .enumerate()
        .filter_map(one)
        .collect()
}

fn shares(message: &Message) -> Vec<Value> {
    message
        .attachments
        .iter()
        .filter(|held| matches!(held.kind.as_str(), "ig_post" | "ig_reel" | "share"))
        .map(|held| json!({"link": held.payload["url"]}))
        .collect()
}

fn story(world: &World, base: &str, message: &Message) -> Held {
    if let Some(id) = &message.story_id {
        let link = world.media.get(id).map(|story| story.picture(base));
        return Held::Value(json!({"reply_to": {"link": link, "id": id}}));
    }
    let mention = message
        .attachments
        .iter()
        .find(|held| held.kind == "story_mention");
    match mention {
        Some(held) => Held::Value(json!({"mention": {"link": held.payload["url"]}})),
        None => Held::Nothing,
    }
}

fn reactions(message: &Message, from: &Value, to: &Value) -> Vec<Value> {
    let user = |who: &str| {
        let business = who == "business";
        if business == message.from_business {
            from.clone()
        } else {
            to.clone()
        }
    };
    message
        .reactions
        .iter()
        .map(|(who, reaction)| json!({"reaction": reaction.name, "users": [user(who)]}))
        .collect()
}
