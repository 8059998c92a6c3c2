//! Comments: threads under a post, and what members do with them.

use palette_domain::comment::{Comment, CommentState};
use palette_domain::conversation::Author;
use palette_domain::customer::Customer;
use palette_domain::media::Media;
use palette_domain::outbound::OutboxState;
use palette_domain::{CommentId, ConversationId, Instant, MediaId, MemberId, OutboxId, Private};

use crate::{BusinessStore, Cursor, Page, Result, later};

/// A comment with who wrote it and how far it has come, when it is ours.
#[derive(Clone, PartialEq, Debug)]
pub struct CommentView {
    /// The comment.
    pub comment: Comment,
    /// Who wrote it.
    pub author: Author,
    /// Which member, when one did in the dashboard.
    pub member_id: Option<MemberId>,
    /// The customer, when one wrote it.
    pub customer: Option<Customer>,
    /// The customer's thread.
    pub conversation_id: Option<ConversationId>,
    /// Under a live video.
    pub is_live: bool,
    /// For a reply of ours: how far it has come.
    pub sending: Option<OutboxState>,
}

/// A comment with its replies, oldest reply first.
#[derive(Clone, PartialEq, Debug)]
pub struct CommentThread {
    /// The top comment.
    pub top: CommentView,
    /// Replies to it.
    pub replies: Vec<CommentView>,
}

/// A comment with all that a decision on it needs.
#[derive(Clone, PartialEq, Debug)]
pub struct CommentContext {
    /// The comment.
    pub comment: Comment,
    /// Under which media.
    pub media: Media,
    /// What it replies to.
    pub parent: Option<CommentView>,
    /// Under a live video.
    pub is_live: bool,
    /// Whether the one private reply is still to be had.
    pub private_reply_available: bool,
}

impl BusinessStore {
    /// Threads under a media, newest first; only those that wait when `waiting`.
    ///
    /// # Errors
    /// When there is no such media.
    pub async fn comment_threads(
        &self,
        media: MediaId,
        waiting: bool,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<CommentThread>> {
        later()
    }
    /// Comments of customers over all media, newest first; only those that wait when `waiting`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comments(
        &self,
        waiting: bool,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<CommentView>> {
        later()
    }
    /// One comment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comment(&self, id: CommentId) -> Result<Option<CommentView>> {
        later()
    }
    /// Queues a member's public reply.
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
        later()
    }
    /// Queues a member's private reply: one per comment.
    ///
    /// # Errors
    /// [`StoreError::Taken`](crate::StoreError::Taken) when it was used.
    pub async fn private_reply(
        &self,
        id: CommentId,
        member: MemberId,
        text: &Private<String>,
        key: Option<&str>,
        now: Instant,
    ) -> Result<OutboxId> {
        later()
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
        later()
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
        later()
    }
    /// Says how a comment stands.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn set_comment_state(
        &self,
        id: CommentId,
        state: CommentState,
        now: Instant,
    ) -> Result<()> {
        later()
    }
}
