//! Acts: what people, the owner and Meta do, asked for by `POST /control/act`.

mod comment;
mod message;
mod meta;
mod strange;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::{self, Millis, iso_time};
use crate::threads::Thread;
use crate::webhook::{envelope, event};
use crate::world::World;

/// One act. Which fields matter depends on `do`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Act {
    /// A handle, username or IGSID; a person is made when new.
    pub person: Option<String>,
    /// What is done.
    #[serde(rename = "do")]
    pub what: String,
    /// The account, by IG_ID; else the first.
    pub account: Option<String>,
    /// When it happened; else now.
    pub at_ms: Option<Millis>,
    /// What is said.
    pub text: Option<String>,
    /// The person's username from now on.
    pub username: Option<String>,
    /// The person's display name from now on.
    pub name: Option<String>,
    /// The person's language from now on.
    pub language: Option<String>,
    /// The post or story it is about.
    pub media_id: Option<String>,
    /// Whether the post is shared into the thread.
    pub share: Option<bool>,
    /// The message it concerns.
    pub mid: Option<String>,
    /// The message it answers.
    pub reply_to: Option<String>,
    /// The story it answers.
    pub story_id: Option<String>,
    /// The comment it answers.
    pub comment_id: Option<String>,
    /// The same by another name.
    pub parent_id: Option<String>,
    /// A title: of a button, a quick reply.
    pub title: Option<String>,
    /// A payload: of a button, a quick reply.
    pub payload: Option<String>,
    /// The type of an attachment.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// An address: of an attachment.
    pub url: Option<String>,
    /// An emoji.
    pub emoji: Option<String>,
    /// The `ref` of a referral or an ad.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The ad the person came by.
    pub ad_id: Option<String>,
    /// Noise with sender and recipient after all.
    pub with_sender: bool,
    /// The field of a test delivery.
    pub field: Option<String>,
    /// How many attachments one message has.
    pub count: Option<usize>,
    /// What Meta does to the business: `warning`, `block`, `unblock`.
    pub action: Option<String>,
    /// Why Meta does it.
    pub reason: Option<String>,
    /// The app that takes control of a thread.
    pub app_id: Option<String>,
    /// A body to deliver: a text to the byte, or JSON.
    pub body: Option<Value>,
}

/// Why an act could not be done, with the field to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct ActError {
    /// The field.
    pub field: &'static str,
    /// What is wrong and how to mend it.
    pub message: String,
}

fn wrong(field: &'static str, message: impl Into<String>) -> ActError {
    ActError {
        field,
        message: message.into(),
    }
}

/// All acts, by the names that `do` takes.
pub const KINDS: &[&str] = &[
    "message",
    "share",
    "story_reply",
    "story_mention",
    "attachment",
    "unsupported",
    "quick_reply",
    "postback",
    "referral",
    "reaction",
    "unreact",
    "unsend",
    "edit",
    "seen",
    "typing",
    "comment",
    "reply_comment",
    "delete_comment",
    "mention",
    "follow",
    "unfollow",
    "block",
    "unblock",
    "own_comment",
    "echo",
    "self_message",
    "self_postback",
    "restrict",
    "unrestrict",
    "archive",
    "unarchive",
    "take_control",
    "release_control",
    "optin",
    "policy_enforcement",
    "story_insights",
    "standby",
    "edit_noise",
    "test_delivery",
    "unknown_field",
    "raw",
];

/// An act under way.
struct Stage<'a> {
    world: &'a mut World,
    act: &'a Act,
    base: &'a str,
    ig_id: String,
    at: Millis,
}

/// Does an act and answers the ids that it made.
///
/// # Errors
/// When a field is missing, or names a thing that is not there.
pub fn perform(world: &mut World, act: &Act, base: &str) -> Result<Value, ActError> {
    let at = act.at_ms.unwrap_or(world.now);
    if !clock::is_sane(at) {
        return Err(wrong(
            "at_ms",
            "give milliseconds since 1970, up to the year 9999",
        ));
    }
    let account = world
        .account_or_first(act.account.as_deref())
        .ok_or_else(|| wrong("account", "no account has this IG_ID"))?;
    let ig_id = account.ig_id.clone();
    // Things made now carry the time of the act, so that a past can be played.
    world.now = at;
    let mut stage = Stage {
        world,
        act,
        base,
        ig_id,
        at,
    };
    match act.what.as_str() {
        "message" | "share" => stage.message(),
        "story_reply" => stage.story_reply(),
        "story_mention" => stage.story_mention(),
        "attachment" => stage.attachment(),
        "unsupported" => stage.unsupported(),
        "quick_reply" => stage.quick_reply(),
        "postback" => stage.postback(),
        "referral" => stage.referral(),
        "reaction" | "unreact" => stage.reaction(),
        "unsend" => stage.unsend(),
        "edit" => stage.edit(),
        "seen" => stage.seen(),
        "typing" => stage.typing(),
        "echo" => stage.echo(),
        "comment" | "reply_comment" => stage.comment(),
        "own_comment" => stage.own_comment(),
        "delete_comment" => stage.delete_comment(),
        "self_message" => stage.self_message(),
        "self_postback" => stage.self_postback(),
        "optin" => stage.optin(),
        "policy_enforcement" => stage.policy_enforcement(),
        "story_insights" => stage.story_insights(),
        "take_control" | "release_control" => stage.control(),
        "archive" | "unarchive" => stage.archive(),
        "unknown_field" => stage.unknown_field(),
        "mention" => stage.mention(),
        "standby" => stage.standby(),
        "edit_noise" => stage.edit_noise(),
        "test_delivery" => stage.test_delivery(),
        "raw" => stage.raw(),
        "follow" | "unfollow" | "block" | "unblock" | "restrict" | "unrestrict" => stage.relation(),
        "" => Err(wrong(
            "do",
            format!("say what is done: {}", KINDS.join(", ")),
        )),
        other => Err(wrong(
            "do",
            format!("{other:?} is not an act; known are {}", KINDS.join(", ")),
        )),
    }
}

