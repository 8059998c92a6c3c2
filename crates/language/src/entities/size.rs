//! Sizes: XS to 5XL, 30 to 60, ages of children, «فری‌سایز», «مدیوم», «دو ایکس», «سایز چهل».

use palette_domain::understanding::{EntityKind, Language};
use serde_json::json;

use super::tokens::Token;
use super::{Found, Scene, endings, goods, numerals};
use crate::context::Asked;

/// A size at a token: its name, how many tokens it takes.
type Size = Option<(String, usize)>;

/// Words that announce a size.
fn announces(word: &str) -> bool {
    matches!(
        word,
        "سایز"
            | "سایزه"
            | "سایزش"
            | "سایزم"
            | "سایزای"
            | "سایزهای"
            | "سایزشو"
            | "سایزی"
            | "سایزو"
            | "size"
            | "sayz"
            | "saiz"
            | "saize"
            | "sayze"
            | "sizesh"
            | "sizam"
            | "sizash"
            | "sizeye"
            | "eu"
            | "uk"
            | "نمره"
            | "sz"
    )
}

/// Words that may stand between «سایز» and the number.
fn between(word: &str) -> bool {
    matches!(
        word,
        "پام"
            | "پای"
            | "پا"
            | "من"
            | "بین"
            | "شماره"
            | "is"
            | "of"
            | "pam"
            | "pa"
            | "man"
            | "my"
            | "uk"
            | "eu"
            | "us"
            | "هم"
            | "های"
    )
}

fn extra(word: &str) -> bool {
    matches!(
        word,
        "ایکس" | "اکس" | "x" | "ix" | "ex" | "iks" | "eks" | "extra"
    )
}

/// The letter that a word stands for.
fn letter(word: &str) -> Option<char> {
    let plain = |w: &str| match w {
        "لارج" | "لارژ" | "larj" | "larje" | "larg" | "large" => Some('L'),
        "مدیوم" | "مدیم" | "مدیون" | "medium" | "mediom" | "midium" | "medioom" => {
            Some('M')
        }
        "اسمال" | "اسمل" | "small" | "esmal" | "smal" => Some('S'),
        _ => None,
    };
    plain(word).or_else(|| endings::stems(word).find_map(plain))
}

/// Sizes in letters: "2xl", «ایکس لارج», «دو ایکس», "extra large", «فری‌سایز».
fn lettered(tokens: &[Token], at: usize) -> Size {
    let word = tokens[at].text.as_str();
    let next = tokens.get(at + 1).map_or("", |t| t.text.as_str());
    let free = |w: &str| {
        endings::is(w, |w| {
            matches!(w, "فریسایز" | "freesize" | "onesize" | "تکسایز")
        })
    };
    if free(word) {
        return Some(("FREE".to_owned(), 1));
    }
    if matches!(word, "s" | "m" | "l") {
        return Some((word.to_ascii_uppercase(), 1));
    }
    let half = matches!(word, "فری" | "free" | "one" | "تک" | "tak" | "fri");
    if half && endings::is(next, |w| matches!(w, "سایز" | "size" | "sayz" | "saiz")) {
        return Some(("FREE".to_owned(), 2));
    }
    let (count, used) = match (tokens[at].whole(), numerals::word(word)) {
        (Some(n @ 1..=6), _) | (None, Some(n @ 2..=5)) => (n, 1),
        _ => (0, 0),
    };
    let mut xs = 0;
    let mut end = at + used;
    let bare = tokens.get(end).is_some_and(|t| t.text == "x");
    while let Some(token) = tokens.get(end) {
        match token.text.as_str() {
            word if extra(word) || endings::stems(word).any(|w| w == "ایکس") => {
                (xs, end) = (xs + 1, end + 1)
            }
            "xx" => (xs, end) = (xs + 2, end + 1),
            _ => break,
        }
    }
    let tail = tokens.get(end).map_or("", |t| t.text.as_str());
    let (tail, more) = match tail {
        "xl" | "xs" | "xxl" | "xxxl" | "xxs" | "xxxxl" => (tail.chars().last(), tail.len() - 1),
        tail => (letter(tail).map(|c| c.to_ascii_lowercase()), 0),
    };
    let count = usize::try_from(count).unwrap_or(0);
    let xs = (xs + more).max(if xs + more > 0 { count } else { 0 });
    let last = end + usize::from(tail.is_some());
    let name = match (xs, tail) {
        // «دو ایکس» is understood as large; one «ایکس» alone is no size.
        (2.., None) if !bare => format!("{xs}XL"),
        (1.., Some('s')) => format!(
            "{}XS",
            if xs > 1 {
                xs.to_string()
            } else {
                String::new()
            }
        ),
        (1, Some('l')) => "XL".to_owned(),
        (2.., Some('l')) => format!("{xs}XL"),
        (0, Some(c)) if used == 0 => c.to_ascii_uppercase().to_string(),
        _ => return None,
    };
    Some((name, last - at))
}

