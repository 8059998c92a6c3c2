//! Tying a commenter to their thread: Instagram says to whom a private reply went, and that may be
//! a person whom we only knew by a comment.

use std::sync::Arc;

use palette_domain::live::Change;
use palette_domain::{BusinessId, ConversationId, Instant, Private};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use crate::customer::seal_part;
use crate::ingest::people::{insert_customers, new_customer, threads_of};
use crate::ingest::put_on_top;
use crate::ingest::set::{Home, Tenant, person_hash};
use crate::keys::Key as _;
use crate::message::{body_of, preview};
use crate::note::place as note_place;
use crate::rows::{comment, conversation, customer, message, note, outbox};
use crate::turn::save_thread;
use crate::vault::{Key, Place};
use crate::{Result, Store, StoreError, live};

/// Says that a private reply went to `igsid`.
pub(crate) async fn link_person(
    store: &Store,
    tx: &DatabaseTransaction,
    outbox: Uuid,
    igsid: &Private<String>,
    now: Instant,
) -> Result<()> {
    let row = outbox::Entity::find_by_id(outbox).one(tx).await?;
    let row = row.ok_or(StoreError::NotFound("outbox row"))?;
    let Some(known) = row.customer_id else {
        return Ok(());
    };
    let hash = person_hash(store, row.account_id, igsid.reveal());
    let known = customer::Entity::find_by_id(known).one(tx).await?;
    let known = known.ok_or(StoreError::NotFound("customer"))?;
    if known.person_hash == hash {
        return Ok(());
    }
    let of_business = store.vault().business_key(tx, row.business_id).await?;
    let other = customer::Entity::find()
        .filter(customer::Column::PersonHash.eq(hash))
        .one(tx)
        .await?;
    if known.igsid.is_none() && other.is_none() {
        return name(store, tx, &of_business, &known, hash, igsid).await;
    }
    let home = Home {
        account: row.account_id,
        tenant: Arc::new(Tenant {
            id: BusinessId::of(row.business_id),
            key: Arc::clone(&of_business),
            settings: Default::default(),
        }),
    };
    let person = match other {
        Some(person) => person,
        None => {
            let fresh = new_customer(store, &home, hash, Some(igsid), None, now);
            let made = insert_customers(tx, vec![fresh]).await?;
            made.into_iter()
                .next()
                .ok_or(StoreError::NotFound("customer"))?
        }
    };
    let thread = threads_of(store, tx, std::slice::from_ref(&person), now).await?;
    let thread = thread
        .into_iter()
        .next()
        .ok_or(StoreError::NotFound("conversation"))?;
    let from = store.vault().customer_key(&of_business, &known)?;
    let to = store.vault().customer_key(&of_business, &person)?;
    move_talk(
        Move {
            store,
            tx,
            from: &from,
            to: &to,
            now,
        },
        row,
        person,
        thread,
    )
    .await
}

/// The commenter is a person nobody knew: they get the id.
async fn name(
    store: &Store,
    tx: &DatabaseTransaction,
    of_business: &Key,
    known: &customer::Model,
    hash: Uuid,
    igsid: &Private<String>,
) -> Result<()> {
    let key = store.vault().customer_key(of_business, known)?;
    let sealed = seal_part(store.vault(), &key, "customer.igsid", known.id, igsid);
    customer::Entity::update_many()
        .set(customer::ActiveModel {
            person_hash: Set(hash),
            igsid: Set(Some(sealed)),
            ..Default::default()
        })
        .filter(customer::Column::Id.eq(known.id))
        .exec(tx)
        .await?;
    Ok(())
}

struct Move<'a> {
    store: &'a Store,
    tx: &'a DatabaseTransaction,
    from: &'a Key,
    to: &'a Key,
    now: Instant,
}

impl Move<'_> {
    /// Seals a part anew for its new owner.
    fn reseal(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let plain = self.from.open(place, sealed)?;
        Ok(self.store.vault().seal(self.to, place, &plain))
    }
}

