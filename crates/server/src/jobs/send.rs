//! The sender: claims outbox rows, fills in the facts of this moment, judges again, marks, sends.
//!
//! The row is marked `sending` and committed before the call. What comes back decides: sent,
//! tried again later, refused for good, or unknown, which only `reconcile` may settle.

use palette_domain::agent::{self, Role};
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::{self, Facts, Permit, PrivateReplyFacts, Rule, Sender, Verdict};
use palette_domain::{Instant, Private, Span, account::AccountStatus};
use palette_instagram::client::OutgoingMessage;
use palette_instagram::error::table::Tell;
use palette_instagram::{Class, Token, Trouble, Usage};
use palette_store::{BusinessStore, NewVerdict, Sendable, SentReceipt, Stage, StoreError};
use tokio::task::JoinSet;

use super::{HELD_FOR_RECONNECT, backoff, breathe, held_wait, rest};
use crate::budgets::Budgets;
use crate::clock::random_u64;
use crate::metrics::SendEnd;
use crate::state::App;

/// Rows sent at the same time by this instance.
const IN_FLIGHT_MAX: usize = 16;
/// How long a claimed row is ours before another instance may look at it: a call takes 20 seconds
/// at most, and what an instance held when it died waits for no longer than this.
const LEASE: Span = Span::secs(45);
/// A row that is refused for a passing reason this often is given up: a person sees it.
const ATTEMPTS_MAX: u32 = 10;

/// What a call takes at most to arrive, in all but troubled times: nothing is sent so late that the
/// window may close on its way.
const TRAVEL: Span = Span::secs(2);

/// Runs until the app stops; calls that were begun are finished.
pub async fn run(app: App) {
    let owner = format!("send-{:016x}", random_u64(app.chance.as_ref()));
    let budgets = Budgets::new(&app.config.instagram);
    let mut sending = JoinSet::new();
    loop {
        while sending.try_join_next().is_some() {}
        let free = IN_FLIGHT_MAX.saturating_sub(sending.len());
        let claimed = if free == 0 || app.stop.is_cancelled() {
            Vec::new()
        } else {
            let now = app.now();
            match app
                .store
                .claim_sendable(&owner, LEASE, free as u64, now)
                .await
            {
                Ok(claimed) => claimed,
                Err(error) => {
                    tracing::error!(error = %error, "rows to be sent can't be claimed");
                    if !breathe(&app).await {
                        break;
                    }
                    continue;
                }
            }
        };
        let some = !claimed.is_empty();
        for row in claimed {
            sending.spawn(send(app.clone(), owner.clone(), budgets.clone(), row));
        }
        if some {
            // A row that is done may let the next of its conversation go: look again at once.
            if sending.join_next().await.is_some() {
                continue;
            }
        }
        let due = app.store.next_send_due().await.unwrap_or_default();
        if !rest(&app, &app.wake.sender, due).await {
            break;
        }
    }
    while sending.join_next().await.is_some() {}
}

async fn send(app: App, owner: String, budgets: Budgets, row: Sendable) {
    let id = row.outbound.id;
    let business = app.store.business(row.outbound.business_id);
    match try_send(&app, &owner, &budgets, &business, &row).await {
        Ok(end) => app.metrics.send(end),
        // The row stays as it was marked; its lease or `reconcile` takes it up.
        Err(error) => tracing::error!(outbox = %id, error = %error, "a send was not recorded"),
    }
    app.wake_all();
}

