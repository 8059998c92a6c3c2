//! Signatures: of webhooks (`X-Hub-Signature-256`, and the old one) and of `signed_request`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;
use sha2::Sha256;

use crate::clock::{Millis, SECOND};

fn sha256(secret: &str, message: &[u8]) -> Vec<u8> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// The value of `X-Hub-Signature-256` for these bytes.
pub fn signature(secret: &str, body: &[u8]) -> String {
    format!("sha256={}", hex::encode(sha256(secret, body)))
}

/// `appsecret_proof`: the token under the app's secret.
pub fn proof(secret: &str, token: &str) -> String {
    hex::encode(sha256(secret, token.as_bytes()))
}

/// The value of the old `X-Hub-Signature`.
pub fn old_signature(secret: &str, body: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(body);
    format!("sha1={}", hex::encode(mac.finalize().into_bytes()))
}

/// The field of the deauthorise and data-deletion callbacks.
pub fn signed_request(secret: &str, user_id: &str, at: Millis) -> String {
    let payload = json!({"user_id": user_id, "algorithm": "HMAC-SHA256", "issued_at": at / SECOND});
    let payload = URL_SAFE_NO_PAD.encode(payload.to_string());
    let signed = URL_SAFE_NO_PAD.encode(sha256(secret, payload.as_bytes()));
    format!("{signed}.{payload}")
}
