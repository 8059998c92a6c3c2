//! Conversation Routing: which app controls a thread, and passing that control on.
//!
//! Source: conversation-routing/apis (2 Jul 2026): pass, release, take, extend and request control
//! of a thread; code 27 where routing is not set up; control that is not used goes back.

use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use crate::clock::{DAY, Millis, SECOND};
use crate::oauth::APP_NAME;
use crate::threads::Thread;
use crate::tokens::{Scope, Token};
use crate::webhook::envelope;
use crate::world::World;

/// How long control lasts when nobody extends it.
const CONTROL: Millis = DAY;
/// The longest that control may be extended to.
const LONGEST: Millis = 7 * DAY;
/// Instagram's own inbox, as an app.
pub const INBOX: &str = "1217981644879628";

const EDGES: &[&str] = &[
    "extend_thread_control",
    "pass_thread_control",
    "release_thread_control",
    "request_thread_control",
    "take_thread_control",
];

/// Whether an edge concerns control.
pub fn is_edge(edge: &str) -> bool {
    EDGES.contains(&edge)
}

impl World {
    /// The app that controls a thread now; none when it is idle.
    pub(crate) fn owner_of<'a>(&'a self, thread: &'a Thread) -> Option<&'a str> {
        let lasts = thread.owner_until.is_none_or(|until| self.now < until);
        if let Some(owner) = thread.owner.as_deref().filter(|_| lasts) {
            return Some(owner);
        }
        // Where routing is set up, a thread that nobody took is the default app's.
        let default = &self.settings.routing_default_app;
        (self.settings.routing && !default.is_empty()).then_some(default)
    }

    /// Gives control of a thread to an app, or to nobody.
    pub(crate) fn give_control(&mut self, key: &str, app: Option<String>) {
        let until = self.now + CONTROL;
        if let Some(thread) = self.threads.get_mut(key) {
            thread.owner_until = app.as_ref().map(|_| until);
            thread.owner = app;
        }
        self.thread_changed(key);
    }
}

/// Whether this token's app may write to a person, as far as control of the thread goes.
///
/// # Errors
/// Code 10/2018300 when another app controls it.
pub fn may_write(world: &World, token: &Token, igsid: Option<&str>) -> Result<(), GraphError> {
    let key = format!("{}:{}", token.ig_id, igsid.unwrap_or_default());
    let thread = world.threads.get(&key);
    let owner = thread.and_then(|thread| world.owner_of(thread));
    if owner.is_none_or(|owner| owner == world.app_of(token).id) {
        return Ok(());
    }
    let message = "(#10) Another app is controlling this thread now.";
    Err(GraphError::new(10, Some(2_018_300), message))
}

/// `GET /{ig-id or page-id}/thread_owner?recipient=`.
///
/// # Errors
/// Meta's refusal.
pub fn owner(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let igsid = recipient(ask.call)?;
    let key = format!("{}:{igsid}", token.ig_id);
    let thread = world.threads.get(&key).ok_or_else(nobody)?;
    let other = world.settings.thread_owned_by_other;
    let owner = if other {
        Some(INBOX)
    } else {
        world.owner_of(thread)
    };
    let data = match owner {
        None => json!([]),
        Some(app) => {
            let ends = thread.owner_until.unwrap_or(world.now + CONTROL);
            json!([{"thread_owner": {"app_id": app, "expiration": ends / SECOND}}])
        }
    };
    Ok(json!({ "data": data }))
}

/// `GET /{ig-id or page-id}/secondary_receivers`: the apps that control may be passed to.
///
/// # Errors
/// Meta's refusal.
pub fn apps(world: &World, token: &Token) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let data = json!([
        {"id": world.app_of(token).id, "name": APP_NAME},
        {"id": INBOX, "name": "Instagram Inbox"},
    ]);
    Ok(json!({ "data": data }))
}

fn nobody() -> GraphError {
    GraphError::new(
        100,
        Some(2_534_014),
        "(#100) No matching Instagram user found.",
    )
}

/// The person whose thread it is: `recipient` as JSON, or `recipient[id]` and the like.
fn recipient(call: &Call) -> Result<String, GraphError> {
    let recipient = call.json("recipient")?;
    let id = match recipient {
        Some(Value::Object(held)) => held.get("id").cloned(),
        other => other,
    };
    match id {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        Some(Value::Number(id)) => Ok(id.to_string()),
        _ => Err(GraphError::missing("recipient")),
    }
}

