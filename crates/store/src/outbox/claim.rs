//! Claiming what may be sent, with all that judging and sending it needs.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use palette_domain::conversation::Handler;
use palette_domain::outbound::{Outbound, OutboundKind, OutboxState};
use palette_domain::policy::Sender;
use palette_domain::{
    AccountId, BusinessId, CommentId, ConversationId, CustomerId, DecisionId, Instant, MemberId,
    MessageId, OutboxId, Private, Span,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Statement,
};

use crate::account::{account_of, token_of};
use crate::comment::ig_id_of;
use crate::conversation::{handler_of, window_of};
use crate::customer::customer_of;
use crate::keys::Key as _;
use crate::message::body_of;
use crate::rows::{account, comment, conversation, customer, message, outbox};
use crate::vault::{Key, Place, open_json};
use crate::when;
use crate::{CommentFacts, Result, Sendable, Store, StoreError, Unsettled};

use super::queue::private_reply_used;

/// Rows looked at for each row claimed, so that one busy account does not hide the others.
const LOOK_AHEAD: u64 = 8;

/// Queued rows that may go: their time has come, nobody holds them, and nothing earlier of their
/// lane is queued, being sent or unknown.
const READY: &str = "
select o.id, o.account_id from outbox o
where o.state = 'queued' and o.next_at <= $1
  and (o.lease_until is null or o.lease_until <= $1)
  and not exists (
    select 1 from outbox e where e.lane = o.lane and e.id < o.id
      and e.state in ('queued', 'sending', 'unknown'))
order by o.id limit $2";

/// When the first of them may go.
const NEXT_DUE: &str = "
select min(case when o.lease_until > o.next_at then o.lease_until else o.next_at end) as due
from outbox o
where o.state = 'queued' and not exists (
    select 1 from outbox e where e.lane = o.lane and e.id < o.id
      and e.state in ('queued', 'sending', 'unknown'))";

