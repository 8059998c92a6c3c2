//! What Meta's answers say of the budget that is left.

use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::Value;

/// How much of the allowance is used, as far as an answer tells.
///
/// Meta sends these headers only once usage is notable, so nothing means little. From about 80
/// per cent on it is wise to slow down; at 100 calls are refused, and going on prolongs that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Of the app's allowance, in per cent: the highest of calls, time and processor time.
    pub app_percent: Option<u32>,
    /// Of the account's allowance, in per cent: the highest of all its kinds.
    pub account_percent: Option<u32>,
    /// How long Meta says the account has to wait for access.
    pub regain_after: Option<Duration>,
    /// The `retry-after` header, when it is a number of seconds.
    pub retry_after: Option<Duration>,
}

impl Usage {
    /// Reads `x-app-usage`, `x-business-use-case-usage` and `retry-after`.
    ///
    /// What is not as documented is left out: these headers are advice, and an answer must not be
    /// lost because of them.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let json = |name: &str| {
            text(name)
                .and_then(|text| serde_json::from_str::<Value>(text).ok())
                .unwrap_or_default()
        };
        let business = json("x-business-use-case-usage");
        let kinds = || {
            let accounts = business
                .as_object()
                .into_iter()
                .flat_map(|by_id| by_id.values());
            accounts.filter_map(Value::as_array).flatten()
        };
        let minutes = kinds().filter_map(|kind| kind.get("estimated_time_to_regain_access"));
        let minutes = minutes
            .filter_map(Value::as_u64)
            .max()
            .filter(|minutes| *minutes > 0);
        let seconds = text("retry-after").and_then(|text| text.trim().parse::<u64>().ok());
        Self {
            app_percent: percent(&json("x-app-usage")),
            account_percent: kinds().filter_map(percent).max(),
            regain_after: minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60))),
            retry_after: seconds.map(Duration::from_secs),
        }
    }

    /// The highest share of any allowance, in per cent; 0 when nothing is told.
    pub fn highest_percent(&self) -> u32 {
        self.app_percent.max(self.account_percent).unwrap_or(0)
    }

    /// How long to stay away, when Meta says so.
    pub fn wait(&self) -> Option<Duration> {
        self.retry_after.max(self.regain_after)
    }
}

fn percent(kind: &Value) -> Option<u32> {
    ["call_count", "total_time", "total_cputime"]
        .iter()
        .filter_map(|key| kind.get(key).and_then(Value::as_f64))
        .map(|percent| percent.clamp(0.0, 10_000.0).ceil() as u32)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(headers: &[(&'static str, &str)]) -> Usage {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Usage::from_headers(&map)
    }

    #[test]
    fn the_highest_share_and_the_longest_wait_count() {
        let business = r#"{"178":[{"type":"instagram","call_count":95,"total_cputime":20,
            "total_time":20,"estimated_time_to_regain_access":0},{"type":"messenger",
            "call_count":3,"total_cputime":101,"total_time":2,
            "estimated_time_to_regain_access":7}]}"#
            .replace('\n', " ");
        let told = usage(&[
            (
                "x-app-usage",
                r#"{"call_count":28,"total_time":25,"total_cputime":25}"#,
            ),
            ("x-business-use-case-usage", &business),
            ("retry-after", "30"),
        ]);
        assert_eq!(
            (told.app_percent, told.account_percent),
            (Some(28), Some(101))
        );
        assert_eq!(told.highest_percent(), 101);
        assert_eq!(told.wait(), Some(Duration::from_secs(7 * 60)));
    }

    #[test]
    fn strange_headers_tell_nothing() {
        let told = usage(&[
            ("x-app-usage", "lots"),
            ("x-business-use-case-usage", r#"{"a":7}"#),
            ("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT"),
        ]);
        assert_eq!(told, Usage::default());
        assert_eq!(usage(&[]).highest_percent(), 0);
    }
}
