//! Keys that others need and that must be the same on every instance and after every start.

use crate::Store;

impl Store {
    /// A key for one purpose, derived from the master key: it tells nothing of any other key.
    pub fn derived_key(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        for (half, part) in key.chunks_exact_mut(16).zip(0_u8..) {
            let bits = self
                .vault()
                .hash("derived key", &[purpose.as_bytes(), &[part]]);
            half.copy_from_slice(bits.as_bytes());
        }
        key
    }
}
