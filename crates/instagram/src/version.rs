//! Versions of the Graph API: how long each may be used.
//!
//! From the table on developers.facebook.com/docs/graph-api/changelog (29 Oct 2026). Meta keeps a
//! version for about two years; an old one is first raised to the oldest that lives, or refused
//! with code 2635.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use palette_domain::{Instant, Span};

/// The version that this build was written and tested for.
pub const BUILT_FOR: &str = "v26.0";

/// One version of Meta's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// As it stands in paths.
    pub name: &'static str,
    /// The day it came.
    pub from: Date,
    /// The day it ends; nothing while Meta names none.
    pub until: Option<Date>,
}

const fn version(name: &'static str, from: Date, until: Option<Date>) -> Version {
    Version { name, from, until }
}

/// All versions that may still be in use, newest first.
pub const VERSIONS: &[Version] = &[
    version("v27.0", date(2026, 11, 4), None),
    version("v26.0", date(2026, 7, 29), None),
    version("v25.0", date(2026, 2, 18), Some(date(2028, 7, 29))),
    version("v24.0", date(2025, 10, 8), Some(date(2028, 2, 18))),
    version("v23.0", date(2025, 5, 29), Some(date(2027, 10, 8))),
    version("v22.0", date(2025, 1, 21), Some(date(2027, 5, 20))),
    version("v21.0", date(2024, 10, 2), Some(date(2027, 1, 21))),
    version("v20.0", date(2024, 5, 21), Some(date(2026, 9, 24))),
];

/// Operators are warned this long before a version ends.
pub const WARN_BEFORE: Span = Span::days(90);
/// A version without an end date has been kept for at least this long so far.
const KEPT_AT_LEAST: Span = Span::days(700);

/// How a version stands at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It lives, and for a while.
    Good,
    /// Meta ends it on this day, soon.
    EndsSoon(Date),
    /// Meta names no end yet, but versions of its age have ended.
    Old,
    /// Meta ended it on this day.
    Over(Date),
    /// It stands on no table of ours: newer than this build, or misspelt.
    Unknown,
}

impl Standing {
    /// How the version `name` stands at `now`.
    pub fn of(name: &str, now: Instant) -> Self {
        let Some(version) = VERSIONS.iter().find(|version| version.name == name) else {
            return Self::Unknown;
        };
        let begins = |day: Date| {
            let start = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0));
            start.map_or(now, |start| Instant::from_millis(start.as_millisecond()))
        };
        match version.until {
            Some(until) if begins(until) <= now => Self::Over(until),
            Some(until) if begins(until) <= now + WARN_BEFORE => Self::EndsSoon(until),
            None if begins(version.from) + KEPT_AT_LEAST <= now => Self::Old,
            _ => Self::Good,
        }
    }

    /// The name used in the API and in metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::EndsSoon(_) => "ends_soon",
            Self::Old => "old",
            Self::Over(_) => "over",
            Self::Unknown => "unknown",
        }
    }

    /// What is wrong, and the mend, for an operator; nothing when all is well.
    pub fn problem(self, name: &str) -> Option<String> {
        let mend = format!("set PALETTE_INSTAGRAM__API_VERSION={BUILT_FOR} or newer");
        match self {
            Self::Good => None,
            Self::EndsSoon(day) => Some(format!("{name} ends on {day}; {mend}")),
            Self::Old => Some(format!(
                "{name} is two years old and may end any day; {mend}"
            )),
            Self::Over(day) => Some(format!("{name} ended on {day}; {mend}")),
            Self::Unknown => Some(format!(
                "{name} is newer than this Palette or misspelt; {mend}, or update Palette"
            )),
        }
    }
}

/// Whether it is written as Meta writes versions in paths: `v26.0`.
pub fn is_well_formed(name: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    name.strip_prefix('v')
        .and_then(|number| number.split_once('.'))
        .is_some_and(|(major, minor)| digits(major) && digits(minor) && name.len() <= 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: Date) -> Instant {
        let start = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
        Instant::from_millis(start.as_millisecond())
    }

    #[test]
    fn a_version_is_warned_of_before_it_ends() {
        let check = |name: &str, day: Date, expected: Standing| {
            assert_eq!(Standing::of(name, at(day)), expected, "{name} on {day}");
        };
        let end = date(2027, 1, 21);
        check("v21.0", date(2026, 10, 1), Standing::Good);
        check("v21.0", date(2026, 10, 23), Standing::EndsSoon(end));
        check("v21.0", date(2027, 1, 20), Standing::EndsSoon(end));
        check("v21.0", end, Standing::Over(end));
        check("v26.0", date(2026, 11, 24), Standing::Good);
        check("v26.0", date(2028, 8, 1), Standing::Old);
        check("v99.0", date(2026, 11, 24), Standing::Unknown);
        check("26", date(2026, 11, 24), Standing::Unknown);
    }

    #[test]
    fn the_table_is_in_order_and_holds_the_one_we_were_built_for() {
        assert!(VERSIONS.is_sorted_by(|newer, older| newer.from > older.from));
        assert!(VERSIONS.iter().all(|version| is_well_formed(version.name)));
        assert!(VERSIONS.iter().any(|version| version.name == BUILT_FOR));
        let lives = |version: &&Version| version.name == BUILT_FOR && version.until.is_none();
        assert!(VERSIONS.iter().any(|version| lives(&version)));
    }

    #[test]
    fn versions_are_written_as_in_paths() {
        for (name, good) in [
            ("v26.0", true),
            ("v9.0", true),
            ("26.0", false),
            ("v26", false),
            ("v26.0/me", false),
            ("", false),
            ("v.0", false),
        ] {
            assert_eq!(is_well_formed(name), good, "{name}");
        }
    }

    #[test]
    fn each_trouble_names_its_mend() {
        let end = date(2027, 1, 21);
        for standing in [
            Standing::EndsSoon(end),
            Standing::Old,
            Standing::Over(end),
            Standing::Unknown,
        ] {
            let told = standing.problem("v21.0").unwrap();
            assert!(
                told.contains("PALETTE_INSTAGRAM__API_VERSION=v26.0"),
                "{told}"
            );
        }
        assert_eq!(Standing::Good.problem("v26.0"), None);
    }
}
