//! The people of a batch: found by a keyed hash, made with a key and a conversation when new.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use palette_domain::conversation::Handler;
use palette_domain::inbound::InboundComment;
use palette_domain::{ConversationId, CustomerId, Instant, Private};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::customer::seal_part;
use crate::keys::Key as _;
use crate::rows::{conversation, customer};
use crate::vault::Key;
use crate::{Result, Store, StoreError};

use super::set::{Home, Person, Set, Tracked, person_hash};

/// Someone a batch speaks of.
pub(super) struct Newcomer {
    home: Home,
    igsid: Option<Private<String>>,
    username: Option<Private<String>>,
}

pub(super) fn newcomer(
    store: &Store,
    people: &mut HashMap<Uuid, Newcomer>,
    home: &Home,
    igsid: &str,
) {
    let hash = person_hash(store, home.account, igsid);
    let igsid = Some(Private::new(igsid.to_owned()));
    people.entry(hash).or_insert_with(|| Newcomer {
        home: home.clone(),
        igsid,
        username: None,
    });
}

pub(super) fn newcomer_by_comment(
    store: &Store,
    people: &mut HashMap<Uuid, Newcomer>,
    home: &Home,
    comment: &InboundComment,
) {
    let hash = commenter_hash(store, home.account, comment);
    let entry = people.entry(hash).or_insert_with(|| Newcomer {
        home: home.clone(),
        igsid: comment.igsid.clone(),
        username: None,
    });
    entry.username = entry.username.take().or_else(|| comment.username.clone());
}

/// How the writer of a comment is found: by Instagram's id when it was told, otherwise by the
/// @name, otherwise by the comment itself.
pub(super) fn commenter_hash(store: &Store, account: Uuid, comment: &InboundComment) -> Uuid {
    match (&comment.igsid, &comment.username) {
        (Some(igsid), _) => person_hash(store, account, igsid.reveal()),
        (None, Some(name)) => {
            let name = name.reveal().to_lowercase();
            store
                .vault()
                .hash("person by name", &[account.as_bytes(), name.as_bytes()])
        }
        (None, None) => {
            let id = comment.ig_comment_id.as_bytes();
            store
                .vault()
                .hash("person by comment", &[account.as_bytes(), id])
        }
    }
}

/// Finds or makes the people, and locks their threads.
pub(super) async fn load(
    set: &mut Set<'_>,
    tx: &impl ConnectionTrait,
    wanted: &HashMap<Uuid, Newcomer>,
) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let mut rows = find_customers(tx, wanted.keys().copied()).await?;
    let known: BTreeSet<Uuid> = rows.iter().map(|row| row.person_hash).collect();
    // Sorted, so that two instances that meet the same people don't wait for each other in a ring.
    let missing: BTreeMap<Uuid, &Newcomer> = wanted
        .iter()
        .filter(|(hash, _)| !known.contains(*hash))
        .map(|(hash, newcomer)| (*hash, newcomer))
        .collect();
    if !missing.is_empty() {
        let fresh: Vec<customer::Model> = missing
            .iter()
            .map(|(hash, newcomer)| {
                new_customer(
                    set.store,
                    &newcomer.home,
                    *hash,
                    newcomer.igsid.as_ref(),
                    newcomer.username.as_ref(),
                    set.now,
                )
            })
            .collect();
        rows.extend(insert_customers(tx, fresh).await?);
    }
    let threads = threads_of(set.store, tx, &rows, set.now).await?;
    for row in rows {
        let Some(home) = wanted.get(&row.person_hash).map(|newcomer| &newcomer.home) else {
            continue;
        };
        let key = set.store.vault().customer_key(&home.tenant.key, &row)?;
        let thread = threads.iter().find(|thread| thread.customer_id == row.id);
        let conversation = thread.ok_or(StoreError::NotFound("conversation"))?.id;
        let is_new = !known.contains(&row.person_hash) && row.first_seen_at == set.now.millis();
        set.thread_keys.insert(conversation, Arc::clone(&key));
        set.customer_keys.insert(row.id, Arc::clone(&key));
        set.people.insert(
            row.person_hash,
            Person {
                row: Tracked::clean(row),
                key,
                conversation,
                is_new,
            },
        );
    }
    set.conversations
        .extend(threads.into_iter().map(|row| (row.id, Tracked::clean(row))));
    Ok(())
}

async fn find_customers(
    tx: &impl ConnectionTrait,
    hashes: impl Iterator<Item = Uuid>,
) -> Result<Vec<customer::Model>> {
    Ok(customer::Entity::find()
        .filter(customer::Column::PersonHash.is_in(hashes))
        .all(tx)
        .await?)
}

/// Inserts customers that were not there; the ones that another instance made are taken as they
/// are.
pub(crate) async fn insert_customers(
    tx: &impl ConnectionTrait,
    fresh: Vec<customer::Model>,
) -> Result<Vec<customer::Model>> {
    let made =
        customer::Entity::insert_many(fresh.iter().cloned().map(customer::ActiveModel::from))
            .on_conflict_do_nothing_on([customer::Column::PersonHash])
            .exec_without_returning(tx)
            .await?;
    if let sea_orm::TryInsertResult::Inserted(count) = made
        && count == fresh.len() as u64
    {
        return Ok(fresh);
    }
    find_customers(tx, fresh.iter().map(|row| row.person_hash)).await
}

