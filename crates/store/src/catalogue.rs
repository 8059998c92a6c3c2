//! Products, their variants and stock.

use palette_domain::agent::Words;
use palette_domain::business::Bilingual;
use palette_domain::catalogue::{Product, ProductFacts};
use palette_domain::order::Order;
use palette_domain::{Instant, Money, ProductId, VariantId};

use crate::{BusinessStore, Cursor, Page, Result, later};

/// A product to be made.
#[derive(Clone, PartialEq, Debug)]
pub struct NewProduct {
    /// What it says of itself.
    pub facts: ProductFacts,
    /// Whether it is sold now.
    pub active: bool,
    /// Its variants, in order.
    pub variants: Vec<NewVariant>,
    /// Instagram's ids of the posts that show it.
    pub ig_media_ids: Vec<String>,
}

/// A variant to be made or changed.
#[derive(Clone, PartialEq, Debug)]
pub struct NewVariant {
    /// The variant to change; nothing makes a new one.
    pub id: Option<VariantId>,
    /// The shop's own code, unique in the business.
    pub sku: String,
    /// The size.
    pub size: String,
    /// The colour.
    pub colour: Bilingual,
    /// What one piece costs.
    pub price: Money,
    /// Pieces in the house. For a variant that exists, use [`StockChange`] instead: then nothing.
    pub on_hand: Option<u32>,
}

/// How stock is to change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StockChange {
    /// To exactly so many in the house; refused below what is reserved.
    Set(u32),
    /// By so many more or fewer; refused below what is reserved.
    Add(i64),
}

/// What is true now of what a text speaks of.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LiveFacts {
    /// Products, with all their variants.
    pub catalogue: Vec<Product>,
    /// Orders.
    pub orders: Vec<Order>,
}

impl BusinessStore {
    /// A page of products, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn products(&self, after: Option<Cursor>, limit: u64) -> Result<Page<Product>> {
        later()
    }
    /// All products that are sold now, at most 500, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn active_products(&self) -> Result<Vec<Product>> {
        later()
    }
    /// One product.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn product(&self, id: ProductId) -> Result<Option<Product>> {
        later()
    }
    /// Products shown by a post, by Instagram's id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn products_of_media(&self, ig_media_id: &str) -> Result<Vec<Product>> {
        later()
    }
    /// Makes a product.
    ///
    /// # Errors
    /// [`StoreError::Taken`](crate::StoreError::Taken) when a SKU is used already.
    pub async fn create_product(&self, new: &NewProduct, now: Instant) -> Result<Product> {
        later()
    }
    /// Replaces what a product says of itself, its posts and its variants. A variant that is left
    /// out goes, unless an order names it.
    ///
    /// # Errors
    /// When there is no such product, or a SKU is used already.
    pub async fn update_product(
        &self,
        id: ProductId,
        new: &NewProduct,
        now: Instant,
    ) -> Result<Product> {
        later()
    }
    /// Deletes a product that no order names; otherwise it only leaves the catalogue.
    ///
    /// # Errors
    /// When there is no such product.
    pub async fn delete_product(&self, id: ProductId, now: Instant) -> Result<()> {
        later()
    }
    /// Changes a variant's stock.
    ///
    /// # Errors
    /// [`StoreError::OutOfStock`](crate::StoreError::OutOfStock) when it would fall below what is
    /// reserved.
    pub async fn change_stock(
        &self,
        variant: VariantId,
        change: StockChange,
        now: Instant,
    ) -> Result<Product> {
        later()
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
        later()
    }
    /// What is true now of all that some words speak of: to render them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn live_facts(&self, words: &[&Words]) -> Result<LiveFacts> {
        later()
    }
}
