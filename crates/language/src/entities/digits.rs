//! Long numbers: phones and postal codes; cards, accounts and the like are kept from being either.

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::{Found, Scene};
use crate::view::{Found as Hit, Pattern, View, pattern};

static NUMBER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?P<plus>\+)?\(?(?P<all>\d",
        r"(?:[ \-.()_\u{200c}\u{200e}\u{200f}\u{202a}-\u{202c}]{0,3}\d){6,})"
    ))
});
static SHEBA: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?P<all>(?-u:\b)ir ?(?:\d[ \-]?){24})"));
static POSTAL_BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:کد ?\u{200c}?پستی|پستی|ک\.? ?پ\b|postal|post ?code|\bzip|kode? ?post|code ?post)",
        r"[\w\u{200c}]*[^\d\n]{0,16}$"
    ))
});
static POSTAL_AFTER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"^[ ,]*(?:is |هم |e )?(?:the |my )?",
        r"(?:کد ?\u{200c}?پستی|postal|post ?code|zip|kode? ?post|code ?post)",
    ))
});
static MONEY_AFTER: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"^ ?(?:ریال|تومان|تومن|هزار|rial|toman|tomn)"));
/// What is neither phone nor postal code, by the words before it.
static OTHER_BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:ملی|حساب|بارکد|سریال|شناسه|کارت|رهگیری|مرسوله|barcode|serial|account|",
        r"national id|\bmeli|",
        r"hesab|model|rahgiri|marsule|tracking|card|kart)[\w\u{200c}]*[^\d\n]{0,12}$"
    ))
});

/// Area codes of Iran's provinces, after the 0.
const AREAS: [&str; 31] = [
    "11", "13", "17", "21", "23", "24", "25", "26", "28", "31", "34", "35", "38", "41", "44", "45",
    "51", "54", "56", "58", "61", "66", "71", "74", "76", "77", "81", "83", "84", "86", "87",
];

/// What is near a run of digits.
#[derive(Clone, Copy, Default)]
struct Near {
    plus: bool,
    postal: bool,
    other: bool,
}

/// What a run of digits is.
enum Kind {
    Phone(String),
    Postal(String),
    Secret,
    Nothing,
}

/// Whether ten digits are a number of Iran without its 0.
fn iranian(digits: &str) -> bool {
    let mobile = digits.starts_with("90") || digits.starts_with("91") || digits.starts_with("92");
    let mobile =
        mobile || digits.starts_with("93") || digits.starts_with("94") || digits.starts_with("99");
    let landline = digits.get(..2).is_some_and(|area| AREAS.contains(&area));
    digits.len() == 10 && (mobile || landline)
}

