//! Cut off at any moment, in a world that fails in its ways: what was acknowledged is there once
//! and is answered once.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::outside::{Instance, Outside, until};

/// Each gets one message as its answer, or the notice that a person will come.
const LINES: [&str; 4] = [
    "سلام",
    "ساعت کاری شما چیه؟",
    "Do you ship to Shiraz?",
    "salam khubi?",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_before_a_kill_is_there_once_and_answered_once() {
    let outside = Outside::open(&[]).await;
    let instance = outside.serve().await;
    let (instance, people) = waves(&outside, instance, 3, 80).await;
    answered_once(&outside, instance, &people, 30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_every_fault_at_once_nothing_is_lost_and_nothing_said_twice() {
    let outside = Outside::open(&[]).await;
    let instance = outside.serve().await;
    let faults = json!({"faults": [
        {"kind": "duplicate", "share": 0.3},
        {"kind": "reorder", "share": 0.2},
        {"kind": "late", "share": 0.2, "ms": 300},
        {"kind": "error_500", "share": 0.1},
        {"kind": "drop_after_effect", "share": 0.1},
        {"kind": "rate_limited", "share": 0.05, "budget": 1},
    ]});
    outside
        .simulator
        .faults(&faults)
        .expect("the faults are known");
    let (instance, people) = waves(&outside, instance, 2, 40).await;
    outside
        .simulator
        .faults(&json!({"heal": true}))
        .expect("they heal");
    answered_once(&outside, instance, &people, 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_being_sent_at_a_kill_is_looked_for_and_sent_when_it_never_arrived() {
    let outside = Outside::open(&[]).await;
    let instance = outside.serve().await;
    let sends = format!("/{}/messages", outside.ig_id());
    let slow = json!({"kind": "latency_ms", "ms": 60_000, "share": 1.0, "on": sends});
    outside.simulator.faults(&slow).expect("the fault is known");
    let people = [
        outside.says("first", LINES[0]),
        outside.says("second", LINES[1]),
    ];
    until("both calls to be under way", async || {
        outside.simulator.state()["faults"][0]["hits"] == json!(people.len())
    })
    .await;
    instance.kill().await;
    outside
        .simulator
        .faults(&json!({"heal": true}))
        .expect("it heals");
    let instance = outside.serve().await;
    answered_once(&outside, instance, &people, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_dead_token_what_waited_is_answered_once_connected_again() {
    let outside = Outside::open(&[]).await;
    let mut instance = outside.serve().await;
    instance.sign_in(&outside.http).await;
    let dead = json!({"kind": "dead_token", "share": 1.0});
    outside.simulator.faults(&dead).expect("the fault is known");
    let mut people = vec![outside.says("first", LINES[0])];
    until("the account to be stopped", async || {
        let accounts = instance.call(&outside, Method::GET, "accounts", None).await;
        accounts["items"][0]["status"] == json!("token_dead")
    })
    .await;
    people.push(outside.says("second", LINES[1]));
    until("the second message", async || {
        instance.all(&outside, "conversations").await.len() == 2
    })
    .await;
    outside
        .simulator
        .faults(&json!({"heal": true}))
        .expect("it heals");
    outside.connect_account().await;
    answered_once(&outside, instance, &people, 0).await;
}

/// Waves of people who write; in the midst of each the server is killed and started again. The
/// server that runs at the end, and everybody's id.
async fn waves(
    outside: &Outside,
    mut instance: Instance,
    count: usize,
    people: usize,
) -> (Instance, Vec<String>) {
    let mut all = Vec::new();
    for wave in 0..count {
        let before = outside.simulator.state()["delivered"]
            .as_u64()
            .unwrap_or_default();
        for number in 0..people {
            let line = LINES[(wave + number) % LINES.len()];
            all.push(outside.says(&format!("person_{wave}_{number}"), line));
            if number % 8 == 0 {
                comments(outside, &format!("commenter_{wave}_{number}"));
            }
        }
        let part = before + (people / (wave + 2)) as u64;
        until("a part of the wave", async || {
            outside.simulator.state()["delivered"]
                .as_u64()
                .is_some_and(|count| count >= part)
        })
        .await;
        instance.kill().await;
        instance = outside.serve().await;
    }
    (instance, all)
}

/// Someone asks for the price under a post: they get a public and a private reply.
fn comments(outside: &Outside, person: &str) {
    let media = &outside.fixture["media_id"];
    outside.act(&json!({"person": person, "do": "comment", "text": "قیمت؟", "media_id": media}));
}

/// How often each comment got each kind of reply.
fn replies(outside: &Outside) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for send in outside.simulator.sends() {
        let kind = send["kind"].as_str().unwrap_or_default();
        if send["status"] == 200 && ["private_reply", "comment_reply"].contains(&kind) {
            *counts
                .entry(format!("{kind} {}", send["comment_id"]))
                .or_default() += 1;
        }
    }
    counts
}

/// Waits until all is done, and looks at everything twice: there and here.
async fn answered_once(
    outside: &Outside,
    mut instance: Instance,
    people: &[String],
    commenters: usize,
) {
    let answers = || {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for send in outside.simulator.sends() {
            if send["status"] == 200 && send["kind"] == "message" {
                *counts
                    .entry(send["to"].as_str().unwrap_or_default().to_owned())
                    .or_default() += 1;
            }
        }
        counts
    };
    until("everybody to be answered", async || {
        let answered = answers();
        outside.simulator.pending() == 0
            && people.iter().all(|id| answered.contains_key(id))
            && replies(outside).len() == 2 * commenters
    })
    .await;
    instance.sign_in(&outside.http).await;
    outside.assert_clean();
    let twice: Vec<_> = answers()
        .into_iter()
        .filter(|(_, count)| *count != 1)
        .collect();
    assert!(twice.is_empty(), "answered more than once: {twice:?}");
    let more: Vec<_> = replies(outside)
        .into_iter()
        .filter(|(_, count)| *count != 1)
        .collect();
    assert!(
        more.is_empty(),
        "a comment was answered more than once: {more:?}"
    );
    let threads = instance.all(outside, "conversations").await;
    let all = people.len() + commenters;
    assert_eq!(threads.len(), all, "one conversation for each person");
    for thread in threads {
        let entries = timeline(outside, &instance, &thread).await;
        let of = |state: &str| {
            entries
                .iter()
                .filter(|entry| entry["state"] == state)
                .count()
        };
        let expected = if entries.iter().any(|entry| entry["kind"] == "private_reply") {
            (0, 1)
        } else {
            (1, 1)
        };
        assert_eq!((of("received"), of("sent")), expected, "{entries:?}");
    }
    assert_eq!(instance.terminate().await, Some(0));
}

/// What was said in a thread, once the outcome of all of it is known.
async fn timeline(outside: &Outside, instance: &Instance, thread: &Value) -> Vec<Value> {
    let id = thread["id"].as_str().expect("an id");
    let path = format!("conversations/{id}/timeline?limit=50");
    let mut said = Vec::new();
    until("every send to be settled", async || {
        let page = instance.call(outside, Method::GET, &path, None).await;
        said.clone_from(page["items"].as_array().expect("a list"));
        said.retain(|entry| entry["kind"] == "message" || entry["kind"] == "private_reply");
        let open = |entry: &Value| {
            ["queued", "sending", "unknown"].contains(&entry["state"].as_str().unwrap_or_default())
        };
        !said.iter().any(open)
    })
    .await;
    said
}
