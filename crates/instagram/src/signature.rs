//! Whether a webhook body comes from Meta: HMAC-SHA256 over the exact bytes.
//!
//! The old SHA-1 header is never accepted: Meta always sends the new one beside it.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Why a body was not accepted. Says nothing about the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No signature at all: not from Meta, or a proxy drops the header.
    #[error("the X-Hub-Signature-256 header is missing")]
    Missing,
    /// Only the outdated header came.
    #[error("only the outdated X-Hub-Signature came; X-Hub-Signature-256 is needed")]
    OnlySha1,
    /// Not `sha256=` and 64 hex digits.
    #[error("X-Hub-Signature-256 is not sha256= and 64 hex digits")]
    Malformed,
    /// Made with none of our app secrets, or the body was changed on the way.
    #[error("the signature fits none of the app secrets; check the app secret of the login used")]
    Mismatch,
    /// We have no app secret to check with.
    #[error("no app secret is set, so no webhook can be checked")]
    NoSecret,
}

/// Checks `X-Hub-Signature-256` (`header256`) over the raw `body`.
///
/// Any of `secrets` may have made it: Instagram Login signs with the Instagram app secret,
/// Facebook Login with the Facebook app secret, and both may arrive at one address. The
/// comparison takes the same time wherever the first difference is. `header1` is the old
/// `X-Hub-Signature`; it only makes the error clearer.
///
/// # Errors
/// Why the body is not to be believed; answer 401.
pub fn verify(
    body: &[u8],
    header256: Option<&str>,
    header1: Option<&str>,
    secrets: &[SecretString],
) -> Result<(), SignatureError> {
    let header = match (header256, header1) {
        (Some(header), _) => header,
        (None, Some(_)) => return Err(SignatureError::OnlySha1),
        (None, None) => return Err(SignatureError::Missing),
    };
    let digits = header
        .trim()
        .strip_prefix("sha256=")
        .ok_or(SignatureError::Malformed)?;
    let mut told = [0u8; 32];
    hex::decode_to_slice(digits, &mut told).map_err(|_| SignatureError::Malformed)?;
    if secrets.is_empty() {
        return Err(SignatureError::NoSecret);
    }
    let fits = secrets
        .iter()
        .any(|secret| signed_with(secret, body, &told));
    if fits {
        Ok(())
    } else {
        Err(SignatureError::Mismatch)
    }
}

/// Whether `signature` is the HMAC-SHA256 of `message` under `secret`, in constant time.
pub(crate) fn signed_with(secret: &SecretString, message: &[u8], signature: &[u8]) -> bool {
    hmac_sha256(secret, message).verify_slice(signature).is_ok()
}

/// The HMAC-SHA256 of `message` under `secret`, not yet finished.
pub(crate) fn hmac_sha256(secret: &SecretString, message: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(message);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "sha256=280096ead8d264ee7f09d92316eddd16df731650735d735698abd83f2685913b";

    /// The exact bytes: on the wire what is not ASCII is escaped, and slashes are too.
    fn body() -> Vec<u8> {
        let fixture = include_str!("../../../fixtures/instagram/webhook-signature.json");
        let fixture: serde_json::Value = serde_json::from_str(fixture).unwrap();
        fixture["raw"].as_str().unwrap().as_bytes().to_vec()
    }

    #[test]
    fn only_meta_s_own_signature_passes() {
        let ours: SecretString = "sim-instagram-app-secret".into();
        let other: SecretString = "another".into();
        let both = [other.clone(), ours.clone()];
        let body = body();
        let check = |header256: Option<&str>, header1, secrets: &[SecretString], expected| {
            assert_eq!(
                verify(&body, header256, header1, secrets),
                expected,
                "{header256:?}"
            );
        };
        check(Some(GOOD), None, &both, Ok(()));
        check(
            Some(GOOD),
            Some("sha1=00"),
            std::slice::from_ref(&ours),
            Ok(()),
        );
        check(Some(GOOD), None, &[other], Err(SignatureError::Mismatch));
        check(Some(GOOD), None, &[], Err(SignatureError::NoSecret));
        check(None, None, &both, Err(SignatureError::Missing));
        check(None, Some("sha1=00"), &both, Err(SignatureError::OnlySha1));
        check(
            Some(&GOOD[7..]),
            None,
            &both,
            Err(SignatureError::Malformed),
        );
        check(Some("sha256="), None, &both, Err(SignatureError::Malformed));
        check(
            Some(&GOOD[..GOOD.len() - 2]),
            None,
            &both,
            Err(SignatureError::Malformed),
        );
        check(
            Some(&GOOD.replace('7', "8")),
            None,
            &both,
            Err(SignatureError::Mismatch),
        );
    }

    #[test]
    fn one_changed_byte_is_seen() {
        let secrets = ["sim-instagram-app-secret".into()];
        let body = body();
        assert_eq!(body.len(), 272);
        for place in 0..body.len() {
            let mut changed = body.clone();
            changed[place] ^= 1;
            assert_eq!(
                verify(&changed, Some(GOOD), None, &secrets),
                Err(SignatureError::Mismatch)
            );
        }
    }
}
