//! The working set: all rows a batch is about, and how each event changes them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use palette_domain::business::BusinessSettings;
use palette_domain::inbound::{Event, Inbound};
use palette_domain::turn::QuietTime;
use palette_domain::{BusinessId, Instant, Private};
use sea_orm::prelude::Uuid;

use crate::keys::Key as _;
use crate::raw_event::RAW_BYTES_MAX;
use crate::rows::{
    account, comment, conversation, customer, early, message, outbox, raw_event, turn,
};
use crate::vault::{Key, Place};
use crate::{Result, Store, StoreError};

use super::{Arrival, IngestOutcome, unwrap_standby};

/// A row that may change, and whether it did.
pub(super) struct Tracked<M> {
    row: M,
    changed: bool,
}

impl<M> Tracked<M> {
    pub(super) fn clean(row: M) -> Self {
        Self {
            row,
            changed: false,
        }
    }
    pub(super) fn new(row: M) -> Self {
        Self { row, changed: true }
    }
    pub(super) fn get(&self) -> &M {
        &self.row
    }
    pub(super) fn change(&mut self) -> &mut M {
        self.changed = true;
        &mut self.row
    }
    pub(super) fn into_changed(self) -> Option<M> {
        self.changed.then_some(self.row)
    }
}

/// A tenant of the batch.
pub(crate) struct Tenant {
    pub(crate) id: BusinessId,
    pub(crate) key: Arc<Key>,
    pub(crate) settings: BusinessSettings,
}

/// An account of the batch.
#[derive(Clone)]
pub(crate) struct Home {
    pub(crate) account: Uuid,
    pub(crate) tenant: Arc<Tenant>,
}

/// A customer of the batch with their key and conversation.
pub(super) struct Person {
    pub(super) row: Tracked<customer::Model>,
    pub(super) key: Arc<Key>,
    pub(super) conversation: Uuid,
    /// Made by this batch, and nothing they did is counted yet.
    pub(super) is_new: bool,
}

/// A private reply whose echo names the thread it went to.
pub(super) struct Link {
    pub(super) outbox: Uuid,
    pub(super) igsid: Private<String>,
}

/// All rows of the batch.
pub(super) struct Set<'a> {
    pub(super) store: &'a Store,
    pub(super) quiet: QuietTime,
    pub(super) now: Instant,
    pub(super) homes: HashMap<String, Home>,
    pub(super) accounts: Vec<account::Model>,
    /// By the keyed hash of account and IGSID.
    pub(super) people: HashMap<Uuid, Person>,
    pub(super) conversations: HashMap<Uuid, Tracked<conversation::Model>>,
    /// Keys of the customers whose conversations are here, by conversation.
    pub(super) thread_keys: HashMap<Uuid, Arc<Key>>,
    pub(super) customer_keys: HashMap<Uuid, Arc<Key>>,
    pub(super) messages: HashMap<Uuid, Tracked<message::Model>>,
    /// Messages by the keyed hash of Meta's id.
    pub(super) by_mid: HashMap<Uuid, Uuid>,
    pub(super) comments: HashMap<Uuid, Tracked<comment::Model>>,
    /// Comments by the keyed hash of Instagram's id.
    pub(super) by_comment: HashMap<Uuid, Uuid>,
    /// Media by account and Instagram's id.
    pub(super) media: HashMap<(Uuid, String), Uuid>,
    /// Open turns by their subject.
    pub(super) turns: HashMap<Uuid, Tracked<turn::Model>>,
    pub(super) early: HashMap<Uuid, Tracked<early::Model>>,
    /// Early events that found their message.
    pub(super) settled_early: HashSet<Uuid>,
    /// Decisions on words that were taken back: what was taught on them goes too.
    pub(super) untaught: HashSet<Uuid>,
    /// Rows being sent, unknown, or queued in a lane that an echo is about.
    pub(super) outbox: Vec<Tracked<outbox::Model>>,
    /// Threads in which a person answered: open drafts there are needless.
    pub(super) superseded: HashSet<Uuid>,
    /// Replies of ours that will never leave.
    pub(super) gone_replies: Vec<Uuid>,
    pub(super) raws: Vec<raw_event::Model>,
    pub(super) links: Vec<Link>,
    /// Per conversation: our messages up to this time were seen.
    pub(super) seen: HashMap<Uuid, i64>,
}

