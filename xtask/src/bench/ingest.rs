//! How many signed webhook deliveries a running server acknowledges, how long one waits, and what
//! memory it takes.
//!
//! Each delivery carries one new message of one of many customers. The answering is put off for the
//! time of the bench (a long quiet time), so that what is measured is the taking in.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::json;

use super::{Built, Number};
use crate::clock::{self, Stopwatch};
use crate::engine::Engine;
use crate::http::Client;
use crate::installation::Installation;
use crate::postgres::Postgres;
use crate::scratch::Scratch;
use crate::sign;

/// Deliveries under way at once: Meta keeps several connections open.
const SENDERS: u64 = 32;
const TIME: Duration = Duration::from_secs(10);
const CUSTOMERS: u64 = 500;

pub fn run(built: &Built, engine: Engine) -> anyhow::Result<Vec<Number>> {
    let database = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Postgres::throw_away()?),
    };
    let scratch = Scratch::new("bench")?;
    let url = database.as_ref().map(Postgres::url);
    let mut settings = vec![
        ("PALETTE_TURNS__QUIET_TIME_MS", "3600000"),
        ("PALETTE_LOG", "warn"),
    ];
    settings.extend(url.as_deref().map(|url| ("PALETTE_DATABASE_URL", url)));
    let folder = scratch.path().join("installation");
    std::fs::create_dir(&folder).context("cannot make a folder")?;
    let place = Installation::start(&built.palette, &built.simulator, folder, &settings)?;
    let idle = memory(place.product.pid(), "VmRSS")?;
    let target = Target::new(&place)?;
    let empty = deliver(&target, |_| {
        json!({ "object": "instagram", "entry": [] }).to_string()
    })?;
    let full = deliver(&target, |number| message(&target.ig_id, number))?;
    let peak = memory(place.product.pid(), "VmHWM")?;
    let baseline = "signed deliveries with nothing in them";
    let number = |name, value, unit, compared| Number {
        name,
        value,
        unit,
        compared,
        engine: Some(engine),
    };
    Ok(vec![
        number(
            "ingest",
            full.rate,
            "deliveries/s",
            Some((baseline, empty.rate)),
        ),
        number(
            "ingest, median wait",
            full.median,
            "ms",
            Some((baseline, empty.median)),
        ),
        number(
            "ingest, 99th of 100 waits",
            full.p99,
            "ms",
            Some((baseline, empty.p99)),
        ),
        number("memory, idle", idle, "MiB", None),
        number(
            "memory, peak while taking in",
            peak,
            "MiB",
            Some(("idle", idle)),
        ),
    ])
}

struct Target {
    webhook: String,
    secret: String,
    ig_id: String,
}

impl Target {
    fn new(place: &Installation) -> anyhow::Result<Self> {
        let text = |name: &str| {
            let text = place.fixture[name].as_str();
            text.map(str::to_owned)
                .with_context(|| format!("the fixture has no {name}"))
        };
        Ok(Self {
            webhook: format!("{}/webhooks/instagram", place.product_url),
            secret: text("app_secret")?,
            ig_id: text("ig_id")?,
        })
    }
}

struct Rate {
    /// Acknowledged a second.
    rate: f64,
    /// Milliseconds.
    median: f64,
    p99: f64,
}

/// Delivers for `TIME` from several senders; a refusal for a full queue is waited out, any other
/// status ends the bench.
fn deliver(target: &Target, body: impl Fn(u64) -> String + Sync) -> anyhow::Result<Rate> {
    let (next, watch) = (AtomicU64::new(0), Stopwatch::start());
    let waits = Mutex::new(Vec::new());
    let outcomes: Vec<anyhow::Result<()>> = thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|_| scope.spawn(|| sender(target, &next, watch, &body, &waits)))
            .collect();
        let broken = |_| bail!("a sender broke off");
        senders
            .into_iter()
            .map(|sender| sender.join().unwrap_or_else(broken))
            .collect()
    });
    outcomes.into_iter().collect::<anyhow::Result<()>>()?;
    let seconds = watch.elapsed().as_secs_f64();
    let mut waits = waits.into_inner().context("a sender broke off")?;
    ensure!(!waits.is_empty(), "nothing was acknowledged");
    waits.sort_by(f64::total_cmp);
    let at = |share: usize| waits[(waits.len() - 1) * share / 100];
    Ok(Rate {
        rate: waits.len() as f64 / seconds,
        median: at(50),
        p99: at(99),
    })
}

fn sender(
    target: &Target,
    next: &AtomicU64,
    watch: Stopwatch,
    body: &(impl Fn(u64) -> String + Sync),
    waits: &Mutex<Vec<f64>>,
) -> anyhow::Result<()> {
    let (client, mut mine) = (Client::new(), Vec::new());
    while watch.elapsed() < TIME {
        let text = body(next.fetch_add(1, Ordering::Relaxed));
        let signature = sign::signature(&target.secret, text.as_bytes())?;
        let headers = [
            ("content-type", "application/json"),
            ("x-hub-signature-256", signature.as_str()),
        ];
        let one = Stopwatch::start();
        let answer = client.send("POST", &target.webhook, Some(&text), &headers)?;
        match answer.status {
            200 => mine.push(one.elapsed().as_secs_f64() * 1000.0),
            503 => {}
            other => bail!("a delivery was answered with {other}: {}", answer.start()),
        }
    }
    if let Ok(mut waits) = waits.lock() {
        waits.extend(mine);
    }
    Ok(())
}

/// A delivery with one message, in the shape that Meta sends.
fn message(ig_id: &str, number: u64) -> String {
    let millis = u64::try_from(clock::unix_nanos() / 1_000_000).unwrap_or_default();
    let sender = format!("17841{:012}", number % CUSTOMERS);
    let text = "سلام، قیمت این مانتو چنده؟";
    json!({
        "object": "instagram",
        "entry": [{
            "id": ig_id,
            "time": millis,
            "messaging": [{
                "sender": { "id": sender },
                "recipient": { "id": ig_id },
                "timestamp": millis,
                "message": { "mid": format!("bench-{number}"), "text": text }
            }]
        }]
    })
    .to_string()
}

/// A row of `/proc/PID/status`, in MiB.
fn memory(pid: u32, name: &str) -> anyhow::Result<f64> {
    let path = format!("/proc/{pid}/status");
    let status = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let line = status.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    Ok(kib.with_context(|| format!("{path} has no {name}"))? / 1024.0)
}
