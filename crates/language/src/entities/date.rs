//! Days: «فردا», «پنجشنبه», «آخر هفته», «۱۵ آبان», "by Friday".
//!
//! There is no clock here, so a value says what was said: `{"day": 1}` for tomorrow,
//! `{"weekday": "thursday"}` for the next one, `{"weekend": true}`, or
//! `{"calendar": "persian", "month": 8, "day": 15, "year": 1405}` with the year only when said.

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::{Value, json};

use super::{Found, Scene};
use crate::view::{Pattern, pattern};

static DAY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?P<all>پس ?\u{200c}?فردا|فردا|امروز|امشب|دیروز|پریروز|",
        r"(?:یک|دو|سه|چهار|پنج|یه)[ \u{200c}]?شنبه|پنج ?شنبه|جمعه|شنبه|(?:آخر|اخر) ?(?:این )?هفته|",
        r"pas ?farda|farda|emrooz|emruz|emshab|dirooz|diruz|parirooz|",
        r"(?:yek|do|se|chahar|char|panj|panj)[ -]?shanbe|shanbe|jom[eo]?h?e?|akhare? hafte|",
        r"the day after tomorrow|day after tomorrow|tomorrow|today|tonight|yesterday|",
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:this |next )?weekend)"
    ))
});
static JALALI: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?P<all>(?P<day>\d{1,2})[ \u{200c}]?(?:م|ام)? ?(?P<month>فروردین|اردیبهشت|خرداد|",
        r"تیر|مرداد|شهریور|مهر|",
        r"ابان|اذر|دی|بهمن|اسفند|farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|",
        r"azar|dey|bahman|esfand)",
        r"(?: ?(?:ماه)? ?(?P<year>1[34]\d\d))?)\b"
    ))
});
static NUMERIC: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"\b(?P<all>(?P<year>1[34]\d\d)[/\-.](?P<month>\d{1,2})[/\-.](?P<day>\d{1,2}))\b")
});

const MONTHS: [(&str, &str); 12] = [
    ("فروردین", "farvardin"),
    ("اردیبهشت", "ordibehesht"),
    ("خرداد", "khordad"),
    ("تیر", "tir"),
    ("مرداد", "mordad"),
    ("شهریور", "shahrivar"),
    ("مهر", "mehr"),
    ("ابان", "aban"),
    ("اذر", "azar"),
    ("دی", "dey"),
    ("بهمن", "bahman"),
    ("اسفند", "esfand"),
];

/// Days and dates.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    for hit in scene
        .view
        .matches(&NUMERIC)
        .chain(scene.view.matches(&JALALI))
    {
        let name = hit.group("month");
        let month = name.parse::<usize>().ok().or_else(|| {
            MONTHS
                .iter()
                .position(|(fa, latin)| *fa == name || *latin == name)
                .map(|m| m + 1)
        });
        let day = hit.group("day").parse::<u32>().ok();
        let (Some(month @ 1..=12), Some(day @ 1..=31)) = (month, day) else {
            continue;
        };
        let mut value = json!({"calendar": "persian", "month": month, "day": day});
        if let Ok(year) = hit.group("year").parse::<u32>() {
            value["year"] = json!(year);
        }
        let (start, end) = hit.span("all");
        found.add(EntityKind::Date, start, end, value);
    }
    for hit in scene.view.matches(&DAY) {
        if let Some(value) = relative(hit.group("all")) {
            let (start, end) = hit.span("all");
            let after = scene.view.folded(end, end + 1);
            if !after.starts_with(char::is_alphabetic) || after.starts_with(['ی', 'ا', 's', 'i'])
            {
                found.add(EntityKind::Date, start, end, value);
            }
        }
    }
}

fn relative(text: &str) -> Option<Value> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{200c}' | '-'))
        .collect();
    let day = |n: i32| Some(json!({ "day": n }));
    let weekday = |name: &str| Some(json!({ "weekday": name }));
    match plain.as_str() {
        "امروز" | "امشب" | "emrooz" | "emruz" | "emshab" | "today" | "tonight" => day(0),
        "فردا" | "farda" | "tomorrow" => day(1),
        "پسفردا" | "pasfarda" | "dayaftertomorrow" | "thedayaftertomorrow" => day(2),
        "دیروز" | "dirooz" | "diruz" | "yesterday" => day(-1),
        "پریروز" | "parirooz" => day(-2),
        "شنبه" | "shanbe" | "saturday" => weekday("saturday"),
        "یکشنبه" | "یهشنبه" | "yekshanbe" | "sunday" => weekday("sunday"),
        "دوشنبه" | "doshanbe" | "monday" => weekday("monday"),
        "سهشنبه" | "seshanbe" | "tuesday" => weekday("tuesday"),
        "چهارشنبه" | "chaharshanbe" | "charshanbe" | "wednesday" => weekday("wednesday"),
        "پنجشنبه" | "panjshanbe" | "thursday" => weekday("thursday"),
        "جمعه" | "friday" => weekday("friday"),
        jome if jome.starts_with("jom") => weekday("friday"),
        _ => Some(json!({ "weekend": true })),
    }
}
