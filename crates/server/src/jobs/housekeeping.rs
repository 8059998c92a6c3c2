//! What keeps the house in order: the database's log, ended sessions, old live events.

use palette_domain::{Instant, Span};
use palette_store::StoreError;
use tokio::sync::Notify;

use super::rest;
use crate::state::App;

/// SQLite's write-ahead log is moved into the file this often.
const CHECKPOINT_EVERY: Span = Span::secs(2);
/// Ended things are deleted this often.
const PRUNE_EVERY: Span = Span::minutes(10);
/// A dashboard that was away longer than this loads anew instead of catching up.
const LIVE_EVENTS_KEPT: Span = Span::hours(24);
/// A request that comes again with its key within this time is answered as before.
const KEYS_KEPT: Span = Span::hours(24);

/// What turns left behind when they ended serves nobody after this.
const TURNS_KEPT: Span = Span::days(7);
/// Events that were kept as they came, because nothing could be made of them.
const RAW_KEPT: Span = Span::days(30);

/// Runs until the app stops.
pub async fn run(app: App) {
    let never = Notify::new();
    let mut prune_at = app.now() + PRUNE_EVERY;
    while rest(&app, &never, Some(app.now() + CHECKPOINT_EVERY)).await {
        if let Err(error) = app.store.checkpoint().await {
            tracing::error!(error = %error, "the database's log can't be moved into its file");
        }
        if app.now() >= prune_at {
            prune_at = app.now() + PRUNE_EVERY;
            if let Err(error) = prune(&app, app.now()).await {
                tracing::error!(error = %error, "ended things can't be deleted");
            }
        }
    }
}

async fn prune(app: &App, now: Instant) -> Result<(), StoreError> {
    app.store.prune_sessions(now).await?;
    app.store.prune_live(now - LIVE_EVENTS_KEPT).await?;
    app.store.prune_idempotency(now - KEYS_KEPT).await?;
    app.store.prune_turns(now - TURNS_KEPT).await?;
    app.store.prune_raw_events(now - RAW_KEPT).await?;
    Ok(())
}
