//! Comments of the account: writing, answering, hiding and deleting them.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use crate::comments::Comment;
use crate::sends::Send;
use crate::tokens::Token;
use crate::webhook::{envelope, event};
use crate::world::World;

/// Longest comment, in characters: what Instagram's own app takes.
const LONGEST: usize = 2_200;

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
    let result = checked(world, media_id, above, text).and_then(|text| {
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
        announce(world, &comment);
        json!({"id": comment.id})
    });
    if let Err(error) = &result {
        send.status = error.status;
        send.code = Some((error.code, error.subcode));
    }
    world.book(send);
    result
}

fn checked(
    world: &World,
    media_id: &str,
    above: Option<&Comment>,
    text: Option<String>,
) -> Result<String, GraphError> {
    let text = text.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| GraphError::missing("message"))?;
    if text.chars().count() > LONGEST {
        return Err(GraphError::parameter("The comment is too long").breaks("comment_too_long"));
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

/// The account's own comment comes back as an event, with the mark of a self comment.
fn announce(world: &mut World, comment: &Comment) {
    let Some(media) = world.media.get(&comment.media_id) else {
        return;
    };
    let author = world
        .account(&comment.ig_id)
        .map(event::own_author)
        .unwrap_or_default();
    let value = event::comment_value(comment, media, &author, &world.settings.comment_id_key);
    let entry = envelope::change(
        &comment.ig_id,
        comment.at,
        "comments",
        value,
        &world.settings,
    );
    world.emit(&comment.ig_id.clone(), &comment.media_id, entry);
    world.comments_changed(&comment.media_id);
}
