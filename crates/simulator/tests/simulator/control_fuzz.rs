//! Whatever is asked of the control API, it answers or says what to mend, and the world goes on.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};

use crate::common::Trial;

const CASES: u32 = 8_000;

const ACTS: &str = "message share story_reply story_mention attachment unsupported quick_reply \
    postback referral reaction unreact unsend edit seen typing comment reply_comment \
    delete_comment mention follow unfollow block unblock own_comment echo self_message \
    self_postback restrict unrestrict archive unarchive take_control release_control optin \
    policy_enforcement story_insights standby edit_noise test_delivery unknown_field raw dance";

/// Fields of acts, settings, faults, the clock and the audience together.
const NAMES: &str = "person account at_ms text username name language media_id share mid reply_to \
    story_id comment_id parent_id title payload type url emoji ref ad_id with_sender field count \
    action reason app_id body kind share budget on ms status code subcode message hold free \
    advance_ms set_ms per_minute temper routing echo retry_ms batch_max standing impressions \
    calls_per_impression window_hours ad_window_hours send_rate edit_noise_instead comment_form \
    comment_envelope webhook_timeout_ms signed_request_id conversations_rate";

fn words(list: &'static str) -> impl Strategy<Value = &'static str> {
    select(list.split_whitespace().collect::<Vec<_>>())
}

fn value() -> impl Strategy<Value = Value> {
    let texts = select(vec![
        "ana",
        "omid",
        "سلام 🙏",
        "",
        "MEDIA",
        "STORY",
        "COMMENT",
        "MID",
        "image",
        "before",
        "flat",
        "late",
        "error_500",
        "webhook",
        "giveaway",
        "bare",
        "\u{0}",
        "restricted",
    ]);
    let numbers = select(vec![
        0,
        1,
        -1,
        5,
        400,
        86_400_000,
        1_790_000_000_000,
        i64::MAX,
        i64::MIN,
        253_402_300_799_999,
    ]);
    prop_oneof![
        6 => texts.prop_map(|text| json!(text)),
        3 => numbers.prop_map(|number| json!(number)),
        1 => Just(json!(u64::MAX)),
        2 => any::<bool>().prop_map(|truth| json!(truth)),
        1 => Just(json!(0.5)),
        1 => Just(json!([1, "x", null])),
        1 => Just(json!({"id": "x"})),
        1 => Just(Value::Null),
    ]
}

/// A body, and to which call it goes.
fn ask() -> impl Strategy<Value = (u8, Value)> {
    let fields = btree_map(words(NAMES), value(), 0..6);
    (0_u8..12, words(ACTS), fields).prop_map(|(place, what, fields)| {
        let mut body = json!(fields);
        if place < 8 {
            body["do"] = json!(what);
            if body.get("person").is_none() {
                body["person"] = json!("ana");
            }
        }
        (place, body)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_asked_breaks_the_world() {
    let trial = Trial::new().await;
    trial.control("webhook", &json!({"url": null})).await;
    let written = trial.act(json!({"person": "ana", "do": "message", "text": "hi"}));
    let comment = trial.act(json!({"person": "omid", "do": "comment", "text": "hi"}));
    let (_, story) = trial.control("media", &json!({"type": "STORY"})).await;
    let real = |body: &Value| -> Value {
        let text = body
            .to_string()
            .replace("\"MEDIA\"", &trial.fixture["media_id"].to_string())
            .replace("\"STORY\"", &story["id"].to_string())
            .replace("\"COMMENT\"", &comment["comment_id"].to_string())
            .replace("\"MID\"", &written["mid"].to_string());
        serde_json::from_str(&text).unwrap()
    };
    let config = Config {
        cases: CASES / 5,
        failure_persistence: None,
        ..Config::default()
    };
    let sim = &trial.sim;
    let result = TestRunner::new_with_rng(config, rng()).run(&vec(ask(), 5), |asks| {
        for (place, body) in &asks {
            let body = real(body);
            let told = match place {
                0..8 => sim.act(&body).map(|_| ()),
                8 => sim.clock(&body).map(|_| ()),
                9 => sim.settings(&body),
                10 => sim.faults(&body),
                _ => sim.audience(&body).map(|_| ()),
            };
            if let Err(error) = told {
                let whole = !error.field.is_empty() && error.message.len() > 5;
                prop_assert!(whole, "{body}: {error}");
            }
        }
        Ok::<(), TestCaseError>(())
    });
    result.unwrap();
    sim.faults(&json!({"heal": true})).unwrap();
    let state = sim.state();
    assert!(state["messages"].as_u64().unwrap() > 50, "{state}");
    assert!(sim.dump().is_ok());
}

/// The same tries each time.
fn rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}
