//! The voice: language, tone, disclosure, and never the same wording twice in a row.

use palette_domain::agent::{disclosure_holds, plan};
use palette_domain::business::Tone;
use palette_domain::understanding::{Intent::*, Language};
use palette_domain::{Instant, Span};

use crate::scene::{Scene, dm, en, fa, finglish};

fn is_persian(text: &str) -> bool {
    text.chars()
        .any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter))
}

#[test]
fn the_answer_is_in_the_language_of_the_customer() {
    let other = |last| {
        dm(Language::Other, "2", &[Price])
            .under(&[2])
            .change(move |s| {
                s.customer.language = last;
            })
    };
    for (scene, persian) in [
        (fa("قیمت؟", &[Price]).under(&[2]), true),
        (finglish("gheymat?", &[Price]).under(&[2]), true),
        (en("price?", &[Price]).under(&[2]), false),
        (other(Some(Language::En)), false),
        (other(Some(Language::Finglish)), true),
        (other(None), true),
    ] {
        let said = scene.said(&scene.plan());
        assert_eq!(is_persian(&said), persian, "{said}");
    }
}

#[test]
fn the_first_automated_message_says_what_it_is() {
    let fresh = |scene: Scene| scene.change(|s| s.customer.disclosed = false);
    for scene in [
        fresh(fa("سلام", &[Greeting])),
        fresh(fa("قیمت؟", &[Price]).under(&[2])),
        fresh(fa("هوا چطوره؟", &[Other])),
        fresh(fa("یه آدم", &[Human])),
    ] {
        let plan = scene.plan();
        assert!(plan.disclosed);
        assert!(
            scene
                .said(&plan)
                .starts_with("دستیار خودکار فروشگاه هستم.\n\n")
        );
    }
    let later = fa("سلام", &[Greeting]).plan();
    assert!(!later.disclosed);
    let silent = fresh(fa("باشه", &[Other])).plan();
    assert!(!silent.disclosed);
}

#[test]
fn a_disclosure_holds_for_a_day() {
    let said = Instant::from_secs(1_000);
    for (after, holds) in [
        (Span::ZERO, true),
        (Span::hours(23), true),
        (Span::hours(24), false),
    ] {
        assert_eq!(disclosure_holds(Some(said), said + after), holds);
    }
    assert!(!disclosure_holds(None, said));
}

#[test]
fn the_same_wording_never_comes_twice_in_a_row() {
    for tone in [Tone::Formal, Tone::Warm, Tone::Brief] {
        for first in [
            fa("سلام", &[Greeting]),
            fa("قیمت؟", &[Price]).under(&[2]),
            en("hello", &[Greeting]),
            en("in stock?", &[Stock]).under(&[1]),
        ] {
            let mut scene = first.change(|s| s.settings.ai.tone = tone);
            let mut last = String::new();
            let mut seen = std::collections::BTreeSet::new();
            for seed in 0..40 {
                let plan = plan(&scene.0, seed % 3);
                let said = scene.said(&plan);
                assert_ne!(said, last, "{tone:?}");
                seen.insert(said.clone());
                last = said;
                scene.0.memory = plan.memory;
            }
            assert!(seen.len() >= 3, "{tone:?} {seen:?}");
        }
    }
}
