//! Learning from the shop: what a member corrects or confirms is understood so from then on.

use palette_domain::business::AiMode;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::acts::items;
use crate::database::{Database, engines};
use crate::shop::{Client, PATIENCE, Shops, dm, take_in};

/// A phrasing that no shop but this one would use.
const ODD: &str = "چوب خطش پر شده؟";

async fn opened(database: Database) -> Shops {
    let shops = Shops::open(database).await;
    let business = shops.server.app.store.business(shops.one.id);
    let mut settings = business.get().await.expect("there").settings;
    settings.ai.mode = AiMode::Draft;
    let now = shops.server.app.now();
    business
        .update_settings(&settings, now)
        .await
        .expect("kept");
    shops
}

/// Takes in a message and waits for what the AI makes of it.
async fn decided(shops: &Shops, client: &Client, mid: &str, text: &str) -> Value {
    take_in(&shops.server, vec![dm(&shops.one.ig_id, mid, text)]).await;
    shops.clock.advance(palette_domain::Span::minutes(5));
    shops.server.app.wake_all();
    let path = shops.path(&format!(
        "conversations/{}/timeline",
        shops.one.conversation
    ));
    let look = async {
        loop {
            let timeline = client.get(&path).await.expect(200).json();
            let entry = items(&timeline)
                .into_iter()
                .find(|entry| entry["text"] == text && entry["decision_id"].is_string());
            if let Some(entry) = entry {
                return entry["decision_id"].as_str().expect("an id").to_owned();
            }
            tokio::task::yield_now().await;
        }
    };
    let id = timeout(PATIENCE, look).await.expect("a decision in time");
    let path = shops.path(&format!("decisions/{id}"));
    client.get(&path).await.expect(200).json()
}

fn meant(decision: &Value) -> &str {
    decision["understood"]["intents"][0]["intent"]
        .as_str()
        .expect("an intent")
}

fn correction(shops: &Shops, decision: &Value) -> String {
    let id = decision["id"].as_str().expect("an id");
    shops.path(&format!("decisions/{id}/correction"))
}

#[tokio::test]
async fn a_correction_is_learnt_listed_and_taken_back() {
    for database in engines().await {
        let shops = opened(database).await;
        let client = shops.signed_in("admin@one.test").await;
        // What the shop was opened with is answered first, and no part of the next burst.
        decided(&shops, &client, "before", "سلام").await;
        let first = decided(&shops, &client, "odd1", ODD).await;
        assert_ne!(meant(&first), "stock");
        assert_eq!(first["teachable"], true);
        assert_eq!(first["taught"], Value::Null);
        let path = correction(&shops, &first);
        for intent in ["weather", "spam"] {
            let wrong = client
                .call(Method::PUT, &path, &json!({ "intent": intent }))
                .await
                .expect(422);
            let expected = ("/intent".to_owned(), "invalid".to_owned());
            assert_eq!(wrong.wrong(), [expected]);
        }
        let stock = json!({"intent": "stock"});
        let taught = client
            .call(Method::PUT, &path, &stock)
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&taught["text"], &taught["lesson"]),
            (&json!(ODD), &json!("corrected"))
        );
        let again = client.call(Method::PUT, &path, &stock).await.expect(200);
        assert_eq!(again.json(), taught, "the same once more changes nothing");

        let second = decided(&shops, &client, "odd2", "سلام، چوب خطش پر شده").await;
        assert_eq!(meant(&second), "stock");
        let list = shops.path("settings/examples");
        let examples = items(&client.get(&list).await.expect(200).json());
        assert_eq!(examples, std::slice::from_ref(&taught));
        let id = first["id"].as_str().expect("an id");
        let path = shops.path(&format!("decisions/{id}"));
        let shown = client.get(&path).await.expect(200).json();
        assert_eq!(shown["taught"], taught);

        let one = format!("{list}/{}", taught["id"].as_str().expect("an id"));
        client
            .send(client.request(Method::DELETE, &one))
            .await
            .expect(204);
        client
            .send(client.request(Method::DELETE, &one))
            .await
            .expect(404);
        assert!(items(&client.get(&list).await.expect(200).json()).is_empty());
        let third = decided(&shops, &client, "odd3", ODD).await;
        assert_ne!(
            meant(&third),
            "stock",
            "what was taken back weighs in no more"
        );
        shops.close().await;
    }
}

#[tokio::test]
async fn what_a_fixed_rule_decides_can_not_be_taught() {
    let shops = opened(Database::sqlite().await).await;
    let client = shops.signed_in("owner@one.test").await;
    decided(&shops, &client, "before", "سلام").await;
    let decision = decided(&shops, &client, "rule1", "با یه آدم صحبت کنم").await;
    assert_eq!(decision["teachable"], false);
    let path = correction(&shops, &decision);
    let answer = client
        .call(Method::PUT, &path, &json!({"intent": "thanks"}))
        .await
        .expect(409);
    assert_eq!(answer.problem(), "fixed-rule");
    shops.close().await;
}

#[tokio::test]
async fn an_edited_draft_confirms_the_unsure_reading_it_rests_on() {
    let shops = opened(Database::sqlite().await).await;
    let client = shops.signed_in("agent@one.test").await;
    let list = shops.path("settings/examples");
    let path = shops.path(&format!("conversations/{}", shops.one.conversation));
    for (mid, text, learns) in [
        ("sure", "قیمت مانتو لینن بهار چنده؟", false),
        ("odd", "مانتو لینن بهار دونگش چقد میفته واسم", true),
    ] {
        let decision = decided(&shops, &client, mid, text).await;
        let sure = decision["understood"]["intents"][0]["confidence"].as_f64() >= Some(0.9);
        assert_eq!(sure, !learns, "{decision}");
        let detail = client.get(&path).await.expect(200).json();
        let draft = &detail["drafts"][0];
        let words = draft["text"].as_str().expect("words");
        assert!(!words.is_empty(), "{decision}");
        let message = json!({"text": format!("{words} 🌸"), "draft_id": draft["id"]});
        client
            .post(&format!("{path}/messages"), &message)
            .await
            .expect(202);
        let examples = items(&client.get(&list).await.expect(200).json());
        assert_eq!(examples.len(), usize::from(learns), "{text}");
        if learns {
            assert_eq!(examples[0]["intent"], meant(&decision));
            assert_eq!(examples[0]["lesson"], "confirmed");
        }
    }
    shops.close().await;
}
