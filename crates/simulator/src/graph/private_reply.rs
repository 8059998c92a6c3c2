//! Private replies: the one message that a comment may be answered with.
//!
//! Source: instagram-platform/private-replies (30 Jun 2026): one for each comment, within 7 days;
//! under a live broadcast only while it runs; 750 an hour, under a broadcast 100 a second.

use serde_json::Value;

use super::call::Call;
use super::error::GraphError;
use super::messages::{addressed, read_parts, written};
use super::parts::Parts;
use super::routing;
use crate::clock::{HOUR, SECOND};
use crate::comments::Comment;
use crate::sends::Send;
use crate::settings::PrivateReplyParts;
use crate::threads::Folder;
use crate::tokens::Token;
use crate::window;
use crate::world::World;

/// Answers a comment privately.
///
/// # Errors
/// Meta's refusal.
pub fn send(
    world: &mut World,
    call: &Call,
    token: &Token,
    send: &mut Send,
) -> Result<Value, GraphError> {
    let ig_id = send.ig_id.clone();
    let parts = allowed(world, read_parts(world, call, token, send)?)?;
    send.parts = parts.shown();
    let id = send.comment_id.clone().unwrap_or_default();
    let comment = world.comments.get(&id);
    let comment = comment.filter(|one| one.ig_id == ig_id).cloned();
    let live = comment.as_ref().is_some_and(|one| is_live(world, one));
    take(world, &ig_id, live)?;
    let comment = comment.ok_or_else(GraphError::private_reply)?;
    let handle = eligible(world, &comment)?;
    send.to = Some(world.igsid(&handle, &ig_id));
    let new = !world.threads.contains_key(&format!(
        "{ig_id}:{}",
        send.to.as_deref().unwrap_or_default()
    ));
    routing::may_write(world, token, send.to.as_deref())?;
    let key = addressed(world, send)?;
    let app = world.app_of(token).id.clone();
    let answer = written(world, &key, send, parts, None, &app);
    let follows = world.people.get(&handle).is_some_and(|one| one.follows);
    if let Some(thread) = world.threads.get_mut(&key).filter(|_| new && !follows) {
        // It lands in the inbox of followers, and among the requests of others.
        thread.person_folder = Folder::Requests;
    }
    if let Some(comment) = world.comments.get_mut(&id) {
        comment.private_reply.clone_from(&send.id);
    }
    world.comments_changed(&comment.media_id);
    Ok(answer)
}

fn is_live(world: &World, comment: &Comment) -> bool {
    let media = world.media.get(&comment.media_id);
    media.is_some_and(|media| media.product_type == "LIVE")
}

/// Buttons on a private reply: pages are silent and reports disagree.
fn allowed(world: &World, mut parts: Parts) -> Result<Parts, GraphError> {
    let buttons = parts.attachments.iter().any(|held| held.kind == "template");
    if parts.quick_replies.is_empty() && !buttons {
        return Ok(parts);
    }
    match world.settings.private_reply_parts {
        PrivateReplyParts::Kept => {}
        PrivateReplyParts::Refused => {
            let message = "(#100) The message of a private reply is a text.";
            return Err(
                GraphError::new(100, Some(2_534_015), message).breaks("private_reply_parts")
            );
        }
        PrivateReplyParts::Dropped => {
            parts.quick_replies.clear();
            for held in std::mem::take(&mut parts.attachments) {
                match held.payload["text"].as_str() {
                    Some(text) => parts.text = Some(text.to_owned()),
                    None => parts.attachments.push(held),
                }
            }
        }
    }
    Ok(parts)
}

fn take(world: &mut World, ig_id: &str, live: bool) -> Result<(), GraphError> {
    let (now, settings) = (world.now, &world.settings);
    let status = settings.throttle_status;
    let (what, most, span) = if live {
        (
            "live_private_reply",
            settings.live_private_reply_rate,
            SECOND,
        )
    } else {
        ("private_reply", settings.private_reply_rate, HOUR)
    };
    if world.limits.take(what, ig_id, most, span, now) {
        return Ok(());
    }
    Err(GraphError::throttled(None, None, status).breaks("private_reply_rate"))
}

/// The handle of the author, if the comment may be answered.
fn eligible(world: &World, comment: &Comment) -> Result<String, GraphError> {
    let author = comment.author.clone().filter(|_| !comment.deleted);
    let author = author.ok_or_else(GraphError::private_reply)?;
    if comment.private_reply.is_some() {
        return Err(GraphError::private_reply().breaks("private_reply_repeated"));
    }
    let media = world.media.get(&comment.media_id);
    let ended = media.is_some_and(|media| media.product_type == "LIVE" && !media.is_live());
    if ended {
        return Err(GraphError::private_reply().breaks("private_reply_live_ended"));
    }
    if world.now - comment.at >= window::PRIVATE_REPLY {
        let error = match world.settings.private_reply_late {
            2_534_022 => GraphError::window(2_534_022),
            _ => GraphError::private_reply(),
        };
        return Err(error.breaks("private_reply_late"));
    }
    Ok(author)
}
