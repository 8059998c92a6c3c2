//! What handlers hold: the app, and what only the door needs.

use std::collections::HashSet;
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use palette_domain::{MemberId, Span};

use super::cursor::Cursors;
use super::throttle::Throttle;
use crate::state::App;

/// The state of every handler.
#[derive(Clone)]
pub struct Web {
    app: App,
    door: Arc<Door>,
}

struct Door {
    cursors: Cursors,
    sign_in: SignInThrottles,
    under_way: Mutex<HashSet<(MemberId, String)>>,
}

/// Tries to sign in that are allowed; a good one is given back.
pub struct SignInThrottles {
    /// For one address: an office of people behind one address must be able to come in together.
    pub by_address: Throttle<IpAddr>,
    /// For one e-mail, by its hash: ten guesses, then one each half minute.
    pub by_email: Throttle<[u8; 32]>,
}

impl Web {
    /// Around an app.
    pub fn new(app: App) -> Self {
        let door = Door {
            cursors: Cursors::new(app.store.derived_key("http cursors")),
            sign_in: SignInThrottles {
                by_address: Throttle::new(60, Span::secs(2)),
                by_email: Throttle::new(10, Span::secs(30)),
            },
            under_way: Mutex::default(),
        };
        Self {
            app,
            door: Arc::new(door),
        }
    }
    /// Makes and reads cursors.
    pub fn cursors(&self) -> &Cursors {
        &self.door.cursors
    }
    /// Tries to sign in.
    pub fn sign_in(&self) -> &SignInThrottles {
        &self.door.sign_in
    }
}

/// A request with an idempotency key that is being worked on; dropped, it is so no more.
pub struct UnderWay {
    web: Web,
    key: (MemberId, String),
}

impl Web {
    /// Marks a member's key as being worked on; nothing when it is already.
    pub fn begin(&self, member: MemberId, key: &str) -> Option<UnderWay> {
        let key = (member, key.to_owned());
        let mut under_way = self
            .door
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let new = under_way.insert(key.clone());
        new.then(|| UnderWay {
            web: self.clone(),
            key,
        })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let under_way = self.web.door.under_way.lock();
        under_way
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}

impl Deref for Web {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}
