//! Making and changing products and their variants.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use palette_domain::Money;
use palette_domain::business::Bilingual;
use palette_domain::catalogue::ProductFacts;
use palette_store::{NewProduct, NewVariant, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ProductPath, ProductView, VariantPath};
use crate::http::access::{Access, ManageCatalogue};
use crate::http::fields::{Fields, Ids, rules};
use crate::http::idempotency::{Key, KeyHeader, once};
use crate::http::problem::{Code, FieldError, Kind, Problem};
use crate::http::view::{BilingualView, MoneyView};
use crate::http::web::Web;

/// Pieces of one variant a person may type.
const PIECES_MAX: i64 = 1_000_000;

/// More than any size run times any palette.
const VARIANTS_MAX: usize = 200;

/// One size and colour, as it is to be.
#[derive(Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = VariantEdit)]
pub struct VariantBody {
    /// The shop's own code, unique in the business.
    #[garde(custom(rules::text(1, 64)))]
    #[schema(min_length = 1, max_length = 64)]
    sku: String,
    #[garde(custom(rules::text(0, 40)))]
    size: String,
    #[garde(dive)]
    colour: BilingualView,
    #[garde(dive)]
    price: MoneyView,
    /// Pieces in the house, reserved ones included.
    #[garde(custom(rules::number(0, PIECES_MAX)))]
    #[schema(maximum = 1_000_000)]
    on_hand: u32,
    /// Pieces in the house when the form was opened: the change is refused when orders or another
    /// member moved them since. Without it, the number is set whatever happened.
    #[garde(skip)]
    #[serde(default)]
    on_hand_seen: Option<u32>,
}

/// A product, as it is to be.
#[derive(Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductEdit)]
pub struct ProductBody {
    /// In Persian; one of the two names is needed.
    #[garde(custom(rules::text(0, 200)))]
    name_fa: String,
    /// In English.
    #[garde(custom(rules::text(0, 200)))]
    name_en: String,
    /// Other names people use.
    #[garde(custom(rules::words(50, 100)))]
    aliases: Vec<String>,
    #[garde(dive)]
    description: BilingualView,
    #[garde(dive)]
    material: BilingualView,
    #[garde(dive)]
    size_guide: BilingualView,
    /// A path that the product serves, or empty.
    #[garde(custom(rules::text(0, 200)), custom(picture_path))]
    picture: String,
    /// Whether it is sold now.
    #[garde(skip)]
    active: bool,
    /// Meta's ids of the posts that show it.
    #[garde(custom(rules::words(200, 64)))]
    media_ids: Vec<String>,
    /// Only of a new product; later each variant is changed by itself.
    #[garde(custom(rules::entries(0, VARIANTS_MAX)), dive)]
    #[serde(default)]
    variants: Vec<VariantBody>,
}

fn picture_path(path: &str, (): &()) -> garde::Result {
    if path.is_empty() || path.starts_with("/pictures/") {
        Ok(())
    } else {
        Err(garde::Error::new(Code::Invalid.pack()))
    }
}

/// Makes a product.
#[utoipa::path(
    post, path = "/businesses/{business_id}/products", tag = "products",
    params(("business_id" = String, Path), KeyHeader), request_body = ProductBody,
    responses((status = 201, description = "The product", body = ProductView)),
    extensions(("x-permission" = json!("manage_catalogue"))),
)]
pub async fn create(
    access: Access<ManageCatalogue>,
    State(web): State<Web>,
    key: Key,
    Fields(new): Fields<ProductBody>,
) -> Result<Response, Problem> {
    new.check_name()?;
    let request = serde_json::to_vec(&("products", &new)).map_err(Problem::internal)?;
    let work = async {
        let skus: Vec<_> = new
            .variants
            .iter()
            .map(|one| one.sku.trim().to_owned())
            .collect();
        let variants = new
            .variants
            .iter()
            .cloned()
            .map(VariantBody::into_new)
            .collect();
        let product = NewProduct {
            variants,
            ..new.bare()
        };
        let made = access.business.create_product(&product, web.now()).await;
        let made = made.map_err(|error| taken(error, &skus))?;
        web.live.bump();
        Ok((StatusCode::CREATED, Json(ProductView::from(made))))
    };
    once(&web, &access, key, &request, work).await
}

/// Replaces what a product says of itself and its posts; its variants stay.
#[utoipa::path(
    put, path = "/businesses/{business_id}/products/{product_id}", tag = "products",
    params(ProductPath), request_body = ProductBody,
    responses((status = 200, description = "As it is now", body = ProductView)),
    extensions(("x-permission" = json!("manage_catalogue"))),
)]
pub async fn change(
    access: Access<ManageCatalogue>,
    State(web): State<Web>,
    Ids(path): Ids<ProductPath>,
    Fields(facts): Fields<ProductBody>,
) -> Result<Json<ProductView>, Problem> {
    facts.check_name()?;
    if !facts.variants.is_empty() {
        return Err(Problem::field("/variants", Code::Unknown));
    }
    let changed = access
        .business
        .update_product(path.product_id, &facts.bare(), web.now())
        .await?;
    web.live.bump();
    Ok(Json(changed.into()))
}

