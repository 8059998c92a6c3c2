//! Replies that come before the comment they are about: Meta promises no order.
//!
//! The comment's place is kept beside with our ids of its replies; when it comes, they find it.

use palette_domain::Instant;
use palette_domain::conversation::Author;
use sea_orm::prelude::Uuid;

use crate::Store;
use crate::rows::early;

use super::direct::early_row;
use super::set::{Home, Set, Tracked};

const REPLIES: &str = "replies";

/// Where the replies to a comment that is not here yet are kept.
pub(super) fn replies_hash(store: &Store, comment_hash: Uuid) -> Uuid {
    store
        .vault()
        .hash("early replies", &[comment_hash.as_bytes()])
}

/// Our ids of the replies that a row keeps.
pub(super) fn replies_in(row: &early::Model) -> Vec<Uuid> {
    if row.kind != REPLIES {
        return Vec::new();
    }
    let ids = row.text.as_deref().unwrap_or_default().chunks_exact(16);
    ids.filter_map(|id| Uuid::from_slice(id).ok()).collect()
}

impl Set<'_> {
    /// A reply to a comment that is not here: it waits.
    pub(super) fn wait_for_parent(&mut self, home: &Home, parent: Uuid, reply: Uuid, at: Instant) {
        let kept_as = replies_hash(self.store, parent);
        let known = self.early.get(&kept_as).map(Tracked::get);
        let mut ids = known.map(replies_in).unwrap_or_default();
        ids.push(reply);
        let ids: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
        let kept = early_row(home, kept_as, REPLIES, 0, Some(ids), at);
        self.early.insert(kept_as, Tracked::new(kept));
    }

    /// Hangs the replies that waited under their comment. True when the business is among those
    /// who replied.
    pub(super) fn take_in_replies(
        &mut self,
        comment_hash: Uuid,
        comment: Uuid,
        thread: Option<Uuid>,
    ) -> bool {
        let kept_as = replies_hash(self.store, comment_hash);
        let known = self.early.get(&kept_as).map(Tracked::get);
        let replies = known.map(replies_in).unwrap_or_default();
        let mut answered = false;
        for id in &replies {
            if let Some(tracked) = self.comments.get_mut(id) {
                let row = tracked.change();
                row.parent_id = Some(comment);
                let ours = row.author != Author::Customer.as_str();
                if ours && row.conversation_id.is_none() {
                    row.conversation_id = thread;
                }
                answered |= ours;
            }
        }
        if !replies.is_empty() {
            self.settled_early.insert(kept_as);
        }
        answered
    }
}
