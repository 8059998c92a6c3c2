//! Chance from a seed: the same draws in the same order, also after a restart.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

/// A stream of chance that remembers how far it was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Chance {
    seed: u64,
    stream: u64,
    drawn: u64,
}

impl Chance {
    /// One of many independent streams of a seed.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self {
            seed,
            stream,
            drawn: 0,
        }
    }

    /// 64 random bits.
    pub fn next(&mut self) -> u64 {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(self.stream);
        rng.set_word_pos(u128::from(self.drawn) * 2);
        self.drawn += 1;
        rng.next_u64()
    }

    /// A number from 0 to `bound` - 1; 0 when `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// True for this share of the draws (0 never, 1 always).
    pub fn happens(&mut self, share: f64) -> bool {
        // 53 bits are what a float holds exactly.
        let drawn = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        drawn < share
    }

    /// One of these; `None` when there are none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len());
        from.get(at)
    }

    /// A decimal id of `length` digits that begins with `prefix`.
    pub fn digits(&mut self, prefix: &str, length: usize) -> String {
        let mut text = prefix.to_owned();
        while text.len() < length {
            text.push_str(&format!("{:018}", self.next() % 1_000_000_000_000_000_000));
        }
        text.truncate(length);
        text
    }

    /// A text of `length` letters and digits that begins with `prefix`.
    pub fn letters(&mut self, prefix: &str, length: usize) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut text = prefix.to_owned();
        while text.len() < length {
            let mut bits = self.next();
            for _ in 0..8 {
                text.push(char::from(ALPHABET[(bits % 62) as usize]));
                bits /= 62;
            }
        }
        text.truncate(length);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_goes_on_where_it_was_left() {
        let mut whole = Chance::new(7, 1);
        let first = [whole.next(), whole.next(), whole.next()];
        let mut part = Chance::new(7, 1);
        assert_eq!(part.next(), first[0]);
        let kept = serde_json::to_string(&part).unwrap();
        let mut again: Chance = serde_json::from_str(&kept).unwrap();
        assert_eq!([again.next(), again.next()], [first[1], first[2]]);
        assert_ne!(Chance::new(7, 2).next(), first[0]);
    }

    #[test]
    fn ids_have_their_length() {
        let mut chance = Chance::new(1, 1);
        let id = chance.digits("178414", 17);
        assert!(id.len() == 17 && id.starts_with("178414"));
        assert_eq!(chance.letters("IGAA", 150).len(), 150);
    }
}
