//! The one timeline of a person: messages, comments, public and private replies, and notes.

use axum::Json;
use axum::extract::State;
use garde::Validate;
use palette_domain::conversation::{Author, Message, MessageState, Note, ReplyTo};
use palette_domain::outbound::OutboxState;
use palette_store::{CommentView, TimelineItem};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::access::{Access, Read};
use super::conversations::{self, ConversationPath};
use super::failures::{self, Failure};
use super::fields::{Asked, Ids, rules};
use super::language::Lang;
use super::lookup::{Lookup, MediaRef, millis};
use super::problem::Problem;
use super::view::{Line, MemberName, Page, limit_of, lines_of};
use super::web::Web;

/// One thing in a timeline.
#[derive(Serialize, ToSchema)]
pub struct Entry {
    id: String,
    /// `message`, `comment`, `public_reply`, `private_reply`; `note`: for colleagues, never sent.
    kind: &'static str,
    /// `customer`, `ai`, `member`, or `app`: in the Instagram app or another tool.
    author: &'static str,
    /// Which member wrote it in the dashboard.
    member: Option<MemberName>,
    /// Its words as written.
    text: String,
    /// The same, line by line with directions.
    lines: Vec<Line>,
    attachments: Vec<AttachmentView>,
    at: i64,
    /// `received`, `queued`, `sending`, `sent`, `unknown`, `failed`, `cancelled`, `unsent`.
    state: &'static str,
    /// Why it failed.
    error: Option<Failure>,
    /// The post or story it is about.
    media: Option<MediaRef>,
    /// The comment it is, or answers.
    comment_id: Option<String>,
    reply_to: Option<ReplyToView>,
    /// Titles of the quick replies offered with it.
    quick_replies: Vec<String>,
    /// The emoji that the other side reacted with.
    reaction: Option<String>,
    /// When the customer saw it.
    seen_at: Option<i64>,
    /// Why the AI said it, or did not answer.
    decision_id: Option<String>,
    /// A comment that is hidden from the public.
    hidden: bool,
    /// Colleagues that a note names.
    mentions: Vec<MemberName>,
}

/// Something attached, by reference.
#[derive(Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct AttachmentView {
    /// Meta's word: `image`, `video`, `audio`, `file`, `ig_post`, …
    kind: String,
    /// Where Instagram serves it, for a while.
    url: Option<String>,
    title: Option<String>,
}

/// What a message answers.
#[derive(Serialize, ToSchema)]
#[schema(as = ReplyTo)]
pub struct ReplyToView {
    /// `message` or `story`.
    kind: &'static str,
    /// The words answered, when they are at hand.
    text: Option<String>,
}

/// Which part of the timeline.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TimelineQuery {
    /// The cursor that the page before gave as `next`: what is older.
    #[garde(skip)]
    before: Option<String>,
    /// How many entries at most: 1 to 100, 50 when not said.
    #[garde(custom(rules::maybe_number(1, 100)))]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// The timeline of a conversation's customer, newest first.
