//! Sending: messages, private replies and sender actions, each judged before it takes effect.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::parts::{self, Parts};
use super::resolve::Node;
use super::routing;
use crate::clock::{HOUR, SECOND};
use crate::sends::Send;
use crate::settings::Echo;
use crate::threads::{Message, Reaction};
use crate::tokens::{Scope, Token};
use crate::webhook::{envelope, event};
use crate::window::{self, Leave};
use crate::world::World;

/// `POST /{ig-id, page-id or me}/messages`; each try is booked.
///
/// # Errors
/// Meta's refusal.
pub fn answer(
    world: &mut World,
    call: &Call,
    token: &Token,
    node: &Node,
) -> Result<Value, GraphError> {
    let mut send = begun(world, call, token);
    let result = entered(world, token, node).and_then(|()| {
        routing::may_write(world, token, send.to.as_deref())?;
        if send.kind == "sender_action" {
            act(world, call, &mut send)
        } else if send.kind == "private_reply" {
            private_reply(world, call, &mut send)
        } else {
            message(world, call, &mut send)
        }
    });
    if let Err(error) = &result {
        send.status = error.status;
        send.code = Some((error.code, error.subcode));
        send.rule = error.rule.map(str::to_owned);
    }
    world.book(send);
    result
}

/// Books a send that a fault refused before anything was judged.
pub fn struck(world: &mut World, call: &Call, error: &GraphError) {
    let is_send = call.path.last().is_some_and(|edge| edge == "messages");
    let token = call
        .token
        .as_ref()
        .and_then(|text| world.tokens.get(text))
        .cloned();
    if let Some(token) = token.filter(|_| is_send) {
        let mut send = begun(world, call, &token);
        send.status = error.status;
        send.code = Some((error.code, error.subcode));
        world.book(send);
    }
}

/// The entry in the book, as far as it is known before anything is judged.
fn begun(world: &World, call: &Call, token: &Token) -> Send {
    let read = |name: &str| call.json(name).ok().flatten().unwrap_or(Value::Null);
    let recipient = read("recipient");
    let action = call.text("sender_action");
    let comment_id = text_of(&recipient["comment_id"]);
    let kind = match (&action, &comment_id) {
        (Some(_), _) => "sender_action",
        (None, Some(_)) => "private_reply",
        (None, None) => "message",
    };
    Send {
        kind: kind.to_owned(),
        ig_id: token.ig_id.clone(),
        to: text_of(&recipient["id"]),
        comment_id,
        text: text_of(&read("message")["text"]),
        action,
        parts: Value::Null,
        tag: call.text("tag"),
        id: None,
        status: 200,
        code: None,
        rule: None,
        window: Value::Null,
        at: world.now,
    }
}

/// An id as text, also when it came as a number.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What every send needs, whatever it says.
fn entered(world: &World, token: &Token, node: &Node) -> Result<(), GraphError> {
    if *node == Node::Account && !token.kind.is_instagram() {
        // Under Facebook Login messages belong to the Page, not to the Instagram node.
        let message = "(#3) Application does not have the capability to make this API call.";
        return Err(GraphError::new(3, None, message));
    }
    world.leave(token, Scope::Messages)?;
    if !world.settings.message_access {
        let message = "(#200) The account owner has switched off access to messages.";
        return Err(GraphError::new(200, Some(2_534_041), message));
    }
    Ok(())
}

/// One of the sends that an account has in a second.
fn take(world: &mut World, ig_id: &str, heavy: bool) -> Result<(), GraphError> {
    let (now, status) = (world.now, world.settings.throttle_status);
    let (send_rate, media_rate) = (world.settings.send_rate, world.settings.media_rate);
    let allowed = world.limits.take("send", ig_id, send_rate, SECOND, now)
        && (!heavy || world.limits.take("media", ig_id, media_rate, SECOND, now));
    if allowed {
        return Ok(());
    }
    Err(GraphError::throttled(None, None, status).breaks("send_rate"))
}

