//! The one, never-splitting thread of a customer with an account.

use serde::{Deserialize, Serialize};

use crate::policy::Window;
use crate::understanding::Language;
use crate::{
    AccountId, BusinessId, CommentId, ConversationId, CustomerId, DecisionId, Instant, MediaId,
    MemberId, MessageId, NoteId, OutboxId, Private, Span,
};

/// Who answers in a conversation now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Handler {
    /// The AI, as far as its mode lets it.
    #[default]
    Ai,
    /// A person: the AI stays silent until it is given back.
    Person,
}

impl Handler {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Handler::Ai => "ai",
            Handler::Person => "person",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Handler::Ai, Handler::Person]
            .into_iter()
            .find(|handler| handler.as_str() == name)
    }
}

/// A conversation as the list and its head show it.
#[derive(Clone, PartialEq, Debug)]
pub struct Conversation {
    /// Ours.
    pub id: ConversationId,
    /// Whose.
    pub business_id: BusinessId,
    /// Of which account.
    pub account_id: AccountId,
    /// With whom.
    pub customer_id: CustomerId,
    /// Who answers now.
    pub handler: Handler,
    /// The member who took over, when one did in the dashboard.
    pub handler_member: Option<MemberId>,
    /// Whether a person should look, and why (a reason code).
    pub needs_person: Option<String>,
    /// What the last opening action was, when there was one.
    pub window: Option<Window>,
    /// Since when a member calls it done; a new message opens it again.
    pub done_at: Option<Instant>,
    /// Till when a member put it aside; a new message brings it back before.
    pub snoozed_until: Option<Instant>,
    /// The last direct message's time; nothing when there is only a comment.
    pub last_message_at: Option<Instant>,
    /// The last message's words, shortened.
    pub last_preview: Private<String>,
    /// Whether the last message was ours.
    pub last_is_ours: bool,
    /// Messages of the customer that no member has seen.
    pub unread: u32,
    /// The post or story the talk is about, when known.
    pub subject_media: Option<MediaId>,
    /// Goes up by one at each change; a client drops what is older than what it has.
    pub version: i64,
}

/// How long a conversation can be put aside: a year; who means longer means done.
pub const SNOOZE_MAX: Span = Span::days(365);

/// Whether a conversation can be put aside at `now` till `until`: later than now, a year at most.
pub fn may_snooze(now: Instant, until: Instant) -> bool {
    now < until && until <= now + SNOOZE_MAX
}

/// Whether a conversation is on people's desks: neither done nor put aside.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// On the desk.
    Open,
    /// Put aside for a while.
    Snoozed,
    /// Done, till the customer writes again.
    Done,
}

impl Conversation {
    /// How it stands.
    pub fn standing(&self) -> Standing {
        match (self.done_at, self.snoozed_until) {
            (Some(_), _) => Standing::Done,
            (None, Some(_)) => Standing::Snoozed,
            (None, None) => Standing::Open,
        }
    }
}

/// Who wrote a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The customer.
    Customer,
    /// The AI.
    Ai,
    /// A member, in the dashboard.
    Member,
    /// A person of the business, in the Instagram app or another tool (seen as an echo).
    App,
}

impl Author {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Author::Customer => "customer",
            Author::Ai => "ai",
            Author::Member => "member",
            Author::App => "app",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Customer, Self::Ai, Self::Member, Self::App]
            .into_iter()
            .find(|author| author.as_str() == name)
    }
}

/// How far a message has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Came in from Instagram.
    Received,
    /// Waits to be sent.
    Queued,
    /// Being sent.
    Sending,
    /// Instagram has it.
    Sent,
    /// Nobody knows yet whether Instagram has it.
    Unknown,
    /// Refused for good.
    Failed,
    /// Never left: a person or newer words took its place.
    Cancelled,
    /// Taken back by its writer; its words are gone here too.
    Unsent,
}

impl MessageState {
    /// All of them.
    pub const ALL: [MessageState; 8] = [
        Self::Received,
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Unknown,
        Self::Failed,
        Self::Cancelled,
        Self::Unsent,
    ];
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            MessageState::Received => "received",
            MessageState::Queued => "queued",
            MessageState::Sending => "sending",
            MessageState::Sent => "sent",
            MessageState::Unknown => "unknown",
            MessageState::Failed => "failed",
            MessageState::Cancelled => "cancelled",
            MessageState::Unsent => "unsent",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A thing attached to a message, by reference only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attachment {
    /// Meta's word: image, video, audio, file, ig_post, ig_reel, story_mention, …
    pub kind: String,
    /// Where Instagram serves it, for a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A title, for shared posts and reels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Instagram's id of the shared post or reel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ig_media_id: Option<String>,
}

/// What a message answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum ReplyTo {
    /// Another message, by Meta's id.
    Message {
        /// Meta's message id.
        mid: String,
    },
    /// A story, by Meta's id.
    Story {
        /// Instagram's id of the story, when told.
        ig_media_id: Option<String>,
        /// Where Instagram serves it, for a while.
        url: Option<String>,
    },
}

/// The content of a message: sealed as a whole in the store.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageBody {
    /// Its words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What is attached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The payload of a tapped quick reply or button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<ReplyTo>,
    /// Titles of the quick replies offered with it (ours only).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<String>,
    /// Instagram could not show it to us.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unsupported: bool,
    /// The advertisement or link it came through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral_source: Option<String>,
    /// Emoji the other side reacted with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction: Option<String>,
}

/// Words of a member for colleagues, beside a conversation. Never sent to the customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    /// Ours.
    pub id: NoteId,
    /// Beside which conversation.
    pub conversation_id: ConversationId,
    /// Who wrote it.
    pub member_id: MemberId,
    /// Its words.
    pub text: Private<String>,
    /// Colleagues it names.
    pub mentions: Vec<MemberId>,
    /// When it was written.
    pub at: Instant,
}

/// A direct message.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    /// Ours.
    pub id: MessageId,
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Who wrote it.
    pub author: Author,
    /// Which member, when one did in the dashboard.
    pub member_id: Option<MemberId>,
    /// Its content.
    pub body: Private<MessageBody>,
    /// When it was written.
    pub at: Instant,
    /// How far it has come.
    pub state: MessageState,
    /// Why it failed, as a code of the error table.
    pub error: Option<String>,
    /// The post or story it is about.
    pub media_id: Option<MediaId>,
    /// The comment it privately replies to.
    pub private_reply_to: Option<CommentId>,
    /// The outbox row that sends it.
    pub outbox_id: Option<OutboxId>,
    /// Why the AI said it.
    pub decision_id: Option<DecisionId>,
    /// Seen by the customer.
    pub seen_at: Option<Instant>,
    /// The language of its words, when it has any.
    pub language: Option<Language>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snooze_ends_later_than_now_and_within_a_year() {
        let now = Instant::from_millis(1_000);
        let check = |until, expected| assert_eq!(may_snooze(now, until), expected, "{until:?}");
        check(now - Span::millis(1), false);
        check(now, false);
        check(now + Span::millis(1), true);
        check(now + SNOOZE_MAX, true);
        check(now + SNOOZE_MAX + Span::millis(1), false);
    }
}
