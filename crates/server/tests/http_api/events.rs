//! The stream of events: live, resumed, and told to load anew.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use tokio::time::timeout;

use crate::database::engines;
use crate::shop::{Client, PATIENCE, Shops, dm, take_in};

/// One event of a stream.
#[derive(Debug, Default, PartialEq)]
struct Event {
    id: String,
    kind: String,
    data: String,
}

struct Stream {
    answer: reqwest::Response,
    text: String,
}

impl Stream {
    async fn open(client: &Client, business: &str, last: Option<&str>) -> Self {
        let path = format!("/api/v1/events?business_id={business}");
        let mut request = client.request(Method::GET, &path);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = request.send().await.expect("the server answers");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self {
            answer,
            text: String::new(),
        }
    }

    async fn next(&mut self) -> Event {
        timeout(PATIENCE, self.read())
            .await
            .expect("an event in time")
    }

    async fn read(&mut self) -> Event {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let mut event = Event::default();
                for line in block.lines() {
                    match line.split_once(':') {
                        Some(("id", value)) => event.id = value.trim().to_owned(),
                        Some(("event", value)) => event.kind = value.trim().to_owned(),
                        Some(("data", value)) => event.data = value.trim().to_owned(),
                        _ => {}
                    }
                }
                self.text = rest.to_owned();
                if event == Event::default() {
                    continue; // a comment that keeps the connection alive
                }
                return event;
            }
            let chunk = self
                .answer
                .chunk()
                .await
                .expect("the stream lives")
                .expect("more");
            self.text.push_str(&String::from_utf8_lossy(&chunk));
        }
    }

    async fn is_quiet(&mut self) -> bool {
        timeout(Duration::from_millis(150), self.read())
            .await
            .is_err()
    }
}

#[tokio::test]
async fn what_happens_is_told_and_a_lost_connection_resumes() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("analyst@one.test").await;
        let business = shops.one.id.to_string();
        let mut stream = Stream::open(&client, &business, None).await;
        let hello = stream.next().await;
        assert!(hello.kind.is_empty() && !hello.id.is_empty(), "{hello:?}");

        let taken = async |mid: &str| {
            let event = dm(&shops.one.ig_id, mid, "سلام");
            take_in(&shops.server, vec![event]).await;
        };
        taken("live-1").await;
        let event = stream.next().await;
        assert_eq!(event.kind, "change");
        let data: Value = serde_json::from_str(&event.data).expect("JSON");
        assert_eq!(data["kind"], "conversation");
        assert_eq!(data["id"], shops.one.conversation);
        drop(stream);

        taken("live-2").await;
        let mut again = Stream::open(&client, &business, Some(&event.id)).await;
        assert_eq!(again.next().await.id, event.id);
        let missed = again.next().await;
        assert_eq!(missed.kind, "change");
        assert!(missed.id.parse::<i64>().expect("a number") > event.id.parse().expect("a number"));

        // Another tenant's changes are not told.
        let theirs = dm(&shops.two.ig_id, "live-3", "سلام");
        take_in(&shops.server, vec![theirs]).await;
        while let Ok(event) = timeout(Duration::from_millis(150), again.read()).await {
            assert!(!event.data.contains(&shops.two.conversation), "{event:?}");
        }
        assert!(again.is_quiet().await);
        shops.close().await;
    }
}

#[tokio::test]
async fn who_may_have_missed_something_loads_anew() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("owner@one.test").await;
        let business = shops.one.id.to_string();
        for last in ["999999999", "-5"] {
            let mut stream = Stream::open(&client, &business, Some(last)).await;
            let event = stream.next().await;
            assert_eq!(event.kind, "reset", "{last}: {event:?}");
            assert!(!event.id.is_empty());
        }
        let path = format!("/api/v1/events?business_id={business}");
        let wrong = client
            .request(Method::GET, &path)
            .header("last-event-id", "nonsense");
        client.send(wrong).await.expect(422);
        shops.close().await;
    }
}
