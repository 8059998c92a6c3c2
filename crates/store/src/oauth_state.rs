//! OAuth dances under way: one row per state value, used once.

use palette_domain::account::Login;
use palette_domain::{BusinessId, Instant, MemberId};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::keys::Key as _;
use crate::rows::oauth_state;
use crate::{Result, Store, StoreError};

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
        let row = oauth_state::Model {
            state_hash: self.vault().hash("oauth state", &[state.as_bytes()]),
            business_id: what.business_id.uuid(),
            member_id: what.member_id.uuid(),
            login: what.login.as_str().to_owned(),
            return_to: what.return_to.clone(),
            expires_at: expires_at.millis(),
        };
        let tx = self.begin().await?;
        oauth_state::Entity::insert(oauth_state::ActiveModel::from(row))
            .exec_without_returning(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
    /// Takes a state value: it is gone afterwards. Nothing when unknown, used or too old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_oauth_state(&self, state: &str, now: Instant) -> Result<Option<OauthState>> {
        let hash = self.vault().hash("oauth state", &[state.as_bytes()]);
        let tx = self.begin().await?;
        let taken = oauth_state::Entity::delete_many()
            .filter(oauth_state::Column::StateHash.eq(hash))
            .exec_with_returning(&tx)
            .await?;
        oauth_state::Entity::delete_many()
            .filter(oauth_state::Column::ExpiresAt.lte(now.millis()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        let Some(row) = taken.into_iter().find(|row| row.expires_at > now.millis()) else {
            return Ok(None);
        };
        Ok(Some(OauthState {
            business_id: BusinessId::of(row.business_id),
            member_id: MemberId::of(row.member_id),
            login: Login::from_name(&row.login).ok_or(StoreError::Shape("oauth_state.login"))?,
            return_to: row.return_to,
        }))
    }
}
