//! Settling sends whose outcome is unknown: by the echo, else by reading Instagram, never blindly.
//!
//! What is found there was sent. What the AI said and what is surely not there is queued again,
//! judged and rendered anew; what a member said is shown to the member. What can't be settled, a
//! person sees.

use std::collections::HashMap;

use palette_domain::outbound::OutboundKind;
use palette_domain::policy::Sender;
use palette_domain::policy::budget::{Budget, Endpoint};
use palette_domain::{AccountId, Instant, OutboxId, Span};
use palette_instagram::{Class, Token, Trouble};
use palette_store::{SentReceipt, StoreError, Unsettled};
use tokio::sync::Notify;

use super::rest;
use crate::state::App;

/// The echo gets this long before Instagram is asked.
const ECHO_TIME: Span = Span::secs(10);
/// From this long after the call began on, what is not there will not come: the client gives a
/// call 20 seconds, and half of that again is for Instagram to show what it took.
const SURE_AFTER: Span = Span::secs(30);
/// How long after a question that failed Instagram is asked about the same row again.
const ASK_AGAIN: Span = Span::secs(15);
/// Rows looked at in one round.
const ROUND: u64 = 32;
/// After this long without an answer a person is told.
const GIVE_UP: Span = Span::minutes(30);
/// Something that got lost this often is no longer repeated: a person sees it.
const LOST_MAX: u32 = 3;

/// What Instagram shows of a send.
enum Seen {
    /// It is there, under this id.
    There(SentReceipt),
    /// It was looked for and is not there.
    Absent,
    /// There is no way to look for it.
    Hidden,
}

/// What was asked already: by row when to ask again, by account how often.
#[derive(Default)]
struct Asked {
    rows: HashMap<OutboxId, Instant>,
    budgets: HashMap<AccountId, Budget>,
}

impl Asked {
    /// Whether it is time to ask about this row; counts the question when it is.
    fn is_due(&mut self, id: OutboxId, account: AccountId, now: Instant) -> bool {
        if self.rows.get(&id).is_some_and(|again| now < *again) {
            return false;
        }
        let limit = Endpoint::Conversations.limit(0);
        let budget = self
            .budgets
            .entry(account)
            .or_insert_with(|| Budget::new(limit));
        budget.take(now).is_ok()
    }
}

/// Runs until the app stops.
pub async fn run(app: App) {
    let never = Notify::new();
    let mut asked = Asked::default();
    while rest(&app, &never, None).await {
        if let Err(error) = app.store.expire_sending(app.now()).await {
            tracing::error!(error = %error, "rows of instances that died can't be looked for");
        }
        if let Err(error) = round(&app, &mut asked).await {
            tracing::error!(error = %error, "unknown sends can't be settled");
        }
    }
}

/// Looks at the rows whose time has come.
async fn round(app: &App, asked: &mut Asked) -> Result<(), StoreError> {
    let rows = app
        .store
        .unknown_older_than(app.now() - ECHO_TIME, ROUND)
        .await?;
    let still = |id: &OutboxId| rows.iter().any(|row| row.sendable.outbound.id == *id);
    asked.rows.retain(|id, _| still(id));
    for row in &rows {
        let outbound = &row.sendable.outbound;
        if asked.is_due(outbound.id, outbound.account_id, app.now()) {
            let seen = look(app, row).await;
            // A row that is settled now will not come again.
            let again = settle(app, row, seen).await?;
            asked.rows.insert(outbound.id, again.unwrap_or_default());
        }
    }
    Ok(())
}

/// Settles a row by what was seen, or says when to ask about it again.
async fn settle(
    app: &App,
    row: &Unsettled,
    seen: Result<Seen, Trouble>,
) -> Result<Option<Instant>, StoreError> {
    let outbound = &row.sendable.outbound;
    let (id, now) = (outbound.id, app.now());
    let age = now.since(row.sent_at);
    let business = app.store.business(outbound.business_id);
    match seen {
        Ok(Seen::There(receipt)) => {
            tracing::info!(outbox = %id, "an unknown send is found");
            business.resolve_unknown(id, Some(&receipt), now).await?;
        }
        Ok(Seen::Absent) if age < SURE_AFTER => return Ok(Some(row.sent_at + SURE_AFTER)),
        Ok(Seen::Absent) if outbound.sender == Sender::Ai && outbound.attempts < LOST_MAX => {
            // Changes nothing when the echo came while Instagram was asked.
            tracing::info!(outbox = %id, "an unknown send never arrived: it is queued again");
            business
                .mark_retry(id, now, Some("not_delivered"), now)
                .await?;
        }
        Ok(Seen::Absent | Seen::Hidden) => {
            tracing::warn!(outbox = %id, "an unknown send did not arrive; a person is told");
            business.resolve_unknown(id, None, now).await?;
        }
        Err(_) if age > GIVE_UP => {
            tracing::warn!(outbox = %id, "an unknown send could not be settled; a person is told");
            business.resolve_unknown(id, None, now).await?;
        }
        Err(trouble) => {
            tracing::warn!(outbox = %id, code = trouble.code_name(), "Instagram can't be asked");
            return Ok(Some(now + ASK_AGAIN));
        }
    }
    app.wake_all();
    Ok(None)
}

/// Asks Instagram whether the row took effect.
async fn look(app: &App, row: &Unsettled) -> Result<Seen, Trouble> {
    let sendable = &row.sendable;
    let token = Token::of(&sendable.account, sendable.token.clone());
    // Sent a little before our clock says, when clocks differ.
    let earliest = row.sent_at - Span::minutes(2);
    let found = match sendable.outbound.kind {
        OutboundKind::Message | OutboundKind::PrivateReply => {
            let Some(igsid) = &sendable.igsid else {
                return Ok(Seen::Hidden);
            };
            let seen = app
                .instagram
                .conversation_messages(&token, igsid)
                .await?
                .value;
            let ours = seen.into_iter().find(|message| {
                message.text.reveal() == row.text.reveal()
                    && message.from_id.as_ref() != Some(igsid)
                    && message.at.is_none_or(|at| at >= earliest)
            });
            ours.map(|message| SentReceipt {
                id: Some(message.mid),
                recipient: Some(igsid.clone()),
            })
        }
        OutboundKind::CommentReply => {
            let Some(comment) = &sendable.comment else {
                return Ok(Seen::Hidden);
            };
            let id = comment.ig_comment_id.reveal();
            let replies = app.instagram.comment_replies(&token, id, None).await?.value;
            let ours = replies
                .items
                .into_iter()
                .find(|reply| reply.text == row.text);
            ours.map(|reply| SentReceipt {
                id: Some(reply.ig_comment_id),
                recipient: None,
            })
        }
        // Hiding and deleting end the same when they are repeated.
        OutboundKind::HideComment | OutboundKind::UnhideComment | OutboundKind::DeleteComment => {
            None
        }
    };
    Ok(found.map_or(Seen::Absent, Seen::There))
}

/// Whether it is worth asking again.
pub(super) const fn passing(trouble: &Trouble) -> bool {
    matches!(
        trouble.class,
        Class::Retry | Class::Throttled | Class::OutcomeUnknown
    )
}
