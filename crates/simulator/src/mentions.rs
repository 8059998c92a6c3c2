//! Posts of other people that mention an account, in the caption or in a comment.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::world::World;

/// A mention.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mention {
    /// The account that is mentioned, by IG_ID.
    pub ig_id: String,
    /// The post.
    pub media_id: String,
    /// The comment that mentions it; none when the caption does.
    pub comment_id: Option<String>,
    /// Whose post or comment, by handle.
    pub person: String,
    /// The words that mention it.
    pub text: String,
    /// When.
    pub at: Millis,
}

impl World {
    /// The mention of an account in the caption of a post.
    pub(crate) fn mentioned_in(&self, ig_id: &str, media_id: &str) -> Option<&Mention> {
        self.mentions
            .iter()
            .find(|one| one.ig_id == ig_id && one.media_id == media_id)
    }

    /// The mention of an account in a comment.
    pub(crate) fn mentioned_by(&self, ig_id: &str, comment_id: &str) -> Option<&Mention> {
        self.mentions
            .iter()
            .find(|one| one.ig_id == ig_id && one.comment_id.as_deref() == Some(comment_id))
    }
}
