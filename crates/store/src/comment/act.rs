//! What members do with comments: reply, reply privately, hide, delete, set aside.

use palette_domain::agent::Words;
use palette_domain::comment::CommentState;
use palette_domain::outbound::{OutboundBody, OutboundKind};
use palette_domain::policy::Sender;
use palette_domain::turn::Subject;
use palette_domain::{CommentId, Instant, MemberId, OutboxId, Private};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::draft::end_drafts;
use crate::keys::Key as _;
use crate::outbox::cancel_queued;
use crate::outbox::queue::{Outgoing, queue};
use crate::rows::{comment, message, turn};
use crate::turn::{changes, save_thread};
use crate::when;
use crate::{BusinessStore, Result, StoreError, live};

/// What a member does to a comment.
struct Act<'a> {
    kind: OutboundKind,
    member: MemberId,
    text: &'a str,
    key: Option<&'a str>,
    /// How the comment stands afterwards.
    state: Option<CommentState>,
}

impl BusinessStore {
    /// Queues a member's public reply; the AI then leaves the comment alone.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn reply_to_comment(
        &self,
        id: CommentId,
        member: MemberId,
        text: &Private<String>,
        key: Option<&str>,
        now: Instant,
    ) -> Result<OutboxId> {
        let (kind, state) = (OutboundKind::CommentReply, Some(CommentState::Answered));
        self.act(
            id,
            &Act {
                kind,
                member,
                text: text.reveal(),
                key,
                state,
            },
            now,
        )
        .await
    }

    /// Queues a member's private reply: one per comment.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it was used.
    pub async fn private_reply(
        &self,
        id: CommentId,
        member: MemberId,
        text: &Private<String>,
        key: Option<&str>,
        now: Instant,
    ) -> Result<OutboxId> {
        let (kind, state) = (OutboundKind::PrivateReply, Some(CommentState::Answered));
        self.act(
            id,
            &Act {
                kind,
                member,
                text: text.reveal(),
                key,
                state,
            },
            now,
        )
        .await
    }

    /// Queues hiding a comment, or showing it again.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn set_comment_hidden(
        &self,
        id: CommentId,
        member: MemberId,
        hidden: bool,
        now: Instant,
    ) -> Result<OutboxId> {
        let kind = if hidden {
            OutboundKind::HideComment
        } else {
            OutboundKind::UnhideComment
        };
        let state = hidden.then_some(CommentState::Ignored);
        self.act(
            id,
            &Act {
                kind,
                member,
                text: "",
                key: None,
                state,
            },
            now,
        )
        .await
    }

    /// Queues deleting a comment.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn delete_comment(
        &self,
        id: CommentId,
        member: MemberId,
        now: Instant,
    ) -> Result<OutboxId> {
        let state = Some(CommentState::Ignored);
        let kind = OutboundKind::DeleteComment;
        self.act(
            id,
            &Act {
                kind,
                member,
                text: "",
                key: None,
                state,
            },
            now,
        )
        .await
    }

    /// Says how a comment stands. Its open turn is cancelled unless it is new again.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn set_comment_state(
        &self,
        id: CommentId,
        state: CommentState,
        now: Instant,
    ) -> Result<()> {
        let tx = self.store.begin().await?;
        let target = self.target_of(&tx, Subject::Comment(id)).await?;
        set_state(&tx, id.uuid(), state).await?;
        if state != CommentState::New {
            cancel_turn(&tx, id.uuid(), now).await?;
        }
        live::publish(&tx, changes(self, &target), now).await?;
        Ok(tx.commit().await?)
    }

    async fn act(&self, id: CommentId, act: &Act<'_>, now: Instant) -> Result<OutboxId> {
        let tx = self.store.begin().await?;
        let mut target = self.target_of(&tx, Subject::Comment(id)).await?;
        let act_hash = act.key.map(|key| {
            let parts: [&[u8]; 4] = [
                &self.id.to_bytes(),
                &act.member.to_bytes(),
                &id.to_bytes(),
                key.as_bytes(),
            ];
            self.vault().hash("act", &parts)
        });
        if let Some(done) = self.done_before(&tx, act_hash).await? {
            return Ok(done);
        }
        let body = OutboundBody {
            words: Words::plain(act.text),
            ..OutboundBody::default()
        };
        let outgoing = Outgoing {
            kind: act.kind,
            sender: Sender::Member(act.member),
            body: &body,
            shown: act.text,
            language: None,
            confirms_opt_out: false,
            next_at: now,
            decision: None,
            act_hash,
        };
        cancel_turn(&tx, id.uuid(), now).await?;
        cancel_queued(&tx, id.uuid(), "person_answered").await?;
        end_drafts(&tx, Subject::Comment(id), now).await?;
        let queued = queue(&self.store, &tx, &mut target, &outgoing, now).await?;
        let mut changed = comment::ActiveModel {
            private_reply_at: Set(target.comment.as_ref().and_then(|row| row.private_reply_at)),
            ..Default::default()
        };
        if let Some(state) = act.state {
            changed.state = Set(state.as_str().to_owned());
        }
        comment::Entity::update_many()
            .set(changed)
            .filter(comment::Column::Id.eq(id.uuid()))
            .exec(&tx)
            .await?;
        if let Some(thread) = &mut target.conversation {
            thread.version += 1;
            save_thread(&tx, thread).await?;
        }
        live::publish(&tx, changes(self, &target), now).await?;
        tx.commit().await?;
        Ok(OutboxId::of(queued.outbox))
    }

    /// The row that the same act with the same key became before.
    async fn done_before(
        &self,
        tx: &DatabaseTransaction,
        act_hash: Option<Uuid>,
    ) -> Result<Option<OutboxId>> {
        let Some(hash) = act_hash else {
            return Ok(None);
        };
        let reply = comment::Entity::find()
            .filter(comment::Column::ActHash.eq(hash))
            .one(tx)
            .await?;
        if let Some(outbox) = reply.and_then(|row| row.outbox_id) {
            return Ok(Some(OutboxId::of(outbox)));
        }
        let message = message::Entity::find()
            .filter(message::Column::ActHash.eq(hash))
            .one(tx)
            .await?;
        Ok(message.and_then(|row| row.outbox_id).map(OutboxId::of))
    }
}

async fn set_state(tx: &DatabaseTransaction, id: Uuid, state: CommentState) -> Result<()> {
    let done = comment::Entity::update_many()
        .set(comment::ActiveModel {
            state: Set(state.as_str().to_owned()),
            ..Default::default()
        })
        .filter(comment::Column::Id.eq(id))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        Err(StoreError::NotFound("comment"))
    } else {
        Ok(())
    }
}

async fn cancel_turn(tx: &DatabaseTransaction, comment: Uuid, now: Instant) -> Result<()> {
    turn::Entity::update_many()
        .set(turn::ActiveModel {
            state: Set("cancelled".to_owned()),
            closed_at: Set(Some(now.millis())),
            ..Default::default()
        })
        .col_expr(
            turn::Column::Generation,
            Expr::col(turn::Column::Generation).add(1),
        )
        .filter(turn::Column::CommentId.eq(comment))
        .filter(when::open())
        .exec(tx)
        .await?;
    Ok(())
}
