//! Messages, echoes, unsends and tapped buttons.

use palette_domain::Private;
use palette_domain::conversation::{Attachment, MessageBody, ReplyTo};
use palette_domain::inbound::{EchoMessage, Event, InboundMessage};
use palette_domain::policy::OpeningAction;
use serde_json::Value;

use super::event::Sides;
use crate::read;

/// A message of either side; nothing when it lacks its id or its people.
pub(super) fn message(sides: &Sides, event: &Value, message: &Value) -> Option<Event> {
    let mid = read::id(message, "mid")?;
    if read::flag(message, "is_deleted") {
        return Some(Event::Unsent {
            mid,
            igsid: sides.person(),
        });
    }
    let referral = message.get("referral").or_else(|| event.get("referral"));
    let body = body(message, referral);
    let igsid = sides.person()?;
    if sides.by_us && !sides.is_self {
        return Some(Event::Echo(EchoMessage {
            mid,
            igsid,
            body: Private::new(body),
        }));
    }
    Some(Event::Message(InboundMessage {
        mid,
        igsid,
        opens: opens(&body, message),
        about_ig_media_id: about(&body),
        body: Private::new(body),
        is_self: sides.is_self,
    }))
}

/// A tapped button, ice breaker or menu entry, kept as a message with the button's title.
pub(super) fn postback(sides: &Sides, postback: &Value) -> Option<Event> {
    let referral_source = postback
        .get("referral")
        .and_then(|from| read::text(from, "source"));
    let from_ad = referral_source.as_deref().is_some_and(is_ad);
    let body = MessageBody {
        text: read::text(postback, "title").unwrap_or_default(),
        payload: read::text(postback, "payload"),
        referral_source,
        ..MessageBody::default()
    };
    Some(Event::Message(InboundMessage {
        mid: read::id(postback, "mid")?,
        // A tap of the account on its own button carries the account as its sender.
        igsid: Private::new(sides.sender.clone()?),
        body: Private::new(body),
        opens: if from_ad {
            OpeningAction::AdMessage
        } else {
            OpeningAction::Postback
        },
        about_ig_media_id: None,
        is_self: sides.is_self || sides.by_us,
    }))
}

fn body(message: &Value, referral: Option<&Value>) -> MessageBody {
    let attachments = attachments(message);
    let text = read::text(message, "text").unwrap_or_default();
    let nothing_shown = text.is_empty()
        && !attachments.is_empty()
        && attachments
            .iter()
            .all(|attachment| attachment.kind == "unsupported_type");
    MessageBody {
        unsupported: read::flag(message, "is_unsupported") || nothing_shown,
        payload: message
            .get("quick_reply")
            .and_then(|tapped| read::text(tapped, "payload")),
        reply_to: message.get("reply_to").and_then(reply_to),
        referral_source: referral.and_then(|from| read::text(from, "source")),
        text,
        attachments,
        ..MessageBody::default()
    }
}

fn reply_to(told: &Value) -> Option<ReplyTo> {
    if let Some(story) = told.get("story").filter(|story| story.is_object()) {
        let ig_media_id = read::id(story, "id");
        return Some(ReplyTo::Story {
            ig_media_id,
            url: read::text(story, "url"),
        });
    }
    read::id(told, "mid").map(|mid| ReplyTo::Message { mid })
}

fn attachments(message: &Value) -> Vec<Attachment> {
    let told = message.get("attachments").and_then(Value::as_array);
    let mut attachments: Vec<Attachment> =
        told.into_iter().flatten().filter_map(attachment).collect();
    // While Meta moves from `share` to `ig_post`, one shared post comes as both.
    let posts: Vec<Option<String>> = attachments
        .iter()
        .filter(|attachment| attachment.kind == "ig_post")
        .map(|attachment| attachment.url.clone())
        .collect();
    attachments.retain(|one| one.kind != "share" || !posts.contains(&one.url));
    attachments
}

fn attachment(told: &Value) -> Option<Attachment> {
    let payload = told.get("payload").unwrap_or(&Value::Null);
    let id_keys = ["ig_post_media_id", "reel_video_id", "story_media_id"];
    Some(Attachment {
        kind: read::text(told, "type")?,
        url: read::text(payload, "url"),
        title: read::text(payload, "title").or_else(|| template_title(payload)),
        ig_media_id: id_keys.iter().find_map(|key| read::id(payload, key)),
    })
}

/// The title of a template that the business sent from elsewhere.
fn template_title(payload: &Value) -> Option<String> {
    let generic = payload.get("generic").unwrap_or(payload);
    generic
        .get("elements")?
        .get(0)
        .and_then(|element| read::text(element, "title"))
}

fn opens(body: &MessageBody, message: &Value) -> OpeningAction {
    let mentions_us = body
        .attachments
        .iter()
        .any(|one| one.kind == "story_mention");
    if body.referral_source.as_deref().is_some_and(is_ad) {
        OpeningAction::AdMessage
    } else if mentions_us {
        OpeningAction::StoryMention
    } else if matches!(body.reply_to, Some(ReplyTo::Story { .. })) {
        OpeningAction::StoryReply
    } else if message.get("quick_reply").is_some() {
        OpeningAction::QuickReply
    } else {
        OpeningAction::Message
    }
}

fn is_ad(source: &str) -> bool {
    source.eq_ignore_ascii_case("ADS")
}

/// The post, reel or story that a message is about: what it shares, or the story it answers.
fn about(body: &MessageBody) -> Option<String> {
    let shared = body
        .attachments
        .iter()
        .find_map(|one| one.ig_media_id.clone());
    shared.or_else(|| match &body.reply_to {
        Some(ReplyTo::Story { ig_media_id, .. }) => ig_media_id.clone(),
        _ => None,
    })
}
