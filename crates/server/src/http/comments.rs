//! Comments by post, and what a member does with them.

mod act;
mod view;

use axum::Json;
use axum::extract::State;
use garde::Validate;
use palette_domain::comment::CommentState;
use palette_domain::{BusinessId, CommentId, MediaId};
use palette_store::{CommentThread, CommentView as StoredComment, Cursor};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::access::{Access, Read};
use super::fields::{Asked, rules};
use super::lookup::Lookup;
use super::problem::{Kind, Problem};
use super::view::{Page, limit_of};
use super::web::Web;
pub use act::{
    __path_hide, __path_private_reply, __path_reply, __path_unhide, hide, private_reply, reply,
    unhide,
};
pub use view::CommentView;

/// The path of one comment.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CommentPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The comment.
    #[param(value_type = String)]
    pub comment_id: CommentId,
}

/// Which comments.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommentFolder {
    /// All of them.
    #[default]
    All,
    /// Not looked at yet.
    New,
    /// Answered.
    Answered,
    /// In need of no answer.
    Ignored,
    /// A person should look.
    NeedsPerson,
    /// Hidden from the public.
    Hidden,
}

/// What the list may be asked.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CommentQuery {
    /// Only under this post, with replies below each comment.
    #[garde(skip)]
    #[param(value_type = Option<String>)]
    media_id: Option<MediaId>,
    /// Which comments.
    #[garde(skip)]
    #[serde(default)]
    #[param(inline, required = false)]
    state: CommentFolder,
    /// The cursor that the page before gave as `next`.
    #[garde(skip)]
    after: Option<String>,
    /// How many items at most: 1 to 100, 50 when not said.
    #[garde(custom(rules::maybe_number(1, 100)))]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Pages of the store that one request reads at most while it looks for comments in a folder.
const LOOKS_MAX: usize = 8;

/// Comments, newest first.
#[utoipa::path(
    get, path = "/businesses/{business_id}/comments", tag = "comments",
    params(("business_id" = String, Path), CommentQuery),
    responses((status = 200, description = "A page of comments", body = Page<CommentView>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(
    access: Access<Read>,
    State(web): State<Web>,
    Asked(asked): Asked<CommentQuery>,
) -> Result<Json<Page<CommentView>>, Problem> {
    let list = match asked.media_id {
        Some(media) => format!("comments {media}"),
        None => "comments".to_owned(),
    };
    if let Some(media) = asked.media_id {
        access.business.media(media).await?.ok_or(Kind::NotFound)?;
    }
    let mut after = web
        .cursors()
        .place(access.id, &list, ("/after", asked.after.as_deref()))?;
    let limit = limit_of(asked.limit);
    let mut lookup = Lookup::new(&access.business);
    let mut items = Vec::new();
    for _ in 0..LOOKS_MAX {
        let (threads, next) = page(&access, &asked, after, limit - items.len()).await?;
        for thread in threads {
            let mut all = std::iter::once(&thread.top).chain(&thread.replies);
            if all.any(|comment| is_in(comment, asked.state)) {
                items.push(view::thread(&web, &access, &mut lookup, thread).await?);
            }
        }
        after = next;
        if after.is_none() || items.len() >= limit {
            break;
        }
    }
    Ok(Json(Page {
        items,
        next: web.cursors().next(access.id, &list, after),
    }))
}

type Threads = (Vec<CommentThread>, Option<Cursor>);

async fn page(
    access: &Access<Read>,
    asked: &CommentQuery,
    after: Option<Cursor>,
    limit: usize,
) -> Result<Threads, Problem> {
    let waiting = matches!(asked.state, CommentFolder::New | CommentFolder::NeedsPerson);
    let limit = limit as u64;
    let business = &access.business;
    if let Some(media) = asked.media_id {
        let page = business
            .comment_threads(media, waiting, after, limit)
            .await?;
        return Ok((page.items, page.next));
    }
    let page = business.comments(waiting, after, limit).await?;
    let threads = page.items.into_iter().map(|top| CommentThread {
        top,
        replies: Vec::new(),
    });
    Ok((threads.collect(), page.next))
}

fn is_in(view: &StoredComment, folder: CommentFolder) -> bool {
    let state = view.comment.state;
    match folder {
        CommentFolder::All => true,
        CommentFolder::New => state == CommentState::New,
        CommentFolder::Answered => state == CommentState::Answered,
        CommentFolder::Ignored => state == CommentState::Ignored,
        CommentFolder::NeedsPerson => state == CommentState::NeedsPerson,
        CommentFolder::Hidden => view.comment.hidden,
    }
}
