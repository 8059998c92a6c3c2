//! Finds which of a business's own texts answer a question: its questions and answers, its policy
//! sheet, the facts of its goods.
//!
//! BM25 over groups of terms. A word of the question may be met by itself, by its stem, by its
//! sound in the other script, or by a word that means the same to a shop; the best of these counts.
//! Finglish is read through its Persian candidates. What too little of the question is met by is
//! not given back: an honest nothing is worth more than a wrong answer.
//!
//! Pure and deterministic: the same texts and question give the same order.

mod terms;

use std::collections::HashMap;

use terms::{Group, of_document, of_question};

/// A text that may answer something.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Given back in [`Hit::id`].
    pub id: String,
    /// The question, the entry's name, the product's names: counts three times.
    pub heading: String,
    /// The answer, the rule, the facts.
    pub text: String,
}

/// A text that answers, best first.
#[derive(Clone, PartialEq, Debug)]
pub struct Hit {
    /// The document's.
    pub id: String,
    /// The BM25 sum; comparable within one answer only.
    pub score: f32,
    /// The share of the question's weight that the text met, 0 to 1.
    pub met: f32,
}

/// How soon more of the same word stops to count.
const K1: f32 = 1.2;
/// How much a long text's words count less.
const B: f32 = 0.5;
/// Texts kept by term at most, those that say it most: a word in all texts tells nothing apart.
const POSTINGS_MAX: usize = 1_000;
/// The least share of a question that a text must meet.
const FLOOR: f32 = 0.40;

/// The compiled texts.
#[derive(Clone, Debug, Default)]
pub struct Index {
    ids: Vec<String>,
    /// By document: how long it is against the mean.
    lengths: Vec<f32>,
    /// By term: the documents that hold it and how often.
    postings: HashMap<String, Vec<(u32, f32)>>,
    /// By term: in how many documents it stands, also beyond those kept.
    spread: HashMap<String, u32>,
}

