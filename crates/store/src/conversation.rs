//! Conversations: the inbox list, one head, and what members do with it.

use palette_domain::conversation::Conversation;
use palette_domain::customer::Customer;
use palette_domain::{AccountId, ConversationId, Instant, MemberId};

use crate::{BusinessStore, Cursor, Page, Result, later};

/// Which conversations a list shows. All that are set must hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ConversationFilter {
    /// Only those with unread messages.
    pub unread: bool,
    /// Only those where a person should look.
    pub needs_person: bool,
    /// Only those handled by the AI, or by a person.
    pub handler: Option<palette_domain::conversation::Handler>,
    /// Only those of one account.
    pub account: Option<AccountId>,
}

/// A row of the inbox.
#[derive(Clone, PartialEq, Debug)]
pub struct ConversationRow {
    /// The conversation.
    pub conversation: Conversation,
    /// With whom.
    pub customer: Customer,
    /// Whether a draft waits for a person.
    pub has_draft: bool,
    /// Whether the AI has a turn under way.
    pub turn_open: bool,
}

/// Numbers beside the inbox's filters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct InboxCounts {
    /// Conversations with a message.
    pub all: u64,
    /// With unread messages.
    pub unread: u64,
    /// Where a person should look.
    pub needs_person: u64,
    /// Handled by the AI.
    pub ai: u64,
    /// Handled by a person.
    pub person: u64,
    /// Comments that wait (new, or for a person).
    pub comments: u64,
}

impl BusinessStore {
    /// A page of the inbox, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn conversations(
        &self,
        filter: &ConversationFilter,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<ConversationRow>> {
        later()
    }
    /// Conversations whose customer's name or @name holds `words`, among the 2,000 newest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search_conversations(
        &self,
        words: &str,
        limit: u64,
    ) -> Result<Vec<ConversationRow>> {
        later()
    }
    /// One conversation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn conversation(&self, id: ConversationId) -> Result<Option<ConversationRow>> {
        later()
    }
    /// Numbers beside the filters.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inbox_counts(&self) -> Result<InboxCounts> {
        later()
    }
    /// A member takes over: the AI's turn is cancelled and what it queued does not leave.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn take_over(&self, id: ConversationId, member: MemberId, now: Instant) -> Result<()> {
        later()
    }
    /// Gives the conversation back to the AI. Unanswered words of the customer open a turn.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn give_back(&self, id: ConversationId, now: Instant) -> Result<()> {
        later()
    }
    /// Says that a member has seen it.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn mark_read(&self, id: ConversationId, now: Instant) -> Result<()> {
        later()
    }
    /// Says that no person is needed (any more), or by which reason one is.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn set_needs_person(
        &self,
        id: ConversationId,
        reason: Option<&str>,
        now: Instant,
    ) -> Result<()> {
        later()
    }
}
