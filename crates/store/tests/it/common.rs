//! What the tests of the store share: a fresh database on each engine, chance from a seed, and
//! small makers of inbound events.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use palette_domain::account::Login;
use palette_domain::agent::{Why, Words};
use palette_domain::business::BusinessSettings;
use palette_domain::conversation::MessageBody;
use palette_domain::inbound::{EchoMessage, Event, Inbound, InboundComment, InboundMessage};
use palette_domain::media::MediaKind;
use palette_domain::outbound::{OutboundBody, OutboundKind};
use palette_domain::policy::{OpeningAction, Rule};
use palette_domain::turn::{QuietTime, Turn};
use palette_domain::{AccountId, BusinessId, Chance, Instant, OutboxId, Private, Span};
use palette_store::{
    Arrival, BusinessStore, Committed, ConversationRow, IngestOutcome, MasterKey, NewAccount,
    NewOutbound, PlanCommit, Store, StoreConfig,
};
use rand::{Rng, SeedableRng};
use sea_orm::ConnectionTrait;
use secrecy::SecretString;

/// Chance from a seed.
pub struct Seeded(Mutex<rand_chacha::ChaCha12Rng>);

impl Seeded {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self(Mutex::new(rand_chacha::ChaCha12Rng::seed_from_u64(
            seed,
        ))))
    }
}

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .expect("no test panics while it draws")
            .fill_bytes(bytes);
    }
}

/// A database of one test, removed when the test ends.
pub struct Db {
    pub store: Store,
    pub url: String,
    pub folder: Option<std::path::PathBuf>,
    admin: Option<(String, String)>,
}

static COUNT: AtomicU64 = AtomicU64::new(0);

fn unique() -> String {
    format!(
        "palette_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

pub fn master_key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

pub async fn open(url: &str, seed: u64) -> Store {
    let config = StoreConfig {
        url: url.to_owned(),
        readers: 3,
        master_key: master_key(),
    };
    Store::open(&config, Seeded::new(seed))
        .await
        .expect("the test database opens")
}

impl Db {
    pub async fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(unique());
        std::fs::create_dir_all(&folder).expect("the folder for temporary files is writable");
        let url = format!("sqlite:{}", folder.join("palette.db").display());
        Self {
            store: open(&url, 1).await,
            url,
            folder: Some(folder),
            admin: None,
        }
    }

    /// Nothing when no PostgreSQL is given for tests.
    pub async fn postgres() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "the one setting of the tests")]
        let admin = std::env::var("PALETTE_TEST_POSTGRES_URL").ok()?;
        let name = unique();
        let db = sea_orm::Database::connect(&admin)
            .await
            .expect("the test PostgreSQL answers");
        db.execute_unprepared(&format!("create database {name}"))
            .await
            .expect("may create one");
        db.close().await.expect("closes");
        let (base, _) = admin.rsplit_once('/').expect("the URL ends in a database");
        let url = format!("{base}/{name}");
        Some(Self {
            store: open(&url, 1).await,
            url,
            folder: None,
            admin: Some((admin, name)),
        })
    }

    pub async fn drop(self) {
        self.store.close().await.expect("the store closes");
        if let Some(folder) = self.folder {
            std::fs::remove_dir_all(folder).expect("the folder can be removed");
        }
        if let Some((admin, name)) = self.admin {
            let db = sea_orm::Database::connect(admin)
                .await
                .expect("PostgreSQL answers");
            db.execute_unprepared(&format!("drop database {name} with (force)"))
                .await
                .expect("the database can be dropped");
            db.close().await.expect("closes");
        }
    }
}

/// Runs a test on SQLite, and on PostgreSQL when `PALETTE_TEST_POSTGRES_URL` is set.
macro_rules! on_both {
    ($($name:ident($db:ident) $body:block)*) => {$(
        mod $name {
            use super::*;
            async fn check($db: &crate::common::Db) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let db = crate::common::Db::sqlite().await;
                check(&db).await;
                db.drop().await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(db) = crate::common::Db::postgres().await {
                    check(&db).await;
                    db.drop().await;
                }
            }
        }
    )*};
}

pub(crate) use on_both;

/// The tests' first moment.
pub const T0: Instant = Instant::from_millis(1_790_000_000_000);

pub fn at(millis: i64) -> Instant {
    T0 + Span::millis(millis)
}

/// A business with an account.
pub struct Shop {
    pub id: BusinessId,
    pub store: BusinessStore,
    pub account: AccountId,
    pub ig_id: String,
}

pub async fn shop(store: &Store, ig_id: &str) -> Shop {
    shop_with(store, ig_id, &BusinessSettings::default()).await
}

pub async fn shop_with(store: &Store, ig_id: &str, settings: &BusinessSettings) -> Shop {
    let id = store
        .create_business("پوشاک نمونه", settings, T0)
        .await
        .expect("a business");
    let of = store.business(id);
    let account = of
        .connect_account(&new_account(ig_id), T0)
        .await
        .expect("an account");
    Shop {
        id,
        store: of,
        account: account.id,
        ig_id: ig_id.to_owned(),
    }
}

