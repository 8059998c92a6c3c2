//! Training: a linear softmax over hashed features, the same bytes at every run.

use std::collections::HashMap;

use palette_domain::understanding::{Intent, Language};

use crate::concepts::Concepts;
use crate::data::{Data, Dice, HELD_BACK, Line, Slots};
use crate::features::{BUCKETS, Feature, Reader};
use crate::finglish::Vocabulary;
use crate::float::{exp, softmax};
use crate::model::{CLASSES, GUESS, Model, quantise};
use crate::normal::{TokenKind, normalize};
use crate::{augment, guess};

const EPOCHS: usize = 14;
const RATE: f32 = 0.12;
const DECAY: f32 = 2e-5;
/// Texts made of one line by its choices, and texts changed as people do.
const VARIANTS: usize = 4;
const CHANGED: usize = 5;

/// A text with the place of its intent.
struct Sample {
    features: Vec<Feature>,
    class: usize,
    weight: f32,
}

/// The model of all data; its temperature and floor are fitted on the held-back voices by a
/// first model that has not seen them.
pub fn train(data: &Data) -> Model {
    let first = train_part(data, |line| !HELD_BACK.contains(&line.voice.as_str()));
    let mut model = fit(data, |_| true);
    model.temperature = first.temperature;
    model.floor = first.floor;
    model
}

/// A model of the lines that `take` admits, calibrated on the held-back voices.
pub fn train_part(data: &Data, take: impl Fn(&Line) -> bool) -> Model {
    let mut model = fit(data, take);
    calibrate(&mut model, data);
    model
}

fn fit(data: &Data, take: impl Fn(&Line) -> bool) -> Model {
    let lines: Vec<&Line> = data.lines.iter().filter(|l| take(l)).collect();
    let words = vocabulary(&lines);
    let reader = Reader {
        vocabulary: Vocabulary::new(words.iter().map(String::as_str)),
        concepts: Concepts::new(),
    };
    let samples = samples(&lines, &reader);
    let (weights, bias) = learn(&samples);
    let (mut small, mut scale) = (vec![0i8; BUCKETS * CLASSES], Vec::new());
    for class in 0..CLASSES {
        let column: Vec<f32> = weights
            .iter()
            .skip(class)
            .step_by(CLASSES)
            .copied()
            .collect();
        let (column, factor) = quantise(&column);
        scale.push(factor);
        for (row, weight) in column.into_iter().enumerate() {
            small[row * CLASSES + class] = weight;
        }
    }
    let (guess, guess_bias) = learn_guess(&lines);
    let (guess, guess_scale) = quantise(&guess);
    Model {
        hash: data.hash,
        temperature: 1.0,
        floor: 0.0,
        scale,
        bias,
        weights: small,
        guess_scale,
        guess_bias,
        guess,
        words,
    }
}

/// The Persian words of the lines, the commonest first.
fn vocabulary(lines: &[&Line]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let slots = Slots::embedded();
    for line in lines.iter().filter(|l| l.language == Language::Fa) {
        for text in slots.expand(line, VARIANTS, 7) {
            let normal = normalize(&text);
            for (token, word) in normal.words() {
                if token.kind == TokenKind::Persian && word.chars().count() > 1 {
                    *counts.entry(word.to_owned()).or_default() += 1;
                }
            }
        }
    }
    let mut words: Vec<(String, usize)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.into_iter().map(|(word, _)| word).collect()
}

fn samples(lines: &[&Line], reader: &Reader) -> Vec<Sample> {
    let slots = Slots::embedded();
    let mut counts = [0.0f32; CLASSES];
    for line in lines {
        counts[place(line.intent)] += 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "some thousand lines")]
    let mean = lines.len() as f32 / CLASSES as f32;
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut dice = Dice(at as u64);
        let texts = slots.expand(line, VARIANTS, at as u64);
        #[expect(clippy::cast_precision_loss, reason = "a handful of variants")]
        let share = 1.0 / ((texts.len() + CHANGED) as f32);
        let class = place(line.intent);
        let weight = share * (mean / counts[class]).sqrt();
        let mut add = |text: &str, weight: f32| {
            let features = reader.features(&normalize(text), line.language);
            out.push(Sample {
                features,
                class,
                weight,
            });
        };
        for text in &texts {
            add(text, weight);
        }
        for round in 0..CHANGED {
            let text = &texts[(at + round) % texts.len()];
            let changed = augment::change(text, line.intent, line.language, &mut dice);
            add(&changed, weight);
        }
    }
    out
}

fn place(intent: Intent) -> usize {
    Intent::ALL
        .iter()
        .position(|&i| i == intent)
        .unwrap_or(CLASSES - 1)
}

