//! The inbox: pages, search, counts, one row.

use std::collections::{HashMap, HashSet};

use palette_domain::conversation::{Handler, Standing};
use palette_domain::policy::{Closing, Opened, OpeningAction};
use palette_domain::{ConversationId, Instant};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use crate::customer::customer_of;
use crate::keys::Key as _;
use crate::page::{after, bounded};
use crate::rows::{comment, conversation, customer, draft, turn};
use crate::when;
use crate::{
    BusinessStore, ConversationFilter, ConversationRow, Cursor, InboxCounts, Page, Result,
    StoreError,
};

use super::conversation_of;

/// Conversations a search looks through: names are sealed, so each is opened.
const SEARCH_MAX: u64 = 2_000;

type N = Option<i64>;
/// All, and the sums in the order of the query; nothing when all is 0.
type Sums = (i64, N, N, N, N, N, N, N, N, N, N);

/// How many rows a condition holds for.
fn sum(when: SimpleExpr) -> SimpleExpr {
    let one = Expr::case(when, 1i32).finally(0i32);
    ExprTrait::sum(Expr::expr(one))
}

/// The condition of a standing.
fn stands(standing: Standing) -> SimpleExpr {
    let (done, snoozed) = (
        conversation::Column::DoneAt,
        conversation::Column::SnoozedUntil,
    );
    match standing {
        Standing::Open => done.is_null().and(snoozed.is_null()),
        Standing::Snoozed => done.is_null().and(snoozed.is_not_null()),
        Standing::Done => done.is_not_null(),
    }
}

/// The customer had the last word and the window ends soon.
fn closes(closing: &Closing) -> SimpleExpr {
    let opened = |opened: Opened| {
        let at = conversation::Column::WindowAt;
        at.gt(opened.after.millis())
            .and(at.lte(opened.until.millis()))
    };
    let by_ad = conversation::Column::WindowBy.eq(OpeningAction::AdMessage.as_str());
    let ends = by_ad
        .clone()
        .and(opened(closing.ad))
        .or(by_ad.not().and(opened(closing.standard)));
    conversation::Column::LastIsOurs.eq(false).and(ends)
}

impl BusinessStore {
    /// A page of the inbox, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn conversations(
        &self,
        filter: &ConversationFilter,
        from: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<ConversationRow>> {
        let limit = bounded(limit);
        let mut query = self.inbox();
        if filter.unread {
            query = query.filter(when::unread());
        }
        if filter.needs_person {
            query = query.filter(conversation::Column::NeedsPerson.is_not_null());
        }
        if let Some(handler) = filter.handler {
            query = query.filter(conversation::Column::Handler.eq(handler.as_str()));
        }
        if let Some(account) = filter.account {
            query = query.filter(conversation::Column::AccountId.eq(account.uuid()));
        }
        if let Some(standing) = filter.standing {
            query = query.filter(stands(standing));
        }
        if filter.waiting {
            query = query.filter(conversation::Column::LastIsOurs.eq(true));
        }
        if filter.drafts {
            query = query.filter(self.has_draft());
        }
        if let Some(closing) = filter.closing {
            query = query.filter(closes(&closing));
        }
        if let Some(cursor) = from {
            let (at, id) = (
                conversation::Column::LastMessageAt,
                conversation::Column::Id,
            );
            query = query.filter(after(at, id, cursor));
        }
        let rows = query.limit(limit + 1).all(self.read()).await?;
        let page = Page::cut(rows, limit, |row| Cursor {
            at: Instant::from_millis(row.last_message_at.unwrap_or_default()),
            id: row.id,
        });
        let items = self.thread_rows(self.read(), page.items.clone()).await?;
        Ok(page.with(items))
    }

    fn has_draft(&self) -> SimpleExpr {
        let drafts = draft::Entity::find()
            .select_only()
            .column(draft::Column::ConversationId)
            .filter(draft::Column::BusinessId.eq(self.uuid()))
            .filter(when::open());
        conversation::Column::Id.in_subquery(drafts.into_query())
    }

    /// Conversations with a message, newest first.
    fn inbox(&self) -> sea_orm::Select<conversation::Entity> {
        conversation::Entity::find()
            .filter(conversation::Column::BusinessId.eq(self.uuid()))
            .filter(conversation::Column::LastMessageAt.is_not_null())
            .order_by_desc(conversation::Column::LastMessageAt)
            .order_by_desc(conversation::Column::Id)
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
        let words = words.trim().trim_start_matches('@').to_lowercase();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let of_business = self.key().await?;
        let threads = self.inbox().limit(SEARCH_MAX).all(self.read()).await?;
        let mut found = Vec::new();
        for threads in threads.chunks(500) {
            let customers = self.customers_of(self.read(), threads).await?;
            for thread in threads {
                let Some(row) = customers.get(&thread.customer_id) else {
                    continue;
                };
                let key = self.vault().customer_key(&of_business, row)?;
                let person = customer_of(&key, row)?;
                let names = [&person.name, &person.username];
                let hit = names
                    .into_iter()
                    .flatten()
                    .any(|name| name.reveal().to_lowercase().contains(&words));
                if hit {
                    found.push(thread.clone());
                }
            }
            if found.len() as u64 >= bounded(limit) {
                break;
            }
        }
        found.truncate(usize::try_from(bounded(limit)).unwrap_or(usize::MAX));
        self.thread_rows(self.read(), found).await
    }

