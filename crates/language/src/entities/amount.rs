//! Amounts as people say them: «۸۵۰», «یک و دویست», «دو میلیون و نیم», "850k", "$20".
//!
//! People speak Toman and drop zeros, so a bare number near a word of price is read in thousands
//! or millions. `value` is `{"minor","currency"}`; where there is doubt, `also` lists the other
//! readings in the same currency. A price of the catalogue near one reading settles it.

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::{Value, json};

use super::tokens::Token;
use super::{Found, Scene, numerals};
use crate::view::{Pattern, pattern};

const THOUSAND: i64 = 1_000;
const MILLION: i64 = 1_000_000;

static NEAR: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"قیمت|چند|پول|واریز|زدم|ریختم|ارزون|گرون|تخفیف|حساب|بودج|مبلغ|کارت|تموم|میدی|پرداخت|",
        r"هزینه|بیعانه|price|cost|pay|paid|budget|cheap|expensive|discount|afford|how much|",
        r"gheymat|qeymat|gheimat|chand|pool|(?-u:\b)pul|variz|budj|takhfif|mablagh|rikhtam|",
        r"arzun|gerun|zadam"
    ))
});

/// Whether a text speaks of money at all.
pub(crate) fn money_talk(folded: &str) -> bool {
    NEAR.is_match(folded)
}

/// What an amount is counted in: `None` for Toman.
fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "تومان" | "تومن" | "تومنی" | "تومنه" | "تومانه" | "تومانی" | "تمن" | "تومنو" | "toman"
        | "tooman" | "tomn" | "tomans" | "tmn" | "tomane" | "irt" | "tuman" | "tomen" => "IRT",
        "ریال" | "ریاله" | "ریالی" | "rial" | "rials" | "irr" | "riyal" => "IRR",
        "dollar" | "dollars" | "usd" | "bucks" | "دلار" | "دلاره" | "dolar" | "dollare" => {
            "USD"
        }
        "یورو" | "euro" | "euros" | "eur" | "yoro" | "uro" => "EUR",
        "درهم" | "dirham" | "dirhams" | "aed" | "derham" | "dhs" => "AED",
        "پوند" | "pound" | "pounds" | "gbp" | "quid" | "pond" => "GBP",
        "لیر" | "lira" | "try" | "lir" => "TRY",
        _ => return None,
    })
}

fn sign(mark: char) -> Option<&'static str> {
    match mark {
        '$' => Some("USD"),
        '€' => Some("EUR"),
        '£' => Some("GBP"),
        _ => None,
    }
}

fn scale(token: &Token) -> Option<i64> {
    match token.text.as_str() {
        "هزار" | "هزارتومن" | "هزارتومان" | "hezar" | "hezaar" | "hezartoman" | "thousand"
        | "grand" => Some(THOUSAND),
        "k" if token.glued => Some(THOUSAND),
        "میلیون" | "ملیون" | "میلیونه" | "میلیونی" | "میلون" | "milion" | "million" | "melyun"
        | "milyoon" | "milyon" | "miliun" | "mln" | "mil" | "millions" => Some(MILLION),
        "m" if token.glued => Some(MILLION),
        "میلیارد" | "milyard" | "billion" => Some(MILLION * THOUSAND),
        _ => None,
    }
}

/// What was read of an amount: in thousandths of what is said.
#[derive(Default, Debug)]
struct Said {
    /// Number and the scale said with it.
    groups: Vec<(i64, Option<i64>)>,
    half: bool,
    digits: bool,
    decimal: bool,
    unit: Option<&'static str>,
    /// One past the last token.
    end: usize,
}

/// One number at a token, in thousandths: digits or words, or «نیم» before a scale.
fn number(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let token = tokens.get(at)?;
    if token.number {
        return Some((numerals::thousandths(&token.text)?, 1));
    }
    let half = matches!(token.text.as_str(), "نیم" | "nim");
    if half && tokens.get(at + 1).is_some_and(|t| scale(t).is_some()) {
        return Some((500, 1));
    }
    if token.text == "half" && tokens.get(at + 1).is_some_and(|t| t.text == "a") {
        return tokens.get(at + 2).and_then(scale).map(|_| (500, 2));
    }
    numerals::spoken(tokens, at).map(|(n, used)| (n * 1000, used))
}

