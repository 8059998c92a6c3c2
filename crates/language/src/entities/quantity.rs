//! How many: «۲ تا», «دوتا», «سه عدد», "2 pcs", "two of them", "x3".

use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::{Found, Scene, at_edges, numerals};
use crate::view::{Pattern, pattern};

static COUNTED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?P<n>\d{1,3}|یک|یه|دو|سه|چهار|چار|پنج|شش|شیش|هفت|هشت|ده|ye|yek|do|se|char|chahar|",
        r"panj|",
        r"shish|haft|hasht|dah|one|two|three|four|five|six|ten)[ \u{200c}]?",
        r"(?P<of>تا|تایی|تاشو|تاشونو|تاش|عدد|عددی|دونه|دانه|جفت|دست|ta|taa|taei|tash|adad|",
        r"dune|doone|joft|",
        r"pcs|pieces?|pairs?|of (?:them|these|those|each)|items?)\b"
    ))
});
static TIMES: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?:[x×] ?(?P<a>\d{1,2})|(?P<b>\d{1,2}) ?[x×])"));
static WANTED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"\b(?:take|want|need|order|buy|get) (?P<n>\d{1,2}|two|three|four|five|six|ten)\b")
});

/// Numbers that count pieces.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    for hit in scene.view.matches(&COUNTED) {
        let (start, end) = hit.span("n");
        // «هر دو تا ساعت ۵»: a time follows, «تا» is "until".
        let rest = scene.view.folded(hit.span("of").1, scene.view.len());
        let until = hit.group("of") == "تا"
            && [" ساعت", " روز", " هفته", " ماه", " فردا"]
                .iter()
                .any(|w| rest.starts_with(w));
        if until {
            continue;
        }
        add(found, hit.group("n"), (start, end.max(hit.span("of").1)));
    }
    for hit in scene.view.matches(&TIMES) {
        if at_edges(hit.before(), hit.after()) {
            let n = if hit.group("a").is_empty() {
                hit.group("b")
            } else {
                hit.group("a")
            };
            add(found, n, hit.span("whole"));
        }
    }
    for hit in scene.view.matches(&WANTED) {
        add(found, hit.group("n"), hit.span("n"));
    }
}

/// A bare number where the question was how many.
pub(super) fn bare(scene: &Scene<'_>, found: &mut Found<'_>) {
    for (start, end) in scene.view.words() {
        let word = scene.view.folded(start, end).to_owned();
        if word.len() <= 3 || numerals::word(&word).is_some() {
            add(found, &word, (start, end));
        }
    }
}

fn add(found: &mut Found<'_>, n: &str, (start, end): (usize, usize)) {
    let count = n.parse::<i64>().ok().or_else(|| numerals::word(n));
    if let Some(count) = count.filter(|n| (1..=999).contains(n)) {
        found.add(EntityKind::Quantity, start, end, json!(count));
    }
}
