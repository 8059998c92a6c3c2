//! An audience that writes by itself: who, what, where and when follows from the seed.
//!
//! It lives in the simulated time: while the clock runs it writes as time goes by, and when the
//! clock is moved, what would have been written meanwhile is written at once, each at its time.

mod whims;
mod words;

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::act::{self, Act};
use crate::clock::{self, Millis};
use crate::sim::Sim;
use crate::world::World;

/// What kind of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Temper {
    /// Questions, some comments, thanks.
    CalmDay,
    /// Everybody comments under the newest post; most are new.
    Giveaway,
    /// Strangers come to a reel.
    ViralReel,
    /// Who bought complains, in private and in public, and waits for nothing.
    AngryMonday,
}

/// How lively it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tempo {
    /// Whether it writes at all.
    pub on: bool,
    /// How often, on average.
    pub per_minute: f64,
    /// What kind of day it is.
    pub temper: Temper,
}

impl Default for Tempo {
    fn default() -> Self {
        Self {
            on: false,
            per_minute: 4.0,
            temper: Temper::CalmDay,
        }
    }
}

/// The audience, and what it is about to do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Crowd {
    /// How lively it is.
    pub tempo: Tempo,
    /// When it writes next.
    next: Option<Millis>,
    /// What somebody is about to add, and when.
    after: Vec<(Millis, Act)>,
}

/// How often the clock is looked at.
const LOOKING: Duration = Duration::from_millis(100);
/// How long after a message an afterthought comes.
const AFTER: Millis = 2_500;
/// How much may happen in one move of the clock; what is beyond it never happens.
const MOST: usize = 5_000;

impl World {
    /// Lets the audience do all that is due by now.
    pub(crate) fn live_on(&mut self, base: &str) {
        let now = self.now;
        if !self.crowd.tempo.on {
            self.crowd.next = None;
            self.crowd.after.clear();
            return;
        }
        // A clock that was set back must not leave the audience waiting for the old time.
        let far = now + self.mean() * 3;
        if self.crowd.next.is_none_or(|next| next > far) {
            self.crowd.next = Some(now + self.gap());
        }
        for _ in 0..MOST {
            let next = self.crowd.next.unwrap_or(Millis::MAX);
            let after = self.crowd.after.first().map_or(Millis::MAX, |(at, _)| *at);
            if next.min(after) > now {
                return;
            }
            if after <= next {
                let (at, act) = self.crowd.after.remove(0);
                self.play(at, act, base);
                continue;
            }
            self.now = next;
            if let Some((act, afterthought)) = whims::whim(self) {
                let then = afterthought.map(|act| (next + AFTER, act));
                self.crowd.after.extend(then);
                self.crowd.after.sort_by_key(|(at, _)| *at);
                self.play(next, act, base);
            }
            self.crowd.next = Some(next + self.gap());
            self.now = now;
        }
        self.crowd.next = Some(now + self.gap());
        self.crowd.after.clear();
    }

    fn play(&mut self, at: Millis, act: Act, base: &str) {
        let now = self.now.max(at);
        let act = Act {
            at_ms: Some(at),
            ..act
        };
        if let Err(error) = act::perform(self, &act, base) {
            // A post may be gone, or closed to comments, by the time somebody comes to it.
            tracing::debug!(field = error.field, "somebody of the audience turned away");
        }
        self.now = now;
    }

    /// Milliseconds from one whim to the next, on average.
    fn mean(&self) -> Millis {
        let mean = 60_000.0 / self.crowd.tempo.per_minute.max(0.001);
        // Rounding is meant: a whim is not exact to the millisecond.
        (mean as Millis).max(1)
    }

    /// Between half and one and a half of the mean, so that it never sounds like a machine.
    fn gap(&mut self) -> Millis {
        let mean = self.mean();
        let share = Millis::try_from(self.audience.below(1_000)).unwrap_or(500);
        (mean / 2 + mean * share / 1_000).max(1)
    }
}

/// Lives until the simulator ends.
pub(crate) async fn live(sim: Arc<Sim>) {
    loop {
        tokio::select! {
            () = sim.ending.cancelled() => return,
            () = clock::wait(LOOKING) => {}
        }
        if sim.lock().crowd.tempo.on {
            let base = sim.base();
            sim.with(|world| world.live_on(&base));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(seed: u64, temper: Temper, steps: i64) -> World {
        let start = 1_790_000_000_000;
        let mut world = crate::seed::world(seed, start, 1);
        world.crowd.tempo = Tempo {
            on: true,
            per_minute: 8.0,
            temper,
        };
        world.live_on("http://base");
        for step in 1..=steps {
            world.now = start + step * 3_600_000 / steps;
            world.live_on("http://base");
        }
        world
    }

    #[test]
    fn the_same_seed_lives_the_same_hour_however_it_is_cut() {
        let told = |world: &World| serde_json::to_string(world).unwrap();
        for temper in [
            Temper::CalmDay,
            Temper::Giveaway,
            Temper::ViralReel,
            Temper::AngryMonday,
        ] {
            let whole = told(&day(5, temper, 1));
            assert_eq!(whole, told(&day(5, temper, 60)), "{temper:?}");
            assert_ne!(whole, told(&day(6, temper, 1)), "{temper:?}");
        }
    }

    #[test]
    fn each_temper_has_its_own_day() {
        let count = |temper| {
            let world = day(3, temper, 1);
            let written: usize = world.threads.values().map(|one| one.messages.len()).sum();
            (written, world.comments.len(), world.people.len())
        };
        let (messages, comments, people) = count(Temper::CalmDay);
        assert!(messages > 150 && comments > 60, "{messages} {comments}");
        let (_, entries, entrants) = count(Temper::Giveaway);
        assert!(entries > comments * 2 && entrants > people + 80);
        let (_, _, strangers) = count(Temper::ViralReel);
        assert!(strangers > people + 80);
        let (complaints, _, same) = count(Temper::AngryMonday);
        assert!(complaints > 150 && same == people, "{complaints} {same}");
    }
}