fn read(tokens: &[Token], start: usize) -> Option<Said> {
    let mut said = Said {
        digits: tokens[start].number,
        ..Said::default()
    };
    let mut at = start;
    let before = start.checked_sub(1).and_then(|p| tokens.get(p));
    said.unit = sign(tokens[start].mark).or_else(|| before.and_then(|t| unit(&t.text)));
    loop {
        let (n, used) = number(tokens, at)?;
        said.decimal |= tokens[at].number && n % 1000 != 0;
        at += used;
        half(tokens, &mut at, &mut said);
        let scaled = tokens.get(at).filter(|t| t.mark == ' ').and_then(scale);
        said.groups.push((n, scaled));
        if scaled.is_some() {
            if tokens[at].text.starts_with("هزارت") || tokens[at].text == "hezartoman" {
                said.unit = Some("IRT");
            }
            at += 1;
            half(tokens, &mut at, &mut said);
        }
        let joined = tokens
            .get(at)
            .is_some_and(|t| numerals::joins(&t.text) && t.mark == ' ');
        let next = at + usize::from(joined);
        let follows =
            (joined || scaled.is_some()) && tokens.get(next).is_some_and(|t| t.mark == ' ');
        if said.half || !follows || said.groups.len() >= 3 || !smaller(tokens, next, n, scaled) {
            break;
        }
        at = next;
    }
    trailing_unit(tokens, &mut at, &mut said);
    said.end = at;
    Some(said)
}

/// Whether the number at a token goes on with the amount: «یک و دویست», «یک میلیون و سیصد».
fn smaller(tokens: &[Token], at: usize, before: i64, scaled: Option<i64>) -> bool {
    let Some((n, used)) = number(tokens, at) else {
        return false;
    };
    let own = tokens.get(at + used).and_then(scale);
    match scaled {
        Some(scale) => own.unwrap_or(1) < scale && n <= 999_000,
        None => {
            own.is_none_or(|s| s == THOUSAND)
                && before < 100_000
                && (100_000..=999_000).contains(&n)
        }
    }
}

fn half(tokens: &[Token], at: &mut usize, said: &mut Said) {
    let word = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    if numerals::joins(word(*at)) && matches!(word(*at + 1), "نیم" | "nim" | "نیمه") {
        (said.half, *at) = (true, *at + 2);
    } else if word(*at) == "and" && word(*at + 1) == "a" && word(*at + 2) == "half" {
        (said.half, *at) = (true, *at + 3);
    }
}

fn trailing_unit(tokens: &[Token], at: &mut usize, said: &mut Said) {
    let Some(token) = tokens.get(*at) else { return };
    let glued_t = said.digits && token.glued && matches!(token.text.as_str(), "ت" | "t");
    let glued_t = glued_t
        && said
            .groups
            .last()
            .is_some_and(|g| g.0 >= 10_000 && g.1.is_none());
    let lone_t =
        token.text == "ت" && said.digits && said.groups.last().is_some_and(|g| g.0 >= 10_000);
    if let Some(unit) = sign(token.mark).filter(|_| said.unit.is_none() && !token.number) {
        said.unit = Some(unit);
    } else if token.mark != ' ' {
    } else if glued_t || lone_t {
        (said.unit, *at) = (Some("IRT"), *at + 1);
    } else if let Some(unit) = unit(&token.text) {
        (said.unit, *at) = (Some(unit), *at + 1);
    }
}

