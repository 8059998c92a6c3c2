//! Rate budgets: how many calls an account may make on an endpoint in any window of time.
//!
//! A budget counts exactly: in no stretch of its length are there more calls than it allows. When
//! Meta says "too many" it halves itself and pauses, then grows back slowly. Pure state: the time
//! is an argument, and who keeps it (one instance, or a store) is not its matter.

use std::collections::VecDeque;

use crate::outbound::OutboundKind;
use crate::{Instant, Span};

/// A group of calls that Meta counts together, per account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Endpoint {
    /// Direct messages.
    Send,
    /// Private replies to comments.
    PrivateReply,
    /// Public replies, hiding, showing and deleting comments.
    CommentWrite,
    /// Reads of conversations and their messages.
    Conversations,
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Endpoint; 4] = [
        Self::Send,
        Self::PrivateReply,
        Self::CommentWrite,
        Self::Conversations,
    ];

    /// The name used in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Endpoint::Send => "send",
            Endpoint::PrivateReply => "private_reply",
            Endpoint::CommentWrite => "comment_write",
            Endpoint::Conversations => "conversations",
        }
    }

    /// The one that an outbound act is counted on.
    pub const fn of(kind: OutboundKind) -> Self {
        match kind {
            OutboundKind::Message => Endpoint::Send,
            OutboundKind::PrivateReply => Endpoint::PrivateReply,
            OutboundKind::CommentReply
            | OutboundKind::HideComment
            | OutboundKind::UnhideComment
            | OutboundKind::DeleteComment => Endpoint::CommentWrite,
        }
    }

    /// What an account may do there; `sends_per_second` is the setting for messages.
    pub const fn limit(self, sends_per_second: u32) -> Limit {
        match self {
            Endpoint::Send => Limit::new(sends_per_second, Span::secs(1)),
            Endpoint::PrivateReply => Limit::new(750, Span::hours(1)),
            // Meta gives no number for comments: the same as for private replies, which mostly
            // go with them; it halves itself when Meta says so.
            Endpoint::CommentWrite => Limit::new(750, Span::hours(1)),
            Endpoint::Conversations => Limit::new(2, Span::secs(1)),
        }
    }
}

/// So many calls in any stretch of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// How many; at least one.
    pub count: u32,
    /// In how long.
    pub per: Span,
}

impl Limit {
    /// A limit; a count of nothing is taken as one.
    pub const fn new(count: u32, per: Span) -> Self {
        Self {
            count: if count == 0 { 1 } else { count },
            per,
        }
    }
}

/// Calls that leave in order may arrive closer together than they left: the window is counted
/// longer by this.
pub const ARRIVAL_SLACK: Span = Span::millis(100);
/// After Meta's "too many", without a time of its own, nothing is called for this long.
pub const PAUSE: Span = Span::secs(30);
/// How long a shrunken budget waits before each step back up.
pub const RECOVERY_STEP: Span = Span::minutes(1);
/// A step back up, in thousandths of the whole.
const RECOVERY: u32 = 100;
/// A budget never shrinks below this share, in thousandths.
const SHARE_MIN: u32 = 50;
const WHOLE: u32 = 1000;

/// The calls one account may make on one endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Budget {
    limit: Limit,
    /// When the calls in the present window were made, oldest first.
    calls: VecDeque<Instant>,
    /// How much of the limit is used at most, in thousandths.
    share: u32,
    /// When the share last changed.
    changed_at: Instant,
    /// Nothing before this.
    paused_until: Instant,
}

impl Budget {
    /// A budget nothing was taken from.
    pub const fn new(limit: Limit) -> Self {
        Self {
            limit,
            calls: VecDeque::new(),
            share: WHOLE,
            changed_at: Instant::from_millis(0),
            paused_until: Instant::from_millis(0),
        }
    }

    /// Takes one call, or says when there is room again.
    ///
    /// # Errors
    /// The moment, later than `now`, at which to ask again.
    pub fn take(&mut self, now: Instant) -> Result<(), Instant> {
        if let Some(free_at) = self.free_at(now) {
            return Err(free_at);
        }
        self.calls.push_back(now);
        Ok(())
    }

    /// When there is room again; nothing when there is room now. Takes nothing.
    pub fn free_at(&mut self, now: Instant) -> Option<Instant> {
        self.recover(now);
        let length = self.window();
        while self
            .calls
            .front()
            .is_some_and(|first| *first + length <= now)
        {
            self.calls.pop_front();
        }
        let allowed = self.allowed();
        let full = self
            .calls
            .len()
            .checked_sub(allowed)
            .and_then(|at| self.calls.get(at));
        let free_at = full.map(|call| *call + length);
        let paused = Some(self.paused_until).filter(|until| *until > now);
        free_at.max(paused)
    }

    /// Meta said "too many": half as much from now on, and nothing until `again_at` when it named
    /// a time, else for [`PAUSE`]. Several such answers to calls already under way count once.
    pub fn shrink(&mut self, now: Instant, again_at: Option<Instant>) {
        self.recover(now);
        if self.paused_until <= now {
            self.share = (self.share / 2).max(SHARE_MIN);
            self.changed_at = now;
        }
        self.paused_until = self.paused_until.max(again_at.unwrap_or(now + PAUSE));
    }

    /// How many calls a window has now; at least one.
    pub fn allowed(&self) -> usize {
        let allowed = u64::from(self.limit.count) * u64::from(self.share) / u64::from(WHOLE);
        usize::try_from(allowed).unwrap_or(usize::MAX).max(1)
    }

    fn window(&self) -> Span {
        Span::millis(
            self.limit
                .per
                .as_millis()
                .saturating_add(ARRIVAL_SLACK.as_millis()),
        )
    }

    /// Grows back by a step for each whole stretch of quiet.
    fn recover(&mut self, now: Instant) {
        let quiet_from = self.changed_at.max(self.paused_until);
        if self.share < WHOLE && now.since(quiet_from) >= RECOVERY_STEP {
            let steps = now.since(quiet_from).as_millis() / RECOVERY_STEP.as_millis();
            let steps = u32::try_from(steps).unwrap_or(u32::MAX);
            self.share = self
                .share
                .saturating_add(RECOVERY.saturating_mul(steps))
                .min(WHOLE);
            let used = RECOVERY_STEP.as_millis().saturating_mul(i64::from(steps));
            self.changed_at = quiet_from + Span::millis(used);
        }
    }
}
