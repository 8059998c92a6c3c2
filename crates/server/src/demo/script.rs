//! What the demo shop's customers say: openings, follow-ups and comments, by language.
//!
//! `{p}` is a product's name, `{c}` a colour, `{s}` a size, `{t}` a city.

use super::people::Writes;

/// The first line of a conversation and what may follow it.
pub struct Opening {
    /// What is written first; several lines are a burst.
    pub lines: &'static [&'static str],
    /// What may come after the answer, in order.
    pub follow: &'static [&'static str],
    /// Whether it is sent as a shared post.
    pub shares_post: bool,
    /// Whether the person goes on to buy.
    pub buys: bool,
}

const fn say(lines: &'static [&'static str], follow: &'static [&'static str]) -> Opening {
    Opening {
        lines,
        follow,
        shares_post: false,
        buys: false,
    }
}
const fn share(lines: &'static [&'static str], follow: &'static [&'static str]) -> Opening {
    Opening {
        lines,
        follow,
        shares_post: true,
        buys: false,
    }
}
const fn buy(lines: &'static [&'static str], follow: &'static [&'static str]) -> Opening {
    Opening {
        lines,
        follow,
        shares_post: false,
        buys: true,
    }
}
const fn share_buy(lines: &'static [&'static str], follow: &'static [&'static str]) -> Opening {
    Opening {
        lines,
        follow,
        shares_post: true,
        buys: true,
    }
}

const FA: &[Opening] = &[
    buy(
        &["سلام وقتتون بخیر", "{p} موجوده؟"],
        &["رنگ {c} هم داره؟", "همینو می‌خوام، چطور سفارش بدم؟"],
    ),
    share_buy(
        &["سلام این چنده؟"],
        &["ارسال به {t} چقدر می‌شه؟", "باشه می‌خوامش"],
    ),
    share(&["قیمت لطفا"], &["جنسش چیه؟"]),
    say(&["قیمت {p} چنده؟"], &["ممنون"]),
    buy(
        &["سلام سایز {s} {p} موجوده؟"],
        &["چند روزه می‌رسه؟", "یکی برام ثبت کنید لطفا"],
    ),
    say(&["هزینه ارسال به {t} چقدره"], &["مرسی ❤️"]),
    say(
        &["سلام خسته نباشید", "حضوری هم میشه خرید کرد؟ آدرستون کجاست"],
        &[],
    ),
    say(&["شرایط تعویض و مرجوعی دارید؟"], &["ممنون از راهنماییتون"]),
    share_buy(
        &["این رنگ {c} داره؟"],
        &["قدم ۱۶۸ وزنم ۶۲ چه سایزی بردارم؟", "سفارش می‌دم"],
    ),
    say(&["پرداخت چجوریه؟ درگاه دارید یا کارت به کارت"], &[]),
    share(&["جنسش چیه؟ آب نمیره؟"], &["قیمتش؟"]),
    say(&["سلام تخفیف ندارید؟ مشتری همیشگی‌تونم"], &["باشه ممنون"]),
    say(&["میشه با خود ادمین صحبت کنم؟"], &[]),
    buy(
        &["سلام {p} می‌خواستم رنگ {c}"],
        &["قیمتش با ارسال به {t} چقدر میشه؟"],
    ),
    say(&["سفارشم کی میرسه؟"], &[]),
    say(&["رسید دستم، خیلی قشنگه دستتون درد نکنه 😍"], &[]),
    say(
        &["ده روزه سفارش دادم هنوز نیومده! چرا جواب نمی‌دید؟"],
        &["لطفا سریع‌تر پیگیری کنید"],
    ),
    share_buy(&["سلام", "همین کار رو سایز {s} می‌خوام"], &["کی می‌فرستید؟"]),
    say(&["هر وقت {p} شارژ شد خبرم کنید"], &[]),
    say(&["سلام ساعت کاریتون چنده؟"], &["مرسی"]),
];

const FINGLISH: &[Opening] = &[
    buy(
        &["salam", "{p} mojode?"],
        &["ersal be {t} chand roze mirese?", "hamino mikham"],
    ),
    share_buy(
        &["in chande?"],
        &["size {s} mojoode?", "mikham sefaresh bedam"],
    ),
    say(&["salam gheymate {p} chande"], &["merci"]),
    say(&["hazine ersal be {t} cheghadre?"], &[]),
    share(&["jensesh chie?"], &["gheymatesh?"]),
    say(&["takhfif nadare? 😅"], &[]),
    say(&["robati? ye adam javab bede lotfan"], &[]),
];

