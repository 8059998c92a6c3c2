//! The turn: the unit of AI work on a conversation or a comment.

use crate::{AccountId, BusinessId, CommentId, ConversationId, Instant, Span, TurnId};

/// What a turn is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Subject {
    /// What a customer wrote by DM.
    Conversation(ConversationId),
    /// A comment.
    Comment(CommentId),
}

/// A turn that an instance has claimed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// Ours.
    pub id: TurnId,
    /// Whose.
    pub business_id: BusinessId,
    /// Of which account.
    pub account_id: AccountId,
    /// About what.
    pub subject: Subject,
    /// Goes up when something arrives; a turn closed with an old number is planned again.
    pub generation: i64,
    /// How often it was tried before.
    pub attempts: u32,
    /// When its first message came.
    pub opened_at: Instant,
}

/// How long to wait for more words before answering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuietTime {
    /// By how the person writes.
    Adaptive,
    /// Always this long; zero answers at once.
    Fixed(Span),
}

/// The shortest wait: most people who go on writing do so within it.
pub const QUIET_MIN: Span = Span::millis(2_500);
/// What a greeting or an unfinished line waits: the question usually follows.
pub const QUIET_UNFINISHED: Span = Span::secs(6);
/// No burst delays the answer longer than this after its first message.
pub const QUIET_TOTAL_MAX: Span = Span::secs(20);

impl QuietTime {
    /// When a turn is due after a message at `now`, for a turn opened at `opened_at`.
    ///
    /// A finished question waits the shortest time, a bare greeting or an unfinished line longer,
    /// and a burst never pushes the answer beyond [`QUIET_TOTAL_MAX`] after its first message.
    pub fn due(self, opened_at: Instant, now: Instant, looks_finished: bool) -> Instant {
        match self {
            QuietTime::Fixed(span) => now + span,
            QuietTime::Adaptive => {
                let wait = if looks_finished {
                    QUIET_MIN
                } else {
                    QUIET_UNFINISHED
                };
                (now + wait).min((opened_at + QUIET_TOTAL_MAX).max(now))
            }
        }
    }
}

/// Whether a text looks like a whole request: it asks something or is long enough.
///
/// This is a cheap look at the last line only, made while the message is taken in.
pub fn looks_finished(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(['?', '؟', '!', '.']) || text.split_whitespace().count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_bounded_and_a_fixed_time_is_kept() {
        let start = Instant::from_millis(1_000_000);
        let cases = [
            (QuietTime::Adaptive, 0, true, 2_500),
            (QuietTime::Adaptive, 0, false, 6_000),
            (QuietTime::Adaptive, 18_000, false, 20_000),
            (QuietTime::Adaptive, 25_000, true, 25_000),
            (QuietTime::Fixed(Span::ZERO), 3_000, false, 3_000),
            (QuietTime::Fixed(Span::millis(700)), 3_000, true, 3_700),
        ];
        for (quiet, after, finished, due_after) in cases {
            let due = quiet.due(start, start + Span::millis(after), finished);
            assert_eq!(
                due.since(start).as_millis(),
                due_after,
                "{quiet:?} {after} {finished}"
            );
        }
    }

    #[test]
    fn what_looks_finished() {
        for (text, expected) in [
            ("سلام", false),
            ("قیمتش چنده؟", true),
            ("hi", false),
            ("do you have size M", true),
        ] {
            assert_eq!(looks_finished(text), expected, "{text}");
        }
    }
}