impl Set<'_> {
    /// Takes in one delivery.
    pub(super) fn take_in(&mut self, arrival: &Arrival) -> Result<IngestOutcome> {
        let mut outcome = IngestOutcome::default();
        let mut stray = false;
        for inbound in &arrival.inbound {
            match self.homes.get(&inbound.ig_id).cloned() {
                Some(home) => self.event(&home, inbound, &mut outcome)?,
                None => {
                    outcome.unknown_account += 1;
                    stray = true;
                }
            }
        }
        if stray {
            self.keep_raw(None, "unknown_account", arrival.raw.reveal());
        }
        Ok(outcome)
    }

    fn event(&mut self, home: &Home, inbound: &Inbound, out: &mut IngestOutcome) -> Result<()> {
        // A clock that runs ahead of ours must not put a message after its own answer.
        let at = inbound.at.min(self.now);
        let (event, elsewhere) = unwrap_standby(&inbound.event);
        match event {
            Event::Message(message) => self.message(home, message, at, elsewhere, out),
            Event::Echo(echo) => self.echo(home, echo, at, out),
            Event::Unsent { mid, .. } => self.unsent(home, mid, at, out),
            Event::Edited {
                mid,
                text,
                num_edit,
                ..
            } => self.edited(home, mid, text.as_ref(), *num_edit, at, out),
            Event::Reaction { mid, emoji, .. } => {
                self.reaction(home, mid, emoji.as_deref(), at, out)
            }
            Event::Seen { mid, .. } => {
                self.saw(home, mid, out);
                Ok(())
            }
            Event::Referral { igsid, .. } => {
                self.referral(home, igsid, at, out);
                Ok(())
            }
            Event::Comment(comment) => self.comment(home, comment, at, out),
            Event::Mention {
                ig_media_id,
                ig_comment_id,
            } => {
                let kept = serde_json::json!({
                    "ig_media_id": ig_media_id, "ig_comment_id": ig_comment_id,
                });
                self.keep_raw(Some(home), "mention", kept.to_string().as_bytes());
                out.ignored += 1;
                Ok(())
            }
            Event::Notice { kind, raw } | Event::Unknown { kind, raw } => {
                self.keep_raw(Some(home), kind, raw.reveal().as_bytes());
                out.ignored += 1;
                Ok(())
            }
            // `unwrap_standby` leaves none.
            Event::Standby(_) => Ok(()),
        }
    }

    /// Keeps something as it came, sealed; the same again is the same row.
    fn keep_raw(&mut self, home: Option<&Home>, kind: &str, raw: &[u8]) {
        let vault = self.store.vault();
        let account = home.map_or(Uuid::nil(), |home| home.account);
        let id = vault.hash("raw event", &[account.as_bytes(), kind.as_bytes(), raw]);
        let key = home.map_or(vault.people(), |home| &home.tenant.key);
        let raw = raw.get(..RAW_BYTES_MAX).unwrap_or(raw);
        self.raws.push(raw_event::Model {
            id,
            business_id: home.map(|home| home.tenant.id.uuid()),
            kind: kind.chars().take(64).collect(),
            raw: vault.seal(key, Place::new("raw_event.raw", id), raw),
            at: self.now.millis(),
        });
    }

    pub(super) fn mid_hash(&self, home: &Home, mid: &str) -> Uuid {
        mid_hash(self.store, home.account, mid)
    }

    pub(super) fn person(&self, home: &Home, igsid: &str) -> Result<&Person> {
        let hash = person_hash(self.store, home.account, igsid);
        self.people
            .get(&hash)
            .ok_or(StoreError::NotFound("customer"))
    }

    pub(super) fn person_mut(&mut self, home: &Home, igsid: &str) -> Result<&mut Person> {
        let hash = person_hash(self.store, home.account, igsid);
        self.people
            .get_mut(&hash)
            .ok_or(StoreError::NotFound("customer"))
    }

    pub(super) fn thread(&mut self, id: Uuid) -> Result<&mut Tracked<conversation::Model>> {
        self.conversations
            .get_mut(&id)
            .ok_or(StoreError::NotFound("conversation"))
    }

    pub(super) fn thread_key(&self, id: Uuid) -> Result<Arc<Key>> {
        self.thread_keys
            .get(&id)
            .cloned()
            .ok_or(StoreError::NotFound("conversation"))
    }
}

/// How a message of Meta's is found.
pub(crate) fn mid_hash(store: &Store, account: Uuid, mid: &str) -> Uuid {
    store
        .vault()
        .hash("mid", &[account.as_bytes(), mid.as_bytes()])
}

/// How a person is found.
pub(crate) fn person_hash(store: &Store, account: Uuid, igsid: &str) -> Uuid {
    store
        .vault()
        .hash("person", &[account.as_bytes(), igsid.as_bytes()])
}

/// How a comment is found.
pub(crate) fn comment_hash(store: &Store, account: Uuid, ig_comment_id: &str) -> Uuid {
    store
        .vault()
        .hash("comment", &[account.as_bytes(), ig_comment_id.as_bytes()])
}

/// How a text that we sent is recognised in its echo: Instagram may trim it.
pub(crate) fn text_hash(store: &Store, account: Uuid, text: &str) -> Uuid {
    let words: Vec<&str> = text.split_whitespace().collect();
    store
        .vault()
        .hash("text", &[account.as_bytes(), words.join(" ").as_bytes()])
}
