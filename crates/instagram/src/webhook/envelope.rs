//! The envelopes: `changes[]`, `messaging[]`, `standby[]`, and `field` + `value` on the entry.

use palette_domain::inbound::{Event, Inbound};
use palette_domain::{Instant, Private};
use serde_json::Value;

use super::{comment, event};
use crate::read;

/// The entry that an update stands in.
pub(super) struct Entry {
    /// The account's id; empty when not told.
    pub ig_id: String,
    /// When the entry was sent.
    pub at: Instant,
}

impl Entry {
    fn inbound(&self, at: Option<Instant>, event: Event) -> Inbound {
        Inbound {
            ig_id: self.ig_id.clone(),
            at: at.unwrap_or(self.at),
            event,
        }
    }
}

/// Reads a whole body. Meta's pages draw an array around it, so that is taken too.
pub(super) fn body(value: &Value, found: &mut Vec<Inbound>) {
    match value {
        Value::Array(bodies) => bodies.iter().for_each(|one| body(one, found)),
        Value::Object(_) => object(value, found),
        _ => found.push(nowhere().inbound(None, unknown("body", value))),
    }
}

fn object(value: &Value, found: &mut Vec<Inbound>) {
    let of_instagram = read::text(value, "object").is_none_or(|object| object == "instagram");
    let mut each = |one: &Value| {
        if of_instagram {
            entry(one, found);
        } else {
            found.push(entry_of(one).inbound(None, unknown("object", value)));
        }
    };
    match value.get("entry") {
        Some(Value::Array(entries)) => entries.iter().for_each(each),
        Some(one @ Value::Object(_)) => each(one),
        _ => found.push(nowhere().inbound(None, unknown("body", value))),
    }
}

fn nowhere() -> Entry {
    Entry {
        ig_id: String::new(),
        at: Instant::default(),
    }
}

fn entry_of(value: &Value) -> Entry {
    Entry {
        ig_id: read::id(value, "id").unwrap_or_default(),
        at: read::instant(value, "time").unwrap_or_default(),
    }
}

fn entry(value: &Value, found: &mut Vec<Inbound>) {
    let entry = entry_of(value);
    let before = found.len();
    for (key, each) in [
        ("changes", change as fn(&Entry, &Value) -> Inbound),
        ("messaging", messaging),
        ("standby", standby),
    ] {
        match value.get(key) {
            Some(Value::Array(updates)) => {
                found.extend(updates.iter().map(|update| each(&entry, update)));
            }
            Some(Value::Null) | None => {}
            Some(strange) => found.push(entry.inbound(None, unknown(key, strange))),
        }
    }
    if value.get("field").is_some() {
        found.push(change(&entry, value));
    }
    if found.len() == before {
        found.push(entry.inbound(None, unknown("entry", value)));
    }
}

fn messaging(entry: &Entry, update: &Value) -> Inbound {
    entry.inbound(
        read::instant(update, "timestamp"),
        event::read(&entry.ig_id, update),
    )
}

fn standby(entry: &Entry, update: &Value) -> Inbound {
    let mut inbound = messaging(entry, update);
    inbound.event = Event::Standby(Box::new(inbound.event));
    inbound
}

/// A change: a comment or mention, or a messaging event in the form of dashboard tests.
fn change(entry: &Entry, update: &Value) -> Inbound {
    let field = read::text(update, "field").unwrap_or_default();
    let Some(value) = update.get("value").filter(|value| value.is_object()) else {
        return entry.inbound(None, unknown(&field, update));
    };
    match field.as_str() {
        "comments" | "live_comments" => {
            let read = comment::read(&entry.ig_id, value, field == "live_comments");
            let event = read.unwrap_or_else(|| unknown(&field, value));
            let at = read::instant(value, "timestamp");
            entry.inbound(at.or_else(|| read::instant(value, "created_time")), event)
        }
        "mentions" => {
            let read = comment::mention(value);
            entry.inbound(None, read.unwrap_or_else(|| unknown(&field, value)))
        }
        "story_insights" => entry.inbound(None, notice(&field, value)),
        "standby" => standby(entry, value),
        _ if field.starts_with("messag") || field == "response_feedback" => messaging(entry, value),
        _ => entry.inbound(None, unknown(&field, update)),
    }
}

/// Something we know of and need not act on.
pub(super) fn notice(kind: &str, raw: &Value) -> Event {
    Event::Notice {
        kind: label(kind),
        raw: Private::new(raw.to_string()),
    }
}

/// Something we don't know, kept as it came.
pub(super) fn unknown(kind: &str, raw: &Value) -> Event {
    Event::Unknown {
        kind: label(kind),
        raw: Private::new(raw.to_string()),
    }
}

/// Kinds become labels of metrics, so a strange one must not bring its own text into them.
fn label(kind: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let known = !kind.is_empty() && kind.len() <= 40 && kind.bytes().all(plain);
    if known {
        kind.to_owned()
    } else {
        "strange".to_owned()
    }
}
