//! What the business wrote, as Instagram tells it back: our own sends confirmed, or a person who
//! answered in the app.

use palette_domain::conversation::{Author, Handler, MessageState};
use palette_domain::inbound::EchoMessage;
use palette_domain::live::Change;
use palette_domain::outbound::{OutboundKind, OutboxState};
use palette_domain::{ConversationId, Instant};
use sea_orm::prelude::Uuid;

use crate::keys::Key as _;
use crate::vault::Place;
use crate::{Result, StoreError};

use super::IngestOutcome;
use super::set::{Home, Link, Set, Tracked, text_hash};

impl Set<'_> {
    /// The business wrote to a person.
    pub(super) fn echo(
        &mut self,
        home: &Home,
        echo: &EchoMessage,
        at: Instant,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let hash = self.mid_hash(home, &echo.mid);
        let thread = self.person(home, echo.igsid.reveal())?.conversation;
        if let Some(id) = self.by_mid.get(&hash).copied() {
            self.confirm(home, id, out);
            return Ok(());
        }
        if let Some(index) = self.our_send(home, thread, &echo.body.reveal().text) {
            return self.adopt(home, index, thread, echo, hash, out);
        }
        self.person_answered(home, thread, echo, hash, at, out)
    }

    /// A message that we know under this id: if we did not know whether it left, now we do.
    fn confirm(&mut self, home: &Home, id: Uuid, out: &mut IngestOutcome) {
        let open = [
            MessageState::Sending.as_str(),
            MessageState::Unknown.as_str(),
        ];
        let Some(tracked) = self.messages.get_mut(&id) else {
            return;
        };
        if !open.contains(&tracked.get().state.as_str()) {
            out.duplicates += 1;
            return;
        }
        let row = tracked.change();
        row.state = MessageState::Sent.as_str().to_owned();
        let (thread, outbox) = (row.conversation_id, row.outbox_id);
        for tracked in &mut self.outbox {
            if Some(tracked.get().id) == outbox {
                settle(tracked);
            }
        }
        out.new += 1;
        out.touch(
            home.tenant.id,
            Change::Conversation {
                id: ConversationId::of(thread),
            },
        );
    }

    /// The oldest row of ours that may be what this echo tells: being sent or unknown, the same
    /// words, to the same thread (a private reply's thread may not be known yet).
    fn our_send(&self, home: &Home, thread: Uuid, text: &str) -> Option<usize> {
        if text.trim().is_empty() {
            return None;
        }
        let hash = text_hash(self.store, home.account, text);
        let unsettled = [OutboxState::Sending.as_str(), OutboxState::Unknown.as_str()];
        self.outbox.iter().position(|tracked| {
            let row = tracked.get();
            let private_reply = row.kind == OutboundKind::PrivateReply.as_str();
            let direct = row.kind == OutboundKind::Message.as_str();
            row.account_id == home.account
                && unsettled.contains(&row.state.as_str())
                && row.text_hash == Some(hash)
                && (private_reply || (direct && row.conversation_id == Some(thread)))
        })
    }

    /// The echo is our send's: it left, and this is its id.
    fn adopt(
        &mut self,
        home: &Home,
        index: usize,
        thread: Uuid,
        echo: &EchoMessage,
        hash: Uuid,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        settle(&mut self.outbox[index]);
        let row = self.outbox[index].get();
        let (outbox, shown) = (row.id, row.message_id);
        if row.conversation_id != Some(thread) {
            self.links.push(Link {
                outbox,
                igsid: echo.igsid.clone(),
            });
        }
        let Some(tracked) = shown.and_then(|id| self.messages.get_mut(&id)) else {
            return Ok(());
        };
        let own_thread = tracked.get().conversation_id;
        let key = self
            .thread_keys
            .get(&own_thread)
            .cloned()
            .ok_or(StoreError::NotFound("conversation"))?;
        let row = tracked.change();
        let place = Place::new("message.mid", row.id);
        row.mid = Some(self.store.vault().seal_text(&key, place, &echo.mid));
        row.mid_hash = Some(hash);
        row.state = MessageState::Sent.as_str().to_owned();
        row.error = None;
        let id = row.id;
        self.by_mid.insert(hash, id);
        if let Some(tracked) = self.conversations.get_mut(&own_thread) {
            tracked.change().version += 1;
        }
        out.new += 1;
        out.touch(
            home.tenant.id,
            Change::Conversation {
                id: ConversationId::of(own_thread),
            },
        );
        Ok(())
    }

    /// Somebody of the business answered in the app: the AI falls silent.
    fn person_answered(
        &mut self,
        home: &Home,
        thread: Uuid,
        echo: &EchoMessage,
        hash: Uuid,
        at: Instant,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let mut row = self.new_message(home, thread, Author::App, &echo.mid, at)?;
        let key = self.thread_key(thread)?;
        let mut body = echo.body.reveal().clone();
        let taken_back = self.apply_early(hash, &mut body, &mut row, thread)?;
        self.apply_reaction(home, hash, &mut body)?;
        if !taken_back {
            row.body = Some(self.seal_body(&key, row.id, &body));
        }
        let id = row.id;
        self.by_mid.insert(hash, id);
        self.messages.insert(id, Tracked::new(row));
        self.saw_person(home, echo.igsid.reveal(), at)?;
        self.arrive(thread, id, &body, at, true)?;
        let row = self.thread(thread)?.change();
        if row.handler != Handler::Person.as_str() {
            row.handler = Handler::Person.as_str().to_owned();
            row.handler_member = None;
            row.handler_message = Some(id);
        }
        row.unread = 0;
        row.needs_person = None;
        self.cancel_turn(thread);
        self.cancel_queued(thread);
        self.superseded.insert(thread);
        out.new += 1;
        out.touch(
            home.tenant.id,
            Change::Conversation {
                id: ConversationId::of(thread),
            },
        );
        Ok(())
    }
}

/// A row whose outcome is known now: it was sent.
pub(super) fn settle(tracked: &mut Tracked<crate::rows::outbox::Model>) {
    let row = tracked.change();
    row.state = OutboxState::Sent.as_str().to_owned();
    row.error = None;
    row.owner = None;
    row.lease_until = None;
}