const EN: &[Opening] = &[
    share_buy(
        &["Hi! How much is this?"],
        &["Is size {s} in stock?", "Great, I'd like to order one"],
    ),
    say(
        &["Hello, is the {p} still available?"],
        &["What is it made of?", "Thank you!"],
    ),
    say(&["Do you ship abroad? How long does it take?"], &[]),
    share(&["Love it! Does it run small?"], &["And the price?"]),
    say(&["What are your opening hours?"], &["thanks"]),
];

/// The openings of people who write so.
pub const fn openings(writes: Writes) -> &'static [Opening] {
    match writes {
        Writes::Fa => FA,
        Writes::Finglish => FINGLISH,
        Writes::En => EN,
    }
}

/// Comments that ask something.
pub const ASKING: &[&str] = &[
    "قیمت؟",
    "قیمتش چنده؟",
    "قیمت لطفا 🙏",
    "چنده این؟",
    "gheymat?",
    "موجوده؟",
    "هنوز موجوده؟",
    "سایز {s} دارید؟",
    "مشکی هم داره؟",
    "جنسش چیه؟",
    "price please",
    "How much?",
    "ارسال به {t} دارید؟",
    "چطور سفارش بدم؟",
    "رنگ {c} موجوده؟",
    "فری سایزه؟",
    "قیمتو دایرکت کنید لطفا",
    "chande?",
];

/// Comments that ask nothing.
pub const CHATTING: &[&str] = &[
    "خیلی قشنگه 😍",
    "عالیه",
    "😍😍😍",
    "❤️❤️",
    "چه خوشگله",
    "مبارکه",
    "🔥🔥",
    "به به",
    "so pretty!",
    "من خریدم کیفیتش عالی بود",
    "@{u} ببین اینو",
    "@{u}",
    "@{u} @{v} 😍",
    "دستتون درد نکنه",
    "👏👏",
    "واو",
    "عاشق این رنگ شدم",
    "پیجتون عالیه",
    "love this colour",
    "😊",
    "کارتون حرف نداره 🌹",
];

/// Comments nobody wants.
pub const UNWANTED: &[&str] = &[
    "فالوور واقعی و ارزان 👉 bit.ly/foll0wer",
    "وام فوری بدون ضامن، دایرکت بدید",
    "Get 10k followers today, check my bio",
    "گرون‌فروشای دزد",
    "شرط‌بندی با درصد برد بالا، لینک تو بیو",
];

/// What a member of the shop writes when a person takes over.
pub const TAKING_OVER: &[&str] = &[
    "سلام عزیزم، وقتتون بخیر. من مینا هستم از فروشگاه 🌷 لطفاً نام، شماره تماس، آدرس کامل و کدپستی رو بفرستید تا ثبت کنم.",
    "سلام، ممنون از انتخابتون. برای ثبت سفارش اسم و آدرس و کدپستی و شماره‌تون رو لطف می‌کنید؟",
    "سلام وقت بخیر، بله حتماً. آدرس کامل و شماره تماس رو بفرستید لطفاً.",
];

/// What a member writes once an order is made.
pub const CONFIRMING: &[&str] = &[
    "سفارشتون ثبت شد، کد سفارش: {code} ✨ بعد از پرداخت، رسید رو همین‌جا بفرستید.",
    "ثبت کردم براتون 🌸 کد سفارش {code} هست.",
];

/// What a member writes to a person who asked for one.
pub const HELPING: &[&str] = &[
    "سلام، من در خدمتم. بفرمایید 🌷",
    "سلام وقتتون بخیر، ببخشید معطل شدید. الان پیگیری می‌کنم و خبرتون می‌کنم.",
    "سلام، ممنون که صبر کردید. چطور می‌تونم کمکتون کنم؟",
];

/// Captions of the demo's posts; `{p}` is the first product's name in Persian, `{q}` in English.
pub const CAPTIONS: &[&str] = &[
    "{p} رسید! 🌿 برای قیمت و سایز کامنت یا دایرکت بذارید.\n{q}, now in the shop.",
    "یه انتخاب راحت برای هر روز: {p} ✨",
    "{p} با رنگ‌های تازه 🎨 کدومش رو می‌پسندید؟",
    "{q} is back in stock 🤍\n{p} دوباره موجود شد.",
    "پرفروش این ماه: {p} 🛍️ ارسال به سراسر کشور",
    "استایل امروز با {p} 🍂",
];
