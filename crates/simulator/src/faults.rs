//! Troubles on demand: each with a share of the calls it hits and an optional budget.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::graph::error::GraphError;

/// A kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The answer comes late by `ms`.
    #[serde(alias = "latency")]
    LatencyMs,
    /// HTTP 500, nothing happened.
    #[serde(rename = "error_500", alias = "500")]
    Error500,
    /// Throttled: `code` 613, 4 or 80002 with `status` 400, 403 or 429.
    #[serde(alias = "429", alias = "613", alias = "rate_limit")]
    RateLimited,
    /// The token is dead: 190 with `subcode` 460 or 463.
    #[serde(alias = "190")]
    DeadToken,
    /// Refused with any `code`, `subcode`, `status` and `message`.
    Refuse,
    /// The call takes effect, the connection breaks before the answer.
    #[serde(alias = "drop")]
    DropAfterEffect,
    /// A webhook comes twice.
    Duplicate,
    /// A webhook comes after its successor.
    #[serde(alias = "out_of_order")]
    Reorder,
    /// A webhook comes late by `ms`.
    Late,
}

impl Kind {
    fn is_for_webhooks(self) -> bool {
        matches!(self, Self::Duplicate | Self::Reorder | Self::Late)
    }
}

fn always() -> f64 {
    1.0
}

/// A trouble and whom it hits.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What it is.
    pub kind: Kind,
    /// Share of the calls it hits, 0 to 1.
    #[serde(default = "always")]
    pub share: f64,
    /// How many hits are left; none means no end.
    #[serde(default)]
    pub budget: Option<u64>,
    /// `graph`, `webhook`, or the beginning of a path without its version.
    #[serde(default)]
    pub on: Option<String>,
    /// Milliseconds, for what is late.
    #[serde(default, alias = "latency_ms", alias = "value")]
    pub ms: Option<u64>,
    /// HTTP status, for what is refused.
    #[serde(default)]
    pub status: Option<u16>,
    /// Error code, for what is refused.
    #[serde(default)]
    pub code: Option<u32>,
    /// Error subcode, for what is refused.
    #[serde(default)]
    pub subcode: Option<u32>,
    /// The sentence, for what is refused.
    #[serde(default)]
    pub message: Option<String>,
    /// How often it struck.
    #[serde(default)]
    pub hits: u64,
}

/// What befalls one call.
#[derive(Debug, Default)]
pub struct CallFate {
    /// Wait so long first.
    pub latency_ms: u64,
    /// Answer this and do nothing.
    pub refuse: Option<GraphError>,
    /// Do it, then break the connection.
    pub drop: bool,
}

/// What befalls one webhook.
#[derive(Debug, Default)]
pub struct WebhookFate {
    /// Wait so long first.
    pub late_ms: u64,
    /// Deliver it once more.
    pub twice: bool,
    /// Let the next one pass.
    pub after_next: bool,
}

/// All troubles in force.
#[derive(Debug)]
pub struct Faults {
    chance: Chance,
    /// The troubles.
    pub list: Vec<Fault>,
}

impl Faults {
    /// None yet; which calls they hit follows from the seed.
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed, 3),
            list: Vec::new(),
        }
    }

    /// Ends all troubles.
    pub fn heal(&mut self) {
        self.list.clear();
    }

    /// Takes `{"heal":true}`, nothing, one fault, or `{"faults":[…]}`, which replaces all.
    ///
    /// # Errors
    /// A sentence that says which fault is not understood.
    pub fn change(&mut self, body: &Value) -> Result<(), String> {
        let empty = body.is_null() || body.as_object().is_some_and(serde_json::Map::is_empty);
        if empty || body.get("heal").and_then(Value::as_bool) == Some(true) {
            self.heal();
            return Ok(());
        }
        let (many, replace) = match body.get("faults").or(body.as_array().map(|_| body)) {
            Some(many) => (many.as_array().cloned().unwrap_or_default(), true),
            None => (vec![body.clone()], false),
        };
        let mut new = Vec::new();
        for one in many.iter().flat_map(spelled_out) {
            let fault: Fault = serde_json::from_value(one)
                .map_err(|error| format!("this fault is not understood: {error}"))?;
            if !(0.0..=1.0).contains(&fault.share) {
                return Err("share is from 0 to 1".to_owned());
            }
            new.push(fault);
        }
        if replace {
            self.list = new;
        } else {
            self.list.extend(new);
        }
        Ok(())
    }

    /// Draws what befalls a Graph or OAuth call on this path.
    pub fn on_call(&mut self, path: &str, throttle_status: u16) -> CallFate {
        let mut fate = CallFate::default();
        for fault in &mut self.list {
            let meant = match fault.on.as_deref() {
                None => !fault.kind.is_for_webhooks(),
                Some("graph") => true,
                Some("webhook") => false,
                Some(prefix) => path.starts_with(prefix),
            };
            if !meant || !strikes(fault, &mut self.chance) {
                continue;
            }
            match fault.kind {
                Kind::LatencyMs | Kind::Late => add(&mut fate.latency_ms, fault.ms),
                Kind::Error500 => fate.refuse = Some(GraphError::server(fault.status)),
                Kind::RateLimited => {
                    let status = fault.status.unwrap_or(throttle_status);
                    fate.refuse = Some(GraphError::throttled(fault.code, fault.subcode, status));
                }
                Kind::DeadToken => {
                    fate.refuse = Some(GraphError::token(Some(fault.subcode.unwrap_or(460))));
                }
                Kind::Refuse => {
                    let code = fault.code.unwrap_or(1);
                    let message = fault.message.clone();
                    let message = message.unwrap_or_else(|| format!("(#{code}) Refused"));
                    let mut error = GraphError::new(code, fault.subcode, message);
                    error.status = fault.status.unwrap_or(400);
                    fate.refuse = Some(error);
                }
                Kind::DropAfterEffect => fate.drop = true,
                Kind::Duplicate | Kind::Reorder => {}
            }
        }
        fate
    }

    /// Draws what befalls a webhook.
    pub fn on_webhook(&mut self) -> WebhookFate {
        let mut fate = WebhookFate::default();
        for fault in &mut self.list {
            let meant = match fault.on.as_deref() {
                None => fault.kind.is_for_webhooks(),
                Some(on) => on == "webhook",
            };
            if !meant || !strikes(fault, &mut self.chance) {
                continue;
            }
            match fault.kind {
                Kind::LatencyMs | Kind::Late => add(&mut fate.late_ms, fault.ms),
                Kind::Duplicate => fate.twice = true,
                Kind::Reorder => fate.after_next = true,
                _ => {}
            }
        }
        fate
    }
}

