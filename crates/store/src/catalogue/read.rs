//! Reading products: pages, all that are sold, and what is true now of what a text speaks of.

use std::collections::BTreeSet;

use palette_domain::agent::{Fact, Guard, Words};
use palette_domain::catalogue::{Product, Variant};
use palette_domain::{BusinessId, Currency, Instant, Money, ProductId, VariantId};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::keys::Key as _;
use crate::page::{after, bounded};
use crate::rows::{orders, product, product_media, variant};
use crate::{BusinessStore, Cursor, LiveFacts, Page, Result, StoreError};

/// Products that an answer may draw on.
const ACTIVE_MAX: u64 = 500;

pub(crate) fn currency_of(code: &str) -> Result<Currency> {
    Currency::from_code(code).ok_or(StoreError::Shape("currency"))
}

fn variant_of(row: &variant::Model) -> Result<Variant> {
    let pieces = |n: i64| u32::try_from(n).map_err(|_| StoreError::Shape("variant.on_hand"));
    Ok(Variant {
        id: VariantId::of(row.id),
        product_id: ProductId::of(row.product_id),
        sku: row.sku.clone(),
        size: row.size.clone(),
        colour: serde_json::from_str(&row.colour)
            .map_err(|_| StoreError::Shape("variant.colour"))?,
        price: Money::new(row.price_minor, currency_of(&row.currency)?),
        on_hand: pieces(row.on_hand)?,
        reserved: pieces(row.reserved)?,
    })
}

