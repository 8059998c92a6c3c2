//! Reading comments: by post, all that wait, one with its surroundings.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use palette_domain::conversation::Author;
use palette_domain::outbound::OutboxState;
use palette_domain::{CommentId, ConversationId, Instant, MediaId, MemberId};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::customer::customer_of;
use crate::keys::Key as _;
use crate::outbox::queue::private_reply_used;
use crate::page::{after, bounded};
use crate::rows::{comment, customer, outbox};
use crate::vault::Key;
use crate::when;
use crate::{
    BusinessStore, CommentContext, CommentThread, CommentView, Cursor, Page, Result, StoreError,
};

use super::comment_of;

/// Replies that a thread shows.
const REPLIES_MAX: u64 = 2_000;

impl BusinessStore {
    /// Threads under a media, newest first; only those that wait (the top comment, or a reply to
    /// it) when `waiting`.
    ///
    /// # Errors
    /// When there is no such media.
    pub async fn comment_threads(
        &self,
        media: MediaId,
        waiting: bool,
        from: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<CommentThread>> {
        let limit = bounded(limit);
        self.media(media)
            .await?
            .ok_or(StoreError::NotFound("media"))?;
        let mut query = comment::Entity::find()
            .filter(comment::Column::BusinessId.eq(self.uuid()))
            .filter(comment::Column::MediaId.eq(media.uuid()))
            .filter(comment::Column::ParentId.is_null());
        if waiting {
            let tops = self.waiting_tops(media).await?;
            query = query.filter(comment::Column::Id.is_in(tops));
        }
        let page = self.page_of(query, from, limit).await?;
        let replies = comment::Entity::find()
            .filter(comment::Column::ParentId.is_in(page.items.iter().map(|row| row.id)))
            .order_by_asc(comment::Column::At)
            .order_by_asc(comment::Column::Id)
            .limit(REPLIES_MAX)
            .all(self.read())
            .await?;
        let tops = page.items.len();
        let all = page.items.iter().cloned().chain(replies).collect();
        let mut views = self.views(self.read(), all).await?;
        let replies = views.split_off(tops);
        let mut by_top: BTreeMap<CommentId, Vec<CommentView>> = BTreeMap::new();
        for reply in replies {
            if let Some(parent) = reply.comment.parent_id {
                by_top.entry(parent).or_default().push(reply);
            }
        }
        let threads = views.into_iter().map(|top| CommentThread {
            replies: by_top.remove(&top.comment.id).unwrap_or_default(),
            top,
        });
        Ok(page.with(threads.collect()))
    }

    /// The top comments under a media that wait themselves or have a reply that waits.
    async fn waiting_tops(&self, media: MediaId) -> Result<Vec<Uuid>> {
        let rows: Vec<(Uuid, Option<Uuid>)> = comment::Entity::find()
            .select_only()
            .columns([comment::Column::Id, comment::Column::ParentId])
            .filter(comment::Column::MediaId.eq(media.uuid()))
            .filter(comment::Column::BusinessId.eq(self.uuid()))
            .filter(when::waiting())
            .into_tuple()
            .all(self.read())
            .await?;
        let tops: BTreeSet<Uuid> = rows
            .into_iter()
            .map(|(id, top)| top.unwrap_or(id))
            .collect();
        Ok(tops.into_iter().collect())
    }

    /// Comments of customers over all media, newest first; only those that wait when `waiting`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comments(
        &self,
        waiting: bool,
        from: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<CommentView>> {
        let mut query = comment::Entity::find()
            .filter(comment::Column::BusinessId.eq(self.uuid()))
            .filter(comment::Column::CustomerId.is_not_null());
        if waiting {
            query = query.filter(when::waiting());
        }
        let page = self.page_of(query, from, bounded(limit)).await?;
        let views = self.views(self.read(), page.items.clone()).await?;
        Ok(page.with(views))
    }

    /// One comment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comment(&self, id: CommentId) -> Result<Option<CommentView>> {
        self.comment_in(self.read(), id.uuid()).await
    }

