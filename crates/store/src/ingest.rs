//! Taking in: many deliveries of webhooks in one transaction.
//!
//! A batch is read in a few statements (accounts, people, conversations, messages, comments,
//! turns, outbox), worked through in memory in its order, and written in a few statements. So the
//! cost of a commit is shared, and nothing is asked row by row.

mod comments;
mod direct;
mod echo;
mod load;
mod marks;
pub(crate) mod people;
mod replies;
pub(crate) mod set;
mod turns;
mod write;

pub(crate) use direct::put_on_top;
pub(crate) use turns::new_turn;

use palette_domain::inbound::{Event, Inbound};
use palette_domain::live::Change;
use palette_domain::turn::QuietTime;
use palette_domain::{BusinessId, Instant, Private};

use crate::{Result, Store, live};

/// One delivery.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What it says.
    pub inbound: Vec<Inbound>,
    /// The body as it came: kept, sealed, when it speaks of an account that nobody connected.
    pub raw: Private<Vec<u8>>,
}

/// What became of one delivery.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct IngestOutcome {
    /// Things that were new.
    pub new: u32,
    /// Things that were known already.
    pub duplicates: u32,
    /// Things for accounts that nobody connected.
    pub unknown_account: u32,
    /// Things of a kind that is only kept or that changes nothing.
    pub ignored: u32,
    /// What changed: already told to the dashboard in the same transaction.
    pub touched: Vec<(BusinessId, Change)>,
    /// When the first turn that this delivery opened or moved is due.
    pub turn_due: Option<Instant>,
}

impl IngestOutcome {
    fn touch(&mut self, business: BusinessId, change: Change) {
        if !self.touched.contains(&(business, change.clone())) {
            self.touched.push((business, change));
        }
    }
    fn due(&mut self, at: Instant) {
        self.turn_due = Some(self.turn_due.map_or(at, |due| due.min(at)));
    }
}

/// How often a batch is tried when two instances cross each other (PostgreSQL).
const TRIES: u32 = 5;

impl Store {
    /// Takes in a batch of deliveries in one transaction, one outcome each, in their order.
    ///
    /// `quiet` is the installation's quiet time; a business's own fixed one goes before it. Each
    /// event is found by Meta's ids, so the same batch again changes nothing.
    ///
    /// # Errors
    /// When the database fails; then nothing of the batch is taken in.
    pub async fn ingest(
        &self,
        batch: &[Arrival],
        quiet: QuietTime,
        now: Instant,
    ) -> Result<Vec<IngestOutcome>> {
        let mut tries = 1;
        loop {
            match self.ingest_once(batch, quiet, now).await {
                Err(error) if (error.is_conflict() || error.is_unique()) && tries < TRIES => {
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    async fn ingest_once(
        &self,
        batch: &[Arrival],
        quiet: QuietTime,
        now: Instant,
    ) -> Result<Vec<IngestOutcome>> {
        let tx = self.begin().await?;
        let mut set = load::load(self, &tx, batch, quiet, now).await?;
        let mut outcomes = Vec::with_capacity(batch.len());
        for arrival in batch {
            outcomes.push(set.take_in(arrival)?);
        }
        let links = std::mem::take(&mut set.links);
        write::write(set, &tx, now).await?;
        for link in links {
            crate::outbox::link_person(self, &tx, link.outbox, &link.igsid, now).await?;
        }
        let touched = outcomes
            .iter()
            .flat_map(|outcome| outcome.touched.iter().cloned());
        live::publish(&tx, touched, now).await?;
        tx.commit().await?;
        Ok(outcomes)
    }
}

/// The event inside, and whether another app holds its thread.
fn unwrap_standby(event: &Event) -> (&Event, bool) {
    match event {
        Event::Standby(inner) => (unwrap_standby(inner).0, true),
        event => (event, false),
    }
}
