//! Rate limits: how many calls an account may make in a sliding span of time.

use std::collections::{HashMap, VecDeque};

use crate::clock::Millis;

/// Counts of calls by what is limited and whose.
#[derive(Debug, Default)]
pub struct Limits(HashMap<(&'static str, String), VecDeque<Millis>>);

impl Limits {
    /// Takes one of `most` calls in `span`; `false` when none is left.
    pub fn take(
        &mut self,
        what: &'static str,
        whose: &str,
        most: usize,
        span: Millis,
        now: Millis,
    ) -> bool {
        let calls = self.0.entry((what, whose.to_owned())).or_default();
        // A clock that was set back must not leave calls from the future.
        if calls.back().is_some_and(|at| *at > now) {
            calls.clear();
        }
        while calls.front().is_some_and(|at| now - *at >= span) {
            calls.pop_front();
        }
        if calls.len() >= most {
            return false;
        }
        calls.push_back(now);
        true
    }

    /// Milliseconds until one more is left; 0 when one is.
    pub fn regain(
        &self,
        what: &'static str,
        whose: &str,
        most: usize,
        span: Millis,
        now: Millis,
    ) -> Millis {
        let calls = self.0.get(&(what, whose.to_owned()));
        let full = calls.filter(|calls| calls.len() >= most);
        let Some(calls) = full else {
            return 0;
        };
        // Where nothing at all is allowed, a whole span is as good as any.
        let first = calls.front().copied().unwrap_or(now);
        (first + span - now).max(1)
    }

    /// Share of a limit that was used at the last call, in percent.
    pub fn used(&self, what: &'static str, whose: &str, most: usize) -> usize {
        let calls = self
            .0
            .get(&(what, whose.to_owned()))
            .map_or(0, VecDeque::len);
        calls * 100 / most.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_slides() {
        let mut limits = Limits::default();
        let mut take = |now| limits.take("reads", "a", 2, 1_000, now);
        assert!(take(0) && take(500));
        assert!(!take(999));
        assert!(take(1_000));
        assert!(!take(1_400));
        assert!(take(1_500));
        assert_eq!(limits.regain("reads", "a", 2, 1_000, 1_600), 400);
        assert_eq!(limits.regain("reads", "a", 3, 1_000, 1_600), 0);
    }
}
