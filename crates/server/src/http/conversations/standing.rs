//! A member says how a conversation stands: done, put aside till a time, back on the desk.

use axum::Json;
use axum::extract::State;
use garde::Validate;
use palette_domain::Instant;
use palette_domain::conversation::may_snooze;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ConversationPath, ConversationRow, shown};
use crate::http::access::{Access, Converse};
use crate::http::fields::{Fields, Ids};
use crate::http::problem::{Code, Problem};
use crate::http::web::Web;

/// The member calls it done; a new message of the customer opens it again.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/done",
    tag = "conversations", params(ConversationPath),
    responses((status = 200, description = "As it is now", body = ConversationRow)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn done(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<ConversationPath>,
) -> Result<Json<ConversationRow>, Problem> {
    let (id, now) = (path.conversation_id, web.now());
    access.business.mark_done(id, now).await?;
    web.live.bump();
    shown(&web, &access, id).await
}

/// Puts it back on the desk as it was: neither done nor put aside.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/reopen",
    tag = "conversations", params(ConversationPath),
    responses((status = 200, description = "As it is now", body = ConversationRow)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn reopen(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<ConversationPath>,
) -> Result<Json<ConversationRow>, Problem> {
    let (id, now) = (path.conversation_id, web.now());
    access.business.reopen(id, now).await?;
    web.live.bump();
    shown(&web, &access, id).await
}

/// Till when to put it aside.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    /// When it comes back, if the customer does not write before: later than now, a year at most.
    #[garde(skip)]
    #[schema(value_type = i64)]
    until: Instant,
}

/// Puts it aside till a time; it comes back then, or as soon as the customer writes.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/snooze",
    tag = "conversations", params(ConversationPath), request_body = Snooze,
    responses((status = 200, description = "As it is now", body = ConversationRow)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn snooze(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<ConversationPath>,
    Fields(asked): Fields<Snooze>,
) -> Result<Json<ConversationRow>, Problem> {
    let (id, now) = (path.conversation_id, web.now());
    if !may_snooze(now, asked.until) {
        return Err(Problem::field("/until", Code::Invalid));
    }
    access.business.snooze(id, asked.until, now).await?;
    web.live.bump();
    shown(&web, &access, id).await
}
