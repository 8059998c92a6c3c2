//! Learning the intents: a linear softmax over hashed features, the same bytes at every run.

use crate::data::Dice;
use crate::features::{BUCKETS, Feature};
use crate::float::softmax;
use crate::model::CLASSES;

const EPOCHS: usize = 10;
const RATE: f32 = 0.1;
const DECAY: f32 = 1e-4;
/// How many features of 65,536 are left out at each step: no single one may carry a decision.
const DROPPED: usize = 13_107;
/// The share of certainty that is spread over all intents.
const SMOOTHING: f32 = 0.05;

/// A text as features, with the place of its intent.
pub(crate) struct Sample {
    pub(crate) features: Vec<Feature>,
    pub(crate) class: usize,
    pub(crate) weight: f32,
}

/// What is learnt, in single precision.
pub(crate) struct Learnt {
    /// `BUCKETS` rows of `CLASSES`.
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    squares: Vec<f32>,
}

/// Weights that tell the samples apart.
pub(crate) fn learn(samples: &[Sample]) -> Learnt {
    let mut out = Learnt {
        weights: vec![0.0; BUCKETS * CLASSES],
        bias: vec![0.0; CLASSES],
        squares: vec![1e-3; BUCKETS * CLASSES],
    };
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice(20_26);
    let mut kept = Vec::new();
    #[expect(clippy::cast_precision_loss, reason = "a share of 65,536")]
    let scale = 1.0 / (1.0 - DROPPED as f32 / 65_536.0);
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for &at in &order {
            let sample = &samples[at];
            let all = sample.features.iter();
            kept.clear();
            kept.extend(
                all.filter(|_| dice.below(65_536) >= DROPPED)
                    .map(|&(p, v)| (p, v * scale)),
            );
            step(&mut out, &kept, sample);
        }
    }
    out
}

/// One step of AdaGrad.
fn step(learnt: &mut Learnt, features: &[Feature], sample: &Sample) {
    let mut shares = [0.0f32; CLASSES];
    shares.copy_from_slice(&learnt.bias);
    for &(at, value) in features {
        let row = at as usize * CLASSES;
        for (share, weight) in shares.iter_mut().zip(&learnt.weights[row..row + CLASSES]) {
            *share += value * weight;
        }
    }
    softmax(&mut shares);
    #[expect(clippy::cast_precision_loss, reason = "24")]
    let spread = SMOOTHING / CLASSES as f32;
    for (class, share) in shares.iter_mut().enumerate() {
        let wanted = if class == sample.class {
            1.0 - SMOOTHING + spread
        } else {
            spread
        };
        *share = (*share - wanted) * sample.weight;
    }
    for (b, share) in learnt.bias.iter_mut().zip(&shares) {
        *b -= 0.02 * share;
    }
    for &(at, value) in features {
        let row = at as usize * CLASSES;
        let cells = learnt.weights[row..row + CLASSES]
            .iter_mut()
            .zip(&mut learnt.squares[row..row + CLASSES]);
        for ((weight, square), share) in cells.zip(&shares) {
            let slope = share * value + DECAY * *weight;
            *square += slope * slope;
            *weight -= RATE * slope / square.sqrt();
        }
    }
}
