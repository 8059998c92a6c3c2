//! Rules of sending beyond the ordinary: uploads, broadcasts, self messages, who may not send.

use serde_json::{Value, json};

use crate::common::{DAY, HOUR, Trial, refused, text};

const MESSAGES: &str = "/v26.0/me/messages";

fn opened(trial: &Trial, handle: &str) -> Value {
    trial.act(json!({"person": handle, "do": "message", "text": "hi"}))["igsid"].clone()
}

fn to(igsid: &Value, message: Value) -> Value {
    json!({"recipient": {"id": igsid}, "message": message})
}

#[tokio::test]
async fn an_uploaded_file_is_sent_by_its_id() {
    let mut trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    trial.next().await;
    let payload = json!({"url": "https://shop.test/a.png", "is_reusable": true});
    let upload = json!({"message": {"attachment": {"type": "image", "payload": payload}}});
    let (_, made) = trial.post("/v26.0/me/message_attachments", &upload).await;
    let by_id = |kind: &str, id: &Value| {
        let payload = json!({"attachment_id": id});
        to(
            &igsid,
            json!({"attachment": {"type": kind, "payload": payload}}),
        )
    };
    let (status, sent) = trial
        .post(MESSAGES, &by_id("image", &made["attachment_id"]))
        .await;
    assert_eq!(status, 200, "{sent}");
    let echo = trial.next().await;
    let held = &echo.event()["message"]["attachments"][0];
    assert_eq!(held["payload"]["url"], "https://shop.test/a.png");
    let wrong = trial
        .post(MESSAGES, &by_id("video", &made["attachment_id"]))
        .await;
    assert_eq!(refused(&wrong), (100, Some(2_018_047)));
    let unknown = trial.post(MESSAGES, &by_id("image", &json!("77"))).await;
    assert_eq!(refused(&unknown), (100, Some(2_018_074)));
    // Another account's file is not there either.
    let (_, new) = trial.control("account", &json!({"add": true})).await;
    let (_, token) = trial
        .control("token", &json!({"account": new["ig_id"]}))
        .await;
    let act = json!({"account": new["ig_id"], "person": "ana", "do": "message", "text": "hi"});
    let other = trial.act(act)["igsid"].clone();
    let payload = json!({"attachment_id": made["attachment_id"]});
    let body = to(
        &other,
        json!({"attachment": {"type": "image", "payload": payload}}),
    );
    let answer = trial.post_as(MESSAGES, &body, &text(&token["token"])).await;
    assert_eq!(refused(&answer), (100, Some(2_018_074)));
    let video = json!({"type": "video", "payload": {"url": "https://shop.test/a.pdf"}});
    let answer = trial
        .post(MESSAGES, &to(&igsid, json!({"attachment": video})))
        .await;
    assert_eq!(refused(&answer), (100, Some(2_018_047)));
}

#[tokio::test]
async fn bodies_that_are_refused() {
    let trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    let check = async |name: &str, body: Value, code: i64, subcode: Option<i64>| {
        let answer = trial.post(MESSAGES, &body).await;
        assert_eq!(refused(&answer), (code, subcode), "{name} {}", answer.1);
    };
    let text = json!({"text": "x"});
    let mut body = to(&igsid, text.clone());
    body["messaging_type"] = json!("MESSAGE_TAG");
    check("a tag is missing", body.clone(), 100, None).await;
    body["messaging_type"] = json!("PIGEON");
    check("no such type", body.clone(), 100, None).await;
    body["messaging_type"] = json!("UPDATE");
    assert_eq!(trial.post(MESSAGES, &body).await.0, 200);
    for dead in [
        "CONFIRMED_EVENT_UPDATE",
        "ACCOUNT_UPDATE",
        "POST_PURCHASE_UPDATE",
    ] {
        body["tag"] = json!(dead);
        check(dead, body.clone(), 100, None).await;
    }
    let mut action = json!({"recipient": {"id": igsid}, "sender_action": "typing_on"});
    action["message"] = text.clone();
    check("an action stands alone", action, 100, None).await;
    let product = json!({"template_type": "product", "elements": [{"id": "12"}]});
    let template = to(
        &igsid,
        json!({"attachment": {"type": "template", "payload": product}}),
    );
    check(
        "products need Facebook",
        template.clone(),
        100,
        Some(2_018_320),
    )
    .await;
    let page = trial.text("page_token");
    assert_eq!(trial.post_as(MESSAGES, &template, &page).await.0, 200);
    let both = to(
        &igsid,
        json!({"text": "x", "attachment": {"type": "like_heart"}}),
    );
    check("text and attachment", both, 100, Some(2_534_015)).await;
    let mut pass = to(&igsid, text);
    pass["thread_control"] = json!({"app_id": "1", "control_type": "pass"});
    check("no routing", pass.clone(), 27, None).await;
    trial.sim.settings(&json!({"routing": true})).unwrap();
    assert_eq!(trial.post(MESSAGES, &pass).await.0, 200);
    check("passed away", pass, 10, Some(2_018_300)).await;
}

