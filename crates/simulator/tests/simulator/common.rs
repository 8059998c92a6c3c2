//! A simulator with a receiver of webhooks beside it, both over real HTTP.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use palette_simulator::{Options, Running, start};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// When the held clock begins: the time of the vectors.
pub const START: i64 = 1_790_000_000_000;
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// A webhook as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub signature: String,
    pub old_signature: Option<String>,
    pub raw: String,
    pub body: Value,
}

impl Arrived {
    /// The first messaging event.
    pub fn event(&self) -> &Value {
        &self.body["entry"][0]["messaging"][0]
    }

    /// The value of the first change.
    pub fn change(&self) -> &Value {
        &self.body["entry"][0]["changes"][0]["value"]
    }
}

struct Receiver {
    arrived: UnboundedSender<Arrived>,
    /// Statuses to answer before 200.
    statuses: Mutex<VecDeque<u16>>,
    verify_token: Mutex<String>,
}

/// A simulator under test.
pub struct Trial {
    pub sim: Running,
    pub base: String,
    pub fixture: Value,
    pub http: reqwest::Client,
    pub webhook: String,
    receiver: Arc<Receiver>,
    arrived: UnboundedReceiver<Arrived>,
}

async fn take(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let header = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    let raw = String::from_utf8(body.to_vec()).unwrap();
    let arrived = Arrived {
        signature: header("x-hub-signature-256").unwrap_or_default(),
        old_signature: header("x-hub-signature"),
        body: serde_json::from_str(&raw).unwrap_or(Value::Null),
        raw,
    };
    if receiver.arrived.send(arrived).is_err() {
        // The test is over; the simulator has not heard of it yet.
        return StatusCode::GONE;
    }
    let status = receiver.statuses.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}

async fn verify(
    State(receiver): State<Arc<Receiver>>,
    Query(query): Query<std::collections::HashMap<String, String>>,
) -> Result<String, StatusCode> {
    if query["hub.mode"] == "subscribe"
        && query["hub.verify_token"] == *receiver.verify_token.lock().unwrap()
    {
        return Ok(query["hub.challenge"].clone());
    }
    Err(StatusCode::FORBIDDEN)
}

/// Options with a held clock.
pub fn held() -> Options {
    Options {
        start_ms: Some(START),
        ..Options::default()
    }
}

impl Trial {
    /// A simulator of seed 1 with a held clock and a receiver.
    pub async fn new() -> Self {
        Self::with(held()).await
    }

    pub async fn with(options: Options) -> Self {
        let (sender, arrived) = unbounded_channel();
        let receiver = Arc::new(Receiver {
            arrived: sender,
            statuses: Mutex::default(),
            verify_token: Mutex::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let webhook = format!("http://{}/webhooks", listener.local_addr().unwrap());
        let router = axum::Router::new()
            .route("/webhooks", post(take).get(verify))
            .with_state(Arc::clone(&receiver));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let options = Options {
            webhook: Some(webhook.clone()),
            ..options
        };
        let sim = start(options).await.unwrap();
        let fixture = sim.fixture().unwrap();
        *receiver.verify_token.lock().unwrap() = text(&fixture["verify_token"]);
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            base: sim.base_url(),
            sim,
            fixture,
            http,
            webhook,
            receiver,
            arrived,
        }
    }

    pub fn text(&self, name: &str) -> String {
        text(&self.fixture[name])
    }

    /// The next webhook; fails when none comes.
    pub async fn next(&mut self) -> Arrived {
        let waited = tokio::time::timeout(Duration::from_secs(10), self.arrived.recv());
        waited
            .await
            .expect("a webhook should come")
            .expect("the receiver lives")
    }

    /// The receiver answers these statuses first.
    pub fn answer_first(&self, statuses: &[u16]) {
        self.receiver.statuses.lock().unwrap().extend(statuses);
    }

    /// Does an act.
    pub fn act(&self, body: Value) -> Value {
        self.sim.act(&body).unwrap()
    }

    /// Does an act and gives the webhook it makes.
    pub async fn acted(&mut self, body: Value) -> Arrived {
        self.act(body);
        self.next().await
    }

    /// `GET` with the fixture's token.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.get_as(path, &self.text("token")).await
    }

    pub async fn get_as(&self, path: &str, token: &str) -> (u16, Value) {
        let request = self
            .http
            .get(format!("{}{path}", self.base))
            .bearer_auth(token);
        answered(request).await
    }

    /// `POST` of JSON with the fixture's token.
    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.post_as(path, body, &self.text("token")).await
    }

    pub async fn post_as(&self, path: &str, body: &Value, token: &str) -> (u16, Value) {
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .bearer_auth(token)
            .json(body);
        answered(request).await
    }

    pub async fn delete(&self, path: &str) -> (u16, Value) {
        self.delete_as(path, &self.text("token")).await
    }

    pub async fn delete_as(&self, path: &str, token: &str) -> (u16, Value) {
        let url = format!("{}{path}", self.base);
        answered(self.http.delete(url).bearer_auth(token)).await
    }

    /// A call of the control API.
    pub async fn control(&self, path: &str, body: &Value) -> (u16, Value) {
        answered(
            self.http
                .post(format!("{}/control/{path}", self.base))
                .json(body),
        )
        .await
    }

    /// Sends a text to a person.
    pub async fn say(&self, to: &Value, words: &str) -> (u16, Value) {
        self.post(
            "/v26.0/me/messages",
            &json!({"recipient": {"id": to}, "message": {"text": words}}),
        )
        .await
    }

    pub fn advance(&self, by: i64) {
        self.sim.clock(&json!({"advance_ms": by})).unwrap();
    }

    pub fn violations(&self) -> Value {
        self.sim.state()["violations"].clone()
    }
}

/// Status and JSON of an answer.
pub async fn answered(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap())
}

/// Code and subcode of a refusal.
pub fn refused(answer: &(u16, Value)) -> (i64, Option<i64>) {
    let error = &answer.1["error"];
    (
        error["code"].as_i64().unwrap_or(0),
        error["error_subcode"].as_i64(),
    )
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A shared fixture.
pub fn fixture(name: &str) -> Value {
    let file = fixtures().join(format!("{name}.json"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("no {}", file.display()));
    serde_json::from_str(&text).unwrap()
}

pub fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/instagram")
}

/// Holds two values to the same keys and types; says where they differ.
pub fn same_shape(name: &str, expected: &Value, got: &Value) {
    if let Err(difference) = compare("", expected, got) {
        panic!("{name}{difference}\nexpected {expected}\ngot {got}");
    }
}

fn compare(at: &str, expected: &Value, got: &Value) -> Result<(), String> {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                let found = got
                    .get(key)
                    .ok_or_else(|| format!("{at}.{key} is missing"))?;
                compare(&format!("{at}.{key}"), value, found)?;
            }
            // Both cursors are always sent; some documents draw one.
            let extra = got
                .keys()
                .find(|key| !expected.contains_key(*key) && *key != "before");
            extra.map_or(Ok(()), |key| {
                Err(format!("{at}.{key} is not in the fixture"))
            })
        }
        (Value::Array(expected), Value::Array(got)) => {
            if expected.is_empty() != got.is_empty() {
                return Err(format!("{at} is empty in one"));
            }
            let last = expected.len().saturating_sub(1);
            for (place, one) in got.iter().enumerate() {
                compare(&format!("{at}[{place}]"), &expected[place.min(last)], one)?;
            }
            Ok(())
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Null, Value::Null) => Ok(()),
        _ => Err(format!("{at} is of another type")),
    }
}
