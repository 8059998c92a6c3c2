//! A comment under a post, theirs or ours.

use serde::{Deserialize, Serialize};

use crate::{AccountId, BusinessId, CommentId, CustomerId, DecisionId, Instant, MediaId, Private};

/// How a comment stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentState {
    /// Not looked at yet.
    New,
    /// Answered, publicly or by private reply.
    Answered,
    /// Needs no answer: tags, emoji, chat among people.
    Ignored,
    /// A person should look.
    NeedsPerson,
}

impl CommentState {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            CommentState::New => "new",
            CommentState::Answered => "answered",
            CommentState::Ignored => "ignored",
            CommentState::NeedsPerson => "needs_person",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::New, Self::Answered, Self::Ignored, Self::NeedsPerson]
            .into_iter()
            .find(|state| state.as_str() == name)
    }
}

/// A comment, theirs or ours.
#[derive(Clone, PartialEq, Debug)]
pub struct Comment {
    /// Ours.
    pub id: CommentId,
    /// Whose.
    pub business_id: BusinessId,
    /// On which account.
    pub account_id: AccountId,
    /// Under which media.
    pub media_id: MediaId,
    /// The comment it replies to; Instagram keeps one level.
    pub parent_id: Option<CommentId>,
    /// Who wrote it; nothing when the business did.
    pub customer_id: Option<CustomerId>,
    /// Instagram's id.
    pub ig_comment_id: Private<String>,
    /// Its words.
    pub text: Private<String>,
    /// When it was written.
    pub at: Instant,
    /// Hidden from the public by the business.
    pub hidden: bool,
    /// How it stands.
    pub state: CommentState,
    /// When the one private reply was queued; nothing means it is still to be had.
    pub private_reply_at: Option<Instant>,
    /// Why it was answered as it was, or not.
    pub decision_id: Option<DecisionId>,
}
