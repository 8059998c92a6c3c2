//! Meta's `signed_request`, which tells that someone revoked the app or wants data deleted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use palette_domain::{Instant, Private};
use secrecy::SecretString;
use serde_json::Value;

use crate::read;
use crate::signature::{SignatureError, signed_with};

/// What a `signed_request` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest {
    /// Whose account: the app-scoped id or the professional account's, so look up both.
    pub user_id: Private<String>,
    /// When Meta made it.
    pub issued_at: Option<Instant>,
}

/// Opens a `signed_request`: base64url of the signature, a dot, base64url of the payload.
///
/// # Errors
/// Why it is not to be believed; answer 401, or 400 when it is malformed.
pub fn open(text: &str, secrets: &[SecretString]) -> Result<SignedRequest, SignatureError> {
    let (signature, payload) = text
        .trim()
        .split_once('.')
        .ok_or(SignatureError::Malformed)?;
    let decoded = |part: &str| {
        URL_SAFE_NO_PAD
            .decode(part.trim_end_matches('='))
            .map_err(|_| SignatureError::Malformed)
    };
    let told = decoded(signature)?;
    if secrets.is_empty() {
        return Err(SignatureError::NoSecret);
    }
    // The signature is over the encoded text, so nothing unsigned is ever decoded.
    if !secrets
        .iter()
        .any(|secret| signed_with(secret, payload.as_bytes(), &told))
    {
        return Err(SignatureError::Mismatch);
    }
    let value: Value =
        serde_json::from_slice(&decoded(payload)?).map_err(|_| SignatureError::Malformed)?;
    let algorithm = read::text(&value, "algorithm").unwrap_or_default();
    if !algorithm.eq_ignore_ascii_case("HMAC-SHA256") {
        return Err(SignatureError::Malformed);
    }
    let user_id = read::id(&value, "user_id").ok_or(SignatureError::Malformed)?;
    let issued_at = read::instant(&value, "issued_at");
    Ok(SignedRequest {
        user_id: Private::new(user_id),
        issued_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "sd_jWPSy1myTdbT4Qra5kDmWBAWEjVsNmi3sKSDhI48.eyJ1c2VyX2lkIjoiMTc4NDE0MDAwM\
                        DAwMDAwMDEiLCJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MTc5MDAwM\
                        DAwMH0";

    #[test]
    fn only_what_meta_signed_is_opened() {
        let secrets: [SecretString; 1] = ["sim-instagram-app-secret".into()];
        let opened = open(GOOD, &secrets).unwrap();
        assert_eq!(opened.user_id.reveal(), "17841400000000001");
        assert_eq!(opened.issued_at, Some(Instant::from_secs(1_790_000_000)));

        let check = |text: &str, secrets: &[SecretString], expected| {
            assert_eq!(open(text, secrets), Err(expected), "{text}");
        };
        check(GOOD, &["other".into()], SignatureError::Mismatch);
        check(GOOD, &[], SignatureError::NoSecret);
        check(
            &GOOD.replace("MTc4", "MTc5"),
            &secrets,
            SignatureError::Mismatch,
        );
        check("no dot", &secrets, SignatureError::Malformed);
        check(".", &secrets, SignatureError::Mismatch);
        check("!!.!!", &secrets, SignatureError::Malformed);
    }
}
