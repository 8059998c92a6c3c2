//! Signed-in browsers: a row per session, found by the SHA-256 of the cookie's value.

use palette_domain::{Instant, MemberId};

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::keys::Key as _;
use crate::rows::{invitation, session};
use crate::{Result, Store};

/// A session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionRecord {
    /// Whose.
    pub member_id: MemberId,
    /// Signed in.
    pub created_at: Instant,
    /// Last used, to the minute or so.
    pub seen_at: Instant,
    /// Ends.
    pub expires_at: Instant,
}

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_session(
        &self,
        token_hash: [u8; 32],
        member: MemberId,
        expires_at: Instant,
        now: Instant,
    ) -> Result<()> {
        let row = session::Model {
            token_hash: token_hash.to_vec(),
            member_id: member.uuid(),
            created_at: now.millis(),
            seen_at: now.millis(),
            expires_at: expires_at.millis(),
        };
        let tx = self.begin().await?;
        session::Entity::insert(session::ActiveModel::from(row))
            .exec_without_returning(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
    /// A session that has not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_session(
        &self,
        token_hash: [u8; 32],
        now: Instant,
    ) -> Result<Option<SessionRecord>> {
        let row = session::Entity::find_by_id(token_hash.to_vec())
            .filter(session::Column::ExpiresAt.gt(now.millis()))
            .one(self.read())
            .await?;
        Ok(row.map(|row| SessionRecord {
            member_id: MemberId::of(row.member_id),
            created_at: Instant::from_millis(row.created_at),
            seen_at: Instant::from_millis(row.seen_at),
            expires_at: Instant::from_millis(row.expires_at),
        }))
    }
    /// Says that a session was used, and moves its end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(
        &self,
        token_hash: [u8; 32],
        expires_at: Instant,
        now: Instant,
    ) -> Result<()> {
        let tx = self.begin().await?;
        session::Entity::update_many()
            .set(session::ActiveModel {
                seen_at: Set(now.millis()),
                expires_at: Set(expires_at.millis()),
                ..Default::default()
            })
            .filter(session::Column::TokenHash.eq(token_hash.to_vec()))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, token_hash: [u8; 32]) -> Result<()> {
        let tx = self.begin().await?;
        session::Entity::delete_many()
            .filter(session::Column::TokenHash.eq(token_hash.to_vec()))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
    /// Deletes sessions and invitations that have ended. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_sessions(&self, now: Instant) -> Result<u64> {
        let tx = self.begin().await?;
        let sessions = session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lte(now.millis()))
            .exec(&tx)
            .await?;
        let invitations = invitation::Entity::delete_many()
            .filter(invitation::Column::ExpiresAt.lte(now.millis()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(sessions.rows_affected + invitations.rows_affected)
    }
}