#[tokio::test]
async fn what_stands_against_the_business_is_refused_by_its_code() {
    let trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    for (standing, code, subcode) in [
        ("restricted", 10, Some(1_893_063)),
        ("blocked", 100, Some(2_534_029)),
        ("policy", 368, None),
        ("warned", 613, Some(2_018_338)),
        ("commerce_off", 2_022, None),
        ("not_eligible", 36_103, None),
        ("automated", 2_018_321, None),
        ("not_approved", 200, Some(2_018_028)),
        ("unlinked", 10, Some(2_534_077)),
    ] {
        trial
            .sim
            .settings(&json!({ "standing": standing }))
            .unwrap();
        assert_eq!(
            refused(&trial.say(&igsid, "x").await),
            (code, subcode),
            "{standing}"
        );
    }
    trial.sim.settings(&json!({"standing": "good"})).unwrap();
    trial.act(json!({"person": "ana", "do": "archive"}));
    assert_eq!(
        refused(&trial.say(&igsid, "x").await),
        (100, Some(2_534_001))
    );
    trial.act(json!({"person": "ana", "do": "unarchive"}));
    assert_eq!(trial.say(&igsid, "x").await.0, 200);
}

#[tokio::test]
async fn a_comment_on_a_broadcast_is_answered_while_it_runs() {
    let mut trial = Trial::new().await;
    let live = trial.control("media", &json!({"type": "LIVE"})).await.1["id"].clone();
    let on_live = json!({"do": "comment", "text": "price?", "media_id": live});
    let act = |person: &str| {
        let mut act = on_live.clone();
        act["person"] = json!(person);
        act
    };
    let comment = trial.act(act("ana"));
    let told = trial.next().await;
    assert_eq!(
        told.body["entry"][0]["changes"][0]["field"],
        "live_comments"
    );
    let private = |comment: &Value| {
        let id = &comment["comment_id"];
        json!({"recipient": {"comment_id": id}, "message": {"text": "x"}})
    };
    assert_eq!(trial.post(MESSAGES, &private(&comment)).await.0, 200);
    let id = text(&comment["comment_id"]);
    let reply = trial
        .post(&format!("/v26.0/{id}/replies"), &json!({"message": "x"}))
        .await;
    assert_eq!(refused(&reply), (100, None));
    let hide = trial
        .post(&format!("/v26.0/{id}?hide=true"), &json!({}))
        .await;
    assert_eq!(refused(&hide), (100, None));
    let other = trial.act(act("omid"));
    trial.control("media", &json!({"end": live})).await;
    let late = trial.post(MESSAGES, &private(&other)).await;
    assert_eq!(refused(&late), (100, Some(2_534_025)));
    assert!(trial.sim.act(&act("neda")).is_err(), "it has ended");
    assert_eq!(trial.violations()["private_reply_live_ended"], json!(1));
}

