//! Days: «فردا», «پنجشنبه», «آخر هفته», «سر برج», «۱۵ آبان», «۳ روز دیگه», "by Friday".
//!
//! There is no clock here, so a value says what was said (see [`crate::day`], which also turns it
//! into a day when today is known): `{"day": 1}` for tomorrow, `{"week": 1}` for next week,
//! `{"weekday": "thursday"}` for the next one (with `"week": 1` the one of next week),
//! `{"weekend": true}`, `{"month": "start"}` or
//! `"end"`, `{"event": "nowruz"}`, or `{"calendar": "persian", "month": 8, "day": 15,
//! "year": 1405}` with the year only when said; also `"gregorian"`.

use std::collections::HashSet;
use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::{Value, json};

use super::tokens::Token;
use super::{Found, Scene, endings, numerals};
use crate::day::WEEKDAYS;
use crate::lists;
use crate::view::{Pattern, pattern};

static NUMERIC: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?x)(?-u:\b)(?P<all>(?P<year>1[34]\d\d|20[2-4]\d)
          [/\-.](?P<month>\d{1,2})[/\-.](?P<day>\d{1,2}))(?-u:\b)",
    )
});

const PERSIAN_MONTHS: [[&str; 3]; 12] = [
    ["فروردین", "farvardin", "farvardine"],
    ["اردیبهشت", "ordibehesht", "ordibehest"],
    ["خرداد", "khordad", "khordade"],
    ["تیر", "tir", "tire"],
    ["مرداد", "mordad", "amordad"],
    ["شهریور", "shahrivar", "shahrivare"],
    ["مهر", "mehr", "mehre"],
    ["ابان", "aban", "abane"],
    ["اذر", "azar", "azare"],
    ["دی", "dey", "day mah"],
    ["بهمن", "bahman", "bahmane"],
    ["اسفند", "esfand", "esfande"],
];

const MONTHS: [[&str; 3]; 12] = [
    ["january", "jan", "ژانویه"],
    ["february", "feb", "فوریه"],
    ["march", "mar", "مارس"],
    ["april", "apr", "اوریل"],
    ["may", "may", "مه"],
    ["june", "jun", "ژوین"],
    ["july", "jul", "جولای"],
    ["august", "aug", "اگوست"],
    ["september", "sep", "سپتامبر"],
    ["october", "oct", "اکتبر"],
    ["november", "nov", "نوامبر"],
    ["december", "dec", "دسامبر"],
];

/// All days and dates.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    for hit in scene.view.matches(&NUMERIC) {
        let part = |name: &str| hit.group(name).parse::<u32>().unwrap_or(0);
        let (year, month, day) = (part("year"), part("month"), part("day"));
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            continue;
        }
        let calendar = if year < 1500 { "persian" } else { "gregorian" };
        let value = json!({"calendar": calendar, "month": month, "day": day, "year": year});
        let (start, end) = hit.span("all");
        found.add(EntityKind::Date, start, end, value);
    }
    let mut at = 0;
    while at < scene.tokens.len() {
        match one(&scene.tokens, at) {
            Some((value, used)) => {
                let (start, end) = scene.span(at, used);
                found.add(EntityKind::Date, start, end, value);
                at += used;
            }
            None => at += 1,
        }
    }
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |t| t.text.as_str())
}

fn one(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    of_month(tokens, at)
        .or_else(|| counted(tokens, at))
        .or_else(|| edge(tokens, at))
        .or_else(|| weekday(tokens, at))
        .or_else(|| near(tokens, at))
        .or_else(|| event(tokens, at))
}

