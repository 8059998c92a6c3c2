//! Amounts as people say them: «۸۵۰», «یک و دویست», «دو میلیون و نیم», "850k", "$20".
//!
//! People speak Toman and drop zeros, so a bare number near a word of price is read in thousands
//! or millions. `value` is `{"minor","currency"}`; where there is doubt, `also` lists the other
//! readings in the same currency.

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::{Value, json};

use super::{Found, Scene, at_edges, numerals};
use crate::view::{Pattern, pattern};

const THOUSAND: i64 = 1_000;
const MILLION: i64 = 1_000_000;

const SCALES: &str = r"هزار|میلیون|ملیون|میلیونو?|hezar|hezaar|milion|million|melyun|k|m";
const UNITS: &str = concat!(
    r"تومان|تومن|تومنی|تومنه|تومانه|تمن|ت|ریال|ریاله|toman|tooman|tomn|tomans|tmn|rial|rials|",
    r"dollars?|usd|bucks|دلار|یورو|euros?|eur|t|irr|irt"
);

static DIGITS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        &[
            r"(?:(?P<sign>[$€]) ?)?\b(?P<n>\d{1,12}(?:[.,/]\d{1,3})*)",
            &format!(r"(?: ?(?P<scale>{SCALES})\b)?(?P<half> ?و ?نیم)?"),
            r"(?: ?و ?(?P<more>\d{1,3})(?: ?(?:هزار|hezar))?)?",
            &format!(r"(?: ?(?P<unit>{UNITS})\b)?(?: ?(?P<after>[$€]))?"),
        ]
        .concat(),
    )
});
static NEAR: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"قیمت|چند|پول|واریز|زدم|ارزون|گرون|تخفیف|حساب|بودجه|مبلغ|کارت|تموم|میدین|میدید|",
        r"price|cost|pay|paid|budget|cheap|expensive|discount|afford|how much|under|",
        r"gheymat|qeymat|chand|pool|variz|budje|takhfif|mablagh"
    ))
});

/// Numbers of bodies and of time, which are no prices.
static MEASURES: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"\b(?:قد|وزن)|کیلو|سانت|ساعت|\bghad|\bvazn|kilo|\bweigh|\btall|height|\d ?(?:kg|cm)\b")
});

/// Whether a text speaks of money at all.
pub(crate) fn money_talk(folded: &str) -> bool {
    NEAR.is_match(folded)
}

/// What an amount is counted in.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Toman,
    Rial,
    Dollar,
    Euro,
    Unsaid,
}

fn unit(text: &str) -> Unit {
    match text {
        "" => Unit::Unsaid,
        "ریال" | "ریاله" | "rial" | "rials" | "irr" => Unit::Rial,
        "$" | "dollar" | "dollars" | "usd" | "bucks" | "دلار" => Unit::Dollar,
        "€" | "euro" | "euros" | "eur" | "یورو" => Unit::Euro,
        _ => Unit::Toman,
    }
}

fn scale(text: &str) -> Option<i64> {
    match text {
        "" => None,
        "هزار" | "hezar" | "hezaar" | "k" => Some(THOUSAND),
        _ => Some(MILLION),
    }
}

/// The readings of a number of tomans without a scale, the likeliest first.
fn spoken(thousandths: i64) -> Vec<i64> {
    let of = |factor: i64| thousandths.saturating_mul(factor) / 1000;
    match thousandths {
        ..10_000 => vec![of(MILLION), of(THOUSAND)],
        10_000..10_000_000 => vec![of(THOUSAND)],
        _ => vec![of(1)],
    }
}

/// Amounts in digits and in words.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    for hit in scene.view.matches(&DIGITS) {
        if !at_edges(hit.before(), hit.after()) {
            continue;
        }
        let said = [hit.group("unit"), hit.group("sign"), hit.group("after")]
            .into_iter()
            .find(|s| !s.is_empty())
            .unwrap_or_default();
        let Some(n) = numerals::thousandths(hit.group("n")) else {
            continue;
        };
        let half = if hit.group("half").is_empty() { 0 } else { 500 };
        let more: i64 = hit.group("more").parse().unwrap_or(0);
        let value = read(scene, n, half, more, scale(hit.group("scale")), unit(said));
        let (start, end) = hit.span("whole");
        let lead = scene.view.folded(start, end);
        let start = start + lead.chars().take_while(|c| *c == ' ').count();
        let trail = lead.chars().rev().take_while(|c| *c == ' ').count();
        if let Some(value) = value {
            found.add(EntityKind::Amount, start, end - trail, value);
        }
    }
    words(scene, found);
}

fn read(
    scene: &Scene<'_>,
    n: i64,
    half: i64,
    more: i64,
    scale: Option<i64>,
    unit: Unit,
) -> Option<Value> {
    if n == 0 {
        return None;
    }
    match (scale, unit) {
        (_, Unit::Dollar) => Some(json!({"minor": n / 10, "currency": "USD"})),
        (_, Unit::Euro) => Some(json!({"minor": n / 10, "currency": "EUR"})),
        (None, Unit::Rial) => Some(json!({"minor": n / 1000, "currency": "IRR"})),
        (Some(scale), Unit::Rial) => {
            Some(json!({"minor": (n + half).checked_mul(scale)? / 1000, "currency": "IRR"}))
        }
        (Some(scale), _) => {
            let small = if scale == MILLION { THOUSAND } else { 1 };
            let minor = (n + half).checked_mul(scale)? / 1000;
            Some(toman(&[minor.checked_add(more.checked_mul(small)?)?]))
        }
        (None, Unit::Toman) => Some(toman(&spoken(n + half))),
        (None, Unit::Unsaid) => bare(scene, n, half, more),
    }
}

