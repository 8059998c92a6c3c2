//! Products, their variants and stock.

mod read;
mod variant;
mod write;

pub(crate) use read::currency_of;
pub(crate) use write::out_of_stock;

use palette_domain::Money;
use palette_domain::business::Bilingual;
use palette_domain::catalogue::{Product, ProductFacts};
use palette_domain::order::Order;

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

/// A variant to be made, or what one is to become.
#[derive(Clone, PartialEq, Debug)]
pub struct NewVariant {
    /// The shop's own code, unique in the business.
    pub sku: String,
    /// The size.
    pub size: String,
    /// The colour.
    pub colour: Bilingual,
    /// What one piece costs.
    pub price: Money,
    /// Pieces in the house, reserved ones included.
    pub on_hand: u32,
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
