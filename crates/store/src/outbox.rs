//! The outbox: what is to leave for Instagram, and how far it has come.

mod claim;
mod link;
mod mark;
pub(crate) mod queue;
mod sent;

use palette_domain::account::Account;
use palette_domain::conversation::Handler;
use palette_domain::outbound::Outbound;
use palette_domain::policy::Window;
use palette_domain::{Instant, Private};
use secrecy::SecretString;

pub(crate) use link::link_person;
pub(crate) use mark::cancel_queued;

/// What sending needs to know of the comment that a row is about.
#[derive(Clone, PartialEq, Debug)]
pub struct CommentFacts {
    /// Instagram's id.
    pub ig_comment_id: Private<String>,
    /// When it was written.
    pub at: Instant,
    /// Hidden from the public.
    pub hidden: bool,
    /// Under a live video.
    pub is_live: bool,
    /// Whether another private reply to it was sent, or may have been.
    pub private_reply_used: bool,
}

/// A claimed row with all that judging and sending it needs.
#[derive(Clone, Debug)]
pub struct Sendable {
    /// The row.
    pub outbound: Outbound,
    /// From which account.
    pub account: Account,
    /// Its token.
    pub token: SecretString,
    /// To whom, by Instagram's id for this account; nothing when Instagram never told it.
    pub igsid: Option<Private<String>>,
    /// The customer's window.
    pub window: Option<Window>,
    /// Who handles the conversation.
    pub handler: Handler,
    /// The customer wants no automated messages.
    pub opted_out: bool,
    /// The row only confirms an opt-out.
    pub confirms_opt_out: bool,
    /// Another app holds the thread.
    pub thread_elsewhere: bool,
    /// About which comment.
    pub comment: Option<CommentFacts>,
}

/// What Instagram answered to a send.
#[derive(Clone, PartialEq, Debug)]
pub struct SentReceipt {
    /// Meta's message id, or the new comment's id; nothing for hiding and deleting.
    pub id: Option<String>,
    /// To whom it went, as Instagram says: ties a private reply's commenter to their thread.
    pub recipient: Option<Private<String>>,
}

/// A row whose outcome nobody knows.
#[derive(Clone, Debug)]
pub struct Unsettled {
    /// The row with all that asking Instagram needs.
    pub sendable: Sendable,
    /// The words that were sent.
    pub text: Private<String>,
    /// When it was sent.
    pub sent_at: Instant,
}
