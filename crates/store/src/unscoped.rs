//! The few reads without a tenant: routing, tokens that end, depths of queues.

use palette_domain::account::{Account, Login};
use palette_domain::{AccountId, BusinessId, Instant};
use secrecy::SecretString;

use crate::{Result, Store, later};

/// Where an Instagram id belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// Which business.
    pub business_id: BusinessId,
    /// Which account.
    pub account_id: AccountId,
    /// Instagram's professional account id.
    pub ig_id: String,
    /// How it was connected.
    pub login: Login,
}

/// An account whose token ends soon.
#[derive(Clone, Debug)]
pub struct ExpiringToken {
    /// The account.
    pub account: Account,
    /// Its token.
    pub token: SecretString,
}

/// How much waits, for `/metrics`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Depths {
    /// Open turns.
    pub turns: u64,
    /// Queued rows of the outbox.
    pub queued: u64,
    /// Rows being sent.
    pub sending: u64,
    /// Rows whose outcome nobody knows.
    pub unknown: u64,
    /// Conversations where a person should look.
    pub needs_person: u64,
}

impl Store {
    /// All businesses, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn business_ids(&self) -> Result<Vec<BusinessId>> {
        later()
    }
    /// Whether any member exists: false before the first set-up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_members(&self) -> Result<bool> {
        later()
    }
    /// Where an Instagram id belongs: the professional account's, or the app-scoped one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_by_ig_id(&self, ig_id: &str) -> Result<Option<Route>> {
        later()
    }
    /// All accounts that are connected.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn routes(&self) -> Result<Vec<Route>> {
        later()
    }
    /// Active accounts whose token ends before `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts_with_expiring_tokens(
        &self,
        before: Instant,
    ) -> Result<Vec<ExpiringToken>> {
        later()
    }
    /// How much waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn depths(&self) -> Result<Depths> {
        later()
    }
}
