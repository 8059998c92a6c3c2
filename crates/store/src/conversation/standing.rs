//! Done, put aside, back on the desk: what members say, and what time brings back.

use palette_domain::live::Change;
use palette_domain::{BusinessId, ConversationId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::conversation::put_on_the_desk;
use crate::keys::Key as _;
use crate::rows::conversation;
use crate::{BusinessStore, Result, Store, live};

/// Why a conversation shows again that was put aside till now.
const REASON_SNOOZE_OVER: &str = "snooze_over";

impl BusinessStore {
    /// A member calls it done. It keeps its reason and its unread messages, so that this can be
    /// undone; a new message of the customer opens it again.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn mark_done(&self, id: ConversationId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, id).await?;
        thread.done_at.get_or_insert(now.millis());
        thread.snoozed_until = None;
        self.save(tx, thread, now).await
    }

    /// Puts it aside till `until`, or till the customer writes.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn snooze(&self, id: ConversationId, until: Instant, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, id).await?;
        thread.done_at = None;
        thread.snoozed_until = Some(until.millis());
        self.save(tx, thread, now).await
    }

    /// Puts it back on the desk as it was.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn reopen(&self, id: ConversationId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, id).await?;
        put_on_the_desk(&mut thread);
        self.save(tx, thread, now).await
    }
}

impl Store {
    /// Puts back on the desk what was put aside till `now`, for a person to look. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wake_snoozed(&self, now: Instant) -> Result<u64> {
        if self.next_snooze_due().await?.is_none_or(|due| due > now) {
            return Ok(0);
        }
        let tx = self.begin().await?;
        let reason = Expr::col(conversation::Column::NeedsPerson).if_null(REASON_SNOOZE_OVER);
        let woken = conversation::Entity::update_many()
            .set(conversation::ActiveModel {
                snoozed_until: Set(None),
                ..Default::default()
            })
            .col_expr(conversation::Column::NeedsPerson, reason)
            .col_expr(
                conversation::Column::Version,
                Expr::col(conversation::Column::Version).add(1),
            )
            .filter(conversation::Column::SnoozedUntil.lte(now.millis()))
            .exec_with_returning(&tx)
            .await?;
        let changes = woken.iter().map(|row| {
            let id = ConversationId::of(row.id);
            (BusinessId::of(row.business_id), Change::Conversation { id })
        });
        live::publish(&tx, changes, now).await?;
        tx.commit().await?;
        Ok(woken.len() as u64)
    }

    /// When the next conversation comes back that was put aside.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_snooze_due(&self) -> Result<Option<Instant>> {
        let first: Option<Option<i64>> = conversation::Entity::find()
            .select_only()
            .column(conversation::Column::SnoozedUntil)
            .filter(conversation::Column::SnoozedUntil.is_not_null())
            .order_by_asc(conversation::Column::SnoozedUntil)
            .limit(1)
            .into_tuple()
            .one(self.read())
            .await?;
        Ok(first.flatten().map(Instant::from_millis))
    }
}