impl BusinessStore {
    /// A page of products, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn products(&self, from: Option<Cursor>, limit: u64) -> Result<Page<Product>> {
        let limit = bounded(limit);
        let mut query = product::Entity::find().filter(product::Column::BusinessId.eq(self.uuid()));
        if let Some(cursor) = from {
            query = query.filter(after(
                product::Column::CreatedAt,
                product::Column::Id,
                cursor,
            ));
        }
        let rows = query
            .order_by_desc(product::Column::CreatedAt)
            .order_by_desc(product::Column::Id)
            .limit(limit + 1)
            .all(self.read())
            .await?;
        let page = Page::cut(rows, limit, |row| Cursor {
            at: Instant::from_millis(row.created_at),
            id: row.id,
        });
        let items = self.products_in(self.read(), page.items.clone()).await?;
        Ok(page.with(items))
    }

    /// All products that are sold now, at most 500, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn active_products(&self) -> Result<Vec<Product>> {
        self.active_in(self.read()).await
    }

    /// One product.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn product(&self, id: ProductId) -> Result<Option<Product>> {
        self.product_in(self.read(), id.uuid()).await
    }

    /// Products shown by a post, by Instagram's id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn products_of_media(&self, ig_media_id: &str) -> Result<Vec<Product>> {
        let links: Vec<Uuid> = product_media::Entity::find()
            .select_only()
            .column(product_media::Column::ProductId)
            .filter(product_media::Column::BusinessId.eq(self.uuid()))
            .filter(product_media::Column::IgMediaId.eq(ig_media_id))
            .into_tuple()
            .all(self.read())
            .await?;
        self.products_by(self.read(), links).await
    }

    /// What is true now of all that some words speak of: to render them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn live_facts(&self, words: &[&Words]) -> Result<LiveFacts> {
        let mut products = BTreeSet::new();
        let mut variants = BTreeSet::new();
        let mut named = BTreeSet::new();
        for words in words {
            for fact in &words.facts {
                match fact {
                    Fact::Price { variant } | Fact::Available { variant } => {
                        variants.insert(variant.uuid());
                    }
                    Fact::AvailableOf { variants: these } => {
                        variants.extend(these.iter().map(|variant| variant.uuid()));
                    }
                    Fact::PriceRange { product } | Fact::InStockList { product } => {
                        products.insert(product.uuid());
                    }
                    Fact::OrderStatus { order } => {
                        named.insert(order.uuid());
                    }
                    Fact::Amount { .. }
                    | Fact::Number { .. }
                    | Fact::Days { .. }
                    | Fact::Text { .. } => {}
                }
            }
            for guard in &words.guards {
                match guard {
                    Guard::InStock { variant } | Guard::SoldOut { variant } => {
                        variants.insert(variant.uuid());
                    }
                    Guard::ProductInStock { product } | Guard::ProductSoldOut { product } => {
                        products.insert(product.uuid());
                    }
                }
            }
        }
        let db = self.store.inner.engine.snapshot().await?;
        if !variants.is_empty() {
            let of: Vec<Uuid> = variant::Entity::find()
                .select_only()
                .column(variant::Column::ProductId)
                .filter(variant::Column::BusinessId.eq(self.uuid()))
                .filter(variant::Column::Id.is_in(variants))
                .into_tuple()
                .all(&db)
                .await?;
            products.extend(of);
        }
        let catalogue = self.products_by(&db, products).await?;
        let orders = self.orders_by(&db, named).await?;
        db.commit().await?;
        Ok(LiveFacts { catalogue, orders })
    }

    async fn orders_by(
        &self,
        db: &impl ConnectionTrait,
        ids: BTreeSet<Uuid>,
    ) -> Result<Vec<palette_domain::order::Order>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = orders::Entity::find()
            .filter(orders::Column::BusinessId.eq(self.uuid()))
            .filter(orders::Column::Id.is_in(ids))
            .all(db)
            .await?;
        self.orders_in(db, rows).await
    }

    pub(crate) async fn active_in(&self, db: &impl ConnectionTrait) -> Result<Vec<Product>> {
        let rows = product::Entity::find()
            .filter(product::Column::BusinessId.eq(self.uuid()))
            .filter(product::Column::Active.eq(true))
            .order_by_asc(product::Column::CreatedAt)
            .order_by_asc(product::Column::Id)
            .limit(ACTIVE_MAX)
            .all(db)
            .await?;
        self.products_in(db, rows).await
    }

    async fn products_by(
        &self,
        db: &impl ConnectionTrait,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<Vec<Product>> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = product::Entity::find()
            .filter(product::Column::BusinessId.eq(self.uuid()))
            .filter(product::Column::Id.is_in(ids))
            .order_by_asc(product::Column::Id)
            .all(db)
            .await?;
        self.products_in(db, rows).await
    }

    pub(crate) async fn product_in(
        &self,
        db: &impl ConnectionTrait,
        id: Uuid,
    ) -> Result<Option<Product>> {
        Ok(self.products_by(db, [id]).await?.pop())
    }

    /// Rows with their variants and posts.
    async fn products_in(
        &self,
        db: &impl ConnectionTrait,
        rows: Vec<product::Model>,
    ) -> Result<Vec<Product>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids = || rows.iter().map(|row| row.id);
        let variants = variant::Entity::find()
            .filter(variant::Column::ProductId.is_in(ids()))
            .order_by_asc(variant::Column::Position)
            .order_by_asc(variant::Column::Id)
            .all(db)
            .await?;
        let links = product_media::Entity::find()
            .filter(product_media::Column::ProductId.is_in(ids()))
            .order_by_asc(product_media::Column::IgMediaId)
            .all(db)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Product {
                    id: ProductId::of(row.id),
                    business_id: BusinessId::of(row.business_id),
                    facts: serde_json::from_str(&row.facts)
                        .map_err(|_| StoreError::Shape("product.facts"))?,
                    active: row.active,
                    variants: variants
                        .iter()
                        .filter(|variant| variant.product_id == row.id)
                        .map(variant_of)
                        .collect::<Result<_>>()?,
                    ig_media_ids: links
                        .iter()
                        .filter(|link| link.product_id == row.id)
                        .map(|link| link.ig_media_id.clone())
                        .collect(),
                    updated_at: Instant::from_millis(row.updated_at),
                })
            })
            .collect()
    }
}
