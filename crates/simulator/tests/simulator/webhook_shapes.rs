//! Every webhook fixture is produced, with the same keys and types, signed and escaped.

use std::collections::BTreeSet;

use crate::common::{Arrived, Trial, fixture, fixtures, same_shape};
use palette_simulator::signature;
use serde_json::{Value, json};

/// Acts that make a webhook of a fixture's shape, each by a person with an open thread: the
/// fixture, what is done, and what goes with it.
const ACTS: &str = r#"
message-text message {"text":"Is the blue one in stock?"}
message-text-persian message {"text":"سلام، آبی‌اش موجوده؟ 🙏"}
attachment-image attachment {"type":"image"}
attachment-video attachment {"type":"video"}
attachment-audio attachment {"type":"audio"}
attachment-file attachment {"type":"file"}
attachment-ephemeral attachment {"type":"ephemeral"}
attachment-sticker attachment {"type":"sticker"}
attachment-image-with-text attachment {"type":"image","text":"this"}
attachment-share attachment {"type":"share"}
attachment-story attachment {"type":"story"}
attachment-ig-story attachment {"type":"ig_story"}
attachment-unsupported-type attachment {"type":"unsupported_type"}
attachment-unknown attachment {"type":"hologram"}
attachment-ig-post message {"media_id":"POST","share":true}
attachment-ig-post-with-text message {"media_id":"POST","share":true,"text":"قیمت؟"}
attachment-ig-reel share {"media_id":"REEL"}
story-mention story_mention {}
reply-to-message message {"text":"this one","reply_to":"MID"}
story-reply story_reply {"text":"قیمتش چنده؟"}
quick-reply quick_reply {"title":"Yes","payload":"YES"}
ad-referral message {"text":"hi","ad_id":"120","ref":"autumn"}
unsupported unsupported {}
postback postback {"title":"Track","payload":"TRACK"}
postback-referral postback {"title":"Hours","ref":"bio"}
echo echo {"text":"بله، موجوده"}
reaction reaction {}
reaction-other reaction {"emoji":"🫶"}
unreact unreact {}
seen seen {}
referral referral {"ref":"bio"}
edit edit {"text":"in L?"}
edit-noise edit_noise {"with_sender":true}
edit-noise-no-sender edit_noise {}
unsend unsend {}
standby standby {"text":"hello?"}
comment comment {"text":"price?","media_id":"POST"}
comment-persian comment {"text":"قیمت لطفاً 😍"}
comment-reel comment {"text":"price?","media_id":"REEL"}
comment-own own_comment {"text":"دایرکت","media_id":"POST"}
mention-caption mention {}
mention-comment mention {"text":"look at this"}
attachments-many attachment {"type":"image","count":2}
comment-ad comment {"text":"price?","media_id":"POST","ad_id":"120200000000000001"}
optin optin {}
echo-self self_message {"text":"test"}
postback-self self_postback {"title":"Track order","payload":"TRACK"}
unknown-field unknown_field {}
test-delivery test_delivery {}
test-delivery-comment test_delivery {"field":"comments"}
"#;

/// The table as acts.
fn acts(mid: &str, post: &str, reel: &str) -> Vec<(&'static str, Value)> {
    let read = |line: &'static str| {
        let mut parts = line.splitn(3, ' ');
        let (name, what) = (parts.next().unwrap(), parts.next().unwrap());
        let more = parts.next().unwrap();
        let more = more
            .replace("MID", mid)
            .replace("POST", post)
            .replace("REEL", reel);
        let mut act: Value = serde_json::from_str(&more).unwrap();
        act["do"] = json!(what);
        act["person"] = json!("jane.d");
        (name, act)
    };
    ACTS.trim().lines().map(read).collect()
}

fn check(trial: &Trial, name: &str, arrived: &Arrived) {
    let expected = &fixture(&format!("webhook-{name}"))["body"];
    same_shape(name, expected, &arrived.body);
    check_bytes(trial, name, arrived);
}

fn check_bytes(trial: &Trial, name: &str, arrived: &Arrived) {
    assert!(arrived.raw.is_ascii(), "{name}: {}", arrived.raw);
    assert!(
        !arrived.raw.replace("\\/", "").contains('/'),
        "{name}: {}",
        arrived.raw
    );
    let signed = signature(&trial.text("app_secret"), arrived.raw.as_bytes());
    assert_eq!(arrived.signature, signed, "{name}");
}

