//! The learnt part as a file: intent weights in eight bits, the language guess, the vocabulary.

use palette_domain::understanding::Intent;

use crate::features::{BUCKETS, Feature};
use crate::float::softmax;

/// How many intents there are.
pub(crate) const CLASSES: usize = Intent::ALL.len();
/// Places of the language guess.
pub(crate) const GUESS: usize = 1 << 13;

const MAGIC: &[u8; 8] = b"PALETTE2";

/// The place of an intent in rows of [`CLASSES`].
pub(crate) fn place(intent: Intent) -> usize {
    let at = Intent::ALL.iter().position(|&i| i == intent);
    at.unwrap_or(CLASSES - 1)
}

/// What training makes and the engine reads.
#[derive(Clone, PartialEq, Debug)]
pub struct Model {
    /// Of the training data.
    pub hash: u64,
    /// Scores are divided by it before they become shares.
    pub temperature: f32,
    /// Under this share the intent is `other`.
    pub floor: f32,
    pub(crate) scale: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    /// `BUCKETS` rows of `CLASSES`.
    pub(crate) weights: Vec<i8>,
    pub(crate) guess_scale: f32,
    pub(crate) guess_bias: f32,
    pub(crate) guess: Vec<i8>,
    /// Persian words, the commonest first.
    pub(crate) words: Vec<String>,
}

impl Model {
    /// The share of each intent, in the order of [`Intent::ALL`].
    pub(crate) fn shares(&self, features: &[Feature]) -> [f32; CLASSES] {
        let mut scores = self.scores(features);
        for score in &mut scores {
            *score /= self.temperature;
        }
        softmax(&mut scores);
        scores
    }

    /// Unscaled scores.
    pub(crate) fn scores(&self, features: &[Feature]) -> [f32; CLASSES] {
        let mut sums = [0.0f32; CLASSES];
        for &(place, value) in features {
            let start = place as usize * CLASSES;
            for (sum, &weight) in sums.iter_mut().zip(&self.weights[start..start + CLASSES]) {
                *sum += value * f32::from(weight);
            }
        }
        for ((sum, scale), bias) in sums.iter_mut().zip(&self.scale).zip(&self.bias) {
            *sum = *sum * scale + bias;
        }
        sums
    }

    /// Above zero: Finglish rather than English.
    pub(crate) fn guess(&self, features: &[Feature]) -> f32 {
        let sum: f32 = features
            .iter()
            .map(|&(at, v)| v * f32::from(self.guess[at as usize]))
            .sum();
        sum * self.guess_scale + self.guess_bias
    }

    /// As a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.hash.to_le_bytes());
        let single = [
            self.temperature,
            self.floor,
            self.guess_scale,
            self.guess_bias,
        ];
        for number in single.iter().chain(&self.scale).chain(&self.bias) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend(
            self.weights
                .iter()
                .chain(&self.guess)
                .map(|w| w.to_le_bytes()[0]),
        );
        out.extend_from_slice(self.words.join("\n").as_bytes());
        out
    }

    /// From a file.
    ///
    /// # Errors
    /// A sentence when the file is not one of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let wrong = || "the model file is not of this version: train it anew".to_owned();
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(wrong)?;
        let (hash, rest) = rest.split_first_chunk::<8>().ok_or_else(wrong)?;
        let floats = 4 + 2 * CLASSES;
        let (numbers, rest) = rest.split_at_checked(floats * 4).ok_or_else(wrong)?;
        let numbers: Vec<f32> = numbers
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        let (weights, rest) = rest.split_at_checked(BUCKETS * CLASSES).ok_or_else(wrong)?;
        let (guess, words) = rest.split_at_checked(GUESS).ok_or_else(wrong)?;
        let signed = |bytes: &[u8]| bytes.iter().map(|&b| i8::from_le_bytes([b])).collect();
        let words = std::str::from_utf8(words).map_err(|_| wrong())?;
        Ok(Self {
            hash: u64::from_le_bytes(*hash),
            temperature: numbers[0],
            floor: numbers[1],
            guess_scale: numbers[2],
            guess_bias: numbers[3],
            scale: numbers[4..4 + CLASSES].to_vec(),
            bias: numbers[4 + CLASSES..].to_vec(),
            weights: signed(weights),
            guess: signed(guess),
            words: words.lines().map(str::to_owned).collect(),
        })
    }
}

/// Weights in eight bits and the factor that brings them back.
pub(crate) fn quantise(weights: &[f32]) -> (Vec<i8>, f32) {
    let top = weights
        .iter()
        .fold(0.0f32, |top, w| top.max(w.abs()))
        .max(1e-6);
    let scale = top / 127.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within -127 and 127 by the scale"
    )]
    let small = weights.iter().map(|w| (w / scale).round() as i8).collect();
    (small, scale)
}
