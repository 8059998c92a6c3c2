//! What a Facebook user granted and declined, and taking it back.

use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use super::page::listed;
use crate::tokens::Token;
use crate::world::World;

/// The subcode of tokens whose app was removed.
const REMOVED: u32 = 458;

/// `GET /me/permissions`.
///
/// # Errors
/// Meta's refusal.
pub fn list(_world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    let one = |scope: &String, status: &str| json!({"permission": scope, "status": status});
    let granted = token.scopes.iter().map(|scope| one(scope, "granted"));
    let declined = token.declined.iter().map(|scope| one(scope, "declined"));
    let (asked, status) = (ask.text("permission"), ask.text("status"));
    let fits = |asked: &Option<String>, held: &Value| {
        asked
            .as_ref()
            .is_none_or(|asked| held.as_str() == Some(asked))
    };
    let data = granted
        .chain(declined)
        .filter(|row| fits(&asked, &row["permission"]) && fits(&status, &row["status"]))
        .collect();
    Ok(listed(data, None))
}

/// `DELETE /me/permissions`: the app is removed, its tokens for this person die.
///
/// # Errors
/// Meta's refusal.
pub fn revoke(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let token = world.check_token(call.token.as_deref())?;
    if let Some(scope) = call.text("permission") {
        return take_back(world, call, &scope);
    }
    let instagram = token.kind.is_instagram();
    for one in world.tokens.values_mut() {
        if one.ig_id == token.ig_id && one.kind.is_instagram() == instagram {
            one.dead = Some(REMOVED);
        }
    }
    Ok(json!({"success": true}))
}

/// `GET` and `DELETE /me/permissions/{permission}`.
///
/// # Errors
/// Meta's refusal.
pub fn one(
    world: &mut World,
    call: &Call,
    token: &Token,
    scope: &str,
) -> Result<Value, GraphError> {
    if !token.kind.is_facebook_user() {
        return Err(GraphError::unknown_path(&call.plain_path()));
    }
    if call.is_delete() {
        return take_back(world, call, scope);
    }
    if !call.is_get() {
        return Err(GraphError::unsupported(call.method.as_str()));
    }
    let rows = list(world, token, &Ask::of(call))?;
    let row = rows["data"].as_array().into_iter().flatten();
    let data = row
        .filter(|row| row["permission"] == scope)
        .cloned()
        .collect();
    Ok(listed(data, None))
}

fn take_back(world: &mut World, call: &Call, scope: &str) -> Result<Value, GraphError> {
    let text = call.token.clone().unwrap_or_default();
    let Some(token) = world.tokens.get_mut(&text) else {
        return Err(GraphError::token(None));
    };
    if !token.scopes.iter().any(|granted| granted == scope) {
        let message = format!("(#100) The permission {scope} was not granted");
        return Err(GraphError::new(100, None, message));
    }
    token.scopes.retain(|granted| granted != scope);
    token.declined.push(scope.to_owned());
    let pages: Vec<String> = token.pages.values().cloned().collect();
    for page in pages {
        if let Some(page) = world.tokens.get_mut(&page) {
            page.scopes.retain(|granted| granted != scope);
        }
    }
    Ok(json!({"success": true}))
}