    /// One conversation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn conversation(&self, id: ConversationId) -> Result<Option<ConversationRow>> {
        let row = conversation::Entity::find_by_id(id.uuid())
            .filter(conversation::Column::BusinessId.eq(self.uuid()))
            .one(self.read())
            .await?;
        Ok(self
            .thread_rows(self.read(), row.into_iter().collect())
            .await?
            .pop())
    }

    /// Numbers beside the filters. `closing` says which windows end soon.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inbox_counts(&self, closing: &Closing) -> Result<InboxCounts> {
        let desk = || stands(Standing::Open);
        let handler =
            |handler: Handler| desk().and(conversation::Column::Handler.eq(handler.as_str()));
        let ours = conversation::Column::LastIsOurs.eq(true);
        let counts: Option<Sums> = conversation::Entity::find()
            .select_only()
            .column_as(conversation::Column::Id.count(), "all_of_them")
            .column_as(sum(stands(Standing::Done)), "done")
            .column_as(sum(stands(Standing::Snoozed)), "snoozed")
            .column_as(sum(desk()), "open")
            .column_as(sum(desk().and(ours)), "waiting")
            .column_as(sum(desk().and(self.has_draft())), "drafts")
            .column_as(sum(desk().and(closes(closing))), "closing")
            .column_as(
                sum(desk().and(conversation::Column::Unread.gt(0))),
                "unread",
            )
            .column_as(
                sum(desk().and(conversation::Column::NeedsPerson.is_not_null())),
                "needs_person",
            )
            .column_as(sum(handler(Handler::Ai)), "ai")
            .column_as(sum(handler(Handler::Person)), "person")
            .filter(conversation::Column::BusinessId.eq(self.uuid()))
            .filter(conversation::Column::LastMessageAt.is_not_null())
            .into_tuple()
            .one(self.read())
            .await?;
        let sums = counts.unwrap_or_default();
        let comments = comment::Entity::find()
            .filter(comment::Column::BusinessId.eq(self.uuid()))
            .filter(comment::Column::CustomerId.is_not_null())
            .filter(when::waiting())
            .count(self.read())
            .await?;
        let count = |n: Option<i64>| n.unwrap_or(0).unsigned_abs();
        Ok(InboxCounts {
            all: sums.0.unsigned_abs(),
            done: count(sums.1),
            snoozed: count(sums.2),
            open: count(sums.3),
            waiting: count(sums.4),
            drafts: count(sums.5),
            closing: count(sums.6),
            unread: count(sums.7),
            needs_person: count(sums.8),
            ai: count(sums.9),
            person: count(sums.10),
            comments,
        })
    }

    async fn customers_of(
        &self,
        db: &impl ConnectionTrait,
        threads: &[conversation::Model],
    ) -> Result<HashMap<Uuid, customer::Model>> {
        let rows = customer::Entity::find()
            .filter(customer::Column::Id.is_in(threads.iter().map(|row| row.customer_id)))
            .all(db)
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    /// Rows with their customers, drafts and turns, in their order.
    async fn thread_rows(
        &self,
        db: &impl ConnectionTrait,
        threads: Vec<conversation::Model>,
    ) -> Result<Vec<ConversationRow>> {
        if threads.is_empty() {
            return Ok(Vec::new());
        }
        let of_business = self.key().await?;
        let customers = self.customers_of(db, &threads).await?;
        let ids = || threads.iter().map(|row| row.id);
        let drafts: Vec<Uuid> = draft::Entity::find()
            .select_only()
            .column(draft::Column::ConversationId)
            .filter(draft::Column::ConversationId.is_in(ids()))
            .filter(when::open())
            .into_tuple()
            .all(db)
            .await?;
        let turns: Vec<Option<Uuid>> = turn::Entity::find()
            .select_only()
            .column(turn::Column::ConversationId)
            .filter(turn::Column::ConversationId.is_in(ids()))
            .filter(when::open())
            .into_tuple()
            .all(db)
            .await?;
        let drafts: HashSet<Uuid> = drafts.into_iter().collect();
        let turns: HashSet<Uuid> = turns.into_iter().flatten().collect();
        threads
            .iter()
            .map(|thread| {
                let row = customers
                    .get(&thread.customer_id)
                    .ok_or(StoreError::NotFound("customer"))?;
                let key = self.vault().customer_key(&of_business, row)?;
                Ok(ConversationRow {
                    conversation: conversation_of(&key, thread)?,
                    customer: customer_of(&key, row)?,
                    has_draft: drafts.contains(&thread.id),
                    turn_open: turns.contains(&thread.id),
                })
            })
            .collect()
    }
}
