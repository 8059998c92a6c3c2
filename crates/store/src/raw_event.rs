//! What came in and could not be acted on: kept sealed as it came, and counted.

use palette_domain::Instant;

use crate::{Result, Store, later};

impl Store {
    /// How many are kept of each kind.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn raw_event_counts(&self) -> Result<Vec<(String, u64)>> {
        later()
    }
    /// Deletes those older than `before`. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_raw_events(&self, before: Instant) -> Result<u64> {
        later()
    }
}
