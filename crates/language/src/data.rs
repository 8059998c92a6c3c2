//! The written examples: one line an utterance, one file an intent and language form.
//!
//! A line may hold choices, `{سلام|درود|} قیمتش {چنده|چقدره}؟` (an empty choice is allowed), and
//! slots, `<item>`, filled from `data/lists/slots.txt`. `# voice: name` begins the lines of one
//! writer; other lines with `#` are notes. The voices in [`DEVELOPMENT`] calibrate the model. What
//! stands under `data/held` is never trained on: it is for measuring.

use std::collections::BTreeMap;
use std::str::FromStr;

use palette_domain::understanding::{Intent, Language};

use crate::finglish::SPELLINGS;
use crate::lists;

/// Voices that fit the temperature and the floor, and on which work in progress is judged.
pub const DEVELOPMENT: [&str; 3] = ["nima", "mahsa", "arash"];

/// Counted up when features or training change, so that an older model is noticed.
const METHOD: u64 = 3;

const SLOTS: &str = include_str!("../data/lists/slots.txt");

/// Every file of a folder: its intent, its form, its text.
macro_rules! files {
    ($folder:literal: $($intent:literal)*) => {
        [$(
            (
                $intent,
                Language::Fa,
                include_str!(concat!("../data/", $folder, "/", $intent, "/fa.txt")),
            ),
            (
                $intent,
                Language::En,
                include_str!(concat!("../data/", $folder, "/", $intent, "/en.txt")),
            ),
            (
                $intent,
                Language::Finglish,
                include_str!(concat!("../data/", $folder, "/", $intent, "/finglish.txt")),
            ),
        )*]
    };
}

type File = (&'static str, Language, &'static str);

const FILES: [File; 72] = files! { "intents":
    "greeting" "product_question" "price" "stock" "size" "material" "shipping_cost"
    "shipping_time" "place_order" "order_status" "change_order" "cancel_order" "return_refund"
    "payment" "discount" "complaint" "human" "opt_out" "privacy_request" "thanks" "spam" "abuse"
    "injection" "other"
};

const HELD: [File; 72] = files! { "held":
    "greeting" "product_question" "price" "stock" "size" "material" "shipping_cost"
    "shipping_time" "place_order" "order_status" "change_order" "cancel_order" "return_refund"
    "payment" "discount" "complaint" "human" "opt_out" "privacy_request" "thanks" "spam" "abuse"
    "injection" "other"
};

/// One written line.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it means.
    pub intent: Intent,
    /// The form it is written in.
    pub language: Language,
    /// Who wrote it.
    pub voice: String,
    /// As written, with choices and slots.
    pub template: String,
}

/// All written lines.
#[derive(Clone, Debug)]
pub struct Data {
    /// In the order of the files.
    pub lines: Vec<Line>,
    /// Of the bytes of all files and lists.
    pub hash: u64,
}

impl Data {
    /// The data in the crate.
    pub fn embedded() -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ METHOD;
        for (_, _, text) in FILES {
            mix(&mut hash, text);
        }
        for list in [&[SLOTS, SPELLINGS], lists::ALL].concat() {
            mix(&mut hash, list);
        }
        Self {
            lines: read(&FILES),
            hash,
        }
    }

    /// The lines of hands that training never sees.
    pub fn held() -> Vec<Line> {
        read(&HELD)
    }

    /// The lines of the development voices.
    pub fn development(&self) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|l| DEVELOPMENT.contains(&l.voice.as_str()))
    }
}

fn read(files: &[File]) -> Vec<Line> {
    let mut out = Vec::new();
    for &(name, language, text) in files {
        let intent = Intent::from_str(name).unwrap_or(Intent::Other);
        let mut voice = String::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            if let Some(note) = line.strip_prefix("# ") {
                if let Some(name) = note.strip_prefix("voice:") {
                    voice = name.trim().to_owned();
                }
                continue;
            }
            out.push(Line {
                intent,
                language,
                voice: voice.clone(),
                template: line.to_owned(),
            });
        }
    }
    out
}

