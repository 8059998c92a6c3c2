//! What stands in the thread before anybody writes: ice breakers and the persistent menu.
//!
//! Source: Meta's public Postman collection (mid-2025): four questions at most, menus of
//! `postback` and `web_url` only, the settings that are Messenger's alone refused.

use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use crate::tokens::{Scope, Token};
use crate::world::World;

/// Most ice breakers.
const QUESTIONS: usize = 4;
/// Most entries of a menu.
const ENTRIES: usize = 20;
/// Longest question or title, in characters.
const TITLE: usize = 80;
/// Longest payload, in characters.
const PAYLOAD: usize = 1_000;
const FIELDS: &[&str] = &["ice_breakers", "persistent_menu"];

/// `GET /{ig-id or page-id}/messenger_profile?fields=`.
///
/// # Errors
/// Meta's refusal.
pub fn read(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let kept = world.messenger_profiles.get(&token.ig_id);
    let mut data = Vec::new();
    for field in ask.fields("ice_breakers,persistent_menu")? {
        known(&field.name)?;
        let Some(value) = kept.and_then(|kept| kept.get(&field.name)) else {
            continue;
        };
        match (field.name.as_str(), value) {
            ("ice_breakers", Value::Array(locales)) => data.extend(locales.iter().cloned()),
            (name, value) => data.push(json!({ name: value })),
        }
    }
    Ok(json!({ "data": data }))
}

fn known(name: &str) -> Result<(), GraphError> {
    if FIELDS.contains(&name) {
        return Ok(());
    }
    Err(GraphError::parameter(format!(
        "Param fields[0] must be one of {{{}}} - got \"{name}\".",
        FIELDS.join(", ").to_uppercase()
    )))
}

/// `POST` and `DELETE /{ig-id or page-id}/messenger_profile`.
///
/// # Errors
/// Meta's refusal.
pub fn change(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let platform = call.text("platform").unwrap_or_default();
    if !(platform.is_empty() || platform.eq_ignore_ascii_case("instagram")) {
        return Err(GraphError::parameter("Param platform must be instagram"));
    }
    let mut new = Vec::new();
    if call.is_delete() {
        for name in names(call)? {
            known(&name)?;
            new.push((name, None));
        }
    } else {
        if let Some(value) = call.json("ice_breakers")? {
            new.push(("ice_breakers".to_owned(), Some(ice_breakers(&value)?)));
        }
        if let Some(value) = call.json("persistent_menu")? {
            new.push(("persistent_menu".to_owned(), Some(menu(&value)?)));
        }
    }
    if new.is_empty() {
        let message = "The parameter ice_breakers or persistent_menu is required.";
        return Err(GraphError::parameter(message));
    }
    let kept = world
        .messenger_profiles
        .entry(token.ig_id.clone())
        .or_default();
    for (name, value) in new {
        match value {
            Some(value) => kept.insert(name, value),
            None => kept.remove(&name),
        };
    }
    Ok(json!({"result": "success"}))
}

/// The names to take away: JSON, or as Meta's own example has it, with single quotes.
fn names(call: &Call) -> Result<Vec<String>, GraphError> {
    let text = call.text("fields").unwrap_or_default().replace('\'', "\"");
    let names: Vec<String> = match serde_json::from_str(&text) {
        Ok(names) => names,
        Err(_) => text
            .split(',')
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect(),
    };
    if names.is_empty() {
        return Err(GraphError::missing("fields"));
    }
    Ok(names)
}

/// Ice breakers as they are read back: a locale and its `call_to_actions`. They are given so, or
/// as plain questions.
fn ice_breakers(value: &Value) -> Result<Value, GraphError> {
    let wrong = || GraphError::parameter("Param ice_breakers must be a non-empty array.");
    let list = value.as_array().filter(|list| !list.is_empty());
    let list = list.ok_or_else(wrong)?;
    let by_locale = list.iter().all(|one| one.get("call_to_actions").is_some());
    let plain = json!([{"call_to_actions": value, "locale": "default"}]);
    let locales = if by_locale {
        list.clone()
    } else {
        plain.as_array().cloned().unwrap_or_default()
    };
    for locale in &locales {
        let questions = locale["call_to_actions"].as_array().ok_or_else(wrong)?;
        if questions.is_empty() || questions.len() > QUESTIONS {
            let message = format!("Param ice_breakers must have 1 to {QUESTIONS} questions.");
            return Err(GraphError::parameter(message));
        }
        for one in questions {
            short(one, "question", TITLE)?;
            short(one, "payload", PAYLOAD)?;
        }
    }
    with_default(&locales, "ice_breakers")?;
    let shown = |locale: &Value| {
        let name = locale["locale"].as_str().unwrap_or("default");
        json!({"call_to_actions": locale["call_to_actions"], "locale": name})
    };
    Ok(locales.iter().map(shown).collect())
}

fn menu(value: &Value) -> Result<Value, GraphError> {
    let wrong = || GraphError::parameter("Param persistent_menu must be a non-empty array.");
    let locales = value.as_array().filter(|list| !list.is_empty());
    let locales = locales.ok_or_else(wrong)?;
    for locale in locales {
        if locale.get("composer_input_disabled").is_some() {
            let message = "composer_input_disabled is not supported for Instagram";
            return Err(GraphError::parameter(message));
        }
        let entries = locale["call_to_actions"].as_array().ok_or_else(wrong)?;
        if entries.is_empty() || entries.len() > ENTRIES {
            let message = format!("Param persistent_menu must have 1 to {ENTRIES} entries.");
            return Err(GraphError::parameter(message));
        }
        entries.iter().try_for_each(entry)?;
    }
    with_default(locales, "persistent_menu")?;
    Ok(value.clone())
}

fn entry(one: &Value) -> Result<(), GraphError> {
    short(one, "title", TITLE)?;
    match one["type"].as_str() {
        Some("postback") => short(one, "payload", PAYLOAD),
        Some("web_url") if one.get("webview_height_ratio").is_some() => Err(GraphError::parameter(
            "webview_height_ratio is not supported for Instagram",
        )),
        Some("web_url") => {
            let url = one["url"].as_str().unwrap_or_default();
            let web = url::Url::parse(url).is_ok_and(|url| url.scheme().starts_with("http"));
            if web {
                Ok(())
            } else {
                Err(GraphError::parameter("Param url must be a valid URL"))
            }
        }
        _ => Err(GraphError::parameter(
            "Param type must be one of {POSTBACK, WEB_URL}",
        )),
    }
}

fn short(one: &Value, name: &str, most: usize) -> Result<(), GraphError> {
    let text = one[name].as_str().filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| GraphError::missing(name))?;
    if text.chars().count() > most {
        let message = format!("Param {name} must be at most {most} characters long");
        return Err(GraphError::parameter(message));
    }
    Ok(())
}

fn with_default(locales: &[Value], name: &str) -> Result<(), GraphError> {
    let default = |locale: &Value| locale["locale"].as_str().unwrap_or("default") == "default";
    if locales.iter().any(default) {
        return Ok(());
    }
    Err(GraphError::parameter(format!(
        "Param {name} must have an entry for the default locale"
    )))
}
