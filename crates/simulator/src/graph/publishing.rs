//! How much of the day's publishing was used.

use serde_json::{Map, Value, json};

use super::ask::Ask;
use super::error::GraphError;
use super::fields::nonexisting;
use crate::clock::DAY;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// Posts by API in 24 hours.
const TOTAL: usize = 100;

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
            "quota_usage" => {
                let posts = world.posts(&token.ig_id);
                json!(posts.iter().filter(|post| post.at >= since).count())
            }
            "config" => json!({"quota_total": TOTAL, "quota_duration": 86_400}),
            name => return Err(nonexisting(name, "ContentPublishingLimitResponse")),
        };
        row.insert(field.shown().to_owned(), value);
    }
    Ok(json!({"data": [row]}))
}
