//! Intents on the held-back lines, by form and intent, and several intents in one message.

use palette_domain::understanding::{Intent, Language, Moderation};
use serde::Deserialize;

use super::Report;
use super::figures::{FORMS, ratio};
use crate::context::{Channel, Context};
use crate::data::Data;
use crate::engine::Engine;
use crate::train::train;

const MULTI: &str = include_str!("../../data/held/multi.jsonl");

/// One judged line.
#[derive(Clone, Debug)]
struct Verdict {
    text: String,
    language: Language,
    guessed: Language,
    expected: Intent,
    found: Intent,
    confidence: f32,
    moderation: Moderation,
}

impl Verdict {
    fn right(&self) -> bool {
        self.expected == self.found
    }
}

/// The figures of one language form.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Figures {
    /// Share of right intents.
    accuracy: f64,
    /// Mean over intents of the harmonic mean of precision and recall.
    macro_f1: f64,
    /// Mean gap between confidence and share right, over ten bins.
    calibration_error: f64,
    /// Share right among the surest four fifths.
    sure_accuracy: f64,
    /// Share of `other` lines taken for an intent.
    other_taken: f64,
    /// Share of ordinary lines judged spam, abuse or injection.
    false_alarms: f64,
    /// Share of texts whose language was told.
    language: f64,
}

/// What must not fall, by form; raise it when quality rises. The last two are upper bounds.
struct Kept {
    language: Language,
    accuracy: f64,
    macro_f1: f64,
    sure_accuracy: f64,
    calibration_error: f64,
    other_taken: f64,
}

const KEPT: [Kept; 3] = [
    Kept {
        language: Language::Fa,
        accuracy: 0.925,
        macro_f1: 0.93,
        sure_accuracy: 0.97,
        calibration_error: 0.035,
        other_taken: 0.05,
    },
    Kept {
        language: Language::En,
        accuracy: 0.9,
        macro_f1: 0.91,
        sure_accuracy: 0.95,
        calibration_error: 0.035,
        other_taken: 0.06,
    },
    Kept {
        language: Language::Finglish,
        accuracy: 0.885,
        macro_f1: 0.895,
        sure_accuracy: 0.955,
        calibration_error: 0.04,
        other_taken: 0.08,
    },
];

/// Measures the model of the program, and whether training makes that very model.
pub(super) fn run() -> Report {
    let mut report = Report::default();
    let verdicts: Vec<Verdict> = Data::held().iter().map(judge).collect();
    by_form(&verdicts, &mut report);
    by_intent(&verdicts, &mut report);
    several(&mut report);
    let again = train(&Data::embedded());
    let same = again == *Engine::shared().model();
    report.say(&format!(
        "\ntraining makes the model of the program, byte for byte: {}",
        if same { "yes" } else { "no" }
    ));
    if !same {
        report
            .fallen
            .push("the model is not what training makes: cargo xtask train".to_owned());
    }
    worst(&verdicts, &mut report);
    report
}

fn judge(line: &crate::data::Line) -> Verdict {
    let read = Engine::shared().understand(&line.template, Channel::Dm, &Context::default());
    Verdict {
        language: line.language,
        guessed: read.language,
        expected: line.intent,
        found: read.intent(),
        confidence: read.confidence(),
        moderation: read.moderation,
        text: line.template.clone(),
    }
}

fn of_form(verdicts: &[Verdict], language: Language) -> Vec<&Verdict> {
    verdicts.iter().filter(|v| v.language == language).collect()
}

fn by_form(verdicts: &[Verdict], report: &mut Report) {
    report.say("form       lines   right  macroF1    ECE  sure80  other→  alarms  language");
    for language in FORMS {
        let part = of_form(verdicts, language);
        let f = figures(&part);
        let form = language.as_str();
        let shares = [
            f.accuracy,
            f.macro_f1,
            f.calibration_error,
            f.sure_accuracy,
            f.other_taken,
            f.false_alarms,
            f.language,
        ];
        let row: Vec<String> = shares
            .iter()
            .map(|s| format!("{:>7.1}", s * 100.0))
            .collect();
        report.say(&format!("{form:<9} {:>6} {}", part.len(), row.join(" ")));
        if let Some(kept) = KEPT.iter().find(|k| k.language == language) {
            report.at_least(&format!("accuracy of {form}"), f.accuracy, kept.accuracy);
            report.at_least(&format!("macro-F1 of {form}"), f.macro_f1, kept.macro_f1);
            let name = format!("accuracy of the surest four fifths of {form}");
            report.at_least(&name, f.sure_accuracy, kept.sure_accuracy);
            let name = format!("calibration error of {form}");
            report.at_most(&name, f.calibration_error, kept.calibration_error);
            let name = format!("share of other taken for an intent in {form}");
            report.at_most(&name, f.other_taken, kept.other_taken);
        }
    }
}

fn by_intent(verdicts: &[Verdict], report: &mut Report) {
    report.say("\nintent             fa F1  en F1  fi F1   taken for (all forms)");
    for &intent in Intent::ALL {
        let [fa, en, finglish] =
            FORMS.map(|language| f1(&of_form(verdicts, language), intent) * 100.0);
        let taken = confusions(verdicts, intent);
        let name = intent.as_str();
        report.say(&format!(
            "{name:<18} {fa:>5.0} {en:>6.0} {finglish:>6.0}   {taken}"
        ));
    }
}

