//! Sending: messages, private replies and sender actions, each judged before it takes effect.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::parts::{self, Parts};
use super::resolve::Node;
use super::{actions, private_reply, routing, self_messages};
use crate::clock::SECOND;
use crate::sends::Send;
use crate::settings::{Echo, Standing};
use crate::threads::{Folder, Message};
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
        if send.to.as_ref() == Some(&send.ig_id) {
            return self_messages::send(world, call, token, &mut send);
        }
        routing::may_write(world, token, send.to.as_deref())?;
        match send.kind.as_str() {
            "sender_action" => actions::act(world, call, &mut send),
            "private_reply" => private_reply::send(world, call, token, &mut send),
            _ => message(world, call, token, &mut send),
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
    // The Graph takes names of a choice in any case: Meta's own libraries write `TYPING_ON`.
    let action = call.text("sender_action");
    let action = action.map(|action| action.to_ascii_lowercase());
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
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What every send needs, whatever it says.
fn entered(world: &World, token: &Token, node: &Node) -> Result<(), GraphError> {
    let account = *node == Node::Account && !token.kind.is_instagram();
    if account && !world.settings.facebook_account_sends {
        // Under Facebook Login messages belong to the Page, not to the Instagram node.
        let message = "(#3) Application does not have the capability to make this API call.";
        return Err(GraphError::new(3, None, message));
    }
    world.leave(token, Scope::Messages)?;
    opened(world)?;
    stands(world.settings.standing, world.settings.throttle_status)
}

/// Whether the owner lets apps have messages: to be sent, and to be read.
pub(super) fn opened(world: &World) -> Result<(), GraphError> {
    if world.settings.message_access {
        return Ok(());
    }
    let message = "(#200) The account owner has switched off access to messages.";
    Err(GraphError::new(200, Some(2_534_041), message))
}

/// Whether Meta lets the business send at all.
fn stands(standing: Standing, throttle: u16) -> Result<(), GraphError> {
    let (code, subcode, message) = match standing {
        Standing::Good => return Ok(()),
        Standing::Restricted => {
            let message = "(#10) Sending is temporarily restricted.";
            (10, Some(1_893_063), message)
        }
        Standing::Blocked => {
            let message = "(#100) The business is blocked from Instagram messaging.";
            (100, Some(2_534_029), message)
        }
        Standing::Policy => {
            let message =
                "(#368) The action attempted has been deemed abusive or is otherwise disallowed";
            (368, None, message)
        }
        Standing::Warned => return Err(GraphError::throttled(None, Some(2_018_338), throttle)),
        Standing::CommerceOff => (2_022, None, "(#2022) Commerce messages are turned off."),
        Standing::NotEligible => {
            let message = "(#36103) The account is not eligible for the Instagram messaging API.";
            (36_103, None, message)
        }
        Standing::Automated => {
            let message = "(#2018321) The thread is in an automated flow of questions now.";
            (2_018_321, None, message)
        }
        Standing::NotApproved => {
            let message = "(#200) The app is not approved to message people without a role on it.";
            (200, Some(2_018_028), message)
        }
        Standing::Unlinked => {
            let message = "(#10) The link of the Page and the Instagram account can not be \
                           verified, or two-factor authentication is missing.";
            (10, Some(2_534_077), message)
        }
    };
    Err(GraphError::new(code, subcode, message))
}

/// One of the sends that an account has in a second.
pub(super) fn take(world: &mut World, ig_id: &str, heavy: bool) -> Result<(), GraphError> {
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
pub(super) fn addressed(world: &mut World, send: &mut Send) -> Result<String, GraphError> {
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
    if world
        .threads
        .get(&key)
        .is_some_and(|thread| thread.archived)
    {
        let message = "(#100) The thread was archived or deleted.";
        return Err(GraphError::new(100, Some(2_534_001), message));
    }
    let opened = world.threads.get(&key).and_then(|thread| thread.opened);
    send.window = opened.map_or(Value::Null, |opened| opened.shown(&world.settings));
    Ok(key)
}

/// Whether the window, or the person of the business, lets it through.
pub(super) fn judged(world: &World, key: &str, tag: Option<&str>) -> Result<(), GraphError> {
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

pub(super) fn read_parts(
    world: &World,
    call: &Call,
    token: &Token,
    send: &mut Send,
) -> Result<Parts, GraphError> {
    let message = call
        .json("message")?
        .ok_or_else(|| GraphError::missing("message"))?;
    let parts = parts::read(world, token, &message)?;
    send.parts = parts.shown();
    Ok(parts)
}

/// The kinds of message that Messenger knows; a tag needs its own.
fn typed(call: &Call, tag: Option<&str>) -> Result<(), GraphError> {
    match call.text("messaging_type").as_deref() {
        None | Some("RESPONSE" | "UPDATE") => Ok(()),
        Some("MESSAGE_TAG") if tag.is_some() => Ok(()),
        Some("MESSAGE_TAG") => Err(GraphError::missing("tag")),
        Some(_) => Err(GraphError::parameter(
            "Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}",
        )),
    }
}

fn message(
    world: &mut World,
    call: &Call,
    token: &Token,
    send: &mut Send,
) -> Result<Value, GraphError> {
    let ig_id = send.ig_id.clone();
    let read = typed(call, send.tag.as_deref()).and_then(|()| read_parts(world, call, token, send));
    let parts = match read {
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
    let app = world.app_of(token).id.clone();
    let pass = routing::pass_along(world, call, token)?;
    let answer = written(world, &key, send, parts, answers, &app);
    if let Some(target) = pass {
        routing::passed(world, &key, token, &target, "");
    }
    Ok(answer)
}

/// Puts the message into the thread and sends its echo.
pub(super) fn written(
    world: &mut World,
    key: &str,
    send: &mut Send,
    parts: Parts,
    answers: Option<String>,
    app: &str,
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
        metadata: parts.metadata,
        ..Message::default()
    };
    let now = world.now;
    if let Some(thread) = world.threads.get_mut(key) {
        thread.seen_by_business = Some(now);
        // The answer of an app puts the thread there.
        thread.folder = Folder::General;
    }
    if world.settings.echo != Echo::Off {
        world.echo(key, &message, Some(app));
    }
    world.add_message(key, message);
    world.thread_changed(key);
    json!({"recipient_id": send.to, "message_id": mid})
}

impl World {
    /// Sends the echo of a message of the business, with the app that sent it if one did.
    pub(crate) fn echo(&mut self, key: &str, message: &Message, app: Option<&str>) {
        let Some(thread) = self.threads.get(key) else {
            return;
        };
        let app = app.filter(|_| self.settings.echo_app);
        let ig_id = thread.ig_id.clone();
        let event = event::echo(thread, message, app);
        self.emit(&ig_id, key, envelope::messaging(&ig_id, message.at, event));
    }
}
