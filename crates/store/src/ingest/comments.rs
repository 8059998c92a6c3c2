//! Comments: of customers, and our own as Instagram tells them back.

use palette_domain::business::AiMode;
use palette_domain::comment::CommentState;
use palette_domain::conversation::Author;
use palette_domain::inbound::InboundComment;
use palette_domain::live::Change;
use palette_domain::outbound::{OutboundKind, OutboxState};
use palette_domain::turn::{Subject, looks_finished};
use palette_domain::{CommentId, ConversationId, Instant, MediaId};
use sea_orm::prelude::Uuid;

use crate::keys::Key as _;
use crate::rows::comment;
use crate::vault::Place;
use crate::{Result, StoreError};

use super::IngestOutcome;
use super::direct::touch_person;
use super::echo::settle;
use super::people::commenter_hash;
use super::set::{Home, Set, Tracked, comment_hash, text_hash};

impl Set<'_> {
    /// A comment was written under a post of the account.
    pub(super) fn comment(
        &mut self,
        home: &Home,
        inbound: &InboundComment,
        at: Instant,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let hash = comment_hash(self.store, home.account, &inbound.ig_comment_id);
        if self.by_comment.contains_key(&hash) {
            out.duplicates += 1;
            return Ok(());
        }
        if inbound.is_own {
            return self.own_comment(home, inbound, hash, at, out);
        }
        let person = commenter_hash(self.store, home.account, inbound);
        let person = self
            .people
            .get_mut(&person)
            .ok_or(StoreError::NotFound("customer"))?;
        touch_person(person, at);
        let (customer, thread) = (person.row.get().id, person.conversation);
        if person.row.get().username.is_none()
            && let Some(name) = &inbound.username
        {
            let place = Place::new("customer.username", customer);
            let sealed = self
                .store
                .vault()
                .seal_text(&person.key, place, name.reveal());
            person.row.change().username = Some(sealed);
        }
        let off = home.tenant.settings.ai.mode == AiMode::Off;
        let state = if off {
            CommentState::NeedsPerson
        } else {
            CommentState::New
        };
        let mut row = self.new_comment(home, inbound, hash, at, Some(customer))?;
        row.state = state.as_str().to_owned();
        row.customer_id = Some(customer);
        row.conversation_id = Some(thread);
        let (id, media) = (row.id, row.media_id);
        let waits = row.parent_id.is_none();
        self.by_comment.insert(hash, id);
        self.comments.insert(id, Tracked::new(row));
        if waits {
            self.wait_if_reply(home, inbound, id, at);
        }
        let answered = self.take_in_replies(hash, id, Some(thread));
        if answered && let Some(tracked) = self.comments.get_mut(&id) {
            tracked.change().state = CommentState::Answered.as_str().to_owned();
        }
        self.thread(thread)?.change().version += 1;
        out.new += 1;
        self.tell(home, id, media, Some(thread), out);
        if !off && !answered {
            let finished = looks_finished(inbound.text.reveal());
            self.open_turn(home, Subject::Comment(CommentId::of(id)), finished, out);
        }
        Ok(())
    }

    /// The account itself wrote a comment: through us, or a person in the app. Never answered.
    fn own_comment(
        &mut self,
        home: &Home,
        inbound: &InboundComment,
        hash: Uuid,
        at: Instant,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let parent = self.parent_of(home, inbound);
        if let Some(index) = self.our_reply(home, parent, inbound.text.reveal()) {
            return self.adopt_reply(home, index, inbound, hash, out);
        }
        let above = parent.and_then(|id| self.comments.get(&id)).map(|row| {
            let row = row.get();
            (row.conversation_id, row.sealed_for)
        });
        let (thread, sealed_for) = above.unwrap_or((None, None));
        let mut row = self.new_comment(home, inbound, hash, at, sealed_for)?;
        row.author = Author::App.as_str().to_owned();
        row.state = CommentState::Answered.as_str().to_owned();
        row.conversation_id = thread;
        let (id, media) = (row.id, row.media_id);
        self.by_comment.insert(hash, id);
        self.comments.insert(id, Tracked::new(row));
        self.take_in_replies(hash, id, thread);
        if parent.is_none() {
            self.wait_if_reply(home, inbound, id, at);
        }
        if let Some(parent) = parent {
            self.cancel_turn(parent);
            self.cancel_queued(parent);
            if let Some(tracked) = self.comments.get_mut(&parent) {
                tracked.change().state = CommentState::Answered.as_str().to_owned();
            }
        }
        out.new += 1;
        self.tell(home, id, media, thread, out);
        Ok(())
    }

    fn parent_of(&self, home: &Home, inbound: &InboundComment) -> Option<Uuid> {
        let parent = inbound.ig_parent_id.as_ref()?;
        let hash = comment_hash(self.store, home.account, parent);
        self.by_comment.get(&hash).copied()
    }

    fn wait_if_reply(&mut self, home: &Home, inbound: &InboundComment, id: Uuid, at: Instant) {
        if let Some(parent) = &inbound.ig_parent_id {
            let parent = comment_hash(self.store, home.account, parent);
            self.wait_for_parent(home, parent, id, at);
        }
    }

    /// The reply of ours that may be this comment: being sent or unknown, with the same words.
    fn our_reply(&self, home: &Home, parent: Option<Uuid>, text: &str) -> Option<usize> {
        let hash = text_hash(self.store, home.account, text);
        let unsettled = [OutboxState::Sending.as_str(), OutboxState::Unknown.as_str()];
        self.outbox.iter().position(|tracked| {
            let row = tracked.get();
            let about = row.comment_id;
            // Instagram hangs a reply to a reply under the top comment.
            let top = about
                .and_then(|id| self.comments.get(&id))
                .and_then(|c| c.get().parent_id);
            row.account_id == home.account
                && row.kind == OutboundKind::CommentReply.as_str()
                && unsettled.contains(&row.state.as_str())
                && row.text_hash == Some(hash)
                && (parent.is_none() || about == parent || top == parent)
        })
    }

    fn adopt_reply(
        &mut self,
        home: &Home,
        index: usize,
        inbound: &InboundComment,
        hash: Uuid,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        settle(&mut self.outbox[index]);
        let Some(reply) = self.outbox[index].get().reply_comment_id else {
            return Ok(());
        };
        let Some(row) = self.comments.get(&reply).map(Tracked::get) else {
            return Ok(());
        };
        let (media, thread, sealed_for) = (row.media_id, row.conversation_id, row.sealed_for);
        let sealed = self.seal_for(
            home,
            sealed_for,
            "comment.ig_id",
            reply,
            &inbound.ig_comment_id,
        )?;
        if let Some(tracked) = self.comments.get_mut(&reply) {
            let row = tracked.change();
            row.ig_id = Some(sealed);
            row.ig_hash = Some(hash);
        }
        self.by_comment.insert(hash, reply);
        out.new += 1;
        self.tell(home, reply, media, thread, out);
        Ok(())
    }

    /// Seals a part of a comment for a customer of the set, or for the business.
    fn seal_for(
        &self,
        home: &Home,
        customer: Option<Uuid>,
        what: &'static str,
        id: Uuid,
        text: &str,
    ) -> Result<Vec<u8>> {
        let place = Place::new(what, id);
        let vault = self.store.vault();
        let Some(customer) = customer else {
            return Ok(vault.seal_text(&home.tenant.key, place, text));
        };
        let key = self
            .customer_keys
            .get(&customer)
            .ok_or(StoreError::NotFound("customer"))?;
        Ok(vault.seal_text(key, place, text))
    }

    fn new_comment(
        &self,
        home: &Home,
        inbound: &InboundComment,
        hash: Uuid,
        at: Instant,
        sealed_for: Option<Uuid>,
    ) -> Result<comment::Model> {
        let id = self.store.next_id::<CommentId>(self.now).uuid();
        let media = self
            .media
            .get(&(home.account, inbound.ig_media_id.clone()))
            .copied()
            .ok_or(StoreError::NotFound("media"))?;
        let seal = |what, text: &str| self.seal_for(home, sealed_for, what, id, text);
        Ok(comment::Model {
            id,
            business_id: home.tenant.id.uuid(),
            account_id: home.account,
            media_id: media,
            parent_id: self.parent_of(home, inbound),
            customer_id: None,
            conversation_id: None,
            sealed_for,
            ig_hash: Some(hash),
            ig_id: Some(seal("comment.ig_id", &inbound.ig_comment_id)?),
            author: Author::Customer.as_str().to_owned(),
            member_id: None,
            text: seal("comment.text", inbound.text.reveal())?,
            at: at.millis(),
            hidden: false,
            live: inbound.is_live,
            state: CommentState::New.as_str().to_owned(),
            private_reply_at: None,
            outbox_id: None,
            decision_id: None,
            act_hash: None,
        })
    }

    fn tell(
        &self,
        home: &Home,
        id: Uuid,
        media: Uuid,
        thread: Option<Uuid>,
        out: &mut IngestOutcome,
    ) {
        let change = Change::Comment {
            id: CommentId::of(id),
            media_id: MediaId::of(media),
        };
        out.touch(home.tenant.id, change);
        if let Some(thread) = thread {
            out.touch(
                home.tenant.id,
                Change::Conversation {
                    id: ConversationId::of(thread),
                },
            );
        }
    }
}
