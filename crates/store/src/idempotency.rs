//! Answers already given to requests that carried an idempotency key.

use palette_domain::{Instant, MemberId};

use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::rows::idempotency;
use crate::vault::Place;
use crate::{BusinessStore, Result, Store, StoreError};

/// An answer that was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remembered {
    /// Its HTTP status.
    pub status: u16,
    /// Its body, as it was.
    pub body: Vec<u8>,
}

/// What is known of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begun {
    /// Nothing: go on.
    New,
    /// The same request was answered so.
    Answered(Remembered),
    /// The key was used with another request.
    Mismatch,
}

impl BusinessStore {
    fn idempotency_hash(&self, member: MemberId, key: &str) -> Uuid {
        self.vault().hash(
            "idempotency",
            &[&self.id.to_bytes(), &member.to_bytes(), key.as_bytes()],
        )
    }

    /// What is known of a member's key for this request (method, path and body).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn idempotency_get(
        &self,
        member: MemberId,
        key: &str,
        request: &[u8],
    ) -> Result<Begun> {
        let hash = self.idempotency_hash(member, key);
        let Some(row) = idempotency::Entity::find_by_id(hash)
            .one(self.read())
            .await?
        else {
            return Ok(Begun::New);
        };
        if row.request_hash != self.vault().hash("request", &[request]) {
            return Ok(Begun::Mismatch);
        }
        let place = Place::new("idempotency.answer", hash);
        Ok(Begun::Answered(Remembered {
            status: u16::try_from(row.status)
                .map_err(|_| StoreError::Shape("idempotency.status"))?,
            body: self.key().await?.open(place, &row.answer)?,
        }))
    }
    /// Keeps an answer; the first one stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn idempotency_put(
        &self,
        member: MemberId,
        key: &str,
        request: &[u8],
        answer: &Remembered,
        now: Instant,
    ) -> Result<()> {
        let hash = self.idempotency_hash(member, key);
        let key = self.key().await?;
        let row = idempotency::Model {
            key_hash: hash,
            business_id: self.uuid(),
            request_hash: self.vault().hash("request", &[request]),
            status: i64::from(answer.status),
            answer: self
                .vault()
                .seal(&key, Place::new("idempotency.answer", hash), &answer.body),
            at: now.millis(),
        };
        let tx = self.store.begin().await?;
        idempotency::Entity::insert(idempotency::ActiveModel::from(row))
            .on_conflict_do_nothing_on([idempotency::Column::KeyHash])
            .exec_without_returning(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

impl Store {
    /// Deletes answers older than `before`. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prune_idempotency(&self, before: Instant) -> Result<u64> {
        let tx = self.begin().await?;
        let done = idempotency::Entity::delete_many()
            .filter(idempotency::Column::At.lt(before.millis()))
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected)
    }
}
