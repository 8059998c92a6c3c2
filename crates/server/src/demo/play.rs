//! Playing the past: each act at its time, through webhooks and requests, both clocks in hand.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use palette_domain::order::OrderState;
use palette_domain::{Clock as _, Instant, Span};
use serde_json::{Value, json};

use super::schedule::{Act, Schedule, What};
use super::shop::Shop;
use super::simulator::Simulator;
use super::{EMAIL, PASSWORD};
use crate::cli::Failure;
use crate::clock::HeldClock;
use crate::state::App;

/// What the product gets, by its clock, to finish an act: more than the longest quiet time.
const SETTLE: Span = Span::secs(26);
/// Looks at whether it has finished, each a few milliseconds apart, before the play gives up.
const LOOKS_MAX: u32 = 5_000;
/// After this many looks in vain the clock goes on.
const LOOKS_A_STEP: u32 = 500;
/// The pause between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// A session is renewed this often.
const SIGN_IN_EVERY: Span = Span::days(5);

struct Player<'a> {
    app: &'a App,
    clock: &'a Arc<HeldClock>,
    simulator: &'a Simulator,
    shop: &'a Shop,
    past: &'a Schedule,
    member: Member,
    /// By person: their conversation, once it is known.
    conversations: HashMap<usize, String>,
    /// By person: their order's id and code.
    orders: HashMap<usize, (String, String)>,
}

/// Plays all of it; at the end everything is settled.
pub async fn play(
    app: &App,
    clock: &Arc<HeldClock>,
    simulator: &Simulator,
    shop: &Shop,
    past: &Schedule,
    server: &str,
) -> Result<(), Failure> {
    let member = Member::new(server, &shop.business.to_string())?;
    let mut player = Player {
        app,
        clock,
        simulator,
        shop,
        past,
        member,
        conversations: HashMap::new(),
        orders: HashMap::new(),
    };
    let mut signed_in: Option<Instant> = None;
    let total = past.acts.len();
    for (index, act) in past.acts.iter().enumerate() {
        player.move_to(act.at).await?;
        let now = clock.now();
        if signed_in.is_none_or(|at| now.since(at) > SIGN_IN_EVERY) {
            player.member.sign_in().await?;
            signed_in = Some(now);
        }
        player.act(act).await?;
        let burst_goes_on = past
            .acts
            .get(index + 1)
            .is_some_and(|next| next.person == act.person && next.at.since(act.at) < Span::secs(2));
        if !burst_goes_on {
            player.settle().await?;
        }
        if index % 100 == 0 {
            tracing::info!(acts = index, of = total, "playing the demo's past");
        }
    }
    Ok(())
}

