//! Comments: threads under a post, and what members do with them.

mod act;
mod read;

use palette_domain::comment::{Comment, CommentState};
use palette_domain::conversation::Author;
use palette_domain::customer::Customer;
use palette_domain::media::Media;
use palette_domain::outbound::OutboxState;
use palette_domain::{
    AccountId, BusinessId, CommentId, ConversationId, CustomerId, DecisionId, Instant, MediaId,
    MemberId, Private,
};

use crate::keys::Key as _;
use crate::rows::comment;
use crate::vault::{Key, Place, open_text};
use crate::{Result, StoreError};

/// Opens a comment with the key that seals it.
pub(crate) fn comment_of(key: &Key, row: &comment::Model) -> Result<Comment> {
    Ok(Comment {
        id: CommentId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        account_id: AccountId::of(row.account_id),
        media_id: MediaId::of(row.media_id),
        parent_id: row.parent_id.map(CommentId::of),
        customer_id: row.customer_id.map(CustomerId::of),
        ig_comment_id: ig_id_of(key, row)?.unwrap_or_default(),
        text: open_text(key, Place::new("comment.text", row.id), &row.text)?,
        at: Instant::from_millis(row.at),
        hidden: row.hidden,
        state: CommentState::from_name(&row.state).ok_or(StoreError::Shape("comment.state"))?,
        private_reply_at: row.private_reply_at.map(Instant::from_millis),
        decision_id: row.decision_id.map(DecisionId::of),
    })
}

pub(crate) fn ig_id_of(key: &Key, row: &comment::Model) -> Result<Option<Private<String>>> {
    let place = Place::new("comment.ig_id", row.id);
    row.ig_id
        .as_deref()
        .map(|sealed| open_text(key, place, sealed))
        .transpose()
}

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
