//! Containers: posts that were prepared by an app and wait to be published.

use serde::{Deserialize, Serialize};

use crate::clock::{DAY, Millis};

/// How long a container waits.
const LIFE: Millis = DAY;

/// A container.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Container {
    /// The account, by IG_ID.
    pub ig_id: String,
    /// `FEED`, `REELS` or `STORY`.
    pub product_type: String,
    /// The caption of the post.
    pub caption: String,
    /// Where its picture is; none for an album.
    pub url: Option<String>,
    /// The containers of an album's pictures.
    pub children: Vec<String>,
    /// Whether it is a picture of an album, and no post by itself.
    pub is_child: bool,
    /// When it was made.
    pub at: Millis,
    /// The post that it became, and when.
    pub published: Option<(String, Millis)>,
}

impl Container {
    /// What its `status_code` says.
    pub fn status(&self, now: Millis) -> &'static str {
        if self.published.is_some() {
            "PUBLISHED"
        } else if now - self.at >= LIFE {
            "EXPIRED"
        } else {
            "FINISHED"
        }
    }
}
