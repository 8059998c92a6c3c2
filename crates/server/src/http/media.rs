//! Posts, reels and stories with their comments' numbers.

mod picture;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::access::{Access, Read};
use super::fields::Asked;
use super::lookup::{Lookup, MediaRef, millis};
use super::problem::Problem;
use super::view::{Page, PageQuery, limit_of};
use super::web::Web;
pub use picture::{__path_picture, picture};

/// A post, reel or story in the list of comments by post.
#[derive(Serialize, ToSchema)]
pub struct MediaRow {
    #[serde(flatten)]
    media: MediaRef,
    account_id: String,
    posted_at: Option<i64>,
    /// Comments of customers under it.
    comments: u64,
    /// Those that wait.
    needing_person: u64,
}

const LIST: &str = "media";

/// Posts, newest first.
#[utoipa::path(
    get, path = "/businesses/{business_id}/media", tag = "comments",
    params(("business_id" = String, Path), PageQuery),
    responses((status = 200, description = "A page of posts", body = Page<MediaRow>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(
    access: Access<Read>,
    State(web): State<Web>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<MediaRow>>, Problem> {
    let after = web
        .cursors()
        .place(access.id, LIST, ("/after", asked.after.as_deref()))?;
    let page = access
        .business
        .media_list(after, limit_of(asked.limit) as u64)
        .await?;
    let mut lookup = Lookup::new(&access.business);
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        items.push(MediaRow {
            media: lookup.media_ref(&row.media).await?,
            account_id: row.media.account_id.to_string(),
            posted_at: millis(row.media.posted_at),
            comments: row.comments,
            needing_person: row.waiting,
        });
    }
    Ok(Json(Page {
        items,
        next: web.cursors().next(access.id, LIST, page.next),
    }))
}
