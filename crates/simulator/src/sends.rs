//! The book of what the business sent, with the facts that permitted or forbade it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::{Millis, iso_time};
use crate::world::World;

/// One try of the business to say or do something.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Send {
    /// `message`, `private_reply`, `comment_reply`, `comment`, `sender_action`, `hide`, …
    pub kind: String,
    /// The account, by IG_ID.
    pub ig_id: String,
    /// The IGSID it was for.
    pub to: Option<String>,
    /// The comment it concerns.
    pub comment_id: Option<String>,
    /// What it said.
    pub text: Option<String>,
    /// The name of the sender action.
    #[serde(default)]
    pub action: Option<String>,
    /// What else hung on it: attachments, quick replies.
    pub parts: Value,
    /// The tag it carried.
    pub tag: Option<String>,
    /// Id of the message or comment it made.
    pub id: Option<String>,
    /// HTTP status of the answer; 200 means that it took effect.
    pub status: u16,
    /// Code and subcode of the refusal.
    pub code: Option<(u32, Option<u32>)>,
    /// The rule it broke.
    pub rule: Option<String>,
    /// The window at that moment.
    pub window: Value,
    /// When.
    pub at: Millis,
}

impl Send {
    /// For the control API.
    pub fn shown(&self) -> Value {
        json!({
            "kind": self.kind, "ig_id": self.ig_id, "to": self.to, "comment_id": self.comment_id,
            "text": self.text, "action": self.action, "parts": self.parts,
            "tag": self.tag, "id": self.id, "mid": self.id,
            "status": self.status, "code": self.code.map(|(code, _)| code),
            "subcode": self.code.and_then(|(_, subcode)| subcode), "rule": self.rule,
            "window": self.window, "at": iso_time(self.at), "at_ms": self.at,
        })
    }
}

impl World {
    /// Writes a try into the book and counts it.
    pub(crate) fn book(&mut self, send: Send) {
        if send.status == 200 {
            self.counts.sends += 1;
            if self.repeats(&send) {
                self.counts.duplicates += 1;
            }
        }
        if let Some(rule) = &send.rule {
            let rule = rule.clone();
            self.violation(&rule);
        }
        self.changes
            .push(json!({"what": "send", "kind": send.kind, "status": send.status}));
        self.sends.push(send);
    }

    /// Whether the same was said to the same person already, with nothing of theirs since.
    fn repeats(&self, send: &Send) -> bool {
        let spoken = matches!(
            send.kind.as_str(),
            "message" | "private_reply" | "comment_reply"
        );
        if !spoken || (send.text.is_none() && send.parts.is_null()) {
            return false;
        }
        let since = send
            .to
            .as_ref()
            .map_or(Millis::MIN, |igsid| self.last_word(&send.ig_id, igsid));
        self.sends.iter().rev().take(500).any(|old| {
            old.status == 200
                && old.kind == send.kind
                && old.to == send.to
                && old.comment_id == send.comment_id
                && old.text == send.text
                && old.parts == send.parts
                && (send.comment_id.is_some() || old.at >= since)
        })
    }

    /// When this person last wrote in their thread with the account.
    fn last_word(&self, ig_id: &str, igsid: &str) -> Millis {
        self.threads
            .get(&format!("{ig_id}:{igsid}"))
            .and_then(|thread| thread.newest(|message| !message.from_business))
            .map_or(Millis::MIN, |message| message.at)
    }
}
