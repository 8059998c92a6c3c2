//! What a plan is made from: read at one moment, opened, bounded.

use std::sync::Arc;

use palette_domain::conversation::{Author, Message, MessageState};
use palette_domain::media::Media;
use palette_domain::order::Order;
use palette_domain::turn::{Subject, Turn};
use palette_domain::{AccountId, ConversationId, CustomerId, Private, Span};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::account::account_of;
use crate::business::settings_of;
use crate::conversation::conversation_of;
use crate::customer::customer_of;
use crate::keys::Key as _;
use crate::message::message_of;
use crate::rows::{conversation, customer, message, turn};
use crate::vault::{Key, Place, open_json};
use crate::when;
use crate::{BusinessStore, CommentContext, Result, StoreError, TurnContext};

use super::turn_of;

/// Messages of both sides that a plan sees.
const RECENT_MAX: u64 = 20;
/// What is older than this before the newest words is no part of their burst: words that nobody
/// answered while the AI was off are not dug up again.
const BURST_SPAN: Span = Span::hours(24);
/// Orders of the customer that a plan sees.
const ORDERS_MAX: u64 = 10;

impl BusinessStore {
    /// All that a plan is made from, at one moment.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the turn was cancelled or closed.
    pub async fn turn_context(&self, turn: &Turn) -> Result<TurnContext> {
        let db = self.store.inner.engine.snapshot().await?;
        let row = turn::Entity::find_by_id(turn.id.uuid())
            .filter(turn::Column::BusinessId.eq(self.uuid()))
            .filter(when::open())
            .one(&db)
            .await?
            .ok_or(StoreError::Stale)?;
        let current = turn_of(&row)?;
        let settings = settings_of(&self.row(&db).await?)?;
        let of_business = self.key().await?;
        let account = self.account_row(&db, AccountId::of(row.account_id)).await?;
        let account = account_of(
            &of_business,
            &account.ok_or(StoreError::NotFound("account"))?,
        )?;

        let comment = match current.subject {
            Subject::Comment(id) => Some(self.comment_context(&db, id).await?),
            Subject::Conversation(_) => None,
        };
        let thread = self.thread_of_turn(&db, &current, comment.as_ref()).await?;
        let person = match &thread {
            Some(thread) => self.person_of_thread(&db, thread, &of_business).await?,
            None => None,
        };
        let mut context = TurnContext {
            turn: current,
            settings,
            account,
            customer: None,
            conversation: None,
            memory: None,
            burst: Vec::new(),
            recent: Vec::new(),
            media: comment.as_ref().map(|comment| comment.media.clone()),
            media_products: Vec::new(),
            comment,
            products: self.active_in(&db).await?,
            orders: Vec::new(),
            thread_elsewhere: thread.as_ref().is_some_and(|thread| thread.elsewhere),
        };
        if let (Some(thread), Some((row, key))) = (&thread, &person) {
            self.fill_person(&db, &mut context, thread, row, key)
                .await?;
        }
        if context.media.is_none() {
            context.media = self.burst_media(&db, &context.burst).await?;
        }
        context.media_products = context
            .media
            .as_ref()
            .map(|media| media.products.clone())
            .unwrap_or_default();
        db.commit().await?;
        Ok(context)
    }

