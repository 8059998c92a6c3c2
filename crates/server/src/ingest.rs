//! The door for webhooks: parse, queue, and one writer that commits what waits in one transaction.
//!
//! A delivery is acknowledged only after its commit. Deliveries that arrive together share one
//! commit (bounded), and nothing is waited for when there is only one, so durable ingestion is
//! limited by the commits the disk can do and not by one commit a request.

use palette_domain::{Clock as _, Instant, Private};
use palette_store::{Arrival, IngestOutcome, StoreError};
use tokio::sync::{mpsc, oneshot};

use crate::clock::AppClock;
use crate::metrics::EventFate;
use crate::state::App;

/// Deliveries of one batch that are tried alone in vain before the rest is left to Meta's repeat.
const SINGLES_MAX: u32 = 3;

/// Why a delivery was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// The body is no JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// Too many wait already; Meta repeats what is not answered by 200.
    #[error("too many deliveries wait for the disk")]
    Full,
    /// The store failed; nothing was kept.
    #[error("the delivery could not be stored")]
    Failed,
}

/// A delivery that waits for its commit.
pub struct Waiting {
    arrival: Arrival,
    done: oneshot::Sender<Result<(), IngestError>>,
}

/// The sending side of the queue.
#[derive(Clone)]
pub struct IngestHandle {
    queue: mpsc::Sender<Waiting>,
    clock: AppClock,
}

/// The queue's two sides: at most `queue_max` deliveries wait.
pub fn queue(queue_max: usize, clock: AppClock) -> (IngestHandle, mpsc::Receiver<Waiting>) {
    let (sender, receiver) = mpsc::channel(queue_max);
    (
        IngestHandle {
            queue: sender,
            clock,
        },
        receiver,
    )
}

/// A time that can be worked with: an event without one happened now, and nothing happened later
/// than now, or a window would stay open for ever.
fn believable(at: Instant, now: Instant) -> Instant {
    if at.millis() <= 0 { now } else { at.min(now) }
}

impl IngestHandle {
    /// Takes in one delivery whose signature is proved; returns once it is on disk.
    pub async fn submit(&self, body: &[u8]) -> Result<(), IngestError> {
        let parsed = palette_instagram::webhook::parse(body);
        let mut inbound = parsed.map_err(|_| IngestError::NotJson)?;
        if inbound.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        for event in &mut inbound {
            event.at = believable(event.at, now);
        }
        let arrival = Arrival {
            inbound,
            raw: Private::new(body.to_vec()),
        };
        let (done, committed) = oneshot::channel();
        self.queue
            .try_send(Waiting { arrival, done })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => IngestError::Full,
                mpsc::error::TrySendError::Closed(_) => IngestError::Failed,
            })?;
        committed.await.unwrap_or(Err(IngestError::Failed))
    }
}

/// Writes what waits, batch by batch, until the queue is closed and empty.
pub async fn write(app: App, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(app.config.ingest.batch_max);
    while waiting
        .recv_many(&mut batch, app.config.ingest.batch_max)
        .await
        > 0
    {
        app.metrics.queue(waiting.len());
        let (arrivals, done): (Vec<_>, Vec<_>) = batch
            .drain(..)
            .map(|waiting| (waiting.arrival, waiting.done))
            .unzip();
        let results = commit(&app, &arrivals).await;
        for (waiter, result) in done.into_iter().zip(results) {
            // A requester that went away has lost its answer, not its delivery: Meta repeats it
            // and the repeat is a duplicate.
            let _gone = waiter.send(result).is_err();
        }
    }
}

/// Commits a batch; one answer for each delivery. When a batch fails as a whole, its deliveries
/// are tried one by one, so that one that the store can't take does not sink its neighbours.
async fn commit(app: &App, arrivals: &[Arrival]) -> Vec<Result<(), IngestError>> {
    let mut failed = match store(app, arrivals).await {
        Ok(()) => return vec![Ok(()); arrivals.len()],
        Err(failed) => failed,
    };
    let mut results = Vec::with_capacity(arrivals.len());
    let mut in_vain = 0;
    for arrival in arrivals {
        // Where the store itself is in trouble, trying each would only keep the others waiting.
        let hopeless = failed.is_out_of_reach() || in_vain == SINGLES_MAX || arrivals.len() == 1;
        let single = if hopeless {
            Err(IngestError::Failed)
        } else {
            store(app, std::slice::from_ref(arrival))
                .await
                .map_err(|error| {
                    in_vain += 1;
                    failed = error;
                    IngestError::Failed
                })
        };
        results.push(single);
    }
    results
}

/// One transaction for all of these.
async fn store(app: &App, arrivals: &[Arrival]) -> Result<(), StoreError> {
    let deliveries = arrivals.len() as u64;
    let quiet = app.config.quiet_time();
    let stored = app.store.ingest(arrivals, quiet, app.now()).await;
    let outcomes = stored.inspect_err(|error| {
        tracing::error!(deliveries, error = %error, "deliveries were not stored");
    })?;
    app.metrics.commit(deliveries);
    count(app, &outcomes);
    app.metrics.saw_webhook(app.now());
    app.wake_all();
    Ok(())
}

fn count(app: &App, outcomes: &[IngestOutcome]) {
    let sum = |part: fn(&IngestOutcome) -> u32| -> u64 {
        outcomes
            .iter()
            .map(|outcome| u64::from(part(outcome)))
            .sum()
    };
    app.metrics
        .events(EventFate::New, sum(|outcome| outcome.new));
    app.metrics
        .events(EventFate::Duplicate, sum(|outcome| outcome.duplicates));
    app.metrics
        .events(EventFate::Ignored, sum(|outcome| outcome.ignored));
    app.metrics
        .events(EventFate::Unrouted, sum(|outcome| outcome.unknown_account));
}
