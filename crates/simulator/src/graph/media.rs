//! Posts: the lists of an account, one post, and opening or closing its comments.

use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::comments;
use super::error::GraphError;
use super::fields::{Held, render};
use super::page::{Page, listed};
use super::resolve::Node;
use crate::clock::graph_time;
use crate::media::Media;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// Most posts on a page.
const MOST: usize = 100;
/// Most posts that an account's list reaches back to.
const REACH: usize = 10_000;

/// Fields that only Facebook Login knows: of live broadcasts, ads and the rights of others. There
/// is nothing in them here.
const FACEBOOK: &[&str] = &[
    "audio_id",
    "boost_eligibility_info",
    "copyright_check_information",
    "current_live_viewer_count",
    "has_poll",
    "has_slider",
    "ingest_first_video_received_time",
    "ingest_is_ready_to_start",
    "ingest_key",
    "ingest_last_heartbeat_time",
    "ingest_state",
    "ingest_url",
    "ingest_video_height",
    "ingest_video_width",
    "is_ai_generated",
    "live_reactions",
    "live_status",
    "media_audio_type",
    "reposts_count",
    "saved_count",
    "shares_count",
    "total_comments_count",
    "total_like_count",
    "total_views_count",
    "video_title",
    "view_count",
];

/// `GET /{ig-id}/media`, newest first; `since` and `until` bound the time of publishing.
///
/// # Errors
/// Meta's refusal.
pub fn posts(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Basic)?;
    let (since, until) = (ask.time("since")?, ask.time("until")?);
    let ids = world
        .posts(&token.ig_id)
        .into_iter()
        .filter(|post| since.is_none_or(|since| post.at >= since))
        .filter(|post| until.is_none_or(|until| post.at <= until))
        .take(REACH)
        .map(|post| post.id.clone())
        .collect();
    listing(world, token, ask, &token.ig_id, "media", ids)
}

/// `GET /{ig-id}/stories`: those of the last day.
///
/// # Errors
/// Meta's refusal.
pub fn stories(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Basic)?;
    let now = world.now;
    let ids = of_kind(world, token, |one| {
        one.product_type == "STORY" && one.alive(now)
    });
    listing(world, token, ask, &token.ig_id, "stories", ids)
}

/// `GET /{ig-id}/live_media`: the broadcast that runs now.
///
/// # Errors
/// Meta's refusal.
pub fn live(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Basic)?;
    let ids = of_kind(world, token, Media::is_live);
    listing(world, token, ask, &token.ig_id, "live_media", ids)
}

fn of_kind(world: &World, token: &Token, fits: impl Fn(&Media) -> bool) -> Vec<String> {
    let mut media: Vec<&Media> = world
        .media
        .values()
        .filter(|one| one.ig_id == token.ig_id && fits(one))
        .collect();
    media.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.id.cmp(&a.id)));
    media.into_iter().map(|one| one.id.clone()).collect()
}

/// `GET /{media}/children`: the pictures of an album.
///
/// # Errors
/// Meta's refusal.
pub fn children(world: &World, token: &Token, ask: &Ask, id: &str) -> Result<Value, GraphError> {
    world.leave(token, Scope::Basic)?;
    let children = world.media.get(id).map(|one| one.children.clone());
    let fields = ask.fields("id")?;
    let one = |id: &String| rendered(world, token, ask, id, &fields);
    let data = children.unwrap_or_default();
    let data = data.iter().map(one).collect::<Result<Vec<_>, _>>()?;
    Ok(listed(data, None))
}

fn listing(
    world: &World,
    token: &Token,
    ask: &Ask,
    id: &str,
    edge: &str,
    ids: Vec<String>,
) -> Result<Value, GraphError> {
    let (ids, paging) = Page::of(ask, id, edge, MOST)?.cut(&ids)?;
    let fields = ask.fields("id")?;
    let data = ids
        .iter()
        .map(|id| rendered(world, token, ask, id, &fields));
    Ok(listed(data.collect::<Result<_, _>>()?, paging))
}