/// «۱۵ آبان», «بیستم آذر ۱۴۰۵», "15 November", "Dec 20", "January 5th".
fn of_month(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let month = |word: &str| {
        let named = |names: &[[&str; 3]; 12]| names.iter().position(|n| n.contains(&word));
        let persian = named(&PERSIAN_MONTHS).map(|m| ("persian", m + 1));
        persian.or_else(|| named(&MONTHS).map(|m| ("gregorian", m + 1)))
    };
    let number = |at: usize| -> Option<(i64, usize)> {
        let token = tokens.get(at)?;
        let of = text(tokens, at + 2) == "of";
        let suffix = tokens.get(at + 1).is_some_and(|t| {
            matches!(
                t.text.as_str(),
                "م" | "ام" | "th" | "st" | "nd" | "rd" | "om" | "of"
            )
        });
        match token.whole() {
            Some(n) => Some((n, 1 + usize::from(suffix) + usize::from(of))),
            None => numerals::ordinal(&token.text)
                .map(|n| (n, 1))
                .or_else(|| numerals::spoken(tokens, at)),
        }
    };
    let (day, calendar, month, mut used) = if let Some((day, used)) = number(at) {
        let (calendar, month) = month(text(tokens, at + used))?;
        (day, calendar, month, used + 1)
    } else {
        let (calendar, month) = month(text(tokens, at)).filter(|m| m.0 == "gregorian")?;
        let (day, used) = number(at + 1).filter(|_| tokens[at + 1].number)?;
        (day, calendar, month, used + 1)
    };
    if !(1..=31).contains(&day) {
        return None;
    }
    used += usize::from(matches!(text(tokens, at + used), "ماه" | "mah"));
    let mut value = json!({"calendar": calendar, "month": month, "day": day});
    let years = if calendar == "persian" {
        1300..1500
    } else {
        2000..2100
    };
    let year = tokens.get(at + used).and_then(Token::whole);
    if let Some(year) = year.filter(|y| years.contains(y)) {
        value["year"] = json!(year);
        used += 1;
    }
    Some((value, used))
}

/// «۳ روز دیگه», «هفته بعد», "in 2 days", "3 days ago", "next week".
fn counted(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let inside = usize::from(text(tokens, at) == "in");
    let (n, used) = match tokens.get(at + inside).and_then(Token::whole) {
        Some(n) => (n, 1),
        None => numerals::spoken(tokens, at + inside).unwrap_or((1, 0)),
    };
    let last = at + inside + used;
    let turned = match text(tokens, last) {
        "next" if used == 0 => Some(1),
        "last" if used == 0 => Some(-1),
        _ => None,
    };
    let last = last + usize::from(turned.is_some());
    let (unit, days) = match text(tokens, last) {
        "روز" | "روزه" | "rooz" | "ruz" | "day" | "days" => ("day", used > 0),
        "هفته" | "هفتهی" | "hafte" | "hafteye" | "week" | "weeks" => ("week", true),
        _ => return None,
    };
    if !days || !(1..=99).contains(&n) {
        return None;
    }
    let (sign, more) = match (turned, text(tokens, last + 1)) {
        (Some(sign), _) => (sign, 0),
        (
            None,
            "دیگه" | "دیگر" | "بعد" | "اینده" | "dige" | "digar" | "bad" | "baad" | "ayande"
            | "later",
        ) => (1, 1),
        (None, "پیش" | "قبل" | "گذشته" | "pish" | "ghabl" | "ago" | "gozashte") => {
            (-1, 1)
        }
        (None, _) if inside == 1 && used > 0 => (1, 0),
        _ => return None,
    };
    let mut value = serde_json::Map::new();
    value.insert(unit.to_owned(), json!(n * sign));
    Some((Value::Object(value), last + 1 + more - at))
}

/// «آخر هفته», «سر برج», «آخر ماه», "end of the month", "weekend".
fn edge(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let word = text(tokens, at);
    if matches!(word, "weekend" | "weekends") {
        return Some((json!({"weekend": true}), 1));
    }
    let skip = |at: usize| {
        let fill =
            |at: usize| matches!(text(tokens, at), "of" | "the" | "this" | "این" | "in" | "e");
        at + usize::from(fill(at)) + usize::from(fill(at) && fill(at + 1))
    };
    let next = skip(at + 1);
    let unit = text(tokens, next);
    let week = endings::is(unit, |w| matches!(w, "هفته" | "hafte" | "week"));
    let month = endings::is(unit, |w| {
        matches!(w, "ماه" | "برج" | "mah" | "borj" | "month")
    });
    let value = match word {
        "اخر" | "اخرای" | "akhar" | "akhare" | "akharaye" | "end" if week => {
            json!({"weekend": true})
        }
        "اخر" | "اخرای" | "akhar" | "akhare" | "akharaye" | "end" if month => {
            json!({"month": "end"})
        }
        "سر" | "اول" | "اوایل" | "sar" | "sare" | "aval" | "avale" | "avval" | "avvale"
        | "start" | "beginning"
            if month =>
        {
            json!({"month": "start"})
        }
        _ => return None,
    };
    Some((value, next + 1 - at))
}

