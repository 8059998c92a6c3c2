//! Nothing about a person lies readable in the database's files, its log, or ours.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use palette_domain::agent::{UsedFact, Why};
use palette_domain::business::{Bilingual, Role};
use palette_domain::catalogue::ProductFacts;
use palette_domain::conversation::Attachment;
use palette_domain::example::Lesson;
use palette_domain::inbound::{Event, PersonFacts};
use palette_domain::order::{OrderState, Recipient};
use palette_domain::turn::QuietTime;
use palette_domain::understanding::{Intent, Language};
use palette_domain::{MemberId, Money, Private};
use palette_store::{
    Arrival, MemberMessage, NewDraft, NewExample, NewLine, NewMember, NewNote, NewOrder,
    NewProduct, NewVariant, PlanCommit, Remembered, SentReceipt,
};
use sea_orm::{ConnectionTrait, Statement};
use secrecy::SecretString;

use crate::common::{
    ByPerson, Db, at, master_key, new_account, on_both, plan, sending, shop, take_in,
};

/// Every marker begins so; none of it may be found.
const MARK: &str = "MARKER";

fn mark(what: &str) -> Private<String> {
    Private::new(format!("{MARK}-{what}"))
}

/// Plants a marker in every field about a person.
async fn plant(db: &Db) {
    let shop = shop(&db.store, "1784").await;
    let mut account = new_account("1784");
    account.username = mark("account-username");
    account.token = SecretString::from(format!("{MARK}-token"));
    shop.store
        .connect_account(&account, at(0))
        .await
        .expect("ok");
    let member = NewMember {
        email: Private::new(format!("{MARK}@example.com")),
        name: mark("member"),
        password_hash: None,
        role: Role::Owner,
    };
    shop.store.create_member(&member, at(0)).await.expect("ok");

    let igsid = format!("{MARK}-igsid");
    let mut dm = shop.dm(
        &igsid,
        &format!("{MARK}-mid"),
        &format!("{MARK}-words"),
        at(1),
    );
    if let Event::Message(message) = &mut dm.event {
        let mut body = message.body.reveal().clone();
        body.attachments.push(Attachment {
            kind: "image".to_owned(),
            url: Some(format!("https://{MARK}.example/x.jpg")),
            title: None,
            ig_media_id: None,
        });
        body.payload = Some(format!("{MARK}-payload"));
        message.body = Private::new(body);
    }
    let edit = |mid: String| Event::Edited {
        mid,
        text: Some(mark("edit")),
        num_edit: 1,
        igsid: None,
    };
    let unknown = Event::Unknown {
        kind: "new".to_owned(),
        raw: mark("raw"),
    };
    let events = vec![
        dm,
        shop.comment(
            &igsid,
            &format!("{MARK}-comment"),
            "media1",
            &format!("{MARK}-c"),
            at(2),
        ),
        shop.event(at(3), edit(format!("{MARK}-early"))),
        shop.event(at(3), unknown),
    ];
    take_in(&db.store, events, at(4)).await;
    let mut stray = shop.dm(&igsid, "x", "x", at(4));
    stray.ig_id = "0".to_owned();
    let raw = Private::new(format!("{MARK}-stray").into_bytes());
    let batch = [Arrival {
        inbound: vec![stray],
        raw,
    }];
    db.store
        .ingest(&batch, QuietTime::Adaptive, at(4))
        .await
        .expect("ok");

    let row = shop.store.conversation_by_person(&igsid).await;
    let note = NewNote {
        conversation: row.conversation.id,
        member: MemberId::from_bytes([5; 16]),
        text: mark("note"),
        mentions: Vec::new(),
    };
    shop.store.add_note(&note, at(4)).await.expect("ok");
    let facts = PersonFacts {
        username: Some(mark("username")),
        name: Some(mark("name")),
    };
    shop.store
        .update_person(row.customer.id, &facts, at(5))
        .await
        .expect("ok");
    plan_and_send(db, &shop).await;
    let new = MemberMessage {
        conversation: row.conversation.id,
        member: MemberId::from_bytes([5; 16]),
        parts: vec![mark("by-member")],
        reply_to: None,
        draft: None,
        key: Some(format!("{MARK}-key")),
    };
    shop.store.send_message(&new, at(20)).await.expect("ok");
    let comment = shop
        .store
        .comments(false, None, 9)
        .await
        .expect("ok")
        .items
        .remove(0);
    let member = MemberId::from_bytes([5; 16]);
    let words = mark("reply");
    shop.store
        .reply_to_comment(comment.comment.id, member, &words, None, at(21))
        .await
        .expect("ok");
    let remembered = Remembered {
        status: 200,
        body: mark("answer").into_revealed().into_bytes(),
    };
    shop.store
        .idempotency_put(member, MARK, b"MARKER", &remembered, at(22))
        .await
        .expect("ok");
    order(&shop, row.customer.id).await;
}

