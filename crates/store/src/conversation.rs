//! Conversations: the inbox list, one head, and what members do with it.

mod act;
mod list;
mod standing;

pub(crate) use act::{
    back_on_the_desk, call_person, give_to_member, put_on_the_desk, silence_once,
};

use palette_domain::conversation::{Conversation, Handler, Standing};
use palette_domain::customer::Customer;
use palette_domain::policy::{Closing, OpeningAction, Window};
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
        done_at: row.done_at.map(Instant::from_millis),
        snoozed_until: row.snoozed_until.map(Instant::from_millis),
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
    /// Only those that stand so.
    pub standing: Option<Standing>,
    /// Only those where the last word was ours: the customer's turn.
    pub waiting: bool,
    /// Only those with a draft for a person.
    pub drafts: bool,
    /// Only those where the customer had the last word and the window ends soon.
    pub closing: Option<Closing>,
}

impl ConversationFilter {
    /// Whether a row is in the list.
    pub fn holds(&self, row: &ConversationRow) -> bool {
        let is = &row.conversation;
        let closes = |closing: Closing| {
            !is.last_is_ours && is.window.is_some_and(|window| closing.holds(window))
        };
        (!self.unread || is.unread > 0)
            && (!self.needs_person || is.needs_person.is_some())
            && self.handler.is_none_or(|handler| handler == is.handler)
            && self.account.is_none_or(|account| account == is.account_id)
            && self
                .standing
                .is_none_or(|standing| standing == is.standing())
            && (!self.waiting || is.last_is_ours)
            && (!self.drafts || row.has_draft)
            && self.closing.is_none_or(closes)
    }
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

/// Numbers beside the inbox's filters; but for the first three, of what is on the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct InboxCounts {
    /// Conversations with a message.
    pub all: u64,
    /// Done.
    pub done: u64,
    /// Put aside for a while.
    pub snoozed: u64,
    /// Neither done nor put aside.
    pub open: u64,
    /// Where the last word was ours.
    pub waiting: u64,
    /// With a draft for a person.
    pub drafts: u64,
    /// Where the customer had the last word and the window ends soon.
    pub closing: u64,
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
