//! Products and their variants: what is sold, for how much, and how many there are.

use serde::{Deserialize, Serialize};

use crate::business::Bilingual;
use crate::{BusinessId, Instant, Money, ProductId, VariantId};

/// What a product says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductFacts {
    /// Its name.
    pub name: Bilingual,
    /// Other names people use, in any language.
    pub aliases: Vec<String>,
    /// A sentence or two.
    pub description: Bilingual,
    /// What it is made of and how to care for it.
    pub material: Bilingual,
    /// Its measurements, and which body each size suits.
    pub size_guide: Bilingual,
    /// A picture: a path the product serves (`/pictures/…`), or empty.
    pub picture: String,
}

/// A product with all its variants.
#[derive(Clone, PartialEq, Debug)]
pub struct Product {
    /// Ours.
    pub id: ProductId,
    /// Whose.
    pub business_id: BusinessId,
    /// What it says of itself.
    pub facts: ProductFacts,
    /// Whether it is sold now.
    pub active: bool,
    /// In the order of the catalogue; never empty for a product that can be bought.
    pub variants: Vec<Variant>,
    /// Instagram's ids of the posts that show it.
    pub ig_media_ids: Vec<String>,
    /// Last changed.
    pub updated_at: Instant,
}

/// One size and colour of a product.
#[derive(Clone, PartialEq, Debug)]
pub struct Variant {
    /// Ours.
    pub id: VariantId,
    /// Of which product.
    pub product_id: ProductId,
    /// The shop's own code, unique in the business.
    pub sku: String,
    /// "38", "M", "free"; empty when there is only one.
    pub size: String,
    /// The colour; empty when there is only one.
    pub colour: Bilingual,
    /// What one piece costs now.
    pub price: Money,
    /// Pieces in the house, reserved ones included. Never negative.
    pub on_hand: u32,
    /// Pieces held for orders that are not sent yet. Never above `on_hand`.
    pub reserved: u32,
}

impl Variant {
    /// Pieces that can be promised now.
    pub const fn available(&self) -> u32 {
        self.on_hand.saturating_sub(self.reserved)
    }
}

impl Product {
    /// Pieces of all variants that can be promised now.
    pub fn available(&self) -> u32 {
        self.variants
            .iter()
            .map(Variant::available)
            .fold(0, u32::saturating_add)
    }
    /// The lowest and highest price, when the variants share a currency.
    pub fn price_range(&self) -> Option<(Money, Money)> {
        let currency = self.variants.first()?.price.currency;
        if self
            .variants
            .iter()
            .any(|variant| variant.price.currency != currency)
        {
            return None;
        }
        let prices = || self.variants.iter().map(|variant| variant.price.minor);
        Some((
            Money::new(prices().min()?, currency),
            Money::new(prices().max()?, currency),
        ))
    }
}