    async fn page_of(
        &self,
        mut query: sea_orm::Select<comment::Entity>,
        from: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<comment::Model>> {
        if let Some(cursor) = from {
            query = query.filter(after(comment::Column::At, comment::Column::Id, cursor));
        }
        let rows = query
            .order_by_desc(comment::Column::At)
            .order_by_desc(comment::Column::Id)
            .limit(limit + 1)
            .all(self.read())
            .await?;
        Ok(Page::cut(rows, limit, |row| Cursor {
            at: Instant::from_millis(row.at),
            id: row.id,
        }))
    }

    async fn comment_in(&self, db: &impl ConnectionTrait, id: Uuid) -> Result<Option<CommentView>> {
        let row = comment::Entity::find_by_id(id)
            .filter(comment::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?;
        Ok(self.views(db, row.into_iter().collect()).await?.pop())
    }

    /// A comment with all that a decision on it needs.
    pub(crate) async fn comment_context(
        &self,
        db: &impl ConnectionTrait,
        id: CommentId,
    ) -> Result<CommentContext> {
        let view = self
            .comment_in(db, id.uuid())
            .await?
            .ok_or(StoreError::NotFound("comment"))?;
        let media = self
            .media_in(db, view.comment.media_id.uuid())
            .await?
            .ok_or(StoreError::NotFound("media"))?;
        let parent = match view.comment.parent_id {
            Some(parent) => self.comment_in(db, parent.uuid()).await?,
            None => None,
        };
        Ok(CommentContext {
            private_reply_available: view.comment.customer_id.is_some()
                && !private_reply_used(db, id.uuid(), None).await?,
            is_live: view.is_live,
            comment: view.comment,
            media,
            parent,
        })
    }

    /// Opens rows with who wrote them, in their order.
    pub(crate) async fn views(
        &self,
        db: &impl ConnectionTrait,
        rows: Vec<comment::Model>,
    ) -> Result<Vec<CommentView>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let of_business = self.key().await?;
        let customers: BTreeSet<Uuid> = rows
            .iter()
            .flat_map(|row| [row.customer_id, row.sealed_for])
            .flatten()
            .collect();
        let customers: HashMap<Uuid, customer::Model> = customer::Entity::find()
            .filter(customer::Column::BusinessId.eq(self.uuid()))
            .filter(customer::Column::Id.is_in(customers))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let sends: Vec<Uuid> = rows.iter().filter_map(|row| row.outbox_id).collect();
        let sends: HashMap<Uuid, String> = outbox::Entity::find()
            .select_only()
            .columns([outbox::Column::Id, outbox::Column::State])
            .filter(outbox::Column::Id.is_in(sends))
            .into_tuple::<(Uuid, String)>()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let key_for = |id: Option<Uuid>| -> Result<Arc<Key>> {
            match id {
                None => Ok(Arc::clone(&of_business)),
                Some(id) => {
                    let row = customers.get(&id).ok_or(StoreError::NotFound("customer"))?;
                    self.vault().customer_key(&of_business, row)
                }
            }
        };
        rows.iter()
            .map(|row| {
                let customer = row.customer_id.and_then(|id| customers.get(&id));
                let customer = customer
                    .map(|found| customer_of(&*key_for(Some(found.id))?, found))
                    .transpose()?;
                let sending = row.outbox_id.and_then(|id| sends.get(&id));
                Ok(CommentView {
                    comment: comment_of(&*key_for(row.sealed_for)?, row)?,
                    author: Author::from_name(&row.author)
                        .ok_or(StoreError::Shape("comment.author"))?,
                    member_id: row.member_id.map(MemberId::of),
                    customer,
                    conversation_id: row.conversation_id.map(ConversationId::of),
                    is_live: row.live,
                    sending: sending.and_then(|state| OutboxState::from_name(state)),
                })
            })
            .collect()
    }
}
