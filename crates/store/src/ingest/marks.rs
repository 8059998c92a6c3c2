//! What people leave on messages: reactions and seen marks.
//!
//! Meta promises no order, so of reactions the newest by Meta's time holds, also when it comes
//! before its message: it is kept beside, like an early edit.

use palette_domain::conversation::MessageBody;
use palette_domain::live::Change;
use palette_domain::{ConversationId, Instant};
use sea_orm::prelude::Uuid;

use crate::keys::Key as _;
use crate::message::body_of;
use crate::vault::{Place, open_text};
use crate::{Result, Store};

use super::IngestOutcome;
use super::direct::early_row;
use super::set::{Home, Set, Tracked};

const REACTION: &str = "reaction";
/// Letters of an emoji at most: families of several people have eight.
const EMOJI_CHARS_MAX: usize = 8;

/// Where the last reaction to a message is kept.
pub(super) fn reaction_hash(store: &Store, mid_hash: Uuid) -> Uuid {
    store.vault().hash("early reaction", &[mid_hash.as_bytes()])
}

impl Set<'_> {
    /// A person reacted to a message, or took the reaction back.
    pub(super) fn reaction(
        &mut self,
        home: &Home,
        mid: &str,
        emoji: Option<&str>,
        at: Instant,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let hash = self.mid_hash(home, mid);
        let emoji: Option<String> =
            emoji.map(|emoji| emoji.chars().take(EMOJI_CHARS_MAX).collect());
        let known = self.last_reaction(home, hash)?;
        if known.is_some_and(|known| known >= (at.millis(), emoji.clone())) {
            out.duplicates += 1;
            return Ok(());
        }
        let kept_as = reaction_hash(self.store, hash);
        let place = Place::new("early.text", kept_as);
        let sealed = emoji
            .as_ref()
            .map(|emoji| self.store.vault().seal_text(&home.tenant.key, place, emoji));
        let kept = early_row(home, kept_as, REACTION, 0, sealed, at);
        self.early.insert(kept_as, Tracked::new(kept));
        out.new += 1;

        let found = self.by_mid.get(&hash).and_then(|id| self.messages.get(id));
        let Some(row) = found.map(Tracked::get).filter(|row| row.body.is_some()) else {
            return Ok(());
        };
        let (id, thread) = (row.id, row.conversation_id);
        let key = self.thread_key(thread)?;
        let mut body = body_of(&key, row)?;
        body.reaction = emoji;
        let sealed = self.seal_body(&key, id, &body);
        if let Some(tracked) = self.messages.get_mut(&id) {
            tracked.change().body = Some(sealed);
        }
        self.thread(thread)?.change().version += 1;
        let id = ConversationId::of(thread);
        out.touch(home.tenant.id, Change::Conversation { id });
        Ok(())
    }

    /// Gives a message that came late the reaction that was there before it.
    pub(super) fn apply_reaction(
        &self,
        home: &Home,
        mid_hash: Uuid,
        body: &mut MessageBody,
    ) -> Result<()> {
        if let Some((_, emoji)) = self.last_reaction(home, mid_hash)? {
            body.reaction = emoji;
        }
        Ok(())
    }

    /// The newest reaction that is known, with its time; of two in one moment the greater counts.
    fn last_reaction(&self, home: &Home, mid_hash: Uuid) -> Result<Option<(i64, Option<String>)>> {
        let kept_as = reaction_hash(self.store, mid_hash);
        let Some(kept) = self.early.get(&kept_as).map(Tracked::get) else {
            return Ok(None);
        };
        let place = Place::new("early.text", kept_as);
        let emoji = match &kept.text {
            Some(sealed) => Some(open_text(&home.tenant.key, place, sealed)?.into_revealed()),
            None => None,
        };
        Ok(Some((kept.at, emoji)))
    }

    /// A person has seen a message of ours, and all before it.
    pub(super) fn saw(&mut self, home: &Home, mid: &str, out: &mut IngestOutcome) {
        let hash = self.mid_hash(home, mid);
        let found = self.by_mid.get(&hash).and_then(|id| self.messages.get(id));
        let Some(row) = found.map(Tracked::get) else {
            out.ignored += 1;
            return;
        };
        let (thread, at) = (row.conversation_id, row.at);
        let until = self.seen.entry(thread).or_insert(at);
        *until = (*until).max(at);
        if let Some(tracked) = self.conversations.get_mut(&thread) {
            tracked.change().version += 1;
        }
        out.new += 1;
        let id = ConversationId::of(thread);
        out.touch(home.tenant.id, Change::Conversation { id });
    }
}