    async fn thread_of_turn(
        &self,
        db: &impl ConnectionTrait,
        turn: &Turn,
        comment: Option<&CommentContext>,
    ) -> Result<Option<conversation::Model>> {
        let found = match turn.subject {
            Subject::Conversation(id) => conversation::Entity::find_by_id(id.uuid()),
            Subject::Comment(_) => {
                let Some(customer) = comment.and_then(|c| c.comment.customer_id) else {
                    return Ok(None);
                };
                conversation::Entity::find()
                    .filter(conversation::Column::CustomerId.eq(customer.uuid()))
            }
        };
        Ok(found
            .filter(conversation::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?)
    }

    async fn person_of_thread(
        &self,
        db: &impl ConnectionTrait,
        thread: &conversation::Model,
        of_business: &Key,
    ) -> Result<Option<(customer::Model, Arc<Key>)>> {
        let row = self
            .customer_row(db, CustomerId::of(thread.customer_id))
            .await?;
        let Some(row) = row else { return Ok(None) };
        let key = self.vault().customer_key(of_business, &row)?;
        Ok(Some((row, key)))
    }

    async fn fill_person(
        &self,
        db: &impl ConnectionTrait,
        context: &mut TurnContext,
        thread: &conversation::Model,
        row: &customer::Model,
        key: &Key,
    ) -> Result<()> {
        context.customer = Some(customer_of(key, row)?);
        context.conversation = Some(conversation_of(key, thread)?);
        let place = Place::new("conversation.memory", thread.id);
        let memory = thread
            .memory
            .as_deref()
            .map(|sealed| open_json(key, place, sealed));
        context.memory = memory.transpose()?.map(Private::new);
        if let Subject::Conversation(_) = context.turn.subject {
            context.burst = self.burst(db, thread.id, key).await?;
        }
        context.recent = self.recent(db, thread.id, key).await?;
        context.orders = self.orders_of(db, row.id).await?;
        Ok(())
    }

    /// What the customer wrote that no plan has looked at and no person has answered. By the order
    /// in which it came in, not by Meta's times: a message that was under way while we answered
    /// has an older time than the answer, and still wants one of its own.
    async fn burst(
        &self,
        db: &impl ConnectionTrait,
        thread: Uuid,
        key: &Key,
    ) -> Result<Vec<Message>> {
        let mut rows = unanswered(db, thread).await?;
        rows.sort_by_key(|row| (row.at, row.id));
        let newest = rows.last().map_or(0, |row| row.at);
        rows.retain(|row| row.at >= newest - BURST_SPAN.as_millis());
        rows.iter().map(|row| message_of(key, row)).collect()
    }

    async fn recent(
        &self,
        db: &impl ConnectionTrait,
        thread: Uuid,
        key: &Key,
    ) -> Result<Vec<Message>> {
        let mut rows = message::Entity::find()
            .filter(message::Column::ConversationId.eq(thread))
            .filter(message::Column::State.ne(MessageState::Cancelled.as_str()))
            .order_by_desc(message::Column::At)
            .order_by_desc(message::Column::Id)
            .limit(RECENT_MAX)
            .all(db)
            .await?;
        rows.reverse();
        rows.iter().map(|row| message_of(key, row)).collect()
    }

    async fn orders_of(&self, db: &impl ConnectionTrait, customer: Uuid) -> Result<Vec<Order>> {
        use crate::rows::orders;
        let rows = orders::Entity::find()
            .filter(orders::Column::BusinessId.eq(self.uuid()))
            .filter(orders::Column::CustomerId.eq(customer))
            .order_by_desc(orders::Column::CreatedAt)
            .order_by_desc(orders::Column::Id)
            .limit(ORDERS_MAX)
            .all(db)
            .await?;
        self.orders_in(db, rows).await
    }

    async fn burst_media(
        &self,
        db: &impl ConnectionTrait,
        burst: &[Message],
    ) -> Result<Option<Media>> {
        match burst.iter().rev().find_map(|message| message.media_id) {
            Some(id) => self.media_in(db, id.uuid()).await,
            None => Ok(None),
        }
    }

    /// The rows of a conversation, locked.
    pub(crate) async fn lock_thread(
        &self,
        tx: &impl ConnectionTrait,
        id: ConversationId,
    ) -> Result<conversation::Model> {
        conversation::Entity::find_by_id(id.uuid())
            .filter(conversation::Column::BusinessId.eq(self.uuid()))
            .lock_exclusive()
            .one(tx)
            .await?
            .ok_or(StoreError::NotFound("conversation"))
    }
}

/// Rows of a burst, newest first by arrival, bounded.
pub(crate) async fn unanswered(
    db: &impl ConnectionTrait,
    thread: Uuid,
) -> Result<Vec<message::Model>> {
    let by_person: Option<Uuid> = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .filter(message::Column::ConversationId.eq(thread))
        .filter(message::Column::Author.is_in([Author::Member.as_str(), Author::App.as_str()]))
        .filter(message::Column::State.is_not_in(["cancelled", "failed"]))
        .order_by_desc(message::Column::Id)
        .into_tuple()
        .one(db)
        .await?;
    let mut rows = message::Entity::find()
        .filter(message::Column::ConversationId.eq(thread))
        .filter(message::Column::Author.eq(Author::Customer.as_str()))
        .filter(message::Column::State.eq(MessageState::Received.as_str()))
        .filter(message::Column::DecisionId.is_null());
    if let Some(by_person) = by_person {
        rows = rows.filter(message::Column::Id.gt(by_person));
    }
    Ok(rows
        .order_by_desc(message::Column::Id)
        .limit(RECENT_MAX)
        .all(db)
        .await?)
}
