//! How many messages a second are taken in, a commit each and in groups: a line of JSON for each.
//!
//! `cargo run --release -p palette-store --example bench_ingest [DATABASE-URL]`; without a URL a
//! SQLite file in the folder for temporary files is used and removed afterwards. The database must
//! be empty.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use palette_domain::account::Login;
use palette_domain::business::BusinessSettings;
use palette_domain::conversation::MessageBody;
use palette_domain::inbound::{Event, Inbound, InboundMessage};
use palette_domain::policy::OpeningAction;
use palette_domain::turn::QuietTime;
use palette_domain::{Chance, Instant, Private};
use palette_store::{Arrival, MasterKey, NewAccount, Result, Store, StoreConfig};
use rand::{Rng, SeedableRng};

/// Messages per measurement.
const ROUNDS: [(usize, usize); 4] = [(1, 500), (16, 4_000), (64, 12_000), (128, 16_000)];
/// People who write.
const PEOPLE: usize = 300;

struct Seeded(Mutex<rand_chacha::ChaCha12Rng>);

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut rng = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        rng.fill_bytes(bytes);
    }
}

fn arrival(n: usize) -> Arrival {
    let message = InboundMessage {
        mid: format!("aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQx{n:0120}"),
        igsid: Private::new(format!("62{:015}", n % PEOPLE)),
        body: Private::new(MessageBody {
            text: format!("سلام، مانتوی کتان سایز ۳۸ موجوده؟ قیمتش چنده؟ {n}"),
            ..MessageBody::default()
        }),
        opens: OpeningAction::Message,
        about_ig_media_id: None,
        is_self: false,
    };
    let at = Instant::from_millis(1_790_000_000_000 + n as i64);
    let inbound = Inbound {
        ig_id: "17841400000000001".to_owned(),
        at,
        event: Event::Message(message),
    };
    Arrival {
        inbound: vec![inbound],
        raw: Private::new(Vec::new()),
    }
}

async fn prepared(url: &str) -> Result<Store> {
    let chance = Arc::new(Seeded(Mutex::new(rand_chacha::ChaCha12Rng::seed_from_u64(
        1,
    ))));
    let master_key = MasterKey::from_bytes([1; 32]);
    let config = StoreConfig {
        url: url.to_owned(),
        readers: 2,
        master_key,
    };
    let store = Store::open(&config, chance).await?;
    let now = Instant::from_millis(1_790_000_000_000);
    let id = store
        .create_business("bench", &BusinessSettings::default(), now)
        .await?;
    let account = NewAccount {
        ig_id: "17841400000000001".to_owned(),
        app_scoped_id: None,
        page_id: None,
        username: Private::new("bench".to_owned()),
        login: Login::Instagram,
        token: "token".to_owned().into(),
        scopes: Vec::new(),
        token_expires_at: None,
    };
    store.business(id).connect_account(&account, now).await?;
    Ok(store)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a stopwatch: this example measures real time"
)]
fn stopwatch() -> impl Fn() -> Duration {
    let begun = std::time::Instant::now();
    move || begun.elapsed()
}

#[expect(clippy::print_stdout, reason = "its results are its output")]
async fn measure(store: &Store) -> Result<()> {
    let mut made = 0;
    let mut single = 0.0;
    for (batch, messages) in ROUNDS {
        let arrivals: Vec<Arrival> = (made..made + messages).map(arrival).collect();
        made += messages;
        let elapsed = stopwatch();
        for chunk in arrivals.chunks(batch) {
            let now = Instant::from_millis(1_790_000_000_000 + made as i64);
            store.ingest(chunk, QuietTime::Adaptive, now).await?;
        }
        let rate = messages as f64 / elapsed().as_secs_f64();
        if batch == 1 {
            single = rate;
        }
        store.checkpoint().await?;
        let name = format!("ingest_batch_{batch}");
        let ratio = rate / single;
        println!(
            "{{\"name\":\"{name}\",\"value\":{rate:.0},\"unit\":\"messages/s\",\
             \"ratio_to\":\"ingest_batch_1\",\"ratio\":{ratio:.1}}}"
        );
    }
    Ok(())
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("palette_bench_{}", std::process::id()));
    let url = std::env::args().nth(1);
    let own = url.is_none();
    let url = url.unwrap_or_else(|| format!("sqlite:{}", folder.join("bench.db").display()));
    let store = prepared(&url).await?;
    let done = measure(&store).await;
    store.close().await?;
    if own {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(done?)
}
