//! The running simulator: the world behind a lock, its clock, its faults and its messengers.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, Millis};
use crate::faults::Faults;
use crate::seed;
use crate::state;
use crate::webhook::Delivery;
use crate::webhook::deliver::Lanes;
use crate::world::World;

/// How a simulator begins.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address to listen on; port 0 takes a free one.
    pub listen: String,
    /// Where webhooks go; can be given later by `POST /control/webhook`.
    pub webhook: Option<String>,
    /// The seed of the world.
    pub seed: u64,
    /// A file that keeps the world between runs.
    pub state: Option<PathBuf>,
    /// Holds the clock at this time (milliseconds since 1970) from the start.
    pub start_ms: Option<Millis>,
    /// How many business accounts there are; 1 or more.
    pub accounts: usize,
    /// Makes the webhook handshake at the start.
    pub handshake: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:0".to_owned(),
            webhook: None,
            seed: 1,
            state: None,
            start_ms: None,
            accounts: 1,
            handshake: false,
        }
    }
}

/// What all requests share.
#[derive(Debug)]
pub struct Sim {
    world: Mutex<World>,
    /// The simulated clock.
    pub clock: Clock,
    /// Troubles that were asked for.
    pub faults: Mutex<Faults>,
    /// Changes, for those who look on.
    pub live: broadcast::Sender<Value>,
    /// Ends background work.
    pub ending: CancellationToken,
    pub(crate) http: reqwest::Client,
    pub(crate) options: Options,
    pub(crate) lanes: Lanes,
    base: OnceLock<String>,
    dirty: AtomicBool,
}

impl Sim {
    /// Builds the world from the state file or the seed.
    ///
    /// # Errors
    /// When the state file can't be read, or the HTTP client can't be built.
    pub fn new(options: Options) -> anyhow::Result<Arc<Self>> {
        let clock = Clock::new(options.start_ms);
        let kept = match &options.state {
            Some(file) => state::read(file)?,
            None => None,
        };
        let mut world = match kept {
            Some(kept) => {
                if options.start_ms.is_none() {
                    clock.restore(kept.clock);
                }
                kept.world
            }
            None => seed::world(options.seed, clock.now(), options.accounts),
        };
        if options.webhook.is_some() {
            world.webhook_url.clone_from(&options.webhook);
        }
        seed::renew_stories(&mut world, clock.now());
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("Webhooks/1.0 (https://fb.me/webhooks)")
            .build()?;
        Ok(Arc::new(Self {
            world: Mutex::new(world),
            clock,
            faults: Mutex::new(Faults::new(options.seed)),
            live: broadcast::channel(1_024).0,
            ending: CancellationToken::new(),
            http,
            lanes: Lanes::default(),
            base: OnceLock::new(),
            dirty: AtomicBool::new(true),
            options,
        }))
    }

    /// The address under which it answers, without a slash at the end.
    pub fn base(&self) -> String {
        self.base.get().cloned().unwrap_or_default()
    }

    pub(crate) fn set_base(&self, base: String) {
        self.base.get_or_init(|| base);
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.now = self.clock.now();
        world
    }

    pub(crate) fn lock_faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads or changes the world; webhooks that the change made set out at once.
    pub(crate) fn with<T>(self: &Arc<Self>, change: impl FnOnce(&mut World) -> T) -> T {
        let (result, fresh) = self.with_held(change);
        for delivery in fresh {
            self.lanes.post(self, delivery);
        }
        result
    }

    /// The same, but the webhooks are handed to the caller.
    pub(crate) fn with_held<T>(&self, change: impl FnOnce(&mut World) -> T) -> (T, Vec<Delivery>) {
        let (result, fresh, changes) = {
            let mut world = self.lock();
            let result = change(&mut world);
            (
                result,
                std::mem::take(&mut world.fresh),
                std::mem::take(&mut world.changes),
            )
        };
        self.dirty.store(true, Ordering::Relaxed);
        for change in changes {
            // Nobody may be looking on; that is no trouble.
            let _unheard = self.live.send(change);
        }
        (result, fresh)
    }

    /// Grows the world anew, from its seed unless another is given; faults are healed, the clock
    /// stays. Gives the seed.
    pub fn reset(self: &Arc<Self>, seed: Option<u64>) -> u64 {
        let seed = seed.unwrap_or(self.options.seed);
        *self.lock_faults() = Faults::new(seed);
        let (accounts, now) = (self.options.accounts, self.clock.now());
        self.with(|world| {
            let mut new = seed::world(seed, now, accounts);
            new.webhook_url.clone_from(&world.webhook_url);
            // Webhooks of the old world that are still on their way must not find a new one's.
            new.next_delivery = world.next_delivery;
            *world = new;
            world.changes.push(json!({"what": "reset"}));
        });
        seed
    }

    /// Writes the state file if something changed since the last time.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn save(&self) -> anyhow::Result<()> {
        let Some(file) = &self.options.state else {
            return Ok(());
        };
        if !self.dirty.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        let text = state::text(&self.lock(), self.clock.stand())?;
        state::write(file, &text)
    }
}
