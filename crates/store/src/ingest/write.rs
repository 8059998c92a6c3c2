//! Writes what a batch changed: one statement per table, new and changed rows alike.

use palette_domain::Instant;
use palette_domain::conversation::{Author, MessageState};
use palette_domain::draft::DraftState;
use sea_orm::ActiveValue::Set as Value;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    EntityTrait, IntoActiveModel, QueryFilter,
};

use crate::Result;
use crate::rows::{
    account, comment, conversation, customer, draft, early, example, message, outbox, raw_event,
    turn,
};
use crate::when;

use super::set::{Set, Tracked};

/// Rows a statement writes at most: 19 columns of 500 rows are within SQLite's 32,766 parameters.
const ROWS_MAX: usize = 500;
/// How often an account's last webhook is noted.
const WEBHOOK_NOTE_MS: i64 = 60_000;

/// Writes the set.
pub(super) async fn write(mut set: Set<'_>, tx: &DatabaseTransaction, now: Instant) -> Result<()> {
    note_webhooks(&set, tx, now).await?;
    let people = set.people.drain().map(|(_, person)| person.row);
    upsert_with::<customer::Entity, _>(tx, changed(people), renew_customer).await?;
    let threads = changed(set.conversations.drain().map(|(_, row)| row));
    upsert::<conversation::Entity, _>(tx, threads, conversation::Column::Id, &THREAD).await?;
    let mut messages = changed(set.messages.drain().map(|(_, row)| row));
    messages.sort_by_key(|row| row.id);
    upsert::<message::Entity, _>(tx, messages, message::Column::Id, &MESSAGE).await?;
    let mut comments = changed(set.comments.drain().map(|(_, row)| row));
    // A reply that waited for its comment is older than it by our ids, and needs its row.
    comments.sort_by_key(|row| (row.parent_id.is_some(), row.id));
    upsert::<comment::Entity, _>(tx, comments, comment::Column::Id, &COMMENT).await?;
    let (ended, open): (Vec<_>, Vec<_>) = changed(set.turns.drain().map(|(_, row)| row))
        .into_iter()
        .partition(|row| row.closed_at.is_some());
    // What ended first: a subject has one open turn at a time.
    upsert::<turn::Entity, _>(tx, ended, turn::Column::Id, &TURN).await?;
    upsert::<turn::Entity, _>(tx, open, turn::Column::Id, &TURN).await?;
    let outbox = changed(set.outbox.drain(..));
    upsert::<outbox::Entity, _>(tx, outbox, outbox::Column::Id, &OUTBOX).await?;
    write_early(&mut set, tx).await?;
    for rows in set.raws.chunks(ROWS_MAX) {
        let rows = rows.iter().cloned().map(raw_event::ActiveModel::from);
        raw_event::Entity::insert_many(rows)
            .on_conflict_do_nothing_on([raw_event::Column::Id])
            .exec_without_returning(tx)
            .await?;
    }
    write_sides(&set, tx, now).await
}

/// What a batch may change of a customer. A name that another transaction has read from the profile
/// since this one looked is kept: the batch knows a name or knows none, but never takes one away.
fn renew_customer() -> OnConflict {
    let mut renew = OnConflict::column(customer::Column::Id);
    renew
        .value(
            customer::Column::Username,
            Expr::cust(r#"coalesce("excluded"."username", "customer"."username")"#),
        )
        .update_columns([
            customer::Column::FirstSeenAt,
            customer::Column::LastInteractionAt,
        ]);
    renew
}

const THREAD: [conversation::Column; 16] = [
    conversation::Column::Handler,
    conversation::Column::HandlerMember,
    conversation::Column::HandlerMessage,
    conversation::Column::NeedsPerson,
    conversation::Column::DoneAt,
    conversation::Column::SnoozedUntil,
    conversation::Column::WindowAt,
    conversation::Column::WindowBy,
    conversation::Column::LastMessageAt,
    conversation::Column::LastMessageId,
    conversation::Column::LastPreview,
    conversation::Column::LastIsOurs,
    conversation::Column::Unread,
    conversation::Column::SubjectMedia,
    conversation::Column::Elsewhere,
    conversation::Column::Version,
];
const MESSAGE: [message::Column; 6] = [
    message::Column::MidHash,
    message::Column::Mid,
    message::Column::Body,
    message::Column::State,
    message::Column::Error,
    message::Column::NumEdit,
];
const COMMENT: [comment::Column; 5] = [
    comment::Column::ParentId,
    comment::Column::ConversationId,
    comment::Column::IgHash,
    comment::Column::IgId,
    comment::Column::State,
];
const TURN: [turn::Column; 6] = [
    turn::Column::State,
    turn::Column::Generation,
    turn::Column::Attempts,
    turn::Column::DueAt,
    turn::Column::Error,
    turn::Column::ClosedAt,
];
const OUTBOX: [outbox::Column; 4] = [
    outbox::Column::State,
    outbox::Column::Error,
    outbox::Column::Owner,
    outbox::Column::LeaseUntil,
];

fn changed<M>(rows: impl Iterator<Item = Tracked<M>>) -> Vec<M> {
    rows.filter_map(Tracked::into_changed).collect()
}

/// Inserts rows, or updates `columns` of the ones that are there.
async fn upsert<E, M>(
    tx: &impl ConnectionTrait,
    rows: Vec<M>,
    id: E::Column,
    columns: &[E::Column],
) -> Result<()>
where
    E: EntityTrait,
    M: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
{
    upsert_with::<E, M>(tx, rows, || {
        let mut renew = OnConflict::column(id);
        renew.update_columns(columns.iter().copied());
        renew
    })
    .await
}

/// Inserts rows, or does to the ones that are there what `renew` says.
async fn upsert_with<E, M>(
    tx: &impl ConnectionTrait,
    rows: Vec<M>,
    renew: impl Fn() -> OnConflict,
) -> Result<()>
where
    E: EntityTrait,
    M: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
{
    let mut rows: Vec<E::ActiveModel> = rows
        .into_iter()
        .map(IntoActiveModel::into_active_model)
        .collect();
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS_MAX));
        E::insert_many(rows)
            .on_conflict(renew())
            .exec_without_returning(tx)
            .await?;
        rows = rest;
    }
    Ok(())
}

