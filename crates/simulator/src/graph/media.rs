//! Posts: the list of an account, one post, and opening or closing its comments.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::comments;
use super::error::GraphError;
use super::fields::{Field, Held, render};
use super::page::{Page, listed};
use crate::clock::graph_time;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// Most posts on a page.
const MOST: usize = 100;

/// `GET /{ig-id}/media`.
///
/// # Errors
/// Meta's refusal.
pub fn list(world: &World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    token.needs(Scope::Basic)?;
    let page = Page::of_call(call, &token.ig_id, "media", MOST)?;
    listing(world, call, token, &page, &call.fields("id")?)
}

/// `media{…}` inside an account.
///
/// # Errors
/// Meta's refusal.
pub fn nested(
    world: &World,
    call: &Call,
    token: &Token,
    field: &Field,
) -> Result<Value, GraphError> {
    let page = Page::of_field(call, &token.ig_id, "media", field, MOST)?;
    listing(world, call, token, &page, &field.inner)
}

fn listing(
    world: &World,
    call: &Call,
    token: &Token,
    page: &Page,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let ids: Vec<String> = world
        .posts(&token.ig_id)
        .into_iter()
        .map(|post| post.id.clone())
        .collect();
    let (ids, paging) = page.cut(&ids)?;
    let data = ids
        .iter()
        .map(|id| rendered(world, call, token, id, fields));
    Ok(listed(data.collect::<Result<_, _>>()?, paging))
}

/// `GET /{ig-id}/stories`: those of the last day.
///
/// # Errors
/// Meta's refusal.
pub fn stories(world: &World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    token.needs(Scope::Basic)?;
    let fields = call.fields("id")?;
    let data = world
        .media
        .values()
        .filter(|one| one.ig_id == token.ig_id && one.product_type == "STORY")
        .filter(|one| one.alive(world.now))
        .map(|one| rendered(world, call, token, &one.id, &fields));
    Ok(listed(data.collect::<Result<_, _>>()?, None))
}

/// `GET /{media}` and `POST /{media}?comment_enabled=`.
///
/// # Errors
/// Meta's refusal.
pub fn node(world: &mut World, call: &Call, token: &Token, id: &str) -> Result<Value, GraphError> {
    if call.method == Method::GET {
        token.needs(Scope::Basic)?;
        return rendered(world, call, token, id, &call.fields("id")?);
    }
    if call.method != Method::POST {
        return Err(GraphError::unsupported(call.method.as_str()));
    }
    token.needs(Scope::Comments)?;
    let open = match call.needed("comment_enabled")?.as_str() {
        "true" | "1" => true,
        "false" | "0" => false,
        _ => {
            return Err(GraphError::parameter(
                "Param comment_enabled must be a boolean",
            ));
        }
    };
    if let Some(media) = world.media.get_mut(id) {
        media.comments_enabled = open;
    }
    world.comments_changed(id);
    Ok(json!({"success": true}))
}

fn rendered(
    world: &World,
    call: &Call,
    token: &Token,
    id: &str,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let media = world
        .media
        .get(id)
        .ok_or_else(|| GraphError::no_object(id))?;
    let account = world
        .account(&media.ig_id)
        .ok_or_else(|| GraphError::no_object(id))?;
    let reel = media.product_type == "REELS";
    render("IGMedia", id, fields, |field| {
        Ok(match field.name.as_str() {
            "caption" if media.caption.is_empty() => Held::Nothing,
            "caption" => Held::Value(json!(media.caption)),
            "media_type" => Held::Value(json!(if reel { "VIDEO" } else { "IMAGE" })),
            "media_product_type" => Held::Value(json!(media.product_type)),
            "media_url" => Held::Value(json!(media.picture(&call.base))),
            "thumbnail_url" if reel => Held::Value(json!(media.picture(&call.base))),
            "thumbnail_url" | "children" => Held::Nothing,
            "permalink" => Held::Value(json!(media.permalink())),
            "shortcode" => Held::Value(json!(media.shortcode)),
            "timestamp" => Held::Value(json!(graph_time(media.at))),
            "like_count" => Held::Value(json!(media.likes)),
            "comments_count" => Held::Value(json!(comments::count(world, id))),
            "is_comment_enabled" => Held::Value(json!(media.comments_enabled)),
            "username" => Held::Value(json!(account.username)),
            "owner" => Held::Value(json!({"id": account.ig_id})),
            "ig_id" => Held::Value(json!(media.id)),
            "comments" => Held::Value(comments::nested(world, call, token, id, field)?),
            _ => Held::Unknown,
        })
    })
}
