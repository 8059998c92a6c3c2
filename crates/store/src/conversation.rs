//! Conversations: the inbox list, one head, and what members do with it.

mod act;
mod list;

pub(crate) use act::{give_to_member, silence_once};

use palette_domain::conversation::{Conversation, Handler};
use palette_domain::customer::Customer;
use palette_domain::policy::{OpeningAction, Window};
use palette_domain::{
    AccountId, BusinessId, ConversationId, CustomerId, Instant, MediaId, MemberId, Private,
};

use crate::keys::Key as _;
use crate::rows::conversation;
use crate::vault::{Key, Place, open_text};
use crate::{Result, StoreError};

/// Opens a conversation's head with its customer's key.
pub(crate) fn conversation_of(key: &Key, row: &conversation::Model) -> Result<Conversation> {
    let place = Place::new("conversation.last_preview", row.id);
    let preview = row
        .last_preview
        .as_deref()
        .map(|sealed| open_text(key, place, sealed));
    Ok(Conversation {
        id: ConversationId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        account_id: AccountId::of(row.account_id),
        customer_id: CustomerId::of(row.customer_id),
        handler: handler_of(row)?,
        handler_member: row.handler_member.map(MemberId::of),
        needs_person: row.needs_person.clone(),
        window: window_of(row),
        last_message_at: row.last_message_at.map(Instant::from_millis),
        last_preview: preview
            .transpose()?
            .unwrap_or_else(|| Private::new(String::new())),
        last_is_ours: row.last_is_ours,
        unread: u32::try_from(row.unread).unwrap_or(0),
        subject_media: row.subject_media.map(MediaId::of),
        version: row.version,
    })
}

pub(crate) fn handler_of(row: &conversation::Model) -> Result<Handler> {
    Handler::from_name(&row.handler).ok_or(StoreError::Shape("conversation.handler"))
}

pub(crate) fn window_of(row: &conversation::Model) -> Option<Window> {
    Some(Window {
        opened_at: Instant::from_millis(row.window_at?),
        by: OpeningAction::from_name(row.window_by.as_deref()?)?,
    })
}

/// Which conversations a list shows. All that are set must hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ConversationFilter {
    /// Only those with unread messages.
    pub unread: bool,
    /// Only those where a person should look.
    pub needs_person: bool,
    /// Only those handled by the AI, or by a person.
    pub handler: Option<Handler>,
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
