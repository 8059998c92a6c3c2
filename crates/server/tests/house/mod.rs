//! A whole house for a test: the real server, the simulator, real HTTP between them, both clocks
//! in hand, on either engine.

pub mod database;

use std::sync::Arc;
use std::time::Duration;

use palette_domain::account::Login;
use palette_domain::business::{Bilingual, Role};
use palette_domain::catalogue::{Product, ProductFacts};
use palette_domain::{AccountId, BusinessId, Clock as _, Instant, Money, Private, Span};
use palette_server::clock::{AppClock, HeldClock, SeededChance};
use palette_server::config::{Config, Flags};
use palette_server::{connect, serve};
use palette_store::{NewMember, NewProduct, NewVariant};
use secrecy::SecretString;
use serde_json::{Value, json};

pub use database::{Database, engines};

/// A Tuesday morning in Tehran.
pub const START: Instant = Instant::from_millis(1_795_500_000_000);
/// More than the longest quiet time.
pub const QUIET: Span = Span::secs(26);
/// How long a condition may take to come true, in real time.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(3);

pub const EMAIL: &str = "owner@house.test";
pub const PASSWORD: &str = "a-good-password";

/// Everything that runs.
pub struct House {
    pub simulator: palette_simulator::Running,
    pub server: serve::Running,
    pub clock: Arc<HeldClock>,
    pub business: BusinessId,
    pub account: AccountId,
    pub product: Product,
    pub media: String,
    pub http: reqwest::Client,
    pub cookie: String,
    pub base: String,
    database: Database,
}

impl House {
    /// A house with one shop, one connected account, one product linked to one post.
    pub async fn open(database: Database) -> Self {
        Self::open_with(database, |_| {}).await
    }

    /// The same with some settings changed first.
    pub async fn open_with(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        Self::open_seeded(database, 1, change).await
    }

    /// The same from a seed.
    pub async fn open_seeded(
        database: Database,
        seed: u64,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let options = palette_simulator::Options {
            seed,
            start_ms: Some(START.millis()),
            ..palette_simulator::Options::default()
        };
        let simulator = palette_simulator::start(options)
            .await
            .expect("the simulator starts");
        let fixture = simulator.fixture().expect("a fixture");
        let config = config(&database, &simulator, &fixture, change);
        let clock = HeldClock::new(START);
        let app_clock = AppClock::Held(Arc::clone(&clock));
        let server = serve::start(config, app_clock, SeededChance::new(seed)).await;
        let server = server.expect("the server starts");
        let base = format!("http://{}", server.address);
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let control = simulator.base_url();
        let target = json!({"url": format!("{base}/webhooks/instagram")});
        let told = http
            .post(format!("{control}/control/webhook"))
            .json(&target)
            .send()
            .await;
        assert!(told.expect("the simulator answers").status().is_success());

        let media = fixture["media_id"].as_str().expect("a post").to_owned();
        let business = shop(&server).await;
        let token = fixture["token"].as_str().expect("a token").to_owned();
        let account = connect::by_token(
            &server.app.store,
            &server.app.instagram,
            business,
            Login::Instagram,
            SecretString::from(token),
            START,
        )
        .await
        .expect("the account is connected");
        let store = server.app.store.business(business);
        let product = store
            .create_product(&linen_manto(&media), START)
            .await
            .expect("a product");
        let mut house = Self {
            simulator,
            server,
            clock,
            business,
            account: account.id,
            product,
            media,
            http,
            cookie: String::new(),
            base,
            database,
        };
        house.sign_in().await;
        house
    }

    /// Ends all of it.
    pub async fn close(self) {
        self.server.stop().await;
        self.simulator.shutdown().await.expect("the simulator ends");
        self.database.drop().await;
    }

    /// A person does something in the simulator; what it made.
    pub async fn act(&self, body: Value) -> Value {
        self.control("act", body).await
    }

    /// A DM.
    pub async fn says(&self, person: &str, text: &str) -> Value {
        self.act(json!({"person": person, "do": "message", "text": text}))
            .await
    }

