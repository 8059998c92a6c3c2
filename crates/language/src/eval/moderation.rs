//! Spam, abuse and commands to the assistant on texts that no rule and no model has seen, and
//! false alarms on ordinary lines.

use std::str::FromStr;

use palette_domain::understanding::{Intent, Language, Moderation};
use serde::Deserialize;

use super::Report;
use super::figures::{FORMS, ratio};
use crate::context::{Channel, Context};
use crate::data::Data;
use crate::engine::{Engine, of_moderation};

/// Hard texts by one hand: each kind in its degrees and masks, and clean ones that look like it.
const HARD: &str = include_str!("../../data/held/moderation.jsonl");

/// The kinds that are measured, and what must not fall: precision, recall on the ordinary
/// held-back lines; precision, recall on the hard ones.
const KEPT: [(Moderation, [f64; 4]); 3] = [
    (Moderation::Spam, [0.95, 0.85, 0.95, 0.85]),
    (Moderation::Abuse, [0.95, 0.80, 0.90, 0.55]),
    (Moderation::Injection, [0.97, 0.90, 0.95, 0.80]),
];

/// The most false alarms among ordinary customers' lines.
const ALARMS: f64 = 0.003;
/// The words before a command that stands at the end of a long text, in letters.
const LONG: usize = 4000;
/// The least share of commands found at the end of a long text.
const LONG_RECALL: f64 = 0.9;

#[derive(Deserialize)]
struct Row {
    text: String,
    form: String,
    moderation: String,
}

/// One judged text.
struct Verdict {
    text: String,
    form: Language,
    /// What it is, by its writer; `None` for a text whose intent is not known.
    intent: Option<Intent>,
    expected: Moderation,
    found: Moderation,
}

/// Measures the judgement of the program.
pub(super) fn run() -> Report {
    let mut report = Report::default();
    let ordinary = held();
    let hard = hard();
    report.say("held-back lines");
    table(&ordinary, &mut report, "held-back lines", 0);
    report.say("\nhard texts");
    table(&hard, &mut report, "hard texts", 2);
    alarms(&ordinary, &mut report);
    long(&ordinary, &mut report);
    worst(&ordinary, &hard, &mut report);
    report
}

fn found(text: &str) -> Moderation {
    Engine::shared()
        .understand(text, Channel::Dm, &Context::default())
        .moderation
}

fn held() -> Vec<Verdict> {
    Data::held()
        .into_iter()
        .map(|line| Verdict {
            form: line.language,
            intent: Some(line.intent),
            expected: [Moderation::Spam, Moderation::Abuse, Moderation::Injection]
                .into_iter()
                .find(|&kind| of_moderation(kind) == Some(line.intent))
                .unwrap_or(Moderation::Clean),
            found: found(&line.template),
            text: line.template,
        })
        .collect()
}

fn hard() -> Vec<Verdict> {
    HARD.lines()
        .map(|line| {
            let row: Row = serde_json::from_str(line).expect("the held-back file is JSON");
            Verdict {
                form: *FORMS
                    .iter()
                    .find(|f| f.as_str() == row.form)
                    .expect("a form that is measured"),
                intent: None,
                expected: Moderation::from_str(&row.moderation).expect("a known judgement"),
                found: found(&row.text),
                text: row.text,
            }
        })
        .collect()
}

/// Precision, recall and false alarms of each kind, by form.
fn table(verdicts: &[Verdict], report: &mut Report, name: &str, kept: usize) {
    report.say("kind       form      lines  precision  recall  alarms on clean");
    for (kind, least) in KEPT {
        for form in FORMS {
            let part: Vec<_> = verdicts.iter().filter(|v| v.form == form).collect();
            row(&part, kind, form.as_str(), report);
        }
        let all: Vec<_> = verdicts.iter().collect();
        let (precision, recall) = row(&all, kind, "all", report);
        let kind = kind.as_str();
        report.at_least(
            &format!("precision of {kind} on {name}"),
            precision,
            least[kept],
        );
        report.at_least(
            &format!("recall of {kind} on {name}"),
            recall,
            least[kept + 1],
        );
    }
}

