//! Drafts: what is proposed to a person instead of being sent, and why.

use palette_domain::agent::Outcome;
use palette_domain::business::AiMode;
use palette_domain::comment::CommentState;
use palette_domain::understanding::{EntityKind, Intent::*, Language};
use serde_json::json;

use crate::scene::{Scene, comment, en, fa};

fn draft_mode(scene: Scene) -> Scene {
    scene.change(|s| {
        s.settings.ai.mode = AiMode::Draft;
        s.customer.disclosed = false;
    })
}

#[test]
fn in_draft_mode_all_is_proposed_and_nothing_sent() {
    for (scene, part, reason) in [
        (
            fa("قیمت؟", &[Price]).under(&[2]),
            "۱٬۲۵۰٬۰۰۰ تومان",
            "draft_mode",
        ),
        (
            en("how do I pay?", &[Payment]),
            "card transfer",
            "draft_mode",
        ),
        (fa("سلام", &[Greeting]), "", "draft_mode"),
        (fa("کنسل کنید", &[CancelOrder]), "", "cancel_order"),
        (fa("هوا چطوره؟", &[Other]), "", "unsure"),
    ] {
        let plan = draft_mode(scene).plan();
        let draft = plan.draft.expect("a draft");
        assert!(plan.messages.is_empty() && plan.quick_replies.is_empty());
        assert_eq!(plan.outcome, Outcome::Draft);
        assert_eq!(
            (draft.reason.as_str(), plan.needs_person.as_deref()),
            (reason, Some(reason))
        );
        assert!(draft.words_text.contains(part), "{}", draft.words_text);
        assert!(
            !draft.words_text.contains("دستیار خودکار"),
            "a person sends it"
        );
        assert!(!plan.disclosed);
    }
}

#[test]
fn in_draft_mode_a_comment_waits_for_a_person() {
    let plan = draft_mode(comment(Language::Fa, "قیمت؟", &[Price])).plan();
    assert!(plan.public_reply.is_none() && plan.private_reply.is_none() && !plan.hide);
    assert_eq!(plan.comment_state, CommentState::NeedsPerson);
    assert!(plan.draft.expect("a draft").words_text.contains("۸۵۰٬۰۰۰"));
}

#[test]
fn off_is_silent_and_asks_a_person_where_an_answer_is_wanted() {
    for (scene, needs) in [
        (fa("قیمت؟", &[Price]), Some("ai_off")),
        (fa("مرسی", &[Thanks]), None),
        (fa("❤️", &[Other]), None),
        (fa("باشه", &[Other]), None),
    ] {
        let plan = scene.change(|s| s.settings.ai.mode = AiMode::Off).plan();
        assert_eq!(
            (plan.outcome, plan.needs_person.as_deref()),
            (Outcome::Silent, needs)
        );
        assert!(plan.messages.is_empty() && plan.draft.is_none());
    }
}

#[test]
fn unsure_becomes_a_draft_with_the_best_guess_and_the_reason() {
    let plan = fa("اینو چی میدید", &[Price]).under(&[2]).sure(0.3).plan();
    let draft = plan.draft.expect("a draft");
    assert_eq!(draft.reason, "unsure");
    assert!(
        draft.words_text.contains("۱٬۲۵۰٬۰۰۰ تومان"),
        "{}",
        draft.words_text
    );
    assert_eq!(plan.why.reason.as_deref(), Some("unsure"));
}

#[test]
fn a_wanted_order_is_drafted_with_what_was_understood() {
    let scene = fa("دو تا مشکی ۳۸ می‌خوام", &[PlaceOrder])
        .under(&[1])
        .size("38")
        .colour("مشکی", "black")
        .with(EntityKind::Quantity, "دو تا", json!(2));
    let draft = scene.plan().draft.expect("a draft");
    assert_eq!(draft.reason, "order_wanted");
    assert!(
        draft
            .words_text
            .contains("۲ عدد مانتو لینن نیلا مشکی سایز ۳۸"),
        "{}",
        draft.words_text
    );
    assert!(draft.words_text.contains("کد پستی"));
}
