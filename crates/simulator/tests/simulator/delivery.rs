//! How webhooks travel: order, echoes, retries, faults, batches, the handshake.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{START, Trial, text};

fn words(arrived: &crate::common::Arrived) -> String {
    text(&arrived.event()["message"]["text"])
}

#[tokio::test]
async fn times_and_ids_are_of_their_kind() {
    let mut trial = Trial::new().await;
    let arrived = trial
        .acted(json!({"person": "ana", "do": "message", "text": "hi"}))
        .await;
    assert_eq!(arrived.event()["timestamp"], json!(START));
    assert_eq!(arrived.body["entry"][0]["time"], json!(START + 81));
    assert_eq!(text(&arrived.event()["message"]["mid"]).len(), 164);
    let comment = trial
        .acted(json!({"person": "ana", "do": "comment", "text": "price?"}))
        .await;
    assert_eq!(comment.body["entry"][0]["time"], json!(START / 1_000));
    let past = START - 5 * 86_400_000;
    let act = json!({"person": "ana", "do": "message", "text": "then", "at_ms": past});
    let arrived = trial.acted(act).await;
    assert_eq!(arrived.event()["timestamp"], json!(past));
}

#[tokio::test]
async fn one_person_is_heard_in_order() {
    let mut trial = Trial::new().await;
    let acts: Vec<Value> = (0..30)
        .map(|number| json!({"person": "ana", "do": "message", "text": number.to_string()}))
        .collect();
    let answer = trial.act(json!({ "acts": acts }));
    assert_eq!(answer["items"].as_array().unwrap().len(), 30);
    for number in 0..30 {
        assert_eq!(words(&trial.next().await), number.to_string());
    }
}

#[tokio::test]
async fn a_failed_webhook_comes_again_until_it_is_taken() {
    let mut trial = Trial::new().await;
    trial.sim.settings(&json!({"retry_ms": [1, 1, 1]})).unwrap();
    trial.answer_first(&[500, 503]);
    trial.act(json!({"person": "ana", "do": "message", "text": "again"}));
    let (first, second, third) = (trial.next().await, trial.next().await, trial.next().await);
    assert_eq!((&first.raw, &first.raw), (&second.raw, &third.raw));
    trial.act(json!({"person": "ana", "do": "message", "text": "after"}));
    trial.next().await;
    settled(&trial, |state| state["delivered"] == 2).await;
    let state = trial.sim.state();
    assert_eq!(
        (&state["redelivered"], &state["failed"]),
        (&json!(2), &json!(2))
    );
    trial.answer_first(&[500, 500, 500, 500]);
    trial.act(json!({"person": "ana", "do": "message", "text": "lost"}));
    settled(&trial, |state| state["dropped"] == 1).await;
    assert_eq!(trial.sim.pending(), 0);
}

