//! What is to leave for Instagram, and how far it has come.

use serde::{Deserialize, Serialize};

use crate::agent::Words;
use crate::policy::Sender;
use crate::{
    AccountId, BusinessId, CommentId, ConversationId, CustomerId, DecisionId, Instant, MessageId,
    OutboxId, Private,
};

/// What is to be done on Instagram.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboundKind {
    /// A direct message.
    Message,
    /// The one private reply to a comment.
    PrivateReply,
    /// A public reply under a comment.
    CommentReply,
    /// Hide a comment.
    HideComment,
    /// Show a hidden comment again.
    UnhideComment,
    /// Delete a comment.
    DeleteComment,
}

impl OutboundKind {
    /// All of them.
    pub const ALL: [OutboundKind; 6] = [
        Self::Message,
        Self::PrivateReply,
        Self::CommentReply,
        Self::HideComment,
        Self::UnhideComment,
        Self::DeleteComment,
    ];
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            OutboundKind::Message => "message",
            OutboundKind::PrivateReply => "private_reply",
            OutboundKind::CommentReply => "comment_reply",
            OutboundKind::HideComment => "hide_comment",
            OutboundKind::UnhideComment => "unhide_comment",
            OutboundKind::DeleteComment => "delete_comment",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How far an outbox row has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits for its time and its turn in the conversation.
    Queued,
    /// Marked before the call; a crash leaves it so, and it is reconciled, never repeated blindly.
    Sending,
    /// Instagram has it.
    Sent,
    /// The call ended without an answer: reconciled by echo or by reading the conversation.
    Unknown,
    /// Refused for good, by our policy or by Instagram.
    Failed,
    /// Taken back before it left.
    Cancelled,
}

impl OutboxState {
    /// All of them.
    pub const ALL: [OutboxState; 6] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Unknown,
        Self::Failed,
        Self::Cancelled,
    ];
    /// The name used in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            OutboxState::Queued => "queued",
            OutboxState::Sending => "sending",
            OutboxState::Sent => "sent",
            OutboxState::Unknown => "unknown",
            OutboxState::Failed => "failed",
            OutboxState::Cancelled => "cancelled",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// The content of an outbox row: sealed as a whole in the store.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OutboundBody {
    /// The words, with the facts that are filled in at the moment of sending.
    pub words: Words,
    /// Quick replies offered with them.
    pub quick_replies: Vec<QuickReply>,
    /// Meta's id of the message it answers.
    pub reply_to_mid: Option<String>,
}

/// A button under a message that answers for the person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuickReply {
    /// At most 20 characters.
    pub title: String,
    /// What comes back when it is tapped; at most 1000 characters.
    pub payload: String,
}

/// An outbox row.
#[derive(Clone, PartialEq, Debug)]
pub struct Outbound {
    /// Ours.
    pub id: OutboxId,
    /// Whose.
    pub business_id: BusinessId,
    /// From which account.
    pub account_id: AccountId,
    /// What is to be done.
    pub kind: OutboundKind,
    /// Who wants it.
    pub sender: Sender,
    /// In which conversation.
    pub conversation_id: Option<ConversationId>,
    /// To whom.
    pub customer_id: Option<CustomerId>,
    /// About which comment.
    pub comment_id: Option<CommentId>,
    /// The message shown in the thread for it.
    pub message_id: Option<MessageId>,
    /// Why the AI said it.
    pub decision_id: Option<DecisionId>,
    /// The content.
    pub body: Private<OutboundBody>,
    /// How far it has come.
    pub state: OutboxState,
    /// Calls made so far.
    pub attempts: u32,
    /// Not before.
    pub next_at: Instant,
    /// Made.
    pub created_at: Instant,
}
