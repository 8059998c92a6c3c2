//! The street part of an address: where it begins and ends among names, cities and numbers.

use std::collections::HashSet;
use std::sync::LazyLock;

use palette_domain::understanding::EntityKind;
use serde_json::json;

use super::tokens::Token;
use super::{Found, Scene, city, digits, endings, numerals};
use crate::address::is_first_name;
use crate::lists;
use crate::view::View;

/// What a word is of an address.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Sign {
    /// «خیابان», "street".
    Street,
    /// «پلاک», "unit": a number follows.
    House,
    /// «خ», «نبش», «برج»: counts only beside a sure one.
    Weak,
}

/// Words of streets that stand before their name, after it in English.
fn is_road(word: &str) -> bool {
    matches!(
        word,
        "خیابان"
            | "خیابون"
            | "خیابانه"
            | "بلوار"
            | "بولوار"
            | "کوچه"
            | "کوچهی"
            | "بنبست"
            | "میدان"
            | "میدون"
            | "فلکه"
            | "چهارراه"
            | "سهراه"
            | "جاده"
            | "اتوبان"
            | "بزرگراه"
            | "شهرک"
            | "مجتمع"
            | "ساختمان"
            | "ساختمون"
            | "محله"
            | "کوی"
            | "بلوک"
            | "khiaban"
            | "kheyaban"
            | "khiabun"
            | "kheyabun"
            | "khiyaban"
            | "khiabane"
            | "bolvar"
            | "bolvare"
            | "kuche"
            | "kooche"
            | "kucheye"
            | "meydan"
            | "meidan"
            | "meydun"
            | "shahrak"
            | "shahrake"
            | "mojtama"
            | "mojtame"
            | "sakhteman"
            | "sakhtemun"
            | "falake"
            | "bonbast"
            | "chaharrah"
    )
}

fn is_road_after(word: &str) -> bool {
    matches!(
        word,
        "street"
            | "str"
            | "st"
            | "avenue"
            | "ave"
            | "road"
            | "rd"
            | "lane"
            | "blvd"
            | "boulevard"
            | "alley"
            | "building"
            | "block"
            | "square"
            | "drive"
            | "close"
            | "highway"
            | "tower"
    )
}

fn sign(tokens: &[Token], at: usize) -> Option<Sign> {
    let token = tokens.get(at)?;
    let word = token.text.as_str();
    let next = tokens.get(at + 1);
    let number = next.is_some_and(|t| {
        t.number || numerals::word(&t.text).is_some() || numerals::ordinal(&t.text).is_some()
    });
    let before = at.checked_sub(1).and_then(|p| tokens.get(p));
    if is_road(word) {
        return Some(Sign::Street);
    }
    if is_road_after(word) && before.is_some() {
        let weak = matches!(
            word,
            "st" | "close" | "drive" | "block" | "square" | "building"
        );
        return Some(if weak { Sign::Weak } else { Sign::Street });
    }
    let counted = before.is_some_and(|t| matches!(t.text.as_str(), "th" | "st" | "nd" | "rd"));
    match word {
        "پلاک" | "واحد" | "طبقه" | "زنگ" | "pelak" | "plak" | "vahed" | "tabaghe" | "tabaqe"
        | "zang" | "unit" | "apt" | "apartment" | "flat" | "plate" | "suite"
            if number =>
        {
            Some(Sign::House)
        }
        "floor" if number || counted => Some(Sign::House),
        "پ" | "ط" | "no" | "number" if next.is_some_and(|t| t.number) => Some(Sign::House),
        "خ" | "ک" | "برج" | "نبش" | "روبروی" | "جنب" | "پشت" | "انتهای" | "ابتدای" | "بالاتر"
        | "منزل" | "فاز" | "بن" | "nabsh" | "ruberuye" | "roberoye" | "janb" | "posht" | "borj"
        | "faz" | "بلک" | "زنگ" | "منطقه" => Some(Sign::Weak),
        "و" if next.is_some_and(|t| t.number) && before.is_some_and(|t| t.number) => {
            Some(Sign::Weak)
        }
        _ => None,
    }
}

/// "24 Rose Avenue": the number of the house stands before the name.
fn english_house(tokens: &[Token], road: usize) -> bool {
    let word = tokens[road].text.as_str();
    let first = (1..=3).find(|back| road.checked_sub(*back).is_some_and(|p| tokens[p].number));
    let Some(back) = first.filter(|_| is_road_after(word)) else {
        return false;
    };
    let after = &tokens[road - back + 1];
    !(after.glued && matches!(after.text.as_str(), "th" | "st" | "nd" | "rd"))
}

/// Words that are no part of a street, so that it ends or begins beside them.
static ENDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| lists::words("street_ends"));

fn is_stop(word: &str) -> bool {
    ENDS.contains(word)
}

/// Where the street part stands, in tokens, when the text has an address.
pub(crate) fn tokens_of(tokens: &[Token], holes: &[(usize, usize)]) -> Option<(usize, usize)> {
    let in_hole = |t: &Token| holes.iter().any(|&(a, b)| t.start < b && t.end > a);
    let mut best: Option<(usize, usize, usize)> = None;
    let mut cluster: Vec<usize> = Vec::new();
    for at in 0..=tokens.len() {
        let broken = tokens.get(at).is_none_or(in_hole);
        if broken {
            if let Some(score) = score(tokens, &cluster)
                && best.is_none_or(|b| score > b.2)
            {
                best = Some((cluster[0], cluster[cluster.len() - 1], score));
            }
            cluster.clear();
        } else if sign(tokens, at).is_some() {
            cluster.push(at);
        }
    }
    let (first, last, _) = best?;
    let start = left(tokens, first, &in_hole);
    let end = right(tokens, last, &in_hole);
    Some((start, end))
}

