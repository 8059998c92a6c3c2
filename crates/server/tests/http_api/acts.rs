//! What members do: read the inbox, write, answer comments, move orders, change products.

use palette_domain::Span;
use reqwest::Method;
use serde_json::{Value, json};

use crate::database::engines;
use crate::shop::{Client, Shops, dm, take_in};
use crate::walk::{nobody, shawl};

pub fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn the_inbox_shows_who_wrote_and_what() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("analyst@one.test").await;
        let page = client
            .get(&shops.path("conversations"))
            .await
            .expect(200)
            .json();
        let rows = items(&page);
        let row = &rows[0];
        assert_eq!(row["id"], shops.one.conversation);
        assert_eq!(row["last_message"]["text"], "سلام، قیمتش چنده؟");
        assert_eq!(row["last_message"]["is_ours"], false);
        assert_eq!(row["unread"], 1);
        assert_eq!(row["handler"], "ai");
        assert_eq!(row["window"]["state"], "open");
        assert_eq!(row["window"]["opened_by"], "message");
        let path = shops.path(&format!("conversations/{}", shops.one.conversation));
        let detail = client.get(&path).await.expect(200).json();
        assert_eq!(detail["id"], row["id"]);
        assert_eq!(detail["can"], json!([]), "an analyst reads");
        assert_eq!(items(&json!({"items": detail["orders"]})).len(), 0);
        let path = shops.path(&format!(
            "conversations/{}/timeline",
            shops.one.conversation
        ));
        let timeline = client.get(&path).await.expect(200).json();
        let entry = &items(&timeline)[0];
        assert_eq!(entry["kind"], "message");
        assert_eq!(entry["author"], "customer");
        assert_eq!(
            entry["lines"],
            json!([{"dir": "rtl", "text": "سلام، قیمتش چنده؟"}])
        );
        let counts = client.get(&shops.path("counts")).await.expect(200).json();
        assert_eq!(counts["unread"], 1);
        assert_eq!(counts["orders_by_state"]["awaiting_payment"], 1);
        let none = client
            .get(&shops.path("conversations?folder=person"))
            .await
            .expect(200)
            .json();
        assert_eq!(items(&none).len(), 0);
        shops.close().await;
    }
}

#[tokio::test]
async fn pages_follow_one_another_and_their_cursors_are_ours() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("owner@one.test").await;
        let path = shops.path(&format!(
            "conversations/{}/timeline",
            shops.one.conversation
        ));
        for index in 0..4 {
            shops.clock.advance(Span::secs(1));
            let mut event = dm(
                &shops.one.ig_id,
                &format!("more{index}"),
                &format!("پیام {index}"),
            );
            event.at = event.at + Span::secs(index + 1);
            take_in(&shops.server, vec![event]).await;
        }
        let mut texts = Vec::new();
        let mut next = String::new();
        loop {
            let asked = format!("{path}?limit=2{next}");
            let page = client.get(&asked).await.expect(200).json();
            texts.extend(items(&page).iter().map(|entry| entry["text"].clone()));
            let Some(cursor) = page["next"].as_str() else {
                break;
            };
            next = format!("&before={cursor}");
        }
        let expected = ["پیام 3", "پیام 2", "پیام 1", "پیام 0", "سلام، قیمتش چنده؟"];
        assert_eq!(texts, expected);
        // A cursor of one list is worth nothing in another, nor with a letter changed.
        let cursor = next.trim_start_matches("&before=");
        for asked in [
            shops.path(&format!("orders?after={cursor}")),
            format!("{path}?before=A{}", &cursor[1..]),
            format!("{path}?before={}A", &cursor[..cursor.len() - 1]),
        ] {
            let answer = client.get(&asked).await;
            if answer.status == 200 {
                assert!(
                    asked.contains(cursor),
                    "the changed letter was the same: {asked}"
                );
                continue;
            }
            assert_eq!(answer.expect(422).wrong()[0].1, "invalid");
        }
        shops.close().await;
    }
}

