//! The outbox: what is to leave for Instagram, and how far it has come.

use palette_domain::account::Account;
use palette_domain::conversation::Handler;
use palette_domain::outbound::Outbound;
use palette_domain::policy::Window;
use palette_domain::{Instant, OutboxId, Private, Span};
use secrecy::SecretString;

use crate::{BusinessStore, Result, Store, later};

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

impl Store {
    /// Claims rows that may be sent, oldest first, accounts in turns. Of a conversation never a
    /// later one while an earlier one is queued, being sent or unknown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_sendable(
        &self,
        owner: &str,
        lease: Span,
        limit: u64,
        now: Instant,
    ) -> Result<Vec<Sendable>> {
        later()
    }
    /// When the next queued row may be sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_send_due(&self) -> Result<Option<Instant>> {
        later()
    }
    /// Rows that were being sent by an instance that died become unknown. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_sending(&self, now: Instant) -> Result<u64> {
        later()
    }
    /// Unknown rows that were sent before `before`, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unknown_older_than(&self, before: Instant, limit: u64) -> Result<Vec<Unsettled>> {
        later()
    }
}

impl BusinessStore {
    /// Says, before the call, that a claimed row is being sent, with its words as rendered. False
    /// when it was cancelled meanwhile: then it must not be sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_sending(
        &self,
        id: OutboxId,
        owner: &str,
        rendered: &Private<String>,
        now: Instant,
    ) -> Result<bool> {
        later()
    }
    /// Instagram has it.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_sent(&self, id: OutboxId, receipt: &SentReceipt, now: Instant) -> Result<()> {
        later()
    }
    /// Refused for good, with a code of the error table or of a rule.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_failed(&self, id: OutboxId, code: &str, now: Instant) -> Result<()> {
        later()
    }
    /// Certainly not sent; to be tried again.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_retry(
        &self,
        id: OutboxId,
        next_at: Instant,
        code: Option<&str>,
        now: Instant,
    ) -> Result<()> {
        later()
    }
    /// Nobody knows whether Instagram has it.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn mark_unknown(&self, id: OutboxId, code: &str, now: Instant) -> Result<()> {
        later()
    }
    /// Takes a queued row back. False when it is no longer queued.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn cancel_outbound(&self, id: OutboxId, reason: &str, now: Instant) -> Result<bool> {
        later()
    }
    /// Takes a queued row of the AI back and opens its subject's turn again: its facts moved.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn replan_outbound(&self, id: OutboxId, reason: &str, now: Instant) -> Result<bool> {
        later()
    }
    /// Settles an unknown row: Instagram has it under this id, or surely has not (then a person is
    /// told, and nothing is repeated).
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn resolve_unknown(
        &self,
        id: OutboxId,
        found: Option<&SentReceipt>,
        now: Instant,
    ) -> Result<()> {
        later()
    }
    /// One row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outbound(&self, id: OutboxId) -> Result<Option<Outbound>> {
        later()
    }
}
