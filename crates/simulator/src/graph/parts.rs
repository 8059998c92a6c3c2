//! What a message is made of, and the limits on each part.
//!
//! Sources: messaging-api, quick-replies, generic and button template pages; text is limited in
//! bytes of UTF-8, and quick replies are text only since 5 Oct 2026.

use serde_json::{Value, json};

use super::error::GraphError;
use super::templates::template;
use crate::threads::Attachment;
use crate::tokens::Token;
use crate::world::World;

/// Longest text, in bytes of UTF-8.
const TEXT_BYTES: usize = 1_000;
/// Most quick replies.
const QUICK_REPLIES: usize = 13;
/// Longest title of a quick reply, in characters; the rest is cut off.
const QUICK_REPLY_TITLE: usize = 20;
/// Longest payload, in characters.
const PAYLOAD: usize = 1_000;
/// Most images in one message.
const IMAGES: usize = 10;
/// Longest metadata, in characters.
const METADATA: usize = 1_000;

/// The parts of a message that is to be sent.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Its text.
    pub text: Option<String>,
    /// What hangs on it.
    pub attachments: Vec<Attachment>,
    /// Title and payload of each quick reply.
    pub quick_replies: Vec<(String, String)>,
    /// What the echo is to repeat.
    pub metadata: Option<String>,
}

impl Parts {
    /// Whether it counts against the lower rate for audio and video.
    pub fn is_heavy(&self) -> bool {
        self.attachments
            .iter()
            .any(|held| matches!(held.kind.as_str(), "audio" | "video"))
    }

    /// For the book of sends.
    pub fn shown(&self) -> Value {
        if self.attachments.is_empty() && self.quick_replies.is_empty() {
            return Value::Null;
        }
        let attachments: Vec<Value> = self
            .attachments
            .iter()
            .map(|held| json!({"type": held.kind, "payload": held.payload}))
            .collect();
        let replies: Vec<Value> = self
            .quick_replies
            .iter()
            .map(|(title, payload)| json!({"title": title, "payload": payload}))
            .collect();
        json!({"attachments": attachments, "quick_replies": replies})
    }
}

/// Reads and checks the `message` of a send.
///
/// # Errors
/// Meta's code 100, with the rule that was broken.
pub fn read(world: &World, token: &Token, message: &Value) -> Result<Parts, GraphError> {
    let Some(object) = message.as_object() else {
        return Err(GraphError::parameter("Param message must be an object"));
    };
    let text = match object.get("text") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(_) => {
            return Err(GraphError::parameter(
                "Param message[text] must be a string",
            ));
        }
    };
    let mut held = Vec::new();
    for name in ["attachment", "attachments"] {
        match object.get(name) {
            Some(Value::Array(many)) => held.extend(many.iter()),
            Some(one @ Value::Object(_)) => held.push(one),
            None | Some(Value::Null) => {}
            Some(_) => {
                return Err(GraphError::parameter(format!(
                    "Param message[{name}] is not valid"
                )));
            }
        }
    }
    if text.is_some() && !held.is_empty() {
        return Err(invalid("A message has a text or an attachment, not both"));
    }
    if text.as_ref().is_none_or(|text| text.trim().is_empty()) && held.is_empty() {
        return Err(GraphError::new(
            100,
            Some(2_534_015),
            "(#100) The message is empty",
        ));
    }
    if text.as_ref().is_some_and(|text| text.len() > TEXT_BYTES) {
        let message = "Length of param message[text] must be less than or equal to 1000";
        return Err(GraphError::parameter(message).breaks("text_too_long"));
    }
    let attachments: Vec<Attachment> = held
        .iter()
        .map(|one| attachment(world, token, one))
        .collect::<Result<_, _>>()?;
    let several = attachments.len() > 1;
    if attachments.len() > IMAGES || (several && attachments.iter().any(|a| a.kind != "image")) {
        return Err(invalid("Several attachments are up to 10 images").breaks("attachments"));
    }
    let old = world.settings.old_quick_replies;
    let quick_replies = quick_replies(object.get("quick_replies"), old)?;
    let metadata = object.get("metadata").and_then(Value::as_str);
    if metadata.is_some_and(|text| text.chars().count() > METADATA) {
        return Err(GraphError::parameter("Param message[metadata] is too long"));
    }
    Ok(Parts {
        text,
        attachments,
        quick_replies,
        metadata: metadata.map(str::to_owned),
    })
}

pub(super) fn invalid(message: &str) -> GraphError {
    GraphError::new(100, Some(2_534_015), format!("(#100) {message}"))
}