/// A fault with its kind named; `{"error_500":{"share":0.1}}` and `{"latency_ms":300}` are short
/// forms for the same.
fn spelled_out(given: &Value) -> Vec<Value> {
    let Some(object) = given
        .as_object()
        .filter(|object| !object.contains_key("kind"))
    else {
        return vec![given.clone()];
    };
    let short = object.iter().filter_map(|(name, value)| {
        let kind: Kind = serde_json::from_value(json!(name)).ok()?;
        let mut fault = match value {
            Value::Object(_) => value.clone(),
            Value::Number(number) if matches!(kind, Kind::LatencyMs | Kind::Late) => {
                json!({ "ms": number })
            }
            Value::Number(share) => json!({ "share": share }),
            _ => json!({}),
        };
        for (other, value) in object {
            if matches!(other.as_str(), "share" | "budget" | "on") {
                fault[other] = value.clone();
            }
        }
        fault["kind"] = json!(kind);
        Some(fault)
    });
    let short: Vec<Value> = short.collect();
    if short.is_empty() {
        vec![given.clone()]
    } else {
        short
    }
}

/// A second, when it was not said how late.
fn add(late: &mut u64, ms: Option<u64>) {
    *late = late.saturating_add(ms.unwrap_or(1_000));
}

/// Whether a fault strikes now; takes from its budget if so.
fn strikes(fault: &mut Fault, chance: &mut Chance) -> bool {
    if fault.budget == Some(0) || !chance.happens(fault.share) {
        return false;
    }
    fault.budget = fault.budget.map(|left| left - 1);
    fault.hits += 1;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_and_a_share_is_kept() {
        let mut faults = Faults::new(1);
        faults
            .change(&json!({"kind": "error_500", "budget": 2}))
            .unwrap();
        let hit = |faults: &mut Faults| faults.on_call("/me", 400).refuse.is_some();
        assert_eq!(
            [hit(&mut faults), hit(&mut faults), hit(&mut faults)],
            [true, true, false]
        );
        faults
            .change(&json!({"faults": [{"kind": "duplicate", "share": 0.3}]}))
            .unwrap();
        let struck = (0..1_000).filter(|_| faults.on_webhook().twice).count();
        assert!((230..370).contains(&struck), "{struck}");
        assert!(!hit(&mut faults));
        let short = json!({"latency_ms": 300, "error_500": {"budget": 1}, "share": 0.5});
        faults.change(&json!({"faults": [short]})).unwrap();
        let told: Vec<_> = faults
            .list
            .iter()
            .map(|f| (f.kind, f.share, f.ms, f.budget))
            .collect();
        let expected = [
            (Kind::Error500, 0.5, None, Some(1)),
            (Kind::LatencyMs, 0.5, Some(300), None),
        ];
        assert!(expected.iter().all(|one| told.contains(one)), "{told:?}");
        faults.change(&json!({})).unwrap();
        assert!(faults.list.is_empty());
        assert!(faults.change(&json!({"kind": "earthquake"})).is_err());
        assert!(faults.change(&json!({"kind": "late", "share": 3})).is_err());
    }

    #[test]
    fn a_path_narrows_a_fault() {
        let mut faults = Faults::new(1);
        faults
            .change(&json!({"kind": "rate_limited", "on": "/me/messages"}))
            .unwrap();
        assert!(faults.on_call("/me", 429).refuse.is_none());
        assert_eq!(
            faults.on_call("/me/messages", 429).refuse.unwrap().status,
            429
        );
    }
}
