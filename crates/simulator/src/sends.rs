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

    /// Whether the same was said to the same person already, with nothing of theirs since; or the
    /// same under the same comment.
    fn repeats(&self, send: &Send) -> bool {
        match (send.kind.as_str(), &send.comment_id, &send.to) {
            ("comment_reply", Some(comment), _) => {
                let replies = self.comments_of(comment);
                let same = |one: &&crate::comments::Comment| {
                    one.author.is_none()
                        && Some(&one.id) != send.id.as_ref()
                        && Some(&one.text) == send.text.as_ref()
                };
                replies.iter().any(same)
            }
            ("message" | "private_reply", _, Some(igsid)) => self.said_again(send, igsid),
            _ => false,
        }
    }

    fn said_again(&self, send: &Send, igsid: &str) -> bool {
        let Some(thread) = self.threads.get(&format!("{}:{igsid}", send.ig_id)) else {
            return false;
        };
        let mut ours = thread
            .messages
            .iter()
            .rev()
            .take_while(|message| message.from_business);
        let Some(new) = ours.find(|message| Some(&message.mid) == send.id.as_ref()) else {
            return false;
        };
        ours.any(|old| {
            let alike = |one: &crate::threads::Message| {
                one.attachments
                    .iter()
                    .map(|held| held.payload.clone())
                    .collect::<Vec<_>>()
            };
            old.text == new.text
                && old.comment_id == new.comment_id
                && old.quick_replies == new.quick_replies
                && alike(old) == alike(new)
        })
    }
}
