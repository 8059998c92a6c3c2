//! What the dashboard is told: a numbered line of changes, ids only.

use palette_domain::live::Change;
use palette_domain::{BusinessId, Instant};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use crate::keys::Key as _;
use crate::rows::live_event;
use crate::{BusinessStore, Result, Store, StoreError};

/// PostgreSQL numbers rows when they are written, not when they are committed: a reader could see
/// 6 before 5. Writers share this lock till they commit, a reader takes it alone for an instant,
/// so what it reads has no holes. ("live" in ASCII.)
const LINE_LOCK: i64 = 0x6c69_7665;

/// Writes changes into the line, each once. The last statement of a transaction.
pub(crate) async fn publish(
    tx: &DatabaseTransaction,
    changes: impl IntoIterator<Item = (BusinessId, Change)>,
    now: Instant,
) -> Result<()> {
    let mut told: Vec<(BusinessId, Change)> = Vec::new();
    for change in changes {
        if !told.contains(&change) {
            told.push(change);
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("select pg_advisory_xact_lock_shared({LINE_LOCK})"))
            .await?;
    }
    let rows = told
        .into_iter()
        .map(|(business, change)| live_event::ActiveModel {
            seq: NotSet,
            business_id: Set(business.uuid()),
            change: Set(serde_json::to_string(&change).expect("a change is plain JSON")),
            at: Set(now.millis()),
        });
    live_event::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn event_of(row: live_event::Model) -> Result<LiveEvent> {
    Ok(LiveEvent {
        seq: row.seq,
        business_id: BusinessId::of(row.business_id),
        change: serde_json::from_str(&row.change)
            .map_err(|_| StoreError::Shape("live_event.change"))?,
        at: Instant::from_millis(row.at),
    })
}

/// Changes one read gives at most.
const LIVE_MAX: u64 = 1_000;

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
        let of_business = live_event::Column::BusinessId.eq(self.uuid());
        self.store
            .line(live_event::Entity::find().filter(of_business), seq, limit)
            .await
    }
    /// The newest number; 0 when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_seq(&self) -> Result<i64> {
        let newest: Option<Option<i64>> = live_event::Entity::find()
            .filter(live_event::Column::BusinessId.eq(self.uuid()))
            .select_only()
            .column_as(live_event::Column::Seq.max(), "seq")
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(newest.flatten().unwrap_or(0))
    }
    /// The oldest number still kept; a client that resumes before it must load anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_seq(&self) -> Result<i64> {
        let oldest: Option<Option<i64>> = live_event::Entity::find()
            .filter(live_event::Column::BusinessId.eq(self.uuid()))
            .select_only()
            .column_as(live_event::Column::Seq.min(), "seq")
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(oldest.flatten().unwrap_or(0))
    }
}

impl Store {
    /// Changes of all businesses after `seq`, oldest first: for the one hub that tells browsers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn live_since_all(&self, seq: i64, limit: u64) -> Result<Vec<LiveEvent>> {
        self.line(live_event::Entity::find(), seq, limit).await
    }
    /// The newest number of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_seq_all(&self) -> Result<i64> {
        let newest: Option<Option<i64>> = live_event::Entity::find()
            .select_only()
            .column_as(live_event::Column::Seq.max(), "seq")
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(newest.flatten().unwrap_or(0))
    }
    /// Deletes changes older than `before`. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_live(&self, before: Instant) -> Result<u64> {
        let tx = self.begin().await?;
        let done = live_event::Entity::delete_many()
            .filter(live_event::Column::At.lt(before.millis()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected)
    }

    /// The line after `seq`, without holes.
    async fn line(
        &self,
        events: Select<live_event::Entity>,
        seq: i64,
        limit: u64,
    ) -> Result<Vec<LiveEvent>> {
        let events = events
            .filter(live_event::Column::Seq.gt(seq))
            .order_by_asc(live_event::Column::Seq)
            .limit(limit.clamp(1, LIVE_MAX));
        let rows = if self.inner.engine.is_sqlite() {
            events.all(self.read()).await?
        } else {
            let tx = self.begin().await?;
            tx.execute_unprepared(&format!("select pg_advisory_xact_lock({LINE_LOCK})"))
                .await?;
            let rows = events.all(&tx).await?;
            tx.commit().await?;
            rows
        };
        rows.into_iter().map(event_of).collect()
    }
}