async fn write(
    client: &Client,
    path: &str,
    key: Option<&str>,
    body: &Value,
) -> crate::shop::Answer {
    let request = client.request(Method::POST, path).json(body);
    let request = match key {
        Some(key) => request.header("idempotency-key", key),
        None => request,
    };
    client.send(request).await
}

#[tokio::test]
async fn a_members_message_is_on_its_way_once_and_the_talk_is_theirs() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("agent@one.test").await;
        let conversation = shops.path(&format!("conversations/{}", shops.one.conversation));
        let path = format!("{conversation}/messages");
        let body = json!({"text": "سلام! بله، موجود است."});
        let first = write(&client, &path, Some("key-1"), &body)
            .await
            .expect(202)
            .json();
        let again = write(&client, &path, Some("key-1"), &body)
            .await
            .expect(202)
            .json();
        assert_eq!(items(&first)[0]["id"], items(&again)[0]["id"]);
        assert_eq!(items(&first)[0]["author"], "member");
        assert_eq!(items(&first)[0]["member"]["name"], "مریم");
        let timeline = client
            .get(&format!("{conversation}/timeline"))
            .await
            .expect(200)
            .json();
        assert_eq!(items(&timeline).len(), 2, "{timeline}");
        let row = client.get(&conversation).await.expect(200).json();
        assert_eq!(row["handler"], "person");
        assert!(
            row["can"]
                .as_array()
                .expect("acts")
                .contains(&json!("give_back")),
            "{row}"
        );
        let back = write(
            &client,
            &format!("{conversation}/give-back"),
            None,
            &json!({}),
        )
        .await;
        assert_eq!(back.expect(200).json()["handler"], "ai");
        let taken = write(
            &client,
            &format!("{conversation}/take-over"),
            None,
            &json!({}),
        )
        .await;
        assert_eq!(taken.expect(200).json()["handler_member"]["name"], "مریم");
        write(&client, &format!("{conversation}/read"), None, &json!({}))
            .await
            .expect(204);
        assert_eq!(
            client.get(&conversation).await.expect(200).json()["unread"],
            0
        );

        let long = "جمله‌ای که چند بار تکرار می‌شود. ".repeat(40);
        let parts = write(&client, &path, None, &json!({"text": long}))
            .await
            .expect(202)
            .json();
        assert!(items(&parts).len() > 1, "{parts}");
        for part in items(&parts) {
            assert!(part["text"].as_str().expect("words").len() <= 1000);
        }
        shops.close().await;
    }
}

#[tokio::test]
async fn what_instagrams_rules_forbid_is_refused_with_the_rule() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("owner@one.test").await;
        shops.clock.advance(Span::hours(25));
        let conversation = shops.path(&format!("conversations/{}", shops.one.conversation));
        let body = json!({"text": "سلام"});
        let path = format!("{conversation}/messages");
        let refused = write(&client, &path, None, &body).await.expect(409);
        assert_eq!(refused.problem(), "refused");
        assert_eq!(refused.json()["rule"], "window_closed");
        let row = client.get(&conversation).await.expect(200).json();
        assert_eq!(row["window"]["state"], "closed");
        assert_eq!(row["refusals"]["send"], "window_closed");
        let gone = json!({"text": "سلام", "draft_id": "drf_01jd0000000000000000000000"});
        let gone = write(&client, &path, None, &gone).await.expect(422);
        assert_eq!(gone.wrong()[0].0, "/draft_id");

        let comment = shops.path(&format!("comments/{}", shops.one.comment));
        let private = format!("{comment}/private-reply");
        let sent = write(&client, &private, Some("p"), &body)
            .await
            .expect(202)
            .json();
        assert!(sent["private_reply"]["at"].is_i64(), "{sent}");
        write(&client, &private, Some("p"), &body).await.expect(202);
        let second = write(&client, &private, None, &body).await.expect(409);
        assert_eq!(second.json()["rule"], "private_reply_used");
        write(&client, &format!("{comment}/reply"), None, &body)
            .await
            .expect(202);
        // The answer that was given stays, also when the rules would now say no.
        let reply = format!("{comment}/reply");
        let first = write(&client, &reply, Some("r"), &body)
            .await
            .expect(202)
            .text;
        assert_eq!(
            write(&client, &reply, Some("r"), &body)
                .await
                .expect(202)
                .text,
            first
        );
        let other = json!({"text": "خداحافظ"});
        let reused = write(&client, &reply, Some("r"), &other).await.expect(422);
        assert_eq!(reused.problem(), "key-reused");
        shops.clock.advance(Span::days(7));
        let list = client.get(&shops.path("comments")).await.expect(200).json();
        let mine = items(&list);
        assert_eq!(mine[0]["refusals"]["private_reply"], "private_reply_used");
        shops.close().await;
    }
}

