//! Turns: claiming them, what a plan is made from, and committing the plan.

mod commit;
mod context;

pub(crate) use commit::{changes, save_thread};
pub(crate) use context::unanswered;

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
use palette_domain::turn::{Subject, Turn};
use palette_domain::understanding::Language;
use palette_domain::{
    AccountId, BusinessId, CommentId, ConversationId, DecisionId, DraftId, Instant, MessageId,
    OutboxId, Private, ProductId, Span, TurnId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::keys::Key as _;
use crate::rows::{conversation, early, turn};
use crate::when;
use crate::{BusinessStore, CommentContext, Result, Store, StoreError, live};

/// All that a plan is made from, as it was at one moment.
#[derive(Clone, Debug)]
pub struct TurnContext {
    /// The turn as it is at this moment: commit the plan with this one.
    pub turn: Turn,
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

/// A turn as the row holds it.
fn turn_of(row: &turn::Model) -> Result<Turn> {
    let subject = match (row.conversation_id, row.comment_id) {
        (Some(id), None) => Subject::Conversation(ConversationId::of(id)),
        (None, Some(id)) => Subject::Comment(CommentId::of(id)),
        _ => return Err(StoreError::Shape("turn")),
    };
    Ok(Turn {
        id: TurnId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        account_id: AccountId::of(row.account_id),
        subject,
        generation: row.generation,
        // The row counts the try under way; a turn counts the ones before it.
        attempts: u32::try_from(row.attempts.saturating_sub(1)).unwrap_or(0),
        opened_at: Instant::from_millis(row.opened_at),
    })
}

/// Not held by anyone at `now`.
fn free_at(now: Instant) -> Condition {
    Condition::any()
        .add(turn::Column::LeaseUntil.is_null())
        .add(turn::Column::LeaseUntil.lte(now.millis()))
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
        let due = turn::Entity::find()
            .select_only()
            .column(turn::Column::Id)
            .filter(when::open())
            .filter(turn::Column::DueAt.lte(now.millis()))
            .filter(free_at(now))
            .order_by_asc(turn::Column::DueAt)
            .order_by_asc(turn::Column::Id)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .into_query();
        let tx = self.begin().await?;
        let mut rows = turn::Entity::update_many()
            .set(turn::ActiveModel {
                owner: Set(Some(owner.to_owned())),
                lease_until: Set(Some((now + lease).millis())),
                ..Default::default()
            })
            .col_expr(
                turn::Column::Attempts,
                Expr::col(turn::Column::Attempts).add(1),
            )
            .filter(turn::Column::Id.in_subquery(due))
            .exec_with_returning(&tx)
            .await?;
        tx.commit().await?;
        rows.sort_by_key(|row| (row.due_at, row.id));
        rows.iter().map(turn_of).collect()
    }
    /// When the next turn is due that nobody holds (or whose lease ends).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_turn_due(&self) -> Result<Option<Instant>> {
        let rows: Vec<(i64, Option<i64>)> = turn::Entity::find()
            .select_only()
            .columns([turn::Column::DueAt, turn::Column::LeaseUntil])
            .filter(when::open())
            .order_by_asc(Expr::expr(
                Expr::case(
                    Expr::col(turn::Column::LeaseUntil).gt(Expr::col(turn::Column::DueAt)),
                    Expr::col(turn::Column::LeaseUntil),
                )
                .finally(Expr::col(turn::Column::DueAt)),
            ))
            .limit(1)
            .into_tuple()
            .all(self.read())
            .await?;
        let first = rows
            .first()
            .map(|(due, lease)| std::cmp::max(*due, lease.unwrap_or(*due)));
        Ok(first.map(Instant::from_millis))
    }

    /// Deletes turns that ended before `before`, and edits and unsends that waited as long for a
    /// message that never came. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_turns(&self, before: Instant) -> Result<u64> {
        let tx = self.begin().await?;
        let turns = turn::Entity::delete_many()
            .filter(turn::Column::ClosedAt.lt(before.millis()))
            .exec(&tx)
            .await?;
        let early = early::Entity::delete_many()
            .filter(early::Column::At.lt(before.millis()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(turns.rows_affected + early.rows_affected)
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
        let tx = self.store.begin().await?;
        let done = turn::Entity::update_many()
            .set(turn::ActiveModel {
                lease_until: Set(Some((now + lease).millis())),
                ..Default::default()
            })
            .filter(turn::Column::Id.eq(turn.id.uuid()))
            .filter(turn::Column::BusinessId.eq(self.uuid()))
            .filter(when::open())
            .filter(turn::Column::Owner.eq(owner))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected == 1)
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
        let free = || turn::ActiveModel {
            owner: Set(None),
            lease_until: Set(None),
            ..Default::default()
        };
        let ours = || {
            turn::Entity::update_many()
                .filter(turn::Column::Id.eq(turn.id.uuid()))
                .filter(turn::Column::BusinessId.eq(self.uuid()))
                .filter(when::open())
        };
        let tx = self.store.begin().await?;
        ours()
            .set(turn::ActiveModel {
                due_at: Set(retry_at.millis()),
                error: Set(error.map(str::to_owned)),
                ..free()
            })
            .filter(turn::Column::Generation.eq(turn.generation))
            .filter(turn::Column::Attempts.eq(i64::from(turn.attempts) + 1))
            .exec(&tx)
            .await?;
        ours()
            .set(free())
            .filter(turn::Column::Generation.gt(turn.generation))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
    /// Cancels the open turn of a conversation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cancel_turn(&self, conversation: ConversationId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        cancel_open(&tx, conversation, now).await?;
        let change = palette_domain::live::Change::Conversation { id: conversation };
        live::publish(&tx, [(self.id, change)], now).await?;
        Ok(tx.commit().await?)
    }
    /// Opens a turn for a conversation, due now: after a draft was thrown away, or for tests.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn open_turn(&self, conversation: ConversationId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let row = self.lock_thread(&tx, conversation).await?;
        open(&self.store, &tx, &row, now).await?;
        let change = palette_domain::live::Change::Conversation { id: conversation };
        live::publish(&tx, [(self.id, change)], now).await?;
        Ok(tx.commit().await?)
    }
}