#[tokio::test]
async fn acts_make_the_shapes_of_the_fixtures_and_the_rest_goes_out_as_given() {
    let mut trial = Trial::new().await;
    let mut made = BTreeSet::new();
    let mid = trial.act(json!({"person": "jane.d", "do": "message", "text": "hello"}));
    trial.next().await;
    let (_, posts) = trial.get("/v26.0/me/media?fields=media_product_type").await;
    let of = |kind: &str| {
        let all = posts["data"].as_array().unwrap();
        let found = all
            .iter()
            .find(|post| post["media_product_type"] == kind)
            .unwrap();
        crate::common::text(&found["id"])
    };
    let (post, reel) = (of("FEED"), of("REELS"));
    for (name, act) in acts(&crate::common::text(&mid["mid"]), &post, &reel) {
        let arrived = trial.acted(act).await;
        check(&trial, name, &arrived);
        made.insert(format!("webhook-{name}"));
    }
    let above = trial.act(json!({"person": "jane.d", "do": "comment", "text": "price?"}));
    trial.next().await;
    let mut reply = json!({"person": "b", "do": "reply_comment", "text": "too"});
    reply["comment_id"] = above["comment_id"].clone();
    let arrived = trial.acted(reply).await;
    check(&trial, "comment-reply", &arrived);
    made.insert("webhook-comment-reply".to_owned());
    switched(&mut trial, (&post, &reel), &mut made).await;
    echoes(&mut trial, &mid["igsid"], &mut made).await;
    by_themselves(&mut trial, &mut made).await;
    as_given(&mut trial, &made).await;
}

/// What comes of a broadcast, of routing, and of what Meta tells Facebook Login alone.
async fn by_themselves(trial: &mut Trial, made: &mut BTreeSet<String>) {
    let live = trial.control("media", &json!({"type": "LIVE"})).await.1;
    let act =
        json!({"person": "jane.d", "do": "comment", "text": "price?", "media_id": live["id"]});
    let arrived = trial.acted(act).await;
    check(trial, "live-comment", &arrived);
    trial.sim.settings(&json!({"routing": true})).unwrap();
    let to = json!({"recipient": {"id": trial.fixture["peer_id"]}, "target_app_id": "7"});
    let (status, _) = trial.post("/v26.0/me/pass_thread_control", &to).await;
    assert_eq!(status, 200);
    let arrived = trial.next().await;
    check(trial, "handover", &arrived);
    // Another app has the thread now.
    let act = json!({"person": "jane.doyle", "do": "message", "text": "hello?"});
    let arrived = trial.acted(act).await;
    check(trial, "standby", &arrived);
    let alone = json!({"person": "jane.d", "do": "policy_enforcement"});
    assert!(
        trial.sim.act(&alone).is_err(),
        "the Page is not subscribed yet"
    );
    let own = json!({"subscribed_fields": "messages,comments"});
    assert_eq!(trial.post("/v26.0/me/subscribed_apps", &own).await.0, 200);
    let path = format!("/v26.0/{}/subscribed_apps", trial.text("page_id"));
    let fields = json!({"subscribed_fields": "feed"});
    let (status, _) = trial
        .post_as(&path, &fields, &trial.text("page_token"))
        .await;
    assert_eq!(status, 200);
    for (name, what) in [
        ("policy-enforcement", "policy_enforcement"),
        ("story-insights", "story_insights"),
    ] {
        let arrived = trial.acted(json!({ "do": what })).await;
        let expected = &fixture(&format!("webhook-{name}"))["body"];
        same_shape(name, expected, &arrived.body);
        let secret = trial.text("facebook_app_secret");
        assert_eq!(
            arrived.signature,
            signature(&secret, arrived.raw.as_bytes())
        );
        made.insert(format!("webhook-{name}"));
    }
    let (status, _) = trial.delete_as(&path, &trial.text("page_token")).await;
    assert_eq!(status, 200);
    made.insert("webhook-live-comment".to_owned());
    made.insert("webhook-handover".to_owned());
}

