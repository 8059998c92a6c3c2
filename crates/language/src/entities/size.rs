//! Sizes: XS to 4XL, 34 to 60, «فری‌سایز», «مدیوم», «دو ایکس».

use std::sync::LazyLock;

use palette_domain::understanding::{EntityKind, Language};
use serde_json::json;

use super::{Found, Scene, numerals};
use crate::context::Asked;
use crate::view::{Pattern, pattern};

static WORDED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?P<all>فری ?\u{200c}?سایز|free ?size|one ?size|",
        r"(?:(?:سه|3|se|دو|2|do)? ?(?:ایکس|x|ix)[ \u{200c}-]?(?:ایکس[ \u{200c}-]?)?(?:لارج|",
        r"large|اسمال|small))|",
        r"(?:سه|دو) ایکس|مدیوم|مدیم|medium|لارج|large|اسمال|small|",
        r"[2-5] ?xl|x{1,4}[ls]|xs)\b"
    ))
});
static NUMBERED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:سایز(?:ه|م|ش|ای|بندی|های)?|سایز|شماره|size|sayz|saiz|saize|sizesh?|sizam|eu)",
        r"(?: ?(?:پای|پام|پا|:|is|of|e|ye|من|man|اش|ش|بین) ?)?[ :\u{200c}]*",
        r"(?P<all>[3-6]\d|[1-4]\b|s\b|m\b|l\b|xs\b|xl\b)(?: ?(?:و|یا|تا|-|/|,|or|and|ya|ta|",
        r"o) ?(?P<next>[3-6]\d|[sml]\b))?"
    ))
});
static SPOKEN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:سایز(?:ه|م|ش)?|شماره|sayz|saiz|size) ?(?P<all>(?P<tens>سی|چهل|پنجاه|si|chehel)",
        r"(?: ?(?:و|o|va) ?(?P<ones>یک|دو|سه|چهار|پنج|شش|شیش|هفت|هشت|نه|yek|do|se|char|chahar|",
        r"panj|shish|shesh|haft|hasht|noh))?)\b"
    ))
});
static LETTER: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\b(?P<all>[sml])\b"));
static NUMBER: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?P<all>3[4-9]|4\d|5\d|60)"));
static BODY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:قد|وزن)|کیلو|سانت|\bسال|\d ?kg|\d ?cm|weigh|\btall|height|\bghad|\bvazn|kilo|",
        r"\bsal\b|ساعت|دقیقه|روز|تومن|تومان|هزار"
    ))
});

/// The name of a size: letters as XS…4XL, numbers as they are, `FREE`.
fn name(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{200c}' | '-'))
        .collect();
    let count = |s: &str, from: &str| s.matches(from).count();
    match plain.as_str() {
        "فریسایز" | "freesize" | "onesize" => "FREE".to_owned(),
        "مدیوم" | "مدیم" | "medium" => "M".to_owned(),
        "لارج" | "large" => "L".to_owned(),
        "اسمال" | "small" => "S".to_owned(),
        "xxl" => "2XL".to_owned(),
        "xxxl" => "3XL".to_owned(),
        "xxxxl" => "4XL".to_owned(),
        worded if worded.contains("ایکس") || worded.contains("ix") || worded.contains("xlarge") =>
        {
            let small = worded.contains("اسمال") || worded.contains("small");
            let said = match worded.chars().next() {
                Some('س' | '3') => 3,
                Some('د' | '2') => 2,
                _ => count(worded, "ایکس").max(1),
            };
            match (small, said) {
                (true, _) => "XS".to_owned(),
                (false, 1) => "XL".to_owned(),
                (false, n) => format!("{n}XL"),
            }
        }
        "xsmall" => "XS".to_owned(),
        other => other.to_ascii_uppercase(),
    }
}

/// Sizes with a word for them, letters, and numbers where a size is meant.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    for hit in scene.view.matches(&NUMBERED) {
        let (start, end) = hit.span("all");
        if scene
            .view
            .folded(end, end + 1)
            .starts_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        // "sizes" names none.
        let glued = scene.view.folded(start.saturating_sub(1), start);
        if glued.starts_with(char::is_alphabetic) && glued.is_ascii() {
            continue;
        }
        found.add(EntityKind::Size, start, end, json!(name(hit.group("all"))));
        if !hit.group("next").is_empty() {
            let (start, end) = hit.span("next");
            found.add(EntityKind::Size, start, end, json!(name(hit.group("next"))));
        }
    }
    for hit in scene.view.matches(&SPOKEN) {
        let (start, end) = hit.span("all");
        let tens = numerals::word(hit.group("tens")).unwrap_or(0);
        let size = tens + numerals::word(hit.group("ones")).unwrap_or(0);
        found.add(EntityKind::Size, start, end, json!(size.to_string()));
    }
    for hit in scene.view.matches(&WORDED) {
        let (start, end) = hit.span("all");
        if scene.language == Language::En && plain_adjective(hit.group("all"), scene) {
            continue;
        }
        found.add(EntityKind::Size, start, end, json!(name(hit.group("all"))));
    }
    for hit in scene.view.matches(&LETTER) {
        let (start, end) = hit.span("all");
        let written = scene.view.original(start, end);
        let quoted = matches!(hit.before(), Some('\'' | '.')) || hit.after() == Some('\'');
        let meant = written.starts_with(char::is_uppercase)
            || scene.language == Language::Fa
            || matches!(scene.context.asked, Some(Asked::ChooseVariant));
        if meant && !quoted {
            found.add(EntityKind::Size, start, end, json!(name(hit.group("all"))));
        }
    }
    numbers(scene, found);
}

/// "a small problem", "it is too large": no size is named.
fn plain_adjective(word: &str, scene: &Scene<'_>) -> bool {
    let text = scene.view.text.as_str();
    matches!(word, "small" | "large" | "medium")
        && !(text.contains("size")
            || text.contains("in ")
            || scene.view.len() < 14
            || ["want", "take", "order", "have", "get", "need"]
                .iter()
                .any(|v| text.contains(v)))
        || text.contains(&format!("too {word}"))
        || text.contains(&format!("run {word}"))
        || text.contains(&format!("runs {word}"))
        || text.contains(&format!("a {word} problem"))
}

/// Bare numbers count as sizes when the shop sells them, when a variant was asked for, or when
/// little else is said under a post.
fn numbers(scene: &Scene<'_>, found: &mut Found<'_>) {
    let asked = matches!(scene.context.asked, Some(Asked::ChooseVariant));
    let short = scene.view.words().len() <= 3 && scene.context.has_subject;
    if BODY.is_match(&scene.view.text) {
        return;
    }
    for hit in scene.view.matches(&NUMBER) {
        let (start, end) = hit.span("all");
        let known = scene
            .context
            .lexicon
            .is_some_and(|lexicon| lexicon.has_size(hit.group("all")));
        let alone = super::at_edges(hit.before(), hit.after());
        let near = scene.view.text.contains("سایز") || scene.view.text.contains("size");
        if alone && (asked || short || near || (known && !scene.money_talk)) {
            found.add(EntityKind::Size, start, end, json!(hit.group("all")));
        }
    }
}
