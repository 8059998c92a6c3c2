//! Why a send failed, in the reader's words: from the code that the sender kept.

use palette_domain::policy::Rule;
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
    pub detail: &'static str,
}

type Row = ([&'static str; 2], [&'static str; 2]);

/// The words for a code.
pub fn in_words(code: &str, lang: Lang) -> Failure {
    let ([title_fa, title_en], [detail_fa, detail_en]) = row(code);
    Failure {
        code: code.to_owned(),
        title: lang.pick(title_fa, title_en),
        detail: lang.pick(detail_fa, detail_en),
    }
}

/// Meta's codes are those of its error reference; unknown ones get the general words.
fn row(code: &str) -> Row {
    let first = code.split('/').next().unwrap_or_default();
    let closed = Rule::WindowClosed.as_str();
    match (code, first) {
        ("10/2534022" | "10/2018278", _) => WINDOW_CLOSED,
        (code, _) if code == closed || code == Rule::NoWindow.as_str() => WINDOW_CLOSED,
        ("token_dead" | "account_unusable", _) | (_, "190" | "102") => TOKEN_DEAD,
        ("private_reply_used" | "private_reply_too_old" | "10900" | "10903", _) => PRIVATE_REPLY,
        ("person_unavailable" | "551" | "100/2534014" | "100/2018001", _) => PERSON_GONE,
        ("thread_elsewhere" | "10/2534037", _) => ELSEWHERE,
        ("throttled" | "rate_budget", _) | (_, "4" | "17" | "32" | "613" | "80002") => THROTTLED,
        ("not_allowed", _) | (_, "3" | "10" | "200" | "230") => NOT_ALLOWED,
        ("person_handles" | "opted_out", _) => SILENCED,
        ("comment_hidden", _) => HIDDEN,
        ("no_answer" | "outcome_unknown", _) | (_, "http") => NO_ANSWER,
        _ => GENERAL,
    }
}

const WINDOW_CLOSED: Row = (
    ["مهلت پاسخ گذشته است", "The time to answer is over"],
    [
        "از آخرین پیام این شخص بیش از ۲۴ ساعت گذشته؛ با پیام تازهٔ او دوباره می‌شود جواب داد.",
        "More than 24 hours passed since the person's last message; their next one opens it again.",
    ],
);
const TOKEN_DEAD: Row = (
    ["اتصال حساب قطع است", "The account is disconnected"],
    [
        "توکن این حساب دیگر کار نمی‌کند؛ در تنظیمات دوباره به اینستاگرام وصل شوید.",
        "The account's token no longer works; connect Instagram again in the settings.",
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
        "اپ یا حساب اجازهٔ این کار را ندارد؛ در تنظیمات، اجازه‌های کم را ببینید و دوباره وصل شوید.",
        "The app or the account may not do this; see the missing permissions in the settings.",
    ],
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
        let cases = [
            ("10/2534022", WINDOW_CLOSED),
            ("window_closed", WINDOW_CLOSED),
            ("190/460", TOKEN_DEAD),
            ("613", THROTTLED),
            ("10", NOT_ALLOWED),
            ("http/502", NO_ANSWER),
            ("99999", GENERAL),
        ];
        for (code, expected) in cases {
            assert_eq!(row(code), expected, "{code}");
        }
        assert_eq!(
            in_words("613", Lang::En).title,
            "Instagram's limit is reached"
        );
    }
}
