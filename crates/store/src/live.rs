//! What the dashboard is told: a numbered line of changes, ids only.

use palette_domain::live::Change;
use palette_domain::{BusinessId, Instant};

use crate::{BusinessStore, Result, Store, later};

/// A change with its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LiveEvent {
    /// Goes up; a client resumes after the last it has.
    pub seq: i64,
    /// In which business.
    pub business_id: BusinessId,
    /// What changed.
    pub change: Change,
    /// When.
    pub at: Instant,
}

impl BusinessStore {
    /// Changes after `seq`, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn live_since(&self, seq: i64, limit: u64) -> Result<Vec<LiveEvent>> {
        later()
    }
    /// The newest number; 0 when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_seq(&self) -> Result<i64> {
        later()
    }
    /// The oldest number still kept; a client that resumes before it must load anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_seq(&self) -> Result<i64> {
        later()
    }
}

impl Store {
    /// Changes of all businesses after `seq`, oldest first: for the one hub that tells browsers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn live_since_all(&self, seq: i64, limit: u64) -> Result<Vec<LiveEvent>> {
        later()
    }
    /// The newest number of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_seq_all(&self) -> Result<i64> {
        later()
    }
    /// Deletes changes older than `before`. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_live(&self, before: Instant) -> Result<u64> {
        later()
    }
}
