//! Why a send failed, in the reader's words: from the code that the sender kept.

use palette_instagram::Class;
use palette_instagram::error::table::{self, Tell};
use serde::Serialize;
use utoipa::ToSchema;

use super::language::Lang;

/// Why something did not reach Instagram.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Failure {
    /// As it was kept: a rule's name, or Meta's code.
    pub code: String,
    /// In few words.
    pub title: &'static str,
    /// What it means and what to do.
    pub detail: String,
}

type Row = ([&'static str; 2], [&'static str; 2]);

/// The words for a code: Meta's own meaning by the one table of its errors, then the mend.
pub fn in_words(code: &str, lang: Lang) -> Failure {
    let meta = table::find_name(code);
    let ([title_fa, title_en], [mend_fa, mend_en]) = match meta {
        Some(meta) => of_meta(meta),
        None => of_ours(code),
    };
    let mend = lang.pick(mend_fa, mend_en);
    let detail = match meta {
        Some(meta) => format!("{} {mend}", sentence(meta, lang)),
        None => mend.to_owned(),
    };
    Failure {
        code: code.to_owned(),
        title: lang.pick(title_fa, title_en),
        detail,
    }
}

/// What an error of Meta's means, as a sentence.
pub fn sentence(row: &table::Row, lang: Lang) -> String {
    let mut letters = lang.pick(row.meaning_fa, row.meaning).chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// By what is to be done about it, and by whom.
const fn of_meta(row: &table::Row) -> Row {
    match (row.class, row.tell) {
        (Class::WindowClosed, _) => WINDOW_CLOSED,
        (Class::TokenDead, _) => TOKEN_DEAD,
        (Class::PrivateReplyUsed, _) => PRIVATE_REPLY,
        (Class::PersonUnavailable, _) => PERSON_GONE,
        (Class::ThreadElsewhere, _) => ELSEWHERE,
        (Class::Throttled, Tell::Shop) => RESTRICTED,
        (Class::Throttled, _) => THROTTLED,
        (Class::NotAllowed | Class::Refused, Tell::Operator) => FOR_OPERATOR,
        (Class::NotAllowed, _) => NOT_ALLOWED,
        (Class::Retry, _) => PASSING,
        (Class::OutcomeUnknown, _) => NO_ANSWER,
        (Class::Refused, _) => GENERAL,
    }
}

/// What our own rules say, and what happened on the way.
fn of_ours(code: &str) -> Row {
    match code {
        "window_closed" | "no_window" => WINDOW_CLOSED,
        "token_dead" | "account_unusable" => TOKEN_DEAD,
        "private_reply_used" | "private_reply_too_old" => PRIVATE_REPLY,
        "person_unavailable" => PERSON_GONE,
        "thread_elsewhere" => ELSEWHERE,
        "throttled" | "rate_budget" => THROTTLED,
        "not_allowed" => NOT_ALLOWED,
        "person_handles" | "opted_out" => SILENCED,
        "comment_hidden" => HIDDEN,
        "no_answer" | "outcome_unknown" | "http" => NO_ANSWER,
        _ if code.starts_with("http/") => NO_ANSWER,
        _ => GENERAL,
    }
}

const WINDOW_CLOSED: Row = (
    ["مهلت پاسخ گذشته است", "The time to answer is over"],
    [
        "با پیام تازهٔ این شخص دوباره می‌شود جواب داد.",
        "The person's next message opens it again.",
    ],
);
const TOKEN_DEAD: Row = (
    ["اتصال حساب قطع است", "The account is disconnected"],
    [
        "در تنظیمات دوباره به اینستاگرام وصل شوید.",
        "Connect Instagram again in the settings.",
    ],
);
const PRIVATE_REPLY: Row = (
    ["پاسخ خصوصی ممکن نبود", "No private reply was possible"],
    [
        "به هر کامنت یک پاسخ خصوصی می‌شود داد و فقط تا ۷ روز.",
        "A comment can get one private reply, within 7 days.",
    ],
);
const PERSON_GONE: Row = (
    ["این شخص در دسترس نیست", "The person can't be reached"],
    [
        "شاید حسابش را بسته، شما را مسدود کرده یا پیام نمی‌پذیرد.",
        "They may have closed the account, blocked you, or take no messages.",
    ],
);
const ELSEWHERE: Row = (
    [
        "گفتگو در دست برنامهٔ دیگری است",
        "Another app holds the conversation",
    ],
    [
        "گفتگو را در اینستاگرام به این برنامه برگردانید و دوباره بفرستید.",
        "Hand the conversation to this app in Instagram and send again.",
    ],
);
const THROTTLED: Row = (
    [
        "سقف ارسال اینستاگرام پر است",
        "Instagram's limit is reached",
    ],
    ["کمی بعد دوباره بفرستید.", "Send it again a little later."],
);
const NOT_ALLOWED: Row = (
    ["اجازهٔ لازم داده نشده", "A permission is missing"],
    [
        "در تنظیمات ببینید چه چیزی کم است، آن را در اینستاگرام روشن کنید و دوباره وصل شوید.",
        "See in the settings what is missing, switch it on in Instagram and connect again.",
    ],
);
const FOR_OPERATOR: Row = (
    [
        "مسئول فنی باید درستش کند",
        "Whoever runs Palette has to mend it",
    ],
    [
        "این پیام را به کسی که سرور را می‌گرداند نشان دهید؛ دستور palette doctor جزئیات را می‌گوید.",
        "Show this to whoever runs the server; `palette doctor` says more.",
    ],
);
const RESTRICTED: Row = (
    [
        "اینستاگرام ارسال را محدود کرده",
        "Instagram restricts sending",
    ],
    [
        "چند ساعت صبر کنید و در خود اینستاگرام بخش «وضعیت حساب» را ببینید.",
        "Wait some hours, and look at “Account status” in Instagram itself.",
    ],
);
const PASSING: Row = (
    [
        "اینستاگرام موقتاً مشکل داشت",
        "Instagram had a passing trouble",
    ],
    ["کمی بعد دوباره بفرستید.", "Send it again a little later."],
);
const SILENCED: Row = (
    [
        "پیام خودکار فرستاده نشد",
        "The automated message was not sent",
    ],
    [
        "یا همکاری گفتگو را به دست گرفت، یا این شخص پیام خودکار نمی‌خواهد.",
        "A colleague had taken over, or the person wants no automated messages.",
    ],
);
const HIDDEN: Row = (
    ["کامنت پنهان است", "The comment is hidden"],
    [
        "اول آشکارش کنید، بعد پاسخ بدهید.",
        "Show it again, then answer it.",
    ],
);
const NO_ANSWER: Row = (
    ["اینستاگرام جواب نداد", "Instagram did not answer"],
    [
        "معلوم نیست پیام رسیده یا نه؛ گفتگو را در اینستاگرام ببینید و اگر نرسیده دوباره بفرستید.",
        "It may or may not have arrived; look in Instagram and send it again if it did not.",
    ],
);
const GENERAL: Row = (
    ["اینستاگرام نپذیرفت", "Instagram refused it"],
    [
        "متن را بررسی کنید و دوباره بفرستید؛ اگر باز هم نشد، در خود اینستاگرام جواب بدهید.",
        "Check the text and send again; if it fails again, answer in Instagram itself.",
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_find_their_words() {
        let check = |code: &str, expected: Row| {
            let title = in_words(code, Lang::En).title;
            assert_eq!(title, expected.0[1], "{code}");
        };
        check("10/2534022", WINDOW_CLOSED);
        check("window_closed", WINDOW_CLOSED);
        check("190/460", TOKEN_DEAD);
        check("613", THROTTLED);
        check("613/2018338", RESTRICTED);
        check("10", NOT_ALLOWED);
        check("200/2018028", FOR_OPERATOR);
        check("2635", FOR_OPERATOR);
        check("http/502", NO_ANSWER);
        check("99999", GENERAL);
    }

    #[test]
    fn an_error_of_metas_says_what_it_means_and_then_the_mend() {
        let told = in_words("200/2534041", Lang::En).detail;
        let means = "The owner switched off access to messages in Instagram's settings. See in";
        assert!(told.starts_with(means), "{told}");
        let told = in_words("190/460", Lang::Fa).detail;
        assert!(
            told.starts_with("گذرواژه عوض شده") && told.contains(". در تنظیمات"),
            "{told}"
        );
    }

    #[test]
    fn our_own_rules_have_words() {
        for rule in palette_domain::policy::Rule::ALL {
            let told = in_words(rule.as_str(), Lang::Fa);
            assert!(!told.detail.is_empty(), "{rule:?}");
        }
    }
}
