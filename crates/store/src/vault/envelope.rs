//! The envelope: version ‖ key id ‖ nonce ‖ ciphertext, bound to the row and column it lies in.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use palette_domain::Chance;
use sea_orm::prelude::Uuid;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// The only version so far.
const VERSION: u8 = 1;
const KEY_ID: usize = 4;
const NONCE: usize = 24;
const HEAD: usize = 1 + KEY_ID + NONCE;

/// Where something sealed lies: `table.column` and the row's id. What was sealed for one place
/// does not open in another.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) what: &'static str,
    pub(crate) row: Uuid,
}

impl Place {
    pub(crate) const fn new(what: &'static str, row: Uuid) -> Self {
        Self { what, row }
    }
}

/// A key at work. Its id tells "another key" from "damaged", and is bound into what it seals,
/// because the cipher alone does not commit to its key.
pub(crate) struct Key {
    id: [u8; KEY_ID],
    cipher: XChaCha20Poly1305,
}

impl Key {
    pub(crate) fn new(bytes: &Zeroizing<[u8; 32]>) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"palette key id v1");
        digest.update(**bytes);
        let mut id = [0u8; KEY_ID];
        id.copy_from_slice(&digest.finalize()[..KEY_ID]);
        Self {
            id,
            cipher: XChaCha20Poly1305::new((&**bytes).into()),
        }
    }

    fn bound_to(&self, place: Place) -> Vec<u8> {
        let mut aad = Vec::with_capacity(place.what.len() + 1 + 16 + 1 + KEY_ID);
        aad.extend_from_slice(place.what.as_bytes());
        aad.push(b'|');
        aad.extend_from_slice(place.row.as_bytes());
        aad.push(VERSION);
        aad.extend_from_slice(&self.id);
        aad
    }

    /// Seals `plain` for one place. Nonces are 24 random bytes, so no counter is kept.
    pub(crate) fn seal(&self, place: Place, plain: &[u8], chance: &dyn Chance) -> Vec<u8> {
        let mut nonce = [0u8; NONCE];
        chance.fill(&mut nonce);
        let payload = Payload {
            msg: plain,
            aad: &self.bound_to(place),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("only a text of 256 GB is too long to seal");
        let mut out = Vec::with_capacity(HEAD + sealed.len());
        out.push(VERSION);
        out.extend_from_slice(&self.id);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        out
    }

    /// Opens what was sealed for this place with this key.
    pub(crate) fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let wrong = || StoreError::Sealed(place.what);
        let (head, body) = sealed.split_at_checked(HEAD).ok_or_else(wrong)?;
        let (version, rest) = head.split_at(1);
        let (id, nonce) = rest.split_at(KEY_ID);
        if version != [VERSION] || id != self.id {
            return Err(wrong());
        }
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| wrong())?;
        let payload = Payload {
            msg: body,
            aad: &self.bound_to(place),
        };
        self.cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Seven;
    impl Chance for Seven {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    proptest! {
        #[test]
        fn it_opens_only_as_it_was_sealed(
            plain in proptest::collection::vec(any::<u8>(), 0..300),
            key in any::<[u8; 32]>(), other in any::<[u8; 32]>(),
            row in any::<u128>(), flip in any::<prop::sample::Index>(),
        ) {
            prop_assume!(key != other);
            let key = Key::new(&Zeroizing::new(key));
            let here = Place::new("message.body", Uuid::from_u128(row));
            let sealed = key.seal(here, &plain, &Seven);
            prop_assert_eq!(key.open(here, &sealed).unwrap(), plain);
            let elsewhere = Place::new("message.body", Uuid::from_u128(row ^ 1));
            prop_assert!(key.open(elsewhere, &sealed).is_err());
            let other_column = Place::new("message.mid", Uuid::from_u128(row));
            prop_assert!(key.open(other_column, &sealed).is_err());
            prop_assert!(Key::new(&Zeroizing::new(other)).open(here, &sealed).is_err());
            let mut damaged = sealed.clone();
            let at = flip.index(damaged.len());
            damaged[at] ^= 1;
            prop_assert!(key.open(here, &damaged).is_err());
            prop_assert!(key.open(here, &sealed[..at]).is_err());
        }
    }
}
