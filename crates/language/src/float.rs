//! Arithmetic that gives the same bits on every machine: `exp` from additions and products only.

/// e to the power of `x`.
pub(crate) fn exp(x: f32) -> f32 {
    let x = f64::from(x.clamp(-80.0, 80.0));
    let whole = (x * std::f64::consts::LOG2_E).round();
    let rest = x - whole * std::f64::consts::LN_2;
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..=12 {
        term *= rest / f64::from(n);
        sum += term;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between -116 and 116")]
    let power = f64::from_bits(u64::from_ne_bytes((1023 + whole as i64).to_ne_bytes()) << 52);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the callers want single precision"
    )]
    let result = (sum * power) as f32;
    result
}

/// Scores to shares that sum to one.
pub(crate) fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - top);
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_library() {
        for step in -400..400_i16 {
            let x = f32::from(step) / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }
}
