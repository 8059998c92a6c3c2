//! The gate that Meta's "too many" closes: while it is closed no call leaves, whoever asks.
//!
//! Going on while limited prolongs it (Meta's page on rate limiting), so this stands where every
//! call passes and not with those who call. It is this process's own memory: another instance
//! learns by its own first call.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use palette_domain::account::Login;
use palette_domain::policy::budget::PAUSE;
use palette_domain::{Clock, Instant, Span};

use crate::error::table::Reach;
use crate::error::{Class, Trouble};
use crate::{Token, Usage};

/// No gate stays closed for longer: Meta's longest window is 24 hours.
const CLOSED_MAX: Span = Span::hours(24);
/// From this share on calls are refused, in per cent.
const FULL_PERCENT: u32 = 100;
/// Keys kept before those that are open again are thrown away.
const KEYS_MAX: usize = 1024;

/// Who calls what: the scopes of Meta's limits.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    login: Login,
    account: Option<String>,
}

impl Caller {
    pub(crate) fn of(token: &Token) -> Self {
        Self {
            login: token.login(),
            account: token.account().map(str::to_owned),
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    App(Login),
    Account(Login, String),
    Endpoint(Login, String, &'static str),
}

/// What is closed, and until when. Without a clock it stays open.
#[derive(Clone, Default)]
pub(crate) struct Gate {
    clock: Option<Arc<dyn Clock>>,
    closed: Arc<Mutex<HashMap<Key, Instant>>>,
}

impl Gate {
    pub(crate) fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock: Some(clock),
            closed: Arc::default(),
        }
    }

    /// Lets the call pass, or says how long it is too early.
    pub(crate) fn pass(&self, caller: &Caller, call: &'static str) -> Result<(), Trouble> {
        let Some(clock) = &self.clock else {
            return Ok(());
        };
        let now = clock.now();
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let until = keys(caller, call).filter_map(|key| closed.get(&key)).max();
        match until {
            Some(until) if *until > now => {
                let wait = until.since(now).as_std();
                Err(Trouble::held_back(wait))
            }
            _ => Ok(()),
        }
    }

    /// What a failure says of coming calls.
    pub(crate) fn refused(&self, caller: &Caller, call: &'static str, trouble: &Trouble) {
        if trouble.class == Class::Throttled {
            let key = match trouble.reach {
                // The conversation's own sender waits; others may speak.
                Reach::Thread => None,
                Reach::Endpoint => keys(caller, call).next(),
                Reach::Account => keys(caller, call).nth(1),
                Reach::App => Some(Key::App(caller.login)),
            };
            self.close(key, trouble.retry_after);
        }
    }

    /// What the headers of any answer say of coming calls.
    pub(crate) fn learn(&self, caller: &Caller, call: &'static str, usage: &Usage) {
        if usage.app_percent >= Some(FULL_PERCENT) {
            self.close(Some(Key::App(caller.login)), usage.retry_after);
        }
        let full = usage.account_percent >= Some(FULL_PERCENT);
        if full || usage.regain_after.is_some() {
            self.close(keys(caller, call).nth(1), usage.wait());
        }
    }

    fn close(&self, key: Option<Key>, wait: Option<Duration>) {
        let (Some(key), Some(clock)) = (key, &self.clock) else {
            return;
        };
        let now = clock.now();
        let wait = wait.map_or(PAUSE, |wait| {
            Span::millis(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)).min(CLOSED_MAX)
        });
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if closed.len() >= KEYS_MAX {
            closed.retain(|_, until| *until > now);
        }
        let until = closed.entry(key).or_insert(now);
        *until = (*until).max(now + wait);
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.clock.is_some() {
            "Gate"
        } else {
            "Gate(open)"
        })
    }
}

