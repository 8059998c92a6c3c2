//! Changing products and stock. Stock moves by guarded updates, so that two who move it at once
//! never take it below what is reserved.

use palette_domain::catalogue::Product;
use palette_domain::live::Change;
use palette_domain::{Instant, ProductId, VariantId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
};

use crate::keys::Key as _;
use crate::rows::{order_line, product, product_media, variant};
use crate::{BusinessStore, NewProduct, NewVariant, Result, StockChange, StoreError, live};

/// Pieces of one variant a shop may have.
const PIECES_MAX: i64 = 1_000_000_000;

impl BusinessStore {
    /// Makes a product.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when a SKU is used already.
    pub async fn create_product(&self, new: &NewProduct, now: Instant) -> Result<Product> {
        let id = self.store.next_id::<ProductId>(now);
        let tx = self.store.begin().await?;
        self.row(&tx).await?;
        let row = product::Model {
            id: id.uuid(),
            business_id: self.uuid(),
            facts: facts(new),
            active: new.active,
            created_at: now.millis(),
            updated_at: now.millis(),
        };
        product::Entity::insert(product::ActiveModel::from(row))
            .exec_without_returning(&tx)
            .await?;
        for (position, new) in new.variants.iter().enumerate() {
            self.insert_variant(&tx, id.uuid(), position, new, now)
                .await?;
        }
        self.put_links(&tx, id.uuid(), &new.ig_media_ids).await?;
        self.finish(tx, id, now).await
    }

    /// Replaces what a product says of itself and its posts; its variants stay as they are.
    ///
    /// # Errors
    /// When there is no such product.
    pub async fn update_product(
        &self,
        id: ProductId,
        new: &NewProduct,
        now: Instant,
    ) -> Result<Product> {
        let tx = self.store.begin().await?;
        self.touch(
            &tx,
            id,
            product::ActiveModel {
                facts: Set(facts(new)),
                active: Set(new.active),
                updated_at: Set(now.millis()),
                ..Default::default()
            },
        )
        .await?;
        self.put_links(&tx, id.uuid(), &new.ig_media_ids).await?;
        self.finish(tx, id, now).await
    }

    /// Deletes a product that no order names; otherwise it only leaves the catalogue.
    ///
    /// # Errors
    /// When there is no such product.
    pub async fn delete_product(&self, id: ProductId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let known: Vec<Uuid> = variant::Entity::find()
            .select_only()
            .column(variant::Column::Id)
            .filter(variant::Column::ProductId.eq(id.uuid()))
            .filter(variant::Column::BusinessId.eq(self.uuid()))
            .into_tuple()
            .all(&tx)
            .await?;
        self.touch(
            &tx,
            id,
            product::ActiveModel {
                active: Set(false),
                updated_at: Set(now.millis()),
                ..Default::default()
            },
        )
        .await?;
        if !is_ordered(&tx, &known).await? {
            self.drop_variants(&tx, known).await?;
            self.put_links(&tx, id.uuid(), &[]).await?;
            product::Entity::delete_many()
                .filter(product::Column::Id.eq(id.uuid()))
                .exec(&tx)
                .await?;
        }
        live::publish(&tx, [(self.id, Change::Product { id })], now).await?;
        Ok(tx.commit().await?)
    }

    /// Changes a variant's stock.
    ///
    /// # Errors
    /// [`StoreError::OutOfStock`] when it would fall below what is reserved.
    pub async fn change_stock(
        &self,
        variant: VariantId,
        change: StockChange,
        now: Instant,
    ) -> Result<Product> {
        let to = match change {
            StockChange::Set(pieces) => Expr::value(i64::from(pieces)),
            StockChange::Add(pieces) => {
                let bounded = pieces.clamp(-PIECES_MAX, PIECES_MAX);
                Expr::col(variant::Column::OnHand).add(bounded)
            }
        };
        let tx = self.store.begin().await?;
        let done = variant::Entity::update_many()
            .col_expr(variant::Column::OnHand, to.clone())
            .filter(variant::Column::Id.eq(variant.uuid()))
            .filter(variant::Column::BusinessId.eq(self.uuid()))
            .filter(to.clone().gte(Expr::col(variant::Column::Reserved)))
            .filter(to.lte(PIECES_MAX))
            .exec(&tx)
            .await?;
        let row = self
            .variant_row(&tx, variant)
            .await?
            .ok_or(StoreError::NotFound("variant"))?;
        if done.rows_affected == 0 {
            return Err(out_of_stock(&row));
        }
        let id = ProductId::of(row.product_id);
        let changed = product::ActiveModel {
            updated_at: Set(now.millis()),
            ..Default::default()
        };
        self.touch(&tx, id, changed).await?;
        self.finish(tx, id, now).await
    }

