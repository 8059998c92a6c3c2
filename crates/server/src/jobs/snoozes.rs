//! What members put aside comes back when its time is up.

use tokio::sync::Notify;

use super::{breathe, rest};
use crate::state::App;

/// Runs until the app stops.
pub async fn run(app: App) {
    let never = Notify::new();
    loop {
        let due = match app.store.wake_snoozed(app.now()).await {
            Ok(0) => app.store.next_snooze_due().await.unwrap_or_default(),
            Ok(_) => {
                app.live.bump();
                continue;
            }
            Err(error) => {
                tracing::error!(error = %error, "what was put aside can't be brought back");
                if !breathe(&app).await {
                    break;
                }
                continue;
            }
        };
        if !rest(&app, &never, due).await {
            break;
        }
    }
}