/// The commenter is a person with a thread of their own: the comment, our replies to it and the
/// private reply go there.
async fn move_talk(
    act: Move<'_>,
    row: outbox::Model,
    person: customer::Model,
    mut thread: conversation::Model,
) -> Result<()> {
    let tx = act.tx;
    let left = row.conversation_id;
    if let Some(id) = row.comment_id {
        let comments = comment::Entity::find()
            .filter(
                sea_orm::Condition::any()
                    .add(comment::Column::Id.eq(id))
                    .add(comment::Column::ParentId.eq(id)),
            )
            .filter(comment::Column::SealedFor.eq(row.customer_id))
            .all(tx)
            .await?;
        for found in comments {
            move_comment(&act, found, &person, &thread).await?;
        }
    }
    if let Some(id) = row.message_id
        && let Some(found) = message::Entity::find_by_id(id).one(tx).await?
    {
        move_message(&act, found, &mut thread).await?;
    }
    let place = Place::new("outbox.body", row.id);
    outbox::Entity::update_many()
        .set(outbox::ActiveModel {
            body: Set(act.reseal(place, &row.body)?),
            customer_id: Set(Some(person.id)),
            conversation_id: Set(Some(thread.id)),
            ..Default::default()
        })
        .filter(outbox::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    save_thread(tx, &thread).await?;
    if let Some(left) = left {
        move_notes(&act, left, thread.id).await?;
        empty_top(tx, left).await?;
    }
    let touched = [Some(thread.id), left].into_iter().flatten().map(|id| {
        let change = Change::Conversation {
            id: ConversationId::of(id),
        };
        (BusinessId::of(row.business_id), change)
    });
    live::publish(tx, touched.collect::<Vec<_>>(), act.now).await
}

async fn move_comment(
    act: &Move<'_>,
    row: comment::Model,
    person: &customer::Model,
    thread: &conversation::Model,
) -> Result<()> {
    let ig_id = row.ig_id.as_deref();
    let ig_id = ig_id
        .map(|s| act.reseal(Place::new("comment.ig_id", row.id), s))
        .transpose()?;
    comment::Entity::update_many()
        .set(comment::ActiveModel {
            text: Set(act.reseal(Place::new("comment.text", row.id), &row.text)?),
            ig_id: Set(ig_id),
            sealed_for: Set(Some(person.id)),
            customer_id: Set(row.customer_id.map(|_| person.id)),
            conversation_id: Set(Some(thread.id)),
            ..Default::default()
        })
        .filter(comment::Column::Id.eq(row.id))
        .exec(act.tx)
        .await?;
    Ok(())
}

/// What colleagues noted beside the thread that is left goes with the talk.
async fn move_notes(act: &Move<'_>, left: Uuid, to: Uuid) -> Result<()> {
    let notes = note::Entity::find()
        .filter(note::Column::ConversationId.eq(left))
        .all(act.tx)
        .await?;
    for row in notes.into_iter().filter(|_| left != to) {
        note::Entity::update_many()
            .set(note::ActiveModel {
                text: Set(act.reseal(note_place(&row), &row.text)?),
                conversation_id: Set(to),
                ..Default::default()
            })
            .filter(note::Column::Id.eq(row.id))
            .exec(act.tx)
            .await?;
    }
    Ok(())
}

async fn move_message(
    act: &Move<'_>,
    row: message::Model,
    thread: &mut conversation::Model,
) -> Result<()> {
    let part = |what, sealed: &Option<Vec<u8>>| {
        sealed
            .as_deref()
            .map(|s| act.reseal(Place::new(what, row.id), s))
            .transpose()
    };
    let body = body_of(act.from, &row)?;
    message::Entity::update_many()
        .set(message::ActiveModel {
            body: Set(part("message.body", &row.body)?),
            mid: Set(part("message.mid", &row.mid)?),
            conversation_id: Set(thread.id),
            ..Default::default()
        })
        .filter(message::Column::Id.eq(row.id))
        .exec(act.tx)
        .await?;
    let place = Place::new("conversation.last_preview", thread.id);
    let top = act.store.vault().seal_text(act.to, place, &preview(&body));
    thread.subject_media = row.media_id.or(thread.subject_media);
    put_on_top(thread, row.id, top, Instant::from_millis(row.at), true);
    Ok(())
}

/// The thread that was left shows nothing, when nothing is left in it.
async fn empty_top(tx: &DatabaseTransaction, thread: Uuid) -> Result<()> {
    let left = message::Entity::find()
        .filter(message::Column::ConversationId.eq(thread))
        .limit(1)
        .one(tx)
        .await?;
    if left.is_none() {
        conversation::Entity::update_many()
            .set(conversation::ActiveModel {
                last_message_at: Set(None),
                last_message_id: Set(None),
                last_preview: Set(None),
                ..Default::default()
            })
            .filter(conversation::Column::Id.eq(thread))
            .exec(tx)
            .await?;
    }
    Ok(())
}
