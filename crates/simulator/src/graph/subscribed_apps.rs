//! `subscribed_apps`: which app gets an account's webhooks.

use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::me;
use super::resolve::Node;
use crate::oauth::APP_NAME;
use crate::tokens::{Token, TokenKind};
use crate::world::World;

/// Fields that Instagram Login knows.
const INSTAGRAM: &[&str] = &[
    "comments",
    "live_comments",
    "mentions",
    "messages",
    "message_echoes",
    "message_edit",
    "message_edits",
    "message_reactions",
    "messaging_handover",
    "messaging_optins",
    "messaging_postbacks",
    "messaging_referral",
    "messaging_seen",
    "standby",
    "story_insights",
];
/// Fields of a Page that apps ask for; any of them switches the Instagram fields on.
const PAGE: &[&str] = &[
    "feed",
    "mention",
    "messages",
    "message_echoes",
    "message_edits",
    "message_reactions",
    "message_reads",
    "messaging_handovers",
    "messaging_optins",
    "messaging_postbacks",
    "messaging_referrals",
    "name",
    "standby",
];

fn known(token: &Token, node: &Node) -> Result<&'static [&'static str], GraphError> {
    if token.kind.is_instagram() {
        return Ok(INSTAGRAM);
    }
    if token.kind != TokenKind::FacebookPage || *node != Node::Page {
        let message = "(#210) A page access token is required to request this resource.";
        return Err(GraphError::new(210, None, message));
    }
    Ok(PAGE)
}

/// `GET /{ig-id or page-id}/subscribed_apps`.
///
/// # Errors
/// Meta's refusal.
pub fn list(world: &World, token: &Token, node: &Node) -> Result<Value, GraphError> {
    known(token, node)?;
    let account = me::of(world, token)?;
    let fields = if token.kind.is_instagram() {
        &account.instagram_fields
    } else {
        &account.facebook_fields
    };
    let data = match fields {
        Some(fields) if !fields.is_empty() => {
            json!([{
                "name": APP_NAME, "id": world.app_of(token).id, "subscribed_fields": fields,
            }])
        }
        _ => json!([]),
    };
    Ok(json!({ "data": data }))
}

/// `POST` and `DELETE /{ig-id or page-id}/subscribed_apps`.
///
/// # Errors
/// Meta's refusal.
pub fn change(
    world: &mut World,
    call: &Call,
    token: &Token,
    node: &Node,
) -> Result<Value, GraphError> {
    let known = known(token, node)?;
    let new = if call.is_post() {
        asked(call, known)?
    } else {
        Vec::new()
    };
    let mut accounts = world.accounts.iter_mut();
    let account = accounts.find(|account| account.ig_id == token.ig_id);
    let account = account.ok_or_else(|| GraphError::no_object(&token.ig_id))?;
    if token.kind.is_instagram() {
        account.instagram_fields = Some(new);
    } else {
        account.facebook_fields = Some(new);
    }
    Ok(json!({"success": true}))
}

fn asked(call: &Call, known: &[&str]) -> Result<Vec<String>, GraphError> {
    let names = call.list("subscribed_fields")?;
    if names.is_empty() {
        return Err(GraphError::missing("subscribed_fields"));
    }
    if let Some(wrong) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(GraphError::parameter(format!(
            "Param subscribed_fields[0] must be one of {{{}}} - got \"{wrong}\".",
            known.join(", ").to_uppercase()
        )));
    }
    Ok(names)
}
