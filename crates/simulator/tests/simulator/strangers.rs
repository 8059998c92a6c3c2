//! Odd requests get Meta's error, never a 500, and the simulator goes on.

use serde_json::{Value, json};

use crate::common::{Trial, answered};

const BODIES: &[&str] = &[
    "",
    "{",
    "[]",
    "null",
    "{\"recipient\":7,\"message\":7}",
    "{\"recipient\":{\"id\":{}},\"message\":{\"text\":[]}}",
    "{\"recipient\":{\"comment_id\":1},\"message\":{\"attachment\":[1]}}",
    "{\"recipient\":{\"id\":\"1\"},\"message\":{\"attachment\":{\"type\":\"template\"}}}",
    "{\"recipient\":{\"id\":\"1\"},\"sender_action\":{}}",
    "{\"message\":{\"text\":\"x\",\"quick_replies\":{}}}",
    "{\"message\":{\"text\":\"x\",\"quick_replies\":[7]}}",
    "{\"subscribed_fields\":{\"a\":1}}",
    "recipient=%7B%22id&message=%ff%fe",
];

const PATHS: &[&str] = &[
    "/",
    "//",
    "/v26.0",
    "/v26.0/",
    "/v26.0//me",
    "/v99.9/me",
    "/me/messages",
    "/me/media",
    "/me/subscribed_apps",
    "/me/conversations?platform=facebook",
    "/me?fields={{{",
    "/%00",
    "/me?fields=media.limit(-1)",
    "/me?fields=media.limit(0){id}",
    "/a/b/c/d",
    "/oauth/access_token",
    "/access_token",
    "/refresh_access_token",
    "/dialog/oauth",
    "/oauth/authorize",
    "/v26.0/oauth/access_token",
    "/17999999999999999/comments",
];

#[tokio::test]
async fn no_request_is_too_strange() {
    let trial = Trial::new().await;
    for path in PATHS {
        for body in BODIES {
            for method in ["GET", "POST", "DELETE", "PUT"] {
                let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
                let url = format!("{}{path}", trial.base);
                let request = trial
                    .http
                    .request(method.clone(), url)
                    .bearer_auth(trial.text("token"))
                    .body(*body);
                let status = request.send().await.unwrap().status().as_u16();
                assert!(status < 500, "{method} {path} {body} gave {status}");
            }
        }
    }
    assert_eq!(trial.get("/v26.0/me").await.0, 200);
}

#[tokio::test]
async fn bodies_come_as_form_and_multipart_too() {
    let trial = Trial::new().await;
    let url = format!("{}/v26.0/me/messages", trial.base);
    let recipient = json!({"id": trial.fixture["peer_id"]}).to_string();
    let message = json!({"text": "by form"}).to_string();
    let token = trial.text("token");
    let form = [
        ("recipient", recipient.as_str()),
        ("message", message.as_str()),
        ("access_token", token.as_str()),
    ];
    assert_eq!(answered(trial.http.post(&url).form(&form)).await.0, 200);
    let parts = form
        .iter()
        .fold(reqwest::multipart::Form::new(), |parts, (name, value)| {
            parts.text((*name).to_owned(), (*value).to_owned())
        });
    let (status, sent) = answered(trial.http.post(&url).multipart(parts)).await;
    assert_eq!(status, 200, "{sent}");
    // An override of the method turns a POST into a read.
    let read = format!("{}/v26.0/me?method=get&fields=username", trial.base);
    let (_, me) = answered(trial.http.post(read).bearer_auth(&token)).await;
    assert_eq!(me["username"], trial.fixture["username"]);
}

#[tokio::test]
async fn a_send_that_a_fault_refused_is_booked_and_usage_is_told() {
    let trial = Trial::new().await;
    trial
        .sim
        .faults(&json!({"kind": "rate_limited", "budget": 1}))
        .unwrap();
    let peer = trial.fixture["peer_id"].clone();
    assert_eq!(trial.say(&peer, "hello").await.0, 400);
    assert_eq!(trial.say(&peer, "hello").await.0, 200);
    let statuses: Vec<Value> = trial
        .sim
        .sends()
        .iter()
        .map(|one| one["status"].clone())
        .collect();
    assert_eq!(statuses, [400, 200]);
    assert_eq!(trial.sim.state()["duplicates"], json!(0));
    trial.sim.settings(&json!({"send_rate": 4})).unwrap();
    let url = format!("{}/v26.0/me/messages", trial.base);
    let body = json!({"recipient": {"id": peer}, "message": {"text": "and more"}});
    let request = trial
        .http
        .post(url)
        .bearer_auth(trial.text("token"))
        .json(&body);
    let answer = request.send().await.unwrap();
    let usage = answer.headers()["x-business-use-case-usage"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(usage.contains("\"call_count\":50"), "{usage}");
}
