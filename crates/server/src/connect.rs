//! Connecting an account: who the token belongs to, stored, and subscribed to its webhooks.

use palette_domain::account::{Account, Login};
use palette_domain::{BusinessId, Instant, Span};
use palette_instagram::{Client, ConnectError, Grant, Trouble};
use palette_store::{NewAccount, Store, StoreError};
use secrecy::SecretString;

/// A long-lived token of Instagram Login lives 60 days; Meta tells no expiry for pasted ones.
const LONG_LIVED: Span = Span::days(60);

/// Why an account was not connected.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The exchange or the question who it is.
    #[error("Instagram did not accept it: {0}")]
    Exchange(#[from] ConnectError),
    /// The subscription to webhooks.
    #[error("Instagram did not subscribe the account to webhooks ({0}): {1}")]
    Subscribe(String, &'static str),
    /// Keeping it.
    #[error("the account was not stored: {0}")]
    Store(#[from] StoreError),
}

impl Refused {
    /// A code for the address the browser comes back to.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::Exchange(error) => error.as_str(),
            Refused::Subscribe(..) => "not_subscribed",
            Refused::Store(StoreError::Taken(_)) => "taken",
            Refused::Store(_) => "not_stored",
        }
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        Refused::Subscribe(trouble.code_name(), trouble.meaning)
    }
}

/// Connects the first account that a pasted token speaks for.
pub async fn by_token(
    store: &Store,
    client: &Client,
    business: BusinessId,
    login: Login,
    token: SecretString,
    now: Instant,
) -> Result<Account, Refused> {
    let mut grants = client.adopt(login, token).await?;
    if grants.is_empty() {
        return Err(ConnectError::NoAccount.into());
    }
    keep(store, client, business, grants.swap_remove(0), now).await
}

/// Connects all accounts that a consent was given for.
pub async fn by_code(
    store: &Store,
    client: &Client,
    business: BusinessId,
    login: Login,
    code: &str,
    redirect: &str,
    now: Instant,
) -> Result<Vec<Account>, Refused> {
    let mut accounts = Vec::new();
    for grant in client.connect(login, code, redirect).await? {
        accounts.push(keep(store, client, business, grant, now).await?);
    }
    if accounts.is_empty() {
        return Err(ConnectError::NoAccount.into());
    }
    Ok(accounts)
}

async fn keep(
    store: &Store,
    client: &Client,
    business: BusinessId,
    grant: Grant,
    now: Instant,
) -> Result<Account, Refused> {
    let expires_at = match grant.login {
        Login::Instagram => Some(now + grant.expires_in.unwrap_or(LONG_LIVED)),
        // A Page's token has no end of its own.
        Login::Facebook => grant.expires_in.map(|span| now + span),
    };
    let new = NewAccount {
        ig_id: grant.me.ig_id.clone(),
        app_scoped_id: grant.me.app_scoped_id.clone(),
        page_id: grant.me.page_id.clone(),
        username: grant.me.username.clone(),
        login: grant.login,
        token: grant.secret.clone(),
        scopes: grant.scopes.clone(),
        token_expires_at: expires_at,
    };
    // Stored first: an event that comes right after the subscription then finds its account.
    let account = store.business(business).connect_account(&new, now).await?;
    client.subscribe(&grant.token()).await?;
    Ok(account)
}