fn quick_replies(given: Option<&Value>, old: bool) -> Result<Vec<(String, String)>, GraphError> {
    let many = match given {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(many)) => many,
        Some(_) => {
            return Err(GraphError::parameter(
                "Param message[quick_replies] must be an array",
            ));
        }
    };
    let refuse = |why: &str| GraphError::parameter(why).breaks("quick_replies");
    if many.len() > QUICK_REPLIES {
        return Err(refuse(
            "Param message[quick_replies] must have at most 13 items",
        ));
    }
    let mut replies = Vec::new();
    for one in many {
        // What they ask for is shown in place of a title.
        let asks = one["content_type"].as_str().unwrap_or_default();
        if old && matches!(asks, "user_phone_number" | "user_email") {
            replies.push((asks.to_owned(), asks.to_owned()));
            continue;
        }
        if one["content_type"].as_str() != Some("text") {
            return Err(refuse("Param content_type of a quick reply must be text"));
        }
        let title = one["title"]
            .as_str()
            .filter(|title| !title.trim().is_empty());
        let title = title.ok_or_else(|| refuse("A quick reply needs a title"))?;
        let payload = one["payload"].as_str().unwrap_or(title);
        if payload.chars().count() > PAYLOAD {
            return Err(refuse("The payload of a quick reply is too long"));
        }
        let title: String = title.chars().take(QUICK_REPLY_TITLE).collect();
        replies.push((title, payload.to_owned()));
    }
    Ok(replies)
}

fn attachment(world: &World, token: &Token, given: &Value) -> Result<Attachment, GraphError> {
    let kind = given["type"].as_str().unwrap_or_default();
    let payload = &given["payload"];
    match kind.to_ascii_lowercase().as_str() {
        kind @ ("image" | "audio" | "video" | "file") => file(world, token, kind, payload),
        "like_heart" => Ok(Attachment {
            kind: "like_heart".to_owned(),
            payload: json!({}),
        }),
        "media_share" => {
            let id = payload["id"].as_str().unwrap_or_default();
            let own = world
                .media
                .get(id)
                .filter(|media| media.ig_id == token.ig_id && media.alive(world.now));
            let own = own.ok_or_else(|| GraphError::no_object(id))?;
            let title = own.caption.lines().next().unwrap_or_default();
            let payload = json!({"title": title, "ig_post_media_id": id});
            Ok(Attachment {
                kind: "ig_post".to_owned(),
                payload,
            })
        }
        "template" => template(token, payload),
        _ => Err(GraphError::parameter(
            "Param type of an attachment is not valid",
        )),
    }
}

/// A file by its address or by the id that it was uploaded under.
fn file(
    world: &World,
    token: &Token,
    kind: &str,
    payload: &Value,
) -> Result<Attachment, GraphError> {
    let mismatch = || {
        let message = "(#100) The type of the file does not match the type of the attachment";
        GraphError::new(100, Some(2_018_047), message)
    };
    let url = match (&payload["url"], &payload["attachment_id"]) {
        (Value::String(url), _) => url::Url::parse(url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .map(|_| url.clone()),
        (_, Value::Null) => None,
        (_, id) => {
            let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
            let upload = world.uploads.get(&id);
            let Some(upload) = upload.filter(|upload| upload.ig_id == token.ig_id) else {
                let message = "(#100) Invalid attachment ID. Check that it belongs to you.";
                return Err(GraphError::new(100, Some(2_018_074), message));
            };
            if upload.kind != kind {
                return Err(mismatch());
            }
            return Ok(Attachment {
                kind: kind.to_owned(),
                payload: json!({"url": upload.url}),
            });
        }
    };
    let url = url
        .ok_or_else(|| GraphError::parameter("Param payload[url] should represent a valid URL"))?;
    if !may_be(kind, &url) {
        return Err(mismatch());
    }
    Ok(Attachment {
        kind: kind.to_owned(),
        payload: json!({ "url": url }),
    })
}

/// Whether a file of this name may be of this type; a name that says nothing may be of any.
fn may_be(kind: &str, url: &str) -> bool {
    const NAMES: &[(&str, &[&str])] = &[
        ("image", &["png", "jpg", "jpeg", "gif"]),
        ("audio", &["aac", "m4a", "wav", "mp4"]),
        ("video", &["mp4", "ogg", "avi", "mov", "webm"]),
        ("file", &["pdf"]),
    ];
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((_, ending)) = name.rsplit_once('.') else {
        return true;
    };
    let ending = ending.to_lowercase();
    let known = |(_, endings): &&(&str, &[&str])| endings.contains(&ending.as_str());
    let mut of: Vec<&str> = NAMES.iter().filter(known).map(|(kind, _)| *kind).collect();
    if matches!(
        ending.as_str(),
        "exe" | "zip" | "html" | "svg" | "doc" | "docx"
    ) {
        of.push("none");
    }
    of.is_empty() || of.contains(&kind)
}
