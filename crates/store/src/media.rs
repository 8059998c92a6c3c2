//! Posts, reels and stories.

use palette_domain::inbound::MediaFacts;
use palette_domain::media::Media;
use palette_domain::{AccountId, Instant, MediaId};

use crate::{BusinessStore, Cursor, Page, Result, later};

/// A media with its numbers.
#[derive(Clone, PartialEq, Debug)]
pub struct MediaRow {
    /// The media.
    pub media: Media,
    /// Comments of customers under it.
    pub comments: u64,
    /// Those that wait (new, or for a person).
    pub waiting: u64,
}

impl BusinessStore {
    /// A page of media, newest known first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn media_list(&self, after: Option<Cursor>, limit: u64) -> Result<Page<MediaRow>> {
        later()
    }
    /// One media.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn media(&self, id: MediaId) -> Result<Option<Media>> {
        later()
    }
    /// Keeps what was read of a media; makes it when it is new.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn save_media(
        &self,
        account: AccountId,
        facts: &MediaFacts,
        now: Instant,
    ) -> Result<MediaId> {
        later()
    }
    /// Media of which only the id is known, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn media_without_facts(&self, limit: u64) -> Result<Vec<Media>> {
        later()
    }
}
