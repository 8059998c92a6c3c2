//! What the control API changes.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Json;
use serde_json::{Value, json};

use super::{Answer, ControlError, read, view};
use crate::act::{self, Act};
use crate::audience::Tempo;
use crate::clock;
use crate::seed;
use crate::sim::Sim;
use crate::tokens::TokenKind;
use crate::webhook::deliver;

/// A person does something, or many do: `{"person","do",…}` or `{"acts":[…]}`.
pub async fn act(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    act_on(&sim, &read(&body)?).map(Json)
}

/// The act or acts of a body.
pub fn act_on(sim: &Arc<Sim>, body: &Value) -> Result<Value, ControlError> {
    let base = sim.base();
    let one = |act: &Value| -> Result<Value, ControlError> {
        let act: Act = serde_json::from_value(act.clone()).map_err(|error| {
            ControlError::new("body", format!("this act is not understood: {error}"))
        })?;
        Ok(sim.with(|world| act::perform(world, &act, &base))?)
    };
    let Some(many) = body.get("acts") else {
        return one(body);
    };
    let many = many
        .as_array()
        .ok_or_else(|| ControlError::new("acts", "acts is a list"))?;
    let mut answers = Vec::new();
    for (place, act) in many.iter().enumerate() {
        answers.push(one(act).map_err(|error| {
            ControlError::new(&format!("acts[{place}].{}", error.field), error.message)
        })?);
    }
    Ok(json!({ "items": answers }))
}

/// Sets or heals faults.
pub async fn faults(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    let mut faults = sim.lock_faults();
    faults
        .change(&body)
        .map_err(|sentence| ControlError::new("faults", sentence))?;
    Ok(Json(json!({"faults": faults.list})))
}

/// Holds, moves or frees the clock.
pub async fn clock(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    clock_on(&sim, &read(&body)?).map(Json)
}

/// The change of the clock that a body asks for.
pub fn clock_on(sim: &Arc<Sim>, body: &Value) -> Result<Value, ControlError> {
    let is = |name: &str| body.get(name).and_then(Value::as_bool) == Some(true);
    let number = |name: &str| body.get(name).and_then(Value::as_i64);
    let (set, by) = (number("set_ms"), number("advance_ms"));
    if !(is("free") || is("hold") || set.is_some() || by.is_some()) {
        let message = "give {\"hold\":true}, {\"advance_ms\":n}, {\"set_ms\":n} or {\"free\":true}";
        return Err(ControlError::new("body", message));
    }
    let moved = set
        .unwrap_or_else(|| sim.clock.now())
        .saturating_add(by.unwrap_or(0));
    if !clock::is_sane(moved) {
        let message = "that leads out of the years 1970 to 9999; times are milliseconds";
        return Err(ControlError::new("body", message));
    }
    if is("free") {
        sim.clock.free();
    }
    if is("hold") {
        sim.clock.hold();
    }
    if let Some(at) = set {
        sim.clock.set(at);
    }
    if let Some(by) = by {
        sim.clock.advance(by);
    }
    let base = sim.base();
    sim.with(|world| world.live_on(&base));
    Ok(view::clock_of(sim))
}

/// Switches the audience on or off: `{"on","per_minute","temper"}`.
pub async fn audience(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    audience_on(&sim, &read(&body)?).map(Json)
}

/// The change of the audience that a body asks for.
pub fn audience_on(sim: &Arc<Sim>, body: &Value) -> Result<Value, ControlError> {
    let mut wanted = json!(sim.lock().crowd.tempo);
    for (name, value) in body.as_object().into_iter().flatten() {
        wanted[name] = value.clone();
    }
    let new: Tempo = serde_json::from_value(wanted)
        .map_err(|error| ControlError::new("body", error.to_string()))?;
    if !(new.per_minute > 0.0 && new.per_minute <= 6_000.0) {
        return Err(ControlError::new(
            "per_minute",
            "a number above 0, up to 6000",
        ));
    }
    let base = sim.base();
    sim.with(|world| {
        world.crowd.tempo = new;
        world.live_on(&base);
    });
    Ok(json!(new))
}

/// Turns switches.
pub async fn settings(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    sim.with(|world| {
        let new = world.settings.changed(&body);
        world.settings = new.map_err(|sentence| ControlError::new("settings", sentence))?;
        Ok(Json(json!(world.settings)))
    })
}

/// Sends webhooks elsewhere: `{"url":…}`, null for nowhere.
pub async fn webhook(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    let url = match body.get("url") {
        Some(Value::Null) => None,
        Some(Value::String(url)) if url::Url::parse(url).is_ok() => Some(url.clone()),
        _ => {
            return Err(ControlError::new(
                "url",
                "give the full address, or null for none",
            ));
        }
    };
    sim.with(|world| {
        world.webhook_url = url;
        Ok(Json(json!({"url": world.webhook_url})))
    })
}

/// Makes the webhook handshake.
pub async fn handshake(State(sim): State<Arc<Sim>>) -> Answer {
    let done = deliver::handshake(&sim).await;
    done.map(Json)
        .map_err(|sentence| ControlError::new("webhook", sentence))
}

