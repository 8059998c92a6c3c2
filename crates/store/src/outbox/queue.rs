//! Queueing: one outbox row with what the thread shows for it, in the caller's transaction.

use std::sync::Arc;

use palette_domain::comment::CommentState;
use palette_domain::conversation::{Author, MessageBody, MessageState};
use palette_domain::outbound::{OutboundBody, OutboundKind, OutboxState};
use palette_domain::policy::Sender;
use palette_domain::understanding::Language;
use palette_domain::{CommentId, Instant, MessageId, OutboxId};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::ingest::put_on_top;
use crate::keys::Key as _;
use crate::message::preview;
use crate::rows::{comment, conversation, message, outbox};
use crate::vault::{Key, Place};
use crate::{Result, Store, StoreError};

/// Where something is to go. The rows are locked by the caller and saved by the caller.
pub(crate) struct Target {
    pub(crate) business: Uuid,
    pub(crate) account: Uuid,
    /// Seals what is written: the customer's key, or the business's where there is no customer.
    pub(crate) key: Arc<Key>,
    pub(crate) customer: Option<Uuid>,
    pub(crate) conversation: Option<conversation::Model>,
    pub(crate) comment: Option<comment::Model>,
}

/// What is to go.
pub(crate) struct Outgoing<'a> {
    pub(crate) kind: OutboundKind,
    pub(crate) sender: Sender,
    pub(crate) body: &'a OutboundBody,
    pub(crate) shown: &'a str,
    pub(crate) language: Option<Language>,
    pub(crate) confirms_opt_out: bool,
    pub(crate) next_at: Instant,
    pub(crate) decision: Option<Uuid>,
    pub(crate) act_hash: Option<Uuid>,
}

/// What it became.
pub(crate) struct Queued {
    pub(crate) outbox: Uuid,
    pub(crate) message: Option<message::Model>,
}

/// Queues one thing.
pub(crate) async fn queue(
    store: &Store,
    tx: &DatabaseTransaction,
    target: &mut Target,
    out: &Outgoing<'_>,
    now: Instant,
) -> Result<Queued> {
    let id = store.next_id::<OutboxId>(now).uuid();
    let direct = matches!(out.kind, OutboundKind::Message | OutboundKind::PrivateReply);
    if out.kind == OutboundKind::PrivateReply {
        use_private_reply(tx, target, now).await?;
    }
    let message = if direct {
        Some(show_message(store, tx, target, out, id, now).await?)
    } else {
        None
    };
    let reply = if out.kind == OutboundKind::CommentReply {
        Some(show_reply(store, tx, target, out, id, now).await?)
    } else {
        None
    };
    let comment = target.comment.as_ref().map(|row| row.id);
    let conversation = target.conversation.as_ref().map(|row| row.id);
    let lane = if direct { conversation } else { comment };
    let row = outbox::Model {
        id,
        business_id: target.business,
        account_id: target.account,
        lane: lane.ok_or(StoreError::NotFound("conversation"))?,
        kind: out.kind.as_str().to_owned(),
        sender_member: match out.sender {
            Sender::Ai => None,
            Sender::Member(member) => Some(member.uuid()),
        },
        conversation_id: conversation,
        customer_id: target.customer,
        comment_id: if out.kind == OutboundKind::Message {
            None
        } else {
            comment
        },
        message_id: message.as_ref().map(|row| row.id),
        reply_comment_id: reply,
        decision_id: out.decision,
        body: store
            .vault()
            .seal_json(&target.key, Place::new("outbox.body", id), out.body),
        confirms_opt_out: out.confirms_opt_out,
        state: OutboxState::Queued.as_str().to_owned(),
        attempts: 0,
        next_at: out.next_at.millis(),
        created_at: now.millis(),
        owner: None,
        lease_until: None,
        sending_at: None,
        text_hash: None,
        error: None,
    };
    outbox::Entity::insert(outbox::ActiveModel::from(row))
        .exec_without_returning(tx)
        .await?;
    Ok(Queued {
        outbox: id,
        message,
    })
}

/// A comment has one private reply: whoever comes second is told so.
async fn use_private_reply(
    tx: &DatabaseTransaction,
    target: &mut Target,
    now: Instant,
) -> Result<()> {
    let comment = target
        .comment
        .as_mut()
        .ok_or(StoreError::NotFound("comment"))?;
    if private_reply_used(tx, comment.id, None).await? {
        return Err(StoreError::Taken("private reply"));
    }
    comment.private_reply_at = Some(now.millis());
    Ok(())
}

