//! More than can be taken, and what is no delivery at all.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::outside::{Instance, Outside, until};
use crate::sender::{body, entry, signature};

/// Deliveries of the flood, at most this many at the same time.
const FLOOD: u64 = 600;
const AT_ONCE: usize = 64;
/// People that the flood comes from.
const PEOPLE: u64 = 30;
/// Sends a second in the test of the rate, and people who are answered.
const RATE: usize = 5;
const CROWD: usize = 22;

#[tokio::test(flavor = "multi_thread")]
async fn at_the_limit_of_the_queue_meta_is_asked_to_come_again_and_nothing_is_lost() {
    let outside = Arc::new(Outside::open(&[("PALETTE_INGEST__QUEUE_MAX", "8")]).await);
    let mut instance = outside.serve().await;
    instance.sign_in(&outside.http).await;
    silence(&outside, &instance).await;
    let instance = Arc::new(instance);
    let (door, account) = (Arc::new(Semaphore::new(AT_ONCE)), outside.ig_id());
    let mut tasks = JoinSet::new();
    for number in 0..FLOOD {
        let (outside, instance) = (Arc::clone(&outside), Arc::clone(&instance));
        let (door, account) = (Arc::clone(&door), account.clone());
        tasks.spawn(async move {
            let _place = door.acquire().await.expect("the door stays open");
            let person = 6_300_000_000_000_000 + number % PEOPLE;
            let sent = body(&[entry(&account, person, &format!("flood-{number}"), "سلام")]);
            let mut refused = 0;
            loop {
                let answer = outside.deliver(&instance, sent.clone()).await;
                if answer.status == 200 {
                    return refused;
                }
                assert_eq!(answer.status, 503, "{answer:?}");
                assert_eq!(answer.retry_after.as_deref(), Some("5"), "{answer:?}");
                refused += 1;
            }
        });
    }
    let refused: u32 = tasks.join_all().await.into_iter().sum();
    assert!(refused > 0, "the limit was never reached");
    let deliveries = instance
        .metric(&outside.http, "palette_ingest_deliveries_total")
        .await;
    let commits = instance
        .metric(&outside.http, "palette_ingest_commits_total")
        .await;
    assert!(deliveries >= 600.0, "{deliveries} deliveries");
    assert!(
        commits < deliveries / 1.5,
        "{commits} commits for {deliveries} deliveries"
    );
    let threads = instance.all(&outside, "conversations").await;
    let unread: u64 = threads
        .iter()
        .filter_map(|thread| thread["unread"].as_u64())
        .sum();
    assert_eq!(
        (threads.len() as u64, unread),
        (PEOPLE, FLOOD),
        "each message is there once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_as_meta_signs_is_refused() {
    let outside = Outside::open(&[]).await;
    let instance = outside.serve().await;
    let (account, secret) = (
        outside.ig_id(),
        outside.fixture["app_secret"].as_str().unwrap(),
    );
    let one = |mid: &str| entry(&account, 6_300_000_000_000_001, mid, "سلام");
    let good = body(&[one("m-1")]);
    let signed = signature(secret, &good);
    let old = signed.replace("sha256=", "sha1=");
    let other = signature("another secret", &good);
    let cases: [(&[(&str, &str)], u16); 6] = [
        (&[], 401),
        (&[("x-hub-signature", &old)], 401),
        (&[("x-hub-signature-256", &other)], 401),
        (&[("x-hub-signature-256", "sha256=zz")], 401),
        (&[("x-hub-signature-256", &signed)], 200),
        (
            &[
                ("x-hub-signature-256", &signed),
                ("x-hub-signature", "sha1=00"),
            ],
            200,
        ),
    ];
    for (headers, status) in cases {
        let answer = outside.deliver_as(&instance, good.clone(), headers).await;
        assert_eq!(answer.status, status, "{headers:?}: {answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_delivery_is_refused_and_what_is_strange_sinks_nobody() {
    let outside = Outside::open(&[("PALETTE_INGEST__BODY_BYTES_MAX", "300000")]).await;
    let mut instance = outside.serve().await;
    instance.sign_in(&outside.http).await;
    silence(&outside, &instance).await;
    let account = outside.ig_id();
    let one = |mid: &str| entry(&account, 6_300_000_000_000_001, mid, "سلام");
    let strange: [Value; 9] = [
        json!(null),
        json!(7),
        json!({"id": account, "time": "soon", "messaging": "none"}),
        json!({"id": account, "messaging": [null, {}, {"sender": 1}, {"message": {"text": []}}]}),
        json!({"id": account, "changes": [{"field": "poems", "value": {"verse": 1}}]}),
        json!({"id": account, "changes": [{"field": "comments", "value": null}]}),
        json!({"id": account, "standby": [{"sender": {"id": "1"}}]}),
        json!({"id": "999", "messaging": [{"sender": {"id": "1"}, "message": {"mid": "x"}}]}),
        json!({"id": account, "messaging": [{"sender": {"id": "63"}, "recipient": {"id": account},
            "timestamp": -1, "message": {"mid": "m-odd", "attachments": [{"type": "hologram"}]}}]}),
    ];
    let among: Vec<Value> = strange
        .into_iter()
        .flat_map(|odd| [odd, one("m-2")])
        .collect();
    let many: Vec<Value> = (0..1000)
        .map(|number| one(&format!("batch-{number}")))
        .collect();
    let bodies: [(Vec<u8>, u16); 7] = [
        (b"{\"object\":".to_vec(), 400),
        (b"\xff\xfe".to_vec(), 400),
        (b"{}".to_vec(), 200),
        (b"[1,2]".to_vec(), 200),
        (body(&among), 200),
        (body(&many), 200),
        (vec![b' '; 300_001], 413),
    ];
    for (sent, status) in bodies {
        let start = String::from_utf8_lossy(&sent[..sent.len().min(60)]).into_owned();
        let answer = outside.deliver(&instance, sent).await;
        assert_eq!(answer.status, status, "{start}: {answer:?}");
    }
    let threads = instance.all(&outside, "conversations").await;
    let most = threads
        .iter()
        .filter_map(|thread| thread["unread"].as_u64())
        .max();
    assert_eq!(most, Some(1001), "each good message is there once");
    let health = outside
        .http
        .get(format!("{}/ready", instance.base))
        .send()
        .await;
    assert_eq!(health.expect("an answer").status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_no_second_more_leaves_than_the_setting_allows() {
    let rate = RATE.to_string();
    let outside = Outside::open(&[("PALETTE_INSTAGRAM__SENDS_PER_SECOND", &rate)]).await;
    let instance = outside.serve().await;
    let people: Vec<String> = (0..CROWD)
        .map(|number| outside.says(&format!("crowd_{number}"), "سلام"))
        .collect();
    until("everybody to be answered", async || {
        people
            .iter()
            .all(|person| !outside.sent_to(person).is_empty())
    })
    .await;
    let mut times: Vec<i64> = outside
        .simulator
        .sends()
        .iter()
        .filter_map(|send| send["at_ms"].as_i64())
        .collect();
    times.sort_unstable();
    assert_eq!(times.len(), CROWD);
    for burst in times.windows(RATE + 1) {
        let span = burst[RATE] - burst[0];
        assert!(span >= 1000, "{} sends within {span} ms", RATE + 1);
    }
    outside.assert_clean();
    assert_eq!(instance.terminate().await, Some(0));
}

/// Turns the AI off: the people of a flood are nobody that Instagram knows.
async fn silence(outside: &Outside, instance: &Instance) {
    let business = instance.call(outside, Method::GET, "", None).await;
    let mut ai = business["settings"]["ai"].clone();
    ai["mode"] = json!("off");
    instance
        .call(outside, Method::PUT, "settings/ai", Some(ai))
        .await;
}
