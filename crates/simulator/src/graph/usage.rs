//! Usage headers: how much of its budgets an account has used.
//!
//! Source: docs/graph-api/overview/rate-limiting: percents, and minutes until access comes back;
//! beside messaging an account has 4800 calls in 24 hours for each of its impressions in them.

use axum::http::{HeaderMap, HeaderValue};
use serde_json::json;

use super::call::Call;
use super::error::GraphError;
use crate::clock::{DAY, Millis, SECOND};
use crate::tokens::Token;
use crate::world::World;

/// From this share of a budget on, answers tell how much of it is used.
const NOTABLE: usize = 50;
/// Milliseconds in a minute.
const MINUTE: Millis = 60 * SECOND;
/// What the calls of an account that are no messaging are limited under.
const CALLS: &str = "calls";

impl World {
    /// How many calls beside messaging an account has in 24 hours.
    fn budget(&self) -> usize {
        let each = self.settings.calls_per_impression;
        let calls = self.settings.impressions.saturating_mul(each);
        usize::try_from(calls).unwrap_or(usize::MAX)
    }

    /// Takes one of the calls that an account has in 24 hours; messaging has limits of its own.
    ///
    /// # Errors
    /// Code 80002 when none is left.
    pub(crate) fn take_call(&mut self, token: &Token, call: &Call) -> Result<(), GraphError> {
        let (most, now) = (self.budget(), self.now);
        let free = is_messaging(call) || token.kind.is_app();
        if free || self.limits.take(CALLS, &token.ig_id, most, DAY, now) {
            return Ok(());
        }
        let status = self.settings.throttle_status;
        Err(GraphError::throttled(Some(80_002), None, status).breaks("calls_rate"))
    }

    /// Minutes until an account may call again.
    pub(crate) fn regain(&self, ig_id: &str) -> u32 {
        let most = self.budget();
        let wait = self.limits.regain(CALLS, ig_id, most, DAY, self.now);
        u32::try_from((wait + MINUTE - 1) / MINUTE)
            .unwrap_or(1)
            .max(1)
    }
}

fn is_messaging(call: &Call) -> bool {
    const EDGES: &[&str] = &["messages", "message_attachments", "conversations"];
    call.path
        .last()
        .is_some_and(|edge| EDGES.contains(&edge.as_str()))
}

/// Usage of the budget that a call took from, once it is notable.
pub fn of(world: &World, call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let token = call.token.as_ref().and_then(|text| world.tokens.get(text));
    let Some(token) = token else {
        return headers;
    };
    let (what, most, kind) = match call.path.last().map(String::as_str) {
        Some("messages") => ("send", world.settings.send_rate, "messenger"),
        _ if is_messaging(call) => return headers,
        _ => (CALLS, world.budget(), "instagram"),
    };
    let used = world.limits.used(what, &token.ig_id, most);
    if used >= NOTABLE {
        add(&mut headers, &token.ig_id, kind, used, 0);
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
