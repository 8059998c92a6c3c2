//! Words that settle a matter without the classifier: where and when the shop is open, "start"
//! after an opt-out, "I have paid", a wish for advice on sizes, and texts that say nothing.

use super::Snapshot;
use super::fold::{fold, has_words};

/// A question about the shop itself, which has no intent of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ShopFact {
    Hours,
    Address,
}

const HOURS: &[&str] = &[
    "ساعت کاری",
    "ساعت کار",
    "ساعت کارتون",
    "ساعت کاریتون",
    "ساعات کاری",
    "چه ساعتی باز",
    "چه ساعتی هستید",
    "تا ساعت چند",
    "ساعت چند باز",
    "ساعت چند میبندید",
    "تا کی باز",
    "تا کی هستید",
    "از چه ساعتی",
    "چه روزایی باز",
    "چه روزهایی باز",
    "جمعه ها باز",
    "جمعهها باز",
    "جمعه بازید",
    "جمعه هستید",
    "الان بازید",
    "بازین",
    "بازید",
    "باز هستید",
    "تعطیلات باز",
    "saat kari",
    "saate kari",
    "saat kar",
    "ta saat chand",
    "che saati baz",
    "che saati hastid",
    "ta key baz",
    "baz hastid",
    "bazid",
    "jome bazid",
    "opening hours",
    "open hours",
    "business hours",
    "working hours",
    "shop hours",
    "store hours",
    "are you open",
    "you open",
    "u open",
    "when do you open",
    "when do you close",
    "what time do you",
    "hours of operation",
];

const ADDRESS: &[&str] = &[
    "کجایید",
    "کجاید",
    "کجایین",
    "کجا هستید",
    "کجا هستین",
    "کجاس",
    "کجاست مغازه",
    "مغازه کجا",
    "مغازتون",
    "مغازهتون",
    "مغازه تون",
    "فروشگاهتون",
    "فروشگاه تون",
    "فروشگاه حضوری",
    "شعبه",
    "شعبهتون",
    "شعبه دارید",
    "آدرستون",
    "آدرس مغازه",
    "آدرس فروشگاه",
    "آدرس حضوری",
    "آدرس شما",
    "لوکیشن",
    "لوکیشنتون",
    "حضوری",
    "حضورا",
    "بیام ببینم",
    "از نزدیک ببینم",
    "کدوم شهرید",
    "کدوم شهر هستید",
    "کجای تهران",
    "فروش حضوری",
    "kojaid",
    "kojayid",
    "kojain",
    "koja hastid",
    "koja hastin",
    "adresetoon",
    "adresetun",
    "adreseton",
    "adres maghaze",
    "adrese maghaze",
    "maghazatoon",
    "maghaze darid",
    "hozoori",
    "hozuri",
    "shobe",
    "shobeh",
    "lokeyshen",
    "where are you",
    "where r u",
    "where are u",
    "your address",
    "shop address",
    "store address",
    "your location",
    "location",
    "physical store",
    "physical shop",
    "visit your",
    "visit the shop",
    "come to your",
    "where is your shop",
    "where is your store",
    "wheres your shop",
    "wheres your store",
    "in person",
    "showroom",
];

const START: &[&str] = &[
    "شروع",
    "استارت",
    "start",
    "unstop",
    "resume",
    "shoroo",
    "shoro",
    "shoru",
    "فعال کن",
    "فعال کنید",
    "دوباره پیام بدید",
    "دوباره پیام بدین",
    "پیام بدید دوباره",
    "پیام خودکار میخوام",
    "subscribe again",
    "turn on messages",
    "message me again",
];

const PAID: &[&str] = &[
    "واریز کردم",
    "واریز شد",
    "واریز انجام",
    "پرداخت کردم",
    "پرداخت شد",
    "پول رو زدم",
    "پولو زدم",
    "کارت به کارت کردم",
    "فیش واریزی",
    "رسید واریز",
    "اینم رسید",
    "این رسید",
    "رسیدش",
    "variz kardam",
    "variz shod",
    "pardakht kardam",
    "pool ro zadam",
    "poolo zadam",
    "resid variz",
    "fishe variz",
    "i paid",
    "ive paid",
    "i have paid",
    "just paid",
    "payment sent",
    "sent the payment",
    "transferred the money",
    "made the payment",
    "here is the receipt",
    "payment receipt",
];