#[tokio::test]
async fn an_account_writes_to_itself() {
    let mut trial = Trial::new().await;
    let own = trial.fixture["ig_id"].clone();
    let (status, sent) = trial.say(&own, "how does it look?").await;
    assert_eq!((status, &sent["recipient_id"]), (200, &own));
    let echo = trial.next().await;
    assert_eq!(echo.event()["message"]["is_self"], json!(true));
    assert_eq!(echo.event()["message"]["mid"], sent["message_id"]);
    let reply = json!({"content_type": "text", "title": "Yes", "payload": "Y"});
    let quick = to(&own, json!({"text": "x", "quick_replies": [reply]}));
    assert_eq!(refused(&trial.post(MESSAGES, &quick).await), (100, None));
    trial.sim.settings(&json!({"self_answer": "id"})).unwrap();
    let (_, sent) = trial.say(&own, "and now?").await;
    let echo = trial.next().await;
    assert_eq!(sent, json!({"id": echo.event()["message"]["mid"]}));
    let path = format!("/v26.0/{}?fields=message,from", text(&sent["id"]));
    let (_, read) = trial.get(&path).await;
    assert_eq!(
        (&read["message"], &read["from"]["id"]),
        (&json!("and now?"), &own)
    );
}

#[tokio::test]
async fn folders_and_restrictions() {
    let trial = Trial::new().await;
    let silent = opened(&trial, "silent");
    let heard = opened(&trial, "heard");
    assert_eq!(trial.say(&heard, "hello").await.0, 200);
    let listed = async |igsid: &Value| {
        let path = format!(
            "/v26.0/me/conversations?platform=instagram&user_id={}",
            text(igsid)
        );
        trial.get(&path).await.1["data"].as_array().unwrap().len()
    };
    trial.advance(30 * DAY);
    // Among the requests and idle, a thread vanishes; an answered one does not.
    assert_eq!((listed(&silent).await, listed(&heard).await), (0, 1));
    trial.advance(HOUR);
    opened(&trial, "silent");
    assert_eq!(listed(&silent).await, 1);

    let comment = trial.act(json!({"person": "rude", "do": "comment", "text": "spam"}));
    let media = text(&comment["media_id"]);
    let path = format!("/v26.0/{media}/comments");
    let seen = async || {
        let (_, page) = trial.get(&path).await;
        page.to_string().contains(&text(&comment["comment_id"]))
    };
    assert!(seen().await);
    trial.act(json!({"person": "rude", "do": "restrict"}));
    assert!(!seen().await);
    trial.act(json!({"person": "rude", "do": "comment", "text": "more spam"}));
    assert!(!trial.get(&path).await.1.to_string().contains("more spam"));
    trial.act(json!({"person": "rude", "do": "unrestrict"}));
    assert!(seen().await);
}

#[tokio::test]
async fn a_private_reply_to_a_stranger_is_a_request_and_its_buttons_are_a_switch() {
    let trial = Trial::new().await;
    let reply = json!({"content_type": "text", "title": "Yes", "payload": "Y"});
    let send = async |person: &str, parts: &str| {
        trial
            .sim
            .settings(&json!({ "private_reply_parts": parts }))
            .unwrap();
        let comment = trial.act(json!({"person": person, "do": "comment", "text": "price?"}));
        let message = json!({"text": "hello", "quick_replies": [reply]});
        let body = json!({"recipient": {"comment_id": comment["comment_id"]}, "message": message});
        trial.post(MESSAGES, &body).await
    };
    trial.act(json!({"person": "far", "do": "unfollow"}));
    assert_eq!(send("far", "kept").await.0, 200);
    let thread = trial
        .http
        .get(format!("{}/control/thread?person=far", trial.base));
    let (_, thread) = crate::common::answered(thread).await;
    assert_eq!(thread["person_folder"], "requests");
    assert_eq!(thread["messages"][0]["quick_replies"][0][0], "Yes");
    assert_eq!(send("b", "dropped").await.0, 200);
    let sent = trial.sim.sends();
    assert_eq!(sent.last().unwrap()["parts"], Value::Null);
    assert_eq!(refused(&send("c", "refused").await), (100, Some(2_534_015)));
}

#[tokio::test]
async fn switches_for_what_opens_and_what_is_answered() {
    let trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    trial.say(&igsid, "hello").await;
    trial.advance(DAY);
    trial.act(json!({"person": "ana", "do": "reaction"}));
    assert_eq!(trial.say(&igsid, "x").await.0, 400);
    trial
        .sim
        .settings(&json!({"reaction_opens": true}))
        .unwrap();
    trial.act(json!({"person": "ana", "do": "reaction"}));
    assert_eq!(trial.say(&igsid, "x").await.0, 200);
    trial.advance(DAY);
    trial
        .sim
        .settings(&json!({"referral_opens": true}))
        .unwrap();
    trial.act(json!({"person": "ana", "do": "referral"}));
    assert_eq!(trial.say(&igsid, "x").await.0, 200);
    trial
        .sim
        .settings(&json!({"action_answer": "success"}))
        .unwrap();
    let action = json!({"recipient": {"id": igsid}, "sender_action": "mark_seen"});
    assert_eq!(
        trial.post(MESSAGES, &action).await.1,
        json!({"success": true})
    );
}

