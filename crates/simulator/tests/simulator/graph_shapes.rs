//! Every Graph fixture is answered, with the same keys and types.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{Trial, fixture, fixtures, same_shape, text};
use crate::read_shapes::HELD;
use crate::send_shapes;

/// Fixtures held to the simulator elsewhere: the sign-in.
const ELSEWHERE: &[&str] = &[
    "graph-oauth-code-flat",
    "graph-oauth-code-wrapped",
    "graph-oauth-error-code",
    "graph-oauth-error-app",
    "graph-oauth-error-redirect",
    "graph-token-long",
    "graph-token-refresh",
    "graph-facebook-token",
    "graph-facebook-accounts",
    "graph-me-flat",
    "graph-me-wrapped",
];
struct Check<'a> {
    trial: &'a Trial,
    done: BTreeSet<String>,
}

impl Check<'_> {
    fn hold(&mut self, name: &str, answer: &(u16, Value)) {
        let name = format!("graph-{name}");
        let expected = fixture(&name);
        assert_eq!(json!(answer.0), expected["status"], "{name} {}", answer.1);
        same_shape(&name, &expected["body"], &answer.1);
        if let Some(code) = expected["body"]["error"].get("code") {
            let got = &answer.1["error"];
            assert_eq!(
                (code, &got["error_subcode"]),
                (&got["code"], &expected["body"]["error"]["error_subcode"])
            );
        }
        self.done.insert(name);
    }

    async fn get(&mut self, name: &str, path: &str) -> Value {
        // Each call in a second of its own: conversations allow two.
        self.trial.advance(1_000);
        let answer = self.trial.get(path).await;
        self.hold(name, &answer);
        answer.1
    }

    async fn send(&mut self, name: &str, body: Value) -> Value {
        let answer = self.trial.post("/v26.0/me/messages", &body).await;
        self.hold(name, &answer);
        answer.1
    }

    /// An error that comes by a fault, with the numbers of its fixture.
    async fn refuse(&mut self, name: &str) {
        let expected = fixture(&format!("graph-{name}"));
        let error = &expected["body"]["error"];
        self.trial
            .sim
            .faults(
                &json!({"kind": "refuse", "code": error["code"], "budget": 1,
                "subcode": error["error_subcode"], "status": expected["status"],
                "message": error["message"]}),
            )
            .unwrap();
        let answer = self.trial.get("/v26.0/me").await;
        self.hold(name, &answer);
    }
}

#[tokio::test]
async fn answers_have_the_shapes_of_the_fixtures() {
    let trial = Trial::new().await;
    let mut check = Check {
        trial: &trial,
        done: BTreeSet::new(),
    };
    comments_and_media(&mut check).await;
    messages_and_people(&mut check).await;
    errors(&mut check).await;
    struck(&mut check).await;
    let skipped = ELSEWHERE.iter().chain(HELD).copied();
    let skipped: BTreeSet<&str> = skipped.chain(send_shapes::held()).collect();
    for file in std::fs::read_dir(fixtures()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let name = name.trim_end_matches(".json");
        if name.starts_with("graph-") && !skipped.contains(name) {
            assert!(check.done.contains(name), "{name} is answered by no test");
        }
    }
}

