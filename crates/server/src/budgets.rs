//! Rate budgets of this instance: one for each account and endpoint.
//!
//! Each instance keeps its own. Where several instances send for the same accounts, set
//! `instagram.sends_per_second` to the share of each; Meta's own answers shrink it in any case.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use palette_domain::outbound::OutboundKind;
use palette_domain::policy::budget::{Budget, Endpoint, Limit};
use palette_domain::{AccountId, Clock as _, Instant, Span};
use palette_instagram::Usage;

use crate::clock::AppClock;
use crate::config::Instagram;

/// From this share of Meta's allowance on, we slow down by ourselves, in per cent.
const USAGE_HIGH_PERCENT: u32 = 90;

/// A row that is marked as being sent waits this long for its place, not longer: its lease ends.
const LEAVE_WAIT_MAX: Span = Span::secs(5);

type Kept = Arc<Mutex<HashMap<(AccountId, Endpoint), Budget>>>;

/// Budgets by account and endpoint. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Budgets {
    kept: Kept,
    leaving: Kept,
    send: Limit,
    private_reply: Limit,
    comment_write: Limit,
}

impl Budgets {
    /// Empty budgets with the limits of the settings.
    pub fn new(settings: &Instagram) -> Self {
        Self {
            kept: Arc::default(),
            leaving: Arc::default(),
            send: Limit::new(settings.sends_per_second, Span::secs(1)),
            private_reply: Limit::new(settings.private_replies_per_hour, Span::hours(1)),
            comment_write: Limit::new(settings.comment_acts_per_hour, Span::hours(1)),
        }
    }

    fn limit(&self, endpoint: Endpoint) -> Limit {
        match endpoint {
            Endpoint::Send => self.send,
            Endpoint::PrivateReply => self.private_reply,
            Endpoint::CommentWrite => self.comment_write,
            Endpoint::Conversations => endpoint.limit(0),
        }
    }

    fn with<T>(
        &self,
        account: AccountId,
        kind: OutboundKind,
        act: impl FnOnce(&mut Budget) -> T,
    ) -> T {
        let endpoint = Endpoint::of(kind);
        let limit = self.limit(endpoint);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        act(kept
            .entry((account, endpoint))
            .or_insert_with(|| Budget::new(limit)))
    }

    /// Takes one call, or says when there is room again.
    pub fn take(
        &self,
        account: AccountId,
        kind: OutboundKind,
        now: Instant,
    ) -> Result<(), Instant> {
        self.with(account, kind, |budget| budget.take(now))
    }

    /// Returns when a call that was taken may really leave. Between the taking and the call lies a
    /// commit, which may take longer for some than for others: counted by the taking alone, calls
    /// could arrive closer together than Meta allows.
    ///
    /// # Errors
    /// The moment at which to try again, when Meta said "too many" in the meantime: nothing is to
    /// leave before.
    pub async fn leave(
        &self,
        account: AccountId,
        kind: OutboundKind,
        clock: &AppClock,
    ) -> Result<(), Instant> {
        let key = (account, Endpoint::of(kind));
        let limit = self.limit(key.1);
        loop {
            let now = clock.now();
            let left = {
                let mut leaving = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
                let budget = leaving.entry(key).or_insert_with(|| Budget::new(limit));
                budget.take(now)
            };
            match left {
                Ok(()) => return Ok(()),
                Err(free_at) if free_at.since(now) > LEAVE_WAIT_MAX => return Err(free_at),
                Err(free_at) => clock.sleep_until(free_at).await,
            }
        }
    }

    /// Meta says "too many": less from now on, and nothing for a while.
    pub fn throttled(
        &self,
        account: AccountId,
        kind: OutboundKind,
        wait: Option<Span>,
        now: Instant,
    ) {
        let again_at = wait.map(|wait| now + wait);
        self.with(account, kind, |budget| budget.shrink(now, again_at));
        let key = (account, Endpoint::of(kind));
        let limit = self.limit(key.1);
        let mut leaving = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
        let budget = leaving.entry(key).or_insert_with(|| Budget::new(limit));
        budget.shrink(now, again_at);
    }

    /// What an answer says of the allowance: near its end we slow down before Meta makes us.
    pub fn learn(&self, account: AccountId, kind: OutboundKind, usage: &Usage, now: Instant) {
        if usage.highest_percent() >= USAGE_HIGH_PERCENT {
            let wait = usage
                .wait()
                .map(|wait| Span::millis(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)));
            self.throttled(account, kind, wait, now);
        }
    }
}