    /// A DM that shares the linked post.
    pub async fn shares(&self, person: &str, text: &str) -> Value {
        self.act(json!({
            "person": person, "do": "message", "text": text, "media_id": self.media, "share": true,
        }))
        .await
    }

    /// A comment under the linked post.
    pub async fn comments(&self, person: &str, text: &str) -> Value {
        self.act(json!({
            "person": person, "do": "comment", "text": text, "media_id": self.media,
        }))
        .await
    }

    /// Tells the simulator's control API.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/control/{path}", self.simulator.base_url());
        let answer = self
            .http
            .post(url)
            .json(&body)
            .send()
            .await
            .expect("the simulator answers");
        let status = answer.status();
        let body: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    /// Asks the simulator's control API.
    pub async fn ask(&self, path: &str) -> Value {
        let url = format!("{}/control/{path}", self.simulator.base_url());
        let answer = self
            .http
            .get(url)
            .send()
            .await
            .expect("the simulator answers");
        answer.json().await.expect("JSON")
    }

    /// Texts that reached a person by DM, oldest first, that the business sent through the API.
    pub async fn sent_to(&self, igsid: &str) -> Vec<String> {
        self.sends(|send| send["to"] == json!(igsid) && send["kind"] == "message")
            .await
    }

    /// Texts of sends that took effect and that the test asks for.
    pub async fn sends(&self, wanted: impl Fn(&Value) -> bool) -> Vec<String> {
        let all = self.ask("sends").await;
        let items = all["items"].as_array().expect("a list").iter();
        items
            .filter(|send| send["status"] == 200 && wanted(send))
            .map(|send| send["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Moves both clocks on.
    pub async fn pass(&self, span: Span) {
        self.clock.advance(span);
        self.control(
            "clock",
            json!({"hold": true, "set_ms": self.clock.now().millis()}),
        )
        .await;
        self.server.app.wake_all();
    }

    /// Waits until the webhooks are delivered, lets the quiet time pass, waits until all is done.
    pub async fn settle(&self) {
        self.delivered().await;
        self.pass(QUIET).await;
        self.idle().await;
        self.delivered().await;
        self.idle().await;
    }

    /// Waits until nothing is on its way from the simulator.
    pub async fn delivered(&self) {
        self.until("webhooks to be delivered", async || {
            self.ask("state").await["pending"] == json!(0)
        })
        .await;
    }

    /// Waits until the product has nothing to do at this time.
    pub async fn idle(&self) {
        self.until("the product to be idle", async || {
            let depths = self
                .server
                .app
                .store
                .depths()
                .await
                .expect("the store answers");
            depths.turns + depths.queued + depths.sending == 0
        })
        .await;
    }

    /// Waits until the outcome of every send is known.
    pub async fn settled(&self) {
        self.until("every send to be settled", async || {
            let depths = self.server.app.store.depths().await;
            depths.expect("the store answers").unknown == 0
        })
        .await;
    }

    /// Waits until a condition is true.
    pub async fn until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        let waited = tokio::time::timeout(PATIENCE, async {
            while !condition().await {
                look_again().await;
            }
        });
        assert!(waited.await.is_ok(), "waited in vain for {what}");
    }

    /// Signs the owner in.
    pub async fn sign_in(&mut self) {
        let body = json!({"email": EMAIL, "password": PASSWORD});
        let request = self
            .http
            .post(format!("{}/api/v1/session", self.base))
            .json(&body);
        let answer = request.send().await.expect("the server answers");
        assert!(answer.status().is_success(), "sign-in: {}", answer.status());
        let cookie = answer.headers()["set-cookie"].to_str().expect("text");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    }

    /// Asks the API of the business.
    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(reqwest::Method::GET, path, None).await;
        assert!(status < 300, "GET {path}: {status} {body}");
        body
    }

    /// Posts to the API of the business.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(reqwest::Method::POST, path, Some(body)).await;
        assert!(status < 300, "POST {path}: {status} {answer}");
        answer
    }

