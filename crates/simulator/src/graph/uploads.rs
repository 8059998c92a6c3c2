//! `message_attachments`: a file is uploaded once and sent by its id.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use crate::tokens::{Scope, Token};
use crate::uploads::Upload;
use crate::world::World;

const MB: usize = 1_024 * 1_024;
const KINDS: &[&str] = &["image", "video", "audio", "file"];

/// `POST /{ig-id or page-id}/message_attachments`: an address, or the file itself.
///
/// # Errors
/// Meta's refusal.
pub fn take(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let message = call.json("message")?;
    let message = message.ok_or_else(|| GraphError::missing("message"))?;
    let attachment = &message["attachment"];
    let kind = attachment["type"]
        .as_str()
        .unwrap_or_default()
        .to_lowercase();
    if !KINDS.contains(&kind.as_str()) {
        let message = "Param message[attachment][type] must be one of {IMAGE, VIDEO, AUDIO, FILE}";
        return Err(GraphError::parameter(message));
    }
    let url = match (attachment["payload"]["url"].as_str(), call.files.first()) {
        (Some(url), _) => {
            let web = url::Url::parse(url).is_ok_and(|url| url.scheme().starts_with("http"));
            if !web {
                let message = "(#100) Failed to fetch the file from the url";
                return Err(GraphError::new(100, Some(2_018_008), message));
            }
            url.to_owned()
        }
        (None, Some(file)) => {
            fits(&kind, &file.content_type, file.bytes)?;
            let place = world.uploads.len();
            format!("{}/media/upload-{place}.svg", call.base)
        }
        (None, None) => return Err(GraphError::missing("url")),
    };
    let reusable = match &attachment["payload"]["is_reusable"] {
        Value::Bool(reusable) => *reusable,
        Value::String(text) => text == "true",
        _ => false,
    };
    let id = world.upload(Upload {
        ig_id: token.ig_id.clone(),
        kind,
        url,
        reusable,
        at: world.now,
    });
    Ok(json!({"attachment_id": id}))
}

/// Type and size of a file that was sent itself.
fn fits(kind: &str, content_type: &str, bytes: usize) -> Result<(), GraphError> {
    let right = match kind {
        "file" => content_type.ends_with("pdf"),
        kind => content_type.starts_with(kind),
    };
    if !(right || content_type.is_empty()) {
        let message = "(#100) The type of the file does not match the type of the attachment";
        return Err(GraphError::new(100, Some(2_018_047), message));
    }
    let most = if kind == "image" { 8 * MB } else { 25 * MB };
    if bytes > most {
        let message = "(#100) The attachment is larger than what may be sent";
        return Err(GraphError::new(100, Some(2_018_109), message));
    }
    Ok(())
}
