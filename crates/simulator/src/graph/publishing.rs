//! Publishing: containers, what becomes of them, and how much of the day's posts was used.

use serde_json::{Map, Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use super::fields::{Held, nonexisting, render};
use crate::clock::DAY;
use crate::containers::Container;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// Posts by API in 24 hours.
const TOTAL: usize = 100;
/// Longest caption, in characters.
const CAPTION: usize = 2_200;
/// Most pictures of an album.
const PICTURES: usize = 10;

/// `GET /{ig-id}/content_publishing_limit?fields=config,quota_usage&since=`.
///
/// # Errors
/// Meta's refusal.
pub fn limit(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Publish)?;
    let since = ask.time("since")?.unwrap_or(world.now - DAY);
    if since < world.now - DAY {
        let message = "Param since must be within the last 24 hours";
        return Err(GraphError::parameter(message));
    }
    let mut row = Map::new();
    for field in ask.fields("quota_usage")? {
        let value = match field.name.as_str() {
            "quota_usage" => json!(used(world, &token.ig_id, since)),
            "config" => json!({"quota_total": TOTAL, "quota_duration": 86_400}),
            name => return Err(nonexisting(name, "ContentPublishingLimitResponse")),
        };
        row.insert(field.shown().to_owned(), value);
    }
    Ok(json!({"data": [row]}))
}

/// How many posts were published by API since a time.
fn used(world: &World, ig_id: &str, since: i64) -> usize {
    let published = |one: &&Container| {
        one.ig_id == ig_id && one.published.as_ref().is_some_and(|(_, at)| *at >= since)
    };
    world.containers.values().filter(published).count()
}

/// `POST /{ig-id}/media`: makes a container.
///
/// # Errors
/// Meta's refusal.
pub fn prepare(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    world.leave(token, Scope::Publish)?;
    let caption = call.text("caption").unwrap_or_default();
    if caption.chars().count() > CAPTION {
        return Err(GraphError::parameter("The caption is too long"));
    }
    let kind = call.text("media_type").unwrap_or_default().to_uppercase();
    let (product_type, source) = match kind.as_str() {
        "" | "IMAGE" => ("FEED", "image_url"),
        "VIDEO" | "REELS" => ("REELS", "video_url"),
        "STORIES" if call.params.contains_key("video_url") => ("STORY", "video_url"),
        "STORIES" => ("STORY", "image_url"),
        "CAROUSEL" => ("FEED", ""),
        _ => {
            let message =
                "Param media_type must be one of {CAROUSEL, IMAGE, REELS, STORIES, VIDEO}";
            return Err(GraphError::parameter(message));
        }
    };
    let (url, children) = if source.is_empty() {
        (None, pictures(world, call, token)?)
    } else {
        let url = call.needed(source)?;
        if !url::Url::parse(&url).is_ok_and(|url| url.scheme().starts_with("http")) {
            let message = "The media could not be fetched from this URI";
            return Err(GraphError::new(9004, Some(2_207_052), message));
        }
        (Some(url), Vec::new())
    };
    let id = world.chance.digits("179", 17);
    let container = Container {
        ig_id: token.ig_id.clone(),
        product_type: product_type.to_owned(),
        caption,
        url,
        children,
        is_child: call.flag("is_carousel_item")?.unwrap_or(false),
        at: world.now,
        published: None,
    };
    world.containers.insert(id.clone(), container);
    Ok(json!({ "id": id }))
}

/// The containers of an album's pictures.
fn pictures(world: &World, call: &Call, token: &Token) -> Result<Vec<String>, GraphError> {
    let children = call.list("children")?;
    if !(2..=PICTURES).contains(&children.len()) {
        let message = format!("Param children must have 2 to {PICTURES} media");
        return Err(GraphError::parameter(message));
    }
    for id in &children {
        let child = world.containers.get(id);
        if !child.is_some_and(|one| one.ig_id == token.ig_id && one.is_child) {
            return Err(GraphError::no_object(id));
        }
    }
    Ok(children)
}

/// `POST /{ig-id}/media_publish?creation_id=`.
///
/// # Errors
/// Meta's refusal.
pub fn publish(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    world.leave(token, Scope::Publish)?;
    let creation = call.needed("creation_id")?;
    let container = world.containers.get(&creation).cloned();
    let container = container
        .filter(|one| one.ig_id == token.ig_id && !one.is_child)
        .ok_or_else(|| GraphError::no_object(&creation))?;
    if container.status(world.now) != "FINISHED" {
        let message = "The media is not ready to be published, or was published already";
        return Err(GraphError::new(9007, Some(2_207_027), message));
    }
    if used(world, &token.ig_id, world.now - DAY) >= TOTAL {
        let message = "The maximum number of posts by API in 24 hours was reached";
        return Err(GraphError::new(9, Some(2_207_042), message));
    }
    let now = world.now;
    let first = container
        .children
        .first()
        .and_then(|id| world.containers.get(id));
    let url = container.url.clone().or_else(|| first?.url.clone());
    let id = world.publish(
        &token.ig_id,
        &container.caption,
        &container.product_type,
        url,
        now,
    );
    world.make_album(&id, container.children.len());
    if let Some(container) = world.containers.get_mut(&creation) {
        container.published = Some((id.clone(), now));
    }
    world.changes.push(json!({"what": "posts"}));
    Ok(json!({ "id": id }))
}

/// `GET /{container}`.
///
/// # Errors
/// Meta's refusal.
pub fn container(world: &World, token: &Token, ask: &Ask, id: &str) -> Result<Value, GraphError> {
    world.leave(token, Scope::Basic)?;
    let container = world.containers.get(id);
    let status = container.map_or("ERROR", |one| one.status(world.now));
    render("ShadowIGMediaBuilder", id, &ask.fields("id")?, |field| {
        Ok(match field.name.as_str() {
            "status_code" => Held::Value(json!(status)),
            "status" => Held::Value(json!(format!("{}: {status}", sentence(status)))),
            "copyright_check_status" => {
                Held::Value(json!({"status": "completed", "matches_found": false}))
            }
            _ => Held::Unknown,
        })
    })
}

fn sentence(status: &str) -> &'static str {
    match status {
        "PUBLISHED" => "Published",
        "EXPIRED" => "Expired",
        "FINISHED" => "Finished",
        _ => "Error",
    }
}
