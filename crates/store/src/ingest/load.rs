//! Reads all rows that a batch is about, in a few statements, and makes the people it brings.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use palette_domain::account::AccountStatus;
use palette_domain::inbound::Event;
use palette_domain::media::MediaKind;
use palette_domain::policy::OpeningAction;
use palette_domain::turn::QuietTime;
use palette_domain::{BusinessId, Instant, MediaId};
use sea_orm::prelude::Uuid;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::business::settings_of;
use crate::keys::Key as _;
use crate::rows::{account, business, comment, early, media, message, outbox, turn};
use crate::when;
use crate::{Result, Store};

use super::marks::reaction_hash;
use super::people;
use super::replies::{replies_hash, replies_in};
use super::set::{Home, Set, Tenant, Tracked, comment_hash, mid_hash};
use super::{Arrival, unwrap_standby};

/// What the events of a batch speak of.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) people: HashMap<Uuid, people::Newcomer>,
    /// People whose rows are needed when they exist, and not made otherwise.
    mids: HashSet<Uuid>,
    /// What is kept beside, till what it is about comes.
    early: HashSet<Uuid>,
    comments: HashSet<Uuid>,
    media: HashMap<(Uuid, String), (BusinessId, MediaKind)>,
    /// Whether anything of ours comes back: then the outbox is read.
    ours: bool,
}

/// Reads the working set of a batch.
pub(super) async fn load<'a>(
    store: &'a Store,
    tx: &DatabaseTransaction,
    batch: &[Arrival],
    quiet: QuietTime,
    now: Instant,
) -> Result<Set<'a>> {
    let (homes, accounts) = homes(store, tx, batch).await?;
    let wanted = wanted(store, &homes, batch);
    let mut set = Set {
        store,
        quiet,
        now,
        homes,
        accounts,
        people: HashMap::new(),
        conversations: HashMap::new(),
        thread_keys: HashMap::new(),
        customer_keys: HashMap::new(),
        messages: HashMap::new(),
        by_mid: HashMap::new(),
        comments: HashMap::new(),
        by_comment: HashMap::new(),
        media: HashMap::new(),
        turns: HashMap::new(),
        early: HashMap::new(),
        settled_early: HashSet::new(),
        untaught: HashSet::new(),
        outbox: Vec::new(),
        superseded: HashSet::new(),
        gone_replies: Vec::new(),
        raws: Vec::new(),
        links: Vec::new(),
        seen: HashMap::new(),
    };
    people::load(&mut set, tx, &wanted.people).await?;
    load_media(&mut set, tx, &wanted).await?;
    load_messages(&mut set, tx, &wanted).await?;
    load_comments(&mut set, tx, &wanted).await?;
    load_outbox(&mut set, tx, &wanted).await?;
    load_turns(&mut set, tx).await?;
    Ok(set)
}

/// The accounts and tenants that a batch names. Disconnected accounts are as good as unknown.
async fn homes(
    store: &Store,
    tx: &DatabaseTransaction,
    batch: &[Arrival],
) -> Result<(HashMap<String, Home>, Vec<account::Model>)> {
    let ids: BTreeSet<&str> = batch
        .iter()
        .flat_map(|a| a.inbound.iter().map(|i| i.ig_id.as_str()))
        .collect();
    if ids.is_empty() {
        return Ok((HashMap::new(), Vec::new()));
    }
    let accounts = account::Entity::find()
        .filter(
            Condition::any()
                .add(account::Column::IgId.is_in(ids.iter().copied()))
                .add(account::Column::AppScopedId.is_in(ids.iter().copied())),
        )
        .filter(account::Column::Status.ne(AccountStatus::Disconnected.as_str()))
        .all(tx)
        .await?;
    let businesses: BTreeSet<Uuid> = accounts.iter().map(|row| row.business_id).collect();
    let rows = business::Entity::find()
        .filter(business::Column::Id.is_in(businesses))
        .all(tx)
        .await?;
    let mut tenants = HashMap::new();
    for row in rows {
        let tenant = Tenant {
            id: BusinessId::of(row.id),
            key: store.vault().business_key(tx, row.id).await?,
            settings: settings_of(&row)?,
        };
        tenants.insert(row.id, Arc::new(tenant));
    }
    let mut homes = HashMap::new();
    for row in &accounts {
        let Some(tenant) = tenants.get(&row.business_id) else {
            continue;
        };
        let home = Home {
            account: row.id,
            tenant: Arc::clone(tenant),
        };
        if let Some(id) = &row.app_scoped_id {
            homes.entry(id.clone()).or_insert_with(|| home.clone());
        }
        homes.insert(row.ig_id.clone(), home);
    }
    Ok((homes, accounts))
}

