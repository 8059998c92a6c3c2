//! `App`: what every handler and every job holds, made of cheap clones.

use std::sync::Arc;

use palette_domain::{Chance, Clock, Instant};
use palette_store::Store;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::AppClock;
use crate::config::Config;
use crate::ingest::IngestHandle;
use crate::metrics::Metrics;

/// The running product, as its parts see it.
#[derive(Clone)]
pub struct App {
    /// Every setting.
    pub config: Arc<Config>,
    /// What is kept.
    pub store: Store,
    /// How Meta is spoken to.
    pub instagram: Arc<palette_instagram::Client>,
    /// The one clock.
    pub clock: AppClock,
    /// The one source of chance.
    pub chance: Arc<dyn Chance>,
    /// The door for webhooks.
    pub ingest: IngestHandle,
    /// Tells open event streams that the store has something new.
    pub live: Live,
    /// Tells sleeping jobs that there is work.
    pub wake: Wake,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Ends everything.
    pub stop: CancellationToken,
}

impl App {
    /// The time it is now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Something was written that may have left work for the turn runner, the sender or the
    /// dashboards that look.
    pub fn wake_all(&self) {
        self.wake.turns.notify_one();
        self.wake.sender.notify_one();
        self.live.bump();
    }

    /// An outbox row was written.
    pub fn wake_sender(&self) {
        self.wake.sender.notify_one();
        self.live.bump();
    }
}

/// Wakes the jobs of this instance; other instances find the work by looking.
#[derive(Clone, Default)]
pub struct Wake {
    /// The turn runner.
    pub turns: Arc<Notify>,
    /// The sender.
    pub sender: Arc<Notify>,
}

/// A counter that goes up when live events were written; streams then read them from the store.
#[derive(Clone)]
pub struct Live(Arc<watch::Sender<u64>>);

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Live {
    /// Something new is in the store.
    pub fn bump(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }
    /// To be told of it.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}
