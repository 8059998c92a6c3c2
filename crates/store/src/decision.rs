//! Decisions: the "why" of each answer, and of each silence.

use palette_domain::agent::Why;
use palette_domain::{CommentId, ConversationId, DecisionId, Instant, Private};

use crate::{BusinessStore, Result, VerdictRow, later};

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
        later()
    }
}
