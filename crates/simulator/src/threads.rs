//! Direct-message threads: one for each person and account, with what was written in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::{DAY, Millis};
use crate::ids;
use crate::window::Opened;
use crate::world::World;

/// Something that hangs on a message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attachment {
    /// `image`, `ig_post`, `template`, …
    pub kind: String,
    /// What the event carries for it.
    pub payload: Value,
}

/// A reaction on a message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reaction {
    /// `love`, `other`, …
    pub name: String,
    /// The emoji.
    pub emoji: String,
}

/// A message in a thread.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub mid: String,
    /// When it was written.
    pub at: Millis,
    /// Whether the business wrote it.
    pub from_business: bool,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What hangs on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Quick replies offered with it: title and payload.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<(String, String)>,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The story it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story_id: Option<String>,
    /// The comment it answers privately.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment_id: Option<String>,
    /// Reactions, by `business` or `person`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reactions: BTreeMap<String, Reaction>,
    /// What a send asked to be repeated on its echo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// How often its text was changed.
    #[serde(default)]
    pub edits: u32,
    /// Taken back.
    #[serde(default)]
    pub deleted: bool,
    /// Of a kind that the API does not carry.
    #[serde(default)]
    pub unsupported: bool,
    /// A tap, kept for order but not shown as a message.
    #[serde(default)]
    pub tap: bool,
}

/// A folder of the inbox. The API does not tell which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Folder {
    /// The first one.
    #[default]
    Primary,
    /// Where an app's answer puts a thread.
    General,
    /// Words of strangers.
    Requests,
}

/// How long a thread among the requests is kept when nothing is written.
const REQUESTS_KEPT: Millis = 30 * DAY;

/// A thread.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Thread {
    /// The conversation id.
    pub id: String,
    /// The number inside its ids.
    pub number: String,
    /// The account, by IG_ID.
    pub ig_id: String,
    /// The person's handle.
    pub person: String,
    /// The person's id for this account.
    pub igsid: String,
    /// What was written, oldest first by arrival.
    pub messages: Vec<Message>,
    /// The last opening action of the person.
    pub opened: Option<Opened>,
    /// Whether the person ever wrote, so that the profile may be read.
    pub consent: bool,
    /// The newest message of the business that the person saw.
    pub seen: Option<String>,
    /// The business marked the thread as seen at this time.
    pub seen_by_business: Option<Millis>,
    /// Where the business finds it.
    #[serde(default)]
    pub folder: Folder,
    /// Where the person finds it.
    #[serde(default)]
    pub person_folder: Folder,
    /// Put away or deleted by the business, so that nothing can be sent.
    #[serde(default)]
    pub archived: bool,
    /// The app that controls the thread, by id; none when it is idle.
    #[serde(default)]
    pub owner: Option<String>,
    /// When that control ends by itself.
    #[serde(default)]
    pub owner_until: Option<Millis>,
}

impl Thread {
    /// When something was last written.
    pub fn updated(&self) -> Millis {
        self.messages
            .iter()
            .map(|message| message.at)
            .max()
            .unwrap_or(0)
    }

    /// Whether the API has lost it: among the requests, and idle for 30 days.
    pub fn vanished(&self, now: Millis) -> bool {
        self.folder == Folder::Requests && now - self.updated() >= REQUESTS_KEPT
    }

    /// The newest message that fits.
    pub fn newest(&self, fits: impl Fn(&Message) -> bool) -> Option<&Message> {
        self.messages.iter().rev().find(|message| fits(message))
    }
}

impl World {
    /// The key of the thread of a person with an account, made at the first need.
    pub(crate) fn thread_key(&mut self, ig_id: &str, handle: &str) -> String {
        let igsid = self.igsid(handle, ig_id);
        self.made_thread(ig_id, handle, igsid)
    }

    /// The key of the thread in which an account writes to itself.
    pub(crate) fn self_thread(&mut self, ig_id: &str) -> String {
        let name = self.account(ig_id).map(|account| account.username.clone());
        self.made_thread(ig_id, &name.unwrap_or_default(), ig_id.to_owned())
    }

    fn made_thread(&mut self, ig_id: &str, handle: &str, igsid: String) -> String {
        let key = format!("{ig_id}:{igsid}");
        if !self.threads.contains_key(&key) {
            let number = ids::thread_number(&mut self.chance);
            let id = ids::conversation(ig_id, &number);
            self.by_conversation.insert(id.clone(), key.clone());
            let thread = Thread {
                id,
                number,
                ig_id: ig_id.to_owned(),
                person: handle.to_owned(),
                igsid,
                messages: Vec::new(),
                opened: None,
                consent: false,
                seen: None,
                seen_by_business: None,
                folder: Folder::Requests,
                person_folder: Folder::Primary,
                archived: false,
                owner: None,
                owner_until: None,
            };
            self.threads.insert(key.clone(), thread);
        }
        key
    }

    /// A new message id in a thread at a time.
    pub(crate) fn new_mid(&self, key: &str, at: Millis) -> String {
        let Some(thread) = self.threads.get(key) else {
            return String::new();
        };
        let mut micros = u64::try_from(at).unwrap_or(0).saturating_mul(1_000);
        loop {
            let mid = ids::mid(&thread.ig_id, &thread.number, micros);
            if !self.by_mid.contains_key(&mid) {
                return mid;
            }
            micros += 1;
        }
    }

    /// Puts a message at the end of a thread.
    pub(crate) fn add_message(&mut self, key: &str, message: Message) {
        self.by_mid.insert(message.mid.clone(), key.to_owned());
        if let Some(thread) = self.threads.get_mut(key) {
            thread.messages.push(message);
        }
    }

    /// The thread and place of a message.
    pub(crate) fn find_message(&self, mid: &str) -> Option<(&Thread, &Message)> {
        let thread = self.threads.get(self.by_mid.get(mid)?)?;
        let message = thread
            .messages
            .iter()
            .rev()
            .find(|message| message.mid == mid)?;
        Some((thread, message))
    }

    /// A message, to change it.
    pub(crate) fn message_mut(&mut self, mid: &str) -> Option<&mut Message> {
        let thread = self.threads.get_mut(self.by_mid.get(mid)?)?;
        thread
            .messages
            .iter_mut()
            .rev()
            .find(|message| message.mid == mid)
    }
}
