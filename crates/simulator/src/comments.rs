//! Comments and their replies.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::clock::Millis;
use crate::webhook::event::Ad;
use crate::webhook::{envelope, event};
use crate::world::World;

/// A comment under a post, or a reply to one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub id: String,
    /// The account that owns the post, by IG_ID.
    pub ig_id: String,
    /// The post.
    pub media_id: String,
    /// The top-level comment that this answers.
    pub parent_id: Option<String>,
    /// Who wrote it, by handle; `None` for the account itself.
    pub author: Option<String>,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Millis,
    /// Hidden by the account.
    pub hidden: bool,
    /// Deleted by the account.
    pub deleted: bool,
    /// Its author is restricted by the account, so that lists leave it out.
    #[serde(default)]
    pub restricted: bool,
    /// The one private reply it got.
    pub private_reply: Option<String>,
}

impl World {
    /// Writes a comment; a reply to a reply lands on the top-level comment.
    pub(crate) fn write_comment(
        &mut self,
        media_id: &str,
        parent_id: Option<&str>,
        author: Option<String>,
        text: &str,
        at: Millis,
    ) -> Option<Comment> {
        let ig_id = self.media.get(media_id)?.ig_id.clone();
        let parent_id = parent_id.map(|parent| {
            let top = self
                .comments
                .get(parent)
                .and_then(|above| above.parent_id.clone());
            top.unwrap_or_else(|| parent.to_owned())
        });
        let comment = Comment {
            id: self.chance.digits("178", 17),
            ig_id,
            media_id: media_id.to_owned(),
            parent_id: parent_id.clone(),
            restricted: author
                .as_ref()
                .and_then(|handle| self.people.get(handle))
                .is_some_and(|person| person.restricted),
            author,
            text: text.to_owned(),
            at,
            hidden: false,
            deleted: false,
            private_reply: None,
        };
        let under = parent_id.unwrap_or_else(|| media_id.to_owned());
        self.comments_under
            .entry(under)
            .or_default()
            .push(comment.id.clone());
        self.comments.insert(comment.id.clone(), comment.clone());
        Some(comment)
    }

    /// Comments under a post, or replies under a comment, newest first, without deleted ones.
    pub(crate) fn comments_of(&self, under: &str) -> Vec<&Comment> {
        let mut comments: Vec<&Comment> = self
            .comments_under
            .get(under)
            .into_iter()
            .flatten()
            .rev()
            .filter_map(|id| self.comments.get(id))
            .filter(|comment| !comment.deleted)
            .collect();
        // A stable sort: of the same moment, the one written later is the newer.
        comments.sort_by_key(|comment| std::cmp::Reverse(comment.at));
        comments
    }

    /// Tells the receiver of a new comment: as `comments`, or `live_comments` while a broadcast
    /// runs. A comment under an ad may arrive twice.
    pub(crate) fn tell_comment(&mut self, comment: &Comment, ad: Option<&Ad>) {
        let Some(media) = self.media.get(&comment.media_id) else {
            return;
        };
        let author = match &comment.author {
            None => self.account(&comment.ig_id).map(event::own_author),
            Some(handle) => self.people.get(handle).map(|person| {
                let id = person.igsids.get(&comment.ig_id);
                json!({"id": id, "username": person.username})
            }),
        };
        let author = author.unwrap_or_default();
        let live = media.product_type == "LIVE";
        let ended = live && !media.is_live();
        let value = event::comment_value(comment, media, &author, ad, &self.settings);
        let field = if live { "live_comments" } else { "comments" };
        let entry = envelope::change(&comment.ig_id, comment.at, field, value, &self.settings);
        let times = if ended {
            0
        } else {
            1 + usize::from(ad.is_some() && self.settings.ad_comment_twice)
        };
        for _ in 0..times {
            self.emit(&comment.ig_id, &comment.media_id, entry.clone());
        }
        self.comments_changed(&comment.media_id);
    }

    /// The name under which a comment's author is seen.
    pub(crate) fn author_name(&self, comment: &Comment) -> String {
        match &comment.author {
            Some(handle) => self
                .people
                .get(handle)
                .map_or_else(|| handle.clone(), |one| one.username.clone()),
            None => self
                .account(&comment.ig_id)
                .map_or_else(String::new, |a| a.username.clone()),
        }
    }
}