    /// Links a product to posts, by Instagram's ids; replaces the links it had.
    ///
    /// # Errors
    /// When there is no such product.
    pub async fn link_media(
        &self,
        id: ProductId,
        ig_media_ids: &[String],
        now: Instant,
    ) -> Result<Product> {
        let tx = self.store.begin().await?;
        let changed = product::ActiveModel {
            updated_at: Set(now.millis()),
            ..Default::default()
        };
        self.touch(&tx, id, changed).await?;
        self.put_links(&tx, id.uuid(), ig_media_ids).await?;
        self.finish(tx, id, now).await
    }

    pub(crate) async fn variant_row(
        &self,
        db: &impl ConnectionTrait,
        id: VariantId,
    ) -> Result<Option<variant::Model>> {
        Ok(variant::Entity::find_by_id(id.uuid())
            .filter(variant::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?)
    }

    pub(super) async fn finish(
        &self,
        tx: DatabaseTransaction,
        id: ProductId,
        now: Instant,
    ) -> Result<Product> {
        let product = self
            .product_in(&tx, id.uuid())
            .await?
            .ok_or(StoreError::NotFound("product"))?;
        live::publish(&tx, [(self.id, Change::Product { id })], now).await?;
        tx.commit().await?;
        Ok(product)
    }

    pub(super) async fn touch(
        &self,
        tx: &DatabaseTransaction,
        id: ProductId,
        changed: product::ActiveModel,
    ) -> Result<()> {
        let done = product::Entity::update_many()
            .set(changed)
            .filter(product::Column::Id.eq(id.uuid()))
            .filter(product::Column::BusinessId.eq(self.uuid()))
            .exec(tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::NotFound("product"));
        }
        Ok(())
    }

    pub(super) async fn insert_variant(
        &self,
        tx: &DatabaseTransaction,
        product: Uuid,
        position: usize,
        new: &NewVariant,
        now: Instant,
    ) -> Result<()> {
        let row = variant::Model {
            id: self.store.next_id::<VariantId>(now).uuid(),
            business_id: self.uuid(),
            product_id: product,
            position: position_of(position),
            sku: new.sku.clone(),
            size: new.size.clone(),
            colour: colour(new),
            price_minor: price(new)?,
            currency: new.price.currency.code().to_owned(),
            on_hand: i64::from(new.on_hand),
            reserved: 0,
        };
        variant::Entity::insert(variant::ActiveModel::from(row))
            .exec_without_returning(tx)
            .await
            .map_err(|error| taken(error.into()))?;
        Ok(())
    }

    pub(super) async fn drop_variants(
        &self,
        tx: &DatabaseTransaction,
        ids: Vec<Uuid>,
    ) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        variant::Entity::delete_many()
            .filter(variant::Column::Id.is_in(ids))
            .exec(tx)
            .await?;
        Ok(())
    }

    async fn put_links(
        &self,
        tx: &DatabaseTransaction,
        product: Uuid,
        ig_media_ids: &[String],
    ) -> Result<()> {
        product_media::Entity::delete_many()
            .filter(product_media::Column::ProductId.eq(product))
            .exec(tx)
            .await?;
        let mut ids: Vec<&String> = ig_media_ids.iter().collect();
        ids.sort();
        ids.dedup();
        if ids.is_empty() {
            return Ok(());
        }
        let rows = ids.into_iter().map(|id| product_media::ActiveModel {
            product_id: Set(product),
            ig_media_id: Set(id.clone()),
            business_id: Set(self.uuid()),
        });
        product_media::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    }
}

pub(crate) fn out_of_stock(row: &variant::Model) -> StoreError {
    StoreError::OutOfStock {
        variant: VariantId::of(row.id),
        available: u32::try_from(row.on_hand - row.reserved).unwrap_or(0),
    }
}

pub(super) async fn is_ordered(tx: &DatabaseTransaction, variants: &[Uuid]) -> Result<bool> {
    if variants.is_empty() {
        return Ok(false);
    }
    let line = order_line::Entity::find()
        .filter(order_line::Column::VariantId.is_in(variants.iter().copied()))
        .one(tx)
        .await?;
    Ok(line.is_some())
}

fn facts(new: &NewProduct) -> String {
    serde_json::to_string(&new.facts).expect("a product's facts are plain JSON")
}

pub(super) fn colour(new: &NewVariant) -> String {
    serde_json::to_string(&new.colour).expect("a colour is plain JSON")
}

pub(super) fn price(new: &NewVariant) -> Result<i64> {
    if new.price.minor < 0 {
        return Err(StoreError::Invalid {
            field: "price",
            why: "a price can't be below zero",
        });
    }
    Ok(new.price.minor)
}

fn position_of(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

pub(super) fn taken(error: StoreError) -> StoreError {
    if error.is_unique() {
        StoreError::Taken("SKU")
    } else {
        error
    }
}
