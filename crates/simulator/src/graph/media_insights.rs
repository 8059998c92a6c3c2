//! Insights of a post, a reel or a story.
//!
//! Source: the media insights reference (11 Sep 2026): metrics by surface, always for the whole
//! life; a story that few saw tells nothing.

use serde_json::{Value, json};

use super::ask::Ask;
use super::comments;
use super::error::GraphError;
use super::insights::broken;
use super::numbers;
use crate::media::Media;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// With fewer viewers than this, a story tells nothing.
const VIEWERS: u64 = 5;

const FEED: &[&str] = &[
    "comments",
    "likes",
    "saved",
    "shares",
    "reach",
    "views",
    "total_interactions",
    "follows",
    "profile_visits",
    "profile_activity",
    "reposts",
    "facebook_views",
];
const REELS: &[&str] = &[
    "comments",
    "likes",
    "saved",
    "shares",
    "reach",
    "views",
    "total_interactions",
    "reposts",
    "ig_reels_avg_watch_time",
    "ig_reels_video_view_total_time",
    "reels_skip_rate",
    "crossposted_views",
    "facebook_views",
];
const STORY: &[&str] = &[
    "reach",
    "views",
    "replies",
    "shares",
    "total_interactions",
    "follows",
    "navigation",
    "profile_visits",
    "profile_activity",
    "reposts",
    "link_clicks",
];
/// Of Facebook Login alone.
const FACEBOOK: &[&str] = &["total_likes", "total_comments", "total_views"];
/// Once there, and gone.
const GONE: &[&str] = &["impressions", "plays", "video_views"];

fn surface(media: &Media) -> &'static [&'static str] {
    match media.product_type.as_str() {
        "REELS" => REELS,
        "STORY" => STORY,
        _ => FEED,
    }
}

/// `GET /{media}/insights?metric=`.
///
/// # Errors
/// Meta's refusal.
pub fn of(world: &World, token: &Token, ask: &Ask, id: &str) -> Result<Value, GraphError> {
    world.leave(token, Scope::Insights)?;
    let media = world.media.get(id);
    let media = media.ok_or_else(|| GraphError::no_object(id))?;
    let names = ask.list("metric")?;
    if names.is_empty() {
        return Err(GraphError::missing("metric"));
    }
    for (place, name) in names.iter().enumerate() {
        known(media, token, place, name)?;
    }
    if media.album.is_some() || media.product_type == "LIVE" {
        let message = "Insights are not available for this media";
        return Err(GraphError::parameter(message));
    }
    if media.product_type == "STORY" && numbers::reach(world, media) < VIEWERS {
        let message = "(#10) Not enough viewers for the media to show insights";
        return Err(GraphError::new(10, None, message));
    }
    let breakdowns = ask.list("breakdown")?;
    if !breakdowns
        .iter()
        .all(|name| names.iter().all(|metric| takes(metric, name)))
    {
        return Err(GraphError::unknown());
    }
    let rows = names
        .iter()
        .map(|name| row(world, media, name, &breakdowns));
    ask.picked(json!({"data": rows.collect::<Vec<_>>()}))
}

fn known(media: &Media, token: &Token, place: usize, name: &str) -> Result<(), GraphError> {
    let facebook = !token.kind.is_instagram();
    let of_facebook = facebook && FACEBOOK.contains(&name) && media.product_type != "STORY";
    if surface(media).contains(&name) || of_facebook {
        return Ok(());
    }
    if GONE.contains(&name) {
        return Err(GraphError::parameter(format!(
            "Starting from version v22.0 and above, the {name} metric is no longer supported for \
             the queried media."
        )));
    }
    let mut all: Vec<&str> = Vec::new();
    for one in FEED.iter().chain(REELS).chain(STORY) {
        if !all.contains(one) {
            all.push(one);
        }
    }
    if facebook {
        all.extend(FACEBOOK);
    }
    if all.contains(&name) {
        return Err(GraphError::parameter(format!(
            "The Media Insights API does not support the {name} metric for this media product \
             type."
        )));
    }
    Err(GraphError::parameter(format!(
        "metric[{place}] must be one of the following values: {}",
        all.join(", ")
    )))
}

fn takes(metric: &str, breakdown: &str) -> bool {
    matches!(
        (metric, breakdown),
        ("profile_activity", "action_type") | ("navigation", "story_navigation_action_type")
    )
}

fn row(world: &World, media: &Media, name: &str, breakdowns: &[String]) -> Value {
    let count = comments::count(world, &media.id);
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let value = numbers::of_media(world, media, count, name);
    let title = name.replace('_', " ");
    let mut row = json!({
        "name": name, "period": "lifetime", "title": title,
        "description": format!("The {title} of the media since it was published."),
        "id": format!("{}/insights/{name}/lifetime", media.id),
    });
    if breakdowns.is_empty() {
        row["values"] = json!([{ "value": value }]);
    } else {
        row["total_value"] = json!({"value": value, "breakdowns": [broken(value, breakdowns)]});
    }
    row
}