/// A number from 1 to 60 in digits or words, perhaps an age: «۶-۷ سال».
fn numbered(tokens: &[Token], at: usize) -> Size {
    let token = tokens.get(at)?;
    let (low, used) = match token.whole() {
        Some(n) => (n, 1),
        None => numerals::spoken(tokens, at)?,
    };
    if !(1..=60).contains(&low) || token.text.starts_with('0') {
        return None;
    }
    let mut end = at + used;
    let mut high = None;
    if let Some(next) = tokens.get(end)
        && (next.mark == '-' || matches!(next.text.as_str(), "تا" | "to" | "ta"))
    {
        let skip = usize::from(next.mark != '-');
        let bound = tokens.get(end + skip).and_then(Token::whole);
        if let Some(n) = bound.filter(|n| low < *n && *n <= 18) {
            (high, end) = (Some(n), end + skip + 1);
        }
    }
    let years = tokens.get(end).is_some_and(|t| {
        matches!(
            t.text.as_str(),
            "سال" | "ساله" | "سالگی" | "sal" | "sale" | "years" | "year" | "yrs"
        )
    });
    let name = match (high, years) {
        (Some(high), _) => format!("{low}-{high}Y"),
        (None, true) => format!("{low}Y"),
        (None, false) => low.to_string(),
    };
    Some((name, end + usize::from(years) - at))
}

/// All sizes.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    let mut at = 0;
    while at < tokens.len() {
        let mut step = 1;
        if announces(&tokens[at].text) {
            step = after_word(scene, found, at).max(1);
        } else if let Some((name, used)) = lettered(tokens, at)
            && is_meant(scene, at, used)
        {
            add(scene, found, at, used, &name);
            step = used;
        }
        at += step;
    }
    ages(scene, found);
    numbers(scene, found);
}

fn add(scene: &Scene<'_>, found: &mut Found<'_>, at: usize, used: usize, name: &str) {
    let (start, end) = scene.span(at, used);
    found.add(EntityKind::Size, start, end, json!(name));
}

/// The sizes after «سایز», joined by «و», «یا», "or"; how many tokens they and the word take.
fn after_word(scene: &Scene<'_>, found: &mut Found<'_>, at: usize) -> usize {
    let tokens = &scene.tokens;
    let mut next = at + 1;
    while tokens.get(next).is_some_and(|t| between(&t.text)) {
        next += 1;
    }
    let mut end = at;
    while next < tokens.len() && tokens[next].mark != '\n' {
        let hit = lettered(tokens, next).or_else(|| numbered(tokens, next));
        let Some((name, used)) = hit.filter(|(_, used)| !counted(tokens, next + used)) else {
            break;
        };
        add(scene, found, next, used, &name);
        end = next + used;
        let Some(token) = tokens.get(end) else { break };
        let joint = matches!(
            token.text.as_str(),
            "و" | "یا" | "تا" | "or" | "and" | "ya" | "o" | "va" | "ta"
        );
        if !joint && !matches!(token.mark, '-' | '/' | ',') {
            break;
        }
        next = end + usize::from(joint);
    }
    end - at
}

/// Whether the number before this token counts or measures something.
fn counted(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        t.mark == '%'
            || matches!(
                t.text.as_str(),
                "تا" | "تاشو"
                    | "تایی"
                    | "عدد"
                    | "دونه"
                    | "کیلو"
                    | "سانت"
                    | "تومن"
                    | "تومان"
                    | "هزار"
                    | "میلیون"
                    | "درصد"
                    | "روز"
                    | "روزه"
                    | "ساعت"
                    | "دقیقه"
                    | "ta"
                    | "adad"
                    | "kilo"
                    | "kg"
                    | "cm"
                    | "k"
                    | "t"
                    | "toman"
                    | "hezar"
                    | "milion"
                    | "darsad"
                    | "rooz"
                    | "ruz"
                    | "days"
                    | "minutes"
                    | "hours"
                    | "percent"
                    | "pcs"
                    | "pieces"
                    | "سال"
                    | "سالمه"
                    | "ساله"
                    | "years"
                    | "weeks"
                    | "stars"
                    | "ستاره"
                    | "foot"
                    | "dollars"
                    | "usd"
                    | "mah"
            ) && !(tokens[at - 1].text.len() == 2
                && matches!(t.text.as_str(), "تا" | "ta")
                && joins_sizes(tokens, at))
    })
}

/// «۳۸ تا ۴۴»: a range of sizes, no count.
fn joins_sizes(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).and_then(Token::whole);
    !tokens[at].glued && next.is_some_and(|n| (34..=60).contains(&n))
}

