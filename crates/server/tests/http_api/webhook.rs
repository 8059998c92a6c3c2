//! Meta's webhooks: the handshake, and what each delivery is answered.

use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Method;
use serde_json::json;
use sha2::Sha256;

use crate::database::{Database, engines};
use crate::shop::{APP_SECRET, Answer, Shops, VERIFY_TOKEN};

const PATH: &str = "/webhooks/instagram";

fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = <Hmac<Sha256>>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

async fn deliver(shops: &Shops, body: Vec<u8>, signature: Option<String>) -> Answer {
    let client = shops.stranger();
    let mut request = client.request(Method::POST, PATH).body(body);
    if let Some(signature) = signature {
        request = request.header("x-hub-signature-256", signature);
    }
    client
        .send(request.header("content-type", "application/json"))
        .await
}

#[tokio::test]
async fn the_handshake_gives_the_challenge_back_as_plain_text() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.stranger();
    let ask = async |mode: &str, token: &str| {
        let query = format!("hub.mode={mode}&hub.verify_token={token}&hub.challenge=1158201444");
        client.get(&format!("{PATH}?{query}")).await
    };
    let good = ask("subscribe", VERIFY_TOKEN).await.expect(200);
    assert_eq!(good.text, "1158201444");
    assert!(good.header("content-type").starts_with("text/plain"));
    ask("subscribe", "another").await.expect(403);
    ask("unsubscribe", VERIFY_TOKEN).await.expect(403);
    client.get(PATH).await.expect(403);
    shops.close().await;
}

#[tokio::test]
async fn a_delivery_is_acknowledged_once_it_is_kept() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let body = json!({"object": "instagram", "entry": [{
            "id": shops.one.ig_id, "time": 1_795_500_000_000_i64,
            "messaging": [{
                "sender": {"id": "6200000000000001"}, "recipient": {"id": shops.one.ig_id},
                "timestamp": 1_795_500_000_000_i64,
                "message": {"mid": "from-the-wire", "text": "سایز ۴۰ دارید؟"},
            }],
        }]});
        let body = body.to_string().into_bytes();
        let good = signature(APP_SECRET, &body);
        deliver(&shops, body.clone(), Some(good.clone()))
            .await
            .expect(200);
        deliver(&shops, body.clone(), Some(good)).await.expect(200);
        let client = shops.signed_in("owner@one.test").await;
        let page = client
            .get(&shops.path("conversations"))
            .await
            .expect(200)
            .json();
        assert_eq!(page["items"][0]["last_message"]["text"], "سایز ۴۰ دارید؟");
        assert_eq!(
            page["items"][0]["unread"], 2,
            "the repeat is no second message"
        );
        shops.close().await;
    }
}

#[tokio::test]
async fn what_is_not_metas_is_refused() {
    let shops = Shops::open_with(Database::sqlite().await, |config| {
        config.ingest.body_bytes_max = 4096;
    })
    .await;
    let body = br#"{"object":"instagram","entry":[]}"#.to_vec();
    let refused = deliver(&shops, body.clone(), None).await.expect(401);
    assert_eq!(refused.problem(), "bad-signature");
    deliver(&shops, body.clone(), Some(signature("another", &body)))
        .await
        .expect(401);
    let mut changed = body.clone();
    changed.push(b' ');
    deliver(&shops, changed, Some(signature(APP_SECRET, &body)))
        .await
        .expect(401);
    let nonsense = b"nonsense".to_vec();
    let signed = signature(APP_SECRET, &nonsense);
    assert_eq!(
        deliver(&shops, nonsense, Some(signed))
            .await
            .expect(400)
            .problem(),
        "not-json"
    );
    let large = vec![b' '; 5000];
    let signed = signature(APP_SECRET, &large);
    assert_eq!(
        deliver(&shops, large, Some(signed))
            .await
            .expect(413)
            .problem(),
        "too-large"
    );
    shops.close().await;
}
