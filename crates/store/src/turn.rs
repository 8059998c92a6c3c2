//! Turns: claiming them, what a plan is made from, and committing the plan.

use palette_domain::account::Account;
use palette_domain::agent::Why;
use palette_domain::business::BusinessSettings;
use palette_domain::catalogue::Product;
use palette_domain::comment::CommentState;
use palette_domain::conversation::{Conversation, Handler, Message};
use palette_domain::customer::Customer;
use palette_domain::media::Media;
use palette_domain::order::Order;
use palette_domain::outbound::{OutboundBody, OutboundKind};
use palette_domain::policy::Rule;
use palette_domain::turn::Turn;
use palette_domain::understanding::Language;
use palette_domain::{
    ConversationId, DecisionId, DraftId, Instant, MessageId, OutboxId, Private, ProductId, Span,
};

use crate::{BusinessStore, CommentContext, Result, Store, later};

/// All that a plan is made from, as it was at one moment.
#[derive(Clone, Debug)]
pub struct TurnContext {
    /// The business's settings.
    pub settings: BusinessSettings,
    /// The account.
    pub account: Account,
    /// The customer; nothing only for a comment of a deleted person.
    pub customer: Option<Customer>,
    /// Their conversation.
    pub conversation: Option<Conversation>,
    /// What the agent keeps between turns of this conversation.
    pub memory: Option<Private<serde_json::Value>>,
    /// Messages of the customer since our last one, oldest first. Empty for a comment.
    pub burst: Vec<Message>,
    /// The newest 20 messages of both sides, oldest first.
    pub recent: Vec<Message>,
    /// The comment, when the turn is about one.
    pub comment: Option<CommentContext>,
    /// The post or story that the burst is about.
    pub media: Option<Media>,
    /// Products linked to that media, or to the comment's.
    pub media_products: Vec<ProductId>,
    /// All products that are sold now, at most 500.
    pub products: Vec<Product>,
    /// The customer's newest 10 orders, newest first.
    pub orders: Vec<Order>,
    /// Another app holds the thread.
    pub thread_elsewhere: bool,
}

/// Whether a person is needed after this plan.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Need {
    /// As it was.
    #[default]
    Keep,
    /// No longer.
    Clear,
    /// Yes, for this reason (a code).
    Person(String),
}

/// Something a plan wants to leave.
#[derive(Clone, PartialEq, Debug)]
pub struct NewOutbound {
    /// What is to be done. Messages go to the conversation; all else to the turn's comment.
    pub kind: OutboundKind,
    /// The content.
    pub body: OutboundBody,
    /// Its words as they would read now, for the thread till it is sent.
    pub shown: Private<String>,
    /// The language of its words.
    pub language: Option<Language>,
    /// It only confirms an opt-out.
    pub confirms_opt_out: bool,
    /// Not before.
    pub not_before: Option<Instant>,
    /// By which rule it was allowed when decided.
    pub rule: Rule,
}

/// A draft that a plan leaves for a person.
#[derive(Clone, PartialEq, Debug)]
pub struct NewDraft {
    /// The words proposed; may be empty.
    pub text: Private<String>,
    /// Why a person is asked: a code.
    pub reason: String,
    /// When the answer can no longer be sent.
    pub deadline: Option<Instant>,
}

/// A plan, to be written in one transaction.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PlanCommit {
    /// What was understood and why.
    pub why: Why,
    /// What is to leave, in this order.
    pub outbox: Vec<NewOutbound>,
    /// What was refused by policy when it was decided.
    pub refused: Vec<Rule>,
    /// A draft for a person; older open ones of the same subject are superseded either way.
    pub draft: Option<NewDraft>,
    /// Who handles the conversation from now on.
    pub handler: Option<Handler>,
    /// Whether a person is needed.
    pub needs_person: Need,
    /// The customer opted out (true) or in again (false).
    pub opted_out: Option<bool>,
    /// The first automated message told what it is.
    pub disclosed: bool,
    /// The language the customer writes.
    pub language: Option<Language>,
    /// What the agent keeps for the next turn; nothing keeps what is there.
    pub memory: Option<Private<serde_json::Value>>,
    /// How the comment stands now.
    pub comment_state: Option<CommentState>,
}

/// What a committed plan became.
#[derive(Clone, PartialEq, Debug)]
pub struct Committed {
    /// The decision.
    pub decision: DecisionId,
    /// The rows that will leave, in the plan's order.
    pub outbox: Vec<OutboxId>,
    /// The messages that the thread shows for them.
    pub messages: Vec<MessageId>,
    /// The draft.
    pub draft: Option<DraftId>,
}

impl Store {
    /// Claims turns that are due, oldest first; each is held for `lease`. Any instance may call it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_turns(
        &self,
        owner: &str,
        lease: Span,
        limit: u64,
        now: Instant,
    ) -> Result<Vec<Turn>> {
        later()
    }
    /// When the next turn is due that nobody holds (or whose lease ends).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_turn_due(&self) -> Result<Option<Instant>> {
        later()
    }
}

impl BusinessStore {
    /// Holds a claimed turn longer. False when it is no longer ours or was cancelled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew_turn(
        &self,
        turn: &Turn,
        owner: &str,
        lease: Span,
        now: Instant,
    ) -> Result<bool> {
        later()
    }
    /// Lets go of a claimed turn to be tried again at `retry_at`, with the code of what failed.
    /// A turn that got newer words meanwhile keeps the earlier of both times.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_turn(
        &self,
        turn: &Turn,
        retry_at: Instant,
        error: Option<&str>,
    ) -> Result<()> {
        later()
    }
    /// Cancels the open turn of a conversation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cancel_turn(&self, conversation: ConversationId, now: Instant) -> Result<()> {
        later()
    }
    /// Opens a turn for a conversation, due now: after a draft was thrown away, or for tests.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn open_turn(&self, conversation: ConversationId, now: Instant) -> Result<()> {
        later()
    }
    /// All that a plan is made from.
    ///
    /// # Errors
    /// [`StoreError::Stale`](crate::StoreError::Stale) when the turn was cancelled or moved on.
    pub async fn turn_context(&self, turn: &Turn) -> Result<TurnContext> {
        later()
    }
    /// Writes a plan and closes its turn, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Stale`](crate::StoreError::Stale) when something arrived in between or the
    /// turn was cancelled: then nothing is written, and the turn is to be released or claimed anew.
    pub async fn commit_plan(
        &self,
        turn: &Turn,
        plan: &PlanCommit,
        now: Instant,
    ) -> Result<Committed> {
        later()
    }
}