impl Store {
    /// Claims rows that may be sent, oldest first, accounts in turns. Of a conversation never a
    /// later one while an earlier one is queued, being sent or unknown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_sendable(
        &self,
        owner: &str,
        lease: Span,
        limit: u64,
        now: Instant,
    ) -> Result<Vec<Sendable>> {
        let tx = self.begin().await?;
        let look = i64::try_from(limit.saturating_mul(LOOK_AHEAD)).unwrap_or(i64::MAX);
        let ready = Statement::from_sql_and_values(
            tx.get_database_backend(),
            READY,
            [now.millis().into(), look.into()],
        );
        let mut ready_rows = Vec::new();
        for row in tx.query_all_raw(ready).await? {
            let id: Uuid = row.try_get("", "id")?;
            ready_rows.push((id, row.try_get::<Uuid>("", "account_id")?));
        }
        let chosen = in_turns(ready_rows, usize::try_from(limit).unwrap_or(usize::MAX));
        if chosen.is_empty() {
            return Ok(Vec::new());
        }
        // Another instance may have chosen the same: whoever comes second finds them taken.
        let still_free = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Id)
            .filter(outbox::Column::Id.is_in(chosen))
            .filter(when::queued())
            .filter(
                Condition::any()
                    .add(outbox::Column::LeaseUntil.is_null())
                    .add(outbox::Column::LeaseUntil.lte(now.millis())),
            )
            .order_by_asc(outbox::Column::Id)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .into_query();
        let rows = outbox::Entity::update_many()
            .set(outbox::ActiveModel {
                owner: Set(Some(owner.to_owned())),
                lease_until: Set(Some((now + lease).millis())),
                ..Default::default()
            })
            .filter(outbox::Column::Id.in_subquery(still_free))
            .exec_with_returning(&tx)
            .await?;
        let sendable = self.sendables(&tx, rows).await?;
        tx.commit().await?;
        Ok(sendable)
    }

    /// When the next queued row may be sent; rows that wait behind another of their lane don't
    /// count.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_send_due(&self) -> Result<Option<Instant>> {
        let db = self.read();
        let due = Statement::from_string(db.get_database_backend(), NEXT_DUE);
        let row = db.query_one_raw(due).await?;
        let due: Option<i64> = row.map(|row| row.try_get("", "due")).transpose()?.flatten();
        Ok(due.map(Instant::from_millis))
    }

    /// Unknown rows that were sent before `before`, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unknown_older_than(&self, before: Instant, limit: u64) -> Result<Vec<Unsettled>> {
        let rows = outbox::Entity::find()
            .filter(when::unsettled())
            .filter(outbox::Column::State.eq(OutboxState::Unknown.as_str()))
            .filter(outbox::Column::SendingAt.lt(before.millis()))
            .order_by_asc(outbox::Column::SendingAt)
            .limit(limit.clamp(1, 200))
            .all(self.read())
            .await?;
        let sent_at: HashMap<Uuid, Option<i64>> =
            rows.iter().map(|row| (row.id, row.sending_at)).collect();
        let mut unsettled = Vec::with_capacity(rows.len());
        for sendable in self.sendables(self.read(), rows).await? {
            let at = sent_at.get(&sendable.outbound.id.uuid()).copied().flatten();
            let text = self.shown_text(&sendable.outbound).await?;
            let sent_at = at.map_or(sendable.outbound.created_at, Instant::from_millis);
            unsettled.push(Unsettled {
                sendable,
                text,
                sent_at,
            });
        }
        Ok(unsettled)
    }

    /// The words of a row as they were rendered for sending.
    async fn shown_text(&self, outbound: &Outbound) -> Result<Private<String>> {
        let (Some(id), Some(customer)) = (outbound.message_id, outbound.customer_id) else {
            return Ok(Private::new(outbound.body.reveal().words.pattern.clone()));
        };
        let row = message::Entity::find_by_id(id.uuid())
            .one(self.read())
            .await?;
        let row = row.ok_or(StoreError::NotFound("message"))?;
        let business = outbound.business_id.uuid();
        let of_business = self.vault().business_key(self.read(), business).await?;
        let keys = self
            .vault()
            .customer_keys(self.read(), &of_business, [customer.uuid()])
            .await?;
        let key = keys
            .get(&customer.uuid())
            .ok_or(StoreError::NotFound("customer"))?;
        Ok(Private::new(body_of(key, &row)?.text))
    }

    /// Opens rows and reads what sending them needs, a table at a time. Oldest first.
    async fn sendables(
        &self,
        db: &impl ConnectionTrait,
        mut rows: Vec<outbox::Model>,
    ) -> Result<Vec<Sendable>> {
        rows.sort_by_key(|row| row.id);
        let accounts: HashMap<Uuid, account::Model> = account::Entity::find()
            .filter(account::Column::Id.is_in(rows.iter().map(|row| row.account_id)))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let customers: HashMap<Uuid, customer::Model> = customer::Entity::find()
            .filter(customer::Column::Id.is_in(rows.iter().filter_map(|row| row.customer_id)))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let threads: HashMap<Uuid, conversation::Model> = conversation::Entity::find()
            .filter(
                conversation::Column::Id.is_in(rows.iter().filter_map(|row| row.conversation_id)),
            )
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let mut sendables = Vec::with_capacity(rows.len());
        for row in rows {
            let account = accounts
                .get(&row.account_id)
                .ok_or(StoreError::NotFound("account"))?;
            let customer = row.customer_id.and_then(|id| customers.get(&id));
            let thread = row.conversation_id.and_then(|id| threads.get(&id));
            sendables.push(self.sendable(db, row, account, customer, thread).await?);
        }
        Ok(sendables)
    }

    async fn sendable(
        &self,
        db: &impl ConnectionTrait,
        row: outbox::Model,
        account: &account::Model,
        customer: Option<&customer::Model>,
        thread: Option<&conversation::Model>,
    ) -> Result<Sendable> {
        let of_business = self.vault().business_key(db, row.business_id).await?;
        let key: Arc<Key> = match customer {
            Some(customer) => self.vault().customer_key(&of_business, customer)?,
            None => Arc::clone(&of_business),
        };
        let person = customer.map(|row| customer_of(&key, row)).transpose()?;
        let comment = match row.comment_id {
            Some(id) => comment_facts(db, &key, id, row.id).await?,
            None => None,
        };
        Ok(Sendable {
            account: account_of(&of_business, account)?,
            token: token_of(&of_business, account)?,
            igsid: person
                .as_ref()
                .map(|p| p.igsid.clone())
                .filter(|id| !id.reveal().is_empty()),
            window: thread.and_then(window_of),
            handler: thread.map(handler_of).transpose()?.unwrap_or(Handler::Ai),
            opted_out: person.is_some_and(|person| person.opted_out_at.is_some()),
            confirms_opt_out: row.confirms_opt_out,
            thread_elsewhere: thread.is_some_and(|thread| thread.elsewhere),
            comment,
            outbound: outbound_of(&key, row)?,
        })
    }
}

