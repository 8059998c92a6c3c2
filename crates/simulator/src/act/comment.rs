//! Acts under posts: comments, replies, mentions.

use serde_json::{Value, json};

use super::{ActError, Stage, wrong};
use crate::clock::iso_time;
use crate::comments::Comment;
use crate::mentions::Mention;
use crate::webhook::{envelope, event};

impl Stage<'_> {
    pub(super) fn comment(&mut self) -> Result<Value, ActError> {
        let text = self.text()?;
        let handle = self.person()?;
        let igsid = self.world.igsid(&handle, &self.ig_id.clone());
        let username = self
            .world
            .people
            .get(&handle)
            .map(|person| person.username.clone());
        let author = json!({"id": igsid, "username": username});
        let comment = self.put_comment(&text, Some(handle.clone()), &author)?;
        Ok(json!({
            "person": handle, "igsid": igsid, "comment_id": comment.id,
            "parent_id": comment.parent_id, "media_id": comment.media_id,
            "at": iso_time(self.at), "at_ms": self.at,
        }))
    }

    /// The account comments in Instagram's own app.
    pub(super) fn own_comment(&mut self) -> Result<Value, ActError> {
        let text = self.text()?;
        let author = self
            .world
            .account(&self.ig_id)
            .map(event::own_author)
            .unwrap_or_default();
        let comment = self.put_comment(&text, None, &author)?;
        Ok(json!({"comment_id": comment.id, "media_id": comment.media_id, "at_ms": self.at}))
    }

    fn put_comment(
        &mut self,
        text: &str,
        handle: Option<String>,
        author: &Value,
    ) -> Result<Comment, ActError> {
        let parent = self
            .act
            .comment_id
            .as_ref()
            .or(self.act.parent_id.as_ref())
            .cloned();
        if parent.is_none() && self.act.what == "reply_comment" {
            return Err(wrong("comment_id", "say which comment is answered"));
        }
        let media_id = match &parent {
            Some(parent) => {
                let above = self.world.comments.get(parent).filter(|one| !one.deleted);
                above
                    .map(|above| above.media_id.clone())
                    .ok_or_else(|| wrong("comment_id", "there is no comment with this id"))?
            }
            None => self
                .act
                .media_id
                .clone()
                .or_else(|| {
                    self.world
                        .posts(&self.ig_id)
                        .first()
                        .map(|post| post.id.clone())
                })
                .ok_or_else(|| wrong("media_id", "the account has no post to comment on"))?,
        };
        let comment = self
            .world
            .write_comment(&media_id, parent.as_deref(), handle, text, self.at)
            .ok_or_else(|| wrong("media_id", "there is no post with this id"))?;
        if let Some(media) = self.world.media.get(&media_id) {
            let key = &self.world.settings.comment_id_key;
            let value = event::comment_value(&comment, media, author, key);
            let owner = media.ig_id.clone();
            let entry = envelope::change(&owner, self.at, "comments", value, &self.world.settings);
            self.world.emit(&owner, &media_id, entry);
        }
        self.world.comments_changed(&media_id);
        Ok(comment)
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
