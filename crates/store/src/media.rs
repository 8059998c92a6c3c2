//! Posts, reels and stories.

use palette_domain::inbound::MediaFacts;
use palette_domain::media::Media;
use palette_domain::media::MediaKind;
use palette_domain::{AccountId, BusinessId, Instant, MediaId, ProductId};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::keys::Key as _;
use crate::page::{after, bounded};
use crate::rows::{comment, media, product_media};
use crate::when;
use crate::{BusinessStore, Cursor, Page, Result, StoreError};

/// A media with the products it shows.
pub(crate) fn media_of(row: &media::Model, products: &[product_media::Model]) -> Media {
    Media {
        id: MediaId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        account_id: AccountId::of(row.account_id),
        ig_media_id: row.ig_media_id.clone(),
        kind: MediaKind::from_name(&row.kind),
        caption: row.caption.clone(),
        permalink: row.permalink.clone(),
        picture_url: row.picture_url.clone(),
        posted_at: row.posted_at.map(Instant::from_millis),
        fetched_at: row.fetched_at.map(Instant::from_millis),
        products: products
            .iter()
            .filter(|link| link.ig_media_id == row.ig_media_id)
            .map(|link| ProductId::of(link.product_id))
            .collect(),
    }
}

/// A media with its numbers.
#[derive(Clone, PartialEq, Debug)]
pub struct MediaRow {
    /// The media.
    pub media: Media,
    /// Comments of customers under it.
    pub comments: u64,
    /// Those that wait (new, or for a person).
    pub waiting: u64,
}

impl BusinessStore {
    /// A page of media, newest known first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn media_list(&self, from: Option<Cursor>, limit: u64) -> Result<Page<MediaRow>> {
        let limit = bounded(limit);
        let mut query = media::Entity::find().filter(media::Column::BusinessId.eq(self.uuid()));
        if let Some(cursor) = from {
            query = query.filter(after(media::Column::CreatedAt, media::Column::Id, cursor));
        }
        let rows = query
            .order_by_desc(media::Column::CreatedAt)
            .order_by_desc(media::Column::Id)
            .limit(limit + 1)
            .all(self.read())
            .await?;
        let page = Page::cut(rows, limit, |row| Cursor {
            at: Instant::from_millis(row.created_at),
            id: row.id,
        });
        let links = self.links_of(self.read(), &page.items).await?;
        let counts = self
            .comment_counts(page.items.iter().map(|row| row.id).collect())
            .await?;
        let items = page.items.iter().map(|row| {
            let found = counts.iter().find(|(id, ..)| *id == row.id);
            let (comments, waiting) = found.map_or((0, 0), |(_, all, waiting)| (*all, *waiting));
            MediaRow {
                media: media_of(row, &links),
                comments: comments.unsigned_abs(),
                waiting: waiting.unsigned_abs(),
            }
        });
        Ok(page.with(items.collect()))
    }
    /// One media.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn media(&self, id: MediaId) -> Result<Option<Media>> {
        self.media_in(self.read(), id.uuid()).await
    }
    /// Keeps what was read of a media; makes it when it is new.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn save_media(
        &self,
        account: AccountId,
        facts: &MediaFacts,
        now: Instant,
    ) -> Result<MediaId> {
        let tx = self.store.begin().await?;
        self.account_row(&tx, account)
            .await?
            .ok_or(StoreError::NotFound("account"))?;
        let row = media::Model {
            id: self.store.next_id::<MediaId>(now).uuid(),
            business_id: self.uuid(),
            account_id: account.uuid(),
            ig_media_id: facts.ig_media_id.clone(),
            kind: facts.kind.as_str().to_owned(),
            caption: facts.caption.clone(),
            permalink: facts.permalink.clone(),
            picture_url: facts.picture_url.clone(),
            posted_at: facts.posted_at.map(Instant::millis),
            fetched_at: Some(now.millis()),
            created_at: facts.posted_at.unwrap_or(now).millis(),
        };
        let mut renew = OnConflict::columns([media::Column::AccountId, media::Column::IgMediaId]);
        renew.update_columns([
            media::Column::Kind,
            media::Column::Caption,
            media::Column::Permalink,
            media::Column::PictureUrl,
            media::Column::PostedAt,
            media::Column::FetchedAt,
            media::Column::CreatedAt,
        ]);
        media::Entity::insert(media::ActiveModel::from(row))
            .on_conflict(renew)
            .exec_without_returning(&tx)
            .await?;
        let kept = media::Entity::find()
            .filter(media::Column::AccountId.eq(account.uuid()))
            .filter(media::Column::IgMediaId.eq(&facts.ig_media_id))
            .one(&tx)
            .await?
            .ok_or(StoreError::NotFound("media"))?;
        tx.commit().await?;
        Ok(MediaId::of(kept.id))
    }
    /// Media of which only the id is known, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn media_without_facts(&self, limit: u64) -> Result<Vec<Media>> {
        let rows = media::Entity::find()
            .filter(media::Column::BusinessId.eq(self.uuid()))
            .filter(media::Column::FetchedAt.is_null())
            .order_by_desc(media::Column::Id)
            .limit(bounded(limit))
            .all(self.read())
            .await?;
        let links = self.links_of(self.read(), &rows).await?;
        Ok(rows.iter().map(|row| media_of(row, &links)).collect())
    }

    /// One media, with its products, by any connection.
    pub(crate) async fn media_in(
        &self,
        db: &impl ConnectionTrait,
        id: Uuid,
    ) -> Result<Option<Media>> {
        let row = media::Entity::find_by_id(id)
            .filter(media::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let links = self.links_of(db, std::slice::from_ref(&row)).await?;
        Ok(Some(media_of(&row, &links)))
    }

    async fn links_of(
        &self,
        db: &impl ConnectionTrait,
        rows: &[media::Model],
    ) -> Result<Vec<product_media::Model>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        Ok(product_media::Entity::find()
            .filter(product_media::Column::BusinessId.eq(self.uuid()))
            .filter(product_media::Column::IgMediaId.is_in(rows.iter().map(|r| &r.ig_media_id)))
            .order_by_asc(product_media::Column::ProductId)
            .all(db)
            .await?)
    }

    /// For each media: comments of customers, and those that wait.
    async fn comment_counts(&self, ids: Vec<Uuid>) -> Result<Vec<(Uuid, i64, i64)>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let waiting = Expr::case(when::waiting(), 1).finally(0);
        Ok(comment::Entity::find()
            .filter(comment::Column::MediaId.is_in(ids))
            .filter(comment::Column::CustomerId.is_not_null())
            .select_only()
            .column(comment::Column::MediaId)
            .column_as(comment::Column::Id.count(), "n")
            .column_as(ExprTrait::sum(Expr::expr(waiting)), "waiting")
            .group_by(comment::Column::MediaId)
            .into_tuple()
            .all(self.read())
            .await?)
    }
}
