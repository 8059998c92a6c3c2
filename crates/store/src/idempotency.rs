//! Answers already given to requests that carried an idempotency key.

use palette_domain::{Instant, MemberId};

use crate::{BusinessStore, Result, later};

/// An answer that was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remembered {
    /// Its HTTP status.
    pub status: u16,
    /// Its body, as it was.
    pub body: Vec<u8>,
}

/// What is known of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begun {
    /// Nothing: go on.
    New,
    /// The same request was answered so.
    Answered(Remembered),
    /// The key was used with another request.
    Mismatch,
}

impl BusinessStore {
    /// What is known of a member's key for this request (method, path and body).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn idempotency_get(
        &self,
        member: MemberId,
        key: &str,
        request: &[u8],
    ) -> Result<Begun> {
        later()
    }
    /// Keeps an answer; the first one stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn idempotency_put(
        &self,
        member: MemberId,
        key: &str,
        request: &[u8],
        answer: &Remembered,
        now: Instant,
    ) -> Result<()> {
        later()
    }
}
