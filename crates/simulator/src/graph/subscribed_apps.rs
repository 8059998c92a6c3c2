//! `subscribed_apps`: which app gets an account's webhooks.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
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

/// `GET`, `POST` and `DELETE /{ig-id or page-id}/subscribed_apps`.
///
/// # Errors
/// Meta's refusal.
pub fn answer(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    let instagram = token.kind.is_instagram();
    if !instagram && token.kind != TokenKind::FacebookPage {
        let message = "(#210) A page access token is required to request this resource.";
        return Err(GraphError::new(210, None, message));
    }
    let known = if instagram { INSTAGRAM } else { PAGE };
    let new = if call.method == Method::POST {
        Some(asked(call, known)?)
    } else if call.method == Method::DELETE {
        Some(Vec::new())
    } else if call.method == Method::GET {
        None
    } else {
        return Err(GraphError::unsupported(call.method.as_str()));
    };
    let app = if instagram {
        &world.instagram_app
    } else {
        &world.facebook_app
    };
    let app_id = app.id.clone();
    let account = world
        .accounts
        .iter_mut()
        .find(|account| account.ig_id == token.ig_id);
    let account = account.ok_or_else(|| GraphError::no_object(&token.ig_id))?;
    let fields = if instagram {
        &mut account.instagram_fields
    } else {
        &mut account.facebook_fields
    };
    if let Some(new) = new {
        *fields = Some(new);
        return Ok(json!({"success": true}));
    }
    let data = match fields {
        Some(fields) if !fields.is_empty() => {
            json!([{"name": "Palette", "id": app_id, "subscribed_fields": fields}])
        }
        _ => json!([]),
    };
    Ok(json!({ "data": data }))
}

fn asked(call: &Call, known: &[&str]) -> Result<Vec<String>, GraphError> {
    let names: Vec<String> = match call.json("subscribed_fields")? {
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(Value::String(text)) => text
            .split(',')
            .map(|name| name.trim().to_owned())
            .filter(|n| !n.is_empty())
            .collect(),
        _ => Vec::new(),
    };
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
