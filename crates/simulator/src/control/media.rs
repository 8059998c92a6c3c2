//! What the control API publishes: posts, albums, reels, stories, broadcasts.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Json;
use serde_json::{Value, json};

use super::{Answer, ControlError, read};
use crate::clock::{self, Millis};
use crate::sim::Sim;
use crate::world::World;

/// Most pictures of an album.
const PICTURES: u64 = 10;

/// Publishes a post:
/// `{"caption","picture_url"?,"picture_svg"?,"type"?:"FEED"|"REELS"|"STORY"|"LIVE","pictures"?,
/// "copyrighted"?,"at_ms"?,"account"?}`; ends a broadcast: `{"end":ID}`; opens or closes the
/// comments of a post: `{"id":ID,"comments_enabled":true}`; or takes all posts, stories and
/// comments away: `{"clear":true}`.
pub async fn media(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    if body.get("clear").and_then(Value::as_bool) == Some(true) {
        return sim.with(|world| {
            world.media.clear();
            world.comments.clear();
            world.comments_under.clear();
            world.changes.push(json!({"what": "posts"}));
            Ok(Json(json!({"cleared": true})))
        });
    }
    if let Some(id) = text("end") {
        return sim.with(|world| end(world, id));
    }
    if let Some(id) = text("id") {
        let open = body.get("comments_enabled").and_then(Value::as_bool);
        let open =
            open.ok_or_else(|| ControlError::new("comments_enabled", "give true or false"))?;
        return sim.with(|world| {
            let media = world.media.get_mut(id);
            let media = media.ok_or_else(|| ControlError::new("id", "there is no such post"))?;
            media.comments_enabled = open;
            world.changes.push(json!({"what": "posts"}));
            Ok(Json(json!({"id": id, "comments_enabled": open})))
        });
    }
    let base = sim.base();
    sim.with(|world| publish(world, &body, &base))
}

/// Ends a broadcast that runs.
fn end(world: &mut World, id: &str) -> Answer {
    let now = world.now;
    let media = world.media.get_mut(id).filter(|media| media.is_live());
    let media = media.ok_or_else(|| ControlError::new("end", "no such broadcast is running"))?;
    media.ended = Some(now);
    world.changes.push(json!({"what": "posts"}));
    Ok(Json(json!({"id": id, "ended_ms": now})))
}

fn publish(world: &mut World, body: &Value, base: &str) -> Answer {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let kind = text("type").unwrap_or("FEED").to_uppercase();
    if !matches!(kind.as_str(), "FEED" | "REELS" | "STORY" | "LIVE") {
        return Err(ControlError::new("type", "FEED, REELS, STORY or LIVE"));
    }
    let at = body.get("at_ms").and_then(Value::as_i64);
    if at.is_some_and(|at| !clock::is_sane(at)) {
        let message = "give milliseconds since 1970, up to the year 9999";
        return Err(ControlError::new("at_ms", message));
    }
    let pictures = body.get("pictures").and_then(Value::as_u64).unwrap_or(0);
    if pictures > PICTURES || (pictures > 0 && kind != "FEED") {
        let message = "an album is a FEED post of up to 10 pictures";
        return Err(ControlError::new("pictures", message));
    }
    let account = world.account_or_first(text("account"));
    let account =
        account.ok_or_else(|| ControlError::new("account", "no account has this IG_ID"))?;
    let ig_id = account.ig_id.clone();
    let picture = text("picture_url").map(str::to_owned);
    let at: Millis = at.unwrap_or(world.now);
    let caption = text("caption").unwrap_or_default();
    let id = world.publish(&ig_id, caption, &kind, picture, at);
    if let Some(media) = world.media.get_mut(&id) {
        let svg = text("picture_svg").filter(|svg| svg.trim_start().starts_with("<svg"));
        media.picture_svg = svg.map(str::to_owned);
        let copyrighted = body.get("copyrighted").and_then(Value::as_bool);
        media.copyrighted = copyrighted.unwrap_or(false);
    }
    if pictures > 0 {
        world.make_album(&id, usize::try_from(pictures).unwrap_or(0));
    }
    world.changes.push(json!({"what": "posts"}));
    let media = world.media.get(&id);
    let (picture, permalink) = media
        .map(|one| (one.picture(base), one.permalink()))
        .unwrap_or_default();
    Ok(Json(json!({
        "media_id": id, "id": id, "picture": picture, "permalink": permalink, "at_ms": at,
    })))
}
