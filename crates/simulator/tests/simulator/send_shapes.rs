//! Sends as the fixtures draw them: each request is made as it stands, with the ids of this world
//! in place of the invented ones, and the answer held to the fixture.

use serde_json::{Value, json};

use crate::common::{Trial, fixture, refused, same_shape, text};

/// The fixtures, each with what must be so beforehand: settings, or an act of the person.
const CASES: &[(&str, &str)] = &[
    ("graph-send-message", ""),
    ("graph-send-human-agent", ""),
    ("graph-send-quick-replies", ""),
    ("graph-send-image", ""),
    ("graph-send-reply-to", ""),
    ("graph-send-images", ""),
    ("graph-send-attachment-id", ""),
    ("graph-send-file", ""),
    ("graph-send-audio", ""),
    ("graph-send-heart", ""),
    ("graph-send-media-share", ""),
    ("graph-send-generic-template", ""),
    ("graph-send-button-template", ""),
    ("graph-send-sender-action", ""),
    ("graph-send-react", ""),
    ("graph-send-unreact", ""),
    ("graph-send-self", ""),
    ("graph-send-self-id", r#"{"self_answer":"id"}"#),
    ("graph-error-dead-tag", ""),
    ("graph-error-quick-reply-type", ""),
    ("graph-error-message-data", ""),
    ("graph-error-attachment-id", ""),
    ("graph-error-file-type", ""),
    ("graph-error-restricted", r#"{"standing":"restricted"}"#),
    ("graph-error-business-blocked", r#"{"standing":"blocked"}"#),
    ("graph-error-policy", r#"{"standing":"policy"}"#),
    ("graph-error-abuse-warning", r#"{"standing":"warned"}"#),
    ("graph-error-commerce-off", r#"{"standing":"commerce_off"}"#),
    ("graph-error-not-eligible", r#"{"standing":"not_eligible"}"#),
    ("graph-error-automated-flow", r#"{"standing":"automated"}"#),
    ("graph-error-not-approved", r#"{"standing":"not_approved"}"#),
    ("graph-error-unlinked", r#"{"standing":"unlinked"}"#),
    ("graph-error-archived", r#"{"do":"archive"}"#),
];

/// Fixtures of this file that another test of it holds.
const ELSEWHERE: &[&str] = &["graph-error-private-reply-late", "graph-error-comment-live"];

/// All fixtures that are held here.
pub fn held() -> impl Iterator<Item = &'static str> {
    let cases = CASES.iter().map(|(name, _)| *name);
    cases.chain(ELSEWHERE.iter().copied())
}

fn hold(name: &str, answer: &(u16, Value)) {
    let expected = fixture(name);
    assert_eq!(json!(answer.0), expected["status"], "{name} {}", answer.1);
    same_shape(name, &expected["body"], &answer.1);
    let error = &expected["body"]["error"];
    if error.is_object() {
        let numbers = (
            error["code"].as_i64().unwrap(),
            error["error_subcode"].as_i64(),
        );
        assert_eq!(refused(answer), numbers, "{name}");
        assert_eq!(error["message"], answer.1["error"]["message"], "{name}");
    }
}

#[tokio::test]
async fn requests_of_the_fixtures_get_their_answers() {
    let trial = Trial::new().await;
    let first = trial.act(json!({"person": "jane.d", "do": "message", "text": "hi"}));
    let payload = json!({"url": "https://shop.test/a.png"});
    let upload = json!({"message": {"attachment": {"type": "image", "payload": payload}}});
    let (_, upload) = trial.post("/v26.0/me/message_attachments", &upload).await;
    let mid = text(&fixture("graph-send-message")["body"]["message_id"]);
    let real = |request: &Value| -> Value {
        let real = request
            .to_string()
            .replace("17841400000000001", &trial.text("ig_id"))
            .replace("6200000000000001", &text(&first["igsid"]))
            .replace("1570000000000001", &text(&upload["attachment_id"]))
            .replace("17918000000000001", &trial.text("media_id"))
            .replace(&mid, &text(&first["mid"]));
        serde_json::from_str(&real).unwrap()
    };
    for (name, before) in CASES {
        let before: Value = serde_json::from_str(before).unwrap_or_default();
        if before["do"].is_string() {
            let mut act = before;
            act["person"] = json!("jane.d");
            trial.act(act);
        } else if before.is_object() {
            trial.sim.settings(&before).unwrap();
        }
        let fixture = fixture(name);
        let mut request = real(&fixture["request"]);
        if request.is_null() {
            // An error that any send would meet.
            request = json!({"path": "/v26.0/me/messages"});
        }
        if !request["json"].is_object() {
            request["json"] = json!({
                "recipient": {"id": first["igsid"]}, "message": {"text": "x"},
            });
        }
        let answer = trial.post(&text(&request["path"]), &request["json"]).await;
        hold(name, &answer);
        trial.sim.settings(&json!({"standing": "good"})).unwrap();
    }
}

#[tokio::test]
async fn late_private_replies_and_replies_on_a_broadcast() {
    let trial = Trial::new().await;
    let old = trial.act(json!({"person": "a", "do": "comment", "text": "price?"}));
    trial.advance(7 * crate::common::DAY);
    let switch = json!({"private_reply_late": 2_534_022});
    trial.sim.settings(&switch).unwrap();
    let body = json!({"recipient": {"comment_id": old["comment_id"]}, "message": {"text": "x"}});
    let late = trial.post("/v26.0/me/messages", &body).await;
    hold("graph-error-private-reply-late", &late);
    let live = trial.control("media", &json!({"type": "LIVE"})).await.1["id"].clone();
    let act = json!({"person": "a", "do": "comment", "text": "hi", "media_id": live});
    let comment = text(&trial.act(act)["comment_id"]);
    let path = format!("/v26.0/{comment}/replies");
    let reply = trial.post(&path, &json!({"message": "x"})).await;
    hold("graph-error-comment-live", &reply);
}
