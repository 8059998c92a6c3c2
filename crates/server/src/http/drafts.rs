//! Drafts: proposed answers that wait for a person.

use axum::extract::State;
use axum::http::StatusCode;
use palette_domain::draft::{Draft, DraftState};
use palette_domain::{BusinessId, ConversationId, DraftId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::access::{Access, Converse};
use super::fields::Ids;
use super::lookup::millis;
use super::problem::{Kind, Problem};
use super::web::Web;

/// A proposed answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
pub struct DraftView {
    id: String,
    /// The words proposed; empty when the AI has none and only asks a person to look.
    text: String,
    /// Why a person is asked: a reason code.
    reason: String,
    /// When the answer can no longer be sent.
    deadline: Option<i64>,
    /// The comment it answers, when it answers one.
    comment_id: Option<String>,
    /// What was understood.
    decision_id: Option<String>,
    created_at: i64,
}

/// As the API shows it.
pub fn view(draft: Draft) -> DraftView {
    DraftView {
        id: draft.id.to_string(),
        text: draft.text.into_revealed(),
        reason: draft.reason,
        deadline: millis(draft.deadline),
        comment_id: draft.comment_id.map(|id| id.to_string()),
        decision_id: draft.decision_id.map(|id| id.to_string()),
        created_at: draft.created_at.millis(),
    }
}

/// The path of one draft.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DraftPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The conversation.
    #[param(value_type = String)]
    conversation_id: ConversationId,
    /// The draft.
    #[param(value_type = String)]
    draft_id: DraftId,
}

/// Throws a draft away.
#[utoipa::path(
    post,
    path = "/businesses/{business_id}/conversations/{conversation_id}/drafts/{draft_id}/discard",
    tag = "conversations", params(DraftPath),
    responses(
        (status = 204, description = "Gone"),
        (status = 409, description = "It was sent or thrown away already"),
    ),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn discard(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<DraftPath>,
) -> Result<StatusCode, Problem> {
    let draft = access
        .business
        .draft(path.draft_id)
        .await?
        .ok_or(Kind::NotFound)?;
    if draft.conversation_id != path.conversation_id {
        return Err(Kind::NotFound.into());
    }
    if draft.state != DraftState::Open {
        return Err(Kind::Conflict.into());
    }
    access.business.discard_draft(draft.id, web.now()).await?;
    web.live.bump();
    Ok(StatusCode::NO_CONTENT)
}