/// All amounts.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let free = found.free(tokens[at].start, tokens[at].end);
        let said = if free { read(tokens, at) } else { None };
        let Some(mut said) = said else {
            at += 1;
            continue;
        };
        sign_at_end(scene, &mut said);
        if said.unit.is_none() {
            said.unit = unit_of_range(tokens, said.end);
        }
        match value(scene, at, &said) {
            Some(value) => {
                let before = at
                    .checked_sub(1)
                    .filter(|p| unit(&tokens[*p].text).is_some());
                let first = before.unwrap_or(at);
                let (mut start, end) = scene.span(first, said.end - first);
                start -= usize::from(sign(tokens[at].mark).is_some() && start > 0);
                found.add(EntityKind::Amount, start, end, value);
                at = said.end.max(at + 1);
            }
            None => at += 1,
        }
    }
}

/// "35$" at the very end of a text, where no token carries the sign.
fn sign_at_end(scene: &Scene<'_>, said: &mut Said) {
    let end = scene.tokens[said.end - 1].end;
    let after = scene.view.folded(end, end + 2);
    let mark = after.chars().find(|c| *c != ' ');
    if said.unit.is_none() && said.digits {
        said.unit = mark.and_then(sign);
    }
}

/// «۵۰۰ تا ۷۰۰ تومن»: what is said of the upper bound holds for the lower.
fn unit_of_range(tokens: &[Token], at: usize) -> Option<&'static str> {
    let until = tokens
        .get(at)
        .is_some_and(|t| matches!(t.text.as_str(), "تا" | "ta" | "to" | "یا" | "or"));
    let upper = read_simple(tokens, at + 1).filter(|_| until)?;
    unit(&tokens.get(upper)?.text)
}

fn read_simple(tokens: &[Token], at: usize) -> Option<usize> {
    number(tokens, at).map(|(_, used)| at + used)
}

fn value(scene: &Scene<'_>, at: usize, said: &Said) -> Option<Value> {
    let (first, scaled) = *said.groups.first()?;
    if first == 0 || counts_something(&scene.tokens, said) {
        return None;
    }
    if let Some(unit @ ("USD" | "EUR" | "AED" | "GBP" | "TRY")) = said.unit {
        let sum = total(said)?;
        return Some(json!({"minor": sum.checked_div(10)?, "currency": unit}));
    }
    if said.unit == Some("IRR") {
        return Some(json!({"minor": total(said)? / 1000, "currency": "IRR"}));
    }
    if scaled.is_some() {
        let height = said.decimal && said.unit.is_none() && measures(&scene.tokens);
        return (!height).then(|| Some(toman(scene, &[total(said)? / 1000])))?;
    }
    let readings = if said.groups.len() > 1 {
        // «یک و دویست»: a small number, then hundreds, is millions and thousands.
        let rest = said.groups[1].0;
        vec![first.checked_mul(THOUSAND)?.checked_add(rest)?]
    } else {
        spoken(first + if said.half { 500 } else { 0 })
    };
    // «یک و دویست» says money by its form alone.
    let form = said.groups.len() > 1 && first < 20_000 && !said.digits;
    let sure = said.unit.is_some() || form || (scene.money_talk && plausible(scene, at, said));
    sure.then(|| toman(scene, &readings))
}

/// The sum in thousandths, each group by its own scale; what follows millions without a scale of
/// its own is thousands («یک میلیون و سیصد»).
fn total(said: &Said) -> Option<i64> {
    let mut sum: i64 = 0;
    let mut last = 1;
    for (at, &(n, scale)) in said.groups.iter().enumerate() {
        let scale = match scale {
            Some(scale) => scale,
            None if at > 0 && last >= MILLION => last / THOUSAND,
            None => 1,
        };
        sum = sum.checked_add(n.checked_mul(scale)?)?;
        last = scale;
    }
    let half = if said.half { last.checked_mul(500)? } else { 0 };
    sum.checked_add(half)
}

/// The readings of a number of Toman without a scale, the likeliest first.
fn spoken(thousandths: i64) -> Vec<i64> {
    let of = |factor: i64| thousandths.saturating_mul(factor) / 1000;
    match thousandths {
        ..10_000 => vec![of(MILLION), of(THOUSAND)],
        10_000..1_000_000 => vec![of(THOUSAND)],
        1_000_000..10_000_000 => vec![of(THOUSAND), of(1)],
        _ => vec![of(1)],
    }
}

