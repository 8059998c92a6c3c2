//! What the simulator lets through, what it refuses, and what it counts.

use serde_json::{Value, json};

use crate::common::{DAY, HOUR, Trial, refused, text};

/// A person with an open window.
fn opened(trial: &Trial, handle: &str) -> Value {
    trial.act(json!({"person": handle, "do": "message", "text": "hi"}))["igsid"].clone()
}

fn to(igsid: &Value, message: Value) -> Value {
    json!({"recipient": {"id": igsid}, "message": message})
}

const MESSAGES: &str = "/v26.0/me/messages";

#[tokio::test]
async fn the_window_closes_after_a_day_to_the_millisecond() {
    let trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    trial.advance(DAY - 1);
    assert_eq!(trial.say(&igsid, "in time").await.0, 200);
    trial.advance(1);
    assert_eq!(
        refused(&trial.say(&igsid, "late").await),
        (10, Some(2_534_022))
    );
    trial
        .sim
        .settings(&json!({"window_subcode": 2_018_278}))
        .unwrap();
    assert_eq!(
        refused(&trial.say(&igsid, "late").await),
        (10, Some(2_018_278))
    );
    let mut human = to(&igsid, json!({"text": "a person"}));
    human["tag"] = json!("HUMAN_AGENT");
    human["messaging_type"] = json!("MESSAGE_TAG");
    assert_eq!(trial.post(MESSAGES, &human).await.0, 200);
    trial.advance(6 * DAY);
    assert_eq!(refused(&trial.post(MESSAGES, &human).await).0, 10);
    assert_eq!(
        trial.violations(),
        json!({"window": 2, "human_agent_window": 1})
    );
    human["tag"] = json!("POST_PURCHASE_UPDATE");
    assert_eq!(refused(&trial.post(MESSAGES, &human).await), (100, None));
    trial.sim.settings(&json!({"human_agent": false})).unwrap();
    human["tag"] = json!("HUMAN_AGENT");
    assert_eq!(refused(&trial.post(MESSAGES, &human).await), (10, None));
}

#[tokio::test]
async fn only_some_actions_open_the_window() {
    let trial = Trial::new().await;
    let check = async |act: Value, opens: bool| {
        let handle = format!("{}-{}", text(&act["do"]), act["ad_id"].is_string());
        // A referral or a comment of a stranger gives the IGSID without a window.
        let igsid = trial.act(json!({"person": handle, "do": "follow"}))["igsid"].clone();
        let mut act = act;
        act["person"] = json!(handle);
        trial.act(act);
        let (status, answer) = trial.say(&igsid, "hello").await;
        assert_eq!(status == 200, opens, "{handle}: {answer}");
    };
    check(json!({"do": "message", "text": "hi"}), true).await;
    check(json!({"do": "story_reply", "text": "hi"}), true).await;
    check(json!({"do": "story_mention"}), true).await;
    check(json!({"do": "attachment"}), true).await;
    check(json!({"do": "postback", "title": "Hours"}), true).await;
    check(json!({"do": "quick_reply", "title": "Yes"}), true).await;
    check(json!({"do": "comment", "text": "price?"}), false).await;
    check(json!({"do": "referral"}), false).await;
    check(json!({"do": "echo", "text": "typed in the app"}), false).await;
}

#[tokio::test]
async fn an_ad_may_open_a_longer_window() {
    let trial = Trial::new().await;
    trial
        .sim
        .settings(&json!({"ad_window_hours": 168}))
        .unwrap();
    let igsid =
        trial.act(json!({"person": "ad", "do": "message", "text": "hi", "ad_id": "120"}))["igsid"]
            .clone();
    trial.advance(6 * DAY);
    assert_eq!(trial.say(&igsid, "hello").await.0, 200);
    trial.advance(DAY);
    assert_eq!(refused(&trial.say(&igsid, "hello").await).0, 10);
}

