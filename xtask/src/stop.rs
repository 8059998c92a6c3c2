//! SIGINT, SIGTERM and SIGHUP, turned into one flag that every wait looks at.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;

use crate::failure::Failure;

static REQUESTED: Mutex<bool> = Mutex::new(false);
static CHANGED: Condvar = Condvar::new();

/// Takes the signals in hand; to be called once, first thing.
pub fn listen() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        *REQUESTED.lock().unwrap_or_else(PoisonError::into_inner) = true;
        CHANGED.notify_all();
    })
    .context("cannot listen for SIGINT and SIGTERM")
}

/// Waits for at most `at_most`; `Err(Stopped)` as soon as a stop is asked for.
pub fn pause(at_most: Duration) -> Result<(), Failure> {
    let asked = REQUESTED.lock().unwrap_or_else(PoisonError::into_inner);
    let (asked, _) = CHANGED
        .wait_timeout_while(asked, at_most, |asked| !*asked)
        .unwrap_or_else(PoisonError::into_inner);
    if *asked {
        Err(Failure::Stopped)
    } else {
        Ok(())
    }
}

/// Looks at `ready` at short intervals until it says yes, a stop is asked for, or `at_most` passed
/// (`Ok(false)`).
pub fn wait_until(
    at_most: Duration,
    mut ready: impl FnMut() -> anyhow::Result<bool>,
) -> anyhow::Result<bool> {
    let watch = crate::clock::Stopwatch::start();
    loop {
        if ready()? {
            return Ok(true);
        }
        if watch.elapsed() > at_most {
            return Ok(false);
        }
        pause(Duration::from_millis(50))?;
    }
}
