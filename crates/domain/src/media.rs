//! A post, reel or story of an account: what a comment stands under and a DM may be about.

use serde::{Deserialize, Serialize};

use crate::{AccountId, BusinessId, Instant, MediaId, ProductId};

/// What kind of media.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A post in the feed.
    Feed,
    /// A reel.
    Reels,
    /// A story.
    Story,
    /// An advertisement.
    Ad,
}

impl MediaKind {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            MediaKind::Feed => "feed",
            MediaKind::Reels => "reels",
            MediaKind::Story => "story",
            MediaKind::Ad => "ad",
        }
    }
    /// From Meta's `media_product_type`, or from our own name.
    pub fn from_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "reels" => MediaKind::Reels,
            "story" => MediaKind::Story,
            "ad" => MediaKind::Ad,
            _ => MediaKind::Feed,
        }
    }
}

/// A post, reel or story.
#[derive(Clone, PartialEq, Debug)]
pub struct Media {
    /// Ours.
    pub id: MediaId,
    /// Whose.
    pub business_id: BusinessId,
    /// On which account.
    pub account_id: AccountId,
    /// Instagram's id.
    pub ig_media_id: String,
    /// What kind.
    pub kind: MediaKind,
    /// The business's own words under it.
    pub caption: String,
    /// Its public address.
    pub permalink: Option<String>,
    /// A picture, as Instagram serves it (it expires).
    pub picture_url: Option<String>,
    /// When it was posted, when known.
    pub posted_at: Option<Instant>,
    /// When its facts were last read from Instagram; nothing means only its id is known.
    pub fetched_at: Option<Instant>,
    /// Products it shows.
    pub products: Vec<ProductId>,
}