/// How sure a group of signs is an address; `None` when it is none.
fn score(tokens: &[Token], cluster: &[usize]) -> Option<usize> {
    let count = |wanted: Sign| {
        cluster
            .iter()
            .filter(|at| sign(tokens, **at) == Some(wanted))
            .count()
    };
    let (streets, weak) = (count(Sign::Street), count(Sign::Weak));
    let english = cluster.iter().any(|at| english_house(tokens, *at));
    let numbered = cluster
        .iter()
        .any(|at| is_road(&tokens[*at].text) && tokens.get(at + 1).is_some_and(|t| t.number));
    let houses = count(Sign::House) + usize::from(english || (numbered && streets >= 2));
    let roads = streets + weak;
    let sure = (roads >= 1 && houses >= 1 && streets + houses >= 2)
        || (streets >= 1 && weak >= 2)
        || (weak >= 2 && houses >= 1)
        || streets >= 3
        || houses >= 2
        || (streets >= 2 && weak >= 1);
    sure.then_some(streets * 2 + houses * 2 + weak)
}

/// The first token: the name of a road in English or of a quarter stands before the first sign.
fn left(tokens: &[Token], first: usize, in_hole: &impl Fn(&Token) -> bool) -> usize {
    let mut start = first;
    let mut words = 0;
    let mut segment = first;
    while start > 0 {
        let token = &tokens[start - 1];
        // «کرج گوهردشت»: of two places side by side the second is a quarter.
        let city = city_ends_at(tokens, start - 1);
        let quarter = city && start >= 2 && city_ends_at(tokens, start - 2);
        let edge = in_hole(token) || is_stop(&token.text) || (city && !quarter);
        if edge || tokens[start].mark == ':' {
            // Bounded by a city or a label: what stands between is a quarter, or who lives there.
            let person = segment - start >= 2 && is_first_name(&tokens[start].text);
            return if person { segment } else { start };
        }
        if tokens[start].mark == '\n' || words >= 6 {
            return segment;
        }
        if !matches!(tokens[start].mark, ' ' | '.' | '(' | ')') {
            segment = start;
        }
        start -= 1;
        words += 1;
    }
    // Nothing bounds it on the left: at most the words of its own segment, and no name of two
    // words before it.
    let free = segment.min(first) - start;
    let road_before = is_road(&tokens[first].text);
    if free >= 2 || (free == 1 && segment == first && !road_before) {
        return if is_road_after(&tokens[first].text) && segment == first {
            start
        } else {
            segment
        };
    }
    start
}

fn city_ends_at(tokens: &[Token], at: usize) -> bool {
    (at.saturating_sub(2)..=at)
        .any(|p| city::place_at(tokens, p).is_some_and(|place| p + place.3 > at))
}

/// One past the last token: the number or the name that belongs to the last sign.
fn right(tokens: &[Token], last: usize, in_hole: &impl Fn(&Token) -> bool) -> usize {
    let ends = |at: usize| {
        tokens.get(at).is_none_or(|t| {
            in_hole(t) || is_stop(&t.text) || !matches!(t.mark, ' ' | '-' | '.' | ':' | '#')
        }) || city::place_at(tokens, at).is_some()
    };
    let mut end = last + 1;
    let is_number = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            t.number || numerals::word(&t.text).is_some() || numerals::ordinal(&t.text).is_some()
        })
    };
    if sign(tokens, last) == Some(Sign::House) {
        while !ends(end) && is_number(end) {
            end += 1;
            let letter = tokens
                .get(end)
                .is_some_and(|t| t.text.chars().count() == 1 && (t.glued || !t.text.is_ascii()));
            if letter && !ends(end) {
                end += 1;
            }
        }
        return end;
    }
    if is_road_after(&tokens[last].text) {
        return end + usize::from(!ends(end) && tokens[end].number);
    }
    while !ends(end) && end - last <= 3 {
        end += 1;
    }
    end
}

/// The part of the text that is the address.
pub(super) fn find(scene: &Scene<'_>, found: &mut Found<'_>) {
    if let Some((start, end)) = span(scene.view, &scene.tokens) {
        let value = scene.view.original(start, end);
        found.add(EntityKind::Address, start, end, json!(value.trim()));
    }
}

/// Where the street part stands, in characters.
pub(crate) fn span(view: &View, tokens: &[Token]) -> Option<(usize, usize)> {
    let signs = (0..tokens.len()).filter(|at| sign(tokens, *at).is_some());
    if signs.take(2).count() < 2 && !(0..tokens.len()).any(|at| english_house(tokens, at)) {
        return None;
    }
    let holes = digits::places(view);
    let (first, end) = tokens_of(tokens, &holes)?;
    Some((tokens[first].start, tokens[end - 1].end))
}

/// Whether a word belongs to a label or a street, so that it is no person's name.
pub(crate) fn is_no_name(word: &str) -> bool {
    is_stop(word) || is_road(word) || is_road_after(word) || endings::is(word, is_road)
}
