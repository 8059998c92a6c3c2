//! A business's own examples: texts whose meaning a member told, found again by nearness.
//!
//! Nearness is the cosine of the same hashed features that the model reads. What stands far from
//! every example is understood as if there were none; no example outvotes a guard (moderation,
//! opt-out, "a person, please"). Pure and deterministic.

use palette_domain::understanding::{Intent, Scored};

use crate::engine::Engine;
use crate::features::{BUCKETS, Feature};
use crate::lexicon::Lexicon;
use crate::model::{CLASSES, place};
use crate::normal::normalize;

/// Examples that weigh in at most, the newest; beyond them a vote would cost more than it brings.
pub const EXAMPLES_MAX: usize = 500;

/// From this nearness on an example counts.
const NEAR: f32 = 0.60;
/// From this nearness on it is the same phrasing: the member's word stands over the model's.
const SAME: f32 = 0.88;
/// How sure the nearest example can make us.
const SUREST: f32 = 0.96;

/// A text and what it means to this business.
#[derive(Clone, Debug)]
pub struct Example {
    /// As the customer wrote it.
    pub text: String,
    /// What a member said it means.
    pub intent: Intent,
}

/// Examples made ready for voting; compiled once, read by every turn.
#[derive(Debug, Default)]
pub struct Examples {
    intents: Vec<Intent>,
    /// Which features any example has: most of a message's are in none.
    known: Vec<u64>,
    /// Sorted features, and where the postings of each begin; one more than features.
    features: Vec<u32>,
    starts: Vec<u32>,
    /// Example and the feature's share of its unit length.
    postings: Vec<(u16, f32)>,
}

/// What the nearest examples say.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Vote {
    pub(crate) scored: Scored,
    /// The same phrasing, not only a near one.
    pub(crate) same: bool,
}

impl Examples {
    /// Compiles the first [`EXAMPLES_MAX`] of a list that is newest first. With the catalogue they
    /// are read as messages are: its long names cut to their head.
    pub fn compile(examples: &[Example], lexicon: Option<&Lexicon>) -> Self {
        let mut rows: Vec<(u32, u16, f32)> = Vec::new();
        let mut intents = Vec::new();
        for example in examples.iter().take(EXAMPLES_MAX) {
            if normalize(&example.text).words().next().is_none() {
                continue;
            }
            let features = Engine::shared().features_of(&example.text, lexicon);
            let length = length(&features);
            let Ok(at) = u16::try_from(intents.len()) else {
                break;
            };
            if length > 0.0 {
                intents.push(example.intent);
                rows.extend(features.iter().map(|&(f, value)| (f, at, value / length)));
            }
        }
        rows.sort_unstable_by_key(|&(feature, at, _)| (feature, at));
        let mut out = Self {
            intents,
            known: vec![0; BUCKETS / 64],
            ..Self::default()
        };
        for (feature, at, value) in rows {
            if out.features.last() != Some(&feature) {
                out.features.push(feature);
                out.starts
                    .push(u32::try_from(out.postings.len()).unwrap_or(u32::MAX));
                out.known[feature as usize / 64] |= 1 << (feature % 64);
            }
            out.postings.push((at, value));
        }
        out.starts
            .push(u32::try_from(out.postings.len()).unwrap_or(u32::MAX));
        out
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.intents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.intents.is_empty()
    }

    /// What the near ones say of a text; `None` when none is near.
    pub(crate) fn vote(&self, features: &[Feature]) -> Option<Vote> {
        let nearness = self.nearness(features)?;
        let mut sums = [0.0f32; CLASSES];
        // One by one they may be many and far: the nearest of an intent speaks for it.
        for (&intent, &near) in self.intents.iter().zip(&nearness) {
            let sum = &mut sums[place(intent)];
            *sum = sum.max(near);
        }
        let nearest = nearness.iter().copied().fold(0.0f32, f32::max);
        if nearest < NEAR {
            return None;
        }
        // The newest of equally near ones: what was told last holds.
        let newest = nearness.iter().position(|&near| near >= nearest - 1e-4)?;
        let intent = self.intents[newest];
        let rival = Intent::ALL
            .iter()
            .zip(&sums)
            .filter(|(other, _)| **other != intent)
            .map(|(_, &near)| near)
            .fold(0.0f32, f32::max);
        let same = nearest >= SAME;
        let doubt = if same { 0.0 } else { (rival - NEAR).max(0.0) };
        let rise = ((nearest - NEAR) / (SAME - NEAR)).min(1.0);
        let confidence = 0.7 + (SUREST - 0.7) * rise - doubt;
        Some(Vote {
            scored: Scored { intent, confidence },
            same,
        })
    }

    /// The cosine to each example.
    fn nearness(&self, features: &[Feature]) -> Option<Vec<f32>> {
        let length = length(features);
        if self.is_empty() || length <= 0.0 {
            return None;
        }
        let mut sums = vec![0.0f32; self.intents.len()];
        for &(feature, value) in features {
            if self.known[feature as usize / 64] & (1 << (feature % 64)) == 0 {
                continue;
            }
            let Ok(at) = self.features.binary_search(&feature) else {
                continue;
            };
            let postings = self.starts[at] as usize..self.starts[at + 1] as usize;
            for &(example, share) in &self.postings[postings] {
                sums[usize::from(example)] += value * share;
            }
        }
        for sum in &mut sums {
            *sum /= length;
        }
        Some(sums)
    }
}

fn length(features: &[Feature]) -> f32 {
    features.iter().map(|(_, v)| v * v).sum::<f32>().sqrt()
}