/// `POST /{ig-id or page-id}/{take, pass, …}_thread_control`.
///
/// # Errors
/// Code 27 where routing is not set up, 100/2534037 for an app that has no control to give.
pub fn change(
    world: &mut World,
    call: &Call,
    token: &Token,
    edge: &str,
) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    if !world.settings.routing {
        let what = edge.replace('_', " ");
        let mut letters = what.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let what: String = first.into_iter().chain(letters).collect();
        let message =
            format!("(#27) {what} is not supported when Conversation Routing is not enabled");
        return Err(GraphError::new(27, None, message));
    }
    let igsid = recipient(call)?;
    let key = format!("{}:{igsid}", token.ig_id);
    let thread = world.threads.get(&key).ok_or_else(nobody)?;
    let own = world.app_of(token).id.clone();
    let before = world.owner_of(thread).map(str::to_owned);
    let mine = before.as_ref().is_none_or(|owner| *owner == own);
    if !mine && !matches!(edge, "take_thread_control" | "request_thread_control") {
        let message = "(#100) The app is not the owner of the thread.";
        return Err(GraphError::new(100, Some(2_534_037), message));
    }
    let metadata = call.text("metadata").unwrap_or_default();
    match edge {
        "take_thread_control" => world.give_control(&key, Some(own.clone())),
        "release_thread_control" => world.give_control(&key, None),
        "pass_thread_control" => {
            let default = world.settings.routing_default_app.clone();
            let asked = call.text("target_app_id").or_else(|| call.text("app_id"));
            let target = asked.or(Some(default)).filter(|app| !app.is_empty());
            let target = target.ok_or_else(|| GraphError::missing("target_app_id"))?;
            passed(world, &key, token, &target, &metadata);
        }
        "extend_thread_control" => extend(world, call, &key, own.clone())?,
        _ => announce(
            world,
            &key,
            "request_thread_control",
            json!({
                "requested_owner_app_id": own, "metadata": metadata,
            }),
        ),
    }
    if edge == "take_thread_control" {
        announce(
            world,
            &key,
            "take_thread_control",
            json!({
                "previous_owner_app_id": before, "new_owner_app_id": own, "metadata": metadata,
            }),
        );
    }
    Ok(json!({"success": true}))
}

/// The app that a message asks to pass control to: `thread_control` next to it.
///
/// # Errors
/// Code 27 where routing is not set up, 100 for any other kind of control.
pub fn pass_along(world: &World, call: &Call, token: &Token) -> Result<Option<String>, GraphError> {
    let Some(control) = call.json("thread_control")? else {
        return Ok(None);
    };
    if !world.settings.routing {
        let message =
            "(#27) Pass thread control is not supported when Conversation Routing is not enabled";
        return Err(GraphError::new(27, None, message));
    }
    if control["control_type"].as_str() != Some("pass") {
        return Err(GraphError::parameter(
            "Param thread_control[control_type] must be one of {PASS}",
        ));
    }
    let app = match &control["app_id"] {
        Value::String(app) if !app.is_empty() => app.clone(),
        Value::Number(app) => app.to_string(),
        _ => return Err(GraphError::missing("thread_control[app_id]")),
    };
    Ok(Some(app).filter(|app| *app != world.app_of(token).id))
}

/// Passes control of a thread from this token's app to another, and tells of it.
pub fn passed(world: &mut World, key: &str, token: &Token, target: &str, metadata: &str) {
    let own = world.app_of(token).id.clone();
    world.give_control(key, Some(target.to_owned()));
    let how = json!({
        "previous_owner_app_id": own, "new_owner_app_id": target, "metadata": metadata,
    });
    announce(world, key, "pass_thread_control", how);
}

fn extend(world: &mut World, call: &Call, key: &str, own: String) -> Result<(), GraphError> {
    let duration = match call.text("duration") {
        None => CONTROL,
        Some(text) => text
            .parse::<i64>()
            .ok()
            .and_then(|seconds| seconds.checked_mul(SECOND))
            .filter(|length| (1..=LONGEST).contains(length))
            .ok_or_else(|| GraphError::parameter("Param duration must be seconds, up to 7 days"))?,
    };
    world.give_control(key, Some(own));
    let until = world.now + duration;
    if let Some(thread) = world.threads.get_mut(key) {
        thread.owner_until = Some(until);
    }
    Ok(())
}

/// Tells the app of a change of control, as `messaging_handover`.
fn announce(world: &mut World, key: &str, what: &str, how: Value) {
    let Some(thread) = world.threads.get(key) else {
        return;
    };
    let (ig_id, igsid) = (thread.ig_id.clone(), thread.igsid.clone());
    let at = world.now;
    let value = json!({
        "sender": {"id": igsid}, "recipient": {"id": ig_id}, "timestamp": at, what: how,
    });
    let entry = envelope::change(&ig_id, at, "messaging_handover", value, &world.settings);
    world.emit(&ig_id, key, entry);
}
