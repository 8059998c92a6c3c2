//! The inbox: its list, one conversation's head, and who handles it.

mod standing;
mod view;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use garde::Validate;
use palette_domain::conversation::{Handler, Standing};
use palette_domain::policy::Closing;
use palette_domain::{AccountId, BusinessId, ConversationId, Span};
use palette_store::{ConversationFilter, ConversationRow as Row, OrderFilter};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::access::{Access, Converse, Read};
use super::drafts;
use super::fields::{Asked, Ids, rules};
use super::lookup::Lookup;
use super::orders;
use super::problem::{Kind, Problem};
use super::view::{Page, limit_of};
use super::web::Web;
pub use standing::*;
pub use view::{ConversationDetail, ConversationRow, member_facts};

/// The path of one conversation.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ConversationPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The conversation.
    #[param(value_type = String)]
    pub conversation_id: ConversationId,
}

/// Which part of the inbox.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Folder {
    /// All of it, also what is done.
    #[default]
    All,
    /// Neither done nor put aside; the folders down to `closing` are parts of this.
    Open,
    /// With unread messages.
    Unread,
    /// Where a person should look.
    NeedsPerson,
    /// Handled by the AI.
    Ai,
    /// Handled by a person.
    Person,
    /// The last word was ours: the customer's turn.
    Waiting,
    /// With a draft for a person.
    Drafts,
    /// The customer had the last word and the reply window ends within three hours.
    Closing,
    /// Put aside for a while.
    Snoozed,
    /// Done.
    Done,
}

/// Windows that end within this are in the folder of those that close.
const CLOSING_WITHIN: Span = Span::hours(3);

/// Which windows end soon.
pub fn closing(web: &Web) -> Closing {
    web.config.policy().closing(web.now(), CLOSING_WITHIN)
}

impl Folder {
    fn filter(self, web: &Web) -> ConversationFilter {
        ConversationFilter {
            unread: self == Folder::Unread,
            needs_person: self == Folder::NeedsPerson,
            handler: match self {
                Folder::Ai => Some(Handler::Ai),
                Folder::Person => Some(Handler::Person),
                _ => None,
            },
            standing: match self {
                Folder::All => None,
                Folder::Snoozed => Some(Standing::Snoozed),
                Folder::Done => Some(Standing::Done),
                _ => Some(Standing::Open),
            },
            waiting: self == Folder::Waiting,
            drafts: self == Folder::Drafts,
            closing: (self == Folder::Closing).then(|| closing(web)),
            account: None,
        }
    }
}

/// What the list may be asked.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ConversationQuery {
    /// Which part of the inbox.
    #[garde(skip)]
    #[serde(default)]
    #[param(inline, required = false)]
    folder: Folder,
    /// Only of this account.
    #[garde(skip)]
    #[param(value_type = Option<String>)]
    account_id: Option<AccountId>,
    /// Only people whose name or @name holds this; then there is one page.
    #[garde(custom(rules::maybe_text(0, 100)))]
    q: Option<String>,
    /// The cursor that the page before gave as `next`.
    #[garde(skip)]
    after: Option<String>,
    /// How many items at most: 1 to 100, 50 when not said.
    #[garde(custom(rules::maybe_number(1, 100)))]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

const LIST: &str = "conversations";

