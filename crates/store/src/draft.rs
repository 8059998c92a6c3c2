//! Drafts: proposed answers that wait for a person.

use palette_domain::draft::Draft;
use palette_domain::{CommentId, ConversationId, DraftId, Instant};

use crate::{BusinessStore, Result, later};

impl BusinessStore {
    /// Open drafts of a conversation and of its customer's comments, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_drafts(&self, conversation: ConversationId) -> Result<Vec<Draft>> {
        later()
    }
    /// The open draft of a comment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_of_comment(&self, comment: CommentId) -> Result<Option<Draft>> {
        later()
    }
    /// One draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self, id: DraftId) -> Result<Option<Draft>> {
        later()
    }
    /// Throws a draft away. (It is sent by `send_message` or the comment's acts, which name it.)
    ///
    /// # Errors
    /// When there is no such open draft.
    pub async fn discard_draft(&self, id: DraftId, now: Instant) -> Result<()> {
        later()
    }
}
