//! Drafts: proposed answers that wait for a person.

use palette_domain::draft::Draft;
use palette_domain::draft::DraftState;
use palette_domain::live::Change;
use palette_domain::turn::Subject;
use palette_domain::{CommentId, ConversationId, CustomerId, DecisionId, DraftId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::keys::Key as _;
use crate::rows::{conversation, draft};
use crate::vault::{Key, Place, open_text};
use crate::when;
use crate::{BusinessStore, Result, StoreError, live};

fn draft_of(key: &Key, row: &draft::Model) -> Result<Draft> {
    let states = [
        DraftState::Open,
        DraftState::Sent,
        DraftState::Discarded,
        DraftState::Superseded,
    ];
    let state = states.into_iter().find(|state| state.as_str() == row.state);
    Ok(Draft {
        id: DraftId::of(row.id),
        conversation_id: ConversationId::of(row.conversation_id),
        comment_id: row.comment_id.map(CommentId::of),
        text: open_text(key, Place::new("draft.text", row.id), &row.text)?,
        reason: row.reason.clone(),
        deadline: row.deadline.map(Instant::from_millis),
        state: state.ok_or(StoreError::Shape("draft.state"))?,
        decision_id: row.decision_id.map(DecisionId::of),
        created_at: Instant::from_millis(row.created_at),
    })
}

/// Ends the open drafts of a subject, because something newer took their place.
pub(crate) async fn end_drafts(
    tx: &impl ConnectionTrait,
    subject: Subject,
    now: Instant,
) -> Result<()> {
    let drafts = draft::Entity::update_many()
        .set(draft::ActiveModel {
            state: Set(DraftState::Superseded.as_str().to_owned()),
            ended_at: Set(Some(now.millis())),
            ..Default::default()
        })
        .filter(when::open());
    let drafts = match subject {
        Subject::Conversation(id) => drafts
            .filter(draft::Column::ConversationId.eq(id.uuid()))
            .filter(draft::Column::CommentId.is_null()),
        Subject::Comment(id) => drafts.filter(draft::Column::CommentId.eq(id.uuid())),
    };
    drafts.exec(tx).await?;
    Ok(())
}

/// Ends one open draft. False when it is not open (any more).
pub(crate) async fn end_draft(
    tx: &impl ConnectionTrait,
    business: Uuid,
    id: DraftId,
    state: DraftState,
    now: Instant,
) -> Result<bool> {
    let done = draft::Entity::update_many()
        .set(draft::ActiveModel {
            state: Set(state.as_str().to_owned()),
            ended_at: Set(Some(now.millis())),
            ..Default::default()
        })
        .filter(draft::Column::Id.eq(id.uuid()))
        .filter(draft::Column::BusinessId.eq(business))
        .filter(when::open())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

impl BusinessStore {
    /// Open drafts of a conversation and of its customer's comments, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_drafts(&self, conversation: ConversationId) -> Result<Vec<Draft>> {
        let rows = draft::Entity::find()
            .filter(draft::Column::BusinessId.eq(self.uuid()))
            .filter(draft::Column::ConversationId.eq(conversation.uuid()))
            .filter(when::open())
            .order_by_asc(draft::Column::Id)
            .all(self.read())
            .await?;
        self.open_all(rows).await
    }
    /// The open draft of a comment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_of_comment(&self, comment: CommentId) -> Result<Option<Draft>> {
        let rows = draft::Entity::find()
            .filter(draft::Column::BusinessId.eq(self.uuid()))
            .filter(draft::Column::CommentId.eq(comment.uuid()))
            .filter(when::open())
            .all(self.read())
            .await?;
        Ok(self.open_all(rows).await?.pop())
    }
    /// One draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self, id: DraftId) -> Result<Option<Draft>> {
        let row = draft::Entity::find_by_id(id.uuid())
            .filter(draft::Column::BusinessId.eq(self.uuid()))
            .all(self.read())
            .await?;
        Ok(self.open_all(row).await?.pop())
    }
    /// Throws a draft away. (It is sent by `send_message` or the comment's acts, which name it.)
    ///
    /// # Errors
    /// When there is no such open draft.
    pub async fn discard_draft(&self, id: DraftId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let row = draft::Entity::find_by_id(id.uuid())
            .filter(draft::Column::BusinessId.eq(self.uuid()))
            .one(&tx)
            .await?
            .ok_or(StoreError::NotFound("draft"))?;
        if !end_draft(&tx, self.uuid(), id, DraftState::Discarded, now).await? {
            return Err(StoreError::NotFound("draft"));
        }
        let change = Change::Conversation {
            id: ConversationId::of(row.conversation_id),
        };
        live::publish(&tx, [(self.id, change)], now).await?;
        Ok(tx.commit().await?)
    }

    async fn open_all(&self, rows: Vec<draft::Model>) -> Result<Vec<Draft>> {
        let mut drafts = Vec::with_capacity(rows.len());
        for row in rows {
            let thread = conversation::Entity::find_by_id(row.conversation_id)
                .one(self.read())
                .await?
                .ok_or(StoreError::NotFound("conversation"))?;
            let customer = self
                .customer_row(self.read(), CustomerId::of(thread.customer_id))
                .await?
                .ok_or(StoreError::NotFound("customer"))?;
            let key = self.vault().customer_key(&*self.key().await?, &customer)?;
            drafts.push(draft_of(&key, &row)?);
        }
        Ok(drafts)
    }
}
