//! Decisions: the "why" of each answer, and of each silence.

use palette_domain::agent::Why;
use palette_domain::{CommentId, ConversationId, DecisionId, Instant, Private};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::keys::Key as _;
use crate::rows::{decision, outbox, verdict};
use crate::vault::{Place, open_json};
use crate::verdict::verdict_of;
use crate::{BusinessStore, Result, VerdictRow};

/// A decision.
#[derive(Clone, PartialEq, Debug)]
pub struct Decision {
    /// Ours.
    pub id: DecisionId,
    /// In which conversation.
    pub conversation_id: Option<ConversationId>,
    /// On which comment.
    pub comment_id: Option<CommentId>,
    /// What was understood, which facts, which rule.
    pub why: Private<Why>,
    /// When.
    pub at: Instant,
    /// The judgements on what came of it, oldest first.
    pub verdicts: Vec<VerdictRow>,
}

impl BusinessStore {
    /// One decision with the verdicts on what came of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn decision(&self, id: DecisionId) -> Result<Option<Decision>> {
        let row = decision::Entity::find_by_id(id.uuid())
            .filter(decision::Column::BusinessId.eq(self.uuid()))
            .one(self.read())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let key = self.key_for(self.read(), row.customer_id).await?;
        let why = open_json(&key, Place::new("decision.why", row.id), &row.why)?;
        Ok(Some(Decision {
            id,
            conversation_id: row.conversation_id.map(ConversationId::of),
            comment_id: row.comment_id.map(CommentId::of),
            why: Private::new(why),
            at: Instant::from_millis(row.at),
            verdicts: self.verdicts_of(id).await?,
        }))
    }

    /// The verdicts of a decision: when it was decided, and when what came of it was sent.
    async fn verdicts_of(&self, id: DecisionId) -> Result<Vec<VerdictRow>> {
        let rows: Vec<sea_orm::prelude::Uuid> = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Id)
            .filter(outbox::Column::BusinessId.eq(self.uuid()))
            .filter(outbox::Column::DecisionId.eq(id.uuid()))
            .into_tuple()
            .all(self.read())
            .await?;
        let verdicts = verdict::Entity::find()
            .filter(verdict::Column::BusinessId.eq(self.uuid()))
            .filter(
                sea_orm::Condition::any()
                    .add(verdict::Column::DecisionId.eq(id.uuid()))
                    .add(verdict::Column::OutboxId.is_in(rows)),
            )
            .order_by_asc(verdict::Column::Seq)
            .all(self.read())
            .await?;
        Ok(verdicts.into_iter().map(verdict_of).collect())
    }
}
