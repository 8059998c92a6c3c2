//! Comments: reading them, and the public acts on them, each of which spends a `Permit`.

use palette_domain::media::MediaKind;
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::Permit;
use palette_domain::{Instant, Private};
use reqwest::Method;
use serde_json::{Value, json};

use super::call::{Call, page};
use super::send::spend;
use super::{Answer, Client, Page};
use crate::error::{Class, Effect, Trouble};
use crate::{Token, read};

/// Facts of a comment that were read from Instagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentFacts {
    /// Instagram's id.
    pub ig_comment_id: String,
    /// Its words.
    pub text: Private<String>,
    /// Who wrote it, as this account knows them.
    pub from_id: Option<Private<String>>,
    /// The writer's @name.
    pub username: Option<Private<String>>,
    /// When it was written.
    pub at: Option<Instant>,
    /// The comment it replies to.
    pub ig_parent_id: Option<String>,
    /// Under which media.
    pub ig_media_id: Option<String>,
    /// What kind of media.
    pub media_kind: Option<MediaKind>,
    /// Hidden from the public.
    pub hidden: bool,
}

const FIELDS: &str = "id,text,timestamp,username,from,hidden,media,parent_id";
const LIST_FIELDS: &str = "id,text,timestamp,username,from,hidden,parent_id";

impl Client {
    /// One comment.
    ///
    /// # Errors
    /// See [`Trouble`]; a deleted one is `Refused` with 100/33.
    pub async fn comment(
        &self,
        token: &Token,
        comment_id: &str,
    ) -> Result<Answer<CommentFacts>, Trouble> {
        let request = self.read(token, &[comment_id], FIELDS);
        let Answer { value, usage } = self.call("comment", request, Effect::Repeatable).await?;
        let facts = facts(read::unwrapped(&value));
        let value = facts
            .ok_or_else(|| Trouble::here(Class::Refused, 0, "Meta's answer names no comment"))?;
        Ok(Answer { value, usage })
    }

    /// A page of the top-level comments under a media, newest first, at most 50.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub async fn comments(
        &self,
        token: &Token,
        ig_media_id: &str,
        after: Option<&str>,
    ) -> Result<Answer<Page<CommentFacts>>, Trouble> {
        self.comment_page("comments", token, &[ig_media_id, "comments"], after)
            .await
    }

    /// A page of the replies to a comment.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub async fn comment_replies(
        &self,
        token: &Token,
        comment_id: &str,
        after: Option<&str>,
    ) -> Result<Answer<Page<CommentFacts>>, Trouble> {
        self.comment_page("comment_replies", token, &[comment_id, "replies"], after)
            .await
    }

    async fn comment_page(
        &self,
        name: &'static str,
        token: &Token,
        path: &[&str],
        after: Option<&str>,
    ) -> Result<Answer<Page<CommentFacts>>, Trouble> {
        let mut request = self.read(token, path, LIST_FIELDS);
        if let Some(after) = after {
            request = request.query(&[("after", after)]);
        }
        let answer = self.call(name, request, Effect::Repeatable).await?;
        Ok(answer.map(|value| page(&value, facts)))
    }

    /// Replies publicly; gives the reply's id. A reply to a reply lands under the top comment.
    ///
    /// # Errors
    /// `OutcomeUnknown` when it may stand there already: read the comment's replies.
    pub async fn reply_to_comment(
        &self,
        token: &Token,
        permit: Permit,
        comment_id: &str,
        text: &str,
    ) -> Result<Answer<String>, Trouble> {
        spend(&permit, OutboundKind::CommentReply)?;
        let request = self
            .graph(token, Method::POST, &[comment_id, "replies"])
            .json(&json!({ "message": text }));
        let Answer { value, usage } = self.call("reply_to_comment", request, Effect::Once).await?;
        match read::id(&value, "id") {
            Some(value) => Ok(Answer { value, usage }),
            None => Err(Trouble::here(
                Class::OutcomeUnknown,
                0,
                "Meta took the reply and named no id for it",
            )),
        }
    }

    /// Hides a comment, or shows it again; which of the two, the permit must say.
    ///
    /// # Errors
    /// See [`Trouble`]; repeating it is harmless.
    pub async fn set_hidden(
        &self,
        token: &Token,
        permit: Permit,
        comment_id: &str,
        hidden: bool,
    ) -> Result<Answer<()>, Trouble> {
        let kind = if hidden {
            OutboundKind::HideComment
        } else {
            OutboundKind::UnhideComment
        };
        spend(&permit, kind)?;
        // Meta reads `hide` from the query only.
        let request = self
            .graph(token, Method::POST, &[comment_id])
            .query(&[("hide", hidden)]);
        self.done("set_hidden", request).await
    }

    /// Deletes a comment for good; only the owner of the media can.
    ///
    /// # Errors
    /// See [`Trouble`]; repeating it is harmless: a comment that is gone answers 100/33.
    pub async fn delete_comment(
        &self,
        token: &Token,
        permit: Permit,
        comment_id: &str,
    ) -> Result<Answer<()>, Trouble> {
        spend(&permit, OutboundKind::DeleteComment)?;
        let request = self.graph(token, Method::DELETE, &[comment_id]);
        self.done("delete_comment", request).await
    }

    /// A call that answers `{"success":true}` and ends the same when it is repeated.
    pub(super) async fn done(
        &self,
        name: &'static str,
        request: Call,
    ) -> Result<Answer<()>, Trouble> {
        let Answer { value, usage } = self.call(name, request, Effect::Repeatable).await?;
        if value.get("success") == Some(&Value::Bool(false)) {
            return Err(Trouble::here(
                Class::Refused,
                0,
                "Meta says that it did not succeed",
            ));
        }
        Ok(Answer { value: (), usage })
    }
}

fn facts(value: &Value) -> Option<CommentFacts> {
    let part = |key: &str| value.get(key).unwrap_or(&Value::Null);
    let (from, media) = (part("from"), part("media"));
    let username = read::text(value, "username").or_else(|| read::text(from, "username"));
    Some(CommentFacts {
        ig_comment_id: read::id(value, "id")?,
        text: Private::new(read::text(value, "text").unwrap_or_default()),
        from_id: read::id(from, "id").map(Private::new),
        username: username.map(Private::new),
        at: read::instant(value, "timestamp"),
        ig_parent_id: read::id(value, "parent_id"),
        ig_media_id: read::id(media, "id"),
        media_kind: read::text(media, "media_product_type").map(|kind| MediaKind::from_name(&kind)),
        hidden: read::flag(value, "hidden"),
    })
}
