//! From what was said of a day to the day itself, once today is known.
//!
//! Persian dates are turned by the arithmetic of the 33-year cycle, which agrees with the civil
//! calendar of Iran from 1343 to 1500.

use serde_json::Value;

/// The days of the week, Monday first, as values name them.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Day {
    /// Days since 1970-01-01.
    fn serial(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    fn of_serial(serial: i64) -> Self {
        let days = serial + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let part = (5 * of_year + 2) / 153;
        let small = |n: i64| u32::try_from(n).unwrap_or(1);
        let month = small(if part < 10 { part + 3 } else { part - 9 });
        let year = year + era * 400 + i64::from(month <= 2);
        Self {
            year: i32::try_from(year).unwrap_or(i32::MAX),
            month,
            day: small(of_year - (153 * part + 2) / 5 + 1),
        }
    }

    /// From Monday, 0, to Sunday, 6.
    fn weekday(self) -> i64 {
        (self.serial() + 3).rem_euclid(7)
    }

    fn plus(self, days: i64) -> Self {
        Self::of_serial(self.serial() + days)
    }
}

/// Whether a Persian year has 366 days.
fn is_leap(year: i64) -> bool {
    matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// The days of a Persian month.
fn month_days(year: i64, month: i64) -> i64 {
    match month {
        1..=6 => 31,
        7..=11 => 30,
        _ => 29 + i64::from(is_leap(year)),
    }
}

/// The serial of the first day of a Persian year: 1 Farvardin 1403 is 20 March 2024.
fn new_year(year: i64) -> i64 {
    let known = 19_802;
    let span = |from: i64, to: i64| (from..to).map(|y| 365 + i64::from(is_leap(y))).sum::<i64>();
    known + span(1403, year) - span(year, 1403)
}

fn of_persian(year: i64, month: i64, day: i64) -> Option<Day> {
    let valid = (1343..1500).contains(&year) && (1..=12).contains(&month);
    if !valid || !(1..=month_days(year, month)).contains(&day) {
        return None;
    }
    let before: i64 = (1..month).map(|m| month_days(year, m)).sum();
    Some(Day::of_serial(new_year(year) + before + day - 1))
}

/// Year, month and day in the Persian calendar.
fn to_persian(day: Day) -> (i64, i64, i64) {
    let serial = day.serial();
    let mut year = i64::from(day.year) - 621;
    if serial < new_year(year) {
        year -= 1;
    }
    let mut rest = serial - new_year(year);
    let mut month = 1;
    while rest >= month_days(year, month) {
        rest -= month_days(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}

/// The day that the value of a date entity means, seen from `today`: a weekday or a date without a
/// year is the next one, today included for dates; the week's end is the coming Thursday; a week
/// ahead is seven days. `None` for what is no day, such as a feast whose day moves.
pub fn resolve(value: &Value, today: Day) -> Option<Day> {
    let number = |name: &str| value[name].as_i64();
    if let Some(calendar) = value["calendar"].as_str() {
        return dated(
            calendar,
            number("year"),
            number("month")?,
            number("day")?,
            today,
        );
    }
    if let Some(days) = number("day") {
        return Some(today.plus(days));
    }
    if let Some(name) = value["weekday"].as_str() {
        let wanted = i64::try_from(WEEKDAYS.iter().position(|n| *n == name)?).ok()?;
        if let Some(weeks) = number("week") {
            // The week begins on Saturday.
            let of_week = |day: i64| (day + 2).rem_euclid(7);
            let days = weeks.checked_mul(7)? + of_week(wanted) - of_week(today.weekday());
            return Some(today.plus(days));
        }
        return Some(today.plus((wanted - today.weekday() - 1).rem_euclid(7) + 1));
    }
    if let Some(weeks) = number("week") {
        return Some(today.plus(weeks.checked_mul(7)?));
    }
    if value["weekend"] == Value::Bool(true) {
        return Some(today.plus((3 - today.weekday()).rem_euclid(7)));
    }
    let (year, month, _) = to_persian(today);
    match (value["month"].as_str(), value["event"].as_str()) {
        (Some("start"), _) if month == 12 => of_persian(year + 1, 1, 1),
        (Some("start"), _) => of_persian(year, month + 1, 1),
        (Some("end"), _) => of_persian(year, month, month_days(year, month)),
        (_, Some("nowruz")) => of_persian(year + 1, 1, 1),
        (_, Some("yalda")) => dated("persian", None, 9, 30, today),
        (_, Some("christmas")) => dated("gregorian", None, 12, 25, today),
        (_, Some("valentine")) => dated("gregorian", None, 2, 14, today),
        _ => None,
    }
}

fn dated(calendar: &str, year: Option<i64>, month: i64, day: i64, today: Day) -> Option<Day> {
    let make = |year: i64| match calendar {
        "persian" => of_persian(year, month, day),
        _ => gregorian(year, month, day),
    };
    if let Some(year) = year {
        return make(year);
    }
    let this = match calendar {
        "persian" => to_persian(today).0,
        _ => i64::from(today.year),
    };
    make(this)
        .filter(|day| *day >= today)
        .or_else(|| make(this + 1))
}

fn gregorian(year: i64, month: i64, day: i64) -> Option<Day> {
    let day = Day {
        year: i32::try_from(year).ok()?,
        month: u32::try_from(month).ok()?,
        day: u32::try_from(day).ok()?,
    };
    (Day::of_serial(day.serial()) == day).then_some(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day { year, month, day }
    }

    #[test]
    fn days_from_a_tuesday() {
        // Tuesday, 24 November 2026, is 3 Azar 1405.
        let today = day(2026, 11, 24);
        assert_eq!(to_persian(today), (1405, 9, 3));
        for (value, expected) in [
            (json!({"day": 0}), Some(today)),
            (json!({"day": 2}), Some(day(2026, 11, 26))),
            (json!({"day": -30}), Some(day(2026, 10, 25))),
            (json!({"week": 1}), Some(day(2026, 12, 1))),
            (json!({"weekday": "thursday"}), Some(day(2026, 11, 26))),
            (json!({"weekday": "tuesday"}), Some(day(2026, 12, 1))),
            (json!({"weekday": "monday"}), Some(day(2026, 11, 30))),
            (
                json!({"weekday": "thursday", "week": 1}),
                Some(day(2026, 12, 3)),
            ),
            (
                json!({"weekday": "monday", "week": -1}),
                Some(day(2026, 11, 16)),
            ),
            (json!({"weekend": true}), Some(day(2026, 11, 26))),
            (json!({"month": "start"}), Some(day(2026, 12, 22))),
            (json!({"month": "end"}), Some(day(2026, 12, 21))),
            (json!({"event": "nowruz"}), Some(day(2027, 3, 21))),
            (json!({"event": "yalda"}), Some(day(2026, 12, 21))),
            (json!({"event": "mothers_day"}), None),
            (
                json!({"calendar": "persian", "month": 8, "day": 15}),
                Some(day(2027, 11, 6)),
            ),
            (
                json!({"calendar": "persian", "month": 9, "day": 3}),
                Some(today),
            ),
            (
                json!({"calendar": "persian", "month": 12, "day": 30, "year": 1405}),
                None,
            ),
            (
                json!({"calendar": "gregorian", "month": 2, "day": 30}),
                None,
            ),
            (
                json!({"calendar": "gregorian", "month": 12, "day": 20}),
                Some(day(2026, 12, 20)),
            ),
            (json!({"day": "x"}), None),
        ] {
            assert_eq!(resolve(&value, today), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn both_calendars_go_there_and_back(serial in -5_000i64..40_000) {
            let day = Day::of_serial(serial);
            prop_assert_eq!(day.serial(), serial);
            let (year, month, of_month) = to_persian(day);
            prop_assert_eq!(of_persian(year, month, of_month).map_or(serial, Day::serial), serial);
        }
    }
}
