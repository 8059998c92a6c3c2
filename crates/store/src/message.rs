//! Direct messages that members write.

use palette_domain::conversation::{Author, Message, MessageBody, MessageState};
use palette_domain::{
    CommentId, ConversationId, DecisionId, DraftId, Instant, MediaId, MemberId, MessageId,
    OutboxId, Private,
};

use palette_domain::agent::Words;
use palette_domain::draft::DraftState;
use palette_domain::outbound::{OutboundBody, OutboundKind};
use palette_domain::policy::Sender;
use palette_domain::turn::Subject;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};

use crate::conversation::{give_to_member, silence_once};
use crate::customer::language_of;
use crate::draft::{end_draft, end_drafts};
use crate::keys::Key as _;
use crate::outbox::queue::{Outgoing, Target, queue};
use crate::rows::{conversation, customer, message};
use crate::turn::{changes, save_thread};
use crate::vault::{Key, Place, open_json, open_text};
use crate::{BusinessStore, Result, StoreError, live};

/// Opens a message with its customer's key. Of one that was taken back nothing is left to open.
pub(crate) fn message_of(key: &Key, row: &message::Model) -> Result<Message> {
    Ok(Message {
        id: MessageId::of(row.id),
        conversation_id: ConversationId::of(row.conversation_id),
        author: Author::from_name(&row.author).ok_or(StoreError::Shape("message.author"))?,
        member_id: row.member_id.map(MemberId::of),
        body: Private::new(body_of(key, row)?),
        at: Instant::from_millis(row.at),
        state: MessageState::from_name(&row.state).ok_or(StoreError::Shape("message.state"))?,
        error: row.error.clone(),
        media_id: row.media_id.map(MediaId::of),
        private_reply_to: row.private_reply_to.map(CommentId::of),
        outbox_id: row.outbox_id.map(OutboxId::of),
        decision_id: row.decision_id.map(DecisionId::of),
        seen_at: row.seen_at.map(Instant::from_millis),
        language: language_of(row.language.as_deref()),
    })
}

pub(crate) fn body_of(key: &Key, row: &message::Model) -> Result<MessageBody> {
    match &row.body {
        Some(sealed) => open_json(key, Place::new("message.body", row.id), sealed),
        None => Ok(MessageBody::default()),
    }
}

/// Characters of a message that the inbox shows.
const PREVIEW_CHARS: usize = 120;

/// What the inbox shows of a message: its first words, or a sign for what it holds.
pub(crate) fn preview(body: &MessageBody) -> String {
    if !body.text.is_empty() {
        return body.text.chars().take(PREVIEW_CHARS).collect();
    }
    let sign = match body
        .attachments
        .first()
        .map(|attachment| attachment.kind.as_str())
    {
        Some("image") => "📷",
        Some("video" | "ig_reel" | "reel") => "🎬",
        Some("audio") => "🎤",
        Some(_) => "📎",
        None if body.unsupported => "❔",
        None => "",
    };
    sign.to_owned()
}

/// What a member wants to send.
#[derive(Clone, Debug)]
pub struct MemberMessage {
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who writes.
    pub member: MemberId,
    /// The text, split where Instagram's limit asks for it; sent in this order.
    pub parts: Vec<Private<String>>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// The draft it was made from: that draft is then sent.
    pub draft: Option<DraftId>,
    /// The client's key: the same key again answers with the same messages and sends nothing.
    pub key: Option<String>,
}

/// What a member's message became.
#[derive(Clone, PartialEq, Debug)]
pub struct SentByMember {
    /// The messages as the thread shows them.
    pub messages: Vec<Message>,
    /// The rows that will send them.
    pub outbox: Vec<OutboxId>,
    /// Whether the key was known and nothing new was queued.
    pub replayed: bool,
}

