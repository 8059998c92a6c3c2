//! What happens by itself: jobs that look for due work, do it, and sleep till there is more.

pub mod canary;
pub mod housekeeping;
pub mod lookups;
pub mod reconcile;
pub mod send;
pub mod snoozes;
pub mod tokens;
pub mod turns;

use palette_domain::{Instant, Span};
use tokio::sync::Notify;

use tokio_util::task::TaskTracker;

use crate::state::App;

/// Starts every job of this instance.
pub fn start(app: &App, tracker: &TaskTracker) {
    tracker.spawn(turns::run(app.clone()));
    tracker.spawn(send::run(app.clone()));
    tracker.spawn(reconcile::run(app.clone()));
    tracker.spawn(lookups::run(app.clone()));
    tracker.spawn(snoozes::run(app.clone()));
    tracker.spawn(tokens::run(app.clone()));
    tracker.spawn(housekeeping::run(app.clone()));
    tracker.spawn(canary::run(app.clone()));
}

/// No job sleeps longer than this without looking: another instance may have left work.
pub const LOOK_AT_LEAST_EVERY: Span = Span::secs(1);

/// Sleeps till work is due, till woken, or till the app stops; false when it stops.
pub async fn rest(app: &App, woken: &Notify, due: Option<Instant>) -> bool {
    let latest = app.now() + LOOK_AT_LEAST_EVERY;
    let until = due.map_or(latest, |due| due.min(latest));
    tokio::select! {
        () = app.stop.cancelled() => false,
        () = woken.notified() => true,
        () = app.clock.sleep_until(until) => true,
    }
}

/// Sleeps after the store failed, whatever is due and whoever wakes: it would most likely fail
/// again at once. False when the app stops.
pub async fn breathe(app: &App) -> bool {
    rest(app, &Notify::new(), None).await
}

/// What waits on a dead token is held this long for someone to connect the account again.
pub const HELD_FOR_RECONNECT: Span = Span::hours(24);
/// How often at most, and how seldom at least, what is held looks whether that happened.
const HELD_LOOK_AGAIN: (Span, Span) = (Span::secs(5), Span::secs(60));

/// The wait until something that is held for `age` looks again: soon at first, then each minute.
pub fn held_wait(age: Span) -> Span {
    let (soonest, latest) = HELD_LOOK_AGAIN;
    Span::millis(age.as_millis() / 2).max(soonest).min(latest)
}

/// The wait before try number `attempt` (from 1): doubling from a second to ten minutes, with up
/// to a quarter more by `chance` so that many that failed together don't come back together.
pub fn backoff(attempt: u32, chance: u64) -> Span {
    let doubled = 1_000_i64 << attempt.saturating_sub(1).min(10);
    let base = doubled.min(600_000);
    let jitter = i64::try_from(chance % 256).unwrap_or(0) * base / 1024;
    Span::millis(base + jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_and_is_bounded() {
        let cases = [
            (1, 0, 1_000),
            (2, 0, 2_000),
            (4, 0, 8_000),
            (30, 0, 600_000),
        ];
        for (attempt, chance, expected) in cases {
            assert_eq!(backoff(attempt, chance), Span::millis(expected));
        }
        for attempt in 0..40 {
            let most = backoff(attempt, 255).as_millis();
            let least = backoff(attempt, 0).as_millis();
            assert!(most < least + least / 3 + 1, "{attempt}: {least}..{most}");
        }
    }
}