#[tokio::test]
async fn an_order_is_made_once_moves_on_and_holds_its_stock() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("agent@one.test").await;
        let variant = shops.one.product.variants[1].id.to_string();
        let mut to = nobody();
        to["name"] = json!("سارا");
        to["phone"] = json!("۰۹۱۲ ۱۲۳ ۴۵۶۷");
        to["postal_code"] = json!("۱۹۳۹۵۱۱۱۱۱");
        let body = json!({
            "conversation_id": shops.one.conversation,
            "lines": [{"variant_id": variant, "quantity": 2}],
            "shipping": {"minor": 85_000, "currency": "IRT"},
            "recipient": to,
        });
        let path = shops.path("orders");
        let order = write(&client, &path, Some("o"), &body)
            .await
            .expect(201)
            .json();
        let again = write(&client, &path, Some("o"), &body)
            .await
            .expect(201)
            .json();
        assert_eq!(order, again);
        assert_eq!(order["total"]["minor"], 2 * 1_280_000 + 85_000);
        assert_eq!(order["recipient"]["phone"], "+989121234567");
        assert_eq!(order["can"], json!(["paid", "cancelled"]));
        let mut other = body.clone();
        other["lines"][0]["quantity"] = json!(1);
        let reused = write(&client, &path, Some("o"), &other).await.expect(422);
        assert_eq!(reused.problem(), "key-reused");
        other["lines"][0]["quantity"] = json!(4);
        let none = write(&client, &path, None, &other).await.expect(409);
        assert_eq!(none.problem(), "out-of-stock");

        let id = order["id"].as_str().expect("an id");
        let go = shops.path(&format!("orders/{id}/state"));
        let wrong = write(&client, &go, None, &json!({"to": "delivered"}))
            .await
            .expect(409);
        assert_eq!(wrong.problem(), "wrong-move");
        write(&client, &go, None, &json!({"to": "paid"}))
            .await
            .expect(200);
        let sent = json!({"to": "shipped", "tracking_code": "RR123"});
        let sent = write(&client, &go, None, &sent).await.expect(200).json();
        assert_eq!(sent["tracking_code"], "RR123");
        let late = json!({"recipient": nobody()});
        let late = client
            .call(Method::PATCH, &shops.path(&format!("orders/{id}")), &late)
            .await;
        assert_eq!(late.expect(409).problem(), "conflict");
        let found = client
            .get(&shops.path("orders?q=0912123"))
            .await
            .expect(200)
            .json();
        assert_eq!(items(&found).len(), 1, "{found}");
        assert_eq!(items(&found)[0]["id"], order["id"]);
        let paid = client
            .get(&shops.path("orders?state=paid"))
            .await
            .expect(200)
            .json();
        assert_eq!(items(&paid).len(), 0);
        shops.close().await;
    }
}