#[utoipa::path(
    get, path = "/businesses/{business_id}/conversations/{conversation_id}/timeline",
    tag = "conversations", params(ConversationPath, TimelineQuery),
    responses((status = 200, description = "A page, newest first", body = Page<Entry>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(
    access: Access<Read>,
    State(web): State<Web>,
    lang: Lang,
    Ids(path): Ids<ConversationPath>,
    Asked(asked): Asked<TimelineQuery>,
) -> Result<Json<Page<Entry>>, Problem> {
    conversations::find(&access, path.conversation_id).await?;
    let list = format!("timeline {}", path.conversation_id);
    let before = web
        .cursors()
        .place(access.id, &list, ("/before", asked.before.as_deref()))?;
    let limit = limit_of(asked.limit) as u64;
    let page = access
        .business
        .timeline(path.conversation_id, before, limit)
        .await?;
    let mut lookup = Lookup::new(&access.business);
    let mut items = Vec::with_capacity(page.items.len());
    for item in page.items {
        items.push(entry(&mut lookup, item, lang).await?);
    }
    Ok(Json(Page {
        items,
        next: web.cursors().next(access.id, &list, page.next),
    }))
}

/// One entry as the API shows it.
pub async fn entry(
    lookup: &mut Lookup<'_>,
    item: TimelineItem,
    lang: Lang,
) -> Result<Entry, Problem> {
    match item {
        TimelineItem::Message(message) => of_message(lookup, message, lang).await,
        TimelineItem::Comment(comment) => of_comment(lookup, comment).await,
        TimelineItem::Note(note) => of_note(lookup, note).await,
    }
}

async fn of_message(
    lookup: &mut Lookup<'_>,
    message: Message,
    lang: Lang,
) -> Result<Entry, Problem> {
    let body = message.body.into_revealed();
    let attachments = body
        .attachments
        .into_iter()
        .map(|attachment| AttachmentView {
            kind: attachment.kind,
            url: attachment.url,
            title: attachment.title,
        });
    let reply_to = body.reply_to.map(|reply| ReplyToView {
        kind: match reply {
            ReplyTo::Message { .. } => "message",
            ReplyTo::Story { .. } => "story",
        },
        text: None,
    });
    let private = message.private_reply_to.is_some();
    Ok(Entry {
        id: message.id.to_string(),
        kind: if private { "private_reply" } else { "message" },
        author: message.author.as_str(),
        member: lookup.member(message.member_id).await?,
        lines: lines_of(&body.text),
        text: body.text,
        attachments: attachments.collect(),
        at: message.at.millis(),
        state: message.state.as_str(),
        error: message.error.map(|code| failures::in_words(&code, lang)),
        media: lookup.media(message.media_id).await?,
        comment_id: message.private_reply_to.map(|id| id.to_string()),
        reply_to,
        quick_replies: body.quick_replies,
        reaction: body.reaction,
        seen_at: millis(message.seen_at),
        decision_id: message.decision_id.map(|id| id.to_string()),
        hidden: false,
        mentions: Vec::new(),
    })
}

async fn of_comment(lookup: &mut Lookup<'_>, view: CommentView) -> Result<Entry, Problem> {
    let comment = view.comment;
    let ours = view.author != Author::Customer;
    let text = comment.text.into_revealed();
    Ok(Entry {
        id: comment.id.to_string(),
        kind: if ours { "public_reply" } else { "comment" },
        author: view.author.as_str(),
        member: lookup.member(view.member_id).await?,
        lines: lines_of(&text),
        text,
        attachments: Vec::new(),
        at: comment.at.millis(),
        state: state_of(view.sending, ours),
        error: None,
        media: lookup.media(Some(comment.media_id)).await?,
        comment_id: Some(
            comment
                .parent_id
                .filter(|_| ours)
                .unwrap_or(comment.id)
                .to_string(),
        ),
        reply_to: None,
        quick_replies: Vec::new(),
        reaction: None,
        seen_at: None,
        decision_id: comment.decision_id.map(|id| id.to_string()),
        hidden: comment.hidden,
        mentions: Vec::new(),
    })
}

async fn of_note(lookup: &mut Lookup<'_>, note: Note) -> Result<Entry, Problem> {
    let text = note.text.into_revealed();
    let mut mentions = Vec::with_capacity(note.mentions.len());
    for named in note.mentions {
        mentions.extend(lookup.member(Some(named)).await?);
    }
    Ok(Entry {
        id: note.id.to_string(),
        kind: "note",
        author: Author::Member.as_str(),
        member: lookup.member(Some(note.member_id)).await?,
        lines: lines_of(&text),
        text,
        attachments: Vec::new(),
        at: note.at.millis(),
        state: MessageState::Received.as_str(),
        error: None,
        media: None,
        comment_id: None,
        reply_to: None,
        quick_replies: Vec::new(),
        reaction: None,
        seen_at: None,
        decision_id: None,
        hidden: false,
        mentions,
    })
}

/// A comment of ours that no row sends any more was written in the Instagram app.
fn state_of(sending: Option<OutboxState>, ours: bool) -> &'static str {
    match sending {
        Some(state) => state.as_str(),
        None if ours => OutboxState::Sent.as_str(),
        None => "received",
    }
}
