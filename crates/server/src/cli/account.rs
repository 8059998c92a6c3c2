//! `palette account connect`: an account by a long-lived token, as Meta's dashboard hands them out.

use std::sync::Arc;

use palette_domain::account::Login;
use palette_domain::{BusinessId, Clock as _};
use secrecy::SecretString;
use serde_json::json;

use super::{Failure, block_on, read_stdin, say};
use crate::clock::{AppClock, SeededChance};
use crate::config::Config;
use crate::connect;
use crate::serve::{instagram_client, open_store};

/// Asks Instagram who the token belongs to, stores the account and subscribes to its webhooks.
pub fn connect(config: Config, business: BusinessId, login: Login) -> Result<(), Failure> {
    let token = read_stdin()?;
    if token.is_empty() {
        return Err(Failure::Usage(
            "the long-lived token comes on stdin: `palette account connect … < token.txt`"
                .to_owned(),
        ));
    }
    let chance = SeededChance::from_os()
        .map_err(|error| Failure::Missing(format!("the system gives no randomness: {error}")))?;
    let account = block_on(async {
        let store = open_store(&config, chance as Arc<_>).await?;
        let client = instagram_client(&config, AppClock::System)?;
        let now = AppClock::System.now();
        let account = connect::by_token(
            &store,
            &client,
            business,
            login,
            SecretString::from(token),
            now,
        )
        .await
        .map_err(|error| Failure::Check(error.to_string()))?;
        store
            .close()
            .await
            .map_err(|error| Failure::Missing(error.to_string()))?;
        Ok(account)
    })?;
    say(&json!({
        "account_id": account.id.to_string(),
        "business_id": account.business_id.to_string(),
        "ig_id": account.ig_id,
        "login": account.login.as_str(),
    })
    .to_string())
}
