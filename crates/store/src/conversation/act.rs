//! What members do with a conversation: take over, give back, mark as read.

use palette_domain::business::AiMode;
use palette_domain::conversation::Handler;
use palette_domain::live::Change;
use palette_domain::{ConversationId, Instant, MemberId};
use sea_orm::DatabaseTransaction;

use crate::business::settings_of;
use crate::keys::Key as _;
use crate::outbox::cancel_queued;
use crate::rows::conversation;
use crate::turn::{cancel_open, open, save_thread, unanswered};
use crate::{BusinessStore, Result, live};

impl BusinessStore {
    /// A member takes over: the AI's turn is cancelled and what it queued does not leave.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn take_over(
        &self,
        id: ConversationId,
        member: MemberId,
        now: Instant,
    ) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, id).await?;
        give_to_member(&tx, &mut thread, member, now).await?;
        self.save(tx, thread, now).await
    }

    /// Gives the conversation back to the AI. Unanswered words of the customer open a turn.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn give_back(&self, id: ConversationId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, id).await?;
        thread.handler = Handler::Ai.as_str().to_owned();
        thread.handler_member = None;
        thread.handler_message = None;
        thread.needs_person = None;
        let off = settings_of(&self.row(&tx).await?)?.ai.mode == AiMode::Off;
        if !off && !unanswered(&tx, thread.id).await?.is_empty() {
            open(&self.store, &tx, &thread, now).await?;
        }
        self.save(tx, thread, now).await
    }

    /// Says that a member has seen it.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn mark_read(&self, id: ConversationId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, id).await?;
        if thread.unread == 0 {
            return Ok(());
        }
        thread.unread = 0;
        self.save(tx, thread, now).await
    }

    /// Says that no person is needed (any more), or by which reason one is.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn set_needs_person(
        &self,
        id: ConversationId,
        reason: Option<&str>,
        now: Instant,
    ) -> Result<()> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, id).await?;
        match reason {
            Some(reason) => call_person(&mut thread, reason),
            None => thread.needs_person = None,
        }
        self.save(tx, thread, now).await
    }

    pub(super) async fn save(
        &self,
        tx: DatabaseTransaction,
        mut thread: conversation::Model,
        now: Instant,
    ) -> Result<()> {
        thread.version += 1;
        save_thread(&tx, &thread).await?;
        let change = Change::Conversation {
            id: ConversationId::of(thread.id),
        };
        live::publish(&tx, [(self.id, change)], now).await?;
        Ok(tx.commit().await?)
    }
}

/// A person should look, for a reason (a code): it comes back also when it was done or put aside.
pub(crate) fn call_person(thread: &mut conversation::Model, reason: &str) {
    thread.needs_person = Some(reason.to_owned());
    put_on_the_desk(thread);
}

/// Neither done nor put aside.
pub(crate) fn put_on_the_desk(thread: &mut conversation::Model) {
    thread.done_at = None;
    thread.snoozed_until = None;
}

/// The customer wrote: what was done is open again, and its old reason to look is settled.
pub(crate) fn back_on_the_desk(thread: &mut conversation::Model) {
    if thread.done_at.take().is_some() {
        thread.needs_person = None;
    }
    thread.snoozed_until = None;
}

/// Makes a member the handler; the AI falls silent. The row is saved by the caller.
pub(crate) async fn give_to_member(
    tx: &DatabaseTransaction,
    thread: &mut conversation::Model,
    member: MemberId,
    now: Instant,
) -> Result<()> {
    thread.handler = Handler::Person.as_str().to_owned();
    thread.handler_member = Some(member.uuid());
    thread.handler_message = None;
    silence_once(tx, thread, now).await
}

/// What the AI was about to say is not said: a person has answered.
pub(crate) async fn silence_once(
    tx: &DatabaseTransaction,
    thread: &conversation::Model,
    now: Instant,
) -> Result<()> {
    cancel_open(tx, ConversationId::of(thread.id), now).await?;
    cancel_queued(tx, thread.id, "person_took_over").await
}