fn toman(scene: &Scene<'_>, readings: &[i64]) -> Value {
    let near: Vec<i64> = readings
        .iter()
        .copied()
        .filter(|r| scene.context.lexicon.is_some_and(|l| l.has_price_near(*r)))
        .collect();
    let readings = if near.len() == 1 { &near } else { readings };
    let mut value = json!({"minor": readings[0], "currency": "IRT"});
    if readings.len() > 1 {
        value["also"] = json!(readings[1..]);
    }
    value
}

/// Whether what follows counts pieces, people or days, so that no money is meant.
fn counts_something(tokens: &[Token], said: &Said) -> bool {
    tokens.get(said.end).is_some_and(|t| {
        t.mark == '%'
            || matches!(
                t.text.as_str(),
                "تا" | "تاشو"
                    | "عدد"
                    | "دونه"
                    | "روز"
                    | "روزه"
                    | "سال"
                    | "ساله"
                    | "کیلو"
                    | "سانت"
                    | "درصد"
                    | "بار"
                    | "نفر"
                    | "نفریم"
                    | "ساعت"
                    | "دقیقه"
                    | "هفته"
                    | "ماه"
                    | "گرم"
                    | "میل"
                    | "متر"
                    | "فالوور"
                    | "follower"
                    | "followers"
                    | "likes"
                    | "days"
                    | "day"
                    | "cm"
                    | "kg"
                    | "weeks"
                    | "hours"
                    | "percent"
                    | "ta"
                    | "adad"
                    | "darsad"
                    | "rooz"
                    | "ruz"
                    | "sal"
                    | "kilo"
                    | "years"
                    | "minutes"
                    | "people"
                    | "pcs"
                    | "pieces"
                    | "am"
                    | "pm"
                    | "stars"
                    | "views"
                    | "سالمه"
                    | "month"
            ) && !(said.unit.is_some() && matches!(t.text.as_str(), "تا" | "ta"))
                && unit_of_range(tokens, said.end).is_none()
    })
}

/// Numbers of bodies and of time, which are no prices.
fn measures(tokens: &[Token]) -> bool {
    tokens.iter().any(|t| {
        matches!(
            t.text.as_str(),
            "قد" | "قدم"
                | "وزن"
                | "وزنم"
                | "کیلو"
                | "سانت"
                | "ghad"
                | "ghadam"
                | "vazn"
                | "vaznam"
                | "kilo"
                | "weigh"
                | "tall"
                | "height"
                | "cm"
                | "kg"
        )
    })
}

/// A number with neither scale nor currency counts only where money is spoken of and it looks
/// like a price.
fn plausible(scene: &Scene<'_>, at: usize, said: &Said) -> bool {
    let previous = at
        .checked_sub(1)
        .map_or("", |p| scene.tokens[p].text.as_str());
    let labelled = matches!(
        previous,
        "سایز"
            | "پلاک"
            | "واحد"
            | "کد"
            | "شماره"
            | "سفارش"
            | "ساعت"
            | "کوچه"
            | "طبقه"
            | "کارت"
            | "size"
            | "sayz"
            | "code"
            | "kode"
            | "number"
            | "order"
            | "saat"
            | "pelak"
            | "vahed"
            | "kart"
            | "card"
            | "no"
    );
    if labelled || measures(&scene.tokens) || matches!(scene.tokens[at].mark, '#' | '@' | '-') {
        return false;
    }
    let n = said.groups[0].0;
    if said.half || said.groups.len() > 1 {
        return true;
    }
    if !said.digits {
        return n >= 100_000;
    }
    let year = (1_300_000..1_500_000).contains(&n) && n % 10_000 != 0;
    (100_000..1_000_000).contains(&n)
        || (n >= 10_000_000 && n % 1_000_000 == 0)
        || (n < 10_000 && n % 1000 != 0)
        || ((1_000_000..10_000_000).contains(&n) && n % 10_000 == 0 && !year)
}
