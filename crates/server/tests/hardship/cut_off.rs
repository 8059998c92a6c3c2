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
    answered_once(&outside, instance, &people).await;
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
    answered_once(&outside, instance, &people).await;
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
    answered_once(&outside, instance, &people).await;
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

/// Waits until all is done, and looks at everything twice: there and here.
async fn answered_once(outside: &Outside, mut instance: Instance, people: &[String]) {
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
        outside.simulator.pending() == 0 && people.iter().all(|id| answered.contains_key(id))
    })
    .await;
    instance.sign_in(&outside.http).await;
    until("every send to be settled", async || {
        unsettled(outside, &instance).await == 0
    })
    .await;
    outside.assert_clean();
    let twice: Vec<_> = answers()
        .into_iter()
        .filter(|(_, count)| *count != 1)
        .collect();
    assert!(twice.is_empty(), "answered more than once: {twice:?}");
    let threads = instance.all(outside, "conversations").await;
    assert_eq!(
        threads.len(),
        people.len(),
        "one conversation for each person"
    );
    for thread in threads {
        let entries = timeline(outside, &instance, &thread).await;
        let of = |state: &str| {
            entries
                .iter()
                .filter(|entry| entry["state"] == state)
                .count()
        };
        assert_eq!((of("received"), of("sent")), (1, 1), "{entries:?}");
    }
    assert_eq!(instance.terminate().await, Some(0));
}

/// How many of our messages are neither sent nor given up.
async fn unsettled(outside: &Outside, instance: &Instance) -> usize {
    let mut count = 0;
    for thread in instance.all(outside, "conversations").await {
        let state = thread["last_message"]["state"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        count += usize::from(["queued", "sending", "unknown"].contains(&state.as_str()));
    }
    count
}

async fn timeline(outside: &Outside, instance: &Instance, thread: &Value) -> Vec<Value> {
    let id = thread["id"].as_str().expect("an id");
    let path = format!("conversations/{id}/timeline?limit=50");
    let page = instance.call(outside, Method::GET, &path, None).await;
    let items = page["items"].as_array().expect("a list").clone();
    items
        .into_iter()
        .filter(|entry| entry["kind"] == "message")
        .collect()
}
