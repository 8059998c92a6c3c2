//! Connected Instagram accounts and their tokens.

use palette_domain::account::{Account, AccountStatus, Login};
use palette_domain::{AccountId, Instant, Private};
use secrecy::SecretString;

use crate::{BusinessStore, Result, later};

/// An account to be connected, or connected again.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Instagram's professional account id.
    pub ig_id: String,
    /// The app-scoped id, when known.
    pub app_scoped_id: Option<String>,
    /// The linked Page, with Facebook Login.
    pub page_id: Option<String>,
    /// The account's name.
    pub username: Private<String>,
    /// How it is connected.
    pub login: Login,
    /// The long-lived token.
    pub token: SecretString,
    /// Permissions granted.
    pub scopes: Vec<String>,
    /// When the token ends.
    pub token_expires_at: Option<Instant>,
}

impl BusinessStore {
    /// Connects an account; one that this business had before is renewed and active again.
    ///
    /// # Errors
    /// [`StoreError::Taken`](crate::StoreError::Taken) when another business has this account.
    pub async fn connect_account(&self, new: &NewAccount, now: Instant) -> Result<Account> {
        later()
    }
    /// All accounts, oldest first, disconnected ones too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        later()
    }
    /// One account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        later()
    }
    /// Its token.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn token(&self, id: AccountId) -> Result<SecretString> {
        later()
    }
    /// Changes whether it can be used. Disconnecting forgets the token.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn set_account_status(
        &self,
        id: AccountId,
        status: AccountStatus,
        now: Instant,
    ) -> Result<()> {
        later()
    }
    /// Puts a renewed token in the old one's place.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn update_token(
        &self,
        id: AccountId,
        token: &SecretString,
        expires_at: Option<Instant>,
        now: Instant,
    ) -> Result<()> {
        later()
    }
    /// Keeps a name that was read anew.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn update_username(
        &self,
        id: AccountId,
        username: &Private<String>,
        now: Instant,
    ) -> Result<()> {
        later()
    }
}
