//! What a plan for direct messages is held to.

use palette_domain::agent::Outcome;

use crate::scene::Scene;

/// `rule` is a part of the rule's name, `has` are parts of what is said, `not` are not.
pub fn check(scene: &Scene, outcome: Outcome, rule: &str, has: &[&str], not: &[&str]) {
    let plan = scene.plan();
    let said = scene.said(&plan);
    let text = scene.0.texts[0].reveal();
    assert_eq!(plan.outcome, outcome, "{text}: {} / {said}", plan.why.rule);
    assert!(
        plan.why.rule.contains(rule),
        "{text}: rule {} lacks {rule}",
        plan.why.rule
    );
    assert_eq!(plan.why.outcome, outcome.as_str());
    for part in has {
        assert!(said.contains(part), "{text}: «{part}» is not in:\n{said}");
    }
    for part in not {
        assert!(!said.contains(part), "{text}: «{part}» is in:\n{said}");
    }
}

pub fn answers(scene: &Scene, rule: &str, has: &[&str]) {
    check(scene, Outcome::Answer, rule, has, &[]);
    assert_eq!(scene.plan().needs_person, None);
}

pub fn hands_over(scene: &Scene, reason: &str) {
    let plan = scene.plan();
    let said = scene.said(&plan);
    assert_eq!(
        plan.outcome,
        Outcome::HandOver,
        "{}: {said}",
        scene.0.texts[0].reveal()
    );
    assert_eq!(plan.needs_person.as_deref(), Some(reason), "{said}");
    assert!(
        said.contains("همکار") || said.contains("colleague"),
        "{said}"
    );
}
