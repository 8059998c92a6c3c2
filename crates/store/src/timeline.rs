//! The timeline of one person: their messages, comments and our replies, merged by time.

use palette_domain::conversation::Message;
use palette_domain::ConversationId;

use crate::{BusinessStore, CommentView, Cursor, Page, Result, later};

/// One thing in the timeline.
#[derive(Clone, PartialEq, Debug)]
pub enum TimelineItem {
    /// A direct message.
    Message(Message),
    /// A comment of theirs, or our public reply to one.
    Comment(CommentView),
}

impl BusinessStore {
    /// A page of the timeline, newest first.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn timeline(
        &self,
        conversation: ConversationId,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<TimelineItem>> {
        later()
    }
}