#[tokio::test]
async fn a_comment_gets_one_private_reply_within_a_week() {
    let mut trial = Trial::new().await;
    let comment = trial.act(json!({"person": "neda", "do": "comment", "text": "قیمت؟"}));
    trial.next().await;
    let message = json!({"text": "سلام! ۸۹۰ هزار تومن"});
    let reply = |id: &Value| json!({"recipient": {"comment_id": id}, "message": message});
    let (status, answer) = trial.post(MESSAGES, &reply(&comment["comment_id"])).await;
    assert_eq!((status, &answer["recipient_id"]), (200, &comment["igsid"]));
    let echo = trial.next().await;
    assert_eq!(echo.event()["message"]["mid"], answer["message_id"]);
    let again = trial.post(MESSAGES, &reply(&comment["comment_id"])).await;
    assert_eq!(refused(&again), (100, Some(2_534_025)));
    // The reply itself opens nothing; the person's answer does.
    assert_eq!(refused(&trial.say(&comment["igsid"], "more").await).0, 10);
    trial.act(json!({"person": "neda", "do": "message", "text": "مرسی"}));
    assert_eq!(trial.say(&comment["igsid"], "more").await.0, 200);

    let other = trial.act(json!({"person": "omid", "do": "comment", "text": "قیمت؟"}));
    trial.advance(7 * DAY);
    let late = trial.post(MESSAGES, &reply(&other["comment_id"])).await;
    assert_eq!(refused(&late), (100, Some(2_534_025)));
    trial
        .sim
        .settings(&json!({"private_reply_late": 2_534_022}))
        .unwrap();
    let late = trial.post(MESSAGES, &reply(&other["comment_id"])).await;
    assert_eq!(refused(&late), (10, Some(2_534_022)));
    let own = trial.act(json!({"do": "own_comment", "text": "ours"}));
    let own = trial.post(MESSAGES, &reply(&own["comment_id"])).await;
    assert_eq!(refused(&own), (100, Some(2_534_025)));
    let counted = json!({"private_reply_late": 2, "private_reply_repeated": 1, "window": 1});
    assert_eq!(trial.violations(), counted);
}

#[tokio::test]
async fn limits_of_what_a_message_holds() {
    let trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    let check = async |message: Value, expected: Option<(i64, Option<i64>)>| {
        let answer = trial.post(MESSAGES, &to(&igsid, message.clone())).await;
        match expected {
            None => assert_eq!(answer.0, 200, "{message} {}", answer.1),
            Some(expected) => assert_eq!(refused(&answer), expected, "{message}"),
        }
    };
    let wrong = Some((100, None));
    let invalid = Some((100, Some(2_534_015)));
    let image = json!({"type": "image", "payload": {"url": "https://shop.test/a.png"}});
    let quick = |many: usize, kind: &str| {
        let title = "A title that is longer than 20";
        let one = json!({"content_type": kind, "title": title, "payload": "x"});
        json!({"text": "?", "quick_replies": vec![one; many]})
    };
    let template = |payload: Value| json!({"attachment": {"type": "template", "payload": payload}});
    let button = json!({"type": "postback", "title": "Go", "payload": "GO"});
    check(json!({"text": "é".repeat(500)}), None).await;
    check(json!({"text": format!("{}a", "é".repeat(500))}), wrong).await;
    check(json!({"text": ""}), invalid).await;
    check(json!({}), invalid).await;
    check(json!({"text": 7}), wrong).await;
    check(json!({"text": "x", "attachment": image}), invalid).await;
    check(json!({"attachment": image}), None).await;
    check(json!({"attachments": vec![image.clone(); 10]}), None).await;
    check(json!({"attachments": vec![image.clone(); 11]}), invalid).await;
    check(
        json!({"attachment": {"type": "image", "payload": {"url": "a.png"}}}),
        wrong,
    )
    .await;
    check(json!({"attachment": {"type": "like_heart"}}), None).await;
    let own = json!({"type": "MEDIA_SHARE", "payload": {"id": trial.fixture["media_id"]}});
    check(json!({"attachment": own}), None).await;
    check(quick(13, "text"), None).await;
    check(quick(14, "text"), wrong).await;
    check(quick(1, "user_phone_number"), wrong).await;
    let element = json!({"title": "Coat", "subtitle": "linen", "buttons": [button]});
    let generic =
        |many: usize| json!({"template_type": "generic", "elements": vec![element.clone(); many]});
    check(template(generic(10)), None).await;
    check(template(generic(11)), invalid).await;
    let buttons = |text: &str, many: usize| {
        let buttons = vec![button.clone(); many];
        json!({"template_type": "button", "text": text, "buttons": buttons})
    };
    check(template(buttons("Go?", 3)), None).await;
    check(template(buttons("Go?", 4)), invalid).await;
    check(template(buttons(&"x".repeat(641), 1)), invalid).await;
    // The title of a quick reply was cut, not refused.
    let sent = trial.sim.sends();
    let cut = sent
        .iter()
        .find(|one| one["parts"]["quick_replies"][0].is_object())
        .unwrap();
    assert_eq!(
        cut["parts"]["quick_replies"][0]["title"],
        "A title that is long"
    );
}

