//! Delivery: in order within a lane, again when it failed, with the faults that were asked for.
//!
//! Waits here are real time: a receiver is a real program, whatever the simulated clock says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{Content, Delivery, Product, envelope, escape, sign};
use crate::clock::{self, HOUR, Millis};
use crate::settings::Schedule;
use crate::sim::Sim;
use crate::world::World;

/// How long a webhook waits for the one that is to pass it.
const PASSING: Duration = Duration::from_millis(400);

/// How often the simulated clock is looked at.
const LOOKING: Duration = Duration::from_millis(20);

/// Waits of the real schedule, in milliseconds: at once, then ever more seldom, over 36 hours.
const REAL: [u64; 9] = [
    0, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 49_140_000,
];

/// One queue for each lane that has work, each emptied by a task of its own.
#[derive(Debug, Default)]
pub struct Lanes(Mutex<HashMap<String, UnboundedSender<Delivery>>>);

impl Lanes {
    /// Puts a webhook at the end of its lane.
    pub fn post(&self, sim: &Arc<Sim>, delivery: Delivery) {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(delivery.lane.clone()).or_insert_with(|| {
            let (sender, receiver) = unbounded_channel();
            tokio::spawn(work(Arc::clone(sim), delivery.lane.clone(), receiver));
            sender
        });
        if lane.send(delivery).is_err() {
            tracing::debug!("a webhook came after the end");
        }
    }

    /// Closes a lane that has nothing left; `false` when something arrived meanwhile.
    fn close(&self, name: &str, receiver: &UnboundedReceiver<Delivery>) -> bool {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if receiver.is_empty() {
            lanes.remove(name);
            return true;
        }
        false
    }
}

/// Empties a lane.
async fn work(sim: Arc<Sim>, name: String, mut receiver: UnboundedReceiver<Delivery>) {
    let mut left_over = None;
    while !sim.ending.is_cancelled() {
        let Some(first) = left_over.take().or_else(|| receiver.try_recv().ok()) else {
            if sim.lanes.close(&name, &receiver) {
                return;
            }
            continue;
        };
        let fate = sim.lock_faults().on_webhook();
        if fate.late_ms > 0 {
            let sim = Arc::clone(&sim);
            tokio::spawn(async move {
                clock::wait(Duration::from_millis(fate.late_ms)).await;
                deliver(&sim, first, fate.twice).await;
            });
            continue;
        }
        if fate.after_next {
            if let Ok(Some(next)) = tokio::time::timeout(PASSING, receiver.recv()).await {
                deliver(&sim, next, false).await;
            }
            deliver(&sim, first, fate.twice).await;
            continue;
        }
        let (whole, rest) = batched(&sim, first, &mut receiver);
        left_over = rest;
        deliver(&sim, whole, fate.twice).await;
    }
}

/// The webhook with those that wait behind it, as far as batches are allowed, and the one that
/// did not fit.
fn batched(
    sim: &Sim,
    mut first: Delivery,
    more: &mut UnboundedReceiver<Delivery>,
) -> (Delivery, Option<Delivery>) {
    let most = sim.lock().settings.batch_max;
    let mut merged = Vec::new();
    let mut rest = None;
    if let Content::Entries(entries) = &mut first.content {
        while entries.len() < most {
            let Ok(next) = more.try_recv() else { break };
            match next.content {
                Content::Entries(others) if next.product == first.product => {
                    entries.extend(others);
                    merged.push(next.id);
                }
                content => {
                    rest = Some(Delivery { content, ..next });
                    break;
                }
            }
        }
    }
    if !merged.is_empty() {
        let mut world = sim.lock();
        for id in merged {
            world.outbox.remove(&id);
        }
        world.outbox.insert(first.id, first.clone());
    }
    (first, rest)
}

/// Delivers once or twice; what fails is tried again in the background.
pub async fn deliver(sim: &Arc<Sim>, mut delivery: Delivery, twice: bool) {
    if !sim.lock().outbox.contains_key(&delivery.id) {
        // The world was grown anew meanwhile.
        return;
    }
    let done = attempt(sim, &mut delivery).await;
    if twice {
        attempt(sim, &mut delivery).await;
    }
    if !done {
        let sim = Arc::clone(sim);
        tokio::spawn(async move { retry(&sim, delivery).await });
    }
}

async fn retry(sim: &Arc<Sim>, mut delivery: Delivery) {
    let schedule = sim.lock().settings.retry;
    let waits = match schedule {
        Schedule::Compressed => sim.lock().settings.retry_ms.clone(),
        Schedule::Real => REAL.to_vec(),
    };
    for wait in waits {
        let waited = async {
            match schedule {
                Schedule::Compressed => clock::wait(Duration::from_millis(wait)).await,
                Schedule::Real => until(sim, wait).await,
            }
        };
        tokio::select! {
            () = sim.ending.cancelled() => return,
            () = waited => {}
        }
        if !sim.lock().outbox.contains_key(&delivery.id) {
            return;
        }
        if attempt(sim, &mut delivery).await {
            return;
        }
    }
    sim.with(|world| {
        world.outbox.remove(&delivery.id);
        world.counts.dropped += 1;
        world
            .changes
            .push(json!({"what": "webhook", "dropped": delivery.id}));
    });
    tracing::warn!(webhook = delivery.id, "given up after the last try");
}

