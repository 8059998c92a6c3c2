//! The one place where time and chance enter: the real ones, and ones that are held in hand.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use palette_domain::{Chance, Clock, Instant, Span};
use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;

/// How often a sleeper looks again at a clock that is held in hand.
const HELD_POLL: Duration = Duration::from_millis(2);

/// A clock one can sleep by.
#[derive(Clone)]
pub enum AppClock {
    /// The machine's.
    System,
    /// Held in hand by a test or a simulation.
    Held(Arc<HeldClock>),
}

impl Clock for AppClock {
    fn now(&self) -> Instant {
        match self {
            AppClock::System => system_now(),
            AppClock::Held(held) => held.now(),
        }
    }
}

impl AppClock {
    /// Returns when the clock shows `when` or later.
    pub async fn sleep_until(&self, when: Instant) {
        match self {
            AppClock::System => {
                let wait = when.since(self.now());
                if wait > Span::ZERO {
                    sleep_real(wait.as_std()).await;
                }
            }
            AppClock::Held(held) => {
                while held.now() < when {
                    sleep_real(HELD_POLL).await;
                }
            }
        }
    }

    /// Returns after `span` by this clock.
    pub async fn sleep(&self, span: Span) {
        self.sleep_until(self.now() + span).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where real time is read"
)]
fn system_now() -> Instant {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where real time is waited for"
)]
async fn sleep_real(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// A clock that moves only when told.
#[derive(Debug)]
pub struct HeldClock(AtomicI64);

impl HeldClock {
    /// A clock that shows `start`.
    pub fn new(start: Instant) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(start.millis())))
    }
    /// Moves it on.
    pub fn advance(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }
    /// Sets it.
    pub fn set(&self, now: Instant) {
        self.0.store(now.millis(), Ordering::SeqCst);
    }
}

impl Clock for HeldClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Chance from a seeded stream; in production the seed is drawn from the operating system.
pub struct SeededChance(Mutex<ChaCha12Rng>);

impl SeededChance {
    /// The same seed gives the same chance.
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed))))
    }

    /// Seeded by the operating system.
    pub fn from_os() -> Result<Arc<Self>, rand::rngs::SysError> {
        let rng = ChaCha12Rng::try_from_rng(&mut rand::rngs::SysRng)?;
        Ok(Arc::new(Self(Mutex::new(rng))))
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

/// A random number from chance.
pub fn random_u64(chance: &dyn Chance) -> u64 {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    u64::from_be_bytes(bytes)
}
