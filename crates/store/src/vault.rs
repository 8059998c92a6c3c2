//! The vault: everything about a person is sealed here before it reaches a table.
//!
//! A master key (a file outside the database) wraps one random key per business; a business's key
//! wraps one random key per customer. Losing a customer's key forgets the customer.

mod envelope;
mod master;

use std::collections::HashMap;
use std::sync::Arc;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use palette_domain::{Chance, Private};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use secrecy::ExposeSecret;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use zeroize::Zeroizing;

pub(crate) use envelope::{Key, Place};
pub use master::MasterKey;

use crate::error::{Result, StoreError};
use crate::rows::{business, customer};

/// Unwrapped keys kept in memory: 50 bytes each and a little more, so some 10 MB at most.
const KEYS_CACHED: u64 = 50_000;

/// Keys at work.
pub(crate) struct Vault {
    master: Key,
    /// For what belongs to no business: members, raw events of unknown accounts.
    people: Key,
    index: Zeroizing<[u8; 32]>,
    keys: moka::sync::Cache<Uuid, Arc<Key>>,
    chance: Arc<dyn Chance>,
}

impl Vault {
    pub(crate) fn new(master: &MasterKey, chance: Arc<dyn Chance>) -> Self {
        let derive = |info: &[u8]| {
            let mut out = Zeroizing::new([0u8; 32]);
            Hkdf::<Sha256>::new(None, master.0.expose_secret())
                .expand(info, &mut *out)
                .expect("32 bytes are within what HKDF-SHA-256 gives");
            out
        };
        Self {
            master: Key::new(&derive(b"palette master v1")),
            people: Key::new(&derive(b"palette people v1")),
            index: derive(b"palette index v1"),
            keys: moka::sync::Cache::new(KEYS_CACHED),
            chance,
        }
    }

    /// The key for what belongs to no business.
    pub(crate) fn people(&self) -> &Key {
        &self.people
    }

    /// A 16-byte keyed hash: finds a thing without saying what it is. `parts` never run together.
    pub(crate) fn hash(&self, kind: &str, parts: &[&[u8]]) -> Uuid {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.index).expect("any length is a key");
        mac.update(kind.as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        let mut out = [0u8; 16];
        out.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        Uuid::from_bytes(out)
    }

    /// A new random key, wrapped for its row.
    fn new_key(&self, wrap: &Key, place: Place) -> (Vec<u8>, Arc<Key>) {
        let mut bytes = Zeroizing::new([0u8; 32]);
        self.chance.fill(&mut *bytes);
        (
            wrap.seal(place, &*bytes, &*self.chance),
            Arc::new(Key::new(&bytes)),
        )
    }

    /// A key for a new business.
    pub(crate) fn new_business_key(&self, id: Uuid) -> Vec<u8> {
        let (sealed, key) = self.new_key(&self.master, Place::new("business.key_sealed", id));
        self.keys.insert(id, key);
        sealed
    }

    /// A key for a new customer.
    pub(crate) fn new_customer_key(&self, of_business: &Key, id: Uuid) -> (Vec<u8>, Arc<Key>) {
        let (sealed, key) = self.new_key(of_business, Place::new("customer.key_sealed", id));
        self.keys.insert(id, Arc::clone(&key));
        (sealed, key)
    }

    fn unwrap(&self, wrap: &Key, place: Place, sealed: &[u8]) -> Result<Arc<Key>> {
        let bytes = Zeroizing::new(wrap.open(place, sealed)?);
        let bytes: [u8; 32] = bytes
            .as_slice()
            .try_into()
            .map_err(|_| StoreError::Sealed(place.what))?;
        let key = Arc::new(Key::new(&Zeroizing::new(bytes)));
        self.keys.insert(place.row, Arc::clone(&key));
        Ok(key)
    }

    /// A business's key.
    pub(crate) async fn business_key(
        &self,
        db: &impl ConnectionTrait,
        id: Uuid,
    ) -> Result<Arc<Key>> {
        if let Some(key) = self.keys.get(&id) {
            return Ok(key);
        }
        let sealed: Vec<u8> = business::Entity::find_by_id(id)
            .select_only()
            .column(business::Column::KeySealed)
            .into_tuple()
            .one(db)
            .await?
            .ok_or(StoreError::NotFound("business"))?;
        self.unwrap(&self.master, Place::new("business.key_sealed", id), &sealed)
    }

    /// A customer's key, from the row that holds it.
    pub(crate) fn customer_key(
        &self,
        of_business: &Key,
        row: &customer::Model,
    ) -> Result<Arc<Key>> {
        match self.keys.get(&row.id) {
            Some(key) => Ok(key),
            None => self.unwrap(
                of_business,
                Place::new("customer.key_sealed", row.id),
                &row.key_sealed,
            ),
        }
    }

    /// The keys of several customers of one business; each id must exist.
    pub(crate) async fn customer_keys(
        &self,
        db: &impl ConnectionTrait,
        of_business: &Key,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, Arc<Key>>> {
        let mut found = HashMap::new();
        let mut missing = Vec::new();
        for id in ids {
            match self.keys.get(&id) {
                Some(key) => drop(found.insert(id, key)),
                None => missing.push(id),
            }
        }
        for ids in missing.chunks(500) {
            let rows: Vec<(Uuid, Vec<u8>)> = customer::Entity::find()
                .filter(customer::Column::Id.is_in(ids.iter().copied()))
                .select_only()
                .columns([customer::Column::Id, customer::Column::KeySealed])
                .into_tuple()
                .all(db)
                .await?;
            for (id, sealed) in rows {
                let place = Place::new("customer.key_sealed", id);
                found.insert(id, self.unwrap(of_business, place, &sealed)?);
            }
        }
        Ok(found)
    }

    /// Seals bytes.
    pub(crate) fn seal(&self, key: &Key, place: Place, plain: &[u8]) -> Vec<u8> {
        key.seal(place, plain, &*self.chance)
    }

    /// Seals text.
    pub(crate) fn seal_text(&self, key: &Key, place: Place, text: &str) -> Vec<u8> {
        self.seal(key, place, text.as_bytes())
    }

    /// Seals a value as JSON.
    pub(crate) fn seal_json(&self, key: &Key, place: Place, value: &impl Serialize) -> Vec<u8> {
        let plain = Zeroizing::new(serde_json::to_vec(value).expect("our own types are JSON"));
        self.seal(key, place, &plain)
    }
}

/// Opens text.
pub(crate) fn open_text(key: &Key, place: Place, sealed: &[u8]) -> Result<Private<String>> {
    let plain = key.open(place, sealed)?;
    String::from_utf8(plain)
        .map(Private::new)
        .map_err(|_| StoreError::Sealed(place.what))
}

/// Opens a value that was sealed as JSON.
pub(crate) fn open_json<T: DeserializeOwned>(key: &Key, place: Place, sealed: &[u8]) -> Result<T> {
    let plain = Zeroizing::new(key.open(place, sealed)?);
    serde_json::from_slice(&plain).map_err(|_| StoreError::Shape(place.what))
}
