//! What came in and could not be acted on: kept sealed as it came, and counted.

use palette_domain::Instant;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::rows::raw_event;
use crate::{Result, Store};

/// Bytes of one event that are kept; the rest is cut. Meta's bodies are far smaller.
pub(crate) const RAW_BYTES_MAX: usize = 64 * 1024;

impl Store {
    /// How many are kept of each kind.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn raw_event_counts(&self) -> Result<Vec<(String, u64)>> {
        let counts: Vec<(String, i64)> = raw_event::Entity::find()
            .select_only()
            .column(raw_event::Column::Kind)
            .column_as(raw_event::Column::Id.count(), "n")
            .group_by(raw_event::Column::Kind)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(counts
            .into_iter()
            .map(|(kind, n)| (kind, n.unsigned_abs()))
            .collect())
    }
    /// Deletes those older than `before`. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_raw_events(&self, before: Instant) -> Result<u64> {
        let tx = self.begin().await?;
        let done = raw_event::Entity::delete_many()
            .filter(raw_event::Column::At.lt(before.millis()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected)
    }
}