/// Waits until the simulated clock, which may be held or moved, is so much later.
async fn until(sim: &Arc<Sim>, wait: u64) {
    let due = sim.clock.now() + Millis::try_from(wait).unwrap_or(0);
    while sim.clock.now() < due {
        clock::wait(LOOKING).await;
    }
}

/// One try; true when the receiver answered 2xx.
async fn attempt(sim: &Arc<Sim>, delivery: &mut Delivery) -> bool {
    delivery.tries += 1;
    let ready = {
        let world = sim.lock();
        let secret = match delivery.product {
            Product::Instagram => world.instagram_app.secret.clone(),
            Product::Facebook => world.facebook_app.secret.clone(),
        };
        let settings = &world.settings;
        world.webhook_url.clone().map(|url| {
            (
                url,
                secret,
                settings.sha1_header,
                settings.batch_events,
                Duration::from_millis(settings.webhook_timeout_ms),
            )
        })
    };
    let Some((url, secret, old_header, merge, timeout)) = ready else {
        return false;
    };
    let body = body_text(&delivery.content, merge).into_bytes();
    let mut request = sim
        .http
        .post(url)
        .timeout(timeout)
        .header("content-type", "application/json")
        .header("x-hub-signature-256", sign::signature(&secret, &body));
    if old_header {
        request = request.header("x-hub-signature", sign::old_signature(&secret, &body));
    }
    let status = request
        .body(body)
        .send()
        .await
        .map(|answer| answer.status());
    let good = status.as_ref().is_ok_and(reqwest::StatusCode::is_success);
    if !good {
        let why = status.map_or_else(|error| short(&error), |status| status.to_string());
        tracing::debug!(
            webhook = delivery.id,
            try_number = delivery.tries,
            why,
            "not taken"
        );
    }
    sim.with(|world| {
        world.counts.redelivered += u64::from(delivery.tries > 1);
        if good {
            if world.outbox.remove(&delivery.id).is_some() {
                world.counts.delivered += 1;
            }
            world.failing_since = None;
        } else {
            world.counts.failed += 1;
            world.give_up_on_receiver();
            if let Some(kept) = world.outbox.get_mut(&delivery.id) {
                kept.tries = delivery.tries;
            }
        }
    });
    good
}

impl World {
    /// Ends all subscriptions when nothing was taken for as long as is set.
    fn give_up_on_receiver(&mut self) {
        let since = *self.failing_since.get_or_insert(self.now);
        let hours = Millis::from(self.settings.unsubscribe_after_hours);
        if hours == 0 || self.now - since < hours * HOUR {
            return;
        }
        for account in &mut self.accounts {
            account.instagram_fields = Some(Vec::new());
            account.facebook_fields = Some(Vec::new());
        }
        self.changes.push(json!({"what": "unsubscribed"}));
        tracing::warn!("the receiver failed for too long: the app is unsubscribed");
    }
}

fn body_text(content: &Content, merge: bool) -> String {
    match content {
        Content::Entries(entries) if merge => {
            escape::escaped(&envelope::body(&envelope::merged(entries)))
        }
        Content::Entries(entries) => escape::escaped(&envelope::body(entries)),
        Content::Exact(text) => text.clone(),
    }
}

/// Why a receiver could not be reached, without its address.
fn short(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the exchange broke"
    };
    what.to_owned()
}

/// The handshake: asks the receiver to repeat a challenge.
///
/// # Errors
/// A sentence that says what the receiver did instead.
pub async fn handshake(sim: &Arc<Sim>) -> Result<Value, String> {
    let (url, token, challenge) = {
        let mut world = sim.lock();
        let challenge = world.tickets.digits("1", 10);
        (
            world.webhook_url.clone(),
            world.verify_token.clone(),
            challenge,
        )
    };
    let url = url.ok_or("no webhook address is set; POST /control/webhook {\"url\":…}")?;
    let query = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", challenge.as_str()),
        ("hub.verify_token", token.as_str()),
    ];
    let answer = sim
        .http
        .get(url)
        .query(&query)
        .timeout(Duration::from_secs(20))
        .send()
        .await
        .map_err(|error| short(&error))?;
    let status = answer.status();
    let text = answer.text().await.map_err(|error| short(&error))?;
    if status == reqwest::StatusCode::OK && text == challenge {
        return Ok(json!({"verified": true, "status": 200}));
    }
    Err(format!(
        "the receiver answered {status} and did not repeat the challenge"
    ))
}
