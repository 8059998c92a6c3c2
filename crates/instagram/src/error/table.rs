//! How a row of the table of errors is found, and what it says to a person.

use std::time::Duration;

use super::Class;
pub use super::rows::ROWS;

/// Who has to do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tell {
    /// Nobody: it passes, or nothing can be done.
    Nobody,
    /// The people of the shop: the mend is in Instagram, or in what they send.
    Shop,
    /// Whoever runs this installation: the mend is in Meta's app dashboard or in its settings.
    Operator,
}

/// What has to keep still when Meta says "too many".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// This conversation alone.
    Thread,
    /// Calls of this kind, for this account.
    Endpoint,
    /// All calls for this account.
    Account,
    /// All calls of the app.
    App,
}

/// What one code, or one pair of code and subcode, means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Meta's code: the first of a range.
    pub code: i64,
    /// The last of a range; the same as `code` but for a few.
    pub last: i64,
    /// Meta's subcode; nothing fits all that have no row of their own.
    pub subcode: Option<i64>,
    /// Words of the message that tell this row from others with the same code.
    pub says: Option<&'static str>,
    /// What to do.
    pub class: Class,
    /// How long to wait at least, when Meta tells no time.
    pub wait: Option<Duration>,
    /// How far a "too many" reaches.
    pub reach: Reach,
    /// Who has to do something.
    pub tell: Tell,
    /// What it means, in English: a clause without its full stop.
    pub meaning: &'static str,
    /// What it means, in Persian.
    pub meaning_fa: &'static str,
    /// Where it is documented.
    pub source: &'static str,
}

pub(super) const fn row(
    code: i64,
    subcode: Option<i64>,
    class: Class,
    tell: Tell,
    source: &'static str,
    meaning: &'static str,
    meaning_fa: &'static str,
) -> Row {
    Row {
        code,
        last: code,
        subcode,
        says: None,
        class,
        wait: None,
        reach: Reach::Endpoint,
        tell,
        meaning,
        meaning_fa,
        source,
    }
}

/// One meaning for all codes of a range that have no row of their own.
pub(super) const fn range(
    first: i64,
    last: i64,
    class: Class,
    tell: Tell,
    source: &'static str,
    meaning: &'static str,
    meaning_fa: &'static str,
) -> Row {
    let mut range = row(first, None, class, tell, source, meaning, meaning_fa);
    range.last = last;
    range
}

/// Known by its subcode alone.
pub(super) const fn anywhere(
    subcode: i64,
    class: Class,
    tell: Tell,
    source: &'static str,
    meaning: &'static str,
    meaning_fa: &'static str,
) -> Row {
    let (first, sub) = (i64::MIN, Some(subcode));
    let mut anywhere = row(first, sub, class, tell, source, meaning, meaning_fa);
    anywhere.last = i64::MAX;
    anywhere
}

impl Row {
    pub(super) const fn saying(mut self, words: &'static str) -> Self {
        self.says = Some(words);
        self
    }
    pub(super) const fn waiting(mut self, seconds: u64) -> Self {
        self.wait = Some(Duration::from_secs(seconds));
        self
    }
    pub(super) const fn reaching(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    const fn is_wide(&self) -> bool {
        self.code != self.last
    }

    fn holds(&self, code: i64) -> bool {
        (self.code..=self.last).contains(&code)
    }
}

/// The row for an error: the subcode's own, else the message's, else the code's, else one that
/// spans codes.
pub fn find(code: i64, subcode: Option<i64>, message: &str) -> Option<&'static Row> {
    let of_code = || ROWS.iter().filter(|row| row.code == code);
    let wide = || ROWS.iter().filter(|row| row.is_wide() && row.holds(code));
    of_code()
        .find(|row| row.subcode.is_some() && row.subcode == subcode)
        .or_else(|| wide().find(|row| row.subcode.is_some() && row.subcode == subcode))
        .or_else(|| of_code().find(|row| row.says.is_some_and(|words| message.contains(words))))
        .or_else(|| of_code().find(|row| row.subcode.is_none() && row.says.is_none()))
        .or_else(|| wide().find(|row| row.subcode.is_none()))
}

/// The row for a code as the store keeps it: `10/2534022` or `190`.
pub fn find_name(name: &str) -> Option<&'static Row> {
    let (code, subcode) = match name.split_once('/') {
        Some((code, subcode)) => (code, Some(subcode.parse().ok()?)),
        None => (name, None),
    };
    find(code.parse().ok()?, subcode, "")
}

#[cfg(test)]
mod tests {
    use super::Class::{NotAllowed, Refused, TokenDead};
    use super::*;

    #[test]
    fn each_row_is_found_by_its_own_code_and_subcode() {
        for row in ROWS {
            let message = row.says.unwrap_or_default();
            assert_eq!(find(row.code, row.subcode, message), Some(row));
            if !row.is_wide() && row.says.is_none() {
                let name = match row.subcode {
                    Some(subcode) => format!("{}/{subcode}", row.code),
                    None => row.code.to_string(),
                };
                assert_eq!(find_name(&name), Some(row));
            }
        }
        for name in ["http/502", "no_answer", "window_closed", "", "1/x"] {
            assert_eq!(find_name(name), None, "{name}");
        }
    }

    #[test]
    fn rows_are_sorted_and_none_hides_another() {
        let exact = || ROWS.iter().filter(|row| row.code != i64::MIN);
        assert!(exact().is_sorted_by_key(|row| row.code));
        for (place, row) in ROWS.iter().enumerate() {
            let key = |row: &Row| (row.code, row.last, row.subcode, row.says);
            let hidden = ROWS[place + 1..].iter().any(|other| key(other) == key(row));
            assert!(!hidden, "twice: {row:?}");
        }
    }

    #[test]
    fn each_row_speaks_to_people_in_both_languages_and_names_its_source() {
        for row in ROWS {
            assert!(
                !row.meaning.ends_with('.') && row.meaning.is_ascii(),
                "{row:?}"
            );
            let persian = row
                .meaning_fa
                .chars()
                .filter(|c| ('\u{600}'..='\u{6ff}').contains(c));
            assert!(
                persian.count() > 8 && !row.meaning_fa.ends_with('.'),
                "{row:?}"
            );
            assert!(
                !row.meaning_fa.contains(['ي', 'ك']),
                "Arabic letters: {row:?}"
            );
            assert!(row.source.len() > 10, "{row:?}");
            let throttles = row.class == Class::Throttled;
            assert!(
                throttles || row.wait.is_none(),
                "a wait without a reason: {row:?}"
            );
        }
    }

    #[test]
    fn an_unknown_subcode_falls_back_to_its_code() {
        let check = |code, subcode, message: &str, class: Option<Class>| {
            let found = find(code, subcode, message).map(|row| row.class);
            assert_eq!(found, class, "{code}/{subcode:?}");
        };
        check(190, Some(999), "", Some(TokenDead));
        check(10, Some(7), "", Some(NotAllowed));
        let viewers = "(#10) Not enough viewers for the media";
        check(10, None, viewers, Some(Refused));
        check(100, Some(2_534_068), "", Some(Refused));
        check(7, Some(2_534_068), "", Some(Refused));
        check(294, None, "", Some(NotAllowed));
        check(424_242, None, "", None);
    }
}
