//! Comments: reading them, and the way to what changes them.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::comment_writes;
use super::error::GraphError;
use super::fields::{Field, Held, parse, render};
use super::page::{Page, listed};
use crate::clock::graph_time;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// Most comments on a page.
const MOST: usize = 50;
const DEFAULT: &str = "id,text,timestamp";

/// How many comments a post has, replies among them.
pub fn count(world: &World, media_id: &str) -> usize {
    let top = world.comments_of(media_id);
    top.iter()
        .map(|comment| 1 + world.comments_of(&comment.id).len())
        .sum()
}

/// `GET` and `POST /{media}/comments`.
///
/// # Errors
/// Meta's refusal.
pub fn under_media(
    world: &mut World,
    call: &Call,
    token: &Token,
    media_id: &str,
) -> Result<Value, GraphError> {
    token.needs(Scope::Comments)?;
    if call.method == Method::GET {
        let page = Page::of_call(call, media_id, "comments", MOST)?;
        return listing(world, call, token, media_id, &page, &call.fields(DEFAULT)?);
    }
    if call.method != Method::POST {
        return Err(GraphError::unsupported(call.method.as_str()));
    }
    comment_writes::write(world, call, token, media_id, None)
}

/// `comments{…}` inside a post, `replies{…}` inside a comment.
///
/// # Errors
/// Meta's refusal.
pub fn nested(
    world: &World,
    call: &Call,
    token: &Token,
    under: &str,
    field: &Field,
) -> Result<Value, GraphError> {
    let page = Page::of_field(call, under, &field.name, field, MOST)?;
    let default = parse(DEFAULT)?;
    let fields = if field.inner.is_empty() {
        &default
    } else {
        &field.inner
    };
    listing(world, call, token, under, &page, fields)
}

fn listing(
    world: &World,
    call: &Call,
    token: &Token,
    under: &str,
    page: &Page,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let ids: Vec<String> = world
        .comments_of(under)
        .into_iter()
        .map(|one| one.id.clone())
        .collect();
    let (ids, paging) = page.cut(&ids)?;
    let data = ids
        .iter()
        .map(|id| rendered(world, call, token, id, fields));
    Ok(listed(data.collect::<Result<_, _>>()?, paging))
}

/// `GET`, `POST ?hide=` and `DELETE /{comment}`.
///
/// # Errors
/// Meta's refusal.
pub fn node(world: &mut World, call: &Call, token: &Token, id: &str) -> Result<Value, GraphError> {
    token.needs(Scope::Comments)?;
    if call.method == Method::GET {
        return rendered(world, call, token, id, &call.fields(DEFAULT)?);
    }
    comment_writes::change(world, call, token, id)
}

/// `GET` and `POST /{comment}/replies`.
///
/// # Errors
/// Meta's refusal.
pub fn replies(
    world: &mut World,
    call: &Call,
    token: &Token,
    id: &str,
) -> Result<Value, GraphError> {
    token.needs(Scope::Comments)?;
    if call.method == Method::GET {
        let page = Page::of_call(call, id, "replies", MOST)?;
        return listing(world, call, token, id, &page, &call.fields(DEFAULT)?);
    }
    if call.method != Method::POST {
        return Err(GraphError::unsupported(call.method.as_str()));
    }
    let above = world
        .comments
        .get(id)
        .cloned()
        .ok_or_else(|| GraphError::no_object(id))?;
    comment_writes::write(world, call, token, &above.media_id, Some(&above))
}

fn rendered(
    world: &World,
    call: &Call,
    token: &Token,
    id: &str,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let comment = world
        .comments
        .get(id)
        .ok_or_else(|| GraphError::no_object(id))?;
    let media = world.media.get(&comment.media_id);
    let username = world.author_name(comment);
    let author_id = match &comment.author {
        Some(handle) => world
            .people
            .get(handle)
            .and_then(|one| one.igsids.get(&comment.ig_id)),
        None => Some(&comment.ig_id),
    };
    render("IGComment", id, fields, |field| {
        Ok(match field.name.as_str() {
            "text" => Held::Value(json!(comment.text)),
            "timestamp" => Held::Value(json!(graph_time(comment.at))),
            "username" => Held::Value(json!(username)),
            "from" => Held::Value(json!({"id": author_id, "username": username})),
            "hidden" => Held::Value(json!(comment.hidden)),
            "like_count" => Held::Value(json!(0)),
            "parent_id" => match &comment.parent_id {
                Some(parent) => Held::Value(json!(parent)),
                None => Held::Nothing,
            },
            "media" => match media {
                Some(media) => Held::Value(json!({
                    "id": media.id, "media_product_type": media.product_type,
                })),
                None => Held::Nothing,
            },
            "user" if comment.author.is_none() => Held::Value(json!({"id": comment.ig_id})),
            "user" | "legacy_instagram_comment_id" => Held::Nothing,
            "replies" => {
                let replies = nested(world, call, token, id, field)?;
                let none = replies["data"].as_array().is_none_or(Vec::is_empty);
                if none {
                    Held::Nothing
                } else {
                    Held::Value(replies)
                }
            }
            _ => Held::Unknown,
        })
    })
}
