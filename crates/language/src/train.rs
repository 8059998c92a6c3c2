//! Training: a linear softmax over hashed features, the same bytes at every run.

use std::collections::HashMap;

use palette_domain::understanding::{Intent, Language};

use crate::calibrate::{Judged, calibrate};
use crate::concepts::Concepts;
use crate::data::{DEVELOPMENT, Data, Dice, Line, Slots};
use crate::features::{Feature, Reader};
use crate::finglish::Vocabulary;
use crate::float::exp;
use crate::learn::{Sample, learn};
use crate::model::{CLASSES, GUESS, Model, place, quantise};
use crate::normal::{TokenKind, normalize};
use crate::{augment, guess};

/// Texts made of one line by its choices, and texts changed as people do.
const VARIANTS: usize = 4;
const CHANGED: usize = 5;
/// How much more a line of `other` weighs: no list of what has nothing to do with a shop is ever
/// long enough.
const OTHER: f32 = 3.0;

/// The model of all data; its temperature and floor are those of a first model, fitted on the
/// development voices, which that one has not seen.
pub fn train(data: &Data) -> Model {
    let first = train_part(data, |line| !DEVELOPMENT.contains(&line.voice.as_str()));
    let mut model = fit(data, |_| true);
    model.temperature = first.temperature;
    model.floor = first.floor;
    model
}

/// A model of the lines that `take` admits, calibrated on the development voices.
pub fn train_part(data: &Data, take: impl Fn(&Line) -> bool) -> Model {
    let mut model = fit(data, take);
    let unseen = judged(&model, data);
    calibrate(&mut model, &unseen);
    model
}

/// The development voices as the model scores them.
fn judged(model: &Model, data: &Data) -> Vec<Judged> {
    let reader = reader(&model.words);
    let slots = Slots::embedded();
    data.development()
        .map(|line| {
            let text = slots.expand(line, 1, 5).concat();
            let features = reader.features(&normalize(&text), line.language);
            (model.scores(&features), place(line.intent))
        })
        .collect()
}

fn reader(words: &[String]) -> Reader {
    Reader {
        vocabulary: Vocabulary::new(words.iter().map(String::as_str)),
        concepts: Concepts::new(),
    }
}

fn fit(data: &Data, take: impl Fn(&Line) -> bool) -> Model {
    let lines: Vec<&Line> = data.lines.iter().filter(|l| take(l)).collect();
    let words = vocabulary(&lines);
    let reader = reader(&words);
    let samples = samples(&lines, &reader);
    let learnt = learn(&samples);
    let (weights, scale) = columns(&learnt.weights);
    let (guess, guess_bias) = learn_guess(&lines);
    let (guess, guess_scale) = quantise(&guess);
    Model {
        hash: data.hash,
        temperature: 1.0,
        floor: 0.0,
        scale,
        bias: learnt.bias,
        weights,
        guess_scale,
        guess_bias,
        guess,
        words,
    }
}

/// The table in eight bits, and the factor of each intent.
fn columns(table: &[f32]) -> (Vec<i8>, Vec<f32>) {
    let (mut small, mut scale) = (vec![0i8; table.len()], Vec::new());
    for at in 0..CLASSES {
        let column: Vec<f32> = table.iter().skip(at).step_by(CLASSES).copied().collect();
        let (column, factor) = quantise(&column);
        scale.push(factor);
        for (row, weight) in column.into_iter().enumerate() {
            small[row * CLASSES + at] = weight;
        }
    }
    (small, scale)
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
        let mut weight = share * (mean / counts[class]).sqrt();
        if line.intent == Intent::Other {
            weight *= OTHER;
        }
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