async fn plan_and_send(db: &Db, shop: &crate::common::Shop) {
    let turns = db
        .store
        .claim_turns("a", palette_domain::Span::secs(9), 9, at(10))
        .await;
    let turn = turns
        .expect("ok")
        .into_iter()
        .find(|turn| matches!(turn.subject, palette_domain::turn::Subject::Conversation(_)));
    let turn = turn.expect("a conversation's turn");
    let context = shop.store.turn_context(&turn).await.expect("a context");
    let fact = UsedFact {
        kind: "price".to_owned(),
        about: format!("{MARK}-about"),
        value: format!("{MARK}-value"),
    };
    let plan = PlanCommit {
        why: Why {
            subject: Some(format!("{MARK}-subject")),
            facts: vec![fact],
            ..Why::default()
        },
        draft: Some(NewDraft {
            text: mark("draft"),
            reason: "unsure".to_owned(),
            deadline: None,
        }),
        memory: Some(Private::new(
            serde_json::json!({ "last": format!("{MARK}-memory") }),
        )),
        ..plan(&format!("{MARK}-answer"))
    };
    let done = shop.store.commit_plan(&context.turn, &plan, at(11)).await;
    let lesson = NewExample {
        decision: done.expect("commits").decision,
        intent: Intent::Price,
        language: Language::Fa,
        lesson: Lesson::Corrected,
        member: MemberId::from_bytes([5; 16]),
    };
    let taught = shop.store.teach(&lesson, at(11)).await.expect("ok");
    let words = taught.expect("taught").text;
    assert!(
        words.reveal().contains(MARK),
        "the marker is among what is taught"
    );
    let id = sending(&db.store, &format!("{MARK}-rendered"), at(12)).await;
    let receipt = SentReceipt::of_id(&format!("{MARK}-sent-mid"));
    shop.store
        .mark_sent(id, &receipt, at(13))
        .await
        .expect("ok");
}

async fn order(shop: &crate::common::Shop, customer: palette_domain::CustomerId) {
    let product = NewProduct {
        facts: ProductFacts::default(),
        active: true,
        variants: vec![NewVariant {
            sku: "M-1".to_owned(),
            size: String::new(),
            colour: Bilingual::default(),
            price: Money::toman(1),
            on_hand: 1,
        }],
        ig_media_ids: Vec::new(),
    };
    let product = shop
        .store
        .create_product(&product, at(30))
        .await
        .expect("ok");
    let field = |what: &str| mark(what).into_revealed();
    let new = NewOrder {
        customer: Some(customer),
        conversation: None,
        lines: vec![NewLine {
            variant: product.variants[0].id,
            quantity: 1,
            unit_price: None,
        }],
        shipping: Money::toman(0),
        recipient: Private::new(Recipient {
            name: field("recipient"),
            phone: field("phone"),
            province: field("province"),
            city: field("city"),
            street: field("street"),
            postal_code: field("postal"),
        }),
        state: OrderState::Draft,
    };
    let order = shop.store.create_order(&new, at(31)).await.expect("ok");
    shop.store
        .set_tracking(order.id, Some(&field("tracking")), at(32))
        .await
        .expect("ok");
}

fn holds_mark(bytes: &[u8]) -> bool {
    bytes
        .windows(MARK.len())
        .any(|window| window == MARK.as_bytes())
}

