//! Settling sends whose outcome is unknown: by the echo, else by reading Instagram; never by
//! sending again. What neither settles, a person sees.

use palette_domain::outbound::OutboundKind;
use palette_domain::{Instant, Span};
use palette_instagram::{Class, Token, Trouble};
use palette_store::{SentReceipt, StoreError, Unsettled};
use tokio::sync::Notify;

use super::rest;
use crate::state::App;

/// The echo gets this long before Instagram is asked.
const ECHO_TIME: Span = Span::secs(10);
/// Rows looked at in one round: the Conversations API allows two calls a second and account.
const ROUND: u64 = 4;
/// How long after a failed question Instagram is asked again.
const ASK_AGAIN: Span = Span::secs(15);
/// After this long without an answer a person is told.
const GIVE_UP: Span = Span::minutes(30);

/// Runs until the app stops.
pub async fn run(app: App) {
    let never = Notify::new();
    let mut not_before = Instant::default();
    while rest(&app, &never, None).await {
        if app.now() < not_before {
            continue;
        }
        if let Err(error) = app.store.expire_sending(app.now()).await {
            tracing::error!(error = %error, "rows of instances that died can't be looked for");
        }
        match round(&app).await {
            Ok(true) => {}
            Ok(false) => not_before = app.now() + ASK_AGAIN,
            Err(error) => tracing::error!(error = %error, "unknown sends can't be settled"),
        }
    }
}

/// Looks at some rows; false when Instagram could not be asked about one of them.
async fn round(app: &App) -> Result<bool, StoreError> {
    let mut all_asked = true;
    for row in app
        .store
        .unknown_older_than(app.now() - ECHO_TIME, ROUND)
        .await?
    {
        let id = row.sendable.outbound.id;
        let business = app.store.business(row.sendable.outbound.business_id);
        match look(app, &row).await {
            Ok(found) => {
                let arrived = found.is_some();
                tracing::info!(outbox = %id, arrived, "an unknown send is settled");
                business
                    .resolve_unknown(id, found.as_ref(), app.now())
                    .await?;
                app.wake_all();
            }
            Err(_) if app.now().since(row.sent_at) > GIVE_UP => {
                tracing::warn!(outbox = %id, "an unknown send was not settled; a person is told");
                business.resolve_unknown(id, None, app.now()).await?;
                app.wake_all();
            }
            Err(trouble) => {
                let code = trouble.code_name();
                tracing::warn!(outbox = %id, code, "Instagram can't be asked");
                all_asked = false;
            }
        }
    }
    Ok(all_asked)
}

/// Asks Instagram whether the row took effect.
async fn look(app: &App, row: &Unsettled) -> Result<Option<SentReceipt>, Trouble> {
    let sendable = &row.sendable;
    let token = Token::of(&sendable.account, sendable.token.clone());
    match sendable.outbound.kind {
        OutboundKind::Message | OutboundKind::PrivateReply => {
            let Some(igsid) = &sendable.igsid else {
                return Ok(None);
            };
            let seen = app
                .instagram
                .conversation_messages(&token, igsid)
                .await?
                .value;
            // Sent a little before our clock says, when clocks differ.
            let earliest = row.sent_at - Span::minutes(2);
            let ours = seen.into_iter().find(|message| {
                message.text.reveal() == row.text.reveal()
                    && message.from_id.as_ref() != Some(igsid)
                    && message.at.is_none_or(|at| at >= earliest)
            });
            Ok(ours.map(|message| SentReceipt {
                id: Some(message.mid),
                recipient: Some(igsid.clone()),
            }))
        }
        OutboundKind::CommentReply => {
            let Some(comment) = &sendable.comment else {
                return Ok(None);
            };
            let id = comment.ig_comment_id.reveal();
            let replies = app.instagram.comment_replies(&token, id, None).await?.value;
            let ours = replies
                .items
                .into_iter()
                .find(|reply| reply.text == row.text);
            Ok(ours.map(|reply| SentReceipt {
                id: Some(reply.ig_comment_id.into()),
                recipient: None,
            }))
        }
        // Hiding and deleting end the same when they are repeated; the sender repeats them itself.
        OutboundKind::HideComment | OutboundKind::UnhideComment | OutboundKind::DeleteComment => {
            Ok(None)
        }
    }
}

/// Whether it is worth asking again.
pub(super) const fn passing(trouble: &Trouble) -> bool {
    matches!(
        trouble.class,
        Class::Retry | Class::Throttled | Class::OutcomeUnknown
    )
}
