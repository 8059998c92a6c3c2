//! How well entities are found, by kind and form, on texts marked by hand (`data/entities/`).
//!
//! An entity is right when a mark of its kind overlaps it and says the same value; of an address,
//! when most of the characters are the same. Half of the texts (`held/`) is put aside: its figures
//! are printed, its errors are not, so that nobody writes the finders to please it.

use std::collections::HashMap;

use palette_domain::understanding::{Entity, EntityKind, Language};
use serde_json::Value;

use super::Report;
use super::figures::FORMS;
use super::marked::{self, Mark, Marked};
use crate::context::{Channel, Context};
use crate::engine::Engine;
use crate::lexicon::{Lexicon, LexiconItem};
use crate::lists;

macro_rules! texts {
    ($half:literal) => {
        [
            (
                Language::Fa,
                include_str!(concat!("../../data/entities/", $half, "/fa.txt")),
            ),
            (
                Language::En,
                include_str!(concat!("../../data/entities/", $half, "/en.txt")),
            ),
            (
                Language::Finglish,
                include_str!(concat!("../../data/entities/", $half, "/finglish.txt")),
            ),
        ]
    };
}

const SEEN: [(Language, &str); 3] = texts!("dev");
const HELD: [(Language, &str); 3] = texts!("held");
const CATALOGUE: &str = include_str!("../../data/entities/catalogue.txt");

/// F1 on the half put aside below which quality has fallen: raise them when it rises.
const KEPT: [(EntityKind, f64); 14] = [
    (EntityKind::Product, 0.90),
    (EntityKind::Variant, 0.90),
    (EntityKind::Size, 0.90),
    (EntityKind::Colour, 0.90),
    (EntityKind::Quantity, 0.90),
    (EntityKind::Amount, 0.95),
    (EntityKind::Phone, 0.95),
    (EntityKind::PostalCode, 0.95),
    (EntityKind::City, 0.90),
    (EntityKind::Address, 0.90),
    (EntityKind::OrderCode, 0.95),
    (EntityKind::Url, 0.95),
    (EntityKind::Username, 0.95),
    (EntityKind::Date, 0.90),
];

/// Right, found too much, missed.
#[derive(Clone, Copy, Default, Debug)]
struct Count {
    right: u32,
    extra: u32,
    missed: u32,
}

impl Count {
    fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            extra: self.extra + other.extra,
            missed: self.missed + other.missed,
        }
    }

    fn share(self, of: u32) -> f64 {
        if of == 0 {
            1.0
        } else {
            f64::from(self.right) / f64::from(of)
        }
    }

    fn precision(self) -> f64 {
        self.share(self.right + self.extra)
    }

    fn recall(self) -> f64 {
        self.share(self.right + self.missed)
    }

    fn f1(self) -> f64 {
        let all = 2 * self.right + self.extra + self.missed;
        if all == 0 {
            1.0
        } else {
            2.0 * f64::from(self.right) / f64::from(all)
        }
    }
}

type Counts = HashMap<(EntityKind, Language), Count>;

/// Finds the entities of the marked texts and compares.
pub(super) fn run() -> Report {
    measured().unwrap_or_else(|why| Report {
        table: String::new(),
        fallen: vec![why],
    })
}

fn measured() -> Result<Report, String> {
    let mut errors = Vec::new();
    let seen = measure(&SEEN, Some(&mut errors))?;
    let held = measure(&HELD, None)?;
    let mut report = Report::default();
    print(&mut report, "put aside (held back)", &held);
    print(&mut report, "looked at while writing", &seen);
    report.say("\nerrors on the half looked at");
    for error in errors.iter().take(20) {
        report.say(error);
    }
    for (kind, kept) in KEPT {
        let name = format!("F1 of {}", kind.as_str());
        report.at_least(&name, total(&held, kind).f1(), kept);
    }
    Ok(report)
}

fn total(counts: &Counts, kind: EntityKind) -> Count {
    let of_kind = counts.iter().filter(|((k, _), _)| *k == kind);
    of_kind.fold(Count::default(), |sum, (_, count)| sum.plus(*count))
}

fn print(report: &mut Report, title: &str, counts: &Counts) {
    report.say(&format!("\nentities, {title}"));
    report.say("kind         marks  precis  recall      F1      fa      en  finglish");
    for &(kind, _) in &KEPT {
        let all = total(counts, kind);
        let [fa, en, finglish] =
            FORMS.map(|form| counts.get(&(kind, form)).copied().unwrap_or_default().f1() * 100.0);
        report.say(&format!(
            "{:<12} {:>5} {:>7.1} {:>7.1} {:>7.1} {fa:>7.1} {en:>7.1} {finglish:>9.1}",
            kind.as_str(),
            all.right + all.missed,
            all.precision() * 100.0,
            all.recall() * 100.0,
            all.f1() * 100.0,
        ));
    }
}

fn measure(
    files: &[(Language, &str)],
    mut errors: Option<&mut Vec<String>>,
) -> Result<Counts, String> {
    let lexicon = catalogue();
    let mut counts = Counts::new();
    for (form, file) in files {
        for line in marked::read(file)? {
            let context = Context {
                lexicon: line.with_catalogue.then_some(&lexicon),
                ..Context::default()
            };
            let read = Engine::shared().understand(&line.text, Channel::Dm, &context);
            let wrong = judge(&line, &read.entities, *form, &mut counts);
            if let Some(errors) = errors.as_mut()
                && !wrong.is_empty()
            {
                errors.push(format!("{}\n      {}", line.text, wrong.join("  ")));
            }
        }
    }
    Ok(counts)
}

