//! Where others mention the account: the comment or the post, and the posts that tag it.

use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use super::fields::{Field, Held, render};
use super::page::{Page, listed};
use crate::clock::graph_time;
use crate::mentions::Mention;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// `mentioned_comment.comment_id(…){…}` of an account: the only way to read such a comment.
///
/// # Errors
/// When nothing mentions the account there.
pub fn comment(world: &World, token: &Token, ask: &Ask) -> Result<Held, GraphError> {
    world.leave(token, Scope::Comments)?;
    let id = ask.text("comment_id");
    let id = id.ok_or_else(|| GraphError::missing("comment_id"))?;
    let mention = world.mentioned_by(&token.ig_id, &id);
    let mention = mention.ok_or_else(|| GraphError::no_object(&id))?;
    let node = render("IGComment", &id, &ask.fields("id")?, |field| {
        Ok(match field.name.as_str() {
            "text" => Held::Value(json!(mention.text)),
            "timestamp" => Held::Value(json!(graph_time(mention.at))),
            "like_count" => Held::Value(json!(0)),
            "username" => Held::Value(json!(name(world, mention))),
            "media" => {
                let within = Ask::within(ask.call, field);
                Held::Edge(post(world, &within, mention, &within.fields("id")?)?)
            }
            _ => Held::Unknown,
        })
    })?;
    Ok(Held::Edge(node))
}

/// `mentioned_media.media_id(…){…}` of an account.
///
/// # Errors
/// When nothing mentions the account there.
pub fn media(world: &World, token: &Token, ask: &Ask) -> Result<Held, GraphError> {
    world.leave(token, Scope::Comments)?;
    let id = ask.text("media_id");
    let id = id.ok_or_else(|| GraphError::missing("media_id"))?;
    let mention = world.mentioned_in(&token.ig_id, &id);
    let mention = mention.ok_or_else(|| GraphError::no_object(&id))?;
    let node = post(world, ask, mention, &ask.fields("id")?)?;
    Ok(Held::Edge(node))
}

/// `GET /{ig-id}/tags`: posts that mention the account in their caption; Facebook Login only.
///
/// # Errors
/// Meta's refusal.
pub fn tags(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    if token.kind.is_instagram() {
        return Err(GraphError::unknown_path(&ask.call.plain_path()));
    }
    world.leave(token, Scope::Basic)?;
    let tagged = |one: &&Mention| one.ig_id == token.ig_id && one.comment_id.is_none();
    let posts: Vec<&Mention> = world.mentions.iter().rev().filter(tagged).collect();
    let ids: Vec<String> = posts.iter().map(|one| one.media_id.clone()).collect();
    let (ids, paging) = Page::of(ask, &token.ig_id, "tags", 100)?.cut(&ids)?;
    let fields = ask.fields("id")?;
    let data = posts
        .iter()
        .filter(|one| ids.contains(&one.media_id))
        .map(|one| post(world, ask, one, &fields));
    Ok(listed(data.collect::<Result<_, _>>()?, paging))
}

/// `POST /{ig-id}/mentions`: an answer where the account is mentioned.
///
/// # Errors
/// When nothing mentions the account there.
pub fn reply(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    world.leave(token, Scope::Comments)?;
    call.needed("message")?;
    let media_id = call.needed("media_id")?;
    let mention = match call.text("comment_id") {
        Some(id) => world.mentioned_by(&token.ig_id, &id),
        None => world.mentioned_in(&token.ig_id, &media_id),
    };
    if mention.is_none_or(|one| one.media_id != media_id) {
        return Err(GraphError::no_object(&media_id));
    }
    Ok(json!({"id": world.chance.digits("178", 17)}))
}

fn name(world: &World, mention: &Mention) -> Option<String> {
    let person = world.people.get(&mention.person);
    person.map(|person| person.username.clone())
}

/// A post of somebody else, as far as it is shown to who is mentioned there.
fn post(
    world: &World,
    ask: &Ask,
    mention: &Mention,
    fields: &[Field],
) -> Result<Value, GraphError> {
    let id = &mention.media_id;
    let caption = mention.comment_id.is_none().then_some(&mention.text);
    render("IGMedia", id, fields, |field| {
        Ok(match field.name.as_str() {
            "caption" => caption.map_or(Held::Nothing, |text| Held::Value(json!(text))),
            "media_type" => Held::Value(json!("IMAGE")),
            "media_product_type" => Held::Value(json!("FEED")),
            "media_url" => Held::Value(json!(format!("{}/media/{id}.svg", ask.call.base))),
            "timestamp" => Held::Value(json!(graph_time(mention.at))),
            "username" => Held::Value(json!(name(world, mention))),
            "like_count" | "comments_count" => Held::Value(json!(1)),
            "owner" | "permalink" | "comments" | "children" | "thumbnail_url" | "shortcode" => {
                Held::Nothing
            }
            _ => Held::Unknown,
        })
    })
}