/// Makes or changes a person: `{"person","username","name","language","followers","follows",
/// "blocks","restricted","habit","patience"}`.
pub async fn person(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let called = text("person").or(text("handle")).or(text("username"));
    let called = called
        .map(str::trim)
        .filter(|called| !called.is_empty())
        .ok_or_else(|| ControlError::new("person", "say who: any handle"))?;
    let account = text("account");
    sim.with(|world| {
        let ig_id = world.account_or_first(account).map(|one| one.ig_id.clone());
        let ig_id =
            ig_id.ok_or_else(|| ControlError::new("account", "no account has this IG_ID"))?;
        let handle = world.person_or_new(called);
        let igsid = world.igsid(&handle, &ig_id);
        let Some(person) = world.people.get_mut(&handle) else {
            return Err(ControlError::new("person", "nobody is called so"));
        };
        // A change that is not understood leaves the person as they were.
        let mut told = json!(person);
        for name in PERSON {
            if let Some(value) = body.get(*name) {
                told[*name] = value.clone();
            }
        }
        *person = serde_json::from_value(told)
            .map_err(|error| ControlError::new("body", error.to_string()))?;
        let answer = json!({
            "person": handle, "igsid": igsid, "username": person.username, "name": person.name,
            "language": person.language, "followers": person.followers,
            "follows": person.follows, "blocks": person.blocks,
            "restricted": person.restricted, "habit": person.habit, "patience": person.patience,
        });
        world.changes.push(json!({"what": "people"}));
        Ok(Json(answer))
    })
}

/// What may be changed of a person.
const PERSON: &[&str] = &[
    "username",
    "name",
    "language",
    "followers",
    "follows",
    "blocks",
    "restricted",
    "habit",
    "patience",
];

/// Renames an account, or adds one: `{"add"?,"ig_id"?,"username","name","biography",
/// "followers"}`.
pub async fn account(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    sim.with(|world| {
        let add = body.get("add").and_then(Value::as_bool) == Some(true);
        let new = add.then(|| seed::add_account(world, world.accounts.len(), world.now));
        let asked = new.as_deref().or(body.get("ig_id").and_then(Value::as_str));
        let ig_id = world
            .account_or_first(asked)
            .map(|account| account.ig_id.clone());
        let account = world
            .accounts
            .iter_mut()
            .find(|one| Some(&one.ig_id) == ig_id.as_ref());
        let account =
            account.ok_or_else(|| ControlError::new("ig_id", "no account has this IG_ID"))?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        if let Some(username) = text("username") {
            account.username = username;
        }
        if let Some(name) = text("name") {
            account.name = name;
        }
        if let Some(biography) = text("biography") {
            account.biography = biography;
        }
        if let Some(followers) = body.get("followers").and_then(Value::as_u64) {
            account.followers = followers;
        }
        let answer = json!({
            "ig_id": account.ig_id, "username": account.username, "name": account.name,
            "biography": account.biography,
        });
        world.changes.push(json!({"what": "posts"}));
        Ok(Json(answer))
    })
}

/// Hands out a token, or kills one:
/// `{"kind":"instagram_short"|…,"scopes"?,"account"?}` or `{"kill":token,"subcode"?}`.
pub async fn token(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    sim.with(|world| {
        if let Some(text) = body.get("kill").and_then(Value::as_str) {
            let subcode = body.get("subcode").and_then(Value::as_u64).unwrap_or(460);
            let token = world.tokens.get_mut(text);
            let token = token.ok_or_else(|| ControlError::new("kill", "no such token"))?;
            token.dead = Some(u32::try_from(subcode).unwrap_or(460));
            return Ok(Json(json!({"killed": true})));
        }
        let kind = body
            .get("kind")
            .cloned()
            .unwrap_or_else(|| json!("instagram_long"));
        let kind: TokenKind = serde_json::from_value(kind)
            .map_err(|error| ControlError::new("kind", error.to_string()))?;
        let account = world.account_or_first(body.get("account").and_then(Value::as_str));
        let account =
            account.ok_or_else(|| ControlError::new("account", "no account has this IG_ID"))?;
        let ig_id = account.ig_id.clone();
        let scopes: Vec<String> = match body.get("scopes") {
            Some(scopes) => serde_json::from_value(scopes.clone())
                .map_err(|error| ControlError::new("scopes", error.to_string()))?,
            None if kind.is_instagram() => crate::world::all_scopes(),
            None => crate::oauth::FACEBOOK_SCOPES
                .iter()
                .map(|(name, _)| (*name).to_owned())
                .collect(),
        };
        Ok(Json(
            json!({"token": world.grant(kind, &ig_id, &scopes), "ig_id": ig_id}),
        ))
    })
}

/// Grows the world anew from its seed, or from another: `{"seed"?}`.
pub async fn reset(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    let seed = match body.get("seed") {
        None | Some(Value::Null) => None,
        Some(seed) => Some(
            seed.as_u64()
                .ok_or_else(|| ControlError::new("seed", "a whole number from 0 up"))?,
        ),
    };
    let seed = sim.reset(seed);
    Ok(Json(json!({"reset": true, "seed": seed})))
}