/// Looks again and again until the state is as wanted.
async fn settled(trial: &Trial, wanted: impl Fn(&Value) -> bool) {
    let look = async {
        while !wanted(&trial.sim.state()) {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(10), look).await;
    waited.unwrap_or_else(|_| panic!("never: {}", trial.sim.state()));
}

#[tokio::test]
async fn duplicates_and_reordering_on_demand() {
    let mut trial = Trial::new().await;
    trial
        .sim
        .faults(&json!({"kind": "duplicate", "budget": 1}))
        .unwrap();
    trial.act(json!({"person": "ana", "do": "message", "text": "twice"}));
    assert_eq!(trial.next().await.raw, trial.next().await.raw);
    trial
        .sim
        .faults(&json!({"faults": [{"kind": "reorder", "budget": 1}]}))
        .unwrap();
    let say = |words: &str| json!({"person": "ana", "do": "message", "text": words});
    trial.act(json!({"acts": [say("first"), say("second")]}));
    let came = [words(&trial.next().await), words(&trial.next().await)];
    assert_eq!(came, ["second", "first"]);
    trial
        .sim
        .faults(&json!({"faults": [{"kind": "late", "ms": 50, "budget": 1}]}))
        .unwrap();
    trial.act(json!({"acts": [say("late"), say("prompt")]}));
    let came: BTreeSet<String> = [words(&trial.next().await), words(&trial.next().await)]
        .into_iter()
        .collect();
    assert_eq!(came.len(), 2);
}

#[tokio::test]
async fn an_echo_comes_after_or_before_the_answer() {
    let mut trial = Trial::new().await;
    let igsid = trial.act(json!({"person": "ana", "do": "message", "text": "hi"}))["igsid"].clone();
    trial.next().await;
    let (_, sent) = trial.say(&igsid, "hello").await;
    let echo = trial.next().await;
    assert_eq!(echo.event()["message"]["mid"], sent["message_id"]);
    assert_eq!(echo.event()["sender"]["id"], trial.fixture["ig_id"]);
    trial.sim.settings(&json!({"echo": "before"})).unwrap();
    settled(&trial, |state| state["delivered"] == 2).await;
    trial.say(&igsid, "hello again").await;
    assert_eq!(trial.sim.state()["delivered"], json!(3));
    trial.next().await;
    trial.sim.settings(&json!({"echo": "off"})).unwrap();
    trial.say(&igsid, "silence").await;
    assert_eq!(trial.sim.pending(), 0);
}

#[tokio::test]
async fn a_dropped_answer_took_effect() {
    let mut trial = Trial::new().await;
    let igsid = trial.act(json!({"person": "ana", "do": "message", "text": "hi"}))["igsid"].clone();
    trial.next().await;
    trial
        .sim
        .faults(&json!({"kind": "drop_after_effect", "budget": 1, "on": "/me/messages"}))
        .unwrap();
    let url = format!("{}/v26.0/me/messages", trial.base);
    let body = json!({"recipient": {"id": igsid}, "message": {"text": "did it work?"}});
    let request = trial
        .http
        .post(url)
        .bearer_auth(trial.text("token"))
        .json(&body);
    assert!(request.send().await.is_err());
    let echo = trial.next().await;
    assert_eq!(words(&echo), "did it work?");
    assert_eq!(trial.sim.sends().len(), 1);
    assert_eq!(trial.say(&igsid, "next").await.0, 200);
}

#[tokio::test]
async fn the_old_signature_is_a_switch_and_waiting_entries_may_be_batched() {
    let mut trial = Trial::new().await;
    let say = |words: &str| json!({"person": "ana", "do": "message", "text": words});
    let arrived = trial.acted(say("plain")).await;
    assert!(arrived.old_signature.is_none());
    trial
        .sim
        .settings(&json!({"sha1_header": true, "batch_max": 50}))
        .unwrap();
    // The first one is answered late, so that the others wait behind it.
    trial
        .sim
        .faults(&json!({"kind": "reorder", "budget": 1}))
        .unwrap();
    trial.act(json!({"acts": (0..12).map(|n| say(&n.to_string())).collect::<Vec<_>>()}));
    let mut heard = 0;
    let mut deliveries = 0;
    while heard < 12 {
        let arrived = trial.next().await;
        assert!(arrived.old_signature.as_ref().unwrap().starts_with("sha1="));
        heard += arrived.body["entry"].as_array().unwrap().len();
        deliveries += 1;
    }
    assert!(heard == 12 && deliveries < 12, "{heard} in {deliveries}");
}

#[tokio::test]
async fn the_handshake_is_made_and_a_wrong_token_is_told() {
    let trial = Trial::new().await;
    assert_eq!(
        trial.control("handshake", &json!({})).await.1["verified"],
        json!(true)
    );
    let elsewhere = format!("{}/nowhere", trial.base);
    trial.control("webhook", &json!({"url": elsewhere})).await;
    let (status, told) = trial.control("handshake", &json!({})).await;
    assert_eq!(status, 400);
    assert!(
        told["error"]["message"]
            .as_str()
            .unwrap()
            .contains("did not repeat")
    );
}

#[tokio::test]
async fn noise_follows_messages_when_asked() {
    let mut trial = Trial::new().await;
    trial.sim.settings(&json!({"edit_noise": true})).unwrap();
    let arrived = trial
        .acted(json!({"person": "ana", "do": "message", "text": "hi"}))
        .await;
    let noise = trial.next().await;
    assert_eq!(
        noise.event()["message_edit"]["mid"],
        arrived.event()["message"]["mid"]
    );
    assert_eq!(noise.event()["message_edit"]["num_edit"], json!(0));
    assert!(noise.event().get("sender").is_none());
}

#[tokio::test]
async fn the_real_schedule_follows_the_simulated_clock() {
    let mut trial = Trial::new().await;
    trial.sim.settings(&json!({"retry": "real"})).unwrap();
    trial.answer_first(&[500, 500, 500]);
    trial.act(json!({"person": "ana", "do": "message", "text": "patience"}));
    // At first, at once, and then after a minute of the simulated time.
    let first = trial.next().await;
    let second = trial.next().await;
    settled(&trial, |state| state["failed"] == 2).await;
    trial.advance(59_999);
    assert_eq!(trial.sim.pending(), 1);
    // The next waits are counted from when they begin: the clock is moved until one is over.
    let third = async {
        loop {
            trial.advance(60_000);
            let soon = std::time::Duration::from_millis(100);
            if let Ok(arrived) = tokio::time::timeout(soon, trial.next()).await {
                return arrived;
            }
        }
    };
    let third = tokio::time::timeout(std::time::Duration::from_secs(10), third);
    let third = third.await.expect("a third try should come");
    assert_eq!((&first.raw, &first.raw), (&second.raw, &third.raw));
}

#[tokio::test]
async fn events_of_one_account_may_share_an_entry() {
    let mut trial = Trial::new().await;
    let batch = json!({"batch_max": 1_000, "batch_events": true});
    trial.sim.settings(&batch).unwrap();
    // The first one is held up, so that the others wait behind it.
    trial
        .sim
        .faults(&json!({"kind": "reorder", "budget": 1}))
        .unwrap();
    let say = |n: usize| json!({"person": "ana", "do": "message", "text": n.to_string()});
    trial.act(json!({"acts": (0..40).map(say).collect::<Vec<_>>()}));
    let (mut heard, mut most) = (0, 0);
    while heard < 40 {
        let arrived = trial.next().await;
        let entries = arrived.body["entry"].as_array().unwrap().clone();
        assert_eq!(entries.len(), 1);
        let events = entries[0]["messaging"].as_array().unwrap().len();
        heard += events;
        most = most.max(events);
    }
    assert!(heard == 40 && most > 1, "{most}");
}

#[tokio::test]
async fn noise_in_place_of_a_message_and_comments_under_ads_twice() {
    let mut trial = Trial::new().await;
    trial
        .sim
        .settings(&json!({"edit_noise_instead": true, "ad_comment_twice": true}))
        .unwrap();
    let written = trial.act(json!({"person": "ana", "do": "message", "text": "hi"}));
    let noise = trial.next().await;
    assert_eq!(noise.event()["message_edit"]["mid"], written["mid"]);
    // What it was about can be read.
    let path = format!("/v26.0/{}?fields=from,message", text(&written["mid"]));
    assert_eq!(trial.get(&path).await.1["message"], "hi");
    trial.act(json!({"person": "ana", "do": "comment", "text": "price?", "ad_id": "120"}));
    let (one, two) = (trial.next().await, trial.next().await);
    assert_eq!(one.raw, two.raw);
    assert_eq!(one.change()["media"]["media_product_type"], "AD");
}

#[tokio::test]
async fn an_echo_may_tell_its_app_and_what_the_send_said_of_itself() {
    let mut trial = Trial::new().await;
    trial.sim.settings(&json!({"echo_app": true})).unwrap();
    let message = json!({"text": "hello", "metadata": "ours:7"});
    let body = json!({"recipient": {"id": trial.fixture["peer_id"]}, "message": message});
    assert_eq!(trial.post("/v26.0/me/messages", &body).await.0, 200);
    let echo = trial.next().await;
    let told = &echo.event()["message"];
    assert_eq!(told["metadata"], "ours:7");
    assert_eq!(told["app_id"].to_string(), trial.text("app_id"));
    // What the owner types is of no app.
    let typed = json!({"person": "jane.doyle", "do": "echo", "text": "typed"});
    let echo = trial.acted(typed).await;
    assert!(echo.event()["message"].get("app_id").is_none());
}

#[tokio::test]
async fn a_receiver_that_fails_for_hours_loses_its_subscription() {
    let mut trial = Trial::new().await;
    let switches = json!({"retry_ms": [1], "unsubscribe_after_hours": 8});
    trial.sim.settings(&switches).unwrap();
    let say = json!({"person": "ana", "do": "message", "text": "anybody?"});
    trial.answer_first(&[500, 500, 500, 500]);
    trial.act(say.clone());
    settled(&trial, |state| state["dropped"] == 1).await;
    trial.advance(8 * 3_600_000);
    trial.act(say.clone());
    settled(&trial, |state| state["dropped"] == 2).await;
    trial.act(say.clone());
    assert_eq!(trial.sim.pending(), 0);
    // Subscribing again brings them back.
    let fields = json!({"subscribed_fields": "messages"});
    trial.post("/v26.0/me/subscribed_apps", &fields).await;
    for _ in 0..4 {
        trial.next().await;
    }
    assert_eq!(words(&trial.acted(say).await), "anybody?");
}

#[tokio::test]
async fn the_page_may_stand_for_the_account_in_facebooks_webhooks() {
    let mut trial = Trial::new().await;
    let page = trial.text("page_id");
    let path = format!("/v26.0/{page}/subscribed_apps");
    let fields = json!({"subscribed_fields": "feed"});
    trial
        .post_as(&path, &fields, &trial.text("page_token"))
        .await;
    let say = json!({"person": "ana", "do": "message", "text": "hi"});
    let arrived = trial.acted(say.clone()).await;
    assert_eq!(arrived.body["entry"][0]["id"], trial.fixture["ig_id"]);
    trial.sim.settings(&json!({"entry_page_id": true})).unwrap();
    let arrived = trial.acted(say).await;
    assert_eq!(arrived.body["entry"][0]["id"], page.as_str());
}