fn worst(verdicts: &[Verdict], report: &mut Report) {
    report.say("\nworst errors (confidence, expected, found, text)");
    let mut wrong: Vec<&Verdict> = verdicts.iter().filter(|v| !v.right()).collect();
    wrong.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    for v in wrong.iter().take(20) {
        let (sure, expected, found) = (v.confidence, v.expected, v.found);
        report.say(&format!("{sure:.2} {expected} → {found}  {}", v.text));
    }
}

fn figures(part: &[&Verdict]) -> Figures {
    let right = part.iter().filter(|v| v.right()).count();
    let scores: Vec<f64> = Intent::ALL.iter().map(|&intent| f1(part, intent)).collect();
    let mut sorted = part.to_vec();
    sorted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let sure = &sorted[..part.len() * 4 / 5];
    let other: Vec<_> = part
        .iter()
        .filter(|v| v.expected == Intent::Other)
        .collect();
    let moderated = |i: Intent| matches!(i, Intent::Spam | Intent::Abuse | Intent::Injection);
    let ordinary: Vec<_> = part.iter().filter(|v| !moderated(v.expected)).collect();
    let alarms = ordinary
        .iter()
        .filter(|v| v.moderation != Moderation::Clean);
    Figures {
        accuracy: ratio(right, part.len()),
        macro_f1: scores.iter().sum::<f64>() / ratio(scores.len(), 1),
        calibration_error: calibration_error(part),
        sure_accuracy: ratio(sure.iter().filter(|v| v.right()).count(), sure.len()),
        other_taken: ratio(other.iter().filter(|v| !v.right()).count(), other.len()),
        false_alarms: ratio(alarms.count(), ordinary.len()),
        language: ratio(
            part.iter().filter(|v| v.guessed == v.language).count(),
            part.len(),
        ),
    }
}

fn f1(part: &[&Verdict], intent: Intent) -> f64 {
    let both = part
        .iter()
        .filter(|v| v.expected == intent && v.right())
        .count();
    let expected = part.iter().filter(|v| v.expected == intent).count();
    let found = part.iter().filter(|v| v.found == intent).count();
    ratio(2 * both, expected + found)
}

fn calibration_error(part: &[&Verdict]) -> f64 {
    let mut total = 0.0;
    for bin in 0..10u8 {
        let low = f32::from(bin) / 10.0;
        let inside: Vec<_> = part
            .iter()
            .filter(|v| v.confidence > low && v.confidence <= low + 0.1)
            .collect();
        let sum: f64 = inside.iter().map(|v| f64::from(v.confidence)).sum();
        let right = inside.iter().filter(|v| v.right()).count();
        total += (sum - ratio(right, 1)).abs();
    }
    total / ratio(part.len().max(1), 1)
}

fn confusions(verdicts: &[Verdict], intent: Intent) -> String {
    let mut counts: Vec<(Intent, usize)> = Intent::ALL
        .iter()
        .map(|&found| {
            let taken = |v: &&Verdict| v.expected == intent && v.found == found && !v.right();
            (found, verdicts.iter().filter(taken).count())
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let names: Vec<String> = counts
        .iter()
        .take(4)
        .map(|(i, n)| format!("{i} {n}"))
        .collect();
    names.join(", ")
}

/// A message with several asks.
#[derive(Deserialize)]
struct Several {
    text: String,
    intents: Vec<String>,
}

/// Share of named and of found intents, greetings aside, that must be right.
const SEVERAL: (f64, f64) = (0.9, 0.95);

/// Several intents in one message: how many of them are named, and named rightly.
fn several(report: &mut Report) {
    let (mut named, mut found, mut both, mut first, mut whole, mut count) = (0, 0, 0, 0, 0, 0);
    for line in MULTI.lines() {
        let several: Several = serde_json::from_str(line).expect("the held-back file is JSON");
        let read = Engine::shared().understand(&several.text, Channel::Dm, &Context::default());
        let greeting = Intent::Greeting.as_str();
        let ours: Vec<&str> = read
            .intents
            .iter()
            .filter(|s| s.confidence >= 0.5)
            .map(|s| s.intent.as_str())
            .filter(|&name| name != greeting)
            .collect();
        let theirs: Vec<&str> = several
            .intents
            .iter()
            .map(String::as_str)
            .filter(|&name| name != greeting)
            .collect();
        let right = ours.iter().filter(|name| theirs.contains(name)).count();
        (named, found, both) = (named + theirs.len(), found + ours.len(), both + right);
        first += usize::from(theirs.first() == Some(&read.intent().as_str()));
        whole += usize::from(right == theirs.len() && right == ours.len());
        count += 1;
    }
    let (recall, precision) = (ratio(both, named), ratio(both, found));
    report.say(&format!(
        "\nseveral intents in one message: {count} messages, named {:.1} % of the asked, \
         {:.1} % of the named are right; all right in {:.1} %, the first one in {:.1} %",
        recall * 100.0,
        precision * 100.0,
        ratio(whole, count) * 100.0,
        ratio(first, count) * 100.0
    ));
    report.at_least("recall of several intents", recall, SEVERAL.0);
    report.at_least("precision of several intents", precision, SEVERAL.1);
}
