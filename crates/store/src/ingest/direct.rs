//! Direct messages of customers: written, changed, taken back, reacted to, seen.

use palette_domain::business::AiMode;
use palette_domain::conversation::{Author, Handler, MessageBody, MessageState};
use palette_domain::inbound::InboundMessage;
use palette_domain::live::Change;
use palette_domain::turn::{Subject, looks_finished};
use palette_domain::{ConversationId, Instant, MessageId, Private};
use sea_orm::prelude::Uuid;

use crate::Result;
use crate::conversation::back_on_the_desk;
use crate::keys::Key as _;
use crate::message::{body_of, preview};
use crate::rows::{conversation, early, message};
use crate::vault::{Key, Place, open_text};

use super::IngestOutcome;
use super::set::{Home, Set, Tracked};

/// The reason that shows in the inbox when a message came and the AI may not answer.
const REASON_PERSON: &str = "person_handles";
const REASON_OFF: &str = "ai_off";

impl Set<'_> {
    /// A person wrote to the business.
    pub(super) fn message(
        &mut self,
        home: &Home,
        inbound: &InboundMessage,
        at: Instant,
        elsewhere: bool,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let hash = self.mid_hash(home, &inbound.mid);
        if self.by_mid.contains_key(&hash) {
            out.duplicates += 1;
            return Ok(());
        }
        let igsid = inbound.igsid.reveal();
        let thread = self.person(home, igsid)?.conversation;
        let media = inbound
            .about_ig_media_id
            .as_ref()
            .and_then(|id| self.media.get(&(home.account, id.clone())).copied());
        let mut row = self.new_message(home, thread, Author::Customer, &inbound.mid, at)?;
        row.media_id = media;
        let mut body = inbound.body.reveal().clone();
        let taken_back = self.apply_early(hash, &mut body, &mut row, thread)?;
        self.apply_reaction(home, hash, &mut body)?;
        let key = self.thread_key(thread)?;
        if !taken_back {
            row.body = Some(self.seal_body(&key, row.id, &body));
        }
        let id = row.id;
        self.by_mid.insert(hash, id);
        self.messages.insert(id, Tracked::new(row));

        self.saw_person(home, igsid, at)?;
        self.arrive(thread, id, &body, at, false)?;
        let row = self.thread(thread)?.change();
        row.elsewhere = elsewhere;
        row.subject_media = media.or(row.subject_media);
        let later = row.window_at.is_none_or(|open| open <= at.millis());
        if inbound.opens.opens_window() && !inbound.is_self && later {
            row.window_at = Some(at.millis());
            row.window_by = Some(inbound.opens.as_str().to_owned());
        }
        if !inbound.is_self {
            back_on_the_desk(row);
            row.unread += 1;
        }
        out.new += 1;
        out.touch(
            home.tenant.id,
            Change::Conversation {
                id: ConversationId::of(thread),
            },
        );
        if !inbound.is_self && !elsewhere && !taken_back {
            self.call_for_answer(home, thread, &body, out)?;
        }
        Ok(())
    }

    /// Opens the turn, or says that a person should look when the AI may not answer.
    fn call_for_answer(
        &mut self,
        home: &Home,
        thread: Uuid,
        body: &MessageBody,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let by_person = self.thread(thread)?.get().handler == Handler::Person.as_str();
        let off = home.tenant.settings.ai.mode == AiMode::Off;
        if by_person || off {
            let reason = if by_person { REASON_PERSON } else { REASON_OFF };
            let row = self.thread(thread)?.change();
            row.needs_person.get_or_insert_with(|| reason.to_owned());
            return Ok(());
        }
        let finished = looks_finished(&body.text) || !body.attachments.is_empty();
        let subject = Subject::Conversation(ConversationId::of(thread));
        self.open_turn(home, subject, finished, out);
        Ok(())
    }

    /// A row for a message that Instagram has.
    pub(super) fn new_message(
        &self,
        home: &Home,
        thread: Uuid,
        author: Author,
        mid: &str,
        at: Instant,
    ) -> Result<message::Model> {
        let id = self.store.next_id::<MessageId>(self.now).uuid();
        let key = self.thread_key(thread)?;
        let vault = self.store.vault();
        let state = if author == Author::Customer {
            MessageState::Received
        } else {
            MessageState::Sent
        };
        Ok(message::Model {
            id,
            business_id: home.tenant.id.uuid(),
            conversation_id: thread,
            mid_hash: Some(self.mid_hash(home, mid)),
            mid: Some(vault.seal_text(&key, Place::new("message.mid", id), mid)),
            author: author.as_str().to_owned(),
            member_id: None,
            body: None,
            at: at.millis(),
            state: state.as_str().to_owned(),
            error: None,
            media_id: None,
            private_reply_to: None,
            outbox_id: None,
            decision_id: None,
            seen_at: None,
            language: None,
            num_edit: 0,
            act_hash: None,
        })
    }

    pub(super) fn seal_body(&self, key: &Key, id: Uuid, body: &MessageBody) -> Vec<u8> {
        self.store
            .vault()
            .seal_json(key, Place::new("message.body", id), body)
    }

    /// Applies an unsend or an edit that came before its message. True when it was taken back.
    pub(super) fn apply_early(
        &mut self,
        hash: Uuid,
        body: &mut MessageBody,
        row: &mut message::Model,
        thread: Uuid,
    ) -> Result<bool> {
        let Some(early) = self.early.get(&hash) else {
            return Ok(false);
        };
        let early = early.get();
        self.settled_early.insert(hash);
        if early.kind == "unsent" {
            row.state = MessageState::Unsent.as_str().to_owned();
            *body = MessageBody::default();
            return Ok(true);
        }
        let business = self.thread_business(thread)?;
        if let Some(sealed) = &early.text {
            let text = open_text(&business, Place::new("early.text", hash), sealed)?;
            body.text = text.into_revealed();
            row.num_edit = early.num_edit;
        }
        Ok(false)
    }

    fn thread_business(&self, thread: Uuid) -> Result<std::sync::Arc<Key>> {
        let row = self.conversations.get(&thread).map(Tracked::get);
        let business = row.map(|row| row.business_id);
        let found = self
            .homes
            .values()
            .find(|h| Some(h.tenant.id.uuid()) == business);
        found
            .map(|home| std::sync::Arc::clone(&home.tenant.key))
            .ok_or(crate::StoreError::NotFound("business"))
    }

    /// The person did something at `at`.
    pub(super) fn saw_person(&mut self, home: &Home, igsid: &str, at: Instant) -> Result<()> {
        let person = self.person_mut(home, igsid)?;
        touch_person(person, at);
        Ok(())
    }

    /// Puts a message on top of its thread, unless a newer one is there.
    pub(super) fn arrive(
        &mut self,
        thread: Uuid,
        message: Uuid,
        body: &MessageBody,
        at: Instant,
        ours: bool,
    ) -> Result<()> {
        let key = self.thread_key(thread)?;
        let place = Place::new("conversation.last_preview", thread);
        let sealed = self.store.vault().seal_text(&key, place, &preview(body));
        let row = self.thread(thread)?.change();
        put_on_top(row, message, sealed, at, ours);
        Ok(())
    }

    /// A message was taken back: its words go.
    pub(super) fn unsent(
        &mut self,
        home: &Home,
        mid: &str,
        at: Instant,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let hash = self.mid_hash(home, mid);
        let Some(id) = self.by_mid.get(&hash).copied() else {
            let kept = early_row(home, hash, "unsent", 0, None, at);
            self.early.insert(hash, Tracked::new(kept));
            out.new += 1;
            return Ok(());
        };
        let Some(tracked) = self.messages.get_mut(&id) else {
            return Ok(());
        };
        if tracked.get().state == MessageState::Unsent.as_str() {
            out.duplicates += 1;
            return Ok(());
        }
        let row = tracked.change();
        row.state = MessageState::Unsent.as_str().to_owned();
        row.body = None;
        let thread = row.conversation_id;
        self.untaught.extend(row.decision_id);
        self.refresh_top(thread, id, &MessageBody::default())?;
        self.outdate_turn(thread);
        out.new += 1;
        out.touch(
            home.tenant.id,
            Change::Conversation {
                id: ConversationId::of(thread),
            },
        );
        Ok(())
    }

    /// A message was changed. `num_edit` 0 is noise about a message that exists.
    pub(super) fn edited(
        &mut self,
        home: &Home,
        mid: &str,
        text: Option<&Private<String>>,
        num_edit: u32,
        at: Instant,
        out: &mut IngestOutcome,
    ) -> Result<()> {
        let (Some(text), true) = (text, num_edit > 0) else {
            out.ignored += 1;
            return Ok(());
        };
        let hash = self.mid_hash(home, mid);
        let num_edit = i64::from(num_edit);
        let Some(id) = self.by_mid.get(&hash).copied() else {
            let known = self.early.get(&hash).map(|early| early.get());
            if known.is_some_and(|e| e.kind == "unsent" || e.num_edit >= num_edit) {
                out.duplicates += 1;
                return Ok(());
            }
            let place = Place::new("early.text", hash);
            let sealed = self
                .store
                .vault()
                .seal_text(&home.tenant.key, place, text.reveal());
            let kept = early_row(home, hash, "edited", num_edit, Some(sealed), at);
            self.early.insert(hash, Tracked::new(kept));
            out.new += 1;
            return Ok(());
        };
        let Some(row) = self.messages.get(&id).map(Tracked::get) else {
            return Ok(());
        };
        if row.state == MessageState::Unsent.as_str() || row.num_edit >= num_edit {
            out.duplicates += 1;
            return Ok(());
        }
        let (thread, from_customer) =
            (row.conversation_id, row.author == Author::Customer.as_str());
        let key = self.thread_key(thread)?;
        let mut body = body_of(&key, row)?;
        body.text = text.reveal().clone();
        let sealed = self.seal_body(&key, id, &body);
        if let Some(tracked) = self.messages.get_mut(&id) {
            let row = tracked.change();
            row.body = Some(sealed);
            row.num_edit = num_edit;
        }
        self.refresh_top(thread, id, &body)?;
        if from_customer && self.turns.contains_key(&thread) {
            let subject = Subject::Conversation(ConversationId::of(thread));
            self.open_turn(home, subject, looks_finished(&body.text), out);
        }
        out.new += 1;
        out.touch(
            home.tenant.id,
            Change::Conversation {
                id: ConversationId::of(thread),
            },
        );
        Ok(())
    }

    /// A person came through a link: no statement, so no window and no turn.
    pub(super) fn referral(
        &mut self,
        home: &Home,
        igsid: &Private<String>,
        at: Instant,
        out: &mut IngestOutcome,
    ) {
        if let Ok(person) = self.person_mut(home, igsid.reveal()) {
            touch_person(person, at);
        }
        out.ignored += 1;
    }

    /// After a message changed: the inbox shows it anew when it is the newest.
    fn refresh_top(&mut self, thread: Uuid, message: Uuid, body: &MessageBody) -> Result<()> {
        let key = self.thread_key(thread)?;
        let place = Place::new("conversation.last_preview", thread);
        let sealed = self.store.vault().seal_text(&key, place, &preview(body));
        let row = self.thread(thread)?.change();
        row.version += 1;
        if row.last_message_id == Some(message) {
            row.last_preview = Some(sealed);
        }
        Ok(())
    }
}

