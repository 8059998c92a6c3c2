//! Long numbers and codes: phones, postal codes, cards (kept out), order codes, links, @names.

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::{Found, Scene};
use crate::normal::{TokenKind, normalize};
use crate::view::{Pattern, View, pattern};

static NUMBER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?P<plus>\+)?\(?(?P<all>\d",
        r"(?:[ \-.()_\u{200c}\u{200e}\u{200f}\u{202a}-\u{202c}]{0,2}\d){6,})"
    ))
});
static SHEBA: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?P<all>ir ?(?:\d[ \-]?){24})"));
static CODE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:کد ?(?:سفارش|پیگیری|رهگیری|خرید)?\u{200c}?(?:م|ام|مون|تون|ش)?|",
        r"شماره ?ی? ?(?:سفارش|فاکتور|پیگیری)",
        r"(?:م|ام|مون)?|سفارش(?:م|ام|مون)? ?(?:شماره|کد)?|فاکتور|order ?(?:number|no\.?|code|",
        r"id|is)?|",
        r"code|invoice|kod(?:e|am|esh)?|code?|shomare(?: sefaresh)?|sefaresh(?:am|e|)|",
        r"tracking(?: number| code)?)",
        r"(?:(?: |:|هم|من|شماره|کد|هست|=|#|no\.?|is|number|e|kod|code|man|my){0,6}?)[ :#]*",
        r"(?P<all>(?:[a-z]{1,4}-?)?\d{3,8})"
    ))
});
static HASH_CODE: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"#(?P<all>(?:[a-z]{1,4}-?)?\d{3,8})"));
static DASH_CODE: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"\b(?P<all>[a-z]{2,4}-\d{3,8}|[a-z]{2} ?\d{4,8})\b"));
static POSTAL_WORDS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?:کد ?پستی|پستی|postal|post ?code|zip|kod ?posti|code ?posti)[\w :=]*$")
});