/// `GET /{media}`.
///
/// # Errors
/// Meta's refusal.
pub fn node(world: &World, token: &Token, ask: &Ask, id: &str) -> Result<Value, GraphError> {
    world.leave(token, Scope::Basic)?;
    rendered(world, token, ask, id, &ask.fields("id")?)
}

/// `POST /{media}?comment_enabled=`.
///
/// # Errors
/// Meta's refusal.
pub fn open_comments(
    world: &mut World,
    call: &Call,
    token: &Token,
    id: &str,
) -> Result<Value, GraphError> {
    world.leave(token, Scope::Comments)?;
    let open = call.flag("comment_enabled")?;
    let open = open.ok_or_else(|| GraphError::missing("comment_enabled"))?;
    if let Some(media) = world.media.get_mut(id) {
        media.comments_enabled = open;
    }
    world.comments_changed(id);
    Ok(json!({"success": true}))
}

fn media_type(media: &Media) -> &'static str {
    if !media.children.is_empty() {
        "CAROUSEL_ALBUM"
    } else if matches!(media.product_type.as_str(), "REELS" | "LIVE") {
        "VIDEO"
    } else {
        "IMAGE"
    }
}

fn rendered(
    world: &World,
    token: &Token,
    ask: &Ask,
    id: &str,
    fields: &[super::fields::Field],
) -> Result<Value, GraphError> {
    let missing = || GraphError::no_object(id);
    let media = world.media.get(id).ok_or_else(missing)?;
    let account = world.account(&media.ig_id).ok_or_else(missing)?;
    let base = &ask.call.base;
    let kind = media_type(media);
    // A picture of an album has few fields of its own.
    let child = media.album.is_some();
    render("IGMedia", id, fields, |field| {
        let within = Ask::within(ask.call, field);
        Ok(match field.name.as_str() {
            "media_type" => Held::Value(json!(kind)),
            "media_url" if media.copyrighted => Held::Nothing,
            "media_url" => Held::Value(json!(media.picture(base))),
            "thumbnail_url" if kind == "VIDEO" => Held::Value(json!(media.picture(base))),
            "permalink" => Held::Value(json!(media.permalink())),
            "shortcode" => Held::Value(json!(media.shortcode)),
            "timestamp" => Held::Value(json!(graph_time(media.at))),
            "username" => Held::Value(json!(account.username)),
            "owner" => Held::Value(json!({"id": account.ig_id, "username": account.username})),
            "ig_id" | "legacy_instagram_media_id" => Held::Value(json!(media.id)),
            "thumbnail_url" | "alt_text" | "collaborators" | "boost_ads_list" => Held::Nothing,
            "caption" | "media_product_type" | "like_count" | "comments_count"
            | "is_comment_enabled" | "comments" | "insights" | "children"
                if child =>
            {
                Held::Nothing
            }
            "caption" if media.caption.is_empty() => Held::Nothing,
            "caption" => Held::Value(json!(media.caption)),
            "media_product_type" => Held::Value(json!(media.product_type)),
            "like_count" => Held::Value(json!(media.likes)),
            "comments_count" => Held::Value(json!(comments::count(world, id))),
            "is_comment_enabled" => Held::Value(json!(media.comments_enabled)),
            "is_shared_to_feed" if media.product_type == "REELS" => Held::Value(json!(true)),
            "is_shared_to_feed" => Held::Nothing,
            "children" if media.children.is_empty() => Held::Nothing,
            name if FACEBOOK.contains(&name) && !token.kind.is_instagram() => Held::Nothing,
            name => {
                let node = Node::Media(id.to_owned());
                let list = super::list(world, token, &node, name, &within)?;
                list.map_or(Held::Unknown, Held::Edge)
            }
        })
    })
    .map(|mut node| {
        // Unless it is asked for, an owner is an id and nothing more.
        if let Some(owner) = node.get_mut("owner").and_then(Value::as_object_mut) {
            let asked = fields
                .iter()
                .any(|f| f.name == "owner" && !f.inner.is_empty());
            if !asked {
                owner.remove("username");
            }
        }
        node
    })
}