/// The inbox, newest first.
#[utoipa::path(
    get, path = "/businesses/{business_id}/conversations", tag = "conversations",
    params(("business_id" = String, Path), ConversationQuery),
    responses((status = 200, description = "A page of the inbox", body = Page<ConversationRow>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(
    access: Access<Read>,
    State(web): State<Web>,
    Asked(asked): Asked<ConversationQuery>,
) -> Result<Json<Page<ConversationRow>>, Problem> {
    let limit = limit_of(asked.limit);
    let filter = ConversationFilter {
        account: asked.account_id,
        ..asked.folder.filter(&web)
    };
    let words = asked
        .q
        .as_deref()
        .map(str::trim)
        .filter(|words| !words.is_empty());
    let (rows, next) = if let Some(words) = words {
        let found = access
            .business
            .search_conversations(words, limit as u64)
            .await?;
        (
            found.into_iter().filter(|row| filter.holds(row)).collect(),
            None,
        )
    } else {
        let after = web
            .cursors()
            .place(access.id, LIST, ("/after", asked.after.as_deref()))?;
        let page = access
            .business
            .conversations(&filter, after, limit as u64)
            .await?;
        (page.items, page.next)
    };
    let mut lookup = Lookup::new(&access.business);
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(view::row(&web, &mut lookup, row).await?);
    }
    Ok(Json(Page {
        items,
        next: web.cursors().next(access.id, LIST, next),
    }))
}

/// One conversation with what belongs to it.
#[utoipa::path(
    get, path = "/businesses/{business_id}/conversations/{conversation_id}",
    tag = "conversations", params(ConversationPath),
    responses((status = 200, description = "The conversation", body = ConversationDetail)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn detail(
    access: Access<Read>,
    State(web): State<Web>,
    Ids(path): Ids<ConversationPath>,
) -> Result<Json<ConversationDetail>, Problem> {
    let row = find(&access, path.conversation_id).await?;
    let account = access.business.account(row.conversation.account_id).await?;
    let account = account.ok_or(Kind::NotFound)?;
    let mut lookup = Lookup::new(&access.business);
    let mut orders = Vec::new();
    let filter = OrderFilter {
        customer: Some(row.customer.id),
        ..OrderFilter::default()
    };
    for order in access.business.orders(&filter, None, 10).await?.items {
        orders.push(orders::row(&mut lookup, &order).await?);
    }
    let open = access.business.open_drafts(row.conversation.id).await?;
    let drafts = open.into_iter().map(drafts::view).collect();
    let subject = lookup.media(row.conversation.subject_media).await?;
    let acts = view::acts(&web, &access, &row, &account);
    let row = view::row(&web, &mut lookup, row).await?;
    let (can, refusals) = acts;
    Ok(Json(ConversationDetail {
        row,
        subject,
        drafts,
        orders,
        can,
        refusals,
    }))
}

/// The member takes over: the AI stays silent from now on.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/take-over",
    tag = "conversations", params(ConversationPath),
    responses((status = 200, description = "As it is now", body = ConversationRow)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn take_over(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<ConversationPath>,
) -> Result<Json<ConversationRow>, Problem> {
    let business = &access.business;
    business
        .take_over(path.conversation_id, access.member, web.now())
        .await?;
    web.wake_all();
    shown(&web, &access, path.conversation_id).await
}

/// Gives the conversation back to the AI, which answers what is unanswered.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/give-back",
    tag = "conversations", params(ConversationPath),
    responses((status = 200, description = "As it is now", body = ConversationRow)),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn give_back(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<ConversationPath>,
) -> Result<Json<ConversationRow>, Problem> {
    access
        .business
        .give_back(path.conversation_id, web.now())
        .await?;
    web.wake_all();
    shown(&web, &access, path.conversation_id).await
}

/// The member has seen it.
#[utoipa::path(
    post, path = "/businesses/{business_id}/conversations/{conversation_id}/read",
    tag = "conversations", params(ConversationPath),
    responses((status = 204, description = "Seen")),
    extensions(("x-permission" = json!("converse"))),
)]
pub async fn mark_read(
    access: Access<Converse>,
    State(web): State<Web>,
    Ids(path): Ids<ConversationPath>,
) -> Result<StatusCode, Problem> {
    access
        .business
        .mark_read(path.conversation_id, web.now())
        .await?;
    web.live.bump();
    Ok(StatusCode::NO_CONTENT)
}

async fn shown(
    web: &Web,
    access: &Access<Converse>,
    id: ConversationId,
) -> Result<Json<ConversationRow>, Problem> {
    let row = find(access, id).await?;
    view::row(web, &mut Lookup::new(&access.business), row)
        .await
        .map(Json)
}

/// A conversation of the business.
pub async fn find<N>(access: &Access<N>, id: ConversationId) -> Result<Row, Problem> {
    access
        .business
        .conversation(id)
        .await?
        .ok_or_else(|| Kind::NotFound.into())
}
