//! Event bodies, one function a kind.

use serde_json::{Map, Value, json};

use crate::clock::Millis;
use crate::comments::Comment;
use crate::media::Media;
use crate::people::Account;
use crate::settings::{CommentForm, Settings};
use crate::threads::{Message, Thread};

/// An event of the person towards the business; `what` is `message`, `reaction`, `read`, …
pub fn from_person(thread: &Thread, at: Millis, what: &str, body: Value) -> Value {
    json!({
        "sender": {"id": thread.igsid}, "recipient": {"id": thread.ig_id},
        "timestamp": at, what: body,
    })
}

/// The echo of a message of the business; `app` is told where a switch says so.
pub fn echo(thread: &Thread, message: &Message, app: Option<&str>) -> Value {
    let mut body = message_body(message, None, None);
    body["is_echo"] = json!(true);
    if thread.igsid == thread.ig_id {
        body["is_self"] = json!(true);
    }
    if let Some(app) = app {
        body["app_id"] = json!(app.parse::<u64>().unwrap_or_default());
        if let Some(metadata) = &message.metadata {
            body["metadata"] = json!(metadata);
        }
    }
    json!({
        "sender": {"id": thread.ig_id}, "recipient": {"id": thread.igsid},
        "timestamp": message.at, "message": body,
    })
}

/// The `message` object: text, attachments, what it answers.
pub fn message_body(message: &Message, story_url: Option<&str>, payload: Option<&str>) -> Value {
    let mut body = Map::new();
    body.insert("mid".to_owned(), json!(message.mid));
    if let Some(text) = &message.text {
        body.insert("text".to_owned(), json!(text));
    }
    if !message.attachments.is_empty() {
        let attachments: Vec<Value> = message
            .attachments
            .iter()
            .map(|one| json!({"type": one.kind, "payload": carried(&one.kind, &one.payload)}))
            .collect();
        body.insert("attachments".to_owned(), json!(attachments));
    }
    if let Some(mid) = &message.reply_to {
        body.insert(
            "reply_to".to_owned(),
            json!({"mid": mid, "is_self_reply": false}),
        );
    }
    if let Some(story) = &message.story_id {
        let story = json!({"url": story_url.unwrap_or_default(), "id": story});
        body.insert("reply_to".to_owned(), json!({"story": story}));
    }
    if let Some(payload) = payload {
        body.insert("quick_reply".to_owned(), json!({"payload": payload}));
    }
    if message.unsupported {
        body.insert("is_unsupported".to_owned(), json!(true));
    }
    Value::Object(body)
}

/// A payload as events carry it: a generic template comes under the name of its kind.
fn carried(kind: &str, payload: &Value) -> Value {
    if kind == "template" && payload["template_type"] == "generic" {
        return json!({"generic": {"elements": payload["elements"]}});
    }
    payload.clone()
}

/// The `value` of a comment event; `ad` is the id and title of the ad it stands under.
pub fn comment_value(
    comment: &Comment,
    media: &Media,
    author: &Value,
    ad: Option<&Ad>,
    settings: &Settings,
) -> Value {
    let id_key = settings.comment_id_key.as_str();
    let mut value = json!({id_key: comment.id, "text": comment.text});
    if settings.comment_form == CommentForm::Bare {
        return value;
    }
    value["from"] = match settings.comment_form {
        CommentForm::Username => json!({"username": author["username"]}),
        _ => author.clone(),
    };
    value["media"] = match ad {
        None => json!({"id": media.id, "media_product_type": media.product_type}),
        Some(ad) => json!({
            "id": ad.media_id, "media_product_type": "AD", "ad_id": ad.id,
            "ad_title": ad.title, "original_media_id": media.id,
        }),
    };
    if let Some(parent) = &comment.parent_id {
        value["parent_id"] = json!(parent);
    }
    value
}

/// The ad that a comment stands under.
#[derive(Debug, Clone)]
pub struct Ad {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The media that the ad shows, which is not the post it was made of.
    pub media_id: String,
}

/// The author of a comment that the account wrote itself.
pub fn own_author(account: &Account) -> Value {
    json!({
        "id": account.ig_id, "username": account.username,
        "self_ig_scoped_id": account.self_scoped_id,
    })
}

/// The dashboard's Test button: other ids, seconds as a text, `messages` under `changes`.
pub fn dashboard_test(at: Millis) -> Value {
    let seconds = at / crate::clock::SECOND;
    json!({
        "id": "0", "time": seconds,
        "changes": [{"field": "messages", "value": {
            "sender": {"id": "12334"}, "recipient": {"id": "23245"},
            "timestamp": seconds.to_string(),
            "message": {"mid": "random_mid", "text": "random_text"},
        }}],
    })
}