async fn comments_and_media(check: &mut Check<'_>) {
    let trial = check.trial;
    let media = trial.text("media_id");
    check
        .get("comments-page-last", &format!("/v26.0/{media}/comments"))
        .await;
    let other = trial.get("/v26.0/me/media?limit=2").await.1["data"][1]["id"].clone();
    check
        .get(
            "comments-empty",
            &format!("/v26.0/{}/comments", text(&other)),
        )
        .await;
    let above = trial
        .act(json!({"person": "jane.d", "do": "comment", "text": "price?", "media_id": media}));
    let id = text(&above["comment_id"]);
    let fields = "id,text,timestamp,username,from,hidden,like_count";
    check
        .get(
            "comments-page",
            &format!("/v26.0/{media}/comments?limit=1&fields={fields}"),
        )
        .await;
    let made = trial
        .post(&format!("/v26.0/{id}/replies?message=hello"), &json!({}))
        .await;
    check.hold("comment-created", &made);
    let reply = text(&made.1["id"]);
    check
        .get(
            "comment",
            &format!("/v26.0/{reply}?fields={fields},media,parent_id"),
        )
        .await;
    check
        .get(
            "comment-replies",
            &format!("/v26.0/{id}/replies?fields=id,text,timestamp,username"),
        )
        .await;
    let subscribe = format!("/v26.0/{}/subscribed_apps", trial.text("ig_id"));
    let done = trial
        .post(
            &subscribe,
            &json!({"subscribed_fields": "comments,messages"}),
        )
        .await;
    check.hold("success", &done);
    check.get("subscribed-apps", &subscribe).await;
    check
        .get(
            "media-page",
            &format!("/v26.0/{}/media", trial.text("ig_id")),
        )
        .await;
    let fields = "id,caption,media_type,media_product_type,media_url,permalink,shortcode,timestamp,\
                  like_count,comments_count,is_comment_enabled,username,owner";
    check
        .get("media", &format!("/v26.0/{media}?fields={fields}"))
        .await;
    let body = json!({"recipient": {"comment_id": id}, "message": {"text": "سلام"}});
    check.send("send-private-reply", body.clone()).await;
    check.send("error-private-reply", body).await;
}

async fn messages_and_people(check: &mut Check<'_>) {
    let trial = check.trial;
    let first =
        trial.act(json!({"person": "jane.d", "do": "story_reply", "text": "hi", "name": "Jane"}));
    let to = json!({"id": first["igsid"]});
    let body = |message: Value| json!({"recipient": to, "message": message});
    check
        .send("send-message", body(json!({"text": "بله، موجوده"})))
        .await;
    let quick = json!([{"content_type": "text", "title": "M", "payload": "SIZE_M"}]);
    check
        .send(
            "send-quick-replies",
            body(json!({"text": "?", "quick_replies": quick})),
        )
        .await;
    let image = json!({"type": "image", "payload": {"url": "https://shop.test/a.png"}});
    check
        .send("send-image", body(json!({"attachment": image})))
        .await;
    let mut human = body(json!({"text": "a person"}));
    human["tag"] = json!("HUMAN_AGENT");
    check.send("send-human-agent", human).await;
    check
        .send(
            "send-sender-action",
            json!({"recipient": to, "sender_action": "typing_on"}),
        )
        .await;
    let igsid = text(&first["igsid"]);
    let fields = "name,username,profile_pic,follower_count,is_user_follow_business,\
                  is_business_follow_user,is_verified_user";
    check
        .get("profile", &format!("/v26.0/{igsid}?fields={fields}"))
        .await;
    let path = format!(
        "/v26.0/me/conversations?platform=instagram&user_id={igsid}&fields=id,updated_time"
    );
    let list = check.get("conversations", &path).await;
    let thread = text(&list["data"][0]["id"]);
    let fields = "id,created_time,from,to,message";
    check
        .get(
            "conversation-messages",
            &format!("/v26.0/{thread}?fields=messages{{{fields}}}"),
        )
        .await;
    check
        .get(
            "message",
            &format!("/v26.0/{}?fields={fields}", text(&first["mid"])),
        )
        .await;
    let rich = trial.act(json!({"person": "jane.d", "do": "story_reply", "text": "hi"}));
    trial.act(json!({"person": "jane.d", "do": "reaction", "mid": rich["mid"]}));
    let fields = format!("{fields},story,reactions,is_unsupported");
    trial.advance(1_000);
    let (_, mut got) = trial
        .get(&format!("/v26.0/{}?fields={fields}", text(&rich["mid"])))
        .await;
    let image = trial.act(json!({"person": "jane.d", "do": "attachment", "type": "image"}));
    let (_, held) = trial
        .get(&format!(
            "/v26.0/{}?fields=attachments",
            text(&image["mid"])
        ))
        .await;
    got["attachments"] = held["attachments"].clone();
    check.hold("message-rich", &(200, got));
}

