//! Sender actions: typing, seen, and reactions to messages.
//!
//! Source: sender-actions; any emoji may be a reaction since 2 Dec 2025.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::messages::{addressed, judged, take, text_of};
use crate::sends::Send;
use crate::settings::ActionAnswer;
use crate::threads::Reaction;
use crate::world::World;

/// Typing, seen and reactions.
///
/// # Errors
/// Meta's refusal.
pub fn act(world: &mut World, call: &Call, send: &mut Send) -> Result<Value, GraphError> {
    let action = send.action.clone().unwrap_or_default();
    for other in ["message", "tag", "messaging_type", "reply_to"] {
        if call.params.contains_key(other) {
            let message = format!("Param {other} can not be used together with sender_action");
            return Err(GraphError::parameter(message).breaks("sender_action"));
        }
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
    Ok(match world.settings.action_answer {
        ActionAnswer::Recipient => json!({"recipient_id": send.to}),
        ActionAnswer::Success => json!({"success": true}),
    })
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
