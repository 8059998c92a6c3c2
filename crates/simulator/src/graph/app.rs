//! The app behind a token: its node, proofs of its secret, and what it may learn of a token.

use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use super::fields::{Held, render};
use crate::clock::{DAY, Millis, SECOND};
use crate::oauth::APP_NAME;
use crate::tokens::{Token, TokenKind};
use crate::webhook::sign;
use crate::world::World;

/// How long an app may read a person's data after a sign-in.
const DATA_ACCESS: Millis = 90 * DAY;

/// `GET /{app-id}`.
///
/// # Errors
/// Meta's refusal.
pub fn node(world: &World, ask: &Ask) -> Result<Value, GraphError> {
    let token = ask.call.token.as_deref().and_then(|t| world.known_token(t));
    let id = token.map_or_else(String::new, |token| world.app_of(&token).id.clone());
    render("Application", &id, &ask.fields("id,name")?, |field| {
        Ok(match field.name.as_str() {
            "name" => Held::Value(json!(APP_NAME)),
            "category" => Held::Value(json!("Business")),
            "link" => Held::Value(json!(format!(
                "https://www.facebook.com/games/?app_id={id}"
            ))),
            "namespace" => Held::Nothing,
            _ => Held::Unknown,
        })
    })
}

/// A proof that came with a call must be right; one is needed when the simulator is set so.
///
/// # Errors
/// When it is wrong or missing.
pub fn check_proof(world: &World, token: &Token, call: &Call) -> Result<(), GraphError> {
    let Some(proof) = call.text("appsecret_proof") else {
        if world.settings.appsecret_proof && !token.kind.is_app() {
            let message = "API calls from the server require an appsecret_proof argument";
            return Err(GraphError::proof(message));
        }
        return Ok(());
    };
    let secret = &world.app_of(token).secret;
    let text = call.token.as_deref().unwrap_or_default();
    // With a time beside it, the time is part of what is proven.
    let message = match call.text("appsecret_time") {
        Some(time) => format!("{text}|{time}"),
        None => text.to_owned(),
    };
    if sign::proof(secret, &message).eq_ignore_ascii_case(&proof) {
        return Ok(());
    }
    Err(GraphError::proof(
        "Invalid appsecret_proof provided in the API argument",
    ))
}

/// `GET /debug_token?input_token=`.
///
/// # Errors
/// When the asker is of another app, or the token is none of ours.
pub fn debug_token(world: &World, call: &Call, asker: &Token) -> Result<Value, GraphError> {
    let text = call.needed("input_token")?;
    let app = world.app_of(asker);
    let Some(token) = world.known_token(&text) else {
        let error = json!({"code": 190, "message": "Invalid OAuth access token."});
        let data = json!({"error": error, "is_valid": false, "scopes": []});
        return Ok(json!({ "data": data }));
    };
    if world.app_of(&token).id != app.id {
        let message = "The App_id in the input_token did not match the Viewing App";
        return Err(GraphError::parameter(message));
    }
    let mut data = json!({
        "app_id": app.id, "application": APP_NAME, "type": kind(token.kind),
        "is_valid": true, "scopes": token.scopes,
    });
    if token.kind.is_app() {
        return Ok(json!({ "data": data }));
    }
    // No end is written as 0.
    data["expires_at"] = json!(token.expires.unwrap_or(0) / SECOND);
    data["data_access_expires_at"] = json!((token.issued + DATA_ACCESS) / SECOND);
    data["issued_at"] = json!(token.issued / SECOND);
    if let Some(account) = world.account(&token.ig_id) {
        let instagram = token.kind.is_instagram();
        let user = if instagram {
            &account.app_scoped_id
        } else {
            &account.facebook_user_id
        };
        data["user_id"] = json!(user);
        if token.kind == TokenKind::FacebookPage {
            data["profile_id"] = json!(account.page_id);
        }
        data["granular_scopes"] = token
            .scopes
            .iter()
            .map(|one| granular(world, &token, one))
            .collect();
    }
    if let Some(trouble) = token.trouble(world.now) {
        data["is_valid"] = json!(false);
        data["error"] = json!({
            "code": trouble.code, "subcode": trouble.subcode, "message": trouble.message,
        });
    }
    Ok(json!({ "data": data }))
}

fn kind(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::FacebookPage => "PAGE",
        TokenKind::InstagramApp | TokenKind::FacebookApp => "APP",
        _ => "USER",
    }
}

/// A scope with the Pages or accounts that it was given for.
fn granular(world: &World, token: &Token, scope: &str) -> Value {
    let page = scope.starts_with("pages_");
    let instagram = scope.starts_with("instagram_") && !token.kind.is_instagram();
    if !(page || instagram) {
        return json!({ "scope": scope });
    }
    let targets = token.accounts().filter_map(|ig_id| world.account(ig_id));
    let targets: Vec<&str> = targets
        .map(|account| {
            if page {
                &account.page_id
            } else {
                &account.ig_id
            }
        })
        .map(String::as_str)
        .collect();
    json!({"scope": scope, "target_ids": targets})
}
