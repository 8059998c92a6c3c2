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
    Ok(())
}