/// Ends the open turn of a conversation.
pub(crate) async fn cancel_open(
    tx: &DatabaseTransaction,
    conversation: ConversationId,
    now: Instant,
) -> Result<()> {
    turn::Entity::update_many()
        .set(turn::ActiveModel {
            state: Set("cancelled".to_owned()),
            closed_at: Set(Some(now.millis())),
            ..Default::default()
        })
        .col_expr(
            turn::Column::Generation,
            Expr::col(turn::Column::Generation).add(1),
        )
        .filter(turn::Column::ConversationId.eq(conversation.uuid()))
        .filter(when::open())
        .exec(tx)
        .await?;
    Ok(())
}

/// Opens a conversation's turn, due now, or makes the open one due. Its thread is locked.
pub(crate) async fn open(
    store: &Store,
    tx: &DatabaseTransaction,
    thread: &conversation::Model,
    now: Instant,
) -> Result<()> {
    let subject = Subject::Conversation(ConversationId::of(thread.id));
    open_subject(
        store,
        tx,
        (thread.business_id, thread.account_id),
        subject,
        now,
    )
    .await
}

/// Opens a subject's turn, due now, or makes the open one due.
pub(crate) async fn open_subject(
    store: &Store,
    tx: &DatabaseTransaction,
    (business, account): (sea_orm::prelude::Uuid, sea_orm::prelude::Uuid),
    subject: Subject,
    now: Instant,
) -> Result<()> {
    let of_subject = match subject {
        Subject::Conversation(id) => turn::Column::ConversationId.eq(id.uuid()),
        Subject::Comment(id) => turn::Column::CommentId.eq(id.uuid()),
    };
    let moved = turn::Entity::update_many()
        .set(turn::ActiveModel {
            due_at: Set(now.millis()),
            attempts: Set(0),
            ..Default::default()
        })
        .col_expr(
            turn::Column::Generation,
            Expr::col(turn::Column::Generation).add(1),
        )
        .filter(of_subject)
        .filter(when::open())
        .exec(tx)
        .await?;
    if moved.rows_affected == 0 {
        let id = store.next_id(now);
        let row = crate::ingest::new_turn(id, business, account, subject, now, now);
        turn::Entity::insert(turn::ActiveModel::from(row))
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