const ADVICE: &[&str] = &[
    "قد",
    "قدم",
    "وزن",
    "وزنم",
    "دور",
    "کیلو",
    "سانت",
    "تنگ",
    "گشاد",
    "بهم میخوره",
    "اندازم",
    "اندازمه",
    "چه سایزی بردارم",
    "کدوم سایز",
    "ghad",
    "ghadam",
    "vazn",
    "vaznam",
    "kilo",
    "height",
    "weight",
    "cm",
    "kg",
    "tall",
    "fit me",
    "which size",
    "what size",
];

const FINE: &[&str] = &[
    "باشه",
    "باش",
    "اوکی",
    "اوکیه",
    "حله",
    "اها",
    "اهان",
    "چشم",
    "بله",
    "اره",
    "خب",
    "خوبه",
    "عالی",
    "ok",
    "okay",
    "okey",
    "oki",
    "k",
    "sure",
    "great",
    "alright",
    "fine",
    "got it",
    "yes",
    "yep",
    "bashe",
    "bashe",
    "hale",
    "aha",
    "chashm",
    "are",
    "bale",
    "اوک",
    "باشه ممنون",
];

/// All words of the burst, folded, a line break between messages.
pub(super) fn folded(snapshot: &Snapshot) -> String {
    let texts = snapshot.texts.iter().map(|text| fold(text.reveal()));
    texts
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|needle| has_words(text, &fold(needle)))
}

/// Whether the shop's hours or address are asked for.
pub(super) fn shop_facts(snapshot: &Snapshot) -> Vec<ShopFact> {
    let text = folded(snapshot);
    let mut found = Vec::new();
    let bare = ["ادرس", "ادرس لطفا", "adres", "address"].contains(&text.as_str());
    if bare || any(&text, ADDRESS) {
        found.push(ShopFact::Address);
    }
    if any(&text, HOURS) {
        found.push(ShopFact::Hours);
    }
    found
}

/// Whether automated messages are wanted again.
pub(super) fn asks_to_start(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    text.split(' ').count() <= 6 && any(&text, START)
        || snapshot
            .payload
            .as_deref()
            .is_some_and(|payload| payload.eq_ignore_ascii_case("start"))
}

/// Whether somebody says that they have paid: a person has to check the account.
pub(super) fn says_paid(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), PAID)
}

/// Whether a body is to be fitted, not a list of sizes told.
pub(super) fn wants_size_advice(snapshot: &Snapshot) -> bool {
    any(&folded(snapshot), ADVICE)
}

/// Whether it only says "fine": nothing was asked, so nothing is to be answered.
pub(super) fn acknowledges(snapshot: &Snapshot) -> bool {
    let text = folded(snapshot);
    !asks_by_sign(snapshot) && FINE.iter().any(|word| fold(word) == text)
}

/// Whether the burst has words of its own beside tags, links and emoji.
pub(super) fn has_words_of_its_own(snapshot: &Snapshot) -> bool {
    snapshot.texts.iter().any(|text| {
        let mut words = text
            .reveal()
            .split_whitespace()
            .filter(|word| !is_tag_or_link(word));
        words.any(|word| word.chars().any(char::is_alphanumeric))
    })
}

/// Whether it talks to somebody else: it begins with another person's name.
pub(super) fn begins_with_tag(snapshot: &Snapshot) -> bool {
    snapshot
        .texts
        .iter()
        .any(|text| text.reveal().trim_start().starts_with(['@', '＠']))
}

/// Whether there is a question mark.
pub(super) fn asks_by_sign(snapshot: &Snapshot) -> bool {
    snapshot
        .texts
        .iter()
        .any(|text| text.reveal().contains(['?', '؟', '❓', '❔']))
}

fn is_tag_or_link(word: &str) -> bool {
    word.starts_with(['@', '＠', '#']) || word.contains("://") || word.starts_with("www.")
}
