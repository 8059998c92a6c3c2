//! A small HTTP client for programs on this machine: JSON in, JSON out, every status an answer.

use std::time::Duration;

use anyhow::Context;
use serde_json::Value;

/// Long enough for a busy two-core machine, short enough to end.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_str(&self.body)
            .with_context(|| format!("status {} and no JSON: {}", self.status, self.start()))
    }

    /// The first value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body's first characters, for an error message.
    pub fn start(&self) -> String {
        self.body.chars().take(300).collect()
    }
}

/// A client that keeps its cookies by hand and follows no redirect.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    headers: Vec<(String, String)>,
}

impl Client {
    pub fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(TIMEOUT))
            .build();
        Self {
            agent: config.into(),
            headers: Vec::new(),
        }
    }

    /// The same client with one more header on every request.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A header that goes with every request.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn get(&self, url: &str) -> anyhow::Result<Answer> {
        self.send("GET", url, None, &[])
    }

    pub fn post(&self, url: &str, body: &Value) -> anyhow::Result<Answer> {
        let text = body.to_string();
        self.send(
            "POST",
            url,
            Some(&text),
            &[("content-type", "application/json")],
        )
    }

    /// Any method and any body, with headers for this request alone.
    pub fn send(
        &self,
        method: &str,
        url: &str,
        body: Option<&str>,
        headers: &[(&str, &str)],
    ) -> anyhow::Result<Answer> {
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let failed = || format!("{method} {url} got no answer");
        let mut answer = match body {
            Some(body) => self.agent.run(request.body(body)?),
            None => self.agent.run(request.body(())?),
        }
        .with_context(failed)?;
        let text = answer.body_mut().read_to_string().with_context(failed)?;
        let headers = answer.headers().iter().map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        });
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: headers.collect(),
            body: text,
        })
    }
}
