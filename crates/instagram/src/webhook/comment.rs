//! Comments and mentions.

use palette_domain::Private;
use palette_domain::inbound::{Event, InboundComment};
use palette_domain::media::MediaKind;
use serde_json::Value;

use crate::read;

/// A comment; nothing when it has no id.
///
/// Old events hold only an id and a text: then `ig_media_id` is empty, and the comment is to be
/// read to learn where it stands. A comment under a boosted post counts as one under the post.
pub(super) fn read(ig_id: &str, value: &Value, is_live: bool) -> Option<Event> {
    let part = |key: &str| value.get(key).unwrap_or(&Value::Null);
    let (from, media) = (part("from"), part("media"));
    let writer = read::id(from, "id");
    let is_own = from
        .get("self_ig_scoped_id")
        .is_some_and(|id| !id.is_null())
        || writer.as_deref().is_some_and(|writer| writer == ig_id);
    let kind = read::text(media, "media_product_type").unwrap_or_default();
    let ig_media_id = read::id(media, "original_media_id").or_else(|| read::id(media, "id"));
    Some(Event::Comment(InboundComment {
        ig_comment_id: read::id(value, "id").or_else(|| read::id(value, "comment_id"))?,
        ig_parent_id: read::id(value, "parent_id"),
        ig_media_id: ig_media_id.unwrap_or_default(),
        media_kind: MediaKind::from_name(&kind),
        igsid: writer.filter(|_| !is_own).map(Private::new),
        username: read::text(from, "username").map(Private::new),
        text: Private::new(read::text(value, "text").unwrap_or_default()),
        is_own,
        is_live,
    }))
}

/// The account was mentioned in a caption or a comment.
pub(super) fn mention(value: &Value) -> Option<Event> {
    Some(Event::Mention {
        ig_media_id: read::id(value, "media_id")?,
        ig_comment_id: read::id(value, "comment_id"),
    })
}