/// Shapes behind a switch.
async fn switched(trial: &mut Trial, (post, reel): (&str, &str), made: &mut BTreeSet<String>) {
    let comment = json!({"person": "jane.d", "do": "comment", "text": "price?", "media_id": post});
    let share = json!({"person": "jane.d", "do": "share", "media_id": post});
    let reel_share = json!({"person": "jane.d", "do": "share", "media_id": reel});
    let reaction = json!({"person": "jane.d", "do": "reaction", "emoji": "🫶"});
    let edit = json!({"person": "jane.d", "do": "edit", "text": "in L?"});
    for (name, switch, act) in [
        (
            "comment-id-key",
            json!({"comment_id_key": "comment_id"}),
            &comment,
        ),
        (
            "comment-flat",
            json!({"comment_id_key": "id", "comment_envelope": "flat"}),
            &comment,
        ),
        (
            "comment-username-only",
            json!({"comment_envelope": "changes", "comment_form": "username"}),
            &comment,
        ),
        ("comment-bare", json!({"comment_form": "bare"}), &comment),
        (
            "comment-time-ms",
            json!({"comment_form": "whole", "change_time_ms": true}),
            &comment,
        ),
        (
            "reaction-unnamed",
            json!({"change_time_ms": false, "reaction_unnamed": true}),
            &reaction,
        ),
        ("edit-num-as-text", json!({"num_edit_text": true}), &edit),
        (
            "attachment-reel",
            json!({"reel_old_name": true}),
            &reel_share,
        ),
        (
            "attachment-share-and-ig-post",
            json!({"share_pair": true}),
            &share,
        ),
    ] {
        trial.sim.settings(&switch).unwrap();
        let arrived = trial.acted(act.clone()).await;
        check(trial, name, &arrived);
        made.insert(format!("webhook-{name}"));
    }
}

/// Echoes of sends by the API.
async fn echoes(trial: &mut Trial, to: &Value, made: &mut BTreeSet<String>) {
    let element = json!({"title": "Linen coat", "subtitle": "blue"});
    let template = json!({"template_type": "generic", "elements": [element]});
    let image = json!({"url": "https://shop.test/a.png"});
    for (name, kind, payload) in [
        ("echo-attachment", "image", image),
        ("echo-template", "template", template),
    ] {
        let message = json!({"attachment": {"type": kind, "payload": payload}});
        let body = json!({"recipient": {"id": to}, "message": message});
        let (status, answer) = trial.post("/v26.0/me/messages", &body).await;
        assert_eq!(status, 200, "{answer}");
        let arrived = trial.next().await;
        assert_eq!(arrived.event()["message"]["mid"], answer["message_id"]);
        if name == "echo-attachment" {
            check(trial, name, &arrived);
        } else {
            let held = &arrived.event()["message"]["attachments"][0];
            assert_eq!(
                held["payload"]["generic"]["elements"][0]["title"],
                "Linen coat"
            );
        }
        made.insert(format!("webhook-{name}"));
    }
}

/// What no act makes by itself is sent as given: signed, escaped, and the same when read.
async fn as_given(trial: &mut Trial, made: &BTreeSet<String>) {
    let mut rest = 0;
    for file in std::fs::read_dir(fixtures()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let name = name.trim_end_matches(".json").to_owned();
        if !name.starts_with("webhook-") || made.contains(&name) {
            continue;
        }
        rest += 1;
        let body = fixture(&name)["body"].clone();
        let arrived = trial.acted(json!({"do": "raw", "body": body})).await;
        assert_eq!(arrived.body, body, "{name}");
        check_bytes(trial, &name, &arrived);
    }
    assert!((1..=4).contains(&rest), "{rest}");
}

#[tokio::test]
async fn the_signed_vector_goes_out_to_the_byte() {
    let vector = fixture("webhook-signature");
    let raw = vector["raw"].as_str().unwrap();
    let signed = signature(vector["secret"].as_str().unwrap(), raw.as_bytes());
    assert_eq!(signed, vector["signature"].as_str().unwrap());
    let mut trial = Trial::new().await;
    let arrived = trial.acted(json!({"do": "raw", "body": raw})).await;
    assert_eq!(arrived.raw, raw);
    assert_eq!(
        arrived.signature,
        signature(&trial.text("app_secret"), raw.as_bytes())
    );
}

#[test]
fn the_signed_request_vector_is_made() {
    let vector = fixture("signed-request");
    let (user, secret) = (
        vector["body"]["user_id"].as_str().unwrap(),
        vector["secret"].as_str(),
    );
    let made = palette_simulator::signed_request(secret.unwrap(), user, 1_790_000_000_000);
    let payload = |text: &str| text.split_once('.').unwrap().1.to_owned();
    // The order of keys in JSON is free: what must agree is the form and the signature's rule.
    let expected = vector["raw"].as_str().unwrap();
    assert_eq!(made.split('.').count(), 2);
    assert_eq!(
        made.split_once('.').unwrap().0.len(),
        expected.split_once('.').unwrap().0.len()
    );
    assert_eq!(payload(&made).len(), payload(expected).len());
}

#[test]
fn escaping_agrees_with_the_vector() {
    let check = |value: Value, expected: &str| {
        assert_eq!(palette_simulator::escaped(&value), expected);
    };
    check(
        json!("café ❤️ https://ex.test/a"),
        r#""caf\u00e9 \u2764\ufe0f https:\/\/ex.test\/a""#,
    );
}
