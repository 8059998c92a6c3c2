//! Signed-in browsers: a row per session, found by the SHA-256 of the cookie's value.

use palette_domain::{Instant, MemberId};

use crate::{Result, Store, later};

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
        later()
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
        later()
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
        later()
    }
    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, token_hash: [u8; 32]) -> Result<()> {
        later()
    }
    /// Deletes sessions and invitations that have ended. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_sessions(&self, now: Instant) -> Result<u64> {
        later()
    }
}