/// Counts a text's entities against its marks; what is wrong, in words.
fn judge(line: &Marked, found: &[Entity], form: Language, counts: &mut Counts) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut used = vec![false; found.len()];
    for mark in &line.marks {
        let hit = (0..found.len()).find(|&at| !used[at] && agrees(mark, &found[at]));
        let count = counts.entry((mark.kind, form)).or_default();
        if let Some(at) = hit {
            used[at] = true;
            count.right += 1;
        } else {
            count.missed += 1;
            wrong.push(format!("−{}={}", mark.kind.as_str(), mark.value));
        }
    }
    for (entity, _) in found.iter().zip(&used).filter(|(_, used)| !**used) {
        counts.entry((entity.kind, form)).or_default().extra += 1;
        let (kind, value) = (entity.kind.as_str(), said(entity));
        wrong.push(format!("+{kind}={value} «{}»", entity.text));
    }
    wrong
}

fn agrees(mark: &Mark, entity: &Entity) -> bool {
    let both = mark
        .end
        .min(entity.end)
        .saturating_sub(mark.start.max(entity.start));
    if mark.kind != entity.kind || both == 0 {
        return false;
    }
    match mark.kind {
        EntityKind::Address => {
            let either = mark.end.max(entity.end) - mark.start.min(entity.start);
            both * 10 >= either * 7
        }
        EntityKind::Variant => true,
        EntityKind::Amount => amount_agrees(&mark.value, &said(entity)),
        _ => mark.value == said(entity),
    }
}

/// The first reading is the same, and the doubts that the mark names are there.
fn amount_agrees(mark: &str, found: &str) -> bool {
    let parts = |text: &str| -> (Vec<String>, String) {
        let (readings, currency) = text.split_once(' ').unwrap_or((text, ""));
        let readings = readings.split('|').map(str::to_owned).collect();
        (readings, currency.to_owned())
    };
    let ((mark, of), (found, currency)) = (parts(mark), parts(found));
    of == currency && mark.first() == found.first() && mark.iter().all(|m| found.contains(m))
}

/// An entity's value as the marks write it.
fn said(entity: &Entity) -> String {
    let value = &entity.value;
    match entity.kind {
        EntityKind::Amount => {
            let number = |value: &Value| value.as_i64().unwrap_or_default().to_string();
            let mut readings = vec![number(&value["minor"])];
            readings.extend(value["also"].as_array().into_iter().flatten().map(number));
            let currency = value["currency"].as_str().unwrap_or_default();
            format!("{} {currency}", readings.join("|"))
        }
        EntityKind::Date => date_said(value),
        EntityKind::Product => match value {
            Value::Array(ids) => {
                let ids: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
                ids.join("|")
            }
            other => plain(other),
        },
        _ => plain(value),
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn date_said(value: &Value) -> String {
    if let Some(calendar) = value["calendar"].as_str() {
        let year = match value["year"].as_i64() {
            Some(year) => format!("{year}-"),
            None => String::new(),
        };
        return format!("{calendar}:{year}{}-{}", value["month"], value["day"]);
    }
    if value["weekend"] == Value::Bool(true) {
        return "weekend".to_owned();
    }
    for (name, sign) in [
        ("weekday", ":"),
        ("month", "_"),
        ("day", ":"),
        ("week", ":"),
        ("event", ":"),
    ] {
        if !value[name].is_null() {
            return format!("{name}{sign}{}", plain(&value[name]));
        }
    }
    value.to_string()
}

/// The catalogue that the marked texts speak of.
fn catalogue() -> Lexicon {
    let mut items = Vec::new();
    let mut prices = Vec::new();
    for line in lists::lines(CATALOGUE) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [id, names, sizes, price] = parts.as_slice() else {
            continue;
        };
        items.push(LexiconItem {
            id: (*id).to_owned(),
            names: names.split(',').map(|n| n.trim().to_owned()).collect(),
            sizes: sizes.split_whitespace().map(str::to_owned).collect(),
            colours: Vec::new(),
        });
        prices.extend(price.parse::<i64>().ok());
    }
    Lexicon::build(&items)
        .with_code_prefix("PL")
        .with_prices(prices)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_enough_to_measure_and_every_line_reads() {
        let mut marks: HashMap<EntityKind, usize> = HashMap::new();
        let mut texts = std::collections::BTreeSet::new();
        for (form, file) in SEEN.iter().chain(&HELD) {
            for line in marked::read(file).expect("the marks are whole") {
                let new = texts.insert((form.as_str(), line.text.clone()));
                assert!(new, "twice: {}", line.text);
                for mark in line.marks {
                    *marks.entry(mark.kind).or_default() += 1;
                }
            }
        }
        for (kind, _) in KEPT {
            let count = marks.get(&kind).copied().unwrap_or_default();
            assert!(count >= 60, "{count} marks of {}", kind.as_str());
        }
    }
}
