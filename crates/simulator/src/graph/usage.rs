//! Usage headers: how much of its budgets an account has used.
//!
//! Source: docs/graph-api/overview/rate-limiting: percents, and minutes until access comes back.

use axum::http::{HeaderMap, HeaderValue};
use serde_json::json;

use super::call::Call;
use crate::world::World;

/// From this share of the send budget on, answers tell how much of it is used.
const NOTABLE: usize = 50;

/// Usage of the send budget, once it is notable.
pub fn of(world: &World, call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let token = call.token.as_ref().and_then(|text| world.tokens.get(text));
    if let (Some(token), Some("messages")) = (token, call.path.last().map(String::as_str)) {
        let used = world
            .limits
            .used("send", &token.ig_id, world.settings.send_rate);
        if used >= NOTABLE {
            add(&mut headers, &token.ig_id, "messenger", used, 0);
        }
    }
    headers
}

/// Both usage headers; `regain` is in minutes.
pub fn add(headers: &mut HeaderMap, ig_id: &str, kind: &str, used: usize, regain: u32) {
    let business = json!({ ig_id: [{
        "type": kind, "call_count": used, "total_cputime": 20, "total_time": 20,
        "estimated_time_to_regain_access": regain,
    }]});
    let app = json!({"call_count": used, "total_time": 25, "total_cputime": 25});
    for (name, value) in [
        ("x-business-use-case-usage", business),
        ("x-app-usage", app),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
            headers.insert(name, value);
        }
    }
}
