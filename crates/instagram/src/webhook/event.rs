//! One messaging event: what kind it is, who acted, and everything that is not a message itself.

use palette_domain::Private;
use palette_domain::inbound::Event;
use serde_json::Value;

use super::envelope::{notice, unknown};
use super::message;
use crate::read;

/// Who acted towards whom, seen from the account.
pub(super) struct Sides {
    /// Who acted, when told.
    pub sender: Option<String>,
    /// Towards whom, when told.
    pub recipient: Option<String>,
    /// The account acted, or the event is marked as the account's own echo.
    pub by_us: bool,
    /// The account wrote to itself.
    pub is_self: bool,
}

impl Sides {
    fn of(ig_id: &str, event: &Value) -> Self {
        let side = |key: &str| event.get(key).and_then(|side| read::id(side, "id"));
        let (sender, recipient) = (side("sender"), side("recipient"));
        let part = |key: &str| event.get(key).unwrap_or(&Value::Null);
        let message = part("message");
        let from_us = sender.as_deref() == Some(ig_id);
        let both_us = from_us && recipient.as_deref() == Some(ig_id);
        Self {
            by_us: from_us || read::flag(message, "is_echo"),
            is_self: both_us || read::flag(event, "is_self") || read::flag(message, "is_self"),
            sender,
            recipient,
        }
    }

    /// The person of the thread, whoever acted.
    pub fn person(&self) -> Option<Private<String>> {
        let person = if self.by_us {
            &self.recipient
        } else {
            &self.sender
        };
        person.clone().map(Private::new)
    }
}

/// Meta's keys for things that need no act of ours.
const NOTICES: [&str; 8] = [
    "optin",
    "policy_enforcement",
    "response_feedback",
    "delivery",
    "pass_thread_control",
    "take_thread_control",
    "request_thread_control",
    "app_roles",
];

/// Reads one event of `messaging[]`; never fails, because what is strange is kept as unknown.
pub(super) fn read(ig_id: &str, event: &Value) -> Event {
    let sides = Sides::of(ig_id, event);
    let part = |key: &str| event.get(key).filter(|part| part.is_object());
    let (kind, read) = if let Some(body) = part("message") {
        ("message", message::message(&sides, event, body))
    } else if let Some(body) = part("postback") {
        ("postback", message::postback(&sides, body))
    } else if let Some(body) = part("message_edit").or_else(|| part("message_edits")) {
        ("message_edit", edit(&sides, body))
    } else if let Some(body) = part("reaction") {
        ("reaction", reaction(&sides, event, body))
    } else if let Some(body) = part("read") {
        ("read", seen(&sides, event, body))
    } else if let Some(body) = part("referral") {
        ("referral", referral(&sides, body))
    } else if let Some(kind) = NOTICES.into_iter().find(|key| event.get(key).is_some()) {
        (kind, Some(notice(kind, event)))
    } else {
        ("messaging", None)
    };
    read.unwrap_or_else(|| unknown(kind, event))
}

/// An edit. With `num_edit` 0 it is noise about an existing message and may name nobody.
fn edit(sides: &Sides, body: &Value) -> Option<Event> {
    let text = body
        .get("text")
        .and_then(Value::as_str)
        .map(|text| Private::new(text.to_owned()));
    let told = read::number(body, "num_edit").and_then(|number| u32::try_from(number).ok());
    Some(Event::Edited {
        mid: read::id(body, "mid")?,
        num_edit: told.unwrap_or(u32::from(text.is_some())),
        igsid: sides.person(),
        text,
    })
}

fn reaction(sides: &Sides, event: &Value, body: &Value) -> Option<Event> {
    if sides.by_us {
        return Some(notice("reaction_own", event));
    }
    let emoji = match read::text(body, "action")?.as_str() {
        "react" => Some(emoji(body)),
        "unreact" => None,
        _ => return None,
    };
    Some(Event::Reaction {
        mid: read::id(body, "mid")?,
        igsid: sides.person()?,
        emoji,
    })
}

/// The emoji, or the one that Instagram shows for a named reaction.
fn emoji(body: &Value) -> String {
    read::text(body, "emoji").unwrap_or_else(|| {
        let name = read::text(body, "reaction").unwrap_or_default();
        match name.as_str() {
            "love" => "❤️",
            "smile" => "😆",
            "wow" => "😮",
            "sad" => "😢",
            "angry" => "😡",
            "like" => "👍",
            "dislike" => "👎",
            _ => "💬",
        }
        .to_owned()
    })
}

fn seen(sides: &Sides, event: &Value, body: &Value) -> Option<Event> {
    if sides.by_us {
        return Some(notice("read_own", event));
    }
    Some(Event::Seen {
        mid: read::id(body, "mid")?,
        igsid: sides.person()?,
    })
}

fn referral(sides: &Sides, body: &Value) -> Option<Event> {
    Some(Event::Referral {
        igsid: sides.person()?,
        source: read::text(body, "source"),
    })
}
