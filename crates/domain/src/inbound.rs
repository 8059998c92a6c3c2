//! What comes in from Instagram, after the wire's many spellings have been sorted out.
//!
//! `instagram` makes these from webhook bodies and from reads; `store` takes them in. Names of
//! fields follow Meta's where a thing has only one meaning there.

use serde::{Deserialize, Serialize};

use crate::conversation::MessageBody;
use crate::media::MediaKind;
use crate::policy::OpeningAction;
use crate::{Instant, Private};

/// One thing that happened on one account.
#[derive(Clone, PartialEq, Debug)]
pub struct Inbound {
    /// Instagram's id of the account (`entry.id`); "0" in dashboard test deliveries.
    pub ig_id: String,
    /// When it happened, as far as Meta says; the entry's time otherwise.
    pub at: Instant,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// A person wrote to the business.
    Message(InboundMessage),
    /// The business wrote: through us, in the app, or by another tool.
    Echo(EchoMessage),
    /// A message was taken back by its writer.
    Unsent {
        /// Meta's message id.
        mid: String,
        /// The person of the thread, when told.
        igsid: Option<Private<String>>,
    },
    /// A message was changed by its writer.
    Edited {
        /// Meta's message id.
        mid: String,
        /// The new words; absent in the noise that Meta sends with `num_edit` 0.
        text: Option<Private<String>>,
        /// How often it was edited; 0 is noise about an existing message.
        num_edit: u32,
        /// The person of the thread; absent in some captures.
        igsid: Option<Private<String>>,
    },
    /// A person reacted to a message, or took the reaction back.
    Reaction {
        /// Meta's message id.
        mid: String,
        /// Who.
        igsid: Private<String>,
        /// The emoji, or nothing when taken back.
        emoji: Option<String>,
    },
    /// A person has seen a message, and all before it.
    Seen {
        /// Meta's message id.
        mid: String,
        /// Who.
        igsid: Private<String>,
    },
    /// A person came through a link or an ad to an existing thread.
    Referral {
        /// Who.
        igsid: Private<String>,
        /// Where from: ADS, an ig.me link, …
        source: Option<String>,
    },
    /// A comment was written under a post of the account, or the account was mentioned in one.
    Comment(InboundComment),
    /// The account was mentioned in a caption or a comment that has to be read separately.
    Mention {
        /// Instagram's id of the media.
        ig_media_id: String,
        /// Instagram's id of the comment, when it was one.
        ig_comment_id: Option<String>,
    },
    /// A message that another app's thread got: seen, stored, never answered.
    Standby(Box<Event>),
    /// Something we know of and need not act on (handover, policy notices, story insights).
    Notice {
        /// Meta's word for it.
        kind: String,
        /// As it came, to be kept sealed.
        raw: Private<String>,
    },
    /// Something we don't know: kept as it came, and counted.
    Unknown {
        /// The key or field it stood under.
        kind: String,
        /// As it came, to be kept sealed.
        raw: Private<String>,
    },
}

/// A message of a person.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundMessage {
    /// Meta's message id.
    pub mid: String,
    /// Who wrote.
    pub igsid: Private<String>,
    /// What.
    pub body: Private<MessageBody>,
    /// Which kind of opening action it is.
    pub opens: OpeningAction,
    /// Instagram's id of the shared post, reel or story it is about.
    pub about_ig_media_id: Option<String>,
    /// The business wrote to itself: kept, never answered.
    pub is_self: bool,
}

/// A message of the business, as Instagram tells it back.
#[derive(Clone, PartialEq, Debug)]
pub struct EchoMessage {
    /// Meta's message id: the same that the send answered.
    pub mid: String,
    /// To whom.
    pub igsid: Private<String>,
    /// What.
    pub body: Private<MessageBody>,
}

/// A comment.
#[derive(Clone, PartialEq, Debug)]
pub struct InboundComment {
    /// Instagram's id.
    pub ig_comment_id: String,
    /// The comment it replies to.
    pub ig_parent_id: Option<String>,
    /// Under which media; empty when the event does not tell: then the comment is to be read.
    pub ig_media_id: String,
    /// What kind of media.
    pub media_kind: MediaKind,
    /// Who wrote it: Instagram's id for this account, when told.
    pub igsid: Option<Private<String>>,
    /// Who wrote it: the @name, when told.
    pub username: Option<Private<String>>,
    /// Its words.
    pub text: Private<String>,
    /// The account itself wrote it: never answered (loop guard).
    pub is_own: bool,
    /// Under a live video: private replies only while it runs.
    pub is_live: bool,
}

/// Facts of a media that were read from Instagram.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MediaFacts {
    /// Instagram's id.
    pub ig_media_id: String,
    /// What kind.
    pub kind: MediaKind,
    /// The business's words.
    pub caption: String,
    /// Its public address.
    pub permalink: Option<String>,
    /// A picture.
    pub picture_url: Option<String>,
    /// When it was posted.
    pub posted_at: Option<Instant>,
}

/// Facts of a person that were read from Instagram.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonFacts {
    /// The @name.
    pub username: Option<Private<String>>,
    /// The shown name.
    pub name: Option<Private<String>>,
}
