//! Taking in: many deliveries of webhooks in one transaction.

use palette_domain::inbound::Inbound;
use palette_domain::live::Change;
use palette_domain::turn::QuietTime;
use palette_domain::{BusinessId, Instant, Private};

use crate::{Result, Store, later};

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
        later()
    }
}
