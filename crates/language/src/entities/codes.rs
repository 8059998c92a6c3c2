//! Order codes, tracking numbers, links and @names.

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::tokens::Token;
use super::{Found, Scene};
use crate::context::Asked;
use crate::normal::{TokenKind, normalize};
use crate::view::{Pattern, pattern};

static PATH: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?-u:\b)(?P<all>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,6}/[^\s]+)")
});
static HASH: LazyLock<Pattern> = LazyLock::new(|| pattern(r"#(?P<all>(?:[a-z]{1,4}-?)?\d{3,8})"));
static DASH: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?-u:\b)(?P<all>[a-z]{2,4}-\d{2,8}|[a-z]{2}\d{4,8})(?-u:\b)"));

/// Links and @names.
pub(super) fn links_and_names(scene: &Scene<'_>, found: &mut Found<'_>) {
    if !scene.view.text.contains(['.', '@']) {
        return;
    }
    let paths = scene.view.text.contains('/');
    for hit in scene.view.matches(&PATH).take_while(|_| paths) {
        let (start, end) = hit.span("all");
        let before = scene.view.folded(start.saturating_sub(3), start);
        if !before.ends_with(['/', '@', '.']) {
            let url = scene.view.original(start, end);
            let kept = url.trim_end_matches(['.', ',', '!', '?', ')', '؟', '،']);
            let end = start + kept.chars().count();
            found.add(EntityKind::Url, start, end, json!(kept));
        }
    }
    let text = scene.view.original(0, scene.view.len());
    let normal = normalize(&text);
    for token in &normal.tokens {
        let kind = match token.kind {
            TokenKind::Link => EntityKind::Url,
            TokenKind::Mention => EntityKind::Username,
            _ => continue,
        };
        let chars = |byte: usize| text.get(..byte).map_or(0, |s| s.chars().count());
        let (start, end) = (chars(token.from), chars(token.to));
        // A path tells small letters from capitals; an @name does not.
        let value = match kind {
            EntityKind::Url => scene.view.original(start, end),
            _ => scene.view.folded(start, end).to_owned(),
        };
        let value = value.trim_start_matches('@').trim_end_matches('.');
        found.add(kind, start, end, json!(value));
    }
}

/// What a word says of the number after it.
#[derive(Clone, Copy, PartialEq)]
enum Says {
    /// An order, an invoice: a code of three to eight digits.
    Order,
    /// «کد», "number": a code when nothing says of what else.
    Code,
    /// A parcel: up to twenty-four digits.
    Tracking,
    /// Nothing by itself, and no end to the search.
    Filler,
    /// A postal code, a discount's, a phone's: no order's.
    Other,
}

fn says(word: &str) -> Option<Says> {
    let order = [
        "سفارش",
        "فاکتور",
        "sefaresh",
        "order",
        "invoice",
        "factor",
        "faktor",
    ];
    if word == "ref" || order.iter().any(|head| word.starts_with(head)) {
        return Some(Says::Order);
    }
    let tracking = [
        "رهگیری",
        "مرسوله",
        "پیگیری",
        "tracking",
        "rahgiri",
        "marsule",
        "peygiri",
        "marsole",
        "peigiri",
    ];
    if tracking.iter().any(|head| word.starts_with(head)) {
        return Some(Says::Tracking);
    }
    Some(match word {
        "کد" | "کدش" | "کدم" | "کدشو" | "کود" | "code" | "kod" | "kode" | "kodesh" | "شماره"
        | "شمارش" | "shomare" | "shomareye" | "number" | "codesh" => Says::Code,
        "من" | "هست" | "هم" | "ما" | "قبلیم" | "قبلی" | "جدیدم" | "با" | "به" | "پستی"
        | "پستیم" | "خریدم" | "خرید" | "is" | "my" | "no" | "id" | "nr" | "man" | "ba" | "be"
        | "the" | "e" | "was" | "hast" | "sabt" | "ghabli" | "postim" | "ghablim" | "kharid"
        | "اینه" | "ine" | "of" | "last" | "با کد" | "num" | "ی" => Says::Filler,
        "ملی" | "تخفیف" | "تماس" | "کارت" | "حساب" | "تلفن" | "همراه" | "موبایل" | "meli"
        | "takhfif" | "tamas" | "kart" | "card" | "hesab" | "discount" | "phone" | "zip"
        | "post" | "postal" | "posti" | "رنگ" | "rang" | "promo" | "سایز" | "size" | "مدل"
        | "model" | "country" => Says::Other,
        _ => return None,
    })
}

