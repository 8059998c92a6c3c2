//! What an answer that is not a success means, and what to do about it.

mod rows;
pub mod table;

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;

use self::table::{Reach, Tell};
use crate::Usage;
use crate::read;

/// What to do about a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Try the same call again, with growing waits.
    Retry,
    /// Wait, at least `retry_after`, then try again; going on at once prolongs it.
    Throttled,
    /// The token is dead: stop the account until someone connects again.
    TokenDead,
    /// The window is closed until the person writes.
    WindowClosed,
    /// A permission, a feature or a setting is missing: a person has to change something at Meta.
    NotAllowed,
    /// The person can't be reached or read: blocked, deleted, or never wrote.
    PersonUnavailable,
    /// Another app holds the thread.
    ThreadElsewhere,
    /// The comment's private reply was used, or the comment takes none.
    PrivateReplyUsed,
    /// Refused for good.
    Refused,
    /// It may have happened: look at the echo or the conversation, never repeat blindly.
    OutcomeUnknown,
}

impl Class {
    /// The name used in the store, in metrics and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Class::Retry => "retry",
            Class::Throttled => "throttled",
            Class::TokenDead => "token_dead",
            Class::WindowClosed => "window_closed",
            Class::NotAllowed => "not_allowed",
            Class::PersonUnavailable => "person_unavailable",
            Class::ThreadElsewhere => "thread_elsewhere",
            Class::PrivateReplyUsed => "private_reply_used",
            Class::Refused => "refused",
            Class::OutcomeUnknown => "outcome_unknown",
        }
    }
}

/// Whether repeating a call could do something twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Reads, and acts that end the same when repeated: hide, delete, subscribe.
    Repeatable,
    /// A message or a reply: twice means that the person gets it twice.
    Once,
}

impl Effect {
    /// What a passing trouble after the request was written means for this call.
    const fn after_writing(self, class: Class) -> Class {
        match (self, class) {
            (Effect::Once, Class::Retry) => Class::OutcomeUnknown,
            _ => class,
        }
    }
}

/// A call that failed. Tells nothing of persons: Meta's own sentence is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What to do.
    pub class: Class,
    /// Meta's code; 0 when the call got no answer of the Graph.
    pub code: i64,
    /// Meta's subcode.
    pub subcode: Option<i64>,
    /// HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// How long to wait at least, when known.
    pub retry_after: Option<Duration>,
    /// What else has to keep still, when it is `Throttled`.
    pub reach: Reach,
    /// Who has to do something about it.
    pub tell: Tell,
    /// What it means, in English, from our table or about the connection.
    pub meaning: &'static str,
    /// Meta's trace id, for a question to Meta's support.
    pub trace: Option<String>,
}

impl Trouble {
    /// The code as the store keeps it: `10/2534022`, `190`, `http/502`, `no_answer`, `throttled`.
    pub fn code_name(&self) -> String {
        match (self.code, self.subcode, self.status) {
            (0, _, None) if self.class == Class::Throttled => "throttled".to_owned(),
            (0, _, Some(status)) => format!("http/{status}"),
            (0, _, None) => "no_answer".to_owned(),
            (code, Some(subcode), _) => format!("{code}/{subcode}"),
            (code, None, _) => code.to_string(),
        }
    }

    /// An answer that is not a success, or has an `error` in it.
    pub(crate) fn of_answer(
        status: StatusCode,
        body: Option<&Value>,
        usage: &Usage,
        effect: Effect,
    ) -> Self {
        let told = body.and_then(Told::read);
        let found = match &told {
            Some(told) => table::find(told.code, told.subcode, &told.message)
                .filter(|row| !(told.transient && row.class == Class::Refused)),
            None => None,
        };
        let transient = told.as_ref().is_some_and(|told| told.transient);
        let of_table = |row: &table::Row| (row.class, row.wait, row.meaning);
        let (class, wait, meaning) = match found {
            Some(row) => of_table(row),
            None if transient => (Class::Retry, None, "Meta says it will pass"),
            None => by_status(status),
        };
        let mut trouble =
            Self::without_code(effect.after_writing(class), Some(status.as_u16()), meaning);
        if let Some(row) = found {
            (trouble.reach, trouble.tell) = (row.reach, row.tell);
        }
        if matches!(class, Class::Throttled | Class::Retry) {
            trouble.retry_after = usage.wait().max(wait);
        }
        if let Some(told) = told {
            (trouble.code, trouble.subcode) = (told.code, told.subcode);
            trouble.trace = told.trace;
        }
        trouble
    }