pub fn new_account(ig_id: &str) -> NewAccount {
    NewAccount {
        ig_id: ig_id.to_owned(),
        app_scoped_id: Some(format!("24{ig_id}")),
        page_id: None,
        username: Private::new("shop_of_tests".to_owned()),
        login: Login::Instagram,
        token: SecretString::from("IGAA-token-of-tests"),
        scopes: vec!["instagram_business_basic".to_owned()],
        token_expires_at: Some(T0 + Span::days(60)),
    }
}

pub fn text(words: &str) -> MessageBody {
    MessageBody {
        text: words.to_owned(),
        ..MessageBody::default()
    }
}

impl Shop {
    pub fn event(&self, at: Instant, event: Event) -> Inbound {
        Inbound {
            ig_id: self.ig_id.clone(),
            at,
            event,
        }
    }

    pub fn dm(&self, who: &str, mid: &str, words: &str, at: Instant) -> Inbound {
        self.event(
            at,
            Event::Message(InboundMessage {
                mid: mid.to_owned(),
                igsid: Private::new(who.to_owned()),
                body: Private::new(text(words)),
                opens: OpeningAction::Message,
                about_ig_media_id: None,
                is_self: false,
            }),
        )
    }

    pub fn echo(&self, who: &str, mid: &str, words: &str, at: Instant) -> Inbound {
        self.event(
            at,
            Event::Echo(EchoMessage {
                mid: mid.to_owned(),
                igsid: Private::new(who.to_owned()),
                body: Private::new(text(words)),
            }),
        )
    }

    pub fn comment(&self, who: &str, id: &str, media: &str, words: &str, at: Instant) -> Inbound {
        self.event(
            at,
            Event::Comment(InboundComment {
                ig_comment_id: id.to_owned(),
                ig_parent_id: None,
                ig_media_id: media.to_owned(),
                media_kind: MediaKind::Feed,
                igsid: Some(Private::new(who.to_owned())),
                username: Some(Private::new(format!("user_{who}"))),
                text: Private::new(words.to_owned()),
                is_own: false,
                is_live: false,
            }),
        )
    }
}

/// Takes in events as one delivery.
pub async fn take_in(store: &Store, events: Vec<Inbound>, now: Instant) -> IngestOutcome {
    let arrival = Arrival {
        inbound: events,
        raw: Private::new(b"{}".to_vec()),
    };
    let quiet = QuietTime::Fixed(Span::ZERO);
    store
        .ingest(&[arrival], quiet, now)
        .await
        .expect("it is taken in")
        .remove(0)
}

/// An answer of the AI.
pub fn answer(words: &str) -> NewOutbound {
    NewOutbound {
        kind: OutboundKind::Message,
        body: OutboundBody {
            words: Words::plain(words),
            ..OutboundBody::default()
        },
        shown: Private::new(words.to_owned()),
        language: None,
        confirms_opt_out: false,
        not_before: None,
        rule: Rule::StandardWindow,
    }
}

/// A plan that answers.
pub fn plan(words: &str) -> PlanCommit {
    PlanCommit {
        why: Why {
            rule: "test".to_owned(),
            outcome: "answer".to_owned(),
            ..Why::default()
        },
        outbox: vec![answer(words)],
        ..PlanCommit::default()
    }
}

/// Claims the one turn that is due.
pub async fn claim(store: &Store, now: Instant) -> Turn {
    let mut turns = store
        .claim_turns("a", Span::secs(30), 10, now)
        .await
        .expect("claims");
    assert_eq!(turns.len(), 1);
    turns.remove(0)
}

/// Claims the one turn that is due and answers it.
pub async fn answered(store: &Store, words: &str, now: Instant) -> Committed {
    let turn = claim(store, now).await;
    let of = store.business(turn.business_id);
    let context = of.turn_context(&turn).await.expect("a context");
    of.commit_plan(&context.turn, &plan(words), now)
        .await
        .expect("commits")
}

/// Claims the one row that may be sent and marks it as being sent.
pub async fn sending(store: &Store, words: &str, now: Instant) -> OutboxId {
    let mut rows = store
        .claim_sendable("s", Span::secs(30), 10, now)
        .await
        .expect("claims");
    assert_eq!(rows.len(), 1);
    let row = rows.remove(0);
    let of = store.business(row.outbound.business_id);
    let words = Private::new(words.to_owned());
    assert!(
        of.mark_sending(row.outbound.id, "s", &words, now)
            .await
            .expect("marks")
    );
    row.outbound.id
}

/// Finds the one conversation of a person.
pub trait ByPerson {
    async fn conversation_by_person(&self, igsid: &str) -> ConversationRow;
}

impl ByPerson for BusinessStore {
    async fn conversation_by_person(&self, igsid: &str) -> ConversationRow {
        let page = self
            .conversations(&Default::default(), None, 50)
            .await
            .expect("a page");
        let mut found = page
            .items
            .into_iter()
            .filter(|r| r.customer.igsid.reveal() == igsid);
        found.next().expect("a conversation with this person")
    }
}
