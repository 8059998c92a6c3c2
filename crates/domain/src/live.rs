//! What the dashboard is told as it happens: ids and a kind, never words.

use serde::{Deserialize, Serialize};

/// Something changed that a member may be looking at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A conversation: new or changed messages, handler, window, unread count, draft, turn.
    Conversation {
        /// Which.
        id: crate::ConversationId,
    },
    /// A comment, or replies to it.
    Comment {
        /// Which.
        id: crate::CommentId,
        /// Under which post.
        media_id: crate::MediaId,
    },
    /// An order.
    Order {
        /// Which.
        id: crate::OrderId,
    },
    /// A product, its price or its stock.
    Product {
        /// Which.
        id: crate::ProductId,
    },
    /// An account's status.
    Account {
        /// Which.
        id: crate::AccountId,
    },
    /// The business's settings.
    Settings,
}
