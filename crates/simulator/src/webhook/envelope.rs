//! Entries of a webhook: `messaging[]` in milliseconds, `changes[]` in seconds.

use serde_json::{Value, json};

use crate::clock::{Millis, SECOND};
use crate::settings::{CommentEnvelope, Settings};

/// How long after an event its webhook says it was sent.
const ON_ITS_WAY: Millis = 81;

/// An entry with one messaging event; its time is when it is sent, in milliseconds.
pub fn messaging(ig_id: &str, at: Millis, event: Value) -> Value {
    json!({"time": at + ON_ITS_WAY, "id": ig_id, "messaging": [event]})
}

/// The same for an app that does not hold the thread.
pub fn standby(ig_id: &str, at: Millis, event: Value) -> Value {
    json!({"time": at + ON_ITS_WAY, "id": ig_id, "standby": [event]})
}

/// An entry with one change; its time is in seconds.
pub fn change(ig_id: &str, at: Millis, field: &str, value: Value, settings: &Settings) -> Value {
    let time = (at + ON_ITS_WAY) / SECOND;
    match settings.comment_envelope {
        CommentEnvelope::Changes => {
            json!({"id": ig_id, "time": time, "changes": [{"field": field, "value": value}]})
        }
        CommentEnvelope::Flat => {
            json!({"id": ig_id, "time": time, "field": field, "value": value})
        }
    }
}

/// The whole body.
pub fn body(entries: &[Value]) -> Value {
    json!({"object": "instagram", "entry": entries})
}
