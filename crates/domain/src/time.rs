//! Instants and spans in whole milliseconds, and the two things the world brings: time and chance.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Instant(i64);

/// A length of time in milliseconds; may be negative.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(i64);

impl Instant {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    /// From seconds since the epoch.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1000))
    }
    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }
    /// How long after `earlier` this is; negative when it is before.
    pub const fn since(self, earlier: Instant) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Add<Span> for Instant {
    type Output = Instant;
    fn add(self, span: Span) -> Instant {
        Instant(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Instant {
    type Output = Instant;
    fn sub(self, span: Span) -> Instant {
        Instant(self.0.saturating_sub(span.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// From milliseconds.
    pub const fn millis(millis: i64) -> Self {
        Self(millis)
    }
    /// From seconds.
    pub const fn secs(secs: i64) -> Self {
        Self(secs * 1000)
    }
    /// From minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self::secs(minutes * 60)
    }
    /// From hours.
    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours * 60)
    }
    /// From days of 24 hours.
    pub const fn days(days: i64) -> Self {
        Self::hours(days * 24)
    }
    /// As milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }
    /// As milliseconds for a timer; nothing when negative.
    pub const fn as_std(self) -> std::time::Duration {
        std::time::Duration::from_millis(if self.0 > 0 { self.0 as u64 } else { 0 })
    }
}

/// Where the time comes from. One real clock, and one that a test or a simulation holds in hand.
pub trait Clock: Send + Sync {
    /// The moment it is now.
    fn now(&self) -> Instant;
}

/// Where chance comes from: the operating system, or a seed.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}
