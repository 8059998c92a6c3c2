//! What will stop working for an account unless someone acts, in the reader's words.

use jiff::tz::TimeZone;
use palette_domain::account::{Account, AccountStatus, Login};
use palette_domain::{Instant, Span};
use palette_instagram::version::Standing;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::language::Lang;

/// A token is renewed when half its life is left: from here on that has failed for weeks.
const TOKEN_ENDS_SOON: Span = Span::days(7);

/// Something that will stop working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AccountNotice)]
pub struct Notice {
    /// `token_ends`, `version_ends_soon`, `version_old`, `version_over`, `version_unknown`.
    pub code: String,
    /// In few words.
    pub title: &'static str,
    /// What to do, and who.
    pub detail: &'static str,
    /// When it stops, in milliseconds; nothing when no day is known.
    pub until: Option<i64>,
}

/// All that is to be said of an account now.
pub fn of(account: &Account, version: &str, now: Instant, lang: Lang) -> Vec<Notice> {
    if account.status != AccountStatus::Active {
        return Vec::new();
    }
    let mut notices = Vec::new();
    let ends = account.token_expires_at;
    let ends = ends.filter(|ends| ends.since(now) < TOKEN_ENDS_SOON);
    if let (Login::Instagram, Some(ends)) = (account.login, ends) {
        notices.push(Notice {
            code: "token_ends".to_owned(),
            title: lang.pick(
                "اتصال حساب رو به پایان است",
                "The connection is about to end",
            ),
            detail: lang.pick(
                "تمدید خودکار نشده است؛ پیش از این روز دوباره وصل شوید.",
                "It could not be renewed by itself; connect again before this day.",
            ),
            until: Some(ends.millis()),
        });
    }
    notices.extend(of_version(Standing::of(version, now), lang));
    notices
}

/// The version is one for all accounts; whoever runs the server sets it.
fn of_version(standing: Standing, lang: Lang) -> Option<Notice> {
    let day = match standing {
        Standing::Good => return None,
        Standing::EndsSoon(day) | Standing::Over(day) => Some(day),
        Standing::Old | Standing::Unknown => None,
    };
    let start = day.and_then(|day| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok());
    let title = match standing {
        Standing::Over(_) => lang.pick(
            "نسخهٔ API اینستاگرام به پایان رسیده",
            "The version of Instagram's API is over",
        ),
        Standing::Unknown => lang.pick(
            "نسخهٔ API اینستاگرام شناخته نیست",
            "The version of Instagram's API is not known",
        ),
        _ => lang.pick(
            "نسخهٔ API اینستاگرام رو به پایان است",
            "The version of Instagram's API is about to end",
        ),
    };
    Some(Notice {
        code: format!("version_{}", standing.as_str()),
        title,
        detail: lang.pick(
            "مسئول فنی باید نسخهٔ تازه‌تری تنظیم کند؛ دستور palette doctor می‌گوید چگونه.",
            "Whoever runs the server has to set a newer one; `palette doctor` says how.",
        ),
        until: start.map(|start| start.as_millisecond()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use palette_domain::{AccountId, BusinessId, Private};

    const NOW: Instant = Instant::from_secs(1_795_000_000);

    fn account(login: Login, status: AccountStatus, left: Option<Span>) -> Account {
        Account {
            id: AccountId::from_bytes([1; 16]),
            business_id: BusinessId::from_bytes([2; 16]),
            ig_id: "17841400000000001".to_owned(),
            app_scoped_id: None,
            page_id: None,
            username: Private::new("acme".to_owned()),
            login,
            status,
            scopes: Vec::new(),
            token_expires_at: left.map(|left| NOW + left),
            connected_at: NOW,
            last_webhook_at: None,
        }
    }

    #[test]
    fn what_will_stop_is_told_in_time() {
        let check = |login, status, left, version: &str, expected: &[&str]| {
            let notices = of(&account(login, status, left), version, NOW, Lang::En);
            let codes: Vec<&str> = notices.iter().map(|notice| notice.code.as_str()).collect();
            assert_eq!(codes, expected, "{login:?} {status:?} {left:?} {version}");
        };
        let (instagram, active) = (Login::Instagram, AccountStatus::Active);
        let (weeks, days) = (Some(Span::days(40)), Some(Span::days(6)));
        check(instagram, active, weeks, "v26.0", &[]);
        check(instagram, active, days, "v26.0", &["token_ends"]);
        check(Login::Facebook, active, None, "v26.0", &[]);
        check(instagram, active, weeks, "v20.0", &["version_over"]);
        check(instagram, active, weeks, "v21.0", &["version_ends_soon"]);
        check(instagram, active, weeks, "v99.0", &["version_unknown"]);
        check(instagram, AccountStatus::Disconnected, days, "v20.0", &[]);
    }
}