/// What a batch speaks of.
fn wanted(store: &Store, homes: &HashMap<String, Home>, batch: &[Arrival]) -> Wanted {
    let mut wanted = Wanted::default();
    for inbound in batch.iter().flat_map(|arrival| &arrival.inbound) {
        let Some(home) = homes.get(&inbound.ig_id) else {
            continue;
        };
        let mid = |mid: &str| mid_hash(store, home.account, mid);
        let reaction = |id: &str| reaction_hash(store, mid(id));
        match unwrap_standby(&inbound.event).0 {
            Event::Message(message) => {
                wanted.mids.insert(mid(&message.mid));
                wanted.early.insert(reaction(&message.mid));
                people::newcomer(store, &mut wanted.people, home, message.igsid.reveal());
                if let Some(id) = &message.about_ig_media_id {
                    let kind = match message.opens {
                        OpeningAction::StoryReply | OpeningAction::StoryMention => MediaKind::Story,
                        _ => MediaKind::Feed,
                    };
                    wanted.media(home, id, kind);
                }
            }
            Event::Echo(echo) => {
                wanted.ours = true;
                wanted.mids.insert(mid(&echo.mid));
                wanted.early.insert(reaction(&echo.mid));
                people::newcomer(store, &mut wanted.people, home, echo.igsid.reveal());
            }
            Event::Unsent { mid: id, .. }
            | Event::Edited { mid: id, .. }
            | Event::Seen { mid: id, .. } => {
                wanted.mids.insert(mid(id));
            }
            Event::Reaction { mid: id, .. } => {
                wanted.mids.insert(mid(id));
                wanted.early.insert(reaction(id));
            }
            Event::Referral { igsid, .. } => {
                people::newcomer(store, &mut wanted.people, home, igsid.reveal());
            }
            Event::Comment(comment) => {
                wanted.ours |= comment.is_own;
                for id in [Some(&comment.ig_comment_id), comment.ig_parent_id.as_ref()] {
                    let hash = id.map(|id| comment_hash(store, home.account, id));
                    wanted.comments.extend(hash);
                    wanted
                        .early
                        .extend(hash.map(|hash| replies_hash(store, hash)));
                }
                wanted.media(home, &comment.ig_media_id, comment.media_kind);
                if !comment.is_own {
                    people::newcomer_by_comment(store, &mut wanted.people, home, comment);
                }
            }
            _ => {}
        }
    }
    wanted
}

impl Wanted {
    fn media(&mut self, home: &Home, ig_media_id: &str, kind: MediaKind) {
        self.media
            .entry((home.account, ig_media_id.to_owned()))
            .or_insert((home.tenant.id, kind));
    }
}

