//! Recording that Instagram has it: the answer of the send may come before or after its echo, and
//! both orders end as one message.

use palette_domain::conversation::{Author, Handler, MessageBody, MessageState};
use palette_domain::outbound::{OutboundKind, OutboxState};
use palette_domain::{Instant, Private};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::ingest::put_on_top;
use crate::ingest::set::{comment_hash, mid_hash};
use crate::message::{body_of, preview};
use crate::rows::{comment, early, message};
use crate::turn::{changes, save_thread};
use crate::vault::Place;
use crate::{BusinessStore, Result, SentReceipt, StoreError, live};

use super::link::link_person;
use super::mark::{Held, is_settled, set_comment, set_messages, set_row};

/// Records a send that Instagram answered, or that was found there.
pub(super) async fn record(
    of: &BusinessStore,
    tx: &DatabaseTransaction,
    mut held: Held,
    receipt: &SentReceipt,
    now: Instant,
) -> Result<()> {
    if is_settled(&held.row) && held.row.state != OutboxState::Sent.as_str() {
        // It was given up and arrived after all: what is true is kept.
        let (outbox, was) = (held.row.id, &held.row.state);
        tracing::warn!(%outbox, %was, "a settled send was found sent");
    }
    set_row(tx, held.row.id, OutboxState::Sent, None, None).await?;
    match OutboundKind::from_name(&held.row.kind).ok_or(StoreError::Shape("outbox.kind"))? {
        OutboundKind::Message | OutboundKind::PrivateReply => {
            direct(of, tx, &mut held, receipt).await?;
        }
        OutboundKind::CommentReply => reply(of, tx, &held, receipt).await?,
        OutboundKind::HideComment => set_hidden(tx, &held, true).await?,
        OutboundKind::UnhideComment => set_hidden(tx, &held, false).await?,
        OutboundKind::DeleteComment => delete(tx, &held).await?,
    }
    if let Some(thread) = &mut held.target.conversation {
        thread.version += 1;
        save_thread(tx, thread).await?;
    }
    if let (Some(igsid), "private_reply") = (&receipt.recipient, held.row.kind.as_str()) {
        link_person(&of.store, tx, held.row.id, igsid, now).await?;
    }
    live::publish(tx, changes(of, &held.target), now).await
}

/// The message gets Meta's id. If its echo was here first, the two become one.
async fn direct(
    of: &BusinessStore,
    tx: &DatabaseTransaction,
    held: &mut Held,
    receipt: &SentReceipt,
) -> Result<()> {
    let Some(id) = held.row.message_id else {
        return Ok(());
    };
    let Some(mid) = &receipt.id else {
        return set_messages(tx, vec![id], MessageState::Sent, None).await;
    };
    let hash = mid_hash(&of.store, held.row.account_id, mid);
    let unsent = was_unsent(tx, held, id, hash).await?;
    let row = message::Entity::find_by_id(id).one(tx).await?;
    let row = row.ok_or(StoreError::NotFound("message"))?;
    let (state, body) = if unsent {
        (MessageState::Unsent, MessageBody::default())
    } else {
        (MessageState::Sent, body_of(&held.target.key, &row)?)
    };
    let place = Place::new("message.mid", id);
    let mut changed = message::ActiveModel {
        mid_hash: Set(Some(hash)),
        mid: Set(Some(of.vault().seal_text(&held.target.key, place, mid))),
        state: Set(state.as_str().to_owned()),
        error: Set(None),
        ..Default::default()
    };
    if unsent {
        changed.body = Set(None);
    }
    message::Entity::update_many()
        .set(changed)
        .filter(message::Column::Id.eq(id))
        .exec(tx)
        .await?;
    if let Some(thread) = &mut held.target.conversation {
        let place = Place::new("conversation.last_preview", thread.id);
        let top = of
            .vault()
            .seal_text(&held.target.key, place, &preview(&body));
        put_on_top(thread, id, top, Instant::from_millis(row.at), true);
    }
    Ok(())
}

