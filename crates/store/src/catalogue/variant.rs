//! Adding, changing and removing the variants of a product, each whole or not at all.

use palette_domain::catalogue::Product;
use palette_domain::{Instant, ProductId, VariantId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};

use super::write::{colour, is_ordered, out_of_stock, price, taken};
use crate::keys::Key as _;
use crate::rows::{product, variant};
use crate::{BusinessStore, NewVariant, Result, StoreError};

impl BusinessStore {
    /// Adds a variant to a product that has fewer than `most`.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the SKU is used already, [`StoreError::Invalid`] when there are
    /// `most` already.
    pub async fn add_variant(
        &self,
        id: ProductId,
        new: &NewVariant,
        most: usize,
        now: Instant,
    ) -> Result<Product> {
        let tx = self.store.begin().await?;
        self.changed(&tx, id, now).await?;
        let count = variant::Entity::find()
            .filter(variant::Column::ProductId.eq(id.uuid()))
            .count(&tx)
            .await?;
        let position = usize::try_from(count).unwrap_or(usize::MAX);
        if position >= most {
            return Err(StoreError::Invalid {
                field: "variants",
                why: "there are too many variants",
            });
        }
        self.insert_variant(&tx, id.uuid(), position, new, now)
            .await?;
        self.finish(tx, id, now).await
    }

    /// Makes a variant what `new` says. With `seen`, only while so many are in the house: a number
    /// that was typed over an older one would undo what was sold meanwhile.
    ///
    /// # Errors
    /// [`StoreError::StockMoved`] when the stock is another by now, [`StoreError::OutOfStock`] when
    /// it would fall below what is reserved, [`StoreError::Taken`] when the SKU is used already.
    pub async fn update_variant(
        &self,
        id: (ProductId, VariantId),
        new: &NewVariant,
        seen: Option<u32>,
        now: Instant,
    ) -> Result<Product> {
        let (product, id) = id;
        let to = i64::from(new.on_hand);
        let tx = self.store.begin().await?;
        self.changed(&tx, product, now).await?;
        let mut update = variant::Entity::update_many()
            .set(variant::ActiveModel {
                sku: Set(new.sku.clone()),
                size: Set(new.size.clone()),
                colour: Set(colour(new)),
                price_minor: Set(price(new)?),
                currency: Set(new.price.currency.code().to_owned()),
                on_hand: Set(to),
                ..Default::default()
            })
            .filter(variant::Column::Id.eq(id.uuid()))
            .filter(variant::Column::ProductId.eq(product.uuid()))
            .filter(variant::Column::Reserved.lte(to));
        if let Some(seen) = seen {
            update = update.filter(variant::Column::OnHand.eq(i64::from(seen)));
        }
        let done = update
            .exec(&tx)
            .await
            .map_err(|error| taken(error.into()))?;
        if done.rows_affected == 0 {
            let row = self.of_product(&tx, product, id).await?;
            let on_hand = u32::try_from(row.on_hand).unwrap_or(0);
            return Err(match seen {
                Some(seen) if seen != on_hand => StoreError::StockMoved { on_hand },
                _ => out_of_stock(&row),
            });
        }
        self.finish(tx, product, now).await
    }

    /// Removes a variant that no order names.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when an order names it: its stock may be set to 0 instead.
    pub async fn remove_variant(
        &self,
        id: (ProductId, VariantId),
        now: Instant,
    ) -> Result<Product> {
        let (product, id) = id;
        let tx = self.store.begin().await?;
        self.changed(&tx, product, now).await?;
        let row = self.of_product(&tx, product, id).await?;
        if is_ordered(&tx, &[row.id]).await? {
            return Err(StoreError::Invalid {
                field: "variant",
                why: "an order names it; set its stock to 0 instead",
            });
        }
        self.drop_variants(&tx, vec![row.id]).await?;
        self.finish(tx, product, now).await
    }

    async fn changed(&self, tx: &DatabaseTransaction, id: ProductId, now: Instant) -> Result<()> {
        let changed = product::ActiveModel {
            updated_at: Set(now.millis()),
            ..Default::default()
        };
        self.touch(tx, id, changed).await
    }

    async fn of_product(
        &self,
        tx: &DatabaseTransaction,
        product: ProductId,
        id: VariantId,
    ) -> Result<variant::Model> {
        let product: Uuid = product.uuid();
        self.variant_row(tx, id)
            .await?
            .filter(|row| row.product_id == product)
            .ok_or(StoreError::NotFound("variant"))
    }
}
