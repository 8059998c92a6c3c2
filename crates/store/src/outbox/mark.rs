//! How far a row has come: before the call, after it, and when its outcome is known at last.

use palette_domain::comment::CommentState;
use palette_domain::conversation::{MessageBody, MessageState};
use palette_domain::outbound::{Outbound, OutboundKind, OutboxState};
use palette_domain::turn::Subject;
use palette_domain::{CommentId, ConversationId, Instant, OutboxId, Private};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use crate::conversation::call_person;
use crate::ingest::set::text_hash;
use crate::keys::Key as _;
use crate::message::body_of;
use crate::outbox::queue::Target;
use crate::rows::{comment, message, outbox};
use crate::turn::{changes, open_subject, save_thread};
use crate::vault::Place;
use crate::when;
use crate::{BusinessStore, Result, SentReceipt, Store, StoreError, live};

use super::claim::outbound_of;
use super::sent;

/// Why a person is called when something of the AI's could not be sent.
const REASON_FAILED: &str = "send_failed";

/// A row, locked, with what it is about, locked before it.
pub(super) struct Held {
    pub(super) row: outbox::Model,
    pub(super) target: Target,
}

impl Store {
    /// Rows that were being sent by an instance that died become unknown. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_sending(&self, now: Instant) -> Result<u64> {
        let tx = self.begin().await?;
        let rows = outbox::Entity::update_many()
            .set(outbox::ActiveModel {
                state: Set(OutboxState::Unknown.as_str().to_owned()),
                owner: Set(None),
                lease_until: Set(None),
                error: Set(Some("instance_died".to_owned())),
                ..Default::default()
            })
            .filter(when::unsettled())
            .filter(outbox::Column::State.eq(OutboxState::Sending.as_str()))
            .filter(outbox::Column::LeaseUntil.lte(now.millis()))
            .exec_with_returning(&tx)
            .await?;
        let ids = rows.iter().filter_map(|row| row.message_id);
        set_messages(&tx, ids.collect(), MessageState::Unknown, None).await?;
        let threads = rows.iter().filter_map(|row| {
            let id = ConversationId::of(row.conversation_id?);
            let business = palette_domain::BusinessId::of(row.business_id);
            Some((business, palette_domain::live::Change::Conversation { id }))
        });
        live::publish(&tx, threads, now).await?;
        tx.commit().await?;
        Ok(rows.len() as u64)
    }
}