    /// Calls the API of the business; status and body.
    pub async fn call(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut url = format!("{}/api/v1/businesses/{}", self.base, self.business);
        if !path.is_empty() {
            url = format!("{url}/{path}");
        }
        let mut request = self
            .http
            .request(method, url)
            .header("cookie", &self.cookie);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the server answers");
        let status = answer.status().as_u16();
        let text = answer.text().await.expect("a body");
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// The one conversation whose last words or customer the test knows.
    pub async fn conversation(&self) -> Value {
        let page = self.get("conversations").await;
        let items = page["items"].as_array().expect("a list").clone();
        assert_eq!(items.len(), 1, "one conversation is expected: {page}");
        items[0].clone()
    }

    /// Sets how far the AI may go.
    pub async fn ai_mode(&self, mode: &str) {
        let settings = self.get("").await;
        let mut ai = settings["settings"]["ai"].clone();
        ai["mode"] = json!(mode);
        let (status, body) = self
            .call(reqwest::Method::PUT, "settings/ai", Some(ai))
            .await;
        assert!(status < 300, "{status} {body}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a look at a condition, with a deadline"
)]
async fn look_again() {
    tokio::time::sleep(LOOK).await;
}

fn config(
    database: &Database,
    simulator: &palette_simulator::Running,
    fixture: &Value,
    change: impl FnOnce(&mut Config),
) -> Config {
    let flags = Flags {
        data_dir: Some(database.folder()),
        ..Flags::default()
    };
    let mut config = Config::load(flags).expect("a configuration");
    config.database_url = Some(database.url.clone());
    config.http.listen = ([127, 0, 0, 1], 0).into();
    let meta = simulator.base_url();
    let text = |key: &str| {
        fixture[key]
            .as_str()
            .expect("the fixture has it")
            .to_owned()
    };
    config.instagram.app_id = Some(text("app_id"));
    config.instagram.app_secret = Some(SecretString::from(text("app_secret")));
    config.instagram.verify_token = Some(SecretString::from(text("verify_token")));
    config.instagram.graph_url.clone_from(&meta);
    config.instagram.api_url.clone_from(&meta);
    config.instagram.www_url.clone_from(&meta);
    config.facebook.graph_url.clone_from(&meta);
    config.facebook.www_url = meta;
    config.instagram.human_agent = true;
    change(&mut config);
    config
}

async fn shop(server: &serve::Running) -> BusinessId {
    let mut settings = palette_domain::business::BusinessSettings::default();
    let payment = ("کارت‌به‌کارت یا درگاه", "card transfer or payment link");
    settings.sheet.payment = Bilingual::new(payment.0, payment.1);
    settings.sheet.hours = Bilingual::new("هر روز ۱۰ تا ۱۸", "every day 10 to 18");
    settings.sheet.shipping = vec![palette_domain::business::ShippingRule {
        area: Bilingual::new("سراسر کشور", "the whole country"),
        places: Vec::new(),
        cost: Some(Money::toman(85_000)),
        days_min: 3,
        days_max: 5,
        carrier: Bilingual::new("پست", "post"),
    }];
    let store = &server.app.store;
    let business = store
        .create_business("House", &settings, START)
        .await
        .expect("a business");
    let hash = palette_server::http::password::hash(PASSWORD).expect("a hash");
    let new = NewMember {
        email: Private::new(EMAIL.to_owned()),
        name: Private::new("Owner".to_owned()),
        password_hash: Some(SecretString::from(hash)),
        role: Role::Owner,
    };
    store
        .business(business)
        .create_member(&new, START)
        .await
        .expect("a member");
    business
}

fn linen_manto(media: &str) -> NewProduct {
    let variant = |size: &str, pieces| NewVariant {
        sku: format!("MN-{size}"),
        size: size.to_owned(),
        colour: Bilingual::new("کرم", "cream"),
        price: Money::toman(1_280_000),
        on_hand: pieces,
    };
    NewProduct {
        facts: ProductFacts {
            name: Bilingual::new("مانتو لینن بهار", "Bahar linen manto"),
            material: Bilingual::new("لینن ۱۰۰٪", "100% linen"),
            ..ProductFacts::default()
        },
        active: true,
        variants: vec![variant("38", 5), variant("40", 3), variant("42", 0)],
        ig_media_ids: vec![media.to_owned()],
    }
}