impl Stage<'_> {
    /// The person of the act, made when new, renamed when asked.
    fn person(&mut self) -> Result<String, ActError> {
        let called = self
            .act
            .person
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let called = called.ok_or_else(|| wrong("person", "say who does it: any handle"))?;
        let new = self.world.person(called).is_none();
        let handle = self.world.person_or_new(called);
        if let Some(person) = self.world.people.get_mut(&handle) {
            if let Some(username) = &self.act.username {
                person.username.clone_from(username);
            }
            if let Some(name) = &self.act.name {
                person.name.clone_from(name);
            }
            if let Some(language) = &self.act.language {
                person.language.clone_from(language);
            }
        }
        if new {
            self.world.changes.push(json!({"what": "people"}));
        }
        Ok(handle)
    }

    /// The key of the person's thread.
    fn thread(&mut self) -> Result<String, ActError> {
        let handle = self.person()?;
        let ig_id = self.ig_id.clone();
        Ok(self.world.thread_key(&ig_id, &handle))
    }

    fn text(&self) -> Result<String, ActError> {
        let text = self.act.text.clone().filter(|text| !text.is_empty());
        text.ok_or_else(|| wrong("text", "say what is written"))
    }

    /// Sends a messaging event of the person.
    fn emit_event(&mut self, key: &str, what: &str, body: Value) {
        let Some(thread) = self.world.threads.get(key) else {
            return;
        };
        let event = event::from_person(thread, self.at, what, body);
        let owner = self.world.owner_of(thread);
        let apps = [&self.world.instagram_app.id, &self.world.facebook_app.id];
        let elsewhere = owner.is_some_and(|owner| apps.iter().all(|app| *app != owner));
        // An app that does not hold the thread hears what is said there on standby.
        let entry = if elsewhere {
            envelope::standby(&self.ig_id, self.at, event)
        } else {
            envelope::messaging(&self.ig_id, self.at, event)
        };
        self.world.emit(&self.ig_id, key, entry);
    }

    /// What is answered for an act in a thread.
    fn answer(&mut self, key: &str, mid: Option<&str>) -> Value {
        self.world.thread_changed(key);
        let mut answer = json!({"at": iso_time(self.at), "at_ms": self.at});
        if let Some(thread) = self.world.threads.get(key) {
            answer["person"] = json!(thread.person);
            answer["igsid"] = json!(thread.igsid);
            answer["conversation_id"] = json!(thread.id);
        }
        if let Some(mid) = mid {
            answer["mid"] = json!(mid);
        }
        answer
    }

    /// The message meant by `mid`, else the newest that fits.
    fn meant(&self, key: &str, fits: impl Fn(&Thread, bool) -> bool) -> Result<String, ActError> {
        if let Some(mid) = &self.act.mid {
            let known = self.world.by_mid.get(mid).is_some_and(|owner| owner == key);
            return if known {
                Ok(mid.clone())
            } else {
                Err(wrong(
                    "mid",
                    "this person's thread has no message with this mid",
                ))
            };
        }
        let thread = self.world.threads.get(key);
        thread
            .and_then(|thread| {
                thread.newest(|one| !one.deleted && !one.tap && fits(thread, one.from_business))
            })
            .map(|message| message.mid.clone())
            .ok_or_else(|| wrong("mid", "there is no such message in the thread yet"))
    }

    fn relation(&mut self) -> Result<Value, ActError> {
        let handle = self.person()?;
        let what = self.act.what.as_str();
        if let Some(person) = self.world.people.get_mut(&handle) {
            match what {
                "follow" => person.follows = true,
                "unfollow" => person.follows = false,
                "restrict" => person.restricted = true,
                "unrestrict" => person.restricted = false,
                "block" => person.blocks = true,
                _ => person.blocks = false,
            }
        }
        if what.ends_with("restrict") {
            let theirs = self.world.comments.values_mut();
            let theirs = theirs.filter(|one| one.author.as_ref() == Some(&handle));
            theirs.for_each(|one| one.restricted = what == "restrict");
        }
        let igsid = self.world.igsid(&handle, &self.ig_id.clone());
        Ok(json!({"person": handle, "igsid": igsid}))
    }
}