impl BusinessStore {
    /// Says, before the call, that a claimed row is being sent, with its words as rendered. False
    /// when it was cancelled meanwhile: then it must not be sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_sending(
        &self,
        id: OutboxId,
        owner: &str,
        rendered: &Private<String>,
        now: Instant,
    ) -> Result<bool> {
        let tx = self.store.begin().await?;
        let Some(known) = self.outbox_row(&tx, id).await? else {
            return Err(StoreError::NotFound("outbox row"));
        };
        let hash = text_hash(&self.store, known.account_id, rendered.reveal());
        let done = outbox::Entity::update_many()
            .set(outbox::ActiveModel {
                state: Set(OutboxState::Sending.as_str().to_owned()),
                sending_at: Set(Some(now.millis())),
                text_hash: Set(Some(hash)),
                error: Set(None),
                ..Default::default()
            })
            .col_expr(
                outbox::Column::Attempts,
                Expr::col(outbox::Column::Attempts).add(1),
            )
            .filter(outbox::Column::Id.eq(known.id))
            .filter(outbox::Column::State.eq(OutboxState::Queued.as_str()))
            .filter(outbox::Column::Owner.eq(owner))
            .exec(&tx)
            .await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        self.show_sending(&tx, &known, rendered, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Shows what is being sent as it will read.
    async fn show_sending(
        &self,
        tx: &DatabaseTransaction,
        row: &outbox::Model,
        rendered: &Private<String>,
        now: Instant,
    ) -> Result<()> {
        let key = self.key_for(tx, row.customer_id).await?;
        if let Some(id) = row.message_id {
            let shown = message::Entity::find_by_id(id).one(tx).await?;
            let shown = shown.ok_or(StoreError::NotFound("message"))?;
            let body = MessageBody {
                text: rendered.reveal().clone(),
                ..body_of(&key, &shown)?
            };
            let place = Place::new("message.body", id);
            let changed = message::ActiveModel {
                body: Set(Some(self.vault().seal_json(&key, place, &body))),
                state: Set(MessageState::Sending.as_str().to_owned()),
                at: Set(now.millis()),
                ..Default::default()
            };
            message::Entity::update_many()
                .set(changed)
                .filter(message::Column::Id.eq(id))
                .exec(tx)
                .await?;
        }
        if let Some(id) = row.reply_comment_id {
            let place = Place::new("comment.text", id);
            let changed = comment::ActiveModel {
                text: Set(self.vault().seal_text(&key, place, rendered.reveal())),
                at: Set(now.millis()),
                ..Default::default()
            };
            set_comment(tx, id, changed).await?;
        }
        Ok(())
    }

    /// Instagram has it.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_sent(&self, id: OutboxId, receipt: &SentReceipt, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let held = self.hold(&tx, id).await?;
        sent::record(self, &tx, held, receipt, now).await?;
        Ok(tx.commit().await?)
    }

    /// Refused for good, with a code of the error table or of a rule.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_failed(&self, id: OutboxId, code: &str, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut held = self.hold(&tx, id).await?;
        if is_settled(&held.row) {
            return Ok(());
        }
        set_row(&tx, held.row.id, OutboxState::Failed, Some(code), None).await?;
        let messages = held.row.message_id.into_iter().collect();
        set_messages(&tx, messages, MessageState::Failed, Some(code)).await?;
        let by_ai = held.row.sender_member.is_none();
        if let Some(thread) = &mut held.target.conversation {
            thread.version += 1;
            if by_ai {
                call_person(thread, REASON_FAILED);
            }
            save_thread(&tx, thread).await?;
        }
        if let Some(row) = &held.target.comment {
            let private = held.row.kind == OutboundKind::PrivateReply.as_str();
            let mut changed = comment::ActiveModel::default();
            if private {
                changed.private_reply_at = Set(None);
            }
            if by_ai {
                changed.state = Set(CommentState::NeedsPerson.as_str().to_owned());
            }
            set_comment(&tx, row.id, changed).await?;
        }
        live::publish(&tx, changes(self, &held.target), now).await?;
        Ok(tx.commit().await?)
    }

    /// Certainly not sent; to be tried again.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_retry(
        &self,
        id: OutboxId,
        next_at: Instant,
        code: Option<&str>,
        now: Instant,
    ) -> Result<()> {
        let tx = self.store.begin().await?;
        let held = self.hold(&tx, id).await?;
        if is_settled(&held.row) {
            return Ok(());
        }
        set_row(&tx, held.row.id, OutboxState::Queued, code, Some(next_at)).await?;
        let messages = held.row.message_id.into_iter().collect();
        set_messages(&tx, messages, MessageState::Queued, code).await?;
        live::publish(&tx, changes(self, &held.target), now).await?;
        Ok(tx.commit().await?)
    }

    /// Nobody knows whether Instagram has it.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_unknown(&self, id: OutboxId, code: &str, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let held = self.hold(&tx, id).await?;
        if is_settled(&held.row) {
            return Ok(());
        }
        set_row(&tx, held.row.id, OutboxState::Unknown, Some(code), None).await?;
        let messages = held.row.message_id.into_iter().collect();
        set_messages(&tx, messages, MessageState::Unknown, Some(code)).await?;
        live::publish(&tx, changes(self, &held.target), now).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a queued row back. False when it is no longer queued.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn cancel_outbound(&self, id: OutboxId, reason: &str, now: Instant) -> Result<bool> {
        let tx = self.store.begin().await?;
        let held = self.hold(&tx, id).await?;
        if held.row.state != OutboxState::Queued.as_str() {
            return Ok(false);
        }
        let rows = [held.row.clone()];
        cancel_rows(&tx, &rows, reason).await?;
        live::publish(&tx, changes(self, &held.target), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a queued row of the AI back, and all else that its decision still has queued, and
    /// opens its subject's turn again: its facts moved. False when it is no longer queued.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn replan_outbound(&self, id: OutboxId, reason: &str, now: Instant) -> Result<bool> {
        let tx = self.store.begin().await?;
        let held = self.hold(&tx, id).await?;
        if held.row.state != OutboxState::Queued.as_str() {
            return Ok(false);
        }
        let mut rows = vec![held.row.clone()];
        if let Some(decision) = held.row.decision_id {
            rows = outbox::Entity::find()
                .filter(outbox::Column::DecisionId.eq(decision))
                .filter(outbox::Column::State.eq(OutboxState::Queued.as_str()))
                .all(&tx)
                .await?;
            // What the decision looked at is unanswered again.
            message::Entity::update_many()
                .set(message::ActiveModel {
                    decision_id: Set(None),
                    ..Default::default()
                })
                .filter(message::Column::ConversationId.eq(held.row.conversation_id))
                .filter(message::Column::DecisionId.eq(decision))
                .filter(message::Column::Author.eq("customer"))
                .exec(&tx)
                .await?;
        }
        cancel_rows(&tx, &rows, reason).await?;
        let subject = match (held.row.comment_id, held.row.conversation_id) {
            (Some(comment), _) => Subject::Comment(CommentId::of(comment)),
            (None, Some(thread)) => Subject::Conversation(ConversationId::of(thread)),
            (None, None) => return Err(StoreError::Shape("outbox")),
        };
        let home = (held.row.business_id, held.row.account_id);
        open_subject(&self.store, &tx, home, subject, now).await?;
        live::publish(&tx, changes(self, &held.target), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Settles an unknown row: Instagram has it under this id, or surely has not (then a person is
    /// told, and nothing is repeated).
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn resolve_unknown(
        &self,
        id: OutboxId,
        found: Option<&SentReceipt>,
        now: Instant,
    ) -> Result<()> {
        match found {
            Some(receipt) => self.mark_sent(id, receipt, now).await,
            None => self.mark_failed(id, "not_delivered", now).await,
        }
    }

    /// One row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outbound(&self, id: OutboxId) -> Result<Option<Outbound>> {
        let Some(row) = self.outbox_row(self.read(), id).await? else {
            return Ok(None);
        };
        let key = self.key_for(self.read(), row.customer_id).await?;
        Ok(Some(outbound_of(&key, row)?))
    }

    async fn outbox_row(
        &self,
        db: &impl sea_orm::ConnectionTrait,
        id: OutboxId,
    ) -> Result<Option<outbox::Model>> {
        Ok(outbox::Entity::find_by_id(id.uuid())
            .filter(outbox::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?)
    }

    /// Locks what a row is about, then the row: thread, comment, outbox, in this order everywhere.
    pub(super) async fn hold(&self, tx: &DatabaseTransaction, id: OutboxId) -> Result<Held> {
        let seen = self
            .outbox_row(tx, id)
            .await?
            .ok_or(StoreError::NotFound("outbox row"))?;
        let subject = match (seen.comment_id, seen.conversation_id) {
            (None, Some(thread)) => Subject::Conversation(ConversationId::of(thread)),
            (Some(comment), _) => Subject::Comment(CommentId::of(comment)),
            (None, None) => return Err(StoreError::Shape("outbox")),
        };
        let target = self.target_of(tx, subject).await?;
        let row = outbox::Entity::find_by_id(id.uuid())
            .lock_exclusive()
            .one(tx)
            .await?;
        Ok(Held {
            row: row.ok_or(StoreError::NotFound("outbox row"))?,
            target,
        })
    }
}

/// Whether nothing more can happen to a row.
pub(super) fn is_settled(row: &outbox::Model) -> bool {
    ["sent", "failed", "cancelled"].contains(&row.state.as_str())
}

pub(super) async fn set_row(
    tx: &DatabaseTransaction,
    id: Uuid,
    state: OutboxState,
    error: Option<&str>,
    next_at: Option<Instant>,
) -> Result<()> {
    let mut changed = outbox::ActiveModel {
        state: Set(state.as_str().to_owned()),
        error: Set(error.map(str::to_owned)),
        owner: Set(None),
        lease_until: Set(None),
        ..Default::default()
    };
    if let Some(next_at) = next_at {
        changed.next_at = Set(next_at.millis());
    }
    outbox::Entity::update_many()
        .set(changed)
        .filter(outbox::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_messages(
    tx: &DatabaseTransaction,
    ids: Vec<Uuid>,
    state: MessageState,
    error: Option<&str>,
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    message::Entity::update_many()
        .set(message::ActiveModel {
            state: Set(state.as_str().to_owned()),
            error: Set(error.map(str::to_owned)),
            ..Default::default()
        })
        .filter(message::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_comment(
    tx: &DatabaseTransaction,
    id: Uuid,
    changed: comment::ActiveModel,
) -> Result<()> {
    use sea_orm::ActiveModelTrait;
    if changed.is_changed() {
        comment::Entity::update_many()
            .set(changed)
            .filter(comment::Column::Id.eq(id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Cancels rows that are queued, with what the thread shows for them.
pub(crate) async fn cancel_rows(
    tx: &DatabaseTransaction,
    rows: &[outbox::Model],
    reason: &str,
) -> Result<()> {
    for row in rows {
        set_row(tx, row.id, OutboxState::Cancelled, Some(reason), None).await?;
        if let (Some(comment), "private_reply") = (row.comment_id, row.kind.as_str()) {
            let freed = comment::ActiveModel {
                private_reply_at: Set(None),
                ..Default::default()
            };
            set_comment(tx, comment, freed).await?;
        }
    }
    let messages = rows.iter().filter_map(|row| row.message_id).collect();
    set_messages(tx, messages, MessageState::Cancelled, Some(reason)).await?;
    let replies: Vec<Uuid> = rows.iter().filter_map(|row| row.reply_comment_id).collect();
    if !replies.is_empty() {
        comment::Entity::delete_many()
            .filter(comment::Column::Id.is_in(replies))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Takes back what the AI queued in a lane.
pub(crate) async fn cancel_queued(
    tx: &DatabaseTransaction,
    lane: Uuid,
    reason: &str,
) -> Result<()> {
    let rows = outbox::Entity::find()
        .filter(outbox::Column::Lane.eq(lane))
        .filter(when::in_lane())
        .filter(outbox::Column::State.eq(OutboxState::Queued.as_str()))
        .filter(outbox::Column::SenderMember.is_null())
        .lock_exclusive()
        .all(tx)
        .await?;
    cancel_rows(tx, &rows, reason).await
}
