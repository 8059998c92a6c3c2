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
    let unit = if settings.change_time_ms { 1 } else { SECOND };
    let time = (at + ON_ITS_WAY) / unit;
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

/// Entries of the same account, one after the other and of the same kind, as one entry with all
/// their events.
pub fn merged(entries: &[Value]) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for entry in entries {
        let kind = ["messaging", "standby", "changes"]
            .into_iter()
            .find(|kind| entry[*kind].is_array());
        if let (Some(kind), Some(last)) = (kind, all.last_mut())
            && last["id"] == entry["id"]
            && let Some(events) = last[kind].as_array_mut()
        {
            events.extend(entry[kind].as_array().into_iter().flatten().cloned());
            last["time"] = entry["time"].clone();
            continue;
        }
        all.push(entry.clone());
    }
    all
}