fn learn(samples: &[Sample]) -> (Vec<f32>, Vec<f32>) {
    let mut weights = vec![0.0f32; BUCKETS * CLASSES];
    let mut squares = vec![1e-3f32; BUCKETS * CLASSES];
    let mut bias = vec![0.0f32; CLASSES];
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice(20_26);
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for &at in &order {
            step(&samples[at], &mut weights, &mut squares, &mut bias);
        }
    }
    (weights, bias)
}

/// One step of AdaGrad.
fn step(sample: &Sample, weights: &mut [f32], squares: &mut [f32], bias: &mut [f32]) {
    let mut shares = [0.0f32; CLASSES];
    shares.copy_from_slice(bias);
    for &(at, value) in &sample.features {
        let row = at as usize * CLASSES;
        for (share, weight) in shares.iter_mut().zip(&weights[row..row + CLASSES]) {
            *share += value * weight;
        }
    }
    softmax(&mut shares);
    shares[sample.class] -= 1.0;
    for share in &mut shares {
        *share *= sample.weight;
    }
    for (b, share) in bias.iter_mut().zip(&shares) {
        *b -= 0.02 * share;
    }
    for &(at, value) in &sample.features {
        let row = at as usize * CLASSES;
        let cells = weights[row..row + CLASSES]
            .iter_mut()
            .zip(&mut squares[row..row + CLASSES]);
        for ((weight, square), share) in cells.zip(&shares) {
            let slope = share * value + DECAY * *weight;
            *square += slope * slope;
            *weight -= RATE * slope / square.sqrt();
        }
    }
}

fn learn_guess(lines: &[&Line]) -> (Vec<f32>, f32) {
    let slots = Slots::embedded();
    let samples: Vec<(Vec<Feature>, f32)> = lines
        .iter()
        .filter(|l| l.language != Language::Fa)
        .flat_map(|line| {
            let side = if line.language == Language::Finglish {
                1.0
            } else {
                0.0
            };
            let texts = slots.expand(line, 2, 3);
            texts
                .into_iter()
                .map(move |text| (guess::features(&normalize(&text)), side))
        })
        .filter(|(features, _)| !features.is_empty())
        .collect();
    let mut weights = vec![0.0f32; GUESS];
    let mut squares = vec![1e-2f32; GUESS];
    let mut bias = 0.0;
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut dice = Dice(4);
    for _ in 0..8 {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        for &at in &order {
            let (features, side) = &samples[at];
            let sum: f32 = features.iter().map(|&(p, v)| v * weights[p as usize]).sum();
            let wrong = 1.0 / (1.0 + exp(-(sum + bias))) - side;
            bias -= 0.02 * wrong;
            for &(p, v) in features {
                let slope = wrong * v + 1e-5 * weights[p as usize];
                squares[p as usize] += slope * slope;
                weights[p as usize] -= 0.3 * slope / squares[p as usize].sqrt();
            }
        }
    }
    (weights, bias)
}

/// Temperature: the one under which the held-back voices are least surprising. Floor: the share
/// under which `other` is right more often than the named intent.
fn calibrate(model: &mut Model, data: &Data) {
    let reader = Reader {
        vocabulary: Vocabulary::new(model.words.iter().map(String::as_str)),
        concepts: Concepts::new(),
    };
    let slots = Slots::embedded();
    let held: Vec<([f32; CLASSES], usize)> = data
        .part(true)
        .flat_map(|line| {
            let texts = slots.expand(line, 1, 5);
            texts.into_iter().map(|t| (t, line)).collect::<Vec<_>>()
        })
        .map(|(text, line)| {
            let features = reader.features(&normalize(&text), line.language);
            (model.scores(&features), place(line.intent))
        })
        .collect();
    let surprise = |temperature: f32| -> f32 {
        held.iter()
            .map(|(scores, class)| {
                let mut shares = scores.map(|s| s / temperature);
                softmax(&mut shares);
                (1.0 - shares[*class]).powi(2) + shares.iter().map(|s| s * s).sum::<f32>()
                    - shares[*class] * shares[*class]
            })
            .sum()
    };
    let mut best = (f32::MAX, 1.0);
    for step in 4..60_u8 {
        let temperature = f32::from(step) * 0.05;
        let value = surprise(temperature);
        if value < best.0 {
            best = (value, temperature);
        }
    }
    model.temperature = best.1;
    model.floor = floor(&held, best.1);
}

fn floor(held: &[([f32; CLASSES], usize)], temperature: f32) -> f32 {
    let other = place(Intent::Other);
    let mut best = (0, 0.3);
    for step in 20..55_u8 {
        let floor = f32::from(step) / 100.0;
        let right = held
            .iter()
            .filter(|(scores, class)| {
                let mut shares = scores.map(|s| s / temperature);
                softmax(&mut shares);
                let top = (0..CLASSES).max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
                let named = top.filter(|&t| shares[t] >= floor).unwrap_or(other);
                // A message taken for an intent it does not have costs more than one passed on.
                named == *class
            })
            .count();
        if right >= best.0 {
            best = (right, floor);
        }
    }
    best.1
}
