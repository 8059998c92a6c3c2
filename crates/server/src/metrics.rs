//! What is counted: numbers only, no label ever holds a person's or a tenant's name.

use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// How a webhook delivery was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum WebhookAnswer {
    /// 200: it is on disk.
    Accepted,
    /// 401.
    BadSignature,
    /// 400.
    NotJson,
    /// 413.
    TooLarge,
    /// 503: the queue was full or the store failed.
    Unavailable,
}

/// What became of one event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum EventFate {
    /// Taken in.
    New,
    /// Known already.
    Duplicate,
    /// Of a kind that changes nothing: kept when it is unknown, and counted.
    Ignored,
    /// For an account that is not connected here.
    Unrouted,
}

/// How an outside send ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum SendEnd {
    /// Instagram has it.
    Sent,
    /// Tried again later.
    Retried,
    /// Refused for good.
    Failed,
    /// Nobody knows yet.
    Unknown,
    /// Our own policy said no at the moment of sending.
    Refused,
    /// Its facts had changed: planned again.
    Stale,
}

/// How a turn ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelValue)]
pub enum TurnEnd {
    /// Carried out.
    Done,
    /// Something arrived meanwhile: planned again.
    Replanned,
    /// An error; tried again later.
    Retried,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Webhook {
    answer: WebhookAnswer,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Event {
    fate: EventFate,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Send {
    end: SendEnd,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Turn {
    end: TurnEnd,
}

/// All counters of one server; a value, so that many servers can live in one process.
pub struct Metrics {
    registry: Registry,
    webhooks: Family<Webhook, Counter>,
    events: Family<Event, Counter>,
    sends: Family<Send, Counter>,
    turns: Family<Turn, Counter>,
    commits: Counter,
    commit_deliveries: Counter,
    queue: Gauge<i64>,
    last_webhook_ms: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("palette");
        let webhooks = Family::default();
        registry.register("webhooks", "Webhook deliveries by answer", webhooks.clone());
        let events = Family::default();
        registry.register("events", "Events in deliveries by fate", events.clone());
        let sends = Family::default();
        registry.register("sends", "Sends to Instagram by end", sends.clone());
        let turns = Family::default();
        registry.register("turns", "AI turns by end", turns.clone());
        let commits = Counter::default();
        registry.register(
            "ingest_commits",
            "Commits of the ingest writer",
            commits.clone(),
        );
        let commit_deliveries = Counter::default();
        registry.register(
            "ingest_deliveries",
            "Deliveries that shared those commits",
            commit_deliveries.clone(),
        );
        let queue = Gauge::<i64>::default();
        registry.register(
            "ingest_queue",
            "Deliveries that wait for the disk",
            queue.clone(),
        );
        Self {
            registry,
            webhooks,
            events,
            sends,
            turns,
            commits,
            commit_deliveries,
            queue,
            last_webhook_ms: AtomicU64::new(0),
        }
    }
}

impl Metrics {
    /// A delivery was answered.
    pub fn webhook(&self, answer: WebhookAnswer) {
        self.webhooks.get_or_create(&Webhook { answer }).inc();
    }
    /// Events of one commit.
    pub fn events(&self, fate: EventFate, count: u64) {
        if count > 0 {
            self.events.get_or_create(&Event { fate }).inc_by(count);
        }
    }
    /// A send ended.
    pub fn send(&self, end: SendEnd) {
        self.sends.get_or_create(&Send { end }).inc();
    }
    /// A turn ended.
    pub fn turn(&self, end: TurnEnd) {
        self.turns.get_or_create(&Turn { end }).inc();
    }
    /// The writer committed this many deliveries together.
    pub fn commit(&self, deliveries: u64) {
        self.commits.inc();
        self.commit_deliveries.inc_by(deliveries);
    }
    /// Deliveries that wait.
    pub fn queue(&self, waiting: usize) {
        self.queue.set(i64::try_from(waiting).unwrap_or(i64::MAX));
    }
    /// When the last delivery was accepted.
    pub fn saw_webhook(&self, now: palette_domain::Instant) {
        let millis = u64::try_from(now.millis()).unwrap_or(0);
        self.last_webhook_ms.fetch_max(millis, Ordering::Relaxed);
    }
    /// Prometheus text.
    pub fn encode(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
