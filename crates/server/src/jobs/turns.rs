//! The turn runner: claims what is due, understands, plans, and commits the plan.

use std::sync::Arc;

use palette_domain::account::AccountStatus;
use palette_domain::agent::{self, Plan};
use palette_domain::outbound::{OutboundBody, OutboundKind};
use palette_domain::policy::{self, Sender, TEXT_BYTES_MAX, Verdict};
use palette_domain::turn::Turn;
use palette_domain::understanding::Language;
use palette_domain::{Instant, Private, Span};
use palette_store::{Need, NewDraft, NewOutbound, PlanCommit, StoreError, TurnContext};
use tokio::task::JoinSet;

use super::{HELD_FOR_RECONNECT, backoff, breathe, held_wait, rest};
use crate::clock::random_u64;
use crate::known::Shelf;
use crate::metrics::TurnEnd;
use crate::reading;
use crate::state::App;

/// How many times a turn that fails is tried before only a person can help.
const ATTEMPTS_MAX: u32 = 8;

/// Runs until the app stops; turns that were begun are finished.
pub async fn run(app: App) {
    let owner = format!("turns-{:016x}", random_u64(app.chance.as_ref()));
    let lease = Span::secs(i64::from(app.config.turns.lease_seconds));
    let workers = usize::from(app.config.turns.workers);
    let shelf = Arc::new(Shelf::default());
    let mut working = JoinSet::new();
    loop {
        while working.try_join_next().is_some() {}
        let free = workers.saturating_sub(working.len());
        let claimed = if free == 0 || app.stop.is_cancelled() {
            Vec::new()
        } else {
            let now = app.now();
            match app.store.claim_turns(&owner, lease, free as u64, now).await {
                Ok(claimed) => claimed,
                Err(error) => {
                    tracing::error!(error = %error, "due turns can't be claimed");
                    if !breathe(&app).await {
                        break;
                    }
                    continue;
                }
            }
        };
        let got_all = claimed.len() == free && free > 0;
        for turn in claimed {
            working.spawn(work(app.clone(), turn, Arc::clone(&shelf)));
        }
        if got_all {
            continue;
        }
        if !pause(&app, &mut working, free == 0).await {
            break;
        }
    }
    while working.join_next().await.is_some() {}
}

/// Waits for due work, or, when all workers are busy, for one of them.
async fn pause(app: &App, working: &mut JoinSet<()>, all_busy: bool) -> bool {
    if all_busy {
        tokio::select! {
            () = app.stop.cancelled() => return false,
            _ = working.join_next() => return true,
        }
    }
    let due = app.store.next_turn_due().await.unwrap_or_default();
    rest(app, &app.wake.turns, due).await
}

/// Works on one turn from its snapshot to its commit.
async fn work(app: App, turn: Turn, shelf: Arc<Shelf>) {
    let end = match answer(&app, &turn, &shelf).await {
        Ok(()) => TurnEnd::Done,
        Err(StoreError::Stale) => again(&app, &turn, app.now(), None, TurnEnd::Replanned).await,
        Err(error) => {
            let attempt = turn.attempts + 1;
            tracing::error!(turn = %turn.id, attempt, error = %error, "a turn failed");
            let wait = backoff(attempt.min(ATTEMPTS_MAX), random_u64(app.chance.as_ref()));
            again(
                &app,
                &turn,
                app.now() + wait,
                Some("failed"),
                TurnEnd::Retried,
            )
            .await
        }
    };
    app.metrics.turn(end);
    app.wake_all();
}

async fn again(app: &App, turn: &Turn, at: Instant, code: Option<&str>, end: TurnEnd) -> TurnEnd {
    let business = app.store.business(turn.business_id);
    match business.release_turn(turn, at, code).await {
        Ok(()) | Err(StoreError::Stale | StoreError::NotFound { .. }) => {}
        // Its lease ends by itself, and then it is claimed again.
        Err(error) => tracing::error!(turn = %turn.id, error = %error, "a turn was not released"),
    }
    end
}

async fn answer(app: &App, turn: &Turn, shelf: &Shelf) -> Result<(), StoreError> {
    let business = app.store.business(turn.business_id);
    let context = business.turn_context(turn).await?;
    let (now, age) = (app.now(), app.now().since(turn.opened_at));
    if context.account.status == AccountStatus::TokenDead && age < HELD_FOR_RECONNECT {
        // Nothing can leave now; once the account is connected again the answer still helps.
        return business
            .release_turn(turn, now + held_wait(age), Some("token_dead"))
            .await;
    }
    let known = shelf.of(&business, &context.products).await?;
    let snapshot = reading::snapshot(&context, &known, app);
    let plan = agent::plan(&snapshot, random_u64(app.chance.as_ref()));
    let commit = commit_of(app, &context, plan);
    // The context's own turn: what arrived between the claim and this read is in the plan.
    business
        .commit_plan(&context.turn, &commit, app.now())
        .await?;
    Ok(())
}

