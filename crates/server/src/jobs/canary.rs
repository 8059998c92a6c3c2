//! The canary: warns before Meta ends the version of its API that is in use.

use palette_domain::Span;
use palette_instagram::version::Standing;
use tokio::sync::Notify;

use super::rest;
use crate::state::App;

/// How often the table of versions is looked at.
const EVERY: Span = Span::days(1);

/// Looks at the start and once a day, until the app stops.
pub async fn run(app: App) {
    let never = Notify::new();
    let mut next = app.now();
    loop {
        if app.now() >= next {
            next = app.now() + EVERY;
            look(&app);
        }
        if !rest(&app, &never, Some(next)).await {
            break;
        }
    }
}

fn look(app: &App) {
    let version = &app.config.instagram.api_version;
    let standing = Standing::of(version, app.now());
    let Some(problem) = standing.problem(version) else {
        return;
    };
    match standing {
        Standing::Over(_) => tracing::error!(problem, "the version of Meta's API is over"),
        _ => tracing::warn!(problem, "the version of Meta's API needs a look"),
    }
}
