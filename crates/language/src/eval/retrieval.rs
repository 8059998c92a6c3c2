//! How well a shop's own texts are found by questions in three forms (`data/retrieval/`), and how
//! often a text is given for what no text answers. The half `held` is looked at as figures only.

use palette_domain::understanding::Language;

use super::Report;
use super::figures::ratio;
use crate::lists;
use crate::retrieval::{Document, Index};

const CORPUS: &str = include_str!("../../data/retrieval/corpus.txt");
const QUERIES: &str = include_str!("../../data/retrieval/queries.txt");

/// On the half put aside: the first text is right, it is among the first three, a text is given
/// where none answers. Raise the first two when they rise, lower the last when it falls.
const KEPT: [(Language, f64, f64, f64); 3] = [
    (Language::Fa, 0.90, 0.95, 0.13),
    (Language::En, 0.90, 0.95, 0.13),
    (Language::Finglish, 0.90, 0.95, 0.13),
];

/// One question and where its answer came.
struct Outcome {
    form: &'static str,
    held: bool,
    /// The text that answers; `None` when no text does.
    wanted: Option<&'static str>,
    question: &'static str,
    found: Vec<String>,
}

impl Outcome {
    /// The place of the right text, from 1.
    fn rank(&self) -> Option<usize> {
        let at = self
            .found
            .iter()
            .position(|id| Some(id.as_str()) == self.wanted)?;
        Some(at + 1)
    }
}

/// The figures of one form and half.
#[derive(Clone, Copy)]
struct Figures {
    first: f64,
    three: f64,
    reciprocal: f64,
    wrong: f64,
}

/// Asks all questions.
pub(super) fn run() -> Report {
    let outcomes = outcomes();
    let mut report = Report::default();
    report.say("form      half  questions  recall@1  recall@3     MRR  false answers");
    for (form, first, three, wrong) in KEPT {
        for held in [true, false] {
            let part = part(&outcomes, form.as_str(), held);
            let figures = figures(&part);
            report.say(&format!(
                "{:<9} {} {:>10} {:>9.1} {:>9.1} {:>7.1} {:>14.1}",
                form.as_str(),
                if held { "held" } else { "seen" },
                part.len(),
                figures.first * 100.0,
                figures.three * 100.0,
                figures.reciprocal * 100.0,
                figures.wrong * 100.0,
            ));
            if held {
                let name = |what: &str| format!("{what} of {}", form.as_str());
                report.at_least(&name("recall@1"), figures.first, first);
                report.at_least(&name("recall@3"), figures.three, three);
                report.at_most(&name("false answers"), figures.wrong, wrong);
            }
        }
    }
    report.say("\nerrors on the half looked at (wanted, found, question)");
    let wrong = outcomes.iter().filter(|o| !o.held && !right(o));
    for outcome in wrong.take(20) {
        let wanted = outcome.wanted.unwrap_or("-");
        report.say(&format!(
            "{wanted} {:?} {}",
            outcome.found, outcome.question
        ));
    }
    report
}

fn right(outcome: &Outcome) -> bool {
    match outcome.wanted {
        Some(_) => outcome.rank() == Some(1),
        None => outcome.found.is_empty(),
    }
}

fn part<'a>(outcomes: &'a [Outcome], form: &str, held: bool) -> Vec<&'a Outcome> {
    let of = |o: &&Outcome| o.form == form && o.held == held;
    outcomes.iter().filter(of).collect()
}

fn figures(part: &[&Outcome]) -> Figures {
    let (asked, idle): (Vec<&Outcome>, Vec<&Outcome>) =
        part.iter().partition(|o| o.wanted.is_some());
    let within = |most: usize| {
        let found = asked.iter().filter(|o| o.rank().is_some_and(|r| r <= most));
        ratio(found.count(), asked.len())
    };
    let reciprocal: f64 = asked
        .iter()
        .filter_map(|o| o.rank())
        .map(|rank| ratio(1, rank))
        .sum();
    let wrong = idle.iter().filter(|o| !o.found.is_empty()).count();
    Figures {
        first: within(1),
        three: within(3),
        reciprocal: reciprocal / ratio(asked.len().max(1), 1),
        wrong: ratio(wrong, idle.len()),
    }
}

fn outcomes() -> Vec<Outcome> {
    let index = Index::build(corpus());
    lists::lines(QUERIES)
        .filter_map(|line| {
            let mut parts = line.splitn(4, ' ');
            let (form, half) = (parts.next()?, parts.next()?);
            let (wanted, question) = (parts.next()?, parts.next()?);
            let found = index.search(question, 5);
            Some(Outcome {
                form,
                held: half == "held",
                wanted: (wanted != "-").then_some(wanted),
                question,
                found: found.into_iter().map(|hit| hit.id).collect(),
            })
        })
        .collect()
}

fn corpus() -> impl Iterator<Item = Document> {
    lists::lines(CORPUS).filter_map(|line| {
        let mut parts = line.splitn(3, '|').map(str::trim);
        Some(Document {
            id: parts.next()?.to_owned(),
            heading: parts.next()?.to_owned(),
            text: parts.next()?.to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::figures::FORMS;
    use super::*;

    #[test]
    fn every_question_asks_for_a_text_that_is_there() {
        let ids: Vec<String> = corpus().map(|document| document.id).collect();
        let outcomes = outcomes();
        for form in FORMS {
            let count = outcomes.iter().filter(|o| o.form == form.as_str()).count();
            assert!(count >= 60, "{count} questions in {}", form.as_str());
        }
        for outcome in outcomes {
            let there = outcome.wanted.is_none_or(|id| ids.iter().any(|i| i == id));
            assert!(there, "{:?}", outcome.wanted);
        }
    }
}