impl BusinessStore {
    /// Queues a member's message. The AI's turn is cancelled, and what it queued does not leave;
    /// unless the message is one of its drafts, the conversation is then handled by a person.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn send_message(&self, new: &MemberMessage, now: Instant) -> Result<SentByMember> {
        if new.parts.is_empty() {
            return Err(StoreError::Invalid {
                field: "text",
                why: "a message needs words",
            });
        }
        let subject = Subject::Conversation(new.conversation);
        let tx = self.store.begin().await?;
        let mut target = self.target_of(&tx, subject).await?;
        if let Some(done) = self.sent_before(&tx, new, &target).await? {
            return Ok(done);
        }
        if let Some(draft) = new.draft {
            let sent = end_draft(&tx, self.uuid(), draft, DraftState::Sent, now).await?;
            if !sent {
                return Err(StoreError::NotFound("draft"));
            }
        }
        end_drafts(&tx, subject, now).await?;
        let thread = target
            .conversation
            .as_mut()
            .ok_or(StoreError::NotFound("conversation"))?;
        match new.draft {
            // Who sends the AI's own proposal works with it: it goes on proposing.
            Some(_) => silence_once(&tx, thread, now).await?,
            None => give_to_member(&tx, thread, new.member, now).await?,
        }
        thread.unread = 0;
        thread.needs_person = None;
        let reply_to_mid = self.mid_of(&tx, new, &target.key).await?;
        let mut sent = SentByMember {
            messages: Vec::new(),
            outbox: Vec::new(),
            replayed: false,
        };
        for (index, part) in new.parts.iter().enumerate() {
            let body = OutboundBody {
                words: Words::plain(part.reveal()),
                reply_to_mid: reply_to_mid.clone().filter(|_| index == 0),
                ..OutboundBody::default()
            };
            let outgoing = Outgoing {
                kind: OutboundKind::Message,
                sender: Sender::Member(new.member),
                body: &body,
                shown: part.reveal(),
                language: None,
                confirms_opt_out: false,
                next_at: now,
                decision: None,
                act_hash: self.act_hash(new, index),
            };
            let queued = queue(&self.store, &tx, &mut target, &outgoing, now).await?;
            sent.outbox.push(OutboxId::of(queued.outbox));
            if let Some(row) = &queued.message {
                sent.messages.push(message_of(&target.key, row)?);
            }
        }
        if let Some(thread) = &mut target.conversation {
            thread.version += 1;
            save_thread(&tx, thread).await?;
        }
        live::publish(&tx, changes(self, &target), now).await?;
        tx.commit().await?;
        Ok(sent)
    }
    /// One message.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message(&self, id: MessageId) -> Result<Option<Message>> {
        let row = message::Entity::find_by_id(id.uuid())
            .filter(message::Column::BusinessId.eq(self.uuid()))
            .one(self.read())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let key = self.key_of_thread(self.read(), row.conversation_id).await?;
        Ok(Some(message_of(&key, &row)?))
    }

    /// The key of a conversation's customer.
    pub(crate) async fn key_of_thread(
        &self,
        db: &impl ConnectionTrait,
        thread: Uuid,
    ) -> Result<std::sync::Arc<Key>> {
        let thread = conversation::Entity::find_by_id(thread)
            .filter(conversation::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?
            .ok_or(StoreError::NotFound("conversation"))?;
        let row = customer::Entity::find_by_id(thread.customer_id)
            .one(db)
            .await?
            .ok_or(StoreError::NotFound("customer"))?;
        self.vault().customer_key(&*self.key().await?, &row)
    }

    /// Meta's id of the message that is answered.
    async fn mid_of(
        &self,
        tx: &DatabaseTransaction,
        new: &MemberMessage,
        key: &Key,
    ) -> Result<Option<String>> {
        let Some(id) = new.reply_to else {
            return Ok(None);
        };
        let row = message::Entity::find_by_id(id.uuid())
            .filter(message::Column::ConversationId.eq(new.conversation.uuid()))
            .one(tx)
            .await?
            .ok_or(StoreError::NotFound("message"))?;
        let place = Place::new("message.mid", row.id);
        let mid = row
            .mid
            .as_deref()
            .map(|sealed| open_text(key, place, sealed))
            .transpose()?;
        Ok(mid.map(Private::into_revealed))
    }

    fn act_hash(&self, new: &MemberMessage, index: usize) -> Option<Uuid> {
        let key = new.key.as_ref()?;
        let parts: [&[u8]; 5] = [
            &self.id.to_bytes(),
            &new.member.to_bytes(),
            &new.conversation.to_bytes(),
            key.as_bytes(),
            &index.to_be_bytes(),
        ];
        Some(self.vault().hash("act", &parts))
    }

    /// What the same act with the same key became before.
    async fn sent_before(
        &self,
        tx: &DatabaseTransaction,
        new: &MemberMessage,
        target: &Target,
    ) -> Result<Option<SentByMember>> {
        let hashes: Vec<Uuid> = (0..new.parts.len())
            .filter_map(|index| self.act_hash(new, index))
            .collect();
        if hashes.is_empty() {
            return Ok(None);
        }
        let rows = message::Entity::find()
            .filter(message::Column::ActHash.is_in(hashes))
            .order_by_asc(message::Column::Id)
            .all(tx)
            .await?;
        if rows.is_empty() {
            return Ok(None);
        }
        Ok(Some(SentByMember {
            messages: rows
                .iter()
                .map(|r| message_of(&target.key, r))
                .collect::<Result<_>>()?,
            outbox: rows
                .iter()
                .filter_map(|row| row.outbox_id.map(OutboxId::of))
                .collect(),
            replayed: true,
        }))
    }
}