/// Makes room for a message's id, and says whether the message was taken back meanwhile.
async fn was_unsent(
    tx: &DatabaseTransaction,
    held: &mut Held,
    id: Uuid,
    hash: Uuid,
) -> Result<bool> {
    let known = message::Entity::find()
        .filter(message::Column::MidHash.eq(hash))
        .one(tx)
        .await?;
    let unsent = match known {
        // Its echo was recognised.
        Some(row) if row.id == id => row.state == MessageState::Unsent.as_str(),
        Some(row) => give_way(tx, held, row).await?,
        None => false,
    };
    let early = early::Entity::delete_many()
        .filter(early::Column::MidHash.eq(hash))
        .filter(early::Column::Kind.eq("unsent"))
        .exec(tx)
        .await?;
    Ok(unsent || early.rows_affected > 0)
}

/// Another row has this id: its echo came first and was taken for something else. That row gives
/// way. True when the message was taken back meanwhile.
async fn give_way(tx: &DatabaseTransaction, held: &mut Held, row: message::Model) -> Result<bool> {
    let unsent = row.state == MessageState::Unsent.as_str();
    if row.author == Author::App.as_str() {
        // It was taken for a person's answer in the app: that person never was.
        message::Entity::delete_many()
            .filter(message::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        if let Some(thread) = &mut held.target.conversation {
            if thread.handler_message == Some(row.id) {
                thread.handler = Handler::Ai.as_str().to_owned();
                thread.handler_message = None;
            }
            if thread.last_message_id == Some(row.id) {
                thread.last_message_id = held.row.message_id;
                thread.last_message_at = Some(row.at);
            }
        }
        return Ok(unsent);
    }
    // Two sends had the same words, and the echo of the second was taken for the first's, whose
    // own outcome is unknown again.
    message::Entity::update_many()
        .set(message::ActiveModel {
            mid_hash: Set(None),
            mid: Set(None),
            state: Set(MessageState::Unknown.as_str().to_owned()),
            ..Default::default()
        })
        .filter(message::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    if let Some(outbox) = row.outbox_id {
        set_row(
            tx,
            outbox,
            OutboxState::Unknown,
            Some("echo_was_another"),
            None,
        )
        .await?;
    }
    Ok(unsent)
}

/// The reply gets Instagram's id. If Instagram told it back first, the two become one.
async fn reply(
    of: &BusinessStore,
    tx: &DatabaseTransaction,
    held: &Held,
    receipt: &SentReceipt,
) -> Result<()> {
    let (Some(id), Some(ig_id)) = (held.row.reply_comment_id, &receipt.id) else {
        return Ok(());
    };
    let hash = comment_hash(&of.store, held.row.account_id, ig_id);
    comment::Entity::delete_many()
        .filter(comment::Column::IgHash.eq(hash))
        .filter(comment::Column::Id.ne(id))
        .exec(tx)
        .await?;
    let place = Place::new("comment.ig_id", id);
    let changed = comment::ActiveModel {
        ig_hash: Set(Some(hash)),
        ig_id: Set(Some(of.vault().seal_text(&held.target.key, place, ig_id))),
        ..Default::default()
    };
    set_comment(tx, id, changed).await
}

async fn set_hidden(tx: &DatabaseTransaction, held: &Held, hidden: bool) -> Result<()> {
    let Some(row) = &held.target.comment else {
        return Ok(());
    };
    let changed = comment::ActiveModel {
        hidden: Set(hidden),
        ..Default::default()
    };
    set_comment(tx, row.id, changed).await
}

/// A deleted comment goes with its replies, as on Instagram.
async fn delete(tx: &DatabaseTransaction, held: &Held) -> Result<()> {
    let Some(row) = &held.target.comment else {
        return Ok(());
    };
    let ids: Vec<Uuid> = vec![row.id];
    comment::Entity::delete_many()
        .filter(comment::Column::ParentId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    comment::Entity::delete_many()
        .filter(comment::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// What Instagram told of a send, made by hand: for tests and reconciliation.
impl SentReceipt {
    /// A receipt that names an id.
    pub fn of_id(id: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            recipient: None,
        }
    }
    /// A receipt that names an id and the person it went to.
    pub fn to_person(id: &str, igsid: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            recipient: Some(Private::new(igsid.to_owned())),
        }
    }
}