#[tokio::test]
async fn comments_of_the_account_keep_to_their_limits() {
    let trial = Trial::new().await;
    let path = format!("/v26.0/{}/comments", trial.text("media_id"));
    let say = async |words: &str| trial.post(&path, &json!({"message": words})).await;
    assert_eq!(say(&"x".repeat(2_200)).await.0, 200);
    trial
        .sim
        .settings(&json!({"comment_longest": 300, "comment_spam_rules": true, "comment_rate": 4}))
        .unwrap();
    assert_eq!(refused(&say(&"x".repeat(301)).await), (100, None));
    assert_eq!(refused(&say("BUY NOW").await), (100, None));
    assert_eq!(refused(&say("#a #b #c #d #e").await), (100, None));
    assert_eq!(say("قیمت در دایرکت 🌸").await.0, 200);
    assert_eq!(refused(&say("once more").await).0, 613);
    let counted = json!({"comment_too_long": 1, "comment_spam": 2, "comment_rate": 1});
    assert_eq!(trial.violations(), counted);
}

#[tokio::test]
async fn calls_are_budgeted_by_impressions() {
    let trial = Trial::new().await;
    trial
        .sim
        .settings(&json!({"impressions": 2, "calls_per_impression": 2, "retry_after": true}))
        .unwrap();
    let me = async || {
        let url = format!("{}/v26.0/me", trial.base);
        let request = trial.http.get(url).bearer_auth(trial.text("token"));
        let answer = request.send().await.unwrap();
        let usage = answer.headers().get("x-business-use-case-usage");
        let usage: Value = usage.map_or(Value::Null, |told| {
            serde_json::from_str(told.to_str().unwrap()).unwrap()
        });
        let after = answer.headers().get("retry-after").cloned();
        let usage = usage[trial.text("ig_id")][0].clone();
        (answer.status().as_u16(), usage, after)
    };
    assert_eq!(me().await.1, Value::Null, "not notable yet");
    trial.advance(HOUR);
    let (status, usage, _) = me().await;
    assert_eq!((status, &usage["type"]), (200, &json!("instagram")));
    assert_eq!(usage["call_count"], json!(50));
    me().await;
    me().await;
    let (status, usage, after) = me().await;
    assert_eq!(status, 400);
    assert_eq!(usage["estimated_time_to_regain_access"], json!(23 * 60));
    assert_eq!(after.unwrap(), "82800");
    assert_eq!(refused(&trial.get("/v26.0/me").await), (80_002, None));
    // Messaging has limits of its own.
    let peer = trial.fixture["peer_id"].clone();
    assert_eq!(trial.say(&peer, "hello").await.0, 200);
    trial.advance(23 * HOUR);
    assert_eq!(me().await.0, 200);
    assert_eq!(trial.violations(), json!({"calls_rate": 2}));
}

#[tokio::test]
async fn what_old_pages_still_say_is_a_switch() {
    let trial = Trial::new().await;
    let peer = trial.fixture["peer_id"].clone();
    let phone = json!([{"content_type": "user_phone_number"}]);
    let body = to(
        &peer,
        json!({"text": "your number?", "quick_replies": phone}),
    );
    assert_eq!(refused(&trial.post(MESSAGES, &body).await), (100, None));
    let path = format!("/v26.0/{}/messages", trial.text("ig_id"));
    let (page, plain) = (trial.text("page_token"), to(&peer, json!({"text": "x"})));
    assert_eq!(
        refused(&trial.post_as(&path, &plain, &page).await),
        (3, None)
    );
    trial
        .sim
        .settings(&json!({"old_quick_replies": true, "facebook_account_sends": true}))
        .unwrap();
    assert_eq!(trial.post(MESSAGES, &body).await.0, 200);
    assert_eq!(trial.post_as(&path, &plain, &page).await.0, 200);
}