/// Whether a private reply to a comment was sent, may have been, or is about to be.
pub(crate) async fn private_reply_used(
    db: &impl ConnectionTrait,
    comment: Uuid,
    except: Option<Uuid>,
) -> Result<bool> {
    let rows = outbox::Entity::find()
        .filter(outbox::Column::CommentId.eq(comment))
        .filter(outbox::Column::Kind.eq(OutboundKind::PrivateReply.as_str()))
        .filter(outbox::Column::State.is_not_in(["failed", "cancelled"]))
        .all(db)
        .await?;
    Ok(rows.iter().any(|row| Some(row.id) != except))
}

fn author_of(sender: Sender) -> (Author, Option<Uuid>) {
    match sender {
        Sender::Ai => (Author::Ai, None),
        Sender::Member(member) => (Author::Member, Some(member.uuid())),
    }
}

/// The message that the thread shows till it is sent, and after.
async fn show_message(
    store: &Store,
    tx: &DatabaseTransaction,
    target: &mut Target,
    out: &Outgoing<'_>,
    outbox: Uuid,
    now: Instant,
) -> Result<message::Model> {
    let thread = target
        .conversation
        .as_mut()
        .ok_or(StoreError::NotFound("conversation"))?;
    let id = store.next_id::<MessageId>(now).uuid();
    let body = MessageBody {
        text: out.shown.to_owned(),
        quick_replies: out
            .body
            .quick_replies
            .iter()
            .map(|reply| reply.title.clone())
            .collect(),
        ..MessageBody::default()
    };
    let (author, member_id) = author_of(out.sender);
    let private_reply = out.kind == OutboundKind::PrivateReply;
    let comment = target.comment.as_ref().filter(|_| private_reply);
    let vault = store.vault();
    let row = message::Model {
        id,
        business_id: target.business,
        conversation_id: thread.id,
        mid_hash: None,
        mid: None,
        author: author.as_str().to_owned(),
        member_id,
        body: Some(vault.seal_json(&target.key, Place::new("message.body", id), &body)),
        at: now.millis(),
        state: MessageState::Queued.as_str().to_owned(),
        error: None,
        media_id: comment.map(|comment| comment.media_id),
        private_reply_to: comment.map(|comment| comment.id),
        outbox_id: Some(outbox),
        decision_id: out.decision,
        seen_at: None,
        language: out.language.map(|language| language.as_str().to_owned()),
        num_edit: 0,
        act_hash: out.act_hash,
    };
    message::Entity::insert(message::ActiveModel::from(row.clone()))
        .exec_without_returning(tx)
        .await?;
    let place = Place::new("conversation.last_preview", thread.id);
    let top = vault.seal_text(&target.key, place, &preview(&body));
    put_on_top(thread, id, top, now, true);
    if let Some(comment) = comment {
        thread.subject_media = Some(comment.media_id);
    }
    Ok(row)
}

/// The reply that the comment's thread shows till it is sent, and after.
async fn show_reply(
    store: &Store,
    tx: &DatabaseTransaction,
    target: &Target,
    out: &Outgoing<'_>,
    outbox: Uuid,
    now: Instant,
) -> Result<Uuid> {
    let to = target
        .comment
        .as_ref()
        .ok_or(StoreError::NotFound("comment"))?;
    let id = store.next_id::<CommentId>(now).uuid();
    let (author, member_id) = author_of(out.sender);
    let row = comment::Model {
        id,
        business_id: target.business,
        account_id: target.account,
        media_id: to.media_id,
        // Instagram keeps one level: a reply to a reply stands under the top comment.
        parent_id: Some(to.parent_id.unwrap_or(to.id)),
        customer_id: None,
        conversation_id: to.conversation_id,
        sealed_for: target.customer,
        ig_hash: None,
        ig_id: None,
        author: author.as_str().to_owned(),
        member_id,
        text: store
            .vault()
            .seal_text(&target.key, Place::new("comment.text", id), out.shown),
        at: now.millis(),
        hidden: false,
        live: to.live,
        state: CommentState::Answered.as_str().to_owned(),
        private_reply_at: None,
        outbox_id: Some(outbox),
        decision_id: out.decision,
        act_hash: out.act_hash,
    };
    comment::Entity::insert(comment::ActiveModel::from(row))
        .exec_without_returning(tx)
        .await?;
    Ok(id)
}
