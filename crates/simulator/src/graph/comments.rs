//! Comments: reading them.

use serde_json::{Value, json};

use super::ask::Ask;
use super::error::GraphError;
use super::fields::{Field, Held, render};
use super::me;
use super::page::{Page, listed};
use super::resolve::Node;
use crate::clock::graph_time;
use crate::comments::Comment;
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

/// `GET /{media}/comments` and `GET /{comment}/replies`, newest first or the other way round.
///
/// # Errors
/// Meta's refusal.
pub fn under(
    world: &World,
    token: &Token,
    ask: &Ask,
    id: &str,
    edge: &str,
) -> Result<Value, GraphError> {
    world.leave(token, Scope::Comments)?;
    let mut ids: Vec<String> = world
        .comments_of(id)
        .into_iter()
        .filter(|one| !one.restricted)
        .map(|one| one.id.clone())
        .collect();
    match ask.choice("order").as_deref() {
        None | Some("reverse_chronological") => {}
        Some("chronological") => ids.reverse(),
        Some(other) => {
            let message = format!(
                "Param order must be one of {{CHRONOLOGICAL, REVERSE_CHRONOLOGICAL}} - got \
                 \"{other}\"."
            );
            return Err(GraphError::parameter(message));
        }
    }
    let (ids, paging) = Page::of(ask, id, edge, MOST)?.cut(&ids)?;
    let fields = ask.fields(DEFAULT)?;
    let data = ids
        .iter()
        .map(|id| rendered(world, token, ask, id, &fields));
    Ok(listed(data.collect::<Result<_, _>>()?, paging))
}

/// `GET /{comment}`.
///
/// # Errors
/// Meta's refusal.
pub fn node(world: &World, token: &Token, ask: &Ask, id: &str) -> Result<Value, GraphError> {
    world.leave(token, Scope::Comments)?;
    rendered(world, token, ask, id, &ask.fields(DEFAULT)?)
}

/// The id of a comment's author, as the account sees it.
pub fn author_id<'a>(world: &'a World, comment: &'a Comment) -> Option<&'a String> {
    match &comment.author {
        Some(handle) => world.people.get(handle)?.igsids.get(&comment.ig_id),
        None => Some(&comment.ig_id),
    }
}

fn rendered(
    world: &World,
    token: &Token,
    ask: &Ask,
    id: &str,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let comment = world.comments.get(id);
    let comment = comment.ok_or_else(|| GraphError::no_object(id))?;
    let username = world.author_name(comment);
    render("IGComment", id, fields, |field| {
        let within = Ask::within(ask.call, field);
        Ok(match field.name.as_str() {
            "text" => Held::Value(json!(comment.text)),
            "timestamp" => Held::Value(json!(graph_time(comment.at))),
            "username" => Held::Value(json!(username)),
            "from" => {
                let id = author_id(world, comment);
                Held::Value(json!({"id": id, "username": username}))
            }
            "hidden" => Held::Value(json!(comment.hidden)),
            "like_count" => Held::Value(json!(0)),
            "parent_id" => match &comment.parent_id {
                Some(parent) => Held::Value(json!(parent)),
                None => Held::Nothing,
            },
            "media" if field.inner.is_empty() => match world.media.get(&comment.media_id) {
                Some(media) => Held::Value(json!({
                    "id": media.id, "media_product_type": media.product_type,
                })),
                None => Held::Nothing,
            },
            "media" => {
                let node = Node::Media(comment.media_id.clone());
                me::linked(world, token, &node, &within)?
            }
            // Only the account's own comments say more of their author.
            "user" if comment.author.is_none() => Held::Value(json!({"id": comment.ig_id})),
            "user" | "legacy_instagram_comment_id" => Held::Nothing,
            "replies" => {
                let replies = under(world, token, &within, id, "replies")?;
                let none = replies["data"].as_array().is_none_or(Vec::is_empty);
                if none {
                    Held::Nothing
                } else {
                    Held::Edge(replies)
                }
            }
            _ => Held::Unknown,
        })
    })
}
