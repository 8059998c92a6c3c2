//! The timeline of one person: messages, comments, our replies and notes, merged by time.

use palette_domain::conversation::{Message, Note};
use palette_domain::{ConversationId, Instant};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::keys::Key as _;
use crate::message::message_of;
use crate::note::note_of;
use crate::page::{after, bounded};
use crate::rows::{comment, message, note};
use crate::{BusinessStore, CommentView, Cursor, Page, Result};

/// One thing in the timeline.
#[derive(Clone, PartialEq, Debug)]
pub enum TimelineItem {
    /// A direct message.
    Message(Message),
    /// A comment of theirs, or our public reply to one.
    Comment(CommentView),
    /// A member's words for colleagues.
    Note(Note),
}

impl TimelineItem {
    fn place(&self) -> Cursor {
        match self {
            TimelineItem::Message(row) => Cursor {
                at: row.at,
                id: row.id.uuid(),
            },
            TimelineItem::Comment(row) => Cursor {
                at: row.comment.at,
                id: row.comment.id.uuid(),
            },
            TimelineItem::Note(row) => Cursor {
                at: row.at,
                id: row.id.uuid(),
            },
        }
    }
    /// When it was written.
    pub fn at(&self) -> Instant {
        self.place().at
    }
}

impl BusinessStore {
    /// A page of the timeline, newest first.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn timeline(
        &self,
        conversation: ConversationId,
        from: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<TimelineItem>> {
        let limit = bounded(limit);
        let thread = conversation.uuid();
        let key = self.key_of_thread(self.read(), thread).await?;
        let mut messages =
            message::Entity::find().filter(message::Column::ConversationId.eq(thread));
        let mut comments =
            comment::Entity::find().filter(comment::Column::ConversationId.eq(thread));
        let mut notes = note::Entity::find().filter(note::Column::ConversationId.eq(thread));
        if let Some(cursor) = from {
            notes = notes.filter(after(note::Column::At, note::Column::Id, cursor));
            messages = messages.filter(after(message::Column::At, message::Column::Id, cursor));
            comments = comments.filter(after(comment::Column::At, comment::Column::Id, cursor));
        }
        let messages = messages
            .order_by_desc(message::Column::At)
            .order_by_desc(message::Column::Id)
            .limit(limit + 1)
            .all(self.read())
            .await?;
        let comments = comments
            .order_by_desc(comment::Column::At)
            .order_by_desc(comment::Column::Id)
            .limit(limit + 1)
            .all(self.read())
            .await?;
        let notes = notes
            .order_by_desc(note::Column::At)
            .order_by_desc(note::Column::Id)
            .limit(limit + 1)
            .all(self.read())
            .await?;
        let comments = self.views(self.read(), comments).await?;
        let mut items = Vec::with_capacity(messages.len() + comments.len());
        for row in &messages {
            items.push(TimelineItem::Message(message_of(&key, row)?));
        }
        for row in &notes {
            items.push(TimelineItem::Note(note_of(&key, row)?));
        }
        items.extend(comments.into_iter().map(TimelineItem::Comment));
        items.sort_by_key(|item| {
            let place = item.place();
            std::cmp::Reverse((place.at, place.id))
        });
        Ok(Page::cut(items, limit, TimelineItem::place))
    }
}