/// All cells of all tables of PostgreSQL as text; binary ones as they are.
async fn rows_of_postgres(url: &str) -> Vec<u8> {
    let db = sea_orm::Database::connect(url).await.expect("opens");
    let all = |sql: String| Statement::from_string(sea_orm::DbBackend::Postgres, sql);
    let tables = "select tablename from pg_tables where schemaname = 'public'".to_owned();
    let mut out = Vec::new();
    for table in db.query_all_raw(all(tables)).await.expect("ok") {
        let name: String = table.try_get("", "tablename").expect("a name");
        // `escape` shows printable bytes of a bytea as they are.
        let rows =
            format!("select encode(convert_to(t::text, 'UTF8'), 'escape') as r from {name} t");
        db.execute_unprepared("set bytea_output = 'escape'")
            .await
            .expect("ok");
        for row in db.query_all_raw(all(rows)).await.expect("ok") {
            out.extend(row.try_get::<String>("", "r").expect("text").into_bytes());
        }
    }
    db.close().await.expect("closes");
    out
}

fn files_in(folder: &Path) -> Vec<u8> {
    let mut out = Vec::new();
    for file in std::fs::read_dir(folder).expect("a folder") {
        out.extend(std::fs::read(file.expect("a file").path()).expect("readable"));
    }
    out
}

on_both! {
    no_marker_is_readable_in_the_database(db) {
        watch_logs();
        plant(db).await;
        assert!(!LEAKED.load(Ordering::SeqCst), "our own log");
        let bytes = match &db.folder {
            Some(folder) => {
                let bytes = files_in(folder);
                assert!(bytes.len() > 100_000, "the write-ahead log is among them");
                bytes
            }
            None => rows_of_postgres(&db.url).await,
        };
        assert!(!holds_mark(&bytes));
        assert!(bytes.windows(4).any(|window| window == b"1784"), "the search itself works");
    }

    the_files_are_their_owners_alone(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("9", "m1", "سلام", at(1))], at(1)).await;
        let Some(folder) = &db.folder else { return };
        let mut files = 0;
        for entry in std::fs::read_dir(folder).expect("there") {
            let entry = entry.expect("readable");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = entry.metadata().expect("there").permissions().mode() & 0o777;
                assert_eq!(mode, 0o600, "{}", entry.path().display());
            }
            files += 1;
        }
        assert!(files >= 2, "the database and its log");
    }

    another_master_key_opens_nothing(db) {
        shop(&db.store, "1784").await;
        let mut config = palette_store::StoreConfig {
            url: db.url.clone(),
            readers: 1,
            master_key: palette_store::MasterKey::from_bytes([8; 32]),
        };
        let chance = crate::common::Seeded::new(3);
        let other = palette_store::Store::open(&config, chance.clone()).await;
        assert!(matches!(other, Err(palette_store::StoreError::Sealed(_))));
        config.master_key = master_key();
        let own = palette_store::Store::open(&config, chance).await.expect("opens");
        own.close().await.expect("closes");
    }
}

/// Whether a line of the log held a marker.
static LEAKED: AtomicBool = AtomicBool::new(false);

/// Looks at every line that anything in this process logs.
fn watch_logs() {
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(|| Watch)
        .finish();
    // The other engine's test may have set it already: it is the same one.
    let _set = tracing::subscriber::set_global_default(subscriber);
}

struct Watch;

impl std::io::Write for Watch {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if holds_mark(bytes) {
            LEAKED.store(true, Ordering::SeqCst);
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_key_file_is_made_once_and_only_for_its_owner() {
    use palette_store::MasterKey;
    let folder = std::env::temp_dir().join(format!("palette_key_{}", std::process::id()));
    let path = folder.join("deep").join("master.key");
    let chance = crate::common::Seeded::new(4);
    MasterKey::load_or_create(&path, &*chance).expect("made");
    let made = std::fs::read(&path).expect("there");
    assert_eq!(made.len(), 32);
    MasterKey::load_or_create(&path, &*chance).expect("read");
    assert_eq!(std::fs::read(&path).expect("there"), made);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode();
        assert_eq!(mode(&path) & 0o777, 0o600);
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).expect("ok");
        let refused = MasterKey::load_or_create(&path, &*chance).expect_err("others may read it");
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).expect("ok");
    }
    std::fs::write(&path, b"short").expect("ok");
    assert!(MasterKey::load_or_create(&path, &*chance).is_err());
    std::fs::remove_dir_all(&folder).expect("ok");
}