async fn note_webhooks(set: &Set<'_>, tx: &DatabaseTransaction, now: Instant) -> Result<()> {
    let stale = set.accounts.iter().filter(|row| {
        row.last_webhook_at
            .is_none_or(|at| at < now.millis() - WEBHOOK_NOTE_MS)
    });
    let ids: Vec<_> = stale.map(|row| row.id).collect();
    if !ids.is_empty() {
        account::Entity::update_many()
            .set(account::ActiveModel {
                last_webhook_at: Value(Some(now.millis())),
                ..Default::default()
            })
            .filter(account::Column::Id.is_in(ids))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// What came before its message is kept till the message comes, and no longer.
async fn write_early(set: &mut Set<'_>, tx: &DatabaseTransaction) -> Result<()> {
    if !set.settled_early.is_empty() {
        early::Entity::delete_many()
            .filter(early::Column::MidHash.is_in(set.settled_early.iter().copied()))
            .exec(tx)
            .await?;
    }
    let settled = std::mem::take(&mut set.settled_early);
    let kept = changed(set.early.drain().map(|(_, row)| row));
    let kept = kept
        .into_iter()
        .filter(|row| !settled.contains(&row.mid_hash))
        .collect();
    let columns = [
        early::Column::Kind,
        early::Column::NumEdit,
        early::Column::Text,
        early::Column::At,
    ];
    upsert::<early::Entity, _>(tx, kept, early::Column::MidHash, &columns).await
}

/// Seen marks, drafts that a person's answer made needless, replies that will never leave.
async fn write_sides(set: &Set<'_>, tx: &DatabaseTransaction, now: Instant) -> Result<()> {
    for (thread, until) in &set.seen {
        message::Entity::update_many()
            .set(message::ActiveModel {
                seen_at: Value(Some(now.millis())),
                ..Default::default()
            })
            .filter(message::Column::ConversationId.eq(*thread))
            .filter(message::Column::At.lte(*until))
            .filter(message::Column::Author.ne(Author::Customer.as_str()))
            .filter(message::Column::State.eq(MessageState::Sent.as_str()))
            .filter(message::Column::SeenAt.is_null())
            .exec(tx)
            .await?;
    }
    if !set.superseded.is_empty() {
        draft::Entity::update_many()
            .set(draft::ActiveModel {
                state: Value(DraftState::Superseded.as_str().to_owned()),
                ended_at: Value(Some(now.millis())),
                ..Default::default()
            })
            .filter(draft::Column::ConversationId.is_in(set.superseded.iter().copied()))
            .filter(draft::Column::CommentId.is_null())
            .filter(when::open())
            .exec(tx)
            .await?;
    }
    if !set.untaught.is_empty() {
        example::Entity::delete_many()
            .filter(example::Column::DecisionId.is_in(set.untaught.iter().copied()))
            .exec(tx)
            .await?;
    }
    if !set.gone_replies.is_empty() {
        comment::Entity::delete_many()
            .filter(comment::Column::Id.is_in(set.gone_replies.iter().copied()))
            .exec(tx)
            .await?;
    }
    Ok(())
}
