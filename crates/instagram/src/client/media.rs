//! Posts, reels and stories of the account.

use palette_domain::inbound::MediaFacts;
use palette_domain::media::MediaKind;
use serde_json::Value;

use super::call::page;
use super::{Answer, Client, Page};
use crate::error::{Class, Effect, Trouble};
use crate::{Token, read};

const FIELDS: &str =
    "id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp";

impl Client {
    /// One media.
    ///
    /// # Errors
    /// `Refused` with 100/33 when it is gone or belongs to another account.
    pub async fn media(
        &self,
        token: &Token,
        ig_media_id: &str,
    ) -> Result<Answer<MediaFacts>, Trouble> {
        let request = self.read(token, &[ig_media_id], FIELDS);
        let Answer { value, usage } = self.call("media", request, Effect::Repeatable).await?;
        match facts(read::unwrapped(&value)) {
            Some(value) => Ok(Answer { value, usage }),
            None => Err(Trouble::here(
                Class::Refused,
                0,
                "Meta's answer names no media",
            )),
        }
    }

    /// A page of the account's media, newest first. Stories are not among them.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub async fn media_list(
        &self,
        token: &Token,
        after: Option<&str>,
    ) -> Result<Answer<Page<MediaFacts>>, Trouble> {
        let mut request = self.read(token, &[token.ig_node(), "media"], FIELDS);
        if let Some(after) = after {
            request = request.query(&[("after", after)]);
        }
        let answer = self.call("media_list", request, Effect::Repeatable).await?;
        Ok(answer.map(|value| page(&value, facts)))
    }
}

fn facts(value: &Value) -> Option<MediaFacts> {
    let kind = read::text(value, "media_product_type").unwrap_or_default();
    // A video's own address is no picture; and for music under copyright there is none at all.
    let is_video = read::text(value, "media_type").is_some_and(|kind| kind == "VIDEO");
    let picture = read::text(value, "thumbnail_url");
    Some(MediaFacts {
        ig_media_id: read::id(value, "id")?,
        kind: MediaKind::from_name(&kind),
        caption: read::text(value, "caption").unwrap_or_default(),
        permalink: read::text(value, "permalink"),
        picture_url: picture.or_else(|| read::text(value, "media_url").filter(|_| !is_video)),
        posted_at: read::instant(value, "timestamp"),
    })
}