/// Links and @names.
pub(super) fn links_and_names(scene: &Scene<'_>, found: &mut Found<'_>) {
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

/// What a run of digits is.
enum Kind {
    Phone(String),
    Postal(String),
    Secret,
    Nothing,
}

fn classify(digits: &str, plus: bool, postal_near: bool) -> Kind {
    let iran = |rest: &str| Kind::Phone(format!("+98{rest}"));
    let mobile = |s: &str| s.len() == 10 && s.starts_with('9');
    if plus {
        return match digits.len() {
            8..=15 => Kind::Phone(format!("+{}", fold_trunk(digits))),
            _ => Kind::Secret,
        };
    }
    match digits.len() {
        14 if digits.starts_with("0098") => iran(&digits[4..]),
        11..=15 if digits.starts_with("00") => Kind::Phone(format!("+{}", &digits[2..])),
        12 if digits.starts_with("98") && mobile(&digits[2..]) => iran(&digits[2..]),
        11 if digits.starts_with('0') => iran(&digits[1..]),
        10 if postal_near => Kind::Postal(digits.to_owned()),
        10 if mobile(digits) => iran(digits),
        10 if !digits.starts_with('0') => Kind::Postal(digits.to_owned()),
        16 | 19 | 20 | 24 | 26 => Kind::Secret,
        _ => Kind::Nothing,
    }
}

/// `+98 0912…` is written by mistake and meant as `+98 912…`.
fn fold_trunk(digits: &str) -> String {
    match digits.strip_prefix("980") {
        Some(rest) => format!("98{rest}"),
        None => digits.to_owned(),
    }
}

/// Phones and postal codes; cards, Sheba and tracking numbers are kept from being read as either.
pub(super) fn numbers(scene: &Scene<'_>, found: &mut Found<'_>) {
    for hit in scene.view.matches(&SHEBA) {
        let (start, end) = hit.span("all");
        found.block(start, end);
    }
    for hit in scene.view.matches(&NUMBER) {
        let (start, end) = hit.span("all");
        let digits: String = hit
            .group("all")
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let plus = !hit.group("plus").is_empty();
        let start = if plus { hit.span("plus").0 } else { start };
        split(
            scene,
            found,
            &digits,
            plus,
            (start, end),
            POSTAL_WORDS.is_match(hit.left(40)),
        );
    }
}

fn split(
    scene: &Scene<'_>,
    found: &mut Found<'_>,
    digits: &str,
    plus: bool,
    (start, end): (usize, usize),
    postal: bool,
) {
    match classify(digits, plus, postal) {
        Kind::Phone(value) => found.add(EntityKind::Phone, start, end, json!(value)),
        Kind::Postal(value) => found.add(EntityKind::PostalCode, start, end, json!(value)),
        Kind::Secret => found.block(start, end),
        // «1456789012 09123456789» in one breath: cut at the inner spaces and try the parts.
        Kind::Nothing => {
            let piece = scene.view.folded(start, end);
            let Some(gap) = piece.chars().position(|c| c == ' ') else {
                return;
            };
            let head: String = piece
                .chars()
                .take(gap)
                .filter(char::is_ascii_digit)
                .collect();
            let tail: String = piece
                .chars()
                .skip(gap)
                .filter(char::is_ascii_digit)
                .collect();
            if matches!(head.len(), 10 | 11) || matches!(tail.len(), 10 | 11) {
                split(scene, found, &head, false, (start, start + gap), postal);
                split(scene, found, &tail, false, (start + gap + 1, end), false);
            }
        }
    }
}

/// Order codes: with the business's prefix, or a number beside a word for code or order.
pub(super) fn codes(scene: &Scene<'_>, found: &mut Found<'_>) {
    if let Some(lexicon) = scene.context.lexicon
        && let Some(pattern) = lexicon.code_pattern()
    {
        add_codes(scene, found, pattern);
    }
    for pattern in [&*CODE, &*HASH_CODE, &*DASH_CODE] {
        add_codes(scene, found, pattern);
    }
    if matches!(scene.context.asked, Some(crate::Asked::OrderCode)) {
        static BARE: LazyLock<Pattern> = LazyLock::new(|| pattern(r"^\s*(?P<all>\d{3,8})\s*$"));
        add_codes(scene, found, &BARE);
    }
}

fn add_codes(scene: &Scene<'_>, found: &mut Found<'_>, pattern: &Pattern) {
    for hit in scene.view.matches(pattern) {
        let (start, end) = hit.span("all");
        let after = scene.view.folded(end, scene.view.len());
        let money = ["تومن", "تومان", "هزار", "ریال", "toman", "tomn", "hezar"];
        let cut = after.trim_start();
        if after.starts_with(char::is_alphanumeric) || money.iter().any(|m| cut.starts_with(m)) {
            continue;
        }
        let value = hit.group("all").to_ascii_uppercase();
        found.add(EntityKind::OrderCode, start, end, json!(value));
    }
}

/// The first phone in a text as E.164, with the characters where it stands.
pub(crate) fn phone_in(view: &View) -> Option<(String, (usize, usize))> {
    first(view, |kind| match kind {
        Kind::Phone(value) => Some(value),
        _ => None,
    })
}

/// The first postal code in a text, with the characters where it stands.
pub(crate) fn postal_in(view: &View) -> Option<(String, (usize, usize))> {
    first(view, |kind| match kind {
        Kind::Postal(value) => Some(value),
        _ => None,
    })
}

fn first(view: &View, want: impl Fn(Kind) -> Option<String>) -> Option<(String, (usize, usize))> {
    view.matches(&NUMBER).find_map(|hit| {
        let digits: String = hit
            .group("all")
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let plus = !hit.group("plus").is_empty();
        let near = POSTAL_WORDS.is_match(hit.left(40));
        let (start, end) = hit.span("all");
        let start = if plus { hit.span("plus").0 } else { start };
        want(classify(&digits, plus, near)).map(|value| (value, (start, end)))
    })
}
