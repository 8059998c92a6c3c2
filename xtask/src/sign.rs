//! The signature of a webhook delivery, as Meta makes it.

use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The value of `X-Hub-Signature-256` for a body under an app's secret.
pub fn signature(secret: &str, body: &[u8]) -> anyhow::Result<String> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).context("the secret is no key")?;
    let made = mac.chain_update(body).finalize().into_bytes();
    Ok(format!("sha256={}", hex::encode(made)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_of_rfc_4231_case_2_holds() {
        let made = signature("Jefe", b"what do ya want for nothing?").unwrap();
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(made, format!("sha256={expected}"));
    }
}