async fn try_send(
    app: &App,
    owner: &str,
    budgets: &Budgets,
    business: &BusinessStore,
    row: &Sendable,
) -> Result<SendEnd, StoreError> {
    let id = row.outbound.id;
    let Some(text) = render(business, row).await? else {
        business
            .replan_outbound(id, "facts_changed", app.now())
            .await?;
        return Ok(SendEnd::Stale);
    };
    let now = app.now();
    let free_at = budgets
        .take(row.outbound.account_id, row.outbound.kind, now)
        .err();
    let facts = facts(row, text.reveal().len(), free_at);
    let verdict = policy::judge(&app.config.policy(), &facts, now);
    let permit = match verdict {
        Verdict::Allowed(permit) => permit,
        Verdict::Wait { until, .. } => {
            business.mark_retry(id, until, None, now).await?;
            return Ok(SendEnd::Retried);
        }
        Verdict::Refused(rule) => {
            log(business, row, rule, false, now).await?;
            refuse(business, row, rule, now).await?;
            return Ok(SendEnd::Refused);
        }
    };
    log(business, row, permit.rule(), true, now).await?;
    if !business.mark_sending(id, owner, &text, now).await? {
        return Ok(SendEnd::Refused);
    }
    let account = row.outbound.account_id;
    if let Err(again_at) = budgets.leave(account, row.outbound.kind, &app.clock).await {
        business.mark_retry(id, again_at, None, app.now()).await?;
        return Ok(SendEnd::Retried);
    }
    // What was allowed may have ended while the row waited for its commit and its place: a permit
    // must still hold when the call arrives. It was certainly not sent, so it is judged anew.
    let now = app.now();
    if now + TRAVEL >= permit.until() {
        business.mark_retry(id, now + TRAVEL, None, now).await?;
        return Ok(SendEnd::Retried);
    }
    match call(app, permit, row, &text).await {
        Ok((receipt, usage)) => {
            budgets.learn(account, row.outbound.kind, &usage, app.now());
            business.mark_sent(id, &receipt, app.now()).await?;
            Ok(SendEnd::Sent)
        }
        Err(trouble) => troubled(app, budgets, business, row, &trouble).await,
    }
}

/// The text with the facts of this moment; nothing when the wording no longer holds.
async fn render(
    business: &BusinessStore,
    row: &Sendable,
) -> Result<Option<Private<String>>, StoreError> {
    let words = &row.outbound.body.reveal().words;
    if !speaks(row.outbound.kind) {
        return Ok(Some(Private::default()));
    }
    let live = business.live_facts(&[words]).await?;
    let live = agent::LiveFacts {
        catalogue: &live.catalogue,
        orders: &live.orders,
    };
    match agent::render(words, &live) {
        Ok(text) => Ok(Some(Private::new(text))),
        Err(stale) => {
            tracing::info!(outbox = %row.outbound.id, reason = stale_code(&stale), "facts changed");
            Ok(None)
        }
    }
}

const fn stale_code(stale: &agent::Stale) -> &'static str {
    match stale {
        agent::Stale::Broken(_) => "guard",
        agent::Stale::Missing(_) => "missing",
        agent::Stale::Malformed(_) => "malformed",
    }
}

const fn speaks(kind: OutboundKind) -> bool {
    matches!(
        kind,
        OutboundKind::Message | OutboundKind::PrivateReply | OutboundKind::CommentReply
    )
}

fn facts(row: &Sendable, text_bytes: usize, budget_free_at: Option<Instant>) -> Facts {
    let role = row.outbound.body.reveal().words.role;
    Facts {
        kind: row.outbound.kind,
        sender: row.outbound.sender,
        account: row.account.status,
        window: row.window,
        private_reply: row.comment.as_ref().map(|comment| PrivateReplyFacts {
            comment_at: comment.at,
            used: comment.private_reply_used,
        }),
        handler: row.handler,
        opted_out: row.opted_out,
        confirms_opt_out: role == Role::ConfirmsOptOut,
        announces_person: role == Role::AnnouncesPerson,
        comment_hidden: row.comment.as_ref().is_some_and(|comment| comment.hidden),
        thread_elsewhere: row.thread_elsewhere,
        text_bytes,
        budget_free_at,
    }
}

async fn log(
    business: &BusinessStore,
    row: &Sendable,
    rule: Rule,
    allowed: bool,
    now: Instant,
) -> Result<(), StoreError> {
    let verdict = NewVerdict {
        outbox: Some(row.outbound.id),
        stage: Stage::Send,
        allowed,
        rule,
    };
    business.log_verdicts(&[verdict], now).await
}

/// What our own policy refuses at the last moment is taken back when a person took over, and has
/// failed, for a person to see, in all other cases.
async fn refuse(
    business: &BusinessStore,
    row: &Sendable,
    rule: Rule,
    now: Instant,
) -> Result<(), StoreError> {
    let age = now.since(row.outbound.created_at);
    let waits = row.account.status == AccountStatus::TokenDead && age < HELD_FOR_RECONNECT;
    if rule == Rule::AccountUnusable && waits {
        let next_at = now + held_wait(age);
        return business
            .mark_retry(row.outbound.id, next_at, Some(rule.as_str()), now)
            .await;
    }
    let overtaken = matches!(rule, Rule::PersonHandles | Rule::OptedOut);
    if overtaken && row.outbound.sender == Sender::Ai {
        business
            .cancel_outbound(row.outbound.id, rule.as_str(), now)
            .await
            .map(drop)
    } else {
        business
            .mark_failed(row.outbound.id, rule.as_str(), now)
            .await
    }
}