fn mix(hash: &mut u64, text: &str) {
    for byte in text.bytes() {
        *hash = (*hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

/// A small, fixed sequence of numbers: the same choices at every training.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % (limit.max(1) as u64)).unwrap_or(0)
    }
}

/// The fillings of slots, by form and name.
#[derive(Debug)]
pub struct Slots(BTreeMap<(&'static str, &'static str), Vec<&'static str>>);

impl Slots {
    /// The list in the crate.
    pub fn embedded() -> Self {
        let mut out = BTreeMap::new();
        for line in lists::lines(SLOTS) {
            if let Some((head, words)) = line.split_once(':')
                && let Some((form, name)) = head.trim().split_once(' ')
            {
                out.insert(
                    (form, name.trim()),
                    words.split(',').map(str::trim).collect(),
                );
            }
        }
        Self(out)
    }

    /// Up to `most` different texts of a template; one when it has no choices.
    pub fn expand(&self, line: &Line, most: usize, seed: u64) -> Vec<String> {
        let mut dice = Dice(seed);
        let mut out: Vec<String> = Vec::new();
        for _ in 0..most * 2 {
            let text = self.fill(&line.template, line.language.as_str(), &mut dice);
            if !out.contains(&text) {
                out.push(text);
            }
            if out.len() == most || !line.template.contains(['{', '<']) {
                break;
            }
        }
        out
    }

    fn fill(&self, template: &str, form: &str, dice: &mut Dice) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '<']) {
            out.push_str(&rest[..at]);
            let close = if rest[at..].starts_with('{') {
                '}'
            } else {
                '>'
            };
            let Some(end) = rest[at..].find(close) else {
                break;
            };
            let inside = &rest[at + 1..at + end];
            if close == '}' {
                let choices: Vec<&str> = inside.split('|').collect();
                let choice = choices[dice.below(choices.len())];
                out.push_str(&self.fill(choice, form, dice));
            } else if let Some((key, words)) = self
                .0
                .iter()
                .find(|(key, _)| key.0 == form && key.1 == inside)
            {
                debug_assert_eq!(key.1, inside);
                out.push_str(words[dice.below(words.len())]);
            } else {
                out.push_str(&rest[at..=at + end]);
            }
            rest = &rest[at + end + 1..];
        }
        out.push_str(rest);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn no_line_stands_twice() {
        let mut seen = BTreeMap::new();
        let data = Data::embedded();
        let twice: Vec<String> = data
            .lines
            .iter()
            .filter_map(|line| {
                let text = crate::normalize(&line.template).text;
                let key = (text, line.language.as_str());
                let there = seen.insert(key, line.intent)?;
                Some(format!("{there} and {} {}", line.intent, line.template))
            })
            .collect();
        assert!(twice.is_empty(), "{}", twice.join("\n"));
    }

    #[test]
    fn no_line_stands_on_both_sides() {
        let bare = |line: &Line| {
            let normal = crate::normalize(&line.template);
            let words: Vec<&str> = normal.words().map(|(_, w)| w).collect();
            let text = if words.is_empty() {
                normal.text.clone()
            } else {
                words.join(" ")
            };
            (text, line.language.as_str())
        };
        let held: BTreeSet<_> = Data::held().iter().map(bare).collect();
        let data = Data::embedded();
        let both: Vec<String> = data
            .lines
            .iter()
            .filter(|line| held.contains(&bare(line)))
            .map(|line| format!("{} {}", line.intent, line.template))
            .collect();
        assert!(both.is_empty(), "{}", both.join("\n"));
    }

    #[test]
    fn the_model_was_trained_on_this_data() {
        let model = crate::Model::from_bytes(include_bytes!("../model/intents.bin"));
        let hash = model.map(|model| model.hash);
        assert_eq!(
            hash,
            Ok(Data::embedded().hash),
            "train anew: cargo xtask train"
        );
    }

    #[test]
    fn every_line_has_a_voice_and_whole_brackets() {
        let slots = Slots::embedded();
        for line in &Data::embedded().lines {
            assert!(!line.voice.is_empty(), "{:?} has no voice", line.template);
            for text in slots.expand(line, 4, 1) {
                assert!(!text.is_empty(), "{:?}", line.template);
                let left = text.contains(['{', '}', '|', '<', '>']);
                assert!(!left || line.intent == Intent::Injection, "{text:?}");
            }
        }
    }

    #[test]
    fn every_intent_and_form_is_held_back_too() {
        let (data, held) = (Data::embedded(), Data::held());
        for &intent in Intent::ALL {
            for language in [Language::Fa, Language::En, Language::Finglish] {
                let here = |l: &&Line| l.intent == intent && l.language == language;
                let form = language.as_str();
                assert!(
                    data.development().filter(here).count() >= 8,
                    "{intent} {form}"
                );
                assert!(held.iter().filter(here).count() >= 20, "{intent} {form}");
            }
        }
    }
}