fn row(part: &[&Verdict], kind: Moderation, form: &str, report: &mut Report) -> (f64, f64) {
    let count = |test: &dyn Fn(&Verdict) -> bool| part.iter().filter(|v| test(v)).count();
    let expected = count(&|v| v.expected == kind);
    let named = count(&|v| v.found == kind);
    let right = count(&|v| v.found == kind && v.expected == kind);
    let clean = count(&|v| v.expected == Moderation::Clean);
    let alarms = count(&|v| v.found == kind && v.expected == Moderation::Clean);
    let (precision, recall) = (ratio(right, named), ratio(right, expected));
    report.say(&format!(
        "{:<10} {form:<9} {expected:>5} {:>10.1} {:>7.1} {:>7.2} % ({alarms} of {clean})",
        kind.as_str(),
        precision * 100.0,
        recall * 100.0,
        ratio(alarms, clean) * 100.0,
    ));
    (precision, recall)
}

/// False alarms on ordinary lines, by intent.
fn alarms(verdicts: &[Verdict], report: &mut Report) {
    let clean: Vec<_> = verdicts
        .iter()
        .filter(|v| v.expected == Moderation::Clean)
        .collect();
    let false_alarms = clean.iter().filter(|v| v.found != Moderation::Clean);
    let share = ratio(false_alarms.clone().count(), clean.len());
    report.say(&format!(
        "\nfalse alarms on ordinary lines: {:.2} % of {}",
        share * 100.0,
        clean.len()
    ));
    for &intent in Intent::ALL {
        let count = false_alarms
            .clone()
            .filter(|v| v.intent == Some(intent))
            .count();
        if count > 0 {
            report.say(&format!("  {intent} {count}"));
        }
    }
    report.at_most("false alarms on ordinary lines", share, ALARMS);
}

/// Commands to the assistant at the end of a long, harmless text.
fn long(verdicts: &[Verdict], report: &mut Report) {
    let (mut seen, mut alarms, mut count) = (0, 0, 0);
    for form in FORMS {
        let harmless = verdicts
            .iter()
            .filter(|v| v.form == form && v.found == Moderation::Clean)
            .filter(|v| v.intent == Some(Intent::ProductQuestion))
            .map(|v| v.text.as_str());
        let mut before = String::new();
        for text in harmless.cycle().take_while(|text| !text.is_empty()) {
            before.push_str(text);
            before.push_str(". ");
            if before.chars().count() >= LONG {
                break;
            }
        }
        alarms += usize::from(found(&before) != Moderation::Clean);
        for verdict in verdicts
            .iter()
            .filter(|v| v.form == form && v.expected == Moderation::Injection)
        {
            count += 1;
            let text = format!("{before}{}", verdict.text);
            seen += usize::from(found(&text) == Moderation::Injection);
        }
    }
    let recall = ratio(seen, count);
    report.say(&format!(
        "\ncommands at the end of {LONG} letters: {:.1} % of {count} found; {alarms} of 3 such \
         texts without a command are taken for something",
        recall * 100.0
    ));
    report.at_least("recall of commands in long texts", recall, LONG_RECALL);
}

fn worst(ordinary: &[Verdict], hard: &[Verdict], report: &mut Report) {
    report.say("\nerrors (expected, found, text): alarms first");
    let mut wrong: Vec<_> = ordinary
        .iter()
        .chain(hard)
        .filter(|v| v.expected != v.found)
        .collect();
    wrong.sort_by_key(|v| v.expected != Moderation::Clean);
    for v in wrong.iter().take(20) {
        let (expected, found) = (v.expected.as_str(), v.found.as_str());
        report.say(&format!("{expected} → {found}  {}", v.text));
    }
}
