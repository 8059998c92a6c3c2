//! The simulator's own time: free, held or moved; the only file that reads the machine's clock.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970, UTC.
pub type Millis = i64;

/// Milliseconds in a second.
pub const SECOND: Millis = 1_000;
/// Milliseconds in an hour.
pub const HOUR: Millis = 3_600 * SECOND;
/// Milliseconds in a day.
pub const DAY: Millis = 24 * HOUR;

/// The last moment that is taken from outside: the end of the year 9999.
pub const LAST: Millis = 253_402_300_799_999;

/// Whether a time can be worked with: from 1970 to the year 9999.
pub fn is_sane(at: Millis) -> bool {
    (0..=LAST).contains(&at)
}

/// Where the clock stands: what is kept in the state file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Runs with the machine, this many milliseconds ahead of it.
    Free(Millis),
    /// Stands still at this time.
    Held(Millis),
}

/// A clock that can be held, moved and freed.
#[derive(Debug)]
pub struct Clock(Mutex<Stand>);

impl Clock {
    /// Held at `start_ms` when given, else free and on time.
    pub fn new(start_ms: Option<Millis>) -> Self {
        Self(Mutex::new(start_ms.map_or(Stand::Free(0), Stand::Held)))
    }

    /// The simulated time.
    pub fn now(&self) -> Millis {
        match self.stand() {
            Stand::Free(ahead) => machine_now() + ahead,
            Stand::Held(at) => at,
        }
    }

    /// Where it stands.
    pub fn stand(&self) -> Stand {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts it back where a state file says it stood; a free clock goes on with the machine's.
    pub fn restore(&self, stand: Stand) {
        self.put(stand);
    }

    /// Stands still from now on.
    pub fn hold(&self) {
        self.put(Stand::Held(self.now()));
    }

    /// Moves by so many milliseconds, held or not.
    pub fn advance(&self, by: Millis) {
        self.put(match self.stand() {
            Stand::Free(ahead) => Stand::Free(ahead.saturating_add(by)),
            Stand::Held(at) => Stand::Held(at.saturating_add(by)),
        });
    }

    /// Goes to a time, and stays held if it was held.
    pub fn set(&self, at: Millis) {
        self.put(match self.stand() {
            Stand::Free(_) => Stand::Free(at.saturating_sub(machine_now())),
            Stand::Held(_) => Stand::Held(at),
        });
    }

    /// Runs with the machine again, on time.
    pub fn free(&self) {
        self.put(Stand::Free(0));
    }

    fn put(&self, stand: Stand) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = stand;
    }
}

/// Waits in the machine's time: receivers and onlookers are real programs and people.
#[expect(
    clippy::disallowed_methods,
    reason = "the one file that may wait by the machine's clock"
)]
pub async fn wait(time: Duration) {
    tokio::time::sleep(time).await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one file that reads the machine's clock"
)]
fn machine_now() -> Millis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// A time as Graph writes it: `2026-10-05T09:12:33+0000`, no colon in the offset.
pub fn graph_time(at: Millis) -> String {
    let (date, second, _) = civil(at);
    format!("{date}T{second}+0000")
}

/// A time as the control API writes it: RFC 3339 with milliseconds.
pub fn iso_time(at: Millis) -> String {
    let (date, second, millis) = civil(at);
    format!("{date}T{second}.{millis:03}Z")
}

/// Midnight of a day written as `2026-10-05`.
pub fn read_time(text: &str) -> Option<Millis> {
    let mut parts = text.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    if !((1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)) {
        return None;
    }
    let moved_year = if month > 2 { year } else { year - 1 };
    let era = moved_year.div_euclid(400);
    let year_of_era = moved_year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some((era * 146_097 + day_of_era - 719_468) * DAY)
}

/// Date and time of day of an instant, by the days-from-civil method for the Gregorian calendar.
fn civil(at: Millis) -> (String, String, i64) {
    let days = at.div_euclid(DAY);
    let rest = at.rem_euclid(DAY);
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let moved_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * moved_month + 2) / 5 + 1;
    let month = if moved_month < 10 {
        moved_month + 3
    } else {
        moved_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (
        rest / HOUR,
        rest % HOUR / (60 * SECOND),
        rest % (60 * SECOND) / SECOND,
    );
    (
        format!("{year:04}-{month:02}-{day:02}"),
        format!("{hour:02}:{minute:02}:{second:02}"),
        rest % SECOND,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_graph_writes_them() {
        let check = |at, expected: &str| assert_eq!(graph_time(at), expected);
        check(0, "1970-01-01T00:00:00+0000");
        check(951_782_400_000, "2000-02-29T00:00:00+0000");
        check(1_790_000_000_042, "2026-09-21T14:13:20+0000");
        check(-1, "1969-12-31T23:59:59+0000");
        assert_eq!(iso_time(1_790_000_000_042), "2026-09-21T14:13:20.042Z");
    }

    #[test]
    fn a_held_clock_moves_only_when_moved() {
        let clock = Clock::new(Some(1_000));
        assert_eq!(clock.now(), 1_000);
        clock.advance(500);
        assert_eq!(clock.now(), 1_500);
        clock.set(9_000);
        assert_eq!((clock.now(), clock.stand()), (9_000, Stand::Held(9_000)));
        clock.free();
        assert_eq!(clock.stand(), Stand::Free(0));
    }
}
