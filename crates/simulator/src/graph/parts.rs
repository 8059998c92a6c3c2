//! What a message is made of, and the limits on each part.
//!
//! Sources: messaging-api, quick-replies, generic and button template pages; text is limited in
//! bytes of UTF-8, and quick replies are text only since 5 Oct 2026.

use serde_json::{Value, json};

use super::error::GraphError;
use crate::threads::Attachment;
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
/// Most elements of a generic template.
const ELEMENTS: usize = 10;
/// Longest title and subtitle of an element, in characters.
const ELEMENT_TEXT: usize = 80;
/// Longest text of a button template, in characters.
const BUTTON_TEXT: usize = 640;
/// Most buttons of a template.
const BUTTONS: usize = 3;

/// The parts of a message that is to be sent.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Its text.
    pub text: Option<String>,
    /// What hangs on it.
    pub attachments: Vec<Attachment>,
    /// Title and payload of each quick reply.
    pub quick_replies: Vec<(String, String)>,
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
pub fn read(world: &World, ig_id: &str, message: &Value) -> Result<Parts, GraphError> {
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
        .map(|one| attachment(world, ig_id, one))
        .collect::<Result<_, _>>()?;
    let several = attachments.len() > 1;
    if attachments.len() > IMAGES || (several && attachments.iter().any(|a| a.kind != "image")) {
        return Err(invalid("Several attachments are up to 10 images").breaks("attachments"));
    }
    let quick_replies = quick_replies(object.get("quick_replies"))?;
    Ok(Parts {
        text,
        attachments,
        quick_replies,
    })
}

fn invalid(message: &str) -> GraphError {
    GraphError::new(100, Some(2_534_015), format!("(#100) {message}"))
}

fn quick_replies(given: Option<&Value>) -> Result<Vec<(String, String)>, GraphError> {
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

fn attachment(world: &World, ig_id: &str, given: &Value) -> Result<Attachment, GraphError> {
    let kind = given["type"].as_str().unwrap_or_default();
    let payload = &given["payload"];
    match kind.to_ascii_lowercase().as_str() {
        kind @ ("image" | "audio" | "video" | "file") => {
            let by_id = payload["attachment_id"].as_str();
            let by_url = payload["url"].as_str().filter(|url| {
                url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
            });
            match (by_url, by_id) {
                (Some(url), _) => Ok(Attachment {
                    kind: kind.to_owned(),
                    payload: json!({"url": url}),
                }),
                (None, Some(_)) => Err(GraphError::new(
                    100,
                    Some(2_018_074),
                    "(#100) Invalid attachment ID. Check that it belongs to you.",
                )),
                (None, None) => Err(GraphError::parameter(
                    "Param payload[url] should represent a valid URL",
                )),
            }
        }
        "like_heart" => Ok(Attachment {
            kind: "like_heart".to_owned(),
            payload: json!({}),
        }),
        "media_share" => {
            let id = payload["id"].as_str().unwrap_or_default();
            let own = world.media.get(id).filter(|media| media.ig_id == ig_id);
            let own = own.ok_or_else(|| GraphError::no_object(id))?;
            let title = own.caption.lines().next().unwrap_or_default();
            let payload = json!({"title": title, "ig_post_media_id": id});
            Ok(Attachment {
                kind: "ig_post".to_owned(),
                payload,
            })
        }
        "template" => template(payload),
        _ => Err(GraphError::parameter(
            "Param type of an attachment is not valid",
        )),
    }
}

fn template(payload: &Value) -> Result<Attachment, GraphError> {
    let refuse = |why: &str| invalid(why).breaks("template");
    let long = |value: &Value, most| value.as_str().is_some_and(|t| t.chars().count() > most);
    match payload["template_type"].as_str() {
        Some("generic") => {
            let elements = payload["elements"]
                .as_array()
                .filter(|many| !many.is_empty());
            let elements = elements.ok_or_else(|| refuse("A generic template needs elements"))?;
            if elements.len() > ELEMENTS {
                return Err(refuse("A generic template has at most 10 elements"));
            }
            for element in elements {
                if element["title"].as_str().is_none_or(str::is_empty) {
                    return Err(refuse("An element needs a title"));
                }
                if long(&element["title"], ELEMENT_TEXT) || long(&element["subtitle"], ELEMENT_TEXT)
                {
                    return Err(refuse("A title or subtitle has at most 80 characters"));
                }
                let more = ["subtitle", "image_url", "default_action", "buttons"];
                if more.iter().all(|name| element[*name].is_null()) {
                    return Err(refuse(
                        "An element needs one more property besides its title",
                    ));
                }
                buttons(&element["buttons"], false)?;
            }
        }
        Some("button") => {
            if payload["text"].as_str().is_none_or(str::is_empty) {
                return Err(refuse("A button template needs a text"));
            }
            if long(&payload["text"], BUTTON_TEXT) {
                return Err(refuse(
                    "The text of a button template has at most 640 characters",
                ));
            }
            buttons(&payload["buttons"], true)?;
        }
        _ => return Err(refuse("Param template_type is not valid")),
    }
    Ok(Attachment {
        kind: "template".to_owned(),
        payload: payload.clone(),
    })
}

fn buttons(given: &Value, needed: bool) -> Result<(), GraphError> {
    let refuse = |why: &str| invalid(why).breaks("template");
    let many = given.as_array().map(Vec::as_slice).unwrap_or_default();
    if many.len() > BUTTONS || (needed && many.is_empty()) {
        return Err(refuse("A template has 1 to 3 buttons"));
    }
    for button in many {
        let whole = match button["type"].as_str() {
            Some("web_url") => button["url"].is_string(),
            Some("postback") => button["payload"].is_string(),
            _ => false,
        };
        if !whole || button["title"].as_str().is_none_or(str::is_empty) {
            return Err(refuse(
                "A button is a web_url with url or a postback with payload",
            ));
        }
    }
    Ok(())
}
