//! The simulator's control API, as the demo uses it.

use std::time::Duration;

use palette_domain::Instant;
use serde_json::{Value, json};

use crate::cli::Failure;

/// How long one call may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A running simulator.
pub struct Simulator {
    base: String,
    http: reqwest::Client,
}

impl Simulator {
    /// By its address.
    pub fn new(base: &str) -> Result<Self, Failure> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| Failure::Missing(error.to_string()))?;
        Ok(Self {
            base: base.trim_end_matches('/').to_owned(),
            http,
        })
    }

    async fn call(&self, request: reqwest::RequestBuilder) -> Result<Value, Failure> {
        let missing = |error: reqwest::Error| {
            Failure::Missing(format!(
                "the simulator at {} did not answer: {error}",
                self.base
            ))
        };
        let answer = request.send().await.map_err(missing)?;
        let status = answer.status();
        let body: Value = answer.json().await.map_err(missing)?;
        if status.is_success() {
            Ok(body)
        } else {
            Err(Failure::Check(format!(
                "the simulator refused ({status}): {body}"
            )))
        }
    }

    /// Asks the control API.
    pub async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.call(self.http.get(format!("{}/control/{path}", self.base)))
            .await
    }

    /// Tells the control API.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.call(
            self.http
                .post(format!("{}/control/{path}", self.base))
                .json(body),
        )
        .await
    }

    /// Holds its clock at a time.
    pub async fn hold_clock(&self, at: Instant) -> Result<(), Failure> {
        self.post("clock", &json!({"hold": true, "set_ms": at.millis()}))
            .await
            .map(drop)
    }

    /// Lets its clock run with the world's again.
    pub async fn free_clock(&self) -> Result<(), Failure> {
        self.post("clock", &json!({"free": true})).await.map(drop)
    }

    /// Where its webhooks go.
    pub async fn send_webhooks_to(&self, url: &str) -> Result<(), Failure> {
        self.post("webhook", &json!({"url": url})).await.map(drop)
    }
}
