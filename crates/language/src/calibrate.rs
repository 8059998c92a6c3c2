//! How far to trust the model: its temperature and its floor, fitted on voices it has not seen.

use palette_domain::understanding::Intent;

use crate::float::softmax;
use crate::model::{CLASSES, Model, place};

/// In-scope lines in a thousand that the floor may cost.
const COST: usize = 10;

/// The scores of a line and the place of its intent.
pub(crate) type Judged = ([f32; CLASSES], usize);

/// Sets the temperature and the floor of a model by how it does on lines it has not seen.
pub(crate) fn calibrate(model: &mut Model, unseen: &[Judged]) {
    model.temperature = temperature(unseen);
    model.floor = floor(unseen, model.temperature);
}

/// The temperature under which the lines are least surprising.
fn temperature(unseen: &[Judged]) -> f32 {
    let surprise = |temperature: f32| -> f32 {
        unseen
            .iter()
            .map(|(scores, class)| {
                let shares = shares(scores, temperature);
                let squares: f32 = shares.iter().map(|s| s * s).sum();
                1.0 - 2.0 * shares[*class] + squares
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
    best.1
}

/// The share under which the answer is `other`: the highest that takes few intents with it. To
/// answer a stranger's chatter is worse than to pass a customer on to a person.
fn floor(unseen: &[Judged], temperature: f32) -> f32 {
    let other = place(Intent::Other);
    let sure: Vec<f32> = unseen
        .iter()
        .filter(|(_, class)| *class != other)
        .filter_map(|(scores, class)| {
            let shares = shares(scores, temperature);
            let top = (0..CLASSES).max_by(|&a, &b| shares[a].total_cmp(&shares[b]))?;
            (top == *class).then_some(shares[top])
        })
        .collect();
    (20..60_u8)
        .map(|step| f32::from(step) / 100.0)
        .take_while(|floor| {
            sure.iter().filter(|share| *share < floor).count() * 1000 <= sure.len() * COST
        })
        .last()
        .unwrap_or(0.2)
}

fn shares(scores: &[f32; CLASSES], temperature: f32) -> [f32; CLASSES] {
    let mut shares = scores.map(|s| s / temperature);
    softmax(&mut shares);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(score: f32, class: usize) -> Judged {
        let mut scores = [0.0; CLASSES];
        scores[class] = score;
        (scores, class)
    }

    #[test]
    fn the_floor_spares_the_intents() {
        let sure: Vec<Judged> = (0..100).map(|at| judged(9.0, at % 20)).collect();
        assert!((floor(&sure, 1.0) - 0.59).abs() < 1e-6);
        let unsure: Vec<Judged> = (0..100).map(|at| judged(2.0, at % 20)).collect();
        assert!(floor(&unsure, 1.0) < 0.26);
    }

    #[test]
    fn right_lines_are_trusted_more() {
        let right: Vec<Judged> = (0..50).map(|at| judged(2.0, at % 20)).collect();
        let mut wrong = right.clone();
        for (_, class) in wrong.iter_mut().step_by(2) {
            *class = (*class + 1) % 20;
        }
        assert!(temperature(&right) < temperature(&wrong));
    }
}
