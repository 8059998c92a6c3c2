//! A host that speaks the wire: it answers what a test says, and remembers what it was asked.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use palette_domain::account::{AccountStatus, Login};
use palette_domain::conversation::Handler;
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::{
    Facts, OpeningAction, Permit, PolicyConfig, PrivateReplyFacts, Sender, Verdict, Window, judge,
};
use palette_domain::{Instant, Span};
use palette_instagram::{Client, ClientConfig, Token};
use serde_json::{Value, json};

pub const IG_ID: &str = "17841400000000001";
pub const PAGE_ID: &str = "134000000000001";
pub const IGSID: &str = "6200000000000001";
pub const SECRET: &str = "IGAAtoken-never-to-be-seen";

/// A call that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: HeaderMap,
    pub body: Value,
}

#[derive(Clone)]
struct Said {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

#[derive(Default)]
struct Inner {
    said: VecDeque<Said>,
    taken: Vec<Taken>,
}

/// The host.
#[derive(Clone)]
pub struct Wire {
    inner: Arc<Mutex<Inner>>,
    pub address: String,
}

impl Wire {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let wire = Self {
            inner: Arc::default(),
            address,
        };
        let app = axum::Router::new()
            .fallback(answer)
            .with_state(wire.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        wire
    }

    /// The next answer.
    pub fn says(&self, status: u16, body: &Value) -> &Self {
        self.says_text(status, &[], &body.to_string())
    }

    pub fn says_text(&self, status: u16, headers: &[(&'static str, &str)], body: &str) -> &Self {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        let said = Said {
            status,
            headers,
            body: body.to_owned(),
        };
        self.inner.lock().unwrap().said.push_back(said);
        self
    }

    /// The next answer is a fixture's; gives the fixture.
    pub fn says_fixture(&self, name: &str) -> Value {
        let fixture = fixture(name);
        self.says(fixture["status"].as_u64().unwrap() as u16, &fixture["body"]);
        fixture
    }

    /// The last call that was taken.
    pub fn last(&self) -> Taken {
        self.inner
            .lock()
            .unwrap()
            .taken
            .last()
            .cloned()
            .expect("a call was taken")
    }

    pub fn count(&self) -> usize {
        self.inner.lock().unwrap().taken.len()
    }

    /// A client whose hosts are all this one; with Facebook Login under `/fb`.
    pub fn client(&self) -> Client {
        client_of(&self.address, Duration::from_secs(20))
    }
}

/// A client of one address that waits this long for an answer.
pub fn client_of(address: &str, patience: Duration) -> Client {
    let mut config = ClientConfig::default();
    config.instagram.app_id = Some("990".to_owned());
    config.instagram.app_secret = Some("ig-app-secret".into());
    config.instagram.graph_url = address.parse().unwrap();
    config.instagram.www_url = address.parse().unwrap();
    config.api_url = address.parse().unwrap();
    config.facebook.app_id = Some("880".to_owned());
    config.facebook.app_secret = Some("fb-app-secret".into());
    config.facebook.graph_url = format!("{address}/fb").parse().unwrap();
    config.facebook.www_url = format!("{address}/fb").parse().unwrap();
    config.connect_timeout = patience;
    config.total_timeout = patience;
    Client::new(config).unwrap()
}

async fn answer(
    State(wire): State<Wire>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let form = headers
        .get("content-type")
        .is_some_and(|kind| kind == "application/x-www-form-urlencoded");
    let body = if form {
        json!(pairs(std::str::from_utf8(&bytes).unwrap()))
    } else {
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    };
    let mut inner = wire.inner.lock().unwrap();
    inner.taken.push(Taken {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: pairs(uri.query().unwrap_or_default()),
        headers,
        body,
    });
    let Some(said) = inner.said.pop_front() else {
        return (StatusCode::IM_A_TEAPOT, "no answer is left").into_response();
    };
    let mut response = (StatusCode::from_u16(said.status).unwrap(), said.body).into_response();
    for (name, value) in said.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

fn pairs(query: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/instagram")
}

pub fn fixture(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub fn token(login: Login) -> Token {
    Token::new(login, SECRET.into()).with_ids(Some(IG_ID.into()), Some(PAGE_ID.into()))
}

pub fn permit(kind: OutboundKind) -> Permit {
    permit_of(kind, Sender::Ai, Span::hours(1))
}

/// A permit of one who wants to send `after` the person wrote.
pub fn permit_of(kind: OutboundKind, sender: Sender, after: Span) -> Permit {
    let opened_at = Instant::from_secs(1_790_000_000);
    let facts = Facts {
        kind,
        sender,
        account: AccountStatus::Active,
        window: Some(Window {
            opened_at,
            by: OpeningAction::Message,
        }),
        private_reply: Some(PrivateReplyFacts {
            comment_at: opened_at,
            used: false,
        }),
        handler: Handler::Ai,
        opted_out: false,
        confirms_opt_out: false,
        announces_person: false,
        comment_hidden: false,
        thread_elsewhere: false,
        text_bytes: 10,
        budget_free_at: None,
    };
    let config = PolicyConfig {
        human_agent_granted: true,
        ..PolicyConfig::default()
    };
    match judge(&config, &facts, opened_at + after) {
        Verdict::Allowed(permit) => permit,
        refused => panic!("the test wants a permit: {refused:?}"),
    }
}
