//! Done, put aside, back on the desk: as members say it, and as the folders show it.

use std::time::Duration;

use palette_domain::Span;
use serde_json::{Value, json};

use crate::acts::items;
use crate::database::engines;
use crate::shop::{Client, START, Shops, dm, take_in};

async fn folder(client: &Client, shops: &Shops, name: &str) -> usize {
    let path = shops.path(&format!("conversations?folder={name}"));
    items(&client.get(&path).await.expect(200).json()).len()
}

async fn counts(client: &Client, shops: &Shops) -> Value {
    client.get(&shops.path("counts")).await.expect(200).json()
}

fn can(row: &Value, act: &str) -> bool {
    row["can"].as_array().expect("acts").contains(&json!(act))
}

#[tokio::test]
async fn done_leaves_the_desk_and_a_new_message_brings_it_back() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("agent@one.test").await;
        let path = shops.path(&format!("conversations/{}", shops.one.conversation));
        assert_eq!(folder(&client, &shops, "open").await, 1);
        let done = client.post(&format!("{path}/done"), &json!({})).await;
        assert!(done.expect(200).json()["done_at"].is_i64());
        let row = client.get(&path).await.expect(200).json();
        assert!(can(&row, "reopen") && !can(&row, "done"), "{row}");
        for (name, expected) in [("open", 0), ("needs_person", 0), ("done", 1), ("all", 1)] {
            assert_eq!(folder(&client, &shops, name).await, expected, "{name}");
        }
        let numbers = counts(&client, &shops).await;
        assert_eq!((&numbers["open"], &numbers["done"]), (&json!(0), &json!(1)));
        client
            .post(&format!("{path}/reopen"), &json!({}))
            .await
            .expect(200);
        client
            .post(&format!("{path}/done"), &json!({}))
            .await
            .expect(200);
        take_in(
            &shops.server,
            vec![dm(&shops.one.ig_id, "m2", "هنوز هستید؟")],
        )
        .await;
        let row = client.get(&path).await.expect(200).json();
        assert_eq!(
            (&row["done_at"], row["unread"].as_i64()),
            (&Value::Null, Some(2))
        );
        shops.close().await;
    }
}

#[tokio::test]
async fn what_is_put_aside_comes_back_when_due() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("agent@one.test").await;
        let path = shops.path(&format!("conversations/{}", shops.one.conversation));
        for until in [START - Span::millis(1), START + Span::days(400)] {
            let body = json!({"until": until.millis()});
            let wrong = client.post(&format!("{path}/snooze"), &body).await;
            assert_eq!(
                wrong.expect(422).wrong()[0],
                ("/until".into(), "invalid".into())
            );
        }
        let until = (START + Span::hours(23)).millis();
        let put = client
            .post(&format!("{path}/snooze"), &json!({"until": until}))
            .await;
        assert_eq!(put.expect(200).json()["snoozed_until"], until);
        assert_eq!(folder(&client, &shops, "open").await, 0);
        assert_eq!(folder(&client, &shops, "snoozed").await, 1);
        shops.clock.advance(Span::hours(23));
        let back = async {
            while folder(&client, &shops, "snoozed").await > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), back)
            .await
            .expect("it comes back by itself");
        let row = client.get(&path).await.expect(200).json();
        assert_eq!(row["needs_person"], "ai_off", "its first reason is kept");
        assert_eq!(
            folder(&client, &shops, "closing").await,
            1,
            "an hour is left"
        );
        assert_eq!(counts(&client, &shops).await["closing"], 1);
        shops.close().await;
    }
}

#[tokio::test]
async fn an_analyst_only_reads() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("analyst@one.test").await;
        let path = shops.path(&format!("conversations/{}", shops.one.conversation));
        client
            .post(&format!("{path}/done"), &json!({}))
            .await
            .expect(403);
        let row = client.get(&path).await.expect(200).json();
        assert!(!can(&row, "done") && !can(&row, "snooze"));
        shops.close().await;
    }
}
