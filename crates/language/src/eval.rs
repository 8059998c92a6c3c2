//! Quality on the voices that training has not seen: tables for people, figures for checks.

use std::fmt::Write as _;

use palette_domain::understanding::{Intent, Language, Moderation};

use crate::context::{Channel, Context};
use crate::data::{Data, HELD_BACK, Slots};
use crate::engine::Engine;
use crate::train::train_part;

const FORMS: [Language; 3] = [Language::Fa, Language::En, Language::Finglish];

/// One judged line.
#[derive(Clone, Debug)]
struct Verdict {
    text: String,
    voice: String,
    language: Language,
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
pub struct Figures {
    /// Share of right intents.
    pub accuracy: f64,
    /// Mean over intents of the harmonic mean of precision and recall.
    pub macro_f1: f64,
    /// Mean gap between confidence and share right, over ten bins.
    pub calibration_error: f64,
    /// Share right among the surest four fifths.
    pub sure_accuracy: f64,
    /// Share of `other` lines taken for an intent.
    pub other_taken: f64,
    /// Share of ordinary lines judged spam, abuse or injection.
    pub false_alarms: f64,
}

/// Accuracy and macro-F1 below which quality has fallen: raise them when it rises.
const KEPT: [(Language, f64, f64); 3] = [
    (Language::Fa, 0.83, 0.83),
    (Language::En, 0.80, 0.80),
    (Language::Finglish, 0.83, 0.83),
];

/// All figures, and the tables as text.
#[derive(Clone, Debug)]
pub struct Report {
    /// By form: fa, en, Finglish.
    pub forms: Vec<(Language, Figures)>,
    /// For people.
    pub table: String,
}

impl Report {
    /// What fell below the figures kept in the crate, a sentence each; empty when all is well.
    pub fn fallen(&self) -> Vec<String> {
        let mut out = Vec::new();
        for (language, figures) in &self.forms {
            let Some((_, accuracy, macro_f1)) = KEPT.iter().find(|k| k.0 == *language) else {
                continue;
            };
            for (name, found, kept) in [
                ("accuracy", figures.accuracy, *accuracy),
                ("macro-F1", figures.macro_f1, *macro_f1),
            ] {
                if found < kept {
                    let form = language.as_str();
                    out.push(format!("{name} of {form} is {found:.3}, kept is {kept:.3}"));
                }
            }
        }
        out
    }
}

/// Trains on the other voices and measures on the held-back ones.
pub fn run() -> Report {
    let data = Data::embedded();
    let model = train_part(&data, |line| !HELD_BACK.contains(&line.voice.as_str()));
    let engine = Engine::new(model);
    let slots = Slots::embedded();
    let mut verdicts = Vec::new();
    for line in data.part(true) {
        for text in slots.expand(line, 1, 5) {
            let read = engine.understand(&text, Channel::Dm, &Context::default());
            verdicts.push(Verdict {
                voice: line.voice.clone(),
                language: line.language,
                expected: line.intent,
                found: read.intent(),
                confidence: read.confidence(),
                moderation: read.moderation,
                text,
            });
        }
    }
    report(&verdicts)
}

fn report(verdicts: &[Verdict]) -> Report {
    let mut table = String::new();
    let forms = by_form(verdicts, &mut table);
    by_voice(verdicts, &mut table);
    by_intent(verdicts, &mut table);
    push(
        &mut table,
        "\nworst errors (confidence, expected, found, text)",
    );
    let mut wrong: Vec<&Verdict> = verdicts.iter().filter(|v| !v.right()).collect();
    wrong.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    for v in wrong.iter().take(40) {
        let line = format!(
            "{:.2} {} → {}  {}",
            v.confidence, v.expected, v.found, v.text
        );
        push(&mut table, &line);
    }
    Report { forms, table }
}

fn of_form(verdicts: &[Verdict], language: Language) -> Vec<&Verdict> {
    verdicts.iter().filter(|v| v.language == language).collect()
}

fn by_form(verdicts: &[Verdict], table: &mut String) -> Vec<(Language, Figures)> {
    push(
        table,
        "form       lines   right  macroF1    ECE  sure80  other→  alarms",
    );
    let mut forms = Vec::new();
    for language in FORMS {
        let part = of_form(verdicts, language);
        let figures = figures(&part);
        let line = format!(
            "{:<9} {:>6} {:>7.1} {:>8.1} {:>6.1} {:>7.1} {:>7.1} {:>7.1}",
            language.as_str(),
            part.len(),
            figures.accuracy * 100.0,
            figures.macro_f1 * 100.0,
            figures.calibration_error * 100.0,
            figures.sure_accuracy * 100.0,
            figures.other_taken * 100.0,
            figures.false_alarms * 100.0
        );
        push(table, &line);
        forms.push((language, figures));
    }
    forms
}

fn by_voice(verdicts: &[Verdict], table: &mut String) {
    push(table, "\nvoice         fa     en     fi");
    for voice in HELD_BACK {
        let [fa, en, finglish] = FORMS.map(|language| {
            let mut part = of_form(verdicts, language);
            part.retain(|v| v.voice == voice);
            ratio(part.iter().filter(|v| v.right()).count(), part.len()) * 100.0
        });
        push(
            table,
            &format!("{voice:<9} {fa:>5.1}  {en:>5.1}  {finglish:>5.1}"),
        );
    }
}

fn by_intent(verdicts: &[Verdict], table: &mut String) {
    push(
        table,
        "\nintent             fa F1  en F1  fi F1   taken for (all forms)",
    );
    for &intent in Intent::ALL {
        let [fa, en, finglish] =
            FORMS.map(|language| f1(&of_form(verdicts, language), intent) * 100.0);
        let taken = confusions(verdicts, intent);
        let name = intent.as_str();
        push(
            table,
            &format!("{name:<18} {fa:>5.0} {en:>6.0} {finglish:>6.0}   {taken}"),
        );
    }
}

fn push(table: &mut String, line: &str) {
    writeln!(table, "{line}").expect("writing to a string cannot fail");
}

#[expect(clippy::cast_precision_loss, reason = "counts of some thousand")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
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
        .filter(|v| v.moderation != Moderation::Clean)
        .count();
    Figures {
        accuracy: ratio(right, part.len()),
        macro_f1: scores.iter().sum::<f64>() / ratio(scores.len(), 1),
        calibration_error: calibration_error(part),
        sure_accuracy: ratio(sure.iter().filter(|v| v.right()).count(), sure.len()),
        other_taken: ratio(other.iter().filter(|v| !v.right()).count(), other.len()),
        false_alarms: ratio(alarms, ordinary.len()),
    }
}

fn f1(part: &[&Verdict], intent: Intent) -> f64 {
    let both = part
        .iter()
        .filter(|v| v.expected == intent && v.found == intent)
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
    counts
        .iter()
        .take(4)
        .map(|(i, n)| format!("{i} {n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