fn near(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let day = |n: i32, used: usize| Some((json!({ "day": n }), used));
    let next = text(tokens, at + 1);
    match text(tokens, at) {
        "پس" if endings::is(next, |w| w == "فردا") => day(2, 2),
        "pas" if endings::is(next, |w| w == "farda") => day(2, 2),
        "the" if next == "day" && text(tokens, at + 2) == "after" => day(2, 4),
        "day" if next == "after" && text(tokens, at + 2) == "tomorrow" => day(2, 3),
        word => {
            let named = |w: &str| {
                Some(match w {
                    "امروز" | "امشب" | "emrooz" | "emruz" | "emshab" | "today" | "tonight"
                    | "امروزه" => 0,
                    "فردا" | "farda" | "tomorrow" | "tomorow" | "tmrw" | "tmr" | "fardaa" => 1,
                    "پسفردا" | "pasfarda" => 2,
                    "دیروز" | "دیشب" | "dirooz" | "diruz" | "dishab" | "yesterday" => -1,
                    "پریروز" | "پریشب" | "parirooz" | "pariruz" => -2,
                    _ => return None,
                })
            };
            let n = named(word).or_else(|| endings::stems(word).find_map(named))?;
            day(n, 1)
        }
    }
}

static WEEK: LazyLock<Vec<(&'static str, HashSet<&'static str>)>> = LazyLock::new(|| {
    WEEKDAYS
        .iter()
        .map(|day| (*day, lists::words(day)))
        .collect()
});

fn weekday(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let named = |word: &str| {
        WEEK.iter()
            .find(|day| day.1.contains(word))
            .map(|day| day.0)
    };

    let skip = usize::from(matches!(text(tokens, at), "next" | "this"));
    let word = text(tokens, at + skip);
    let next = text(tokens, at + skip + 1);
    let pair = endings::is(next, |w| matches!(w, "شنبه" | "shanbe" | "shambe"))
        .then(|| match numerals::word(word) {
            Some(1) => Some("sunday"),
            Some(2) => Some("monday"),
            Some(3) => Some("tuesday"),
            Some(4) => Some("wednesday"),
            Some(5) => Some("thursday"),
            _ => None,
        })
        .flatten();
    let (name, used) = match pair {
        Some(name) => (name, 2),
        None => (
            named(word).or_else(|| endings::stems(word).find_map(named))?,
            1,
        ),
    };
    let mut value = json!({ "weekday": name });
    let used = skip + used;
    // «پنجشنبه‌ی هفته‌ی بعد»: the week is said as well.
    if let Some((week, more)) = counted(tokens, at + used).filter(|hit| hit.0["week"].is_i64()) {
        value["week"] = week["week"].clone();
        return Some((value, used + more));
    }
    Some((value, used))
}

/// Days that everybody knows: «عید», «شب یلدا», «روز مادر», "Christmas".
fn event(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let next = text(tokens, at + 1);
    let wish = matches!(next, "مبارک" | "شما" | "mobarak" | "فطر" | "قربان" | "غدیر");
    let (name, used) = match (text(tokens, at), next) {
        ("شب" | "شبه" | "shab" | "shabe", "یلدا" | "yalda") => ("yalda", 2),
        ("یلدا" | "yalda", _) => ("yalda", 1),
        ("عید" | "eyd" | "eid", "نوروز" | "norooz" | "nowruz") => ("nowruz", 2),
        ("عید" | "eyd" | "نوروز" | "norooz" | "noruz" | "nowruz" | "nowrooz" | "newroz", _)
            if !wish =>
        {
            ("nowruz", 1)
        }
        ("روز", "مادر" | "زن") | ("rooz" | "rooze" | "ruze", "madar" | "zan") => {
            ("mothers_day", 2)
        }
        ("روز", "پدر" | "مرد") | ("rooz" | "rooze" | "ruze", "pedar" | "mard") => {
            ("fathers_day", 2)
        }
        ("ولنتاین" | "valentine" | "valentines" | "valentin", _) => ("valentine", 1),
        ("کریسمس" | "christmas" | "xmas" | "kerismas", _) => ("christmas", 1),
        _ => return None,
    };
    Some((json!({ "event": name }), used))
}