/// The thread of an IGSID that may be written to.
fn addressed(world: &mut World, send: &mut Send) -> Result<String, GraphError> {
    let igsid = send
        .to
        .clone()
        .ok_or_else(|| GraphError::missing("recipient"))?;
    let known = world.by_igsid.get(&igsid).cloned().filter(|handle| {
        let person = world.people.get(handle);
        person.and_then(|person| person.igsids.get(&send.ig_id)) == Some(&igsid)
    });
    let Some(handle) = known else {
        let message = "(#100) No matching Instagram user found.";
        return Err(GraphError::new(100, Some(2_534_014), message));
    };
    if world
        .people
        .get(&handle)
        .is_some_and(|person| person.blocks)
    {
        let message = "(#551) This person isn't available right now.";
        return Err(GraphError::new(551, Some(1_545_041), message).breaks("person_unavailable"));
    }
    if world.settings.thread_owned_by_other {
        let message = "(#10) Another app is controlling this thread now.";
        return Err(GraphError::new(10, Some(2_018_300), message));
    }
    let key = world.thread_key(&send.ig_id.clone(), &handle);
    let opened = world.threads.get(&key).and_then(|thread| thread.opened);
    send.window = opened.map_or(Value::Null, |opened| opened.shown(&world.settings));
    Ok(key)
}

/// Whether the window, or the person of the business, lets it through.
fn judged(world: &World, key: &str, tag: Option<&str>) -> Result<(), GraphError> {
    let human = match tag {
        None => false,
        Some("HUMAN_AGENT") if world.settings.human_agent => true,
        Some("HUMAN_AGENT") => return Err(GraphError::permission(10, 400).breaks("human_agent")),
        Some(other) => {
            let message = format!("Message tag {other} is not supported");
            return Err(GraphError::parameter(message).breaks("tag"));
        }
    };
    let opened = world.threads.get(key).and_then(|thread| thread.opened);
    let subcode = world.settings.window_subcode;
    match window::judge(opened, human, world.now, &world.settings) {
        Leave::Granted => Ok(()),
        Leave::Closed => Err(GraphError::window(subcode).breaks("window")),
        Leave::HumanTooLate => Err(GraphError::window(subcode).breaks("human_agent_window")),
    }
}

fn read_parts(world: &World, call: &Call, send: &mut Send) -> Result<Parts, GraphError> {
    let message = call
        .json("message")?
        .ok_or_else(|| GraphError::missing("message"))?;
    let parts = parts::read(world, &send.ig_id, &message)?;
    send.parts = parts.shown();
    Ok(parts)
}

fn message(world: &mut World, call: &Call, send: &mut Send) -> Result<Value, GraphError> {
    let ig_id = send.ig_id.clone();
    let parts = match read_parts(world, call, send) {
        Ok(parts) => parts,
        Err(error) => {
            take(world, &ig_id, false)?;
            return Err(error);
        }
    };
    take(world, &ig_id, parts.is_heavy())?;
    let key = addressed(world, send)?;
    judged(world, &key, send.tag.as_deref())?;
    let answers = call
        .json("reply_to")?
        .and_then(|reply| text_of(&reply["mid"]));
    if answers
        .as_ref()
        .is_some_and(|mid| world.by_mid.get(mid) != Some(&key))
    {
        let message = "Param reply_to[mid] is not a message of the thread";
        return Err(GraphError::parameter(message));
    }
    Ok(written(world, &key, send, parts, answers))
}

/// The one private answer to a comment.
fn private_reply(world: &mut World, call: &Call, send: &mut Send) -> Result<Value, GraphError> {
    let (ig_id, now) = (send.ig_id.clone(), world.now);
    let parts = read_parts(world, call, send)?;
    let most = world.settings.private_reply_rate;
    if !world.limits.take("private_reply", &ig_id, most, HOUR, now) {
        let status = world.settings.throttle_status;
        return Err(GraphError::throttled(None, None, status).breaks("private_reply_rate"));
    }
    let comment_id = send.comment_id.clone().unwrap_or_default();
    let comment = world
        .comments
        .get(&comment_id)
        .filter(|comment| comment.ig_id == ig_id);
    let comment = comment.ok_or_else(GraphError::private_reply)?;
    let handle = comment
        .author
        .clone()
        .ok_or_else(GraphError::private_reply)?;
    let (deleted, answered, age) = (
        comment.deleted,
        comment.private_reply.is_some(),
        now - comment.at,
    );
    if deleted {
        return Err(GraphError::private_reply());
    }
    if answered {
        return Err(GraphError::private_reply().breaks("private_reply_repeated"));
    }
    if age >= window::PRIVATE_REPLY {
        let error = match world.settings.private_reply_late {
            2_534_022 => GraphError::window(2_534_022),
            _ => GraphError::private_reply(),
        };
        return Err(error.breaks("private_reply_late"));
    }
    send.to = Some(world.igsid(&handle, &ig_id));
    let key = addressed(world, send)?;
    let answer = written(world, &key, send, parts, None);
    if let Some(comment) = world.comments.get_mut(&comment_id) {
        comment.private_reply.clone_from(&send.id);
    }
    let media_id = world
        .comments
        .get(&comment_id)
        .map(|comment| comment.media_id.clone());
    world.comments_changed(&media_id.unwrap_or_default());
    Ok(answer)
}

