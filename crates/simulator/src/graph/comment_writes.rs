//! Comments of the account: writing, answering, hiding and deleting them.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use crate::clock::HOUR;
use crate::comments::Comment;
use crate::sends::Send;
use crate::tokens::Token;
use crate::world::World;

/// Most hashtags and addresses in a comment, where the old rules are kept.
const HASHTAGS: usize = 4;
const ADDRESSES: usize = 1;

/// `POST ?hide=` and `DELETE /{comment}`.
///
/// # Errors
/// Meta's refusal.
pub fn change(
    world: &mut World,
    call: &Call,
    token: &Token,
    id: &str,
) -> Result<Value, GraphError> {
    let comment = world
        .comments
        .get(id)
        .cloned()
        .ok_or_else(|| GraphError::no_object(id))?;
    let kind = if call.method == Method::DELETE {
        "delete_comment"
    } else if call.method == Method::POST {
        match call.needed("hide")?.as_str() {
            "true" | "1" => "hide",
            "false" | "0" => "unhide",
            _ => return Err(GraphError::parameter("Param hide must be a boolean")),
        }
    } else {
        return Err(GraphError::unsupported(call.method.as_str()));
    };
    if kind != "delete_comment" && is_live(world, &comment.media_id) {
        let message = "Comments on live media can not be hidden";
        return Err(GraphError::parameter(message));
    }
    if let Some(known) = world.comments.get_mut(id) {
        match kind {
            "delete_comment" => known.deleted = true,
            // The owner's own comments stay visible whatever is asked.
            "hide" => known.hidden = known.author.is_some(),
            _ => known.hidden = false,
        }
    }
    let send = booked(world, token, kind, Some(&comment), None);
    world.book(send);
    world.comments_changed(&comment.media_id);
    Ok(json!({"success": true}))
}

/// Writes a comment of the account and books it, also when it is refused.
///
/// # Errors
/// Meta's refusal.
pub fn write(
    world: &mut World,
    call: &Call,
    token: &Token,
    media_id: &str,
    above: Option<&Comment>,
) -> Result<Value, GraphError> {
    let kind = if above.is_some() {
        "comment_reply"
    } else {
        "comment"
    };
    let text = call.text("message");
    let mut send = booked(world, token, kind, above, text.clone());
    let taken = take(world, &token.ig_id);
    let result = taken.and_then(|()| checked(world, media_id, above, text));
    let result = result.and_then(|text| {
        world
            .write_comment(
                media_id,
                above.map(|one| one.id.as_str()),
                None,
                &text,
                world.now,
            )
            .ok_or_else(|| GraphError::no_object(media_id))
    });
    let result = result.map(|comment| {
        send.id = Some(comment.id.clone());
        world.tell_comment(&comment, None);
        json!({"id": comment.id})
    });
    if let Err(error) = &result {
        send.status = error.status;
        send.code = Some((error.code, error.subcode));
        // The call itself counts the rule that was broken.
    }
    world.book(send);
    result
}

fn is_live(world: &World, media_id: &str) -> bool {
    let media = world.media.get(media_id);
    media.is_some_and(|media| media.product_type == "LIVE")
}

/// The rules of the old API: 4 hashtags, 1 address, not all in capitals.
fn plain(text: &str) -> Result<(), GraphError> {
    let words = || text.split_whitespace();
    let hashtags = words().filter(|word| word.starts_with('#')).count();
    let addresses = words().filter(|word| word.contains("://")).count();
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let shouted = letters().count() > 1 && letters().all(char::is_uppercase);
    if hashtags > HASHTAGS || addresses > ADDRESSES || shouted {
        let message = "A comment has at most 4 hashtags and 1 link, and is not all capitals";
        return Err(GraphError::parameter(message).breaks("comment_spam"));
    }
    Ok(())
}

/// One of the comments that the account may write in an hour, where that is limited.
fn take(world: &mut World, ig_id: &str) -> Result<(), GraphError> {
    let (most, now) = (world.settings.comment_rate, world.now);
    if most == 0 || world.limits.take("comments", ig_id, most, HOUR, now) {
        return Ok(());
    }
    let status = world.settings.throttle_status;
    Err(GraphError::throttled(None, None, status).breaks("comment_rate"))
}

fn checked(
    world: &World,
    media_id: &str,
    above: Option<&Comment>,
    text: Option<String>,
) -> Result<String, GraphError> {
    let text = text.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| GraphError::missing("message"))?;
    if text.chars().count() > world.settings.comment_longest {
        return Err(GraphError::parameter("The comment is too long").breaks("comment_too_long"));
    }
    if world.settings.comment_spam_rules {
        plain(&text)?;
    }
    if is_live(world, media_id) {
        let what = if above.is_some() {
            "replies"
        } else {
            "comments"
        };
        let message = format!("Live media does not take {what} by the API");
        return Err(GraphError::parameter(message));
    }
    if above.is_some_and(|one| one.hidden) {
        return Err(
            GraphError::parameter("A hidden comment can not be replied to")
                .breaks("reply_to_hidden"),
        );
    }
    if world
        .media
        .get(media_id)
        .is_some_and(|media| !media.comments_enabled)
    {
        return Err(GraphError::parameter(
            "Comments are turned off for this media",
        ));
    }
    Ok(text)
}

fn booked(
    world: &World,
    token: &Token,
    kind: &str,
    comment: Option<&Comment>,
    text: Option<String>,
) -> Send {
    let author = comment.and_then(|one| one.author.as_ref());
    let to = author.and_then(|handle| world.people.get(handle)?.igsids.get(&token.ig_id).cloned());
    Send {
        kind: kind.to_owned(),
        ig_id: token.ig_id.clone(),
        to,
        comment_id: comment.map(|one| one.id.clone()),
        text,
        action: None,
        parts: Value::Null,
        tag: None,
        id: None,
        status: 200,
        code: None,
        rule: None,
        window: Value::Null,
        at: world.now,
    }
}
