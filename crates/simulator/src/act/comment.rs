//! Acts under posts: comments, replies, mentions.

use serde_json::{Value, json};

use super::{ActError, Stage, wrong};
use crate::clock::iso_time;
use crate::comments::Comment;
use crate::mentions::Mention;
use crate::webhook::envelope;
use crate::webhook::event::Ad;

impl Stage<'_> {
    pub(super) fn comment(&mut self) -> Result<Value, ActError> {
        let text = self.text()?;
        let handle = self.person()?;
        let igsid = self.world.igsid(&handle, &self.ig_id.clone());
        let comment = self.put_comment(&text, Some(handle.clone()))?;
        Ok(json!({
            "person": handle, "igsid": igsid, "comment_id": comment.id,
            "parent_id": comment.parent_id, "media_id": comment.media_id,
            "at": iso_time(self.at), "at_ms": self.at,
        }))
    }

    /// The account comments in Instagram's own app.
    pub(super) fn own_comment(&mut self) -> Result<Value, ActError> {
        let text = self.text()?;
        let comment = self.put_comment(&text, None)?;
        Ok(json!({"comment_id": comment.id, "media_id": comment.media_id, "at_ms": self.at}))
    }

    fn put_comment(&mut self, text: &str, handle: Option<String>) -> Result<Comment, ActError> {
        let above = self.act.comment_id.as_ref().or(self.act.parent_id.as_ref());
        let parent = above.cloned();
        if parent.is_none() && self.act.what == "reply_comment" {
            return Err(wrong("comment_id", "say which comment is answered"));
        }
        let media_id = self.commented(parent.as_deref())?;
        if let Some(media) = self.world.media.get(&media_id) {
            if media.ended.is_some() {
                return Err(wrong("media_id", "this broadcast has ended"));
            }
            if !media.comments_enabled {
                return Err(wrong("media_id", "comments are turned off for this post"));
            }
        }
        // The owner of the post may be another account than the one meant at first.
        let owner = self.world.media.get(&media_id).map(|one| one.ig_id.clone());
        if let (Some(handle), Some(owner)) = (&handle, owner) {
            self.world.igsid(handle, &owner);
        }
        let comment = self
            .world
            .write_comment(&media_id, parent.as_deref(), handle, text, self.at)
            .ok_or_else(|| wrong("media_id", "there is no post with this id"))?;
        let ad = self.act.ad_id.clone().map(|id| Ad {
            id,
            title: self
                .act
                .title
                .clone()
                .unwrap_or_else(|| "Autumn".to_owned()),
            media_id: self.world.chance.digits("180", 17),
        });
        self.world.tell_comment(&comment, ad.as_ref());
        Ok(comment)
    }

    /// The post that is commented on: that of the comment above, the one named, or the newest.
    fn commented(&self, parent: Option<&str>) -> Result<String, ActError> {
        if let Some(parent) = parent {
            let above = self.world.comments.get(parent).filter(|one| !one.deleted);
            let above = above.map(|above| above.media_id.clone());
            return above.ok_or_else(|| wrong("comment_id", "there is no comment with this id"));
        }
        let newest = || {
            let posts = self.world.posts(&self.ig_id);
            posts.first().map(|post| post.id.clone())
        };
        let named = self.act.media_id.clone().or_else(newest);
        named.ok_or_else(|| wrong("media_id", "the account has no post to comment on"))
    }

    /// The account is mentioned in the caption or a comment of somebody's post.
    pub(super) fn mention(&mut self) -> Result<Value, ActError> {
        let handle = self.person()?;
        let media_id = match &self.act.media_id {
            Some(id) => id.clone(),
            None => self.world.chance.digits("179", 17),
        };
        let mut value = json!({ "media_id": media_id });
        let mut answer = json!({"person": handle, "media_id": media_id, "at_ms": self.at});
        let comment_id = self
            .act
            .text
            .is_some()
            .then(|| self.world.chance.digits("178", 17));
        if let Some(comment_id) = &comment_id {
            value["comment_id"] = json!(comment_id);
            answer["comment_id"] = json!(comment_id);
        }
        let name = self.world.account(&self.ig_id).map(|one| &one.username);
        let mentioned = format!("@{}", name.map_or("", String::as_str));
        self.world.mentions.push(Mention {
            ig_id: self.ig_id.clone(),
            media_id: media_id.clone(),
            comment_id,
            person: handle,
            text: self.act.text.clone().unwrap_or(mentioned),
            at: self.at,
        });
        let entry = envelope::change(
            &self.ig_id,
            self.at,
            "mentions",
            value,
            &self.world.settings,
        );
        self.world.emit(&self.ig_id, &media_id, entry);
        Ok(answer)
    }
}