#[tokio::test]
async fn rates_are_kept_and_counted() {
    let trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    for number in 0..100 {
        assert_eq!(trial.say(&igsid, &format!("n {number}")).await.0, 200);
    }
    let over = trial.say(&igsid, "one too many").await;
    assert_eq!((over.0, refused(&over)), (400, (613, Some(2_534_040))));
    trial
        .sim
        .settings(&json!({"throttle_status": 429}))
        .unwrap();
    let url = format!("{}{MESSAGES}", trial.base);
    let request = trial.http.post(url).bearer_auth(trial.text("token"));
    let answer = request
        .json(&to(&igsid, json!({"text": "x"})))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 429);
    let usage = answer.headers()["x-business-use-case-usage"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        usage.contains(&trial.text("ig_id")) && usage.contains("estimated_time"),
        "{usage}"
    );
    trial.advance(1_000);
    assert_eq!(trial.say(&igsid, "again").await.0, 200);
    trial
        .sim
        .settings(&json!({"private_reply_rate": 1}))
        .unwrap();
    for (person, status) in [("p1", 200), ("p2", 429)] {
        let comment = trial.act(json!({"person": person, "do": "comment", "text": "price?"}));
        let body = json!({
            "recipient": {"comment_id": comment["comment_id"]}, "message": {"text": "hello"},
        });
        assert_eq!(trial.post(MESSAGES, &body).await.0, status);
    }
    trial.advance(HOUR);
    let counted = json!({"private_reply_rate": 1, "send_rate": 2});
    assert_eq!(trial.violations(), counted);
}

#[tokio::test]
async fn people_and_owners_may_refuse() {
    let trial = Trial::new().await;
    let igsid = opened(&trial, "ana");
    assert_eq!(
        refused(&trial.say(&json!("123"), "hi").await),
        (100, Some(2_534_014))
    );
    trial.act(json!({"person": "ana", "do": "block"}));
    assert_eq!(
        refused(&trial.say(&igsid, "hi").await),
        (551, Some(1_545_041))
    );
    trial.act(json!({"person": "ana", "do": "unblock"}));
    trial
        .sim
        .settings(&json!({"thread_owned_by_other": true}))
        .unwrap();
    assert_eq!(
        refused(&trial.say(&igsid, "hi").await),
        (10, Some(2_018_300))
    );
    trial
        .sim
        .settings(&json!({"message_access": false}))
        .unwrap();
    assert_eq!(
        refused(&trial.say(&igsid, "hi").await),
        (200, Some(2_534_041))
    );
    let (_, narrow) = trial
        .control("token", &json!({"scopes": ["instagram_business_basic"]}))
        .await;
    let body = to(&igsid, json!({"text": "hi"}));
    let answer = trial
        .post_as(MESSAGES, &body, &text(&narrow["token"]))
        .await;
    assert_eq!(refused(&answer), (10, None));
}

#[tokio::test]
async fn sender_actions_and_replies_to_a_message() {
    let mut trial = Trial::new().await;
    let first = trial.act(json!({"person": "ana", "do": "message", "text": "hi"}));
    trial.next().await;
    let igsid = &first["igsid"];
    let action = |name: &str| json!({"recipient": {"id": igsid}, "sender_action": name});
    for name in ["typing_on", "typing_off", "mark_seen"] {
        let (status, answer) = trial.post(MESSAGES, &action(name)).await;
        assert_eq!(
            (status, answer),
            (200, json!({"recipient_id": igsid})),
            "{name}"
        );
    }
    let mut react = action("react");
    react["payload"] = json!({"message_id": first["mid"], "reaction": "love"});
    assert_eq!(trial.post(MESSAGES, &react).await.0, 200);
    react["payload"] = json!({"message_id": "none", "reaction": "love"});
    assert_eq!(refused(&trial.post(MESSAGES, &react).await), (100, None));
    assert_eq!(
        refused(&trial.post(MESSAGES, &action("dance")).await),
        (100, None)
    );
    let mut reply = to(igsid, json!({"text": "this one"}));
    reply["reply_to"] = json!({"mid": first["mid"]});
    assert_eq!(trial.post(MESSAGES, &reply).await.0, 200);
    let echo = trial.next().await;
    assert_eq!(echo.event()["message"]["reply_to"]["mid"], first["mid"]);
    reply["reply_to"] = json!({"mid": "none"});
    assert_eq!(refused(&trial.post(MESSAGES, &reply).await), (100, None));
}

#[tokio::test]
async fn the_book_of_sends_tells_what_took_effect_and_what_was_said_twice() {
    let trial = Trial::new().await;
    let first = opened(&trial, "ana");
    trial.say(&first, "hello").await;
    trial.say(&first, "hello").await;
    opened(&trial, "ana");
    trial.say(&first, "hello").await;
    trial.say(&first, &"x".repeat(1_001)).await;
    let sends = trial.sim.sends();
    let statuses: Vec<_> = sends.iter().map(|one| one["status"].clone()).collect();
    assert_eq!(statuses, [200, 200, 200, 400]);
    assert_eq!(sends[0]["kind"], "message");
    assert_eq!(sends[0]["to"], first);
    assert_eq!(sends[0]["window"]["opened_by"], "message");
    assert_eq!(sends[3]["rule"], "text_too_long");
    let state = trial.sim.state();
    assert_eq!(
        (&state["sends"], &state["duplicates"]),
        (&json!(3), &json!(1))
    );
}