#[tokio::test]
async fn products_and_their_stock_are_changed_one_by_one() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("agent@one.test").await;
        let words = json!({"fa": "", "en": ""});
        let variant = json!({
            "sku": "SH-1", "size": "", "colour": words, "on_hand": 3,
            "price": {"minor": 450_000, "currency": "IRT"},
        });
        let mut body = shawl();
        body["variants"] = json!([variant]);
        let path = shops.path("products");
        let made = client.post(&path, &body).await.expect(201).json();
        assert_eq!(made["available"], 3);
        let taken = client.post(&path, &body).await.expect(422);
        assert_eq!(
            taken.wrong(),
            [("/variants/0/sku".to_owned(), "taken".to_owned())]
        );
        let id = made["id"].as_str().expect("an id");
        let one = shops.path(&format!("products/{id}"));
        let mut facts = shawl();
        facts["name_en"] = json!("");
        facts["media_ids"] = json!(["18000000000000009"]);
        facts["active"] = json!(false);
        let changed = client
            .call(Method::PUT, &one, &facts)
            .await
            .expect(200)
            .json();
        assert_eq!(changed["media_ids"], json!(["18000000000000009"]));
        assert_eq!(changed["active"], false);
        assert_eq!(changed["variants"][0]["sku"], "SH-1", "variants stay");
        let which = changed["variants"][0]["id"].as_str().expect("an id");
        let mut other = variant.clone();
        other["on_hand"] = json!(9);
        other["price"]["minor"] = json!(500_000);
        let put = client
            .call(Method::PUT, &format!("{one}/variants/{which}"), &other)
            .await;
        let put = put.expect(200).json();
        assert_eq!(put["variants"][0]["on_hand"], 9);
        assert_eq!(put["price_min"]["minor"], 500_000);
        // Another member who opened the form at 3 does not undo that.
        other["on_hand_seen"] = json!(3);
        other["on_hand"] = json!(4);
        let one_variant = format!("{one}/variants/{which}");
        let late = client
            .call(Method::PUT, &one_variant, &other)
            .await
            .expect(422);
        assert_eq!(late.wrong(), [("/on_hand".to_owned(), "moved".to_owned())]);
        other["sku"] = json!("SH-2");
        let added = client
            .post(&format!("{one}/variants"), &other)
            .await
            .expect(201)
            .json();
        assert_eq!(added["variants"].as_array().map(Vec::len), Some(2));
        let left = client.call(Method::DELETE, &one_variant, &json!({})).await;
        let left = left.expect(200).json();
        assert_eq!(left["variants"][0]["sku"], "SH-2");
        let found = client
            .get(&shops.path("products?q=shawl"))
            .await
            .expect(200)
            .json();
        assert_eq!(items(&found).len(), 0, "its English name is gone");
        let found = client
            .get(&shops.path("products?q=شال"))
            .await
            .expect(200)
            .json();
        assert_eq!(items(&found).len(), 1);
        shops.close().await;
    }
}

#[tokio::test]
async fn a_product_needs_a_name_and_what_its_orders_hold() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("agent@one.test").await;
        // The first product has one piece held by an order.
        let held = &shops.one.product;
        let path = format!("products/{}/variants/{}", held.id, held.variants[0].id);
        let none = json!({
            "sku": "one-38", "size": "38", "colour": {"fa": "", "en": ""}, "on_hand": 0,
            "price": {"minor": 450_000, "currency": "IRT"},
        });
        let below = client
            .call(Method::PUT, &shops.path(&path), &none)
            .await
            .expect(422);
        assert_eq!(
            below.wrong(),
            [("/on_hand".to_owned(), "out_of_range".to_owned())]
        );
        let named = client
            .call(Method::DELETE, &shops.path(&path), &json!({}))
            .await
            .expect(409)
            .json();
        assert_eq!(named["type"], "/problems/in-use", "{named}");
        let mut nameless = shawl();
        nameless["name_fa"] = json!("");
        nameless["name_en"] = json!(" ");
        let nameless = client
            .post(&shops.path("products"), &nameless)
            .await
            .expect(422);
        assert_eq!(
            nameless.wrong(),
            [("/name_fa".to_owned(), "required".to_owned())]
        );
        shops.close().await;
    }
}