/// The one place where something leaves: each arm spends the permit.
async fn call(
    app: &App,
    permit: Permit,
    row: &Sendable,
    text: &Private<String>,
) -> Result<(SentReceipt, Usage), Trouble> {
    let token = Token::of(&row.account, row.token.clone());
    let client = &app.instagram;
    let body = row.outbound.body.reveal();
    let comment = row
        .comment
        .as_ref()
        .map(|c| c.ig_comment_id.reveal().as_str())
        .unwrap_or("");
    let none = SentReceipt {
        id: None,
        recipient: None,
    };
    match row.outbound.kind {
        OutboundKind::Message => {
            let nobody = Private::default();
            let message = OutgoingMessage {
                text: text.reveal(),
                quick_replies: &body.quick_replies,
                reply_to_mid: body.reply_to_mid.as_deref(),
            };
            let to = row.igsid.as_ref().unwrap_or(&nobody);
            let answer = client.send_message(&token, permit, to, &message).await?;
            let receipt = SentReceipt {
                id: Some(answer.value.mid),
                recipient: answer.value.recipient_id,
            };
            Ok((receipt, answer.usage))
        }
        OutboundKind::PrivateReply => {
            let answer = client
                .private_reply(&token, permit, comment, text.reveal())
                .await?;
            let receipt = SentReceipt {
                id: Some(answer.value.mid),
                recipient: answer.value.recipient_id,
            };
            Ok((receipt, answer.usage))
        }
        OutboundKind::CommentReply => {
            let answer = client
                .reply_to_comment(&token, permit, comment, text.reveal())
                .await?;
            Ok((
                SentReceipt {
                    id: Some(answer.value),
                    recipient: None,
                },
                answer.usage,
            ))
        }
        kind @ (OutboundKind::HideComment | OutboundKind::UnhideComment) => {
            let hidden = kind == OutboundKind::HideComment;
            let answer = client.set_hidden(&token, permit, comment, hidden).await?;
            Ok((none, answer.usage))
        }
        OutboundKind::DeleteComment => {
            let answer = client.delete_comment(&token, permit, comment).await?;
            Ok((none, answer.usage))
        }
    }
}

async fn troubled(
    app: &App,
    budgets: &Budgets,
    business: &BusinessStore,
    row: &Sendable,
    trouble: &Trouble,
) -> Result<SendEnd, StoreError> {
    let (id, account, now) = (row.outbound.id, row.outbound.account_id, app.now());
    let code = trouble.code_name();
    let class = trouble.class.as_str();
    if trouble.tell == Tell::Operator {
        let meaning = trouble.meaning;
        tracing::error!(outbox = %id, code, class, meaning, "Meta refused a send");
    } else {
        tracing::warn!(outbox = %id, code, class, "a send met an error");
    }
    let told = trouble
        .retry_after
        .map(|wait| Span::millis(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)));
    match trouble.class {
        Class::OutcomeUnknown => {
            business.mark_unknown(id, &code, now).await?;
            return Ok(SendEnd::Unknown);
        }
        Class::Throttled => budgets.throttled(account, row.outbound.kind, told, now),
        Class::TokenDead => {
            business
                .set_account_status(account, AccountStatus::TokenDead, now)
                .await?;
        }
        _ => {}
    }
    let passing = matches!(
        trouble.class,
        Class::Retry | Class::Throttled | Class::TokenDead
    );
    if !passing || row.outbound.attempts + 1 >= ATTEMPTS_MAX {
        business.mark_failed(id, &code, now).await?;
        return Ok(SendEnd::Failed);
    }
    let wait = backoff(row.outbound.attempts + 1, random_u64(app.chance.as_ref()));
    let wait = wait.max(told.unwrap_or(Span::ZERO));
    business
        .mark_retry(id, now + wait, Some(&code), now)
        .await?;
    Ok(SendEnd::Retried)
}
