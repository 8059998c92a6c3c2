//! Products: what is sold, for how much, how many there are, and on which posts they stand.

mod view;
mod write;

use axum::Json;
use axum::extract::State;
use garde::Validate;
use palette_domain::catalogue::Product;
use palette_domain::{BusinessId, ProductId, VariantId};
use palette_store::Cursor;
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::{Access, Read};
use super::fields::{Asked, Ids, rules};
use super::orders::fold;
use super::problem::{Kind, Problem};
use super::view::{Page, limit_of};
use super::web::Web;
pub use view::ProductView;
pub use write::{
    __path_add_variant, __path_change, __path_change_variant, __path_create, __path_remove_variant,
    add_variant, change, change_variant, create, remove_variant,
};

/// The path of one product.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ProductPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The product.
    #[param(value_type = String)]
    product_id: ProductId,
}

/// The path of one variant.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VariantPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The product.
    #[param(value_type = String)]
    product_id: ProductId,
    /// The variant.
    #[param(value_type = String)]
    variant_id: VariantId,
}

/// What the list may be asked.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ProductQuery {
    /// Only with this in a name, another name or a variant's code; looks at the 2,000 newest.
    #[garde(custom(rules::maybe_text(0, 100)))]
    q: Option<String>,
    /// The cursor that the page before gave as `next`.
    #[garde(skip)]
    after: Option<String>,
    /// How many items at most: 1 to 100, 50 when not said.
    #[garde(custom(rules::maybe_number(1, 100)))]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

const LIST: &str = "products";

/// Pages of 100 that a search looks through.
const LOOKS_MAX: usize = 20;

/// Products, newest first.
#[utoipa::path(
    get, path = "/businesses/{business_id}/products", tag = "products",
    params(("business_id" = String, Path), ProductQuery),
    responses((status = 200, description = "A page of products", body = Page<ProductView>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(
    access: Access<Read>,
    State(web): State<Web>,
    Asked(asked): Asked<ProductQuery>,
) -> Result<Json<Page<ProductView>>, Problem> {
    let limit = limit_of(asked.limit);
    let after = web
        .cursors()
        .place(access.id, LIST, ("/after", asked.after.as_deref()))?;
    let words = asked
        .q
        .as_deref()
        .map(fold)
        .filter(|words| !words.is_empty());
    let (products, next) = match words {
        Some(words) => (search(&access, &words, limit).await?, None),
        None => {
            let page = access.business.products(after, limit as u64).await?;
            (page.items, page.next)
        }
    };
    Ok(Json(Page {
        items: products.into_iter().map(ProductView::from).collect(),
        next: web.cursors().next(access.id, LIST, next),
    }))
}

async fn search(access: &Access<Read>, words: &str, limit: usize) -> Result<Vec<Product>, Problem> {
    let mut found = Vec::new();
    let mut after: Option<Cursor> = None;
    for _ in 0..LOOKS_MAX {
        let page = access.business.products(after, 100).await?;
        found.extend(
            page.items
                .into_iter()
                .filter(|product| holds(product, words)),
        );
        after = page.next;
        if after.is_none() || found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

fn holds(product: &Product, words: &str) -> bool {
    let facts = &product.facts;
    let names = [&facts.name.fa, &facts.name.en]
        .into_iter()
        .chain(&facts.aliases);
    let mut texts = names.chain(product.variants.iter().map(|variant| &variant.sku));
    texts.any(|text| fold(text).contains(words))
}

/// One product.
#[utoipa::path(
    get, path = "/businesses/{business_id}/products/{product_id}", tag = "products",
    params(ProductPath),
    responses((status = 200, description = "The product", body = ProductView)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn detail(
    access: Access<Read>,
    Ids(path): Ids<ProductPath>,
) -> Result<Json<ProductView>, Problem> {
    let product = access
        .business
        .product(path.product_id)
        .await?
        .ok_or(Kind::NotFound)?;
    Ok(Json(product.into()))
}
