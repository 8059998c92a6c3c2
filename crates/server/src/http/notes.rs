//! A member notes something for colleagues: kept in the timeline, never sent.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use palette_domain::{MemberId, Private};
use palette_store::{NewNote, TimelineItem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::{Access, Converse};
use super::conversations::{self, ConversationPath};
use super::fields::{Fields, Ids, rules};
use super::idempotency::{Key, once};
use super::language::Lang;
use super::lookup::Lookup;
use super::problem::{Code, Problem};
use super::timeline::{self, Entry};
use super::web::Web;

/// Characters of a note: a long thought, not a document.
const NOTE_CHARS_MAX: usize = 4_000;
/// Colleagues that one note names; no shop's team is larger.
const MENTIONS_MAX: usize = 50;

/// What a member notes.
#[derive(Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NoteEdit {
    /// The words.
    #[garde(custom(rules::text(1, NOTE_CHARS_MAX)))]
    #[schema(min_length = 1, max_length = 4000)]
    text: String,
    /// Colleagues it names: members of the business.
    #[garde(custom(rules::entries(0, MENTIONS_MAX)))]
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 50)]
    mentions: Vec<MemberId>,
}

/// Notes something beside a conversation. Only members see it; nothing is sent to the customer.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/notes",
    tag = "conversations", params(ConversationPath, super::idempotency::KeyHeader),
    request_body = NoteEdit,
    responses((status = 201, description = "Kept", body = Entry)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn add(
    access: Access<Converse>,
    State(web): State<Web>,
    lang: Lang,
    key: Key,
    Ids(path): Ids<ConversationPath>,
    Fields(new): Fields<NoteEdit>,
) -> Result<Response, Problem> {
    let id = path.conversation_id;
    let request = serde_json::to_vec(&("notes", id, &new)).map_err(Problem::internal)?;
    let work = async {
        conversations::find(&access, id).await?;
        let members = access.business.members().await?;
        for (index, named) in new.mentions.iter().enumerate() {
            if !members.iter().any(|(member, _)| member.id == *named) {
                return Err(Problem::field(&format!("/mentions/{index}"), Code::Unknown));
            }
        }
        let note = NewNote {
            conversation: id,
            member: access.member,
            text: Private::new(new.text.trim().to_owned()),
            mentions: new.mentions.clone(),
        };
        let note = access.business.add_note(&note, web.now()).await?;
        web.live.bump();
        let mut lookup = Lookup::new(&access.business);
        let entry = timeline::entry(&mut lookup, TimelineItem::Note(note), lang).await?;
        Ok((StatusCode::CREATED, Json(entry)))
    };
    once(&web, &access, key, &request, work).await
}