pub(super) fn touch_person(person: &mut super::set::Person, at: Instant) {
    let row = person.row.get();
    let (first, last) = (row.first_seen_at, row.last_interaction_at);
    // A new person's times are the batch's; what they did may be older.
    let (first, last) = if std::mem::take(&mut person.is_new) {
        (at.millis(), at.millis())
    } else {
        (first.min(at.millis()), last.max(at.millis()))
    };
    if (first, last) != (row.first_seen_at, row.last_interaction_at) {
        let row = person.row.change();
        row.first_seen_at = first;
        row.last_interaction_at = last;
    }
}

/// Puts a message on top of its thread, unless a newer one is there.
pub(crate) fn put_on_top(
    row: &mut conversation::Model,
    message: Uuid,
    preview: Vec<u8>,
    at: Instant,
    ours: bool,
) {
    row.version += 1;
    if row.last_message_at.is_none_or(|last| last <= at.millis()) {
        row.last_message_at = Some(at.millis());
        row.last_message_id = Some(message);
        row.last_preview = Some(preview);
        row.last_is_ours = ours;
    }
}

pub(super) fn early_row(
    home: &Home,
    hash: Uuid,
    kind: &str,
    num_edit: i64,
    text: Option<Vec<u8>>,
    at: Instant,
) -> early::Model {
    early::Model {
        mid_hash: hash,
        business_id: home.tenant.id.uuid(),
        kind: kind.to_owned(),
        num_edit,
        text,
        at: at.millis(),
    }
}
