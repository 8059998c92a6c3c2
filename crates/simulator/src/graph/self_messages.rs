//! Self messaging: an account writes to itself to see how a message looks.
//!
//! Source: instagram-platform/self-messaging: no window, no quick replies; the echo carries
//! `is_self`, and a tap on a button of it comes back as a postback with `is_self`.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::messages::{read_parts, take, written};
use crate::sends::Send;
use crate::settings::SelfAnswer;
use crate::tokens::Token;
use crate::world::World;

/// Sends a message of the account to itself.
///
/// # Errors
/// Meta's refusal.
pub fn send(
    world: &mut World,
    call: &Call,
    token: &Token,
    send: &mut Send,
) -> Result<Value, GraphError> {
    if send.kind != "message" {
        return Err(GraphError::parameter(
            "A sender_action can not be sent to the account itself",
        ));
    }
    "self_message".clone_into(&mut send.kind);
    let parts = read_parts(world, call, token, send)?;
    take(world, &send.ig_id.clone(), parts.is_heavy())?;
    if !parts.quick_replies.is_empty() {
        let message = "Quick replies can not be sent to the account itself";
        return Err(GraphError::parameter(message).breaks("quick_replies"));
    }
    let key = world.self_thread(&send.ig_id.clone());
    let app = world.app_of(token).id.clone();
    let answer = written(world, &key, send, parts, None, &app);
    Ok(match world.settings.self_answer {
        SelfAnswer::Message => answer,
        SelfAnswer::Id => json!({"id": send.id}),
    })
}