/// Puts the message into the thread and sends its echo.
fn written(
    world: &mut World,
    key: &str,
    send: &mut Send,
    parts: Parts,
    answers: Option<String>,
) -> Value {
    let mid = world.new_mid(key, world.now);
    send.id = Some(mid.clone());
    let message = Message {
        mid: mid.clone(),
        at: world.now,
        from_business: true,
        text: parts.text,
        attachments: parts.attachments,
        quick_replies: parts.quick_replies,
        reply_to: answers,
        comment_id: send.comment_id.clone(),
        ..Message::default()
    };
    let now = world.now;
    if let Some(thread) = world.threads.get_mut(key) {
        thread.seen_by_business = Some(now);
        if world.settings.echo != Echo::Off {
            let entry = envelope::messaging(&send.ig_id, now, event::echo(thread, &message));
            world.emit(&send.ig_id, key, entry);
        }
    }
    world.add_message(key, message);
    world.thread_changed(key);
    json!({"recipient_id": send.to, "message_id": mid})
}

/// Typing, seen and reactions.
fn act(world: &mut World, call: &Call, send: &mut Send) -> Result<Value, GraphError> {
    let action = send.action.clone().unwrap_or_default();
    if call.json("message")?.is_some() {
        return Err(GraphError::parameter(
            "A sender_action stands alone, without a message",
        ));
    }
    let key = addressed(world, send)?;
    match action.as_str() {
        "typing_on" | "typing_off" => {
            judged(world, &key, None)?;
            let person = world.threads.get(&key).map(|thread| thread.person.clone());
            let on = action == "typing_on";
            world
                .changes
                .push(json!({"what": "typing", "person": person, "on": on}));
        }
        "mark_seen" => {
            let now = world.now;
            if let Some(thread) = world.threads.get_mut(&key) {
                thread.seen_by_business = Some(now);
            }
            world.thread_changed(&key);
        }
        "react" | "unreact" => {
            take(world, &send.ig_id.clone(), false)?;
            judged(world, &key, None)?;
            let payload = call.json("payload")?.unwrap_or_default();
            let mid = text_of(&payload["message_id"]);
            let mid = mid
                .filter(|mid| world.by_mid.get(mid) == Some(&key))
                .ok_or_else(|| {
                    GraphError::parameter(
                        "Param payload[message_id] is not a message of the thread",
                    )
                })?;
            react(
                world,
                &mid,
                (action == "react").then_some(&payload["reaction"]),
            );
            world.thread_changed(&key);
        }
        _ => return Err(GraphError::parameter("Param sender_action is not valid")),
    }
    Ok(json!({"recipient_id": send.to}))
}

fn react(world: &mut World, mid: &str, reaction: Option<&Value>) {
    let Some(message) = world.message_mut(mid) else {
        return;
    };
    match reaction {
        None => {
            message.reactions.remove("business");
        }
        Some(reaction) => {
            let given = reaction.as_str().unwrap_or("love");
            let (name, emoji) = if given == "love" {
                ("love", "\u{2764}\u{fe0f}")
            } else {
                ("other", given)
            };
            let reaction = Reaction {
                name: name.to_owned(),
                emoji: emoji.to_owned(),
            };
            message.reactions.insert("business".to_owned(), reaction);
        }
    }
}
