//! How many tries a minute: a small allowance per key that refills by our own clock.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use palette_domain::{Instant, Span};

/// Keys remembered at most; the fullest allowances are forgotten first, which forgives the least.
const KEYS_MAX: usize = 10_000;

/// Allows `burst` tries at once per key and one more after each `refill`.
pub struct Throttle<K> {
    burst: i64,
    refill: Span,
    /// When the key's allowance will be full again.
    full_at: Mutex<HashMap<K, Instant>>,
}

impl<K: Hash + Eq + Clone> Throttle<K> {
    /// An allowance.
    pub fn new(burst: u32, refill: Span) -> Self {
        Self {
            burst: i64::from(burst),
            refill,
            full_at: Mutex::default(),
        }
    }

    /// Takes one try, or says how long to wait for it.
    pub fn take(&self, key: &K, now: Instant) -> Result<(), Span> {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= KEYS_MAX {
            full_at.retain(|_, when| *when > now);
        }
        if full_at.len() >= KEYS_MAX && !full_at.contains_key(key) {
            return Err(self.refill);
        }
        let before = full_at.get(key).copied().unwrap_or(now).max(now);
        let after = before + self.refill;
        let room = Span::millis(self.refill.as_millis().saturating_mul(self.burst));
        let over = after.since(now + room);
        if over > Span::ZERO {
            return Err(over);
        }
        full_at.insert(key.clone(), after);
        Ok(())
    }

    /// Gives a try back: it was a good one.
    pub fn give_back(&self, key: &K) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(when) = full_at.get_mut(key) {
            *when = *when - self.refill;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_at_a_time() {
        let throttle = Throttle::new(3, Span::secs(10));
        let start = Instant::from_secs(1_000);
        for _ in 0..3 {
            assert_eq!(throttle.take(&"a", start), Ok(()));
        }
        assert_eq!(throttle.take(&"a", start), Err(Span::secs(10)));
        assert_eq!(throttle.take(&"b", start), Ok(()));
        assert_eq!(
            throttle.take(&"a", start + Span::secs(4)),
            Err(Span::secs(6))
        );
        assert_eq!(throttle.take(&"a", start + Span::secs(10)), Ok(()));
        assert!(throttle.take(&"a", start + Span::secs(10)).is_err());
        throttle.give_back(&"a");
        assert_eq!(throttle.take(&"a", start + Span::secs(10)), Ok(()));
    }
}