/// Whether a letter or a word like "small" names a size here.
fn is_meant(scene: &Scene<'_>, at: usize, used: usize) -> bool {
    let tokens = &scene.tokens;
    let token = &tokens[at];
    let word = token.text.as_str();
    if matches!(word, "s" | "m" | "l") {
        return lone_letter(scene, at);
    }
    let english = matches!(word, "small" | "large" | "medium") && scene.language == Language::En;
    if !english {
        return true;
    }
    let previous = at.checked_sub(1).map_or("", |p| tokens[p].text.as_str());
    let next = tokens.get(at + used);
    let after = next.map_or("", |t| t.text.as_str());
    match previous {
        "too" | "so" | "such" | "very" | "bit" | "runs" | "run" | "really" | "quite" | "fits" => {
            false
        }
        "a" => next.is_none_or(|t| {
            t.mark != ' ' || matches!(after, "please" | "pls" | "in" | "or" | "and")
        }),
        "in" | "size" | "the" | "want" | "need" | "take" | "have" | "or" | "and" => true,
        _ => {
            tokens.len() <= 4
                || next.is_none_or(|t| t.mark != ' ')
                || matches!(
                    after,
                    "in" | "please" | "pls" | "size" | "one" | "or" | "still" | "left"
                )
                || goods::is_colour(after)
                || goods::is_garment(after)
        }
    }
}

/// One letter alone: a size when it is a capital, in Persian text, or when it was asked for.
fn lone_letter(scene: &Scene<'_>, at: usize) -> bool {
    let tokens = &scene.tokens;
    let token = &tokens[at];
    let near = |token: Option<&Token>| {
        token.is_some_and(|t| goods::is_colour(&t.text) || goods::is_garment(&t.text))
    };
    let written = scene.view.original(token.start, token.end);
    let previous = at.checked_sub(1).and_then(|p| tokens.get(p));
    let glued = token.glued || tokens.get(at + 1).is_some_and(|t| t.glued);
    let quoted = matches!(token.mark, '\'' | '.' | '@' | '#' | '&') || glued;
    let before_apostrophe = scene.view.folded(token.end, token.end + 1) == "'";
    let after_in = previous.is_some_and(|t| matches!(t.text.as_str(), "in" | "a"));
    let meant = written.starts_with(char::is_uppercase)
        || scene.language == Language::Fa
        || matches!(scene.context.asked, Some(Asked::ChooseVariant))
        || near(previous)
        || near(tokens.get(at + 1))
        || (after_in && token.text != "s");
    meant && !quoted && !before_apostrophe
}

/// Children's ages beside a word for size: "age 5-6", "4 years size", «۹ سال سایز».
fn ages(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    for at in 0..tokens.len() {
        let Some((name, used)) = numbered(tokens, at).filter(|(name, _)| name.ends_with('Y'))
        else {
            continue;
        };
        let previous = at.checked_sub(1).map_or("", |p| tokens[p].text.as_str());
        let next = tokens.get(at + used).map_or("", |t| t.text.as_str());
        let own = tokens.get(at + used + 1).is_some_and(|t| t.number);
        if (announces(next) && !own) || matches!(previous, "age" | "ages" | "aged") {
            add(scene, found, at, used, &name);
        }
    }
}

/// Words before a number that say it is no size.
fn addressed(word: &str) -> bool {
    matches!(
        word,
        "پلاک"
            | "واحد"
            | "طبقه"
            | "کوچه"
            | "خیابان"
            | "قد"
            | "قدم"
            | "وزن"
            | "وزنم"
            | "ساعت"
            | "کد"
            | "زنگ"
            | "پ"
            | "pelak"
            | "vahed"
            | "tabaghe"
            | "kuche"
            | "khiaban"
            | "ghadam"
            | "vaznam"
            | "ghad"
            | "vazn"
            | "no"
            | "number"
            | "unit"
            | "floor"
            | "flat"
            | "apt"
            | "saat"
            | "order"
            | "code"
            | "kode"
    )
}

/// Bare numbers count as sizes when the shop sells them, when a variant was asked for, when a
/// colour, a garment or the word stands near, or when little else is said under a post.
fn numbers(scene: &Scene<'_>, found: &mut Found<'_>) {
    let tokens = &scene.tokens;
    let asked = matches!(scene.context.asked, Some(Asked::ChooseVariant));
    let short = tokens.len() <= 3 && scene.context.has_subject;
    let word = tokens.iter().any(|t| announces(&t.text));
    for at in 0..tokens.len() {
        let Some(n) = tokens[at].whole().filter(|n| (30..=60).contains(n)) else {
            continue;
        };
        let previous = at.checked_sub(1).map_or("", |p| tokens[p].text.as_str());
        let glued = tokens[at].glued || tokens.get(at + 1).is_some_and(|t| t.glued);
        let odd = matches!(tokens[at].mark, '#' | '@' | '$' | '€' | '+' | ':') && !word;
        if addressed(previous) || counted(tokens, at + 1) || glued || odd {
            continue;
        }
        let known = scene
            .context
            .lexicon
            .is_some_and(|l| l.has_size(&tokens[at].text));
        let beside = (at.saturating_sub(1)..(at + 2).min(tokens.len())).any(|p| {
            p != at && (goods::is_colour(&tokens[p].text) || goods::is_garment(&tokens[p].text))
        });
        let likely = n >= 34 && (asked || short || word || beside || (known && !scene.money_talk));
        if likely || (announced_after(tokens, at)) {
            add(scene, found, at, 1, &n.to_string());
        }
    }
}

fn announced_after(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|t| announces(&t.text) && t.mark == ' ')
}
