//! How many: «۲ تا», «دوتا», «سه عدد», "2 pcs", "two of them", "a couple", "x3".

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::tokens::Token;
use super::{Found, Scene, goods, numerals};

fn counts(word: &str) -> bool {
    matches!(
        word,
        "تا" | "تایی"
            | "تاشو"
            | "تاشونو"
            | "تاش"
            | "تارو"
            | "عدد"
            | "عددی"
            | "دونه"
            | "دونش"
            | "دونشو"
            | "دانه"
            | "جفت"
            | "جفتش"
            | "ta"
            | "taa"
            | "taei"
            | "taii"
            | "tash"
            | "tasho"
            | "adad"
            | "dune"
            | "doone"
            | "done"
            | "doune"
            | "joft"
            | "jofte"
            | "pcs"
            | "pc"
            | "piece"
            | "pieces"
            | "pair"
            | "pairs"
            | "items"
            | "item"
            | "copies"
            | "units"
    )
}

/// A number, in digits or words, and the tokens it takes.
fn number(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    match tokens[at].whole() {
        Some(n) => Some((n, 1)),
        None => numerals::spoken(tokens, at),
    }
}

/// «دوتا», «یدونه», "dota": number and counter written as one word.
fn as_one(word: &str) -> Option<i64> {
    [
        "تاشونو",
        "تایی",
        "تاشو",
        "تا",
        "دونه",
        "عدد",
        "جفت",
        "tasho",
        "taei",
        "ta",
        "dune",
        "doone",
        "adad",
    ]
    .iter()
    .find_map(|counter| {
        let head = word.strip_suffix(counter)?;
        match head {
            "ی" | "y" => Some(1),
            head => numerals::word(head),
        }
    })
}

/// Numbers that count pieces.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let hit = dozen(tokens, at)
            .or_else(|| counted(tokens, at))
            .or_else(|| times(tokens, at))
            .or_else(|| before_goods(scene, at))
            .or_else(|| wanted(tokens, at));
        match hit {
            Some((n, used)) if (1..=999).contains(&n) => {
                add(scene, found, at, used, n);
                at += used;
            }
            _ => at += 1,
        }
    }
}

fn add(scene: &Scene<'_>, found: &mut Found<'_>, at: usize, used: usize, n: i64) {
    let (start, end) = scene.span(at, used);
    found.add(EntityKind::Quantity, start, end, json!(n));
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |t| t.text.as_str())
}

/// "a couple", "half a dozen", "a pair of".
fn dozen(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    match (text(tokens, at), text(tokens, at + 1), text(tokens, at + 2)) {
        ("half", "a", "dozen") => Some((6, 3)),
        ("a", "dozen", _) => Some((12, 2)),
        ("a", "couple", _) => Some((2, 2)),
        ("couple", "of", _) => Some((2, 1)),
        ("a", "pair", _) => Some((1, 2)),
        _ => None,
    }
}

fn counted(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let token = &tokens[at];
    if let Some(n) = as_one(&token.text).filter(|_| !token.number) {
        return Some((n, 1));
    }
    let (n, used) = number(tokens, at)?;
    let counter = tokens.get(at + used)?;
    let after = text(tokens, at + used + 1);
    if counter.text == "of" && matches!(after, "them" | "these" | "those" | "each" | "the" | "this")
    {
        return Some((n, used));
    }
    if !counts(&counter.text) || counter.mark != ' ' {
        return None;
    }
    let until = matches!(counter.text.as_str(), "تا" | "ta") && !counter.glued;
    (!(until && is_range(tokens, at, used))).then_some((n, used + 1))
}

/// «ساعت ۵ تا ۷», «دو تا ساعت ۵»: «تا» is "until" there.
fn is_range(tokens: &[Token], at: usize, used: usize) -> bool {
    let previous = at.checked_sub(1).map_or("", |p| text(tokens, p));
    let after = text(tokens, at + used + 1);
    let time = matches!(
        after,
        "ساعت" | "روز" | "هفته" | "ماه" | "فردا" | "شب" | "saat" | "rooz" | "hafte"
    );
    let timed = matches!(
        previous,
        "ساعت" | "از" | "بین" | "saat" | "az" | "beyn" | "sate"
    );
    let digits = tokens[at].number && tokens.get(at + used + 1).is_some_and(|t| t.number);
    time || digits || (timed && numerals::word(after).is_some())
}

/// "x2", "2x", "×3".
fn times(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let token = &tokens[at];
    let edge = |at: usize| tokens.get(at).is_none_or(|t| !t.glued);
    if token.text == "x" && !token.glued {
        let next = tokens.get(at + 1)?;
        let n = next.whole().filter(|_| edge(at + 2) && next.mark == ' ')?;
        return (n <= 99).then_some((n, 2));
    }
    let n = token.whole().filter(|n| *n <= 99)?;
    if token.mark == '×' {
        return Some((n, 1));
    }
    let next = tokens.get(at + 1)?;
    (next.text == "x" && edge(at + 2) && next.mark == ' ').then_some((n, 2))
}

/// "3 scarves", "one dusty pink", «دو شلوار»: a number right before goods. «یک» and «یه» are
/// articles there, and a number above thirty is a size.
fn before_goods(scene: &Scene<'_>, at: usize) -> Option<(i64, usize)> {
    let tokens = &scene.tokens;
    let (n, used) = number(tokens, at)?;
    let previous = at.checked_sub(1).map_or("", |p| text(tokens, p));
    let article = n == 1 && tokens[at].text != "one";
    let sized = matches!(
        previous,
        "سایز" | "size" | "sayz" | "eu" | "uk" | "شماره" | "no" | "the" | "پلاک"
    );
    let next = tokens.get(at + used)?;
    let goods = |at: usize| {
        let pair = format!("{} {}", text(tokens, at), text(tokens, at + 1));
        goods::is_colour(text(tokens, at))
            || goods::is_garment(text(tokens, at))
            || goods::is_colour(&pair)
    };
    let fits = n <= 30 && !article && !sized && next.mark == ' ' && !next.glued;
    let near = goods(at + used) || (text(tokens, at + used) == "in" && goods(at + used + 1));
    (fits && near).then_some((n, used))
}

/// "I'll take two", "put me down for 2".
fn wanted(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let previous = at.checked_sub(1).map(|p| text(tokens, p))?;
    let verb = matches!(
        previous,
        "take" | "want" | "need" | "order" | "buy" | "get" | "have"
    ) || (previous == "for" && at >= 2 && text(tokens, at - 2) == "down");
    let (n, used) = number(tokens, at).filter(|(n, _)| *n <= 30)?;
    let last = tokens.get(at + used).is_none_or(|t| {
        t.mark != ' '
            || matches!(
                t.text.as_str(),
                "please" | "pls" | "more" | "of" | "in" | "and"
            )
    });
    let asked = matches!(text(tokens, at + used), "please" | "pls" | "plz") && n <= 12;
    let sized = matches!(
        previous,
        "size" | "uk" | "eu" | "us" | "سایز" | "sayz" | "or" | "and"
    );
    (verb && last || asked && !sized).then_some((n, used))
}

/// A bare number where the question was how many.
pub(super) fn bare(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    for at in 0..tokens.len() {
        if let Some((n, used)) = number(tokens, at).filter(|(n, _)| (1..=999).contains(n)) {
            add(scene, found, at, used, n);
        }
    }
}