impl Index {
    /// Compiles texts; of two with the same id both are kept.
    pub fn build(documents: impl IntoIterator<Item = Document>) -> Self {
        let mut out = Self::default();
        let mut lengths: Vec<f32> = Vec::new();
        for document in documents {
            let at = u32::try_from(out.ids.len()).unwrap_or(u32::MAX);
            let mut counts: HashMap<String, f32> = HashMap::new();
            let mut length = 0.0;
            for (text, times) in [(&document.heading, 3.0), (&document.text, 1.0)] {
                for term in of_document(text) {
                    length += times;
                    *counts.entry(term).or_default() += times;
                }
            }
            for (term, count) in counts {
                out.postings.entry(term).or_default().push((at, count));
            }
            out.ids.push(document.id);
            lengths.push(length);
        }
        for (term, list) in &mut out.postings {
            let spread = u32::try_from(list.len()).unwrap_or(u32::MAX);
            out.spread.insert(term.clone(), spread);
            list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            list.truncate(POSTINGS_MAX);
        }
        let mean = lengths.iter().sum::<f32>() / count(lengths.len().max(1));
        out.lengths = lengths.iter().map(|l| l / mean.max(1.0)).collect();
        out
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The texts that answer a question, best first, at most `limit`; none when nothing fits.
    pub fn search(&self, question: &str, limit: usize) -> Vec<Hit> {
        let groups = of_question(question);
        let mut whole = 0.0;
        let mut found: HashMap<u32, (f32, f32)> = HashMap::new();
        for group in &groups {
            let weight = self.weight(group);
            whole += weight;
            for (document, (score, met)) in self.scores(group) {
                let sum = found.entry(document).or_default();
                sum.0 += score;
                sum.1 += met.min(1.0) * weight;
            }
        }
        let mut out: Vec<(u32, f32, f32)> = found
            .into_iter()
            .map(|(document, (score, met))| (document, score, met / f32::max(whole, 0.001)))
            .filter(|hit| hit.2 >= FLOOR)
            .collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out.truncate(limit);
        out.into_iter()
            .map(|(document, score, met)| Hit {
                id: self.ids[document as usize].clone(),
                score,
                met,
            })
            .collect()
    }

    /// How telling a term is: rare ones are.
    fn rarity(&self, term: &str) -> Option<f32> {
        let held = *self.spread.get(term)?;
        let held = count(usize::try_from(held).unwrap_or(usize::MAX));
        let all = count(self.ids.len());
        Some((1.0 + (all - held + 0.5) / (held + 0.5)).ln().max(0.05))
    }

    /// What a word of the question weighs: as its best known term, or as a rare one if none is.
    fn weight(&self, group: &Group) -> f32 {
        let known = group.terms.iter().filter_map(|(term, _)| self.rarity(term));
        let unknown = (1.0 + count(self.ids.len())).ln().max(1.0) * 0.8;
        known.max_by(f32::total_cmp).unwrap_or(unknown) * group.weight
    }

    /// What each document gains by a word, and how well the word is met there, 0 to 1.
    fn scores(&self, group: &Group) -> HashMap<u32, (f32, f32)> {
        let mut best: HashMap<u32, (f32, f32)> = HashMap::new();
        for (term, likeness) in &group.terms {
            let Some(rarity) = self.rarity(term) else {
                continue;
            };
            for &(document, times) in &self.postings[term] {
                let length = 1.0 - B + B * self.lengths[document as usize];
                let times = times * (K1 + 1.0) / (times + K1 * length);
                let score = rarity * times * likeness * group.weight;
                let kept = best.entry(document).or_default();
                kept.0 = kept.0.max(score);
                kept.1 = kept.1.max(*likeness);
            }
        }
        best
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of some thousand")]
fn count(n: usize) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index() -> Index {
        let document = |id: &str, heading: &str, text: &str| Document {
            id: id.to_owned(),
            heading: heading.to_owned(),
            text: text.to_owned(),
        };
        Index::build([
            document("cost", "هزینه ارسال", "پست پیشتاز ۶۵ هزار تومان است"),
            document("return", "تعویض و مرجوعی", "تا هفت روز قابل برگشت است"),
            document("wash", "شستشو", "با آب سرد بشویید و اتو نزنید"),
        ])
    }

    #[test]
    fn answers_in_all_forms_and_says_nothing_otherwise() {
        for (question, expected) in [
            ("هزینه ارسال چنده؟", Some("cost")),
            ("ersal chande", Some("cost")),
            ("how much is shipping", Some("cost")),
            ("مرجوعش کنم", Some("return")),
            ("can I exchange it", Some("return")),
            ("beshuram ya na", Some("wash")),
            ("هوا امروز سرد نیست آخه", None),
            ("", None),
            ("👍", None),
        ] {
            let found = index().search(question, 3);
            let first = found.first().map(|hit| hit.id.as_str());
            assert_eq!(first, expected, "{question}: {found:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn any_texts_and_question(
            texts in proptest::collection::vec("(\\PC|[ابپتسeaiou ]){0,30}", 0..6),
            question in "(\\PC|[ابپتسeaiou ]){0,30}",
            limit in 0usize..4,
        ) {
            let documents = || texts.iter().enumerate().map(|(at, text)| Document {
                id: at.to_string(),
                heading: String::new(),
                text: text.clone(),
            });
            let found = Index::build(documents()).search(&question, limit);
            prop_assert!(found.len() <= limit);
            prop_assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
            for hit in &found {
                prop_assert!(hit.score.is_finite() && hit.met >= FLOOR && hit.met <= 1.001);
            }
            prop_assert_eq!(&found, &Index::build(documents()).search(&question, limit));
        }

        #[test]
        fn a_text_answers_itself(words in proptest::collection::vec("[بتجدرسشقکلمن]{4,7}", 3..6)) {
            let text = words.join(" ");
            let (id, heading) = ("own".to_owned(), String::new());
            let document = Document { id, heading, text: text.clone() };
            let found = Index::build([document]).search(&text, 1);
            prop_assert_eq!(found.first().map(|hit| hit.id.as_str()), Some("own"));
        }
    }
}