/// A customer with a new key.
pub(crate) fn new_customer(
    store: &Store,
    home: &Home,
    hash: Uuid,
    igsid: Option<&Private<String>>,
    username: Option<&Private<String>>,
    now: Instant,
) -> customer::Model {
    let id = store.next_id::<CustomerId>(now).uuid();
    let vault = store.vault();
    let (key_sealed, key) = vault.new_customer_key(&home.tenant.key, id);
    let seal = |what, text: Option<&Private<String>>| {
        text.map(|text| seal_part(vault, &key, what, id, text))
    };
    customer::Model {
        id,
        business_id: home.tenant.id.uuid(),
        account_id: home.account,
        person_hash: hash,
        igsid: seal("customer.igsid", igsid),
        username: seal("customer.username", username),
        key_sealed,
        name: None,
        language: None,
        opted_out_at: None,
        disclosed_at: None,
        first_seen_at: now.millis(),
        last_interaction_at: now.millis(),
        profile_read_at: None,
    }
}

/// The threads of customers, locked; made when they are missing.
pub(crate) async fn threads_of(
    store: &Store,
    tx: &impl ConnectionTrait,
    customers: &[customer::Model],
    now: Instant,
) -> Result<Vec<conversation::Model>> {
    let find = || {
        conversation::Entity::find()
            .filter(conversation::Column::CustomerId.is_in(customers.iter().map(|row| row.id)))
            .order_by_asc(conversation::Column::Id)
            .lock_exclusive()
    };
    let mut threads = find().all(tx).await?;
    if threads.len() == customers.len() {
        return Ok(threads);
    }
    let known: BTreeSet<Uuid> = threads.iter().map(|row| row.customer_id).collect();
    let fresh: Vec<conversation::Model> = customers
        .iter()
        .filter(|row| !known.contains(&row.id))
        .map(|row| new_thread(store, row, now))
        .collect();
    let made = conversation::Entity::insert_many(
        fresh.iter().cloned().map(conversation::ActiveModel::from),
    )
    .on_conflict_do_nothing_on([conversation::Column::CustomerId])
    .exec_without_returning(tx)
    .await?;
    if let sea_orm::TryInsertResult::Inserted(count) = made
        && count == fresh.len() as u64
    {
        threads.extend(fresh);
        return Ok(threads);
    }
    Ok(find().all(tx).await?)
}

fn new_thread(store: &Store, customer: &customer::Model, now: Instant) -> conversation::Model {
    conversation::Model {
        id: store.next_id::<ConversationId>(now).uuid(),
        business_id: customer.business_id,
        account_id: customer.account_id,
        customer_id: customer.id,
        handler: Handler::Ai.as_str().to_owned(),
        handler_member: None,
        handler_message: None,
        needs_person: None,
        done_at: None,
        snoozed_until: None,
        window_at: None,
        window_by: None,
        last_message_at: None,
        last_message_id: None,
        last_preview: None,
        last_is_ours: false,
        unread: 0,
        subject_media: None,
        elsewhere: false,
        memory: None,
        version: 0,
    }
}

/// Locks more threads and gets their customers' keys.
pub(super) async fn lock_threads(
    set: &mut Set<'_>,
    tx: &impl ConnectionTrait,
    ids: BTreeSet<Uuid>,
) -> Result<()> {
    let rows = conversation::Entity::find()
        .filter(conversation::Column::Id.is_in(ids))
        .order_by_asc(conversation::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    keys_of_threads(set, tx, &rows).await?;
    set.conversations
        .extend(rows.into_iter().map(|row| (row.id, Tracked::clean(row))));
    Ok(())
}

/// The keys for messages and comments whose threads are not of this batch: what comes back to them
/// is sealed, and their threads stay as they are.
pub(super) async fn keys_of_rows(set: &mut Set<'_>, tx: &impl ConnectionTrait) -> Result<()> {
    let messages = set.messages.values().map(|row| row.get().conversation_id);
    let comments = set
        .comments
        .values()
        .filter_map(|row| row.get().conversation_id);
    let missing: BTreeSet<Uuid> = messages
        .chain(comments)
        .filter(|id| !set.thread_keys.contains_key(id))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let rows = conversation::Entity::find()
        .filter(conversation::Column::Id.is_in(missing))
        .all(tx)
        .await?;
    keys_of_threads(set, tx, &rows).await
}

async fn keys_of_threads(
    set: &mut Set<'_>,
    tx: &impl ConnectionTrait,
    rows: &[conversation::Model],
) -> Result<()> {
    for row in rows {
        let business: Arc<Key> = set.store.vault().business_key(tx, row.business_id).await?;
        let keys = set
            .store
            .vault()
            .customer_keys(tx, &business, [row.customer_id])
            .await?;
        if let Some(key) = keys.get(&row.customer_id) {
            set.thread_keys.insert(row.id, Arc::clone(key));
            set.customer_keys.insert(row.customer_id, Arc::clone(key));
        }
    }
    Ok(())
}
