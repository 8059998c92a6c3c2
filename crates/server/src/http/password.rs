//! Passwords: argon2id, and for requests off the async threads and at most two at a time.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

/// Characters of a new password at least: shorter ones are guessed.
pub const LENGTH_MIN: usize = 8;
/// Characters at most: hashing longer ones costs for nothing.
pub const LENGTH_MAX: usize = 200;

/// A hash takes 19 MiB and most of a core for some 60 ms: more at once only slow each other.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// What an unknown e-mail's password is held against, so that the answer takes as long.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| hash("nobody's password").ok());

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct PasswordError;

/// The hash of a password in PHC form, to be kept with the member. Takes a core for some 60 ms.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|_| PasswordError)?;
    Ok(hash.to_string())
}

fn fits_now(password: &str, hash: &str) -> bool {
    Argon2::default()
        .verify_password(password.as_bytes(), hash)
        .is_ok()
}

/// The same without holding up other requests.
pub(super) async fn hash_aside(password: SecretString) -> Result<String, PasswordError> {
    aside(move || hash(password.expose_secret())).await?
}

/// Whether a password fits; without a hash the same work is done and the answer is no.
pub(super) async fn fits(
    password: SecretString,
    hash: Option<SecretString>,
) -> Result<bool, PasswordError> {
    aside(move || match (hash, NOBODYS.as_ref()) {
        (Some(hash), _) => fits_now(password.expose_secret(), hash.expose_secret()),
        (None, Some(nobodys)) => {
            let _same_work = fits_now(password.expose_secret(), nobodys);
            false
        }
        (None, None) => false,
    })
    .await
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PasswordError> {
    let _one_of_two = AT_ONCE.acquire().await.map_err(|_| PasswordError)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| PasswordError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let right = SecretString::from("کلمهٔ عبور 12");
        let hash = hash_aside(right.clone()).await.expect("a hash");
        assert!(hash.starts_with("$argon2id$"));
        let hash = SecretString::from(hash);
        assert!(fits(right, Some(hash.clone())).await.expect("checked"));
        assert!(!fits("another".into(), Some(hash)).await.expect("checked"));
        assert!(
            !fits("nobody's password".into(), None)
                .await
                .expect("checked")
        );
    }
}
