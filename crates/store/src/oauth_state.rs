//! OAuth dances under way: one row per state value, used once.

use palette_domain::account::Login;
use palette_domain::{BusinessId, Instant, MemberId};

use crate::{Result, Store, later};

/// What a state value stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OauthState {
    /// For which business.
    pub business_id: BusinessId,
    /// Who began it.
    pub member_id: MemberId,
    /// By which login product.
    pub login: Login,
    /// The dashboard's path to come back to.
    pub return_to: String,
}

impl Store {
    /// Keeps a state value till `expires_at`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_oauth_state(
        &self,
        state: &str,
        what: &OauthState,
        expires_at: Instant,
    ) -> Result<()> {
        later()
    }
    /// Takes a state value: it is gone afterwards. Nothing when unknown, used or too old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_oauth_state(&self, state: &str, now: Instant) -> Result<Option<OauthState>> {
        later()
    }
}
