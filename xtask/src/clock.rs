//! Time for the workshop: the only file of xtask that reads the clock.
//!
//! The product takes its time as an argument; the workshop measures how long real builds and real
//! processes take, so it may ask, but only here.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A started stopwatch.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the one clock of the workshop")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Nanoseconds since 1970: makes names of throw-away folders differ.
#[expect(clippy::disallowed_methods, reason = "the one clock of the workshop")]
pub fn unix_nanos() -> u128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos())
}

/// `7.3 s` under a minute, `4 min 07 s` above.
pub fn show(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!(
            "{} min {:02} s",
            elapsed.as_secs() / 60,
            elapsed.as_secs() % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let check = |millis, expected: &str| {
            assert_eq!(show(Duration::from_millis(millis)), expected);
        };
        check(0, "0.0 s");
        check(7_340, "7.3 s");
        check(60_000, "1 min 00 s");
        check(247_900, "4 min 07 s");
    }
}