/// Turns a plan into what the store writes: texts as they read now, split where Instagram's limit
/// asks for it, each judged. What policy refuses becomes a draft for a person.
fn commit_of(app: &App, context: &TurnContext, plan: Plan) -> PlanCommit {
    let now = app.now();
    let written = plan.why.understood.language;
    let mut commit = PlanCommit {
        why: plan.why,
        draft: plan.draft.map(|draft| NewDraft {
            text: Private::new(draft.words_text),
            reason: draft.reason,
            deadline: deadline(app, context),
        }),
        handler: plan.set_handler,
        // Only a person clears what a person was asked to look at.
        needs_person: plan.needs_person.map_or(Need::Keep, Need::Person),
        opted_out: plan.opt,
        disclosed: plan.disclosed,
        language: (written != Language::Other).then_some(written),
        memory: serde_json::to_value(&plan.memory).ok().map(Private::new),
        comment_state: context.comment.as_ref().map(|_| plan.comment_state),
        ..PlanCommit::default()
    };
    let mut wanted = Vec::new();
    for (index, words) in plan.messages.iter().enumerate() {
        let last = index + 1 == plan.messages.len();
        let quick_replies = if last {
            plan.quick_replies.clone()
        } else {
            Vec::new()
        };
        let body = OutboundBody {
            words: words.clone(),
            quick_replies,
            reply_to_mid: None,
        };
        wanted.push((OutboundKind::Message, body));
    }
    if plan.hide {
        wanted.push((OutboundKind::HideComment, OutboundBody::default()));
    }
    for (kind, body) in wanted {
        add(app, context, &mut commit, kind, body, now);
    }
    // "See your direct messages" would be false without the private reply, so that goes first.
    let spoken = |words| OutboundBody {
        words,
        ..OutboundBody::default()
    };
    let private = plan.private_reply.map(spoken);
    let promised = private.is_some();
    let sent = private.is_some_and(|body| {
        add(
            app,
            context,
            &mut commit,
            OutboundKind::PrivateReply,
            body,
            now,
        )
    });
    if let (Some(words), true) = (plan.public_reply, sent || !promised) {
        add(
            app,
            context,
            &mut commit,
            OutboundKind::CommentReply,
            spoken(words),
            now,
        );
    }
    commit
}

/// Adds one thing to what leaves; false when it may not.
fn add(
    app: &App,
    context: &TurnContext,
    commit: &mut PlanCommit,
    kind: OutboundKind,
    body: OutboundBody,
    now: Instant,
) -> bool {
    let live = agent::LiveFacts {
        catalogue: &context.products,
        orders: &context.orders,
    };
    let text = match (kind, agent::render(&body.words, &live)) {
        (OutboundKind::HideComment, _) => String::new(),
        (_, Ok(text)) => text,
        // The plan was made from these very facts: words that don't render are a fault of ours,
        // and a person answers instead.
        (_, Err(stale)) => {
            tracing::error!(stale = %stale, "a plan's words do not render from its own snapshot");
            commit.needs_person = Need::Person("unsure".to_owned());
            return false;
        }
    };
    let facts = reading::facts(
        context,
        kind,
        &body.words,
        Sender::Ai,
        text.len().min(TEXT_BYTES_MAX),
    );
    match policy::judge(&app.config.policy(), &facts, now) {
        Verdict::Refused(rule) => {
            commit.refused.push(rule);
            if commit.draft.is_none() && kind != OutboundKind::HideComment {
                commit.draft = Some(NewDraft {
                    text: Private::new(text),
                    reason: rule.as_str().to_owned(),
                    deadline: deadline(app, context),
                });
                commit.needs_person = Need::Person(rule.as_str().to_owned());
            }
            false
        }
        Verdict::Allowed(_) | Verdict::Wait { .. } => {
            let language = Some(reading::spoken(&body.words));
            for (body, shown) in parts(body, text) {
                commit.outbox.push(NewOutbound {
                    kind,
                    confirms_opt_out: body.words.role == agent::Role::ConfirmsOptOut,
                    body,
                    shown: Private::new(shown),
                    language,
                    not_before: None,
                    rule: policy::judge(&app.config.policy(), &facts, now).rule(),
                });
            }
            true
        }
    }
}

/// Splits what is over 1000 bytes. The parts of a long text are sent as they were rendered: a
/// pattern can't be cut without cutting facts, and such length comes from a shop's own words.
fn parts(body: OutboundBody, text: String) -> Vec<(OutboundBody, String)> {
    if text.len() <= TEXT_BYTES_MAX {
        return vec![(body, text)];
    }
    let pieces = palette_language::split::split_utf8(&text, TEXT_BYTES_MAX);
    let last = pieces.len().saturating_sub(1);
    pieces
        .into_iter()
        .enumerate()
        .map(|(index, piece)| {
            let mut part = body.clone();
            part.words.pattern = agent::Words::plain(&piece).pattern;
            part.words.facts = Vec::new();
            if index != last {
                part.quick_replies = Vec::new();
            }
            (part, piece)
        })
        .collect()
}

fn deadline(app: &App, context: &TurnContext) -> Option<Instant> {
    let policy = app.config.policy();
    match (
        &context.comment,
        context.conversation.as_ref().and_then(|talk| talk.window),
    ) {
        (Some(comment), _) => Some(comment.comment.at + policy.private_reply),
        (None, Some(window)) if policy.human_agent_granted => Some(policy.human_agent_ends(window)),
        (None, Some(window)) => Some(policy.window_ends(window)),
        (None, None) => None,
    }
}
