//! The simulator as a test holds it: with a client of it, and a receiver of its webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use palette_domain::Private;
use palette_domain::account::Login;
use palette_domain::inbound::Inbound;
use palette_domain::outbound::OutboundKind;
use palette_instagram::client::OutgoingMessage;
use palette_instagram::{Client, ClientConfig, Token, signature, webhook};
use palette_simulator::{Options, Running, start};
use serde_json::Value;

use super::wire::permit;

/// A simulator, a client of it, and a receiver of its webhooks.
pub struct Meta {
    pub sim: Running,
    pub fixture: Value,
    pub client: Client,
    got: Receiver,
}

#[derive(Clone, Default)]
pub struct Receiver(Arc<Mutex<Vec<(HeaderMap, Bytes)>>>);

impl Receiver {
    async fn start() -> (Self, String) {
        let receiver = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!(
            "http://{}/webhooks/instagram",
            listener.local_addr().unwrap()
        );
        let take = |State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes| async move {
            receiver.0.lock().unwrap().push((headers, body));
        };
        let app = axum::Router::new()
            .fallback(take)
            .with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, url)
    }
}

impl Meta {
    pub async fn start() -> Self {
        let (got, url) = Receiver::start().await;
        let options = Options {
            webhook: Some(url),
            ..Options::default()
        };
        let sim = start(options).await.unwrap();
        let fixture = sim.fixture().unwrap();
        let text = |key: &str| fixture[key].as_str().unwrap().to_owned();
        let base: url::Url = sim.base_url().parse().unwrap();
        let mut config = ClientConfig {
            api_url: base.clone(),
            ..ClientConfig::default()
        };
        for (login, app_id, app_secret) in [
            (&mut config.instagram, "app_id", "app_secret"),
            (
                &mut config.facebook,
                "facebook_app_id",
                "facebook_app_secret",
            ),
        ] {
            login.app_id = Some(text(app_id));
            login.app_secret = Some(text(app_secret).into());
            login.graph_url = base.clone();
            login.www_url = base.clone();
        }
        let client = Client::new(config).unwrap();
        Self {
            sim,
            fixture,
            client,
            got,
        }
    }

    pub fn text(&self, key: &str) -> String {
        self.fixture[key].as_str().unwrap().to_owned()
    }

    pub fn token(&self) -> Token {
        Token::new(Login::Instagram, self.text("token").into())
            .with_ids(Some(self.text("ig_id")), None)
    }

    pub fn peer(&self) -> Private<String> {
        Private::new(self.text("peer_id"))
    }

    /// The first event that is looked for, among all that were delivered, signed and read.
    pub async fn event<T>(&self, wanted: impl Fn(&Inbound) -> Option<T>) -> T {
        let secrets = self.client.config().app_secrets();
        let deadline = Duration::from_secs(10);
        let search = async {
            let mut tick = tokio::time::interval(Duration::from_millis(5));
            loop {
                tick.tick().await;
                let taken = self.got.0.lock().unwrap().clone();
                for (headers, body) in taken {
                    let header = headers["x-hub-signature-256"].to_str().unwrap();
                    signature::verify(&body, Some(header), None, &secrets).unwrap();
                    if let Some(found) = webhook::parse(&body).unwrap().iter().find_map(&wanted) {
                        return found;
                    }
                }
            }
        };
        tokio::time::timeout(deadline, search)
            .await
            .expect("the event comes in ten seconds")
    }

    pub async fn send(&self, text: &str) -> Result<String, palette_instagram::Trouble> {
        let permit = permit(OutboundKind::Message);
        let message = OutgoingMessage::text(text);
        let sent = self
            .client
            .send_message(&self.token(), permit, &self.peer(), &message)
            .await?;
        Ok(sent.value.mid)
    }
}

/// The person on the consent page says yes to everything.
pub async fn consented(url: &url::Url) -> (String, String) {
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let mut form = vec![("decision".to_owned(), "allow".to_owned())];
    form.extend((1..20).map(|place| (format!("scope_{place}"), "on".to_owned())));
    let answer = http.post(url.clone()).form(&form).send().await.unwrap();
    let away = answer.headers()["location"]
        .to_str()
        .unwrap()
        .parse::<url::Url>()
        .unwrap();
    let get = |key: &str| {
        away.query_pairs()
            .find(|pair| pair.0 == key)
            .map(|pair| pair.1.into_owned())
            .unwrap()
    };
    (get("code"), get("state"))
}
