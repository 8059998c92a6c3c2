//! `palette business create`: a tenant and its owner, with or without a running server.

use std::sync::Arc;

use base64::Engine as _;
use palette_domain::business::{BusinessSettings, Role};
use palette_domain::{Chance as _, Clock as _, Private, Span};
use palette_store::NewMember;
use secrecy::SecretString;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{Failure, block_on, read_stdin, say};
use crate::clock::{AppClock, SeededChance};
use crate::config::Config;
use crate::http::password;
use crate::serve::open_store;

/// An invitation link works this long.
const INVITATION_LIFE: Span = Span::days(7);

/// Creates the business and its owner; prints JSON with the ids.
pub fn create(config: Config, name: &str, email: &str, owner: &str) -> Result<(), Failure> {
    if name.trim().is_empty() || owner.trim().is_empty() {
        return Err(Failure::Usage(
            "--name and --owner-name must not be empty".to_owned(),
        ));
    }
    if !email.contains('@') {
        return Err(Failure::Usage(format!("{email} is not an e-mail address")));
    }
    let secret = read_stdin()?;
    let hash = match secret.as_str() {
        "" => None,
        short if short.chars().count() < password::LENGTH_MIN => {
            return Err(Failure::Usage(format!(
                "the password on stdin is too short: it needs at least {} characters",
                password::LENGTH_MIN
            )));
        }
        secret => Some(password::hash(secret).map_err(|error| Failure::Check(error.to_string()))?),
    };
    let chance = SeededChance::from_os()
        .map_err(|error| Failure::Missing(format!("the system gives no randomness: {error}")))?;
    let made = block_on(async {
        let store = open_store(&config, Arc::clone(&chance) as Arc<_>).await?;
        let now = AppClock::System.now();
        let stored = |error: palette_store::StoreError| Failure::Missing(error.to_string());
        let business = store
            .create_business(name.trim(), &BusinessSettings::default(), now)
            .await
            .map_err(stored)?;
        let invited = hash.is_none();
        let new = NewMember {
            email: Private::new(email.trim().to_owned()),
            name: Private::new(owner.trim().to_owned()),
            password_hash: hash.map(SecretString::from),
            role: Role::Owner,
        };
        let member = store
            .business(business)
            .create_member(&new, now)
            .await
            .map_err(stored)?;
        let mut made = json!({
            "business_id": business.to_string(),
            "member_id": member.to_string(),
            "email": email.trim(),
        });
        if invited {
            let mut secret = [0; 32];
            chance.fill(&mut secret);
            let link = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret);
            let hash = Sha256::digest(link.as_bytes()).into();
            store
                .invite(member, hash, now + INVITATION_LIFE, now)
                .await
                .map_err(stored)?;
            made["invitation"] = json!(format!("{}/invitation/{link}", config.public_url()));
        }
        store.close().await.map_err(stored)?;
        Ok(made)
    })?;
    say(&made.to_string())
}
