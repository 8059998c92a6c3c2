//! What a member does with a comment: answer it, publicly or once privately, hide it, show it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use garde::Validate;
use palette_domain::conversation::Author;
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::{Rule, Verdict, judge};
use palette_domain::{CommentId, Private};
use palette_store::{CommentThread, CommentView as Stored, NewVerdict, Stage, StoreError};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{CommentPath, view};
use crate::http::access::{Access, Converse};
use crate::http::fields::{Fields, Ids, rules};
use crate::http::idempotency::{Key, KeyHeader, once};
use crate::http::lookup::Lookup;
use crate::http::problem::{Kind, Problem};
use crate::http::web::Web;

/// What to answer.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CommentAnswer {
    /// The words; at most 1000 bytes of UTF-8.
    #[garde(custom(rules::text(1, 1_000)))]
    #[schema(min_length = 1, max_length = 1000)]
    text: String,
}

/// Answers publicly, under the comment.
#[utoipa::path(
    post, path = "/businesses/{business_id}/comments/{comment_id}/reply", tag = "comments",
    params(CommentPath, KeyHeader), request_body = CommentAnswer,
    responses(
        (status = 202, description = "On its way", body = view::CommentView),
        (status = 409, description = "Instagram's rules forbid it; `rule` says which"),
    ),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn reply(
    access: Access<Converse>,
    State(web): State<Web>,
    key: Key,
    Ids(path): Ids<CommentPath>,
    Fields(answer): Fields<CommentAnswer>,
) -> Result<Response, Problem> {
    let id = path.comment_id;
    let request = serde_json::to_vec(&("reply", id, &answer.text)).map_err(Problem::internal)?;
    let work = async {
        let text = answer.text.trim().to_owned();
        let stored = theirs(&access, id).await?;
        let kind = OutboundKind::CommentReply;
        allowed(&web, &access, &stored, kind, text.len()).await?;
        let key = key.clone().into_text();
        let (business, member) = (&access.business, access.member);
        let text = Private::new(text);
        business
            .reply_to_comment(id, member, &text, key.as_deref(), web.now())
            .await?;
        accepted(&web, &access, id).await
    };
    once(&web, &access, key.clone(), &request, work).await
}

/// Answers privately: one private reply per comment, within 7 days.
#[utoipa::path(
    post, path = "/businesses/{business_id}/comments/{comment_id}/private-reply",
    tag = "comments", params(CommentPath, KeyHeader), request_body = CommentAnswer,
    responses(
        (status = 202, description = "On its way", body = view::CommentView),
        (status = 409, description = "Instagram's rules forbid it; `rule` says which"),
    ),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn private_reply(
    access: Access<Converse>,
    State(web): State<Web>,
    key: Key,
    Ids(path): Ids<CommentPath>,
    Fields(answer): Fields<CommentAnswer>,
) -> Result<Response, Problem> {
    let id = path.comment_id;
    let request = serde_json::to_vec(&("private", id, &answer.text)).map_err(Problem::internal)?;
    let work = async {
        let text = answer.text.trim().to_owned();
        let stored = theirs(&access, id).await?;
        // With a key it may be this request again, its answer lost: the store tells.
        let used = stored.comment.private_reply_at.is_some();
        if !(used && key.is_given()) {
            let kind = OutboundKind::PrivateReply;
            allowed(&web, &access, &stored, kind, text.len()).await?;
        }
        let key = key.clone().into_text();
        let (business, member) = (&access.business, access.member);
        let text = Private::new(text);
        let sent = business.private_reply(id, member, &text, key.as_deref(), web.now());
        sent.await.map_err(|error| match error {
            StoreError::Taken(_) => Rule::PrivateReplyUsed.into(),
            other => Problem::from(other),
        })?;
        accepted(&web, &access, id).await
    };
    once(&web, &access, key.clone(), &request, work).await
}

/// Hides a comment from the public.
#[utoipa::path(
    post, path = "/businesses/{business_id}/comments/{comment_id}/hide", tag = "comments",
    params(CommentPath),
    responses((status = 202, description = "On its way", body = view::CommentView)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn hide(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<CommentPath>,
) -> Result<Response, Problem> {
    set_hidden(&web, &access, path.comment_id, true).await
}

/// Shows a hidden comment again.
#[utoipa::path(
    post, path = "/businesses/{business_id}/comments/{comment_id}/unhide", tag = "comments",
    params(CommentPath),
    responses((status = 202, description = "On its way", body = view::CommentView)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn unhide(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<CommentPath>,
) -> Result<Response, Problem> {
    set_hidden(&web, &access, path.comment_id, false).await
}

async fn set_hidden(
    web: &Web,
    access: &Access<Converse>,
    id: CommentId,
    hidden: bool,
) -> Result<Response, Problem> {
    let kind = if hidden {
        OutboundKind::HideComment
    } else {
        OutboundKind::UnhideComment
    };
    let stored = theirs(access, id).await?;
    allowed(web, access, &stored, kind, 0).await?;
    access
        .business
        .set_comment_hidden(id, access.member, hidden, web.now())
        .await?;
    accepted(web, access, id).await
}

/// A customer's comment. The business's own are not answered or hidden here.
async fn theirs(access: &Access<Converse>, id: CommentId) -> Result<Stored, Problem> {
    let stored = access.business.comment(id).await?.ok_or(Kind::NotFound)?;
    if stored.author == Author::Customer {
        Ok(stored)
    } else {
        Err(Kind::Conflict.into())
    }
}

async fn allowed(
    web: &Web,
    access: &Access<Converse>,
    stored: &Stored,
    kind: OutboundKind,
    bytes: usize,
) -> Result<(), Problem> {
    let account = Lookup::new(&access.business)
        .account_status(stored.comment.account_id)
        .await?;
    let facts = view::facts(stored, kind, (access.member, account), bytes);
    let Verdict::Refused(rule) = judge(&web.config.policy(), &facts, web.now()) else {
        return Ok(());
    };
    let verdict = NewVerdict {
        outbox: None,
        stage: Stage::Decide,
        allowed: false,
        rule,
    };
    access.business.log_verdicts(&[verdict], web.now()).await?;
    Err(rule.into())
}

async fn accepted(
    web: &Web,
    access: &Access<Converse>,
    id: CommentId,
) -> Result<Response, Problem> {
    web.wake_sender();
    let top = access.business.comment(id).await?.ok_or(Kind::NotFound)?;
    let mut lookup = Lookup::new(&access.business);
    let thread = with_replies(access, top).await?;
    let view = view::thread(web, access, &mut lookup, thread).await?;
    Ok((StatusCode::ACCEPTED, Json(view)).into_response())
}

/// The comment with its replies, when it stands among the newest threads of its post; what is
/// older is shown without them until the list is read again.
async fn with_replies(access: &Access<Converse>, top: Stored) -> Result<CommentThread, Problem> {
    let page = access
        .business
        .comment_threads(top.comment.media_id, false, None, 100)
        .await?;
    let same = |thread: &CommentThread| thread.top.comment.id == top.comment.id;
    let found = page.items.into_iter().find(same);
    Ok(found.unwrap_or(CommentThread {
        top,
        replies: Vec::new(),
    }))
}
