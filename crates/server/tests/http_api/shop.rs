//! Two shops with something of everything, and a client that speaks to them over HTTP.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use palette_domain::account::Login;
use palette_domain::business::{AiMode, Bilingual, BusinessSettings, Role};
use palette_domain::catalogue::{Product, ProductFacts};
use palette_domain::conversation::MessageBody;
use palette_domain::inbound::{Event, Inbound, InboundComment, InboundMessage};
use palette_domain::media::MediaKind;
use palette_domain::policy::OpeningAction;
use palette_domain::{BusinessId, Instant, Money, Private};
use palette_server::clock::{AppClock, HeldClock, SeededChance};
use palette_server::config::{Config, Flags};
use palette_server::serve;
use palette_store::{NewAccount, NewMember, NewProduct, NewVariant};
use reqwest::{Method, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::database::Database;

/// A Tuesday morning in Tehran.
pub const START: Instant = Instant::from_millis(1_795_500_000_000);
pub const PASSWORD: &str = "a-good-password";
pub const APP_SECRET: &str = "the-app-secret";
pub const VERIFY_TOKEN: &str = "the-verify-token";
/// How long a condition may take to come true, in real time.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// One tenant with something of everything.
pub struct Tenant {
    pub id: BusinessId,
    pub ig_id: String,
    pub account: String,
    pub product: Product,
    /// Of the customer who wrote a DM.
    pub conversation: String,
    pub comment: String,
    pub order: String,
}

/// The server with two tenants. Members of the first: owner@, admin@, agent@, analyst@one.test;
/// of the second: owner@two.test.
pub struct Shops {
    pub server: serve::Running,
    pub clock: Arc<HeldClock>,
    pub base: String,
    pub one: Tenant,
    pub two: Tenant,
    database: Database,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
    /// The last part of a problem's type.
    pub fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.strip_prefix("/problems/")
            .unwrap_or_default()
            .to_owned()
    }
    /// Pointers and codes of wrong fields.
    pub fn wrong(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.json()["errors"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        errors
            .iter()
            .map(|error| (text(&error["pointer"]), text(&error["code"])))
            .collect()
    }
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }
}

/// A browser with at most a session cookie.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    pub cookie: Option<String>,
}

