//! Two servers that share one PostgreSQL, where one is named.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::database::engines;
use crate::outside::{Instance, Outside, until};

/// People who write, and how often each.
const PEOPLE: usize = 24;
const ROUNDS: usize = 3;
/// How long a stream may take to tell.
const TOLD_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_the_work_and_answer_once() {
    for database in engines()
        .await
        .into_iter()
        .filter(|one| one.url.starts_with("postgres"))
    {
        let outside = Outside::open(&[("PALETTE_DATABASE_URL", &database.url)]).await;
        let mut servers = [outside.serve().await, outside.serve().await];
        for server in &mut servers {
            server.sign_in(&outside.http).await;
        }
        shared_work(&outside, &servers).await;
        taking_over_here_silences_there(&outside, &servers).await;
        outside.assert_clean();
        for server in servers {
            assert_eq!(server.terminate().await, Some(0));
        }
        database.drop().await;
    }
}

fn hand_to(outside: &Outside, server: &Instance) {
    outside
        .simulator
        .webhook(&format!("{}/webhooks/instagram", server.base));
}

/// Messages come through either server; everybody is answered after their last words.
async fn shared_work(outside: &Outside, servers: &[Instance; 2]) {
    let mut people = Vec::new();
    for round in 0..ROUNDS {
        for number in 0..PEOPLE {
            hand_to(outside, &servers[(number / 2 + round) % 2]);
            let line = ["سلام", "ساعت کاری شما چیه؟", "آدرس مغازه کجاست؟"][round];
            let igsid = outside.says(&format!("person_{number}"), line);
            if round == 0 {
                people.push(igsid);
            }
        }
        until("this round to be answered", async || {
            outside.simulator.pending() == 0
                && people
                    .iter()
                    .all(|person| outside.sent_to(person).len() > round)
        })
        .await;
    }
    for person in &people {
        let sent = outside.sent_to(person);
        assert_eq!(
            sent.len(),
            ROUNDS,
            "each message is answered once: {sent:?}"
        );
    }
    let mut worked = 0;
    for server in servers {
        let turns = server.metric(&outside.http, "palette_turns_total").await;
        worked += usize::from(turns > 0.0);
    }
    assert_eq!(worked, 2, "one of the servers did nothing");
    let threads = servers[0].all(outside, "conversations").await;
    assert_eq!(threads.len(), PEOPLE);
}

/// A member takes over at one server: the other sees it, and keeps silent.
async fn taking_over_here_silences_there(outside: &Outside, servers: &[Instance; 2]) {
    let [here, there] = servers;
    hand_to(outside, there);
    let igsid = outside.says("sara", "سلام");
    until("the first answer", async || {
        outside.sent_to(&igsid).len() == 1
    })
    .await;
    let mut id = String::new();
    until("her name to be known", async || {
        let threads = here.all(outside, "conversations?q=sara").await;
        id = threads
            .first()
            .map(|thread| thread["id"].to_string())
            .unwrap_or_default();
        !id.is_empty()
    })
    .await;
    let id = id.trim_matches('"').to_owned();
    let events = format!(
        "{}/api/v1/events?business_id={}",
        there.base, outside.business
    );
    let stream = outside
        .http
        .get(events)
        .header("cookie", &there.cookie)
        .send()
        .await;
    let mut stream = stream.expect("a stream");
    let path = format!("conversations/{id}/take-over");
    here.call(outside, Method::POST, &path, Some(json!({})))
        .await;
    let told = tokio::time::timeout(TOLD_WITHIN, async {
        let mut text = String::new();
        while !text.contains(&id) {
            let chunk = stream
                .chunk()
                .await
                .expect("the stream goes on")
                .expect("no end");
            text += &String::from_utf8_lossy(&chunk);
        }
    });
    assert!(
        told.await.is_ok(),
        "the other server's stream does not tell"
    );
    outside.says("sara", "ساعت کاری شما چیه؟");
    until("sara's words", async || outside.simulator.pending() == 0).await;
    // Whoever writes after her is answered: her turn would have come before.
    let later = outside.says("mina", "سلام");
    until("mina's answer", async || {
        !outside.sent_to(&later).is_empty()
    })
    .await;
    assert_eq!(
        outside.sent_to(&igsid).len(),
        1,
        "the AI spoke over a person"
    );
}
