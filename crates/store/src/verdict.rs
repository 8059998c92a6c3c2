//! The log of verdicts: each judgement on each send, with its rule and time.

use palette_domain::policy::Rule;
use palette_domain::{Instant, OutboxId};

use crate::{BusinessStore, Result, later};

/// At which of the two judgements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// When it was decided.
    Decide,
    /// At the moment of sending.
    Send,
}

impl Stage {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Stage::Decide => "decide",
            Stage::Send => "send",
        }
    }
}

/// A verdict to be logged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewVerdict {
    /// On which row; nothing for what was refused before it became one.
    pub outbox: Option<OutboxId>,
    /// At which judgement.
    pub stage: Stage,
    /// What it said.
    pub allowed: bool,
    /// On which rule it rests.
    pub rule: Rule,
}

/// A logged verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerdictRow {
    /// On which row.
    pub outbox: Option<OutboxId>,
    /// At which judgement: `decide` or `send`.
    pub stage: String,
    /// What it said.
    pub allowed: bool,
    /// On which rule it rests.
    pub rule: String,
    /// When.
    pub at: Instant,
}

impl BusinessStore {
    /// Logs verdicts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn log_verdicts(&self, verdicts: &[NewVerdict], now: Instant) -> Result<()> {
        later()
    }
    /// The verdicts on one row, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verdicts(&self, outbox: OutboxId) -> Result<Vec<VerdictRow>> {
        later()
    }
}