/// Order codes: with the business's prefix, or a number beside a word for code or order.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    if let Some(pattern) = scene.context.lexicon.and_then(|l| l.code_pattern()) {
        add_all(scene, found, pattern);
    }
    if !scene.tokens.iter().any(|t| t.number) {
        return;
    }
    worded(scene, found);
    add_all(scene, found, &HASH);
    add_all(scene, found, &DASH);
    if matches!(scene.context.asked, Some(Asked::OrderCode)) {
        bare(scene, found);
    }
}

fn worded(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let said = says(&tokens[at].text);
        let Some(first @ (Says::Order | Says::Code | Says::Tracking)) = said else {
            at += 1;
            continue;
        };
        at += 1;
        let mut tracking = first == Says::Tracking;
        let mut last = first;
        let limit = at + 6;
        while at < tokens.len().min(limit) && tokens[at].mark != '\n' {
            match says(&tokens[at].text) {
                Some(Says::Other) => break,
                // «کد پستی»: of the post, not of an order; «کد رهگیری پستی» is the parcel's.
                Some(Says::Filler) if last == Says::Code && tokens[at].text.starts_with("پستی") =>
                {
                    break;
                }
                Some(said) => {
                    tracking |= said == Says::Tracking;
                    last = said;
                }
                None => {
                    at = codes_at(scene, found, at, tracking).max(at);
                    break;
                }
            }
            at += 1;
        }
    }
}

/// Takes the code at a token, and others joined to it; where the search goes on.
fn codes_at(scene: &Scene<'_>, found: &mut Found<'_>, mut at: usize, tracking: bool) -> usize {
    let tokens = &scene.tokens;
    while let Some(used) = code(tokens, at, tracking) {
        let (start, end) = scene.span(at, used);
        let value = scene.view.folded(start, end).to_ascii_uppercase();
        found.add_freed(EntityKind::OrderCode, start, end, json!(value));
        at += used;
        let joint = tokens
            .get(at)
            .is_some_and(|t| matches!(t.text.as_str(), "و" | "and" | "va" | "o"));
        if !joint {
            break;
        }
        at += 1;
    }
    at
}

/// How many tokens a code at a token takes: «1043», "PL-2071", "pl2071".
fn code(tokens: &[Token], at: usize, tracking: bool) -> Option<usize> {
    let token = tokens.get(at)?;
    let most = if tracking { 24 } else { 8 };
    let digits = |token: &Token, least: usize| {
        let plain = token.text.bytes().all(|b| b.is_ascii_digit());
        token.number && plain && (least..=most).contains(&token.text.len())
    };
    let used = if digits(token, 3) {
        1
    } else {
        let next = tokens.get(at + 1)?;
        let prefix = token.text.len() <= 4 && token.text.is_ascii() && !token.number;
        let joined = next.glued || next.mark == '-';
        (prefix && joined && digits(next, 2)).then_some(2)?
    };
    let after = tokens.get(at + used);
    let counted = after.is_some_and(|t| {
        t.glued
            || t.mark == '%'
            || matches!(
                t.text.as_str(),
                "تومن"
                    | "تومان"
                    | "تومنی"
                    | "هزار"
                    | "ریال"
                    | "میلیون"
                    | "تا"
                    | "عدد"
                    | "toman"
                    | "tomn"
                    | "hezar"
                    | "milion"
                    | "million"
                    | "ta"
                    | "adad"
                    | "درصد"
                    | "darsad"
                    | "pieces"
                    | "pcs"
            )
    });
    (!counted).then_some(used)
}

fn bare(scene: &Scene<'_>, found: &mut Found<'_>) {
    let codes: Vec<usize> = (0..scene.tokens.len())
        .filter(|at| code(&scene.tokens, *at, false).is_some())
        .collect();
    if let [at] = codes.as_slice()
        && scene.tokens.len() <= 6
    {
        codes_at(scene, found, *at, false);
    }
}

fn add_all(scene: &Scene<'_>, found: &mut Found<'_>, pattern: &Pattern) {
    for hit in scene.view.matches(pattern) {
        let (start, end) = hit.span("all");
        let after = scene.view.folded(end, (end + 8).min(scene.view.len()));
        let money = ["تومن", "تومان", "هزار", "ریال", "toman", "tomn", "hezar"];
        let cut = after.trim_start();
        if after.starts_with(char::is_alphanumeric) || money.iter().any(|m| cut.starts_with(m)) {
            continue;
        }
        let value = hit.group("all").to_ascii_uppercase();
        found.add(EntityKind::OrderCode, start, end, json!(value));
    }
}
