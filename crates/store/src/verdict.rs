//! The log of verdicts: each judgement on each send, with its rule and time.

use palette_domain::policy::Rule;
use palette_domain::{Instant, OutboxId};

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::keys::Key as _;
use crate::rows::verdict;
use crate::{BusinessStore, Result};

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
        if verdicts.is_empty() {
            return Ok(());
        }
        let rows = verdicts.iter().map(|new| {
            row(
                self.uuid(),
                new.outbox.map(|id| id.uuid()),
                None,
                new.stage,
                new.allowed,
                new.rule,
                now,
            )
        });
        let tx = self.store.begin().await?;
        insert(&tx, rows.collect()).await?;
        Ok(tx.commit().await?)
    }
    /// The verdicts on one row, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verdicts(&self, outbox: OutboxId) -> Result<Vec<VerdictRow>> {
        let rows = verdict::Entity::find()
            .filter(verdict::Column::BusinessId.eq(self.uuid()))
            .filter(verdict::Column::OutboxId.eq(outbox.uuid()))
            .order_by_asc(verdict::Column::Seq)
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(verdict_of).collect())
    }
}

pub(crate) fn row(
    business: Uuid,
    outbox: Option<Uuid>,
    decision: Option<Uuid>,
    stage: Stage,
    allowed: bool,
    rule: Rule,
    now: Instant,
) -> verdict::ActiveModel {
    verdict::ActiveModel {
        seq: NotSet,
        business_id: Set(business),
        outbox_id: Set(outbox),
        decision_id: Set(decision),
        stage: Set(stage.as_str().to_owned()),
        allowed: Set(allowed),
        rule: Set(rule.as_str().to_owned()),
        at: Set(now.millis()),
    }
}

pub(crate) async fn insert(
    tx: &impl ConnectionTrait,
    rows: Vec<verdict::ActiveModel>,
) -> Result<()> {
    if !rows.is_empty() {
        verdict::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

pub(crate) fn verdict_of(row: verdict::Model) -> VerdictRow {
    VerdictRow {
        outbox: row.outbox_id.map(OutboxId::of),
        stage: row.stage,
        allowed: row.allowed,
        rule: row.rule,
        at: Instant::from_millis(row.at),
    }
}
