//! Direct messages that members write.

use palette_domain::conversation::Message;
use palette_domain::{ConversationId, DraftId, Instant, MemberId, MessageId, OutboxId, Private};

use crate::{BusinessStore, Result, later};

/// What a member wants to send.
#[derive(Clone, Debug)]
pub struct MemberMessage {
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who writes.
    pub member: MemberId,
    /// The text, split where Instagram's limit asks for it; sent in this order.
    pub parts: Vec<Private<String>>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// The draft it was made from: that draft is then sent.
    pub draft: Option<DraftId>,
    /// The client's key: the same key again answers with the same messages and sends nothing.
    pub key: Option<String>,
}

/// What a member's message became.
#[derive(Clone, PartialEq, Debug)]
pub struct SentByMember {
    /// The messages as the thread shows them.
    pub messages: Vec<Message>,
    /// The rows that will send them.
    pub outbox: Vec<OutboxId>,
    /// Whether the key was known and nothing new was queued.
    pub replayed: bool,
}

impl BusinessStore {
    /// Queues a member's message. The conversation is then handled by a person, the AI's turn is
    /// cancelled, and what it queued does not leave.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn send_message(&self, new: &MemberMessage, now: Instant) -> Result<SentByMember> {
        later()
    }
    /// One message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message(&self, id: MessageId) -> Result<Option<Message>> {
        later()
    }
}