/// Media that a batch names; the ones not known yet are made with nothing but their id.
async fn load_media(set: &mut Set<'_>, tx: &DatabaseTransaction, wanted: &Wanted) -> Result<()> {
    if wanted.media.is_empty() {
        return Ok(());
    }
    find_media(set, tx, wanted).await?;
    let missing: Vec<media::ActiveModel> = wanted
        .media
        .iter()
        .filter(|(key, _)| !set.media.contains_key(key))
        .map(|((account, ig_media_id), (business, kind))| {
            media::ActiveModel::from(media::Model {
                id: set.store.next_id::<MediaId>(set.now).uuid(),
                business_id: business.uuid(),
                account_id: *account,
                ig_media_id: ig_media_id.clone(),
                kind: kind.as_str().to_owned(),
                caption: String::new(),
                permalink: None,
                picture_url: None,
                posted_at: None,
                fetched_at: None,
                created_at: set.now.millis(),
            })
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    media::Entity::insert_many(missing)
        .on_conflict_do_nothing_on([media::Column::AccountId, media::Column::IgMediaId])
        .exec_without_returning(tx)
        .await?;
    find_media(set, tx, wanted).await
}

async fn find_media(set: &mut Set<'_>, tx: &DatabaseTransaction, wanted: &Wanted) -> Result<()> {
    let accounts: BTreeSet<Uuid> = wanted.media.keys().map(|(account, _)| *account).collect();
    let found: Vec<(Uuid, Uuid, String)> = media::Entity::find()
        .select_only()
        .columns([
            media::Column::Id,
            media::Column::AccountId,
            media::Column::IgMediaId,
        ])
        .filter(media::Column::AccountId.is_in(accounts))
        .filter(media::Column::IgMediaId.is_in(wanted.media.keys().map(|(_, id)| id.as_str())))
        .into_tuple()
        .all(tx)
        .await?;
    set.media.extend(
        found
            .into_iter()
            .map(|(id, account, ig)| ((account, ig), id)),
    );
    Ok(())
}

/// Messages by Meta's ids, their threads, and what came before its message.
async fn load_messages(set: &mut Set<'_>, tx: &DatabaseTransaction, wanted: &Wanted) -> Result<()> {
    load_early(set, tx, wanted).await?;
    if wanted.mids.is_empty() {
        return Ok(());
    }
    let find = || {
        message::Entity::find().filter(message::Column::MidHash.is_in(wanted.mids.iter().copied()))
    };
    let mut found = find().all(tx).await?;
    let threads: BTreeSet<Uuid> = found
        .iter()
        .map(|row| row.conversation_id)
        .filter(|id| !set.conversations.contains_key(id))
        .collect();
    if !threads.is_empty() {
        people::lock_threads(set, tx, threads).await?;
    }
    if !found.is_empty() && !set.store.inner.engine.is_sqlite() {
        // Read again: another instance may have changed them before their thread was ours.
        found = find().all(tx).await?;
    }
    for row in found {
        if let Some(hash) = row.mid_hash {
            set.by_mid.insert(hash, row.id);
        }
        set.messages.insert(row.id, Tracked::clean(row));
    }
    Ok(())
}

/// Edits, unsends, reactions and replies that came before what they are about.
async fn load_early(set: &mut Set<'_>, tx: &DatabaseTransaction, wanted: &Wanted) -> Result<()> {
    let hashes = wanted.mids.union(&wanted.early).copied();
    if wanted.mids.is_empty() && wanted.early.is_empty() {
        return Ok(());
    }
    let early = early::Entity::find()
        .filter(early::Column::MidHash.is_in(hashes))
        .all(tx)
        .await?;
    set.early.extend(
        early
            .into_iter()
            .map(|row| (row.mid_hash, Tracked::clean(row))),
    );
    Ok(())
}

async fn load_comments(set: &mut Set<'_>, tx: &DatabaseTransaction, wanted: &Wanted) -> Result<()> {
    if wanted.comments.is_empty() {
        return Ok(());
    }
    let waiting = set.early.values().flat_map(|row| replies_in(row.get()));
    let one_of = Condition::any()
        .add(comment::Column::IgHash.is_in(wanted.comments.iter().copied()))
        .add(comment::Column::Id.is_in(waiting));
    let found = comment::Entity::find()
        .filter(one_of)
        .order_by_asc(comment::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let threads: BTreeSet<Uuid> = found
        .iter()
        .filter_map(|row| row.conversation_id)
        .filter(|id| !set.conversations.contains_key(id))
        .collect();
    if !threads.is_empty() {
        people::lock_threads(set, tx, threads).await?;
    }
    for row in found {
        if let Some(hash) = row.ig_hash {
            set.by_comment.insert(hash, row.id);
        }
        set.comments.insert(row.id, Tracked::clean(row));
    }
    Ok(())
}

/// When something of ours comes back: rows that may be it, and rows it may take back.
async fn load_outbox(set: &mut Set<'_>, tx: &DatabaseTransaction, wanted: &Wanted) -> Result<()> {
    if !wanted.ours {
        return Ok(());
    }
    let accounts: BTreeSet<Uuid> = set.accounts.iter().map(|row| row.id).collect();
    let lanes = set.conversations.keys().chain(set.comments.keys()).copied();
    let found = outbox::Entity::find()
        .filter(
            Condition::any()
                .add(
                    Condition::all()
                        .add(outbox::Column::AccountId.is_in(accounts))
                        .add(when::unsettled()),
                )
                .add(
                    Condition::all()
                        .add(outbox::Column::Lane.is_in(lanes))
                        .add(when::in_lane()),
                ),
        )
        .order_by_asc(outbox::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    load_rows_of(set, tx, &found).await?;
    people::keys_of_rows(set, tx).await?;
    set.outbox.extend(found.into_iter().map(Tracked::clean));
    Ok(())
}

/// The messages and comments that outbox rows show.
async fn load_rows_of(
    set: &mut Set<'_>,
    tx: &DatabaseTransaction,
    rows: &[outbox::Model],
) -> Result<()> {
    let messages: Vec<Uuid> = rows.iter().filter_map(|row| row.message_id).collect();
    if !messages.is_empty() {
        let found = message::Entity::find()
            .filter(message::Column::Id.is_in(messages))
            .all(tx)
            .await?;
        for row in found {
            set.messages
                .entry(row.id)
                .or_insert_with(|| Tracked::clean(row));
        }
    }
    let comments: Vec<Uuid> = rows
        .iter()
        .flat_map(|row| [row.reply_comment_id, row.comment_id])
        .flatten()
        .collect();
    if !comments.is_empty() {
        let found = comment::Entity::find()
            .filter(comment::Column::Id.is_in(comments))
            .all(tx)
            .await?;
        for row in found {
            set.comments
                .entry(row.id)
                .or_insert_with(|| Tracked::clean(row));
        }
    }
    Ok(())
}

/// Open turns of all threads and comments of the set.
async fn load_turns(set: &mut Set<'_>, tx: &DatabaseTransaction) -> Result<()> {
    let threads: Vec<Uuid> = set.conversations.keys().copied().collect();
    let comments: Vec<Uuid> = set.comments.keys().copied().collect();
    // Each branch says `open` by itself: only so is each found by its own index.
    let mut subject = Condition::any();
    if !threads.is_empty() {
        let of_thread = turn::Column::ConversationId.is_in(threads);
        subject = subject.add(Condition::all().add(when::open()).add(of_thread));
    }
    if !comments.is_empty() {
        let of_comment = turn::Column::CommentId.is_in(comments);
        subject = subject.add(Condition::all().add(when::open()).add(of_comment));
    }
    if subject.is_empty() {
        return Ok(());
    }
    let found = turn::Entity::find()
        .filter(subject)
        .order_by_asc(turn::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    for row in found {
        if let Some(subject) = row.conversation_id.or(row.comment_id) {
            set.turns.insert(subject, Tracked::clean(row));
        }
    }
    Ok(())
}