/// Changes a variant: its price, its stock, what it is called.
#[utoipa::path(
    put, path = "/businesses/{business_id}/products/{product_id}/variants/{variant_id}",
    tag = "products", params(VariantPath), request_body = VariantBody,
    responses(
        (status = 200, description = "The product as it is now", body = ProductView),
        (status = 409, description = "The stock would fall below what orders hold"),
    ),
    extensions(("x-permission" = json!("manage_catalogue"))),
)]
pub async fn change_variant(
    access: Access<ManageCatalogue>,
    State(web): State<Web>,
    Ids(path): Ids<VariantPath>,
    Fields(body): Fields<VariantBody>,
) -> Result<Json<ProductView>, Problem> {
    let id = (path.product_id, path.variant_id);
    let seen = body.on_hand_seen;
    let changed = access
        .business
        .update_variant(id, &body.into_new(), seen, web.now())
        .await;
    let changed = match changed {
        Ok(changed) => changed,
        Err(StoreError::StockMoved { on_hand }) => {
            return Err(Problem::field("/on_hand", Code::Moved(i64::from(on_hand))));
        }
        Err(StoreError::OutOfStock { .. }) => {
            let least = reserved(&access, path).await?;
            let code = Code::OutOfRange(i64::from(least), PIECES_MAX);
            return Err(Problem::field("/on_hand", code));
        }
        Err(error) => return Err(taken(error, &[])),
    };
    web.live.bump();
    Ok(Json(changed.into()))
}

/// Adds a variant.
#[utoipa::path(
    post, path = "/businesses/{business_id}/products/{product_id}/variants", tag = "products",
    params(ProductPath), request_body = VariantBody,
    responses((status = 201, description = "The product as it is now", body = ProductView)),
    extensions(("x-permission" = json!("manage_catalogue"))),
)]
pub async fn add_variant(
    access: Access<ManageCatalogue>,
    State(web): State<Web>,
    Ids(path): Ids<ProductPath>,
    Fields(body): Fields<VariantBody>,
) -> Result<(StatusCode, Json<ProductView>), Problem> {
    let changed = access
        .business
        .add_variant(path.product_id, &body.into_new(), VARIANTS_MAX, web.now())
        .await;
    let changed = changed.map_err(|error| match error {
        StoreError::Invalid { .. } => Problem::field("/sku", Code::TooLong(VARIANTS_MAX)),
        other => taken(other, &[]),
    })?;
    web.live.bump();
    Ok((StatusCode::CREATED, Json(changed.into())))
}

/// Removes a variant that no order names.
#[utoipa::path(
    delete, path = "/businesses/{business_id}/products/{product_id}/variants/{variant_id}",
    tag = "products", params(VariantPath),
    responses(
        (status = 200, description = "The product as it is now", body = ProductView),
        (status = 409, description = "An order names it"),
    ),
    extensions(("x-permission" = json!("manage_catalogue"))),
)]
pub async fn remove_variant(
    access: Access<ManageCatalogue>,
    State(web): State<Web>,
    Ids(path): Ids<VariantPath>,
) -> Result<Json<ProductView>, Problem> {
    let id = (path.product_id, path.variant_id);
    let changed = access.business.remove_variant(id, web.now()).await;
    let changed = changed.map_err(|error| match error {
        StoreError::Invalid { .. } => Kind::InUse.into(),
        other => Problem::from(other),
    })?;
    web.live.bump();
    Ok(Json(changed.into()))
}

/// What orders hold of a variant.
async fn reserved(access: &Access<ManageCatalogue>, path: VariantPath) -> Result<u32, Problem> {
    let product = access.business.product(path.product_id).await?;
    let product = product.ok_or(Kind::NotFound)?;
    let mut variants = product.variants.iter();
    let variant = variants.find(|variant| variant.id == path.variant_id);
    Ok(variant.ok_or(Kind::NotFound)?.reserved)
}

/// A SKU in use is a wrong field: the second of two that are the same, or else all of them.
fn taken(error: StoreError, skus: &[String]) -> Problem {
    if !matches!(error, StoreError::Taken(_)) {
        return error.into();
    }
    if skus.is_empty() {
        return Problem::field("/sku", Code::Taken);
    }
    let twice = (0..skus.len()).find(|index| skus[..*index].contains(&skus[*index]));
    let which = twice.map_or(0..skus.len(), |index| index..index + 1);
    let errors = which.map(|index| FieldError::new(format!("/variants/{index}/sku"), Code::Taken));
    Problem::fields(errors.collect())
}

impl VariantBody {
    fn into_new(self) -> NewVariant {
        NewVariant {
            sku: self.sku.trim().to_owned(),
            size: self.size.trim().to_owned(),
            colour: self.colour.into(),
            price: Money::from(self.price),
            on_hand: self.on_hand,
        }
    }
}

impl ProductBody {
    /// A rule over two fields: a thing without any name can't be spoken of.
    fn check_name(&self) -> Result<(), Problem> {
        if self.name_fa.trim().is_empty() && self.name_en.trim().is_empty() {
            return Err(Problem::field("/name_fa", Code::Required));
        }
        Ok(())
    }

    fn bare(self) -> NewProduct {
        NewProduct {
            facts: ProductFacts {
                name: Bilingual::new(self.name_fa.trim(), self.name_en.trim()),
                aliases: self.aliases,
                description: self.description.into(),
                material: self.material.into(),
                size_guide: self.size_guide.into(),
                picture: self.picture,
            },
            active: self.active,
            variants: Vec::new(),
            ig_media_ids: self.media_ids,
        }
    }
}