impl Player<'_> {
    async fn move_to(&self, at: Instant) -> Result<(), Failure> {
        // Settling the act before may have taken the clocks past this act's time.
        if at > self.clock.now() {
            self.clock.set(at);
            self.simulator.hold_clock(at).await?;
        }
        Ok(())
    }

    /// Lets the product finish: the quiet time passes, the turn is worked on, what leaves arrives.
    async fn settle(&self) -> Result<(), Failure> {
        if self.idle().await? {
            return Ok(());
        }
        for look in 0..LOOKS_MAX {
            // What arrives while the time stands still is due after it: time passes again.
            if look % LOOKS_A_STEP == 0 {
                let now = self.clock.now() + SETTLE;
                self.clock.set(now);
                self.simulator.hold_clock(now).await?;
                self.app.wake_all();
            }
            if self.idle().await? {
                return Ok(());
            }
            pause().await;
        }
        Err(Failure::Check(
            "the product did not finish an act of the demo's past".to_owned(),
        ))
    }

    async fn idle(&self) -> Result<bool, Failure> {
        let depths = self.app.store.depths().await;
        let depths = depths.map_err(|error| Failure::Missing(error.to_string()))?;
        if depths.turns + depths.queued + depths.sending > 0 {
            return Ok(false);
        }
        // What the simulator has not delivered yet is part of the act.
        Ok(self.simulator.get("state").await?["pending"] == 0)
    }

    async fn act(&mut self, act: &Act) -> Result<(), Failure> {
        let person = &self.past.people[act.person];
        let who = json!({
            "person": person.handle, "username": person.handle, "name": person.name,
        });
        match &act.what {
            What::Message { text, post } => {
                let mut body = who;
                body["do"] = json!("message");
                body["text"] = json!(text);
                if let Some(post) = post {
                    body["media_id"] = json!(self.shop.posts[*post]);
                    body["share"] = json!(true);
                }
                self.simulator.post("act", &body).await.map(drop)
            }
            What::Comment { text, post } => {
                let mut body = who;
                body["do"] = json!("comment");
                body["text"] = json!(text);
                body["media_id"] = json!(self.shop.posts[*post]);
                self.simulator.post("act", &body).await.map(drop)
            }
            What::Member { text } => {
                let code = self.orders.get(&act.person).map_or("", |(_, code)| code);
                let text = text.replace("{code}", code);
                let conversation = self.conversation(act.person).await?;
                let path = format!("conversations/{conversation}/messages");
                self.member
                    .post(&path, &json!({"text": text}))
                    .await
                    .map(drop)
            }
            What::GiveBack => {
                let conversation = self.conversation(act.person).await?;
                let path = format!("conversations/{conversation}/give-back");
                self.member.post(&path, &json!({})).await.map(drop)
            }
            What::Order {
                product,
                quantity,
                draft,
            } => self.order(act.person, *product, *quantity, *draft).await,
            What::Move { to } => self.move_order(act.person, *to).await,
        }
    }

    /// The conversation of a person: found by their @name in the inbox, as a member would.
    async fn conversation(&mut self, person: usize) -> Result<String, Failure> {
        if let Some(id) = self.conversations.get(&person) {
            return Ok(id.clone());
        }
        let handle = &self.past.people[person].handle;
        for _ in 0..LOOKS_MAX {
            let page = self
                .member
                .get(&format!("conversations?q={handle}"))
                .await?;
            let items = page["items"].as_array().cloned().unwrap_or_default();
            let found = items
                .iter()
                .find(|row| row["customer"]["username"] == json!(handle));
            if let Some(id) = found.and_then(|row| row["id"].as_str()) {
                self.conversations.insert(person, id.to_owned());
                return Ok(id.to_owned());
            }
            // The name is read from Instagram by a job that looks each second of its clock.
            self.clock.advance(Span::secs(1));
            pause().await;
        }
        Err(Failure::Check(
            "a conversation of the demo's past is not in the inbox".to_owned(),
        ))
    }

    async fn order(
        &mut self,
        person: usize,
        product: usize,
        quantity: u32,
        draft: bool,
    ) -> Result<(), Failure> {
        let variants = &self.shop.variants[product];
        let turn = self.orders.len() % variants.len().max(1);
        let Some(variant) = variants.get(turn) else {
            return Ok(());
        };
        let conversation = self.conversation(person).await?;
        let customer = &self.past.people[person];
        let body = json!({
            "conversation_id": conversation,
            "lines": [{"variant_id": variant.to_string(), "quantity": quantity}],
            "shipping": {"minor": 85_000, "currency": "IRT"},
            "recipient": {
                "name": customer.full_name, "province": customer.city.0, "city": customer.city.1,
                "street": format!("خیابان بهار، کوچه {}، پلاک {}", person % 30 + 1, person % 97 + 1),
                "postal_code": format!("1{:09}", person * 7_654_321 % 1_000_000_000),
                "phone": format!("+98912{:07}", person * 98_765 % 10_000_000),
            },
            "draft": draft,
        });
        let made = self.member.post("orders", &body).await?;
        let part = |key: &str| made[key].as_str().unwrap_or_default().to_owned();
        self.orders.insert(person, (part("id"), part("code")));
        Ok(())
    }

    async fn move_order(&mut self, person: usize, to: OrderState) -> Result<(), Failure> {
        let Some((id, code)) = self.orders.get(&person) else {
            return Ok(());
        };
        let mut body = json!({"to": to.as_str()});
        if to == OrderState::Shipped {
            let digits: String = code
                .bytes()
                .map(|byte| (b'0' + byte % 10) as char)
                .collect();
            body["tracking_code"] = json!(format!("{digits:0>24}"));
        }
        self.member
            .post(&format!("orders/{id}/state"), &body)
            .await
            .map(drop)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the play waits for real sockets and disks"
)]
async fn pause() {
    tokio::time::sleep(LOOK_EVERY).await;
}

/// A member at the dashboard, by its API.
struct Member {
    http: reqwest::Client,
    server: String,
    business: String,
    cookie: String,
}

impl Member {
    fn new(server: &str, business: &str) -> Result<Self, Failure> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .map_err(|error| Failure::Missing(error.to_string()))?;
        let (server, business) = (server.to_owned(), business.to_owned());
        Ok(Self {
            http,
            server,
            business,
            cookie: String::new(),
        })
    }

    async fn sign_in(&mut self) -> Result<(), Failure> {
        let request = self
            .http
            .post(format!("{}/api/v1/session", self.server))
            .json(&json!({"email": EMAIL, "password": PASSWORD}));
        let answer = request
            .send()
            .await
            .map_err(|error| Failure::Missing(error.to_string()))?;
        let cookie = answer
            .headers()
            .get(reqwest::header::SET_COOKIE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next());
        match cookie {
            Some(cookie) if answer.status().is_success() => {
                self.cookie = cookie.to_owned();
                Ok(())
            }
            _ => Err(Failure::Check(format!(
                "the demo's sign-in failed: {}",
                answer.status()
            ))),
        }
    }

    async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.call(self.http.get(self.url(path))).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.call(self.http.post(self.url(path)).json(body)).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/v1/businesses/{}/{path}", self.server, self.business)
    }

    async fn call(&self, request: reqwest::RequestBuilder) -> Result<Value, Failure> {
        let missing = |error: reqwest::Error| Failure::Missing(error.to_string());
        let answer = request
            .header("cookie", &self.cookie)
            .send()
            .await
            .map_err(missing)?;
        let (status, body) = (answer.status(), answer.text().await.map_err(missing)?);
        if !status.is_success() {
            return Err(Failure::Check(format!(
                "the server refused ({status}): {body}"
            )));
        }
        Ok(serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}