fn classify(digits: &str, near: Near) -> Kind {
    let iran = |rest: &str| Kind::Phone(format!("+98{rest}"));
    if near.plus {
        return match digits.len() {
            8..=15 => Kind::Phone(format!("+{}", fold_trunk(digits))),
            _ => Kind::Secret,
        };
    }
    let mobile = |s: &str| iranian(s) && s.starts_with('9');
    match digits.len() {
        14 if digits.starts_with("0098") => iran(&digits[4..]),
        12..=15 if digits.starts_with("00") && !near.other => {
            Kind::Phone(format!("+{}", &digits[2..]))
        }
        12 if digits.starts_with("98") && mobile(&digits[2..]) => iran(&digits[2..]),
        13 if digits.starts_with("980") && mobile(&digits[3..]) => iran(&digits[3..]),
        11 if digits.starts_with('0') && iranian(&digits[1..]) => iran(&digits[1..]),
        10 if near.postal => Kind::Postal(digits.to_owned()),
        10 if near.other => Kind::Nothing,
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

/// A run of digits found, with where it stands.
struct Run {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Every long number of a text.
fn runs(view: &View) -> Vec<Run> {
    let mut out = Vec::new();
    for hit in view.matches(&NUMBER) {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let (start, end) = hit.span("all");
        let money = MONEY_AFTER.is_match(view.folded(end, (end + 12).min(view.len())));
        if letter(hit.before()) || hit.before() == Some('#') || money {
            continue;
        }
        let near = Near {
            plus: !hit.group("plus").is_empty(),
            postal: POSTAL_BEFORE.is_match(hit.left(48)) || is_postal_after(view, &hit),
            other: OTHER_BEFORE.is_match(hit.left(32)),
        };
        let start = if near.plus { hit.span("plus").0 } else { start };
        split(view, &mut out, near, (start, end));
    }
    out
}

fn is_postal_after(view: &View, hit: &Hit<'_>) -> bool {
    let end = hit.span("all").1;
    POSTAL_AFTER.is_match(view.folded(end, (end + 20).min(view.len())))
}

fn split(view: &View, out: &mut Vec<Run>, near: Near, (start, end): (usize, usize)) {
    let piece = view.folded(start, end);
    let digits: String = piece.chars().filter(char::is_ascii_digit).collect();
    let kind = classify(&digits, near);
    let gap = piece.chars().position(|c| c == ' ');
    if let (Kind::Nothing, Some(gap)) = (&kind, gap) {
        // «1456789012 09123456789» in one breath: cut at the inner spaces and try the parts.
        let count = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        let head = count(view.folded(start, start + gap));
        let tail = count(view.folded(start + gap, end));
        if matches!(head, 10 | 11) || matches!(tail, 10 | 11) {
            split(view, out, near, (start, start + gap));
            let rest = Near::default();
            split(view, out, rest, (start + gap + 1, end));
            return;
        }
    }
    // «(۰۲۱)»: the bracket belongs to the number.
    let open = start > 0 && view.folded(start - 1, start) == "(" && piece.contains(')');
    out.push(Run {
        kind,
        start: start - usize::from(open),
        end,
    });
}

/// Phones and postal codes; cards, Sheba and tracking numbers are kept from being read as either.
pub(super) fn numbers(scene: &Scene<'_>, found: &mut Found<'_>) {
    if scene.view.text.bytes().filter(u8::is_ascii_digit).count() < 7 {
        return;
    }
    for hit in scene.view.matches(&SHEBA) {
        let (start, end) = hit.span("all");
        found.block(start, end);
    }
    for run in runs(scene.view) {
        match run.kind {
            Kind::Phone(value) => found.add(EntityKind::Phone, run.start, run.end, json!(value)),
            Kind::Postal(value) => {
                found.add(EntityKind::PostalCode, run.start, run.end, json!(value))
            }
            Kind::Nothing if run.end - run.start < 9 => {}
            Kind::Secret | Kind::Nothing => found.block(run.start, run.end),
        }
    }
}

/// Where long numbers stand, in characters.
pub(super) fn places(view: &View) -> Vec<(usize, usize)> {
    runs(view).iter().map(|run| (run.start, run.end)).collect()
}

/// The first phone in a text as E.164, with the characters where it stands.
pub(crate) fn phone_in(view: &View) -> Option<(String, (usize, usize))> {
    runs(view).into_iter().find_map(|run| match run.kind {
        Kind::Phone(value) => Some((value, (run.start, run.end))),
        _ => None,
    })
}

/// The first postal code in a text, with the characters where it stands.
pub(crate) fn postal_in(view: &View) -> Option<(String, (usize, usize))> {
    runs(view).into_iter().find_map(|run| match run.kind {
        Kind::Postal(value) => Some((value, (run.start, run.end))),
        _ => None,
    })
}

/// A number that a shop should neither keep nor show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HiddenKind {
    /// The sixteen digits of a bank card.
    Card,
    /// IR and twenty-four digits.
    Sheba,
}

/// Where such a number stands in a text, in characters of the original.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hidden {
    /// What it is.
    pub kind: HiddenKind,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// The bank cards and Sheba numbers of a text. No entity holds them.
pub fn hidden_numbers(text: &str) -> Vec<Hidden> {
    let view = View::new(text);
    let mut out: Vec<Hidden> = view
        .matches(&SHEBA)
        .map(|hit| hit.span("all"))
        .map(|(start, end)| Hidden {
            kind: HiddenKind::Sheba,
            start,
            end,
        })
        .collect();
    for hit in view.matches(&NUMBER) {
        let (start, end) = hit.span("all");
        let count = hit
            .group("all")
            .chars()
            .filter(char::is_ascii_digit)
            .count();
        let free = out.iter().all(|h| end <= h.start || start >= h.end);
        if count == 16 && free {
            out.push(Hidden {
                kind: HiddenKind::Card,
                start,
                end,
            });
        }
    }
    out.sort_by_key(|h| h.start);
    out
}

/// The text with the digits of cards and Sheba numbers as «•», the last four of a card kept.
pub fn masked(text: &str) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    for hidden in hidden_numbers(text) {
        let kept = if hidden.kind == HiddenKind::Card {
            4
        } else {
            0
        };
        let digits: Vec<usize> = (hidden.start..hidden.end.min(signs.len()))
            .filter(|at| signs[*at].is_numeric())
            .collect();
        for at in &digits[..digits.len().saturating_sub(kept)] {
            signs[*at] = '•';
        }
    }
    signs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_and_sheba_are_hidden() {
        for (text, expected) in [
            (
                "کارت ۶۰۳۷-۹۹۷۱-۱۲۳۴-۵۶۷۸ زدم",
                "کارت ••••-••••-••••-۵۶۷۸ زدم",
            ),
            ("6037997112345678", "••••••••••••5678"),
            (
                "IR062960000000100324200001 من",
                "IR•••••••••••••••••••••••• من",
            ),
            ("09121112233", "09121112233"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }
}