/// The keys a call stands under, narrowest first. A token whose account is not known yet is held
/// back by the app's alone.
fn keys(caller: &Caller, call: &'static str) -> impl Iterator<Item = Key> {
    let (login, account) = (caller.login, caller.account.clone());
    let own = account.map(|account| {
        [
            Key::Endpoint(login, account.clone(), call),
            Key::Account(login, account),
        ]
    });
    own.into_iter().flatten().chain([Key::App(login)])
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> Instant {
            Instant::from_secs(self.0.load(Ordering::Relaxed))
        }
    }

    fn caller(login: Login, account: &str) -> Caller {
        Caller {
            login,
            account: Some(account.to_owned()),
        }
    }

    fn limited(reach: Reach, seconds: Option<u64>) -> Trouble {
        let mut trouble = Trouble::held_back(Duration::ZERO);
        trouble.reach = reach;
        trouble.retry_after = seconds.map(Duration::from_secs);
        trouble
    }

    #[test]
    fn a_limit_holds_back_what_it_reaches_and_no_more() {
        let us = caller(Login::Instagram, "1");
        let others = [
            (us.clone(), "send"),
            (us.clone(), "media"),
            (caller(Login::Instagram, "2"), "send"),
            (caller(Login::Facebook, "1"), "send"),
        ];
        let check = |reach: Reach, expected: [bool; 4]| {
            let hand = Arc::new(Hand(AtomicI64::new(1_000)));
            let gate = Gate::with_clock(Arc::clone(&hand) as Arc<dyn Clock>);
            gate.refused(&us, "send", &limited(reach, Some(60)));
            let passes = || {
                others
                    .each_ref()
                    .map(|(who, call)| gate.pass(who, call).is_ok())
            };
            assert_eq!(passes(), expected, "{reach:?}");
            hand.0.store(1_059, Ordering::Relaxed);
            assert_eq!(passes(), expected, "{reach:?}, a second too early");
            hand.0.store(1_060, Ordering::Relaxed);
            assert_eq!(passes(), [true; 4], "{reach:?}, when it is over");
        };
        check(Reach::Thread, [true, true, true, true]);
        check(Reach::Endpoint, [false, true, true, true]);
        check(Reach::Account, [false, false, true, true]);
        check(Reach::App, [false, false, false, true]);
    }

    #[test]
    fn headers_close_it_too_and_no_time_of_metas_means_a_pause() {
        let us = caller(Login::Instagram, "1");
        let check = |usage: Usage, seconds: Option<u64>| {
            let hand = Arc::new(Hand(AtomicI64::new(1_000)));
            let gate = Gate::with_clock(hand as Arc<dyn Clock>);
            gate.learn(&us, "send", &usage);
            let wait = gate
                .pass(&us, "media")
                .err()
                .and_then(|held| held.retry_after);
            assert_eq!(wait, seconds.map(Duration::from_secs), "{usage:?}");
        };
        let none = Usage::default();
        let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
        check(none, None);
        check(
            Usage {
                app_percent: Some(99),
                ..none
            },
            None,
        );
        check(
            Usage {
                app_percent: Some(100),
                ..none
            },
            Some(30),
        );
        check(
            Usage {
                account_percent: Some(104),
                ..none
            },
            Some(30),
        );
        check(
            Usage {
                regain_after: minutes(7),
                ..none
            },
            Some(420),
        );
        check(
            Usage {
                regain_after: minutes(1 << 40),
                ..none
            },
            Some(86_400),
        );
    }

    #[test]
    fn a_shorter_word_does_not_open_it_earlier() {
        let us = caller(Login::Instagram, "1");
        let hand = Arc::new(Hand(AtomicI64::new(1_000)));
        let gate = Gate::with_clock(hand as Arc<dyn Clock>);
        gate.refused(&us, "send", &limited(Reach::Account, Some(600)));
        gate.refused(&us, "send", &limited(Reach::Account, Some(5)));
        let held = gate.pass(&us, "send").unwrap_err();
        assert_eq!(held.retry_after, Some(Duration::from_secs(600)));
        assert_eq!((held.class, held.status), (Class::Throttled, None));
        assert_eq!(held.code_name(), "throttled");
    }
}
