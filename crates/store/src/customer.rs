//! Customers: people on Instagram, as one account knows them.

use std::sync::Arc;

use palette_domain::customer::Customer;
use palette_domain::inbound::PersonFacts;
use palette_domain::live::Change;
use palette_domain::understanding::Language;
use palette_domain::{AccountId, BusinessId, ConversationId, CustomerId, Instant, Private};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::keys::Key as _;
use crate::rows::{conversation, customer};
use crate::vault::{Key, Place, Vault, open_text};
use crate::{BusinessStore, Result, StoreError, live};

/// A language as the tables name it.
pub(crate) fn language_of(name: Option<&str>) -> Option<Language> {
    use Language::*;
    let name = name?;
    [Fa, En, Finglish, Other]
        .into_iter()
        .find(|language| language.as_str() == name)
}

/// Opens a customer with their key.
pub(crate) fn customer_of(key: &Key, row: &customer::Model) -> Result<Customer> {
    let open = |what, sealed: &Option<Vec<u8>>| -> Result<Option<Private<String>>> {
        sealed
            .as_deref()
            .map(|s| open_text(key, Place::new(what, row.id), s))
            .transpose()
    };
    Ok(Customer {
        id: CustomerId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        account_id: AccountId::of(row.account_id),
        igsid: open("customer.igsid", &row.igsid)?.unwrap_or_default(),
        username: open("customer.username", &row.username)?,
        name: open("customer.name", &row.name)?,
        language: language_of(row.language.as_deref()),
        opted_out_at: row.opted_out_at.map(Instant::from_millis),
        disclosed_at: row.disclosed_at.map(Instant::from_millis),
        first_seen_at: Instant::from_millis(row.first_seen_at),
        last_interaction_at: Instant::from_millis(row.last_interaction_at),
    })
}

/// Seals a part of a customer.
pub(crate) fn seal_part(
    vault: &Vault,
    key: &Key,
    what: &'static str,
    id: Uuid,
    text: &Private<String>,
) -> Vec<u8> {
    vault.seal_text(key, Place::new(what, id), text.reveal())
}

impl BusinessStore {
    /// One customer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customer(&self, id: CustomerId) -> Result<Option<Customer>> {
        let Some(row) = self.customer_row(self.read(), id).await? else {
            return Ok(None);
        };
        let key = self.vault().customer_key(&*self.key().await?, &row)?;
        Ok(Some(customer_of(&key, &row)?))
    }
    /// Keeps what was read of a person's profile.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn update_person(
        &self,
        id: CustomerId,
        facts: &PersonFacts,
        now: Instant,
    ) -> Result<()> {
        let of_business = self.key().await?;
        let tx = self.store.begin().await?;
        let row = self
            .customer_row(&tx, id)
            .await?
            .ok_or(StoreError::NotFound("customer"))?;
        let key = self.vault().customer_key(&of_business, &row)?;
        let mut changed = customer::ActiveModel {
            profile_read_at: Set(Some(now.millis())),
            ..Default::default()
        };
        if let Some(name) = &facts.name {
            changed.name = Set(Some(seal_part(
                self.vault(),
                &key,
                "customer.name",
                row.id,
                name,
            )));
        }
        if let Some(name) = &facts.username {
            let sealed = seal_part(self.vault(), &key, "customer.username", row.id, name);
            changed.username = Set(Some(sealed));
        }
        customer::Entity::update_many()
            .set(changed)
            .filter(customer::Column::Id.eq(row.id))
            .exec(&tx)
            .await?;
        let conversation = self.conversation_row_of(&tx, id).await?;
        let change = Change::Conversation {
            id: ConversationId::of(conversation.id),
        };
        live::publish(&tx, [(self.id, change)], now).await?;
        Ok(tx.commit().await?)
    }
    /// Says that a profile could not be read, so that it is not asked again before long.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn profile_tried(&self, id: CustomerId, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let done = customer::Entity::update_many()
            .set(customer::ActiveModel {
                profile_read_at: Set(Some(now.millis())),
                ..Default::default()
            })
            .filter(customer::Column::Id.eq(id.uuid()))
            .filter(customer::Column::BusinessId.eq(self.uuid()))
            .exec(&tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::NotFound("customer"));
        }
        Ok(tx.commit().await?)
    }
    /// Customers who wrote a DM and whose profile was never read, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customers_without_profile(&self, limit: u64) -> Result<Vec<Customer>> {
        let of_business = self.key().await?;
        let rows: Vec<customer::Model> = customer::Entity::find()
            .filter(customer::Column::BusinessId.eq(self.uuid()))
            .filter(customer::Column::ProfileReadAt.is_null())
            .filter(customer::Column::Igsid.is_not_null())
            .filter(
                customer::Column::Id.in_subquery(
                    conversation::Entity::find()
                        .select_only()
                        .column(conversation::Column::CustomerId)
                        .filter(conversation::Column::BusinessId.eq(self.uuid()))
                        .filter(conversation::Column::WindowAt.is_not_null())
                        .into_query(),
                ),
            )
            .order_by_desc(customer::Column::LastInteractionAt)
            .limit(crate::page::bounded(limit))
            .all(self.read())
            .await?;
        rows.iter()
            .map(|row| customer_of(&*self.vault().customer_key(&of_business, row)?, row))
            .collect()
    }
    /// The customer's thread.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn conversation_of(&self, id: CustomerId) -> Result<ConversationId> {
        let row = self.conversation_row_of(self.read(), id).await?;
        Ok(ConversationId::of(row.id))
    }

    pub(crate) async fn customer_row(
        &self,
        db: &impl ConnectionTrait,
        id: CustomerId,
    ) -> Result<Option<customer::Model>> {
        Ok(customer::Entity::find_by_id(id.uuid())
            .filter(customer::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?)
    }

    async fn conversation_row_of(
        &self,
        db: &impl ConnectionTrait,
        id: CustomerId,
    ) -> Result<conversation::Model> {
        conversation::Entity::find()
            .filter(conversation::Column::CustomerId.eq(id.uuid()))
            .filter(conversation::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?
            .ok_or(StoreError::NotFound("customer"))
    }

    /// The key that seals what is about a customer, or about none: then the business's.
    pub(crate) async fn key_for(
        &self,
        db: &impl ConnectionTrait,
        customer: Option<Uuid>,
    ) -> Result<Arc<Key>> {
        let of_business = self.key().await?;
        let Some(id) = customer else {
            return Ok(of_business);
        };
        let mut keys = self.vault().customer_keys(db, &of_business, [id]).await?;
        keys.remove(&id).ok_or(StoreError::NotFound("customer"))
    }
}