    /// A call that got no whole answer.
    pub(crate) fn of_connection(error: &reqwest::Error, effect: Effect) -> Self {
        let (class, meaning) = if error.is_connect() {
            (
                Class::Retry,
                "no connection to Meta could be made; nothing was sent",
            )
        } else if error.is_builder() {
            (Class::Refused, "the call could not be built")
        } else if error.is_timeout() {
            (
                effect.after_writing(Class::Retry),
                "Meta did not answer in time",
            )
        } else {
            (
                effect.after_writing(Class::Retry),
                "the connection was lost before the answer",
            )
        };
        Self::without_code(class, None, meaning)
    }

    /// A 2xx whose body is not what it should be: the act happened, the answer can't be read.
    pub(crate) fn unreadable(status: StatusCode, effect: Effect) -> Self {
        let class = effect.after_writing(Class::Retry);
        Self::without_code(class, Some(status.as_u16()), "Meta's answer can't be read")
    }

    /// Not asked, because Meta said "too many" and the time it named is not over.
    pub(crate) const fn held_back(wait: Duration) -> Self {
        let meaning = "Meta said that these are too many calls; nothing is asked until it passes";
        let mut trouble = Self::without_code(Class::Throttled, None, meaning);
        trouble.retry_after = Some(wait);
        trouble
    }

    /// Refused here, before any call.
    pub(crate) const fn here(class: Class, code: i64, meaning: &'static str) -> Self {
        let mut trouble = Self::without_code(class, None, meaning);
        trouble.code = code;
        trouble
    }

    const fn without_code(class: Class, status: Option<u16>, meaning: &'static str) -> Self {
        Self {
            class,
            code: 0,
            subcode: None,
            status,
            retry_after: None,
            reach: Reach::Endpoint,
            tell: Tell::Nobody,
            meaning,
            trace: None,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.meaning, self.code_name())
    }
}

impl std::error::Error for Trouble {}

fn by_status(status: StatusCode) -> (Class, Option<Duration>, &'static str) {
    let (class, meaning) = match status.as_u16() {
        408 => (Class::Retry, "Meta did not get the call in time"),
        429 => (Class::Throttled, "too many calls"),
        500.. => (Class::Retry, "Meta had an error of its own"),
        200..=299 => (Class::Refused, "Meta answered with an error we don't know"),
        _ => (Class::Refused, "Meta refused the call"),
    };
    (class, None, meaning)
}

/// What an error body tells, in the Graph's shape or in that of the code exchange.
struct Told {
    code: i64,
    subcode: Option<i64>,
    message: String,
    transient: bool,
    trace: Option<String>,
}

impl Told {
    fn read(body: &Value) -> Option<Self> {
        if let Some(error) = body.get("error").filter(|error| error.is_object()) {
            return Some(Self {
                code: read::number(error, "code").unwrap_or(0),
                subcode: read::number(error, "error_subcode"),
                message: read::text(error, "message").unwrap_or_default(),
                transient: read::flag(error, "is_transient"),
                trace: read::text(error, "fbtrace_id").filter(|trace| trace.len() <= 64),
            });
        }
        body.get("error_type").map(|_| Self {
            code: read::number(body, "code").unwrap_or(0),
            subcode: None,
            message: read::text(body, "error_message").unwrap_or_default(),
            transient: false,
            trace: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    proptest! {
        #[test]
        fn a_send_that_may_have_happened_is_never_to_be_repeated(
            status in 200u16..600,
            code in prop_oneof![
                prop::sample::select(table::ROWS).prop_map(|row| row.code),
                any::<i64>(),
            ],
            subcode in prop::option::of(any::<i64>()),
            transient in any::<bool>(),
        ) {
            let status = StatusCode::from_u16(status).unwrap();
            let body = json!({"error": {
                "code": code, "error_subcode": subcode, "is_transient": transient}});
            let usage = Usage::default();
            for body in [None, Some(&body)] {
                let sent = Trouble::of_answer(status, body, &usage, Effect::Once);
                prop_assert_ne!(sent.class, Class::Retry);
                let read = Trouble::of_answer(status, body, &usage, Effect::Repeatable);
                prop_assert_ne!(read.class, Class::OutcomeUnknown);
                let differ = sent.class != read.class;
                prop_assert_eq!(differ, read.class == Class::Retry);
            }
        }
    }
}
