//! A product as the API shows it.

use palette_domain::catalogue::{Product, Variant};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::view::{BilingualView, MoneyView};

/// A product with all its variants.
#[derive(Serialize, ToSchema)]
#[schema(as = Product)]
pub struct ProductView {
    id: String,
    name_fa: String,
    name_en: String,
    /// Other names people use, in any language.
    aliases: Vec<String>,
    description: BilingualView,
    /// What it is made of and how to care for it.
    material: BilingualView,
    /// Its measurements, and which body each size suits.
    size_guide: BilingualView,
    /// A path that the product serves (`/pictures/…`), or empty.
    picture: String,
    /// Whether it is sold now.
    active: bool,
    /// Null without variants, or when they don't share a currency.
    price_min: Option<MoneyView>,
    price_max: Option<MoneyView>,
    /// Pieces of all variants that can be promised now.
    available: u32,
    variants: Vec<VariantView>,
    /// Meta's ids of the posts that show it.
    media_ids: Vec<String>,
    updated_at: i64,
}

/// One size and colour.
#[derive(Serialize, ToSchema)]
#[schema(as = Variant)]
pub struct VariantView {
    id: String,
    /// The shop's own code.
    sku: String,
    size: String,
    colour: BilingualView,
    price: MoneyView,
    /// Pieces in the house, reserved ones included.
    on_hand: u32,
    /// Pieces held for orders that are not sent yet.
    reserved: u32,
    /// Pieces that can be promised now.
    available: u32,
}

impl From<Product> for ProductView {
    fn from(product: Product) -> Self {
        let (price_min, price_max) = product.price_range().unzip();
        Self {
            available: product.available(),
            price_min: price_min.map(MoneyView::from),
            price_max: price_max.map(MoneyView::from),
            id: product.id.to_string(),
            name_fa: product.facts.name.fa,
            name_en: product.facts.name.en,
            aliases: product.facts.aliases,
            description: product.facts.description.into(),
            material: product.facts.material.into(),
            size_guide: product.facts.size_guide.into(),
            picture: product.facts.picture,
            active: product.active,
            variants: product
                .variants
                .into_iter()
                .map(VariantView::from)
                .collect(),
            media_ids: product.ig_media_ids,
            updated_at: product.updated_at.millis(),
        }
    }
}

impl From<Variant> for VariantView {
    fn from(variant: Variant) -> Self {
        Self {
            available: variant.available(),
            id: variant.id.to_string(),
            sku: variant.sku,
            size: variant.size,
            colour: variant.colour.into(),
            price: variant.price.into(),
            on_hand: variant.on_hand,
            reserved: variant.reserved,
        }
    }
}
