//! The words of each kind of problem, in Persian and English.

use axum::http::StatusCode;
use palette_domain::business::{Permission, Role};
use palette_domain::policy::Rule;

use super::{Kind, order_state};
use crate::http::language::Lang;

/// A problem in words.
pub struct Words {
    /// The last part of its `type`.
    pub slug: &'static str,
    /// Its HTTP status.
    pub status: StatusCode,
    /// In few words.
    pub title: &'static str,
    /// What is wrong and how to mend it.
    pub detail: String,
}

type Row = (
    &'static str,
    StatusCode,
    [&'static str; 2],
    [&'static str; 2],
);

/// The words of a problem in one language.
pub fn of(kind: Kind, lang: Lang) -> Words {
    let (slug, status, title, detail) = match kind {
        Kind::Forbidden(permission) => return forbidden(permission, lang),
        Kind::WrongMove(wrong) => {
            let (from, to) = (order_state(wrong.from, lang), order_state(wrong.to, lang));
            let detail = match lang {
                Lang::Fa => format!("سفارشی که «{from}» است نمی‌تواند «{to}» شود."),
                Lang::En => format!("An order that is {from} can't become {to}."),
            };
            let title = lang.pick("این تغییر وضعیت ممکن نیست", "The order can't go there");
            return Words {
                slug: "wrong-move",
                status: StatusCode::CONFLICT,
                title,
                detail,
            };
        }
        Kind::Refused(rule) => {
            let title = lang.pick(
                "قانون اینستاگرام اجازه نمی‌دهد",
                "Instagram's rules forbid it",
            );
            let [fa, en] = refused(rule);
            let detail = lang.pick(fa, en).to_owned();
            return Words {
                slug: "refused",
                status: StatusCode::CONFLICT,
                title,
                detail,
            };
        }
        kind => plain(kind),
    };
    let [title_fa, title_en] = title;
    let [detail_fa, detail_en] = detail;
    let title = lang.pick(title_fa, title_en);
    Words {
        slug,
        status,
        title,
        detail: lang.pick(detail_fa, detail_en).to_owned(),
    }
}

/// What does not depend on what a kind holds.
const fn plain(kind: Kind) -> Row {
    match kind {
        Kind::WrongCredentials => WRONG_CREDENTIALS,
        Kind::TooManyTries => TOO_MANY_TRIES,
        Kind::InvitationGone => INVITATION_GONE,
        Kind::NoSession => NO_SESSION,
        Kind::CrossSite => CROSS_SITE,
        Kind::WrongMethod => WRONG_METHOD,
        Kind::NotJson => NOT_JSON,
        Kind::WrongContentType => WRONG_CONTENT_TYPE,
        Kind::TooLarge => TOO_LARGE,
        Kind::BadSignature => BAD_SIGNATURE,
        Kind::BadVerifyToken => BAD_VERIFY_TOKEN,
        Kind::BadToken => BAD_TOKEN,
        Kind::NotFound => NOT_FOUND,
        Kind::OutOfStock => OUT_OF_STOCK,
        Kind::InUse => IN_USE,
        Kind::FixedRule => FIXED_RULE,
        Kind::WordsGone => WORDS_GONE,
        Kind::Conflict => CONFLICT,
        Kind::KeyReused => KEY_REUSED,
        Kind::KeyInUse => KEY_IN_USE,
        Kind::NotConfigured => NOT_CONFIGURED,
        Kind::Timeout => TIMEOUT,
        Kind::Busy => BUSY,
        Kind::BadFields => BAD_FIELDS,
        Kind::Internal | Kind::Forbidden(_) | Kind::Refused(_) | Kind::WrongMove(_) => INTERNAL,
    }
}

const WRONG_CREDENTIALS: Row = (
    "wrong-credentials",
    StatusCode::UNAUTHORIZED,
    ["ایمیل یا رمز درست نیست", "Wrong e-mail or password"],
    [
        "ایمیل و رمز عبور با هم نمی‌خوانند؛ دوباره بررسی‌شان کنید.",
        "This e-mail and password don't belong together; check both and try again.",
    ],
);
const TOO_MANY_TRIES: Row = (
    "too-many-tries",
    StatusCode::TOO_MANY_REQUESTS,
    ["تلاش‌های زیاد", "Too many tries"],
    [
        "چند بار پشت سر هم وارد نشد؛ کمی صبر کنید و دوباره امتحان کنید.",
        "Signing in failed several times; wait a little and try again.",
    ],
);
const INVITATION_GONE: Row = (
    "invitation-gone",
    StatusCode::NOT_FOUND,
    ["دعوت‌نامه معتبر نیست", "The invitation is not valid"],
    [
        "این دعوت‌نامه استفاده شده یا مهلتش گذشته است؛ از مالک کسب‌وکار دعوت‌نامهٔ تازه بخواهید.",
        "This invitation was used or has ended; ask the owner for a new one.",
    ],
);
const NO_SESSION: Row = (
    "no-session",
    StatusCode::UNAUTHORIZED,
    ["وارد نشده‌اید", "You are not signed in"],
    ["برای ادامه وارد شوید.", "Sign in to go on."],
);
const CROSS_SITE: Row = (
    "cross-site",
    StatusCode::FORBIDDEN,
    ["درخواست از سایت دیگر", "A request from another site"],
    [
        "این درخواست از صفحهٔ سایت دیگری آمده است؛ از همین داشبورد انجامش دهید.",
        "This request came from another site's page; do it in the dashboard itself.",
    ],
);
const WRONG_METHOD: Row = (
    "wrong-method",
    StatusCode::METHOD_NOT_ALLOWED,
    ["این متد اینجا کار نمی‌کند", "This method does not work here"],
    [
        "نشانی درست است ولی متد نه؛ سند API را در /api/docs ببینید.",
        "The address is right but the method is not; see /api/docs.",
    ],
);
const NOT_JSON: Row = (
    "not-json",
    StatusCode::BAD_REQUEST,
    ["بدنهٔ درخواست JSON نیست", "The body is not JSON"],
    [
        "بدنهٔ درخواست به‌صورت JSON خوانده نشد؛ نوشتارش را بررسی کنید.",
        "The body could not be read as JSON; check its syntax.",
    ],
);
const WRONG_CONTENT_TYPE: Row = (
    "wrong-content-type",
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    ["نوع محتوا درست نیست", "Wrong content type"],
    [
        "بدنه را با Content-Type برابر application/json بفرستید.",
        "Send the body with Content-Type application/json.",
    ],
);
const TOO_LARGE: Row = (
    "too-large",
    StatusCode::PAYLOAD_TOO_LARGE,
    ["درخواست بیش از اندازه بزرگ است", "The request is too large"],
    [
        "بدنهٔ درخواست از حد مجاز بزرگ‌تر است؛ آن را کوچک‌تر کنید.",
        "The body is over the limit; make it smaller.",
    ],
);
const BAD_SIGNATURE: Row = (
    "bad-signature",
    StatusCode::UNAUTHORIZED,
    ["امضا درست نیست", "The signature is wrong"],
    [
        "امضای X-Hub-Signature-256 با این بدنه نمی‌خواند؛ App Secret را در تنظیمات بررسی کنید.",
        "X-Hub-Signature-256 does not fit this body; check the app secret in the settings.",
    ],
);
const BAD_VERIFY_TOKEN: Row = (
    "bad-verify-token",
    StatusCode::FORBIDDEN,
    ["توکن تأیید درست نیست", "Wrong verify token"],
    [
        "توکن تأیید وبهوک در داشبورد متا باید همان PALETTE_INSTAGRAM__VERIFY_TOKEN باشد.",
        "The verify token in Meta's dashboard must be PALETTE_INSTAGRAM__VERIFY_TOKEN.",
    ],
);
const BAD_TOKEN: Row = (
    "bad-token",
    StatusCode::UNAUTHORIZED,
    ["توکن درست نیست", "The token is wrong"],
    [
        "توکن PALETTE_HTTP__METRICS_TOKEN را در سرآیند Authorization بفرستید.",
        "Send PALETTE_HTTP__METRICS_TOKEN as a bearer token.",
    ],
);
const BAD_FIELDS: Row = (
    "bad-fields",
    StatusCode::UNPROCESSABLE_ENTITY,
    ["بعضی فیلدها درست نیستند", "Some fields are wrong"],
    [
        "فیلدهایی که در errors آمده‌اند را اصلاح کنید و دوباره بفرستید.",
        "Correct the fields named in errors and send it again.",
    ],
);
const NOT_FOUND: Row = (
    "not-found",
    StatusCode::NOT_FOUND,
    ["پیدا نشد", "Not found"],
    [
        "در این نشانی چیزی نیست که شما به آن دسترسی داشته باشید.",
        "There is nothing at this address that you can see.",
    ],
);
const OUT_OF_STOCK: Row = (
    "out-of-stock",
    StatusCode::CONFLICT,
    ["موجودی کافی نیست", "Not enough in stock"],
    [
        "موجودی کالا کمتر از تعداد سفارش است؛ تعداد را کم کنید یا موجودی را به‌روز کنید.",
        "Fewer pieces are available than the order needs; lower the quantity or correct the stock.",
    ],
);
const IN_USE: Row = (
    "in-use",
    StatusCode::CONFLICT,
    ["در سفارش‌ها هست", "Orders name it"],
    [
        "سفارش‌هایی همین سایز و رنگ را دارند، پس نمی‌تواند برود؛ به‌جایش موجودی‌اش را صفر کنید.",
        "Orders name this size and colour, so it can't go; set its stock to 0 instead.",
    ],
);
const FIXED_RULE: Row = (
    "fixed-rule",
    StatusCode::CONFLICT,
    ["این پیام قانون ثابتی دارد", "A fixed rule decides here"],
    [
        "تبلیغ، توهین، دستور به هوش مصنوعی، «دیگر پیام ندهید» و «با آدم حرف بزنم» همیشه همین‌طور \
         فهمیده می‌شوند و با آموزش عوض نمی‌شوند؛ خودتان پاسخ این مشتری را بدهید.",
        "Spam, insults, commands to the AI, \"stop writing\" and \"a person, please\" are always \
         understood so and can't be taught otherwise; answer this customer yourself.",
    ],
);
const WORDS_GONE: Row = (
    "words-gone",
    StatusCode::CONFLICT,
    [
        "متنی برای یاد گرفتن نمانده",
        "No words are left to learn from",
    ],
    [
        "مشتری این پیام را پس گرفته یا پیامش متن نداشته؛ پیام دیگری را تصحیح کنید.",
        "The customer took this message back, or it had no text; correct another message.",
    ],
);
const CONFLICT: Row = (
    "conflict",
    StatusCode::CONFLICT,
    ["این کار دیگر ممکن نیست", "This can no longer be done"],
    [
        "وضعیت در این بین عوض شده است؛ صفحه را تازه کنید و دوباره نگاه کنید.",
        "Things changed meanwhile; reload and look again.",
    ],
);
const KEY_REUSED: Row = (
    "key-reused",
    StatusCode::UNPROCESSABLE_ENTITY,
    [
        "این Idempotency-Key قبلاً استفاده شده",
        "This Idempotency-Key was used before",
    ],
    [
        "با همین کلید درخواست دیگری فرستاده شده بود؛ برای درخواست تازه کلید تازه بسازید.",
        "Another request was sent with this key; make a new key for a new request.",
    ],
);
const KEY_IN_USE: Row = (
    "key-in-use",
    StatusCode::CONFLICT,
    [
        "همین درخواست در حال انجام است",
        "This request is being worked on",
    ],
    [
        "درخواستی با همین کلید هنوز تمام نشده؛ کمی بعد دوباره بفرستید.",
        "A request with this key has not ended yet; send it again a little later.",
    ],
);
const NOT_CONFIGURED: Row = (
    "not-configured",
    StatusCode::CONFLICT,
    [
        "اپ اینستاگرام تنظیم نشده",
        "The Instagram app is not set up",
    ],
    [
        "شناسه و رمز اپ متا در تنظیمات سرور نیست؛ مدیر سرور باید \
         آن‌ها را بگذارد (palette doctor را ببینید).",
        "The server's settings lack the Meta app's id or secret; its operator has to set \
         them (see palette doctor).",
    ],
);
const TIMEOUT: Row = (
    "timeout",
    StatusCode::SERVICE_UNAVAILABLE,
    ["زمان تمام شد", "It took too long"],
    [
        "پاسخ بیش از اندازه طول کشید؛ دوباره امتحان کنید.",
        "The answer took too long; try again.",
    ],
);
const BUSY: Row = (
    "busy",
    StatusCode::SERVICE_UNAVAILABLE,
    ["سرور شلوغ است", "The server is busy"],
    ["کمی بعد دوباره امتحان کنید.", "Try again a little later."],
);
const INTERNAL: Row = (
    "internal",
    StatusCode::INTERNAL_SERVER_ERROR,
    ["خطای سرور", "An error of ours"],
    [
        "در سرور خطایی رخ داد؛ دوباره امتحان کنید و اگر ماند request_id را به مدیر سرور بدهید.",
        "Something failed in the server; try again, and if it stays give the request_id to \
         the operator.",
    ],
);

fn forbidden(permission: Permission, lang: Lang) -> Words {
    let roles = [Role::Owner, Role::Admin, Role::Agent, Role::Analyst];
    let may = roles.into_iter().filter(|role| role.may(permission));
    let names: Vec<_> = may.map(|role| role_name(role, lang)).collect();
    let detail = match lang {
        Lang::Fa => format!(
            "نقش شما این اجازه را ندارد؛ این نقش‌ها دارند: {}.",
            names.join("، ")
        ),
        Lang::En => format!(
            "Your role may not do this; these may: {}.",
            names.join(", ")
        ),
    };
    Words {
        slug: "forbidden",
        status: StatusCode::FORBIDDEN,
        title: lang.pick("اجازه ندارید", "You may not"),
        detail,
    }
}

const fn role_name(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Owner => lang.pick("مالک", "owner"),
        Role::Admin => lang.pick("مدیر", "admin"),
        Role::Agent => lang.pick("پاسخ‌گو", "agent"),
        Role::Analyst => lang.pick("تحلیلگر", "analyst"),
    }
}

const fn refused(rule: Rule) -> [&'static str; 2] {
    match rule {
        Rule::NoWindow => [
            "این شخص هنوز پیامی نداده است؛ تا خودش پیام ندهد نمی‌شود به او پیام داد.",
            "This person has not written yet; a message can be sent only after they write.",
        ],
        Rule::WindowClosed => [
            "از آخرین پیام این شخص بیش از مهلت اینستاگرام گذشته است؛ با پیام \
             تازهٔ او دوباره باز می‌شود.",
            "Instagram's time to answer this person is over; their next message opens it again.",
        ],
        Rule::PrivateReplyUsed => [
            "به هر کامنت فقط یک پاسخ خصوصی می‌شود داد و این یکی داده شده است.",
            "A comment can get one private reply, and this one has had it.",
        ],
        Rule::PrivateReplyTooOld => [
            "پاسخ خصوصی فقط تا ۷ روز پس از کامنت ممکن است.",
            "A private reply is possible only within 7 days of the comment.",
        ],
        Rule::OptedOut => [
            "این شخص نمی‌خواهد پیام خودکار بگیرد.",
            "This person wants no automated messages.",
        ],
        Rule::PersonHandles => [
            "یکی از همکاران این گفتگو را در دست دارد.",
            "A person handles this conversation.",
        ],
        Rule::AccountUnusable => [
            "اتصال این حساب اینستاگرام قطع است؛ در تنظیمات دوباره وصلش کنید.",
            "This Instagram account is not connected; connect it again in the settings.",
        ],
        Rule::ThreadElsewhere => [
            "این گفتگو الان در دست برنامهٔ دیگری است.",
            "Another app holds this conversation now.",
        ],
        Rule::TextTooLong => [
            "متن از ۱۰۰۰ بایت بلندتر است؛ کوتاهش کنید.",
            "The text is over 1000 bytes; shorten it.",
        ],
        Rule::TextEmpty => [
            "متن خالی است؛ چیزی بنویسید.",
            "The text is empty; write something.",
        ],
        Rule::CommentHidden => [
            "این کامنت پنهان است؛ برای پاسخ دادن اول آشکارش کنید.",
            "This comment is hidden; show it again before you answer it.",
        ],
        Rule::RateBudget => [
            "سقف ارسال اینستاگرام فعلاً پر است؛ کمی بعد دوباره بفرستید.",
            "Instagram's limit is reached for now; send it again a little later.",
        ],
        Rule::StandardWindow | Rule::HumanAgent | Rule::PrivateReply | Rule::CommentAct => [
            "الان ممکن نیست؛ کمی بعد دوباره امتحان کنید.",
            "Not possible just now; try again a little later.",
        ],
    }
}
