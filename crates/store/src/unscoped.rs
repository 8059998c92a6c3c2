//! The few reads without a tenant: routing, tokens that end, depths of queues.

use palette_domain::account::AccountStatus;
use palette_domain::account::{Account, Login};
use palette_domain::outbound::OutboxState;
use palette_domain::{AccountId, BusinessId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use secrecy::SecretString;

use crate::account::{account_of, token_of};
use crate::keys::Key as _;
use crate::rows::{account, business, conversation, member, outbox, turn};
use crate::when;
use crate::{Result, Store, StoreError};

fn route_of(row: account::Model) -> Result<Route> {
    Ok(Route {
        business_id: BusinessId::of(row.business_id),
        account_id: AccountId::of(row.id),
        ig_id: row.ig_id,
        login: Login::from_name(&row.login).ok_or(StoreError::Shape("account.login"))?,
    })
}

/// Where an Instagram id belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// Which business.
    pub business_id: BusinessId,
    /// Which account.
    pub account_id: AccountId,
    /// Instagram's professional account id.
    pub ig_id: String,
    /// How it was connected.
    pub login: Login,
}

/// An account whose token ends soon.
#[derive(Clone, Debug)]
pub struct ExpiringToken {
    /// The account.
    pub account: Account,
    /// Its token.
    pub token: SecretString,
}

/// How much waits, for `/metrics`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Depths {
    /// Open turns.
    pub turns: u64,
    /// Queued rows of the outbox.
    pub queued: u64,
    /// Rows being sent.
    pub sending: u64,
    /// Rows whose outcome nobody knows.
    pub unknown: u64,
    /// Conversations where a person should look.
    pub needs_person: u64,
}

impl Store {
    /// All businesses, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn business_ids(&self) -> Result<Vec<BusinessId>> {
        let ids: Vec<Uuid> = business::Entity::find()
            .select_only()
            .column(business::Column::Id)
            .order_by_asc(business::Column::Id)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(ids.into_iter().map(BusinessId::of).collect())
    }
    /// Whether any member exists: false before the first set-up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_members(&self) -> Result<bool> {
        Ok(member::Entity::find().one(self.read()).await?.is_some())
    }
    /// Where an Instagram id belongs: the professional account's, or the app-scoped one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_by_ig_id(&self, ig_id: &str) -> Result<Option<Route>> {
        let row = account::Entity::find()
            .filter(
                Condition::any()
                    .add(account::Column::IgId.eq(ig_id))
                    .add(account::Column::AppScopedId.eq(ig_id)),
            )
            .order_by_asc(account::Column::Id)
            .one(self.read())
            .await?;
        row.map(route_of).transpose()
    }
    /// All accounts that are connected.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn routes(&self) -> Result<Vec<Route>> {
        let rows = account::Entity::find()
            .filter(account::Column::Status.ne(AccountStatus::Disconnected.as_str()))
            .order_by_asc(account::Column::Id)
            .all(self.read())
            .await?;
        rows.into_iter().map(route_of).collect()
    }
    /// Active accounts whose token ends before `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts_with_expiring_tokens(
        &self,
        before: Instant,
    ) -> Result<Vec<ExpiringToken>> {
        let rows = account::Entity::find()
            .filter(account::Column::Status.eq(AccountStatus::Active.as_str()))
            .filter(account::Column::TokenExpiresAt.lt(before.millis()))
            .order_by_asc(account::Column::TokenExpiresAt)
            .all(self.read())
            .await?;
        let mut expiring = Vec::with_capacity(rows.len());
        for row in rows {
            let key = self
                .vault()
                .business_key(self.read(), row.business_id)
                .await?;
            let (account, token) = (account_of(&key, &row)?, token_of(&key, &row)?);
            expiring.push(ExpiringToken { account, token });
        }
        Ok(expiring)
    }
    /// Ends the claims of a process that is gone, where there is one process only: on SQLite. Turns
    /// and queued rows are free at once, and rows that were being sent are ready for
    /// `expire_sending`. On PostgreSQL other instances may be at work: claims end by their leases.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_claims(&self, now: Instant) -> Result<()> {
        if !self.inner.engine.is_sqlite() {
            return Ok(());
        }
        let tx = self.begin().await?;
        turn::Entity::update_many()
            .set(turn::ActiveModel {
                lease_until: Set(Some(now.millis())),
                ..Default::default()
            })
            .filter(when::open())
            .filter(turn::Column::LeaseUntil.gt(now.millis()))
            .exec(&tx)
            .await?;
        outbox::Entity::update_many()
            .set(outbox::ActiveModel {
                lease_until: Set(Some(now.millis())),
                ..Default::default()
            })
            .filter(when::in_lane())
            .filter(outbox::Column::LeaseUntil.gt(now.millis()))
            .exec(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
    /// How much waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn depths(&self) -> Result<Depths> {
        let turns = turn::Entity::find()
            .filter(when::open())
            .count(self.read())
            .await?;
        let counts: Vec<(String, i64)> = outbox::Entity::find()
            .filter(when::in_lane())
            .select_only()
            .column(outbox::Column::State)
            .column_as(outbox::Column::Id.count(), "n")
            .group_by(outbox::Column::State)
            .into_tuple()
            .all(self.read())
            .await?;
        let of = |state: OutboxState| {
            let found = counts.iter().find(|(name, _)| name == state.as_str());
            found.map_or(0, |(_, n)| n.unsigned_abs())
        };
        let needs_person = conversation::Entity::find()
            .filter(conversation::Column::NeedsPerson.is_not_null())
            .filter(conversation::Column::DoneAt.is_null())
            .filter(conversation::Column::SnoozedUntil.is_null())
            .count(self.read())
            .await?;
        Ok(Depths {
            turns,
            queued: of(OutboxState::Queued),
            sending: of(OutboxState::Sending),
            unknown: of(OutboxState::Unknown),
            needs_person,
        })
    }
}