/// A number with neither scale nor currency counts only where money is spoken of.
fn bare(scene: &Scene<'_>, n: i64, half: i64, more: i64) -> Option<Value> {
    if !scene.money_talk || MEASURES.is_match(&scene.view.text) {
        return None;
    }
    let fits = half > 0
        || more >= 100
        || (100_000..1_000_000).contains(&n)
        || (n >= 10_000_000 && n % 1_000_000 == 0)
        || (n < 10_000 && n % 1000 != 0)
        || (1_000_000..10_000_000).contains(&n) && n % 10_000 == 0;
    if !fits || (1_300_000..1_500_000).contains(&n) && n % 10_000 != 0 {
        return None;
    }
    if more >= 100 && n < 100_000 {
        return Some(toman(&[n
            .checked_mul(1000)?
            .checked_add(more * THOUSAND)?]));
    }
    Some(toman(&spoken(n + half)))
}

fn toman(readings: &[i64]) -> Value {
    let mut value = json!({"minor": readings[0], "currency": "IRT"});
    if readings.len() > 1 {
        value["also"] = json!(readings[1..]);
    }
    value
}

/// Amounts in words: «هشتصد و پنجاه هزار تومن», «یک و دویست», «دو میلیون و نیم».
fn words(scene: &Scene<'_>, found: &mut Found<'_>) {
    let places = scene.view.words();
    let mut at = 0;
    while at < places.len() {
        let mut sum = Sum::default();
        let mut end = at;
        while end < places.len() {
            let (from, to) = places[end];
            if end > at && scene.view.folded(places[end - 1].1, from).trim().len() > 1 {
                break;
            }
            if !sum.take(scene.view.folded(from, to)) {
                break;
            }
            end += 1;
        }
        // A joining «و» at the end belongs to what follows.
        while end > at
            && matches!(
                scene.view.folded(places[end - 1].0, places[end - 1].1),
                "و" | "o"
            )
        {
            end -= 1;
        }
        if end > at
            && let Some(value) = sum.value(scene.money_talk)
        {
            found.add(EntityKind::Amount, places[at].0, places[end - 1].1, value);
        }
        at = end.max(at + 1);
    }
}

/// A spoken amount being added up.
#[derive(Default)]
struct Sum {
    total: i64,
    part: i64,
    parts: Vec<i64>,
    scaled: Option<i64>,
    half: bool,
    words: usize,
    unit: Option<Unit>,
}

impl Sum {
    /// Takes a word; false when it is none of an amount.
    fn take(&mut self, word: &str) -> bool {
        if self.unit.is_some() {
            return false;
        }
        if let Some(n) = numerals::word(word) {
            self.part += n;
            self.parts.push(n);
            self.words += 1;
            return true;
        }
        if self.words == 0 {
            return false;
        }
        match word {
            "و" | "o" => true,
            "نیم" | "nim" => {
                self.half = true;
                true
            }
            "هزار" | "hezar" | "میلیون" | "ملیون" | "milion" | "million" => {
                let scale = scale(word).unwrap_or(1);
                self.total += self.part.max(1) * scale;
                self.part = 0;
                self.scaled = Some(scale);
                true
            }
            "تومن" | "تومان" | "تومنی" | "تومنه" | "toman" | "tomn" | "ریال" | "rial" | "دلار"
            | "dollars" | "dollar" => {
                self.unit = Some(unit(word));
                true
            }
            _ => false,
        }
    }

    fn value(&self, money_talk: bool) -> Option<Value> {
        if self.unit == Some(Unit::Dollar) {
            return Some(json!({"minor": (self.total + self.part) * 100, "currency": "USD"}));
        }
        if let Some(scale) = self.scaled {
            let half = if self.half { scale / 2 } else { 0 };
            let rest = if scale == MILLION && self.part > 0 {
                self.part * THOUSAND
            } else {
                self.part
            };
            let minor = self.total + half + rest;
            return Some(match self.unit {
                Some(Unit::Rial) => json!({"minor": minor, "currency": "IRR"}),
                _ => toman(&[minor]),
            });
        }
        if self.unit.is_none() && !(money_talk && (self.half || self.parts.len() >= 2)) {
            return None;
        }
        // «یک و دویست»: a small number, then hundreds, is millions and thousands.
        if let [first, rest @ ..] = self.parts.as_slice()
            && *first < 20
            && rest.first().is_some_and(|r| *r >= 100)
        {
            let rest: i64 = rest.iter().sum();
            return Some(toman(&[first * MILLION + rest * THOUSAND]));
        }
        let half = if self.half { 500 } else { 0 };
        Some(toman(&spoken(self.part * 1000 + half)))
    }
}
