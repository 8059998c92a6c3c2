//! A member writes to a customer: judged at once, queued, and judged again when it is sent.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use palette_domain::draft::{Draft, DraftState};
use palette_domain::policy::{TEXT_BYTES_MAX, Verdict, judge};
use palette_domain::{ConversationId, DraftId, Private};
use palette_language::split::split_utf8;
use palette_store::{ConversationRow, MemberMessage, NewVerdict, Stage, TimelineItem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::{Access, Converse};
use super::conversations::{self, ConversationPath, member_facts};
use super::examples;
use super::fields::{Fields, Ids, rules};
use super::idempotency::{Key, once};
use super::language::Lang;
use super::lookup::Lookup;
use super::problem::{Code, Kind, Problem};
use super::timeline::{self, Entry};
use super::web::Web;

/// Characters that a member may send at once; Instagram gets them in parts of 1000 bytes.
const TEXT_CHARS_MAX: usize = 4_000;

/// What a member wants to send.
#[derive(Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The words. More than 1000 bytes are sent as several messages, split at sentence ends.
    #[garde(custom(rules::text(1, TEXT_CHARS_MAX)))]
    #[schema(min_length = 1, max_length = 4000)]
    text: String,
    /// The draft it was made from, sent as it was or changed.
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    draft_id: Option<DraftId>,
}

/// What is on its way.
#[derive(Serialize, ToSchema)]
pub struct Queued {
    /// One entry for each part, in the order they are sent.
    items: Vec<Entry>,
}

/// Sends a member's message. The conversation is then the member's; the AI stays silent.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/messages",
    tag = "conversations", params(ConversationPath, super::idempotency::KeyHeader),
    request_body = NewMessage,
    responses(
        (status = 202, description = "On its way", body = Queued),
        (status = 409, description = "Instagram's rules forbid it; `rule` says which"),
    ),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn send(
    access: Access<Converse>,
    State(web): State<Web>,
    lang: Lang,
    key: Key,
    Ids(path): Ids<ConversationPath>,
    Fields(new): Fields<NewMessage>,
) -> Result<Response, Problem> {
    let id = path.conversation_id;
    let request = serde_json::to_vec(&("messages", id, &new)).map_err(Problem::internal)?;
    let work = async {
        let row = conversations::find(&access, id).await?;
        let draft = check_draft(&access, id, new.draft_id, &key).await?;
        let parts = split_utf8(new.text.trim(), TEXT_BYTES_MAX);
        check_rules(&web, &access, &row, &parts).await?;
        let message = MemberMessage {
            conversation: id,
            member: access.member,
            parts: parts.into_iter().map(Private::new).collect(),
            reply_to: None,
            draft: new.draft_id,
            key: key.clone().into_text(),
        };
        let sent = access.business.send_message(&message, web.now()).await?;
        web.wake_sender();
        if let Some(draft) = &draft {
            examples::confirm(&web, &access, draft, &new.text).await;
        }
        let mut lookup = Lookup::new(&access.business);
        let mut items = Vec::with_capacity(sent.messages.len());
        for message in sent.messages {
            items.push(timeline::entry(&mut lookup, TimelineItem::Message(message), lang).await?);
        }
        Ok((StatusCode::ACCEPTED, Json(Queued { items })))
    };
    once(&web, &access, key.clone(), &request, work).await
}

/// The draft is one of this conversation and still waits; with a key it may be sent already, by
/// this very request when its answer was lost.
async fn check_draft(
    access: &Access<Converse>,
    conversation: ConversationId,
    id: Option<DraftId>,
    key: &Key,
) -> Result<Option<Draft>, Problem> {
    let Some(id) = id else { return Ok(None) };
    let draft = access.business.draft(id).await?;
    let draft = draft.filter(|draft| draft.conversation_id == conversation);
    let draft = draft.ok_or_else(|| Problem::field("/draft_id", Code::Unknown))?;
    let sent_before = key.is_given() && draft.state == DraftState::Sent;
    if draft.state != DraftState::Open && !sent_before {
        return Err(Kind::Conflict.into());
    }
    Ok(Some(draft))
}

/// Instagram's rules let it go out now. It is judged again at the moment of sending.
async fn check_rules(
    web: &Web,
    access: &Access<Converse>,
    row: &ConversationRow,
    parts: &[String],
) -> Result<(), Problem> {
    let account = access.business.account(row.conversation.account_id).await?;
    let account = account.ok_or(Kind::NotFound)?;
    let longest = parts.iter().map(String::len).max().unwrap_or(0);
    let facts = member_facts(row, &account, access.member, longest);
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