async fn comment_facts(
    db: &impl ConnectionTrait,
    key: &Key,
    id: Uuid,
    outbox: Uuid,
) -> Result<Option<CommentFacts>> {
    let Some(row) = comment::Entity::find_by_id(id).one(db).await? else {
        return Ok(None);
    };
    Ok(Some(CommentFacts {
        ig_comment_id: ig_id_of(key, &row)?.unwrap_or_default(),
        at: Instant::from_millis(row.at),
        hidden: row.hidden,
        is_live: row.live,
        private_reply_used: private_reply_used(db, id, Some(outbox)).await?,
    }))
}

/// Opens a row with the key that seals it.
pub(crate) fn outbound_of(key: &Key, row: outbox::Model) -> Result<Outbound> {
    let body = open_json(key, Place::new("outbox.body", row.id), &row.body)?;
    Ok(Outbound {
        id: OutboxId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        account_id: AccountId::of(row.account_id),
        kind: OutboundKind::from_name(&row.kind).ok_or(StoreError::Shape("outbox.kind"))?,
        sender: row
            .sender_member
            .map_or(Sender::Ai, |id| Sender::Member(MemberId::of(id))),
        conversation_id: row.conversation_id.map(ConversationId::of),
        customer_id: row.customer_id.map(CustomerId::of),
        comment_id: row.comment_id.map(CommentId::of),
        message_id: row.message_id.map(MessageId::of),
        decision_id: row.decision_id.map(DecisionId::of),
        body: Private::new(body),
        state: OutboxState::from_name(&row.state).ok_or(StoreError::Shape("outbox.state"))?,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        next_at: Instant::from_millis(row.next_at),
        created_at: Instant::from_millis(row.created_at),
    })
}

/// Takes up to `limit` ids, one of each account in turns; within an account in their order.
fn in_turns(rows: Vec<(Uuid, Uuid)>, limit: usize) -> Vec<Uuid> {
    let mut accounts: BTreeMap<Uuid, VecDeque<Uuid>> = BTreeMap::new();
    for (id, account) in rows {
        accounts.entry(account).or_default().push_back(id);
    }
    let mut chosen = Vec::new();
    while chosen.len() < limit && !accounts.is_empty() {
        accounts.retain(|_, ids| {
            if chosen.len() < limit {
                chosen.extend(ids.pop_front());
            }
            !ids.is_empty()
        });
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_account_does_not_hide_the_others() {
        let id = Uuid::from_u128;
        let rows = vec![
            (id(1), id(9)),
            (id(2), id(9)),
            (id(3), id(9)),
            (id(4), id(8)),
        ];
        assert_eq!(in_turns(rows.clone(), 2), [id(4), id(1)]);
        assert_eq!(in_turns(rows, 9), [id(4), id(1), id(2), id(3)]);
        assert!(in_turns(Vec::new(), 9).is_empty());
    }
}
