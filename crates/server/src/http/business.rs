//! A business: its name, its settings, and the numbers beside its lists.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::access::{Access, Read};
use super::conversations::closing;
use super::problem::Problem;
use super::settings::SettingsView;
use super::web::Web;

/// A business.
#[derive(Serialize, ToSchema)]
pub struct Business {
    id: String,
    name: String,
    settings: SettingsView,
    /// The server's time, so that a client can tell how far its own clock is off.
    now: i64,
}

/// Numbers beside the lists.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    /// Conversations neither done nor put aside. The numbers down to `closing` are of these.
    open: u64,
    /// Conversations where a person should look.
    needs_person: u64,
    /// Conversations with unread messages.
    unread: u64,
    /// Conversations that the AI handles.
    ai: u64,
    /// Conversations where the last word was ours.
    waiting: u64,
    /// Conversations with a draft for a person.
    drafts: u64,
    /// Conversations where the customer had the last word and the reply window ends soon.
    closing: u64,
    /// Conversations put aside for a while.
    snoozed: u64,
    /// Conversations that are done.
    done: u64,
    /// All conversations.
    all: u64,
    /// Comments that wait.
    comments_needing_person: u64,
    /// Orders in each state that has any.
    orders_by_state: BTreeMap<&'static str, u64>,
}

/// The business and its settings.
#[utoipa::path(
    get, path = "/businesses/{business_id}", tag = "business",
    params(("business_id" = String, Path)),
    responses((status = 200, description = "The business", body = Business)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn detail(
    access: Access<Read>,
    State(web): State<Web>,
) -> Result<Json<Business>, Problem> {
    let business = access.business.get().await?;
    Ok(Json(Business {
        id: business.id.to_string(),
        name: business.name,
        settings: business.settings.into(),
        now: web.now().millis(),
    }))
}

/// Numbers beside the lists.
#[utoipa::path(
    get, path = "/businesses/{business_id}/counts", tag = "business",
    params(("business_id" = String, Path)),
    responses((status = 200, description = "The numbers", body = Counts)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn counts(access: Access<Read>, State(web): State<Web>) -> Result<Json<Counts>, Problem> {
    let inbox = access.business.inbox_counts(&closing(&web)).await?;
    let orders = access.business.order_counts().await?.into_iter();
    Ok(Json(Counts {
        open: inbox.open,
        needs_person: inbox.needs_person,
        unread: inbox.unread,
        ai: inbox.ai,
        waiting: inbox.waiting,
        drafts: inbox.drafts,
        closing: inbox.closing,
        snoozed: inbox.snoozed,
        done: inbox.done,
        all: inbox.all,
        comments_needing_person: inbox.comments,
        orders_by_state: orders
            .map(|(state, count)| (state.as_str(), count))
            .collect(),
    }))
}