impl Client {
    pub fn new(base: &str) -> Self {
        let policy = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(policy)
            .build();
        Self {
            http: http.expect("a client"),
            base: base.to_owned(),
            cookie: None,
        }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let answer = request.send().await.expect("the server answers");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await.expect("a body");
        Answer {
            status,
            headers,
            text,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn call(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.send(self.request(method, path).json(body)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, body).await
    }

    pub async fn sign_in(&mut self, email: &str) -> Answer {
        let body = json!({"email": email, "password": PASSWORD});
        let answer = self.post("/api/v1/session", &body).await;
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        self.cookie = Some(cookie);
        answer
    }
}

impl Shops {
    pub async fn open(database: Database) -> Self {
        Self::open_with(database, |_| {}).await
    }

    pub async fn open_with(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        let flags = Flags {
            data_dir: Some(database.folder()),
            ..Flags::default()
        };
        let mut config = Config::load(flags).expect("a configuration");
        config.database_url = Some(database.url.clone());
        config.http.listen = ([127, 0, 0, 1], 0).into();
        config.instagram.app_id = Some("app".to_owned());
        config.instagram.app_secret = Some(SecretString::from(APP_SECRET));
        config.instagram.verify_token = Some(SecretString::from(VERIFY_TOKEN));
        // Nobody listens there: what is queued stays on its way.
        let nowhere = "http://127.0.0.1:9".to_owned();
        config.instagram.graph_url.clone_from(&nowhere);
        config.instagram.api_url.clone_from(&nowhere);
        config.instagram.www_url = nowhere;
        change(&mut config);
        let clock = HeldClock::new(START);
        let app_clock = AppClock::Held(Arc::clone(&clock));
        let server = serve::start(config, app_clock, SeededChance::new(7)).await;
        let server = server.expect("the server starts");
        let base = format!("http://{}", server.address);
        let one = tenant(&server, "one", "17841499999990001").await;
        let two = tenant(&server, "two", "17841499999990002").await;
        for role in [Role::Admin, Role::Agent, Role::Analyst] {
            let name = format!("{role:?}").to_lowercase();
            member(&server, one.id, &format!("{name}@one.test"), role).await;
        }
        Self {
            server,
            clock,
            base,
            one,
            two,
            database,
        }
    }

    pub async fn close(self) {
        self.server.stop().await;
        self.database.drop().await;
    }

    /// A client that nobody is signed in with.
    pub fn stranger(&self) -> Client {
        Client::new(&self.base)
    }

    /// A client of a member.
    pub async fn signed_in(&self, email: &str) -> Client {
        let mut client = self.stranger();
        client.sign_in(email).await.expect(200);
        client
    }

    /// A path of the API of the first tenant.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/businesses/{}/{rest}", self.one.id)
    }
}

pub async fn member(server: &serve::Running, business: BusinessId, email: &str, role: Role) {
    static HASH: LazyLock<String> =
        LazyLock::new(|| palette_server::http::password::hash(PASSWORD).expect("a hash"));
    let new = NewMember {
        email: Private::new(email.to_owned()),
        name: Private::new("مریم".to_owned()),
        password_hash: Some(SecretString::from(HASH.as_str())),
        role,
    };
    let store = server.app.store.business(business);
    store.create_member(&new, START).await.expect("a member");
}

async fn tenant(server: &serve::Running, name: &str, ig_id: &str) -> Tenant {
    let store = &server.app.store;
    let mut settings = BusinessSettings::default();
    settings.ai.mode = AiMode::Off;
    let id = store
        .create_business(name, &settings, START)
        .await
        .expect("a business");
    member(server, id, &format!("owner@{name}.test"), Role::Owner).await;
    let business = store.business(id);
    let account = business
        .connect_account(&new_account(ig_id), START)
        .await
        .expect("an account");
    let product = business
        .create_product(&new_product(name), START)
        .await
        .expect("a product");
    let events = vec![
        dm(ig_id, "m1", "سلام، قیمتش چنده؟"),
        comment(ig_id, "c1", "قیمت؟"),
    ];
    take_in(server, events).await;
    let rows = business
        .conversations(&Default::default(), None, 10)
        .await
        .expect("a list")
        .items;
    let wrote = rows
        .iter()
        .find(|row| row.conversation.last_message_at.is_some());
    let conversation = wrote.expect("a conversation").conversation.id;
    let comments = business
        .comments(false, None, 10)
        .await
        .expect("a list")
        .items;
    let comment = comments.first().expect("a comment").comment.id.to_string();
    let order = palette_store::NewOrder {
        customer: None,
        conversation: Some(conversation),
        lines: vec![palette_store::NewLine {
            variant: product.variants[0].id,
            quantity: 1,
            unit_price: None,
        }],
        shipping: Money::toman(85_000),
        recipient: Private::new(Default::default()),
        state: palette_domain::order::OrderState::AwaitingPayment,
    };
    let order = business
        .create_order(&order, START)
        .await
        .expect("an order");
    Tenant {
        id,
        ig_id: ig_id.to_owned(),
        account: account.id.to_string(),
        product,
        conversation: conversation.to_string(),
        comment,
        order: order.id.to_string(),
    }
}

/// Takes events in as the writer does after a delivery was proved.
pub async fn take_in(server: &serve::Running, events: Vec<Inbound>) {
    let app = &server.app;
    let arrivals = [palette_store::Arrival {
        inbound: events,
        raw: Private::new(Vec::new()),
    }];
    app.store
        .ingest(&arrivals, app.config.quiet_time(), app.now())
        .await
        .expect("taken in");
    app.wake_all();
}

fn new_account(ig_id: &str) -> NewAccount {
    NewAccount {
        ig_id: ig_id.to_owned(),
        app_scoped_id: None,
        page_id: None,
        username: Private::new("shop".to_owned()),
        login: Login::Instagram,
        token: SecretString::from("a-token"),
        scopes: vec!["instagram_business_basic".to_owned()],
        token_expires_at: None,
    }
}

fn new_product(name: &str) -> NewProduct {
    let variant = |size: &str| NewVariant {
        sku: format!("{name}-{size}"),
        size: size.to_owned(),
        colour: Bilingual::new("کرم", "cream"),
        price: Money::toman(1_280_000),
        on_hand: 5,
    };
    NewProduct {
        facts: ProductFacts {
            name: Bilingual::new("مانتو لینن بهار", "Bahar linen manto"),
            ..ProductFacts::default()
        },
        active: true,
        variants: vec![variant("38"), variant("40")],
        ig_media_ids: vec!["18000000000000001".to_owned()],
    }
}

/// A direct message of the customer.
pub fn dm(ig_id: &str, mid: &str, text: &str) -> Inbound {
    let body = MessageBody {
        text: text.to_owned(),
        ..MessageBody::default()
    };
    Inbound {
        ig_id: ig_id.to_owned(),
        at: START,
        event: Event::Message(InboundMessage {
            mid: format!("{ig_id}-{mid}"),
            igsid: Private::new("6200000000000001".to_owned()),
            body: Private::new(body),
            opens: OpeningAction::Message,
            about_ig_media_id: None,
            is_self: false,
        }),
    }
}

/// A comment of another customer.
pub fn comment(ig_id: &str, id: &str, text: &str) -> Inbound {
    Inbound {
        ig_id: ig_id.to_owned(),
        at: START,
        event: Event::Comment(InboundComment {
            ig_comment_id: format!("{ig_id}-{id}"),
            ig_parent_id: None,
            ig_media_id: "18000000000000001".to_owned(),
            media_kind: MediaKind::Feed,
            igsid: Some(Private::new("6200000000000002".to_owned())),
            username: Some(Private::new("reza".to_owned())),
            text: Private::new(text.to_owned()),
            is_own: false,
            is_live: false,
        }),
    }
}
