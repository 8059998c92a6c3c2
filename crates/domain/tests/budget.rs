//! Rate budgets: exact in every stretch of time, halved by Meta's "too many", grown back slowly.

use palette_domain::policy::budget::{
    ARRIVAL_SLACK, Budget, Endpoint, Limit, PAUSE, RECOVERY_STEP,
};
use palette_domain::{Instant, Span};
use proptest::prelude::*;

const START: Instant = Instant::from_secs(1_800_000_000);

fn at(millis: i64) -> Instant {
    START + Span::millis(millis)
}

#[test]
fn so_many_and_then_a_time_to_come_again() {
    let mut budget = Budget::new(Limit::new(2, Span::secs(1)));
    let slack = ARRIVAL_SLACK.as_millis();
    for (now, expected) in [
        (0, Ok(())),
        (400, Ok(())),
        (500, Err(1000 + slack)),
        (999 + slack, Err(1000 + slack)),
        (1000 + slack, Ok(())),
        (1001 + slack, Err(1400 + slack)),
    ] {
        assert_eq!(budget.take(at(now)), expected.map_err(at), "{now}");
    }
}

#[test]
fn too_many_halves_once_and_it_grows_back() {
    let mut budget = Budget::new(Limit::new(100, Span::secs(1)));
    budget.shrink(at(0), None);
    budget.shrink(at(5), None);
    assert_eq!(budget.allowed(), 50);
    assert_eq!(budget.free_at(at(6)), Some(at(0) + PAUSE + Span::millis(5)));
    let resumed = at(0) + PAUSE + Span::millis(5);
    assert_eq!(budget.free_at(resumed), None);
    assert_eq!(budget.free_at(resumed + RECOVERY_STEP), None);
    assert_eq!(budget.allowed(), 60);
    let _room = budget.free_at(resumed + Span::hours(1));
    assert_eq!(budget.allowed(), 100);
    budget.shrink(resumed + Span::hours(1), Some(resumed + Span::hours(2)));
    assert_eq!(
        budget.take(resumed + Span::hours(1)),
        Err(resumed + Span::hours(2))
    );
}

#[test]
fn it_never_shrinks_to_nothing() {
    let mut budget = Budget::new(Limit::new(2, Span::secs(1)));
    let mut now = START;
    for _ in 0..50 {
        budget.shrink(now, None);
        now = now + PAUSE;
    }
    assert_eq!(budget.take(now), Ok(()));
    assert_eq!(Limit::new(0, Span::secs(1)).count, 1);
}

#[test]
fn limits_are_those_of_the_platform() {
    for (endpoint, count, per) in [
        (Endpoint::Send, 100, Span::secs(1)),
        (Endpoint::PrivateReply, 750, Span::hours(1)),
        (Endpoint::Conversations, 2, Span::secs(1)),
    ] {
        assert_eq!(endpoint.limit(100), Limit::new(count, per));
    }
}

proptest! {
    /// Whoever asks when, no stretch of the window's length holds more calls than allowed, and
    /// whoever comes back at the time told is served.
    #[test]
    fn no_stretch_holds_more(
        count in 1u32..20,
        waits in proptest::collection::vec((0i64..700, prop::bool::weighted(0.02)), 1..300),
    ) {
        let mut budget = Budget::new(Limit::new(count, Span::secs(1)));
        let mut now = START;
        let mut taken: Vec<Instant> = Vec::new();
        for (wait, throttled) in waits {
            now = now + Span::millis(wait);
            if throttled {
                budget.shrink(now, None);
            }
            match budget.take(now) {
                Ok(()) => taken.push(now),
                Err(free_at) => {
                    prop_assert!(free_at > now);
                    now = free_at;
                    prop_assert_eq!(budget.take(now), Ok(()));
                    taken.push(now);
                }
            }
            let recent = taken.iter().filter(|call| now.since(**call) < Span::secs(1)).count();
            prop_assert!(recent <= count as usize);
        }
    }
}
