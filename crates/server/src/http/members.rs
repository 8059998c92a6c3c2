//! Who works in a business: for naming colleagues.

use axum::Json;
use palette_domain::business::Role;
use serde::Serialize;
use utoipa::ToSchema;

use super::access::{Access, Read};
use super::problem::Problem;
use super::view::Page;

/// A member of the business.
#[derive(Serialize, ToSchema)]
pub struct MemberRow {
    id: String,
    name: String,
    /// `owner`, `admin`, `agent` or `analyst`.
    #[schema(value_type = String)]
    role: Role,
}

/// The members, oldest first; all on one page.
#[utoipa::path(
    get, path = "/businesses/{business_id}/members", tag = "business",
    params(("business_id" = String, Path)),
    responses((status = 200, description = "The members", body = Page<MemberRow>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(access: Access<Read>) -> Result<Json<Page<MemberRow>>, Problem> {
    let members = access.business.members().await?.into_iter();
    let items = members.map(|(member, role)| MemberRow {
        id: member.id.to_string(),
        name: member.name.into_revealed(),
        role,
    });
    Ok(Json(Page {
        items: items.collect(),
        next: None,
    }))
}