async fn errors(check: &mut Check<'_>) {
    let trial = check.trial;
    let stranger =
        trial.act(json!({"person": "new", "do": "comment", "text": "hi"}))["igsid"].clone();
    let body =
        |to: &Value, words: &str| json!({"recipient": {"id": to}, "message": {"text": words}});
    check.send("error-window", body(&stranger, "hi")).await;
    trial
        .sim
        .settings(&json!({"window_subcode": 2_018_278}))
        .unwrap();
    check
        .send("error-window-messenger", body(&stranger, "hi"))
        .await;
    check
        .send("error-parameter", body(&stranger, &"x".repeat(1_001)))
        .await;
    check.send("error-no-person", body(&json!("1"), "hi")).await;
    check
        .get("error-consent", &format!("/v26.0/{}", text(&stranger)))
        .await;
    check
        .get("error-unknown-field", "/v26.0/me?fields=shoe_size")
        .await;
    check.get("error-missing-object", "/v26.0/17999").await;
    check.get("error-unknown-path", "/v26.0/me/nowhere").await;
    let gone = trial.act(json!({"person": "gone", "do": "message", "text": "hi"}));
    trial.act(json!({"person": "gone", "do": "unsend"}));
    check
        .get(
            "error-deleted-message",
            &format!("/v26.0/{}", text(&gone["mid"])),
        )
        .await;
    trial.act(json!({"person": "gone", "do": "block"}));
    check
        .send("error-unavailable", body(&gone["igsid"], "hi"))
        .await;
    check
        .get(
            "error-no-instagram-user",
            &format!("/v26.0/{}", text(&gone["igsid"])),
        )
        .await;
    trial.act(json!({"person": "gone", "do": "unblock"}));
    trial
        .sim
        .settings(&json!({"thread_owned_by_other": true}))
        .unwrap();
    check
        .send("error-thread-owner", body(&gone["igsid"], "hi"))
        .await;
    trial
        .sim
        .settings(&json!({"thread_owned_by_other": false, "message_access": false}))
        .unwrap();
    check
        .send("error-access-off", body(&gone["igsid"], "hi"))
        .await;
    trial
        .sim
        .settings(&json!({"message_access": true}))
        .unwrap();
}

/// Errors that come by a fault, by a token, or by a narrow one.
async fn struck(check: &mut Check<'_>) {
    let trial = check.trial;
    for name in [
        "restricted",
        "business-blocked",
        "policy",
        "unknown",
        "capability",
    ] {
        check.refuse(&format!("error-{name}")).await;
    }
    for (name, fault) in [
        ("temporary", json!({"kind": "error_500"})),
        ("rate-app", json!({"kind": "rate_limited", "code": 4})),
        ("rate-messaging", json!({"kind": "rate_limited"})),
        (
            "rate-business",
            json!({"kind": "rate_limited", "code": 80002, "status": 429}),
        ),
        ("token-revoked", json!({"kind": "dead_token"})),
        (
            "token-expired",
            json!({"kind": "dead_token", "subcode": 463}),
        ),
        (
            "token-app-removed",
            json!({"kind": "dead_token", "subcode": 458}),
        ),
    ] {
        trial.sim.faults(&json!({"faults": [fault]})).unwrap();
        check.get(&format!("error-{name}"), "/v26.0/me").await;
    }
    trial.sim.faults(&json!({"heal": true})).unwrap();
    let narrow = trial.control("token", &json!({"scopes": []})).await.1;
    let answer = trial.get_as("/v26.0/me", &text(&narrow["token"])).await;
    check.hold("error-permission", &answer);
    let answer = trial.get_as("/v26.0/me", "rubbish").await;
    check.hold("error-token", &answer);
}
