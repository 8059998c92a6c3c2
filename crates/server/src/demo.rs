//! The demo shop: its catalogue and its last 30 days, played through the real server.
//!
//! Nothing here writes what the product itself would write: the catalogue goes in as a shop's own
//! would, and the past arrives as webhooks from the simulator and as requests of a member, while
//! both clocks are held in hand. See `docs/decisions/004-the-past-is-played.md`.

pub mod catalogue;
pub mod dice;
pub mod people;
pub mod pictures;
pub mod schedule;
pub mod script;

mod play;
mod shop;
mod simulator;

use std::sync::Arc;

use palette_domain::{Clock as _, Span};
use serde_json::{Value, json};

use crate::cli::Failure;
use crate::clock::{AppClock, HeldClock, SeededChance};
use crate::config::Config;
use crate::serve;
use simulator::Simulator;

/// The seed of the demo shop: everybody sees the same one.
const SEED: u64 = 1405;
/// How far back the past goes.
const PAST: Span = Span::days(30);
/// The demo's sign-in. It guards made-up data on a machine's own address.
pub const EMAIL: &str = "nila@demo.palette.test";
/// The demo's password.
pub const PASSWORD: &str = "palette-demo-1405";

/// Makes the shop and plays its past; `server` is where webhooks are to go afterwards.
///
/// Gives what the demo prints: ids, sign-in.
pub async fn seed(mut config: Config, simulator: String, server: String) -> Result<Value, Failure> {
    let simulator = Simulator::new(&simulator)?;
    let end = AppClock::System.now();
    let clock = HeldClock::new(end - PAST);
    config.http.listen = ([127, 0, 0, 1], 0).into();
    config.http.public_url = None;
    let chance = SeededChance::new(SEED);
    let running = serve::start(config, AppClock::Held(Arc::clone(&clock)), chance).await?;
    let here = format!("http://{}", running.address);

    simulator.hold_clock(end - PAST).await?;
    simulator
        .send_webhooks_to(&format!("{here}/webhooks/instagram"))
        .await?;
    let shop = shop::open(&running.app, &simulator).await?;
    let past = schedule::schedule(SEED, end);
    play::play(&running.app, &clock, &simulator, &shop, &past, &here).await?;
    clock.set(end);
    simulator
        .send_webhooks_to(&format!("{server}/webhooks/instagram"))
        .await?;
    simulator.free_clock().await?;
    running.stop().await;
    Ok(json!({
        "business_id": shop.business.to_string(),
        "account_id": shop.account.to_string(),
        "email": EMAIL,
        "password": PASSWORD,
    }))
}
