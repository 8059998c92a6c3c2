//! What is kept: one store for SQLite and PostgreSQL.
//!
//! Rows are private; domain types go in and out. Everything of a tenant starts from
//! [`Store::business`]; the few queries without a tenant stand in `unscoped.rs`. Everything about
//! a person is sealed (`vault.rs`). The time is always an argument.

mod engine;
mod error;
mod keys;
mod migrations;
mod rows;
mod vault;

mod account;
mod business;
mod catalogue;
mod comment;
mod conversation;
mod customer;
mod decision;
mod derived;
mod draft;
mod example;
mod idempotency;
mod ingest;
mod live;
mod media;
mod member;
mod message;
mod note;
mod oauth_state;
mod order;
mod outbox;
mod page;
mod raw_event;
mod session;
mod timeline;
mod turn;
mod unscoped;
mod verdict;
mod when;

use std::sync::Arc;

use palette_domain::{BusinessId, Chance, Instant};
use sea_orm::DatabaseTransaction;
use sea_orm::prelude::Uuid;

pub use account::NewAccount;
pub use business::Business;
pub use catalogue::{LiveFacts, NewProduct, NewVariant, StockChange};
pub use comment::{CommentContext, CommentThread, CommentView};
pub use conversation::{ConversationFilter, ConversationRow, InboxCounts};
pub use decision::Decision;
pub use error::{Result, StoreError};
pub use example::{EXAMPLES_MAX, ExamplesVersion, NewExample};
pub use idempotency::{Begun, Remembered};
pub use ingest::{Arrival, IngestOutcome};
pub use live::LiveEvent;
pub use media::MediaRow;
pub use member::{Invited, MemberRecord, Membership, NewMember};
pub use message::{MemberMessage, SentByMember};
pub use note::NewNote;
pub use oauth_state::OauthState;
pub use order::{NewLine, NewOrder, OrderFilter};
pub use outbox::{CommentFacts, Sendable, SentReceipt, Unsettled};
pub use page::{Cursor, Page};
pub use session::SessionRecord;
pub use timeline::TimelineItem;
pub use turn::{Committed, Need, NewDraft, NewOutbound, PlanCommit, TurnContext};
pub use unscoped::{Depths, ExpiringToken, Route};
pub use vault::MasterKey;
pub use verdict::{NewVerdict, Stage, VerdictRow};

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Connections that read at the same time; 4 is a good number.
    pub readers: u32,
    /// The key that wraps all others.
    pub master_key: MasterKey,
}

struct Inner {
    engine: engine::Engine,
    vault: vault::Vault,
    ids: keys::Ids,
    chance: Arc<dyn Chance>,
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

/// The store of one business: all that is read or written through it belongs to that business, and
/// another business's id is as good as unknown.
#[derive(Clone)]
pub struct BusinessStore {
    store: Store,
    id: BusinessId,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl std::fmt::Debug for BusinessStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BusinessStore({})", self.id)
    }
}

impl Store {
    /// Opens the database, makes it when it is a SQLite file that is not there yet, and brings its
    /// schema up to date. Instances that start at once wait for one another.
    ///
    /// # Errors
    /// [`StoreError::Open`] with a sentence that says how to mend it.
    pub async fn open(config: &StoreConfig, chance: Arc<dyn Chance>) -> Result<Self> {
        let engine = engine::Engine::open(&config.url, config.readers).await?;
        let vault = vault::Vault::new(&config.master_key, Arc::clone(&chance));
        let store = Self {
            inner: Arc::new(Inner {
                engine,
                vault,
                ids: keys::Ids::default(),
                chance,
            }),
        };
        store.check_master_key().await?;
        Ok(store)
    }

    /// The store of one business. Whether it exists shows at the first query.
    pub fn business(&self, id: BusinessId) -> BusinessStore {
        BusinessStore {
            store: self.clone(),
            id,
        }
    }

    /// Answers when the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.inner.engine.read.ping().await?)
    }

    /// Moves committed pages from SQLite's write-ahead log into the file. To be called by a job,
    /// every few seconds. Does nothing on PostgreSQL.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn checkpoint(&self) -> Result<()> {
        self.inner.engine.checkpoint().await
    }

    /// Closes the connections, once this is the last handle; SQLite's log is moved into the file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close(self) -> Result<()> {
        match Arc::try_unwrap(self.inner) {
            Ok(inner) => inner.engine.close().await,
            Err(_) => Ok(()),
        }
    }

    fn vault(&self) -> &vault::Vault {
        &self.inner.vault
    }

    fn read(&self) -> &sea_orm::DatabaseConnection {
        &self.inner.engine.read
    }

    async fn begin(&self) -> Result<DatabaseTransaction> {
        self.inner.engine.begin().await
    }

    fn next_id<K: keys::Key>(&self, now: Instant) -> K {
        self.inner.ids.next(now, &*self.inner.chance)
    }
}

impl BusinessStore {
    /// Which business.
    pub fn id(&self) -> BusinessId {
        self.id
    }

    fn uuid(&self) -> Uuid {
        keys::Key::uuid(self.id)
    }

    fn vault(&self) -> &vault::Vault {
        &self.store.inner.vault
    }

    fn read(&self) -> &sea_orm::DatabaseConnection {
        self.store.read()
    }

    async fn key(&self) -> Result<Arc<vault::Key>> {
        self.vault().business_key(self.read(), self.uuid()).await
    }
}
