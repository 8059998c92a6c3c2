//! What is personal or secret stands in no log, no number and no error, at the finest level.

use reqwest::Method;
use serde_json::{Value, json};

use crate::outside::{EMAIL, METRICS_TOKEN, Outside, PASSWORD, until};
use crate::sender::signature;

const NAME: &str = "Parvaneh Razavian-Moghaddam";
const USERNAME: &str = "parvaneh.planted.9417";
const SECRET_WORDS: [&str; 5] = [
    "رازِ کاشته‌شده",
    "planted-sentence",
    "planted-search",
    "planted-reply",
    "planted-raw",
];

/// All texts of a JSON value.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_or_secret_is_logged_counted_or_told_in_an_error() {
    let outside = Outside::open(&[("PALETTE_LOG", "trace")]).await;
    let mut instance = outside.serve().await;
    instance.sign_in(&outside.http).await;
    let mut needles: Vec<String> = SECRET_WORDS.iter().map(|word| (*word).to_owned()).collect();
    let mut told = String::new();

    let fault = json!({"kind": "drop_after_effect", "share": 1.0, "budget": 1});
    outside
        .simulator
        .faults(&fault)
        .expect("the fault is known");
    let media = outside.fixture["media_id"].clone();
    for act in [
        json!({"do": "message", "text": "سلام، رازِ کاشته‌شده", "name": NAME,
            "username": USERNAME}),
        json!({"do": "comment", "text": "planted-sentence قیمت؟", "media_id": media}),
        json!({"do": "message", "text": "planted-sentence", "media_id": media, "share": true}),
        json!({"do": "echo", "text": "planted-sentence"}),
        json!({"do": "reaction", "emoji": "❤"}),
    ] {
        let mut act = act;
        act["person"] = json!("planted_person");
        let made = outside.act(&act);
        needles.extend(
            ["igsid", "mid", "comment_id"]
                .iter()
                .filter_map(|key| made[*key].as_str().map(str::to_owned)),
        );
    }
    let raw = b"{planted-raw".to_vec();
    let signed = signature(
        outside.fixture["app_secret"].as_str().expect("a secret"),
        &raw,
    );
    for signature in [signed.as_str(), "sha256=planted-raw"] {
        let headers = [("x-hub-signature-256", signature)];
        told += &outside
            .deliver_as(&instance, raw.clone(), &headers)
            .await
            .body;
    }
    told += &refusals(&outside, &instance.base, &instance.cookie).await;
    until("webhooks to be delivered", async || {
        outside.simulator.pending() == 0
    })
    .await;
    until("something to be sent", async || {
        !outside.simulator.sends().is_empty()
    })
    .await;
    let wrong = [
        "account",
        "connect",
        "--business",
        &outside.business,
        "--login",
        "instagram",
    ];
    let wrong = outside.palette(&wrong, "planted-raw-token", &[]).await;
    assert_eq!(wrong.code, Some(1));
    told += &wrong.err;

    let request = outside
        .http
        .get(format!("{}/metrics", instance.base))
        .bearer_auth(METRICS_TOKEN);
    told += &request
        .send()
        .await
        .expect("an answer")
        .text()
        .await
        .expect("text");
    let cookie = instance
        .cookie
        .rsplit('=')
        .next()
        .unwrap_or_default()
        .to_owned();
    assert_eq!(instance.terminate().await, Some(0));

    for send in outside.simulator.sends() {
        let mut found = Vec::new();
        texts(
            &json!([send["text"], send["id"], send["to"], send["comment_id"]]),
            &mut found,
        );
        needles.extend(found);
    }
    let of_fixture = ["token", "app_secret", "verify_token", "page_token"].iter();
    needles.extend(of_fixture.filter_map(|key| outside.fixture[*key].as_str().map(str::to_owned)));
    needles.extend([NAME, USERNAME, PASSWORD, METRICS_TOKEN, EMAIL].map(str::to_owned));
    needles.push(cookie);
    let logs = outside.logs();
    assert!(
        logs.contains("TRACE") || logs.contains("DEBUG"),
        "the finest level was not on"
    );
    for needle in needles.iter().filter(|needle| needle.chars().count() > 3) {
        for (place, text) in [("the log", &logs), ("an answer", &told)] {
            let line = text.lines().find(|line| line.contains(needle.as_str()));
            assert!(line.is_none(), "{needle} stands in {place}: {line:?}");
        }
    }
}

/// Requests that are refused with the planted words in them; what they are answered.
async fn refusals(outside: &Outside, base: &str, cookie: &str) -> String {
    let home = format!("/api/v1/businesses/{}", outside.business);
    let nobody = "cnv_00000000000000000000000000";
    let cases = [
        (
            Method::GET,
            format!("{home}/conversations?limit=planted-search"),
            json!(null),
        ),
        (
            Method::GET,
            format!("{home}/conversations?q=planted-search"),
            json!(null),
        ),
        (
            Method::GET,
            format!("{home}/planted-search?q={USERNAME}"),
            json!(null),
        ),
        (
            Method::POST,
            format!("{home}/conversations/{nobody}/messages"),
            json!({"text": "planted-reply"}),
        ),
        (
            Method::POST,
            format!("{home}/conversations/{nobody}/messages"),
            json!({"planted-reply": 1}),
        ),
        (
            Method::POST,
            "/api/v1/session".to_owned(),
            json!({"email": EMAIL, "password": "planted-reply"}),
        ),
        (
            Method::GET,
            "/webhooks/instagram?hub.mode=subscribe&hub.verify_token=planted-raw".to_owned(),
            json!(null),
        ),
        (
            Method::GET,
            "/oauth/instagram/callback?code=planted-raw&state=planted-raw".to_owned(),
            json!(null),
        ),
    ];
    let mut told = String::new();
    for (method, path, body) in cases {
        let mut request = outside.http.request(method, format!("{base}{path}"));
        request = request.header("cookie", cookie);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("an answer");
        assert!(
            answer.status().as_u16() < 500,
            "{path}: {}",
            answer.status()
        );
        told += &answer.text().await.expect("text");
    }
    told
}
