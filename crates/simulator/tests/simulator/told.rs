//! Insights, what stands in the thread beforehand, uploads, and who controls a thread.

use serde_json::{Value, json};

use crate::common::{DAY, HOUR, START, Trial, answered, refused, text};

async fn insight(trial: &Trial, query: &str) -> Value {
    let (status, answer) = trial.get(&format!("/v26.0/me/insights?{query}")).await;
    assert_eq!(status, 200, "{query} {answer}");
    answer
}

#[tokio::test]
async fn a_total_is_the_sum_of_its_days_and_of_its_parts() {
    let trial = Trial::new().await;
    let (since, until) = ((START - 10 * DAY) / 1_000, START / 1_000);
    let range = format!("period=day&since={since}&until={until}");
    let series = insight(&trial, &format!("metric=reach&{range}")).await;
    let days = series["data"][0]["values"].as_array().unwrap();
    assert_eq!(days.len(), 10);
    assert!(text(&days[0]["end_time"]).ends_with("T07:00:00+0000"));
    let sum = |list: &[Value]| {
        list.iter()
            .map(|one| one["value"].as_u64().unwrap())
            .sum::<u64>()
    };
    let query = format!("metric=reach&{range}&metric_type=total_value&breakdown=follow_type");
    let total = insight(&trial, &query).await;
    let total = &total["data"][0]["total_value"];
    assert_eq!(total["value"], sum(days));
    let parts = total["breakdowns"][0]["results"].as_array().unwrap();
    assert_eq!(total["value"], sum(parts));
    // The same question has the same answer, also by the path.
    assert_eq!(
        insight(&trial, &format!("metric=reach&{range}")).await,
        series
    );
    let (_, named) = trial
        .get(&format!(
            "/v26.0/me/insights/reach/day?since={since}&until={until}"
        ))
        .await;
    assert_eq!(named["data"], series["data"]);
    // A page of time before this one.
    let before = text(&series["paging"]["previous"]);
    let (status, before) = answered(trial.http.get(before)).await;
    assert_eq!(status, 200);
    assert_eq!(before["data"][0]["values"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn questions_that_insights_refuse() {
    let trial = Trial::new().await;
    let check = |query: &'static str, code: i64, words: &'static str| {
        let trial = &trial;
        async move {
            let answer = trial.get(&format!("/v26.0/me/insights?{query}")).await;
            assert_eq!(refused(&answer).0, code, "{query} {}", answer.1);
            assert!(answer.1.to_string().contains(words), "{query} {}", answer.1);
        }
    };
    check("period=day", 100, "metric is required").await;
    check("metric=reach", 100, "period is required").await;
    check(
        "metric=reach&period=fortnight",
        100,
        "period must be one of",
    )
    .await;
    check("metric=reach&period=lifetime", 100, "not compatible").await;
    check("metric=impressions&period=day", 100, "v22.0").await;
    check(
        "metric=reach,likes&period=day",
        100,
        "(likes) should be specified",
    )
    .await;
    check(
        "metric=reach&period=day&metric_type=sum",
        100,
        "metric_type must be",
    )
    .await;
    check(
        "metric=reach&period=day&since=1790000000&until=1780000000",
        100,
        "before",
    )
    .await;
    check(
        "metric=reach&period=day&since=1780000000&until=1790000000",
        100,
        "30 days",
    )
    .await;
    check(
        "metric=reach&period=day&since=99999999999999999999",
        100,
        "since",
    )
    .await;
    let who = "metric=follower_demographics&period=lifetime&metric_type=total_value";
    let answer = trial.get(&format!("/v26.0/me/insights?{who}")).await;
    assert!(answer.1.to_string().contains("timeframe"), "{}", answer.1);
    check(
        "metric=reach&period=day&fields=fame",
        100,
        "nonexisting field (fame)",
    )
    .await;
}

#[tokio::test]
async fn only_what_is_known_and_asked_for_is_told() {
    let trial = Trial::new().await;
    let query = "metric=reach&period=day&fields=name,values{value}";
    let few = insight(&trial, query).await;
    let keys: Vec<&String> = few["data"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "name", "values"], "{few}");
    // With few followers, what they do is not told.
    let account = json!({"followers": 99});
    assert_eq!(trial.control("account", &account).await.0, 200);
    let few = insight(&trial, "metric=follower_count,reach&period=day").await;
    assert_eq!(few["data"].as_array().unwrap().len(), 1, "{few}");
    // What is not kept is missing, not zero.
    let old = insight(
        &trial,
        "metric=reach&period=day&since=1760000000&until=1762000000",
    )
    .await;
    assert_eq!(old["data"], json!([]));
}

#[tokio::test]
async fn a_post_tells_what_its_kind_tells() {
    let trial = Trial::new().await;
    let (_, posts) = trial
        .get("/v26.0/me/media?fields=media_product_type,like_count,children")
        .await;
    let posts = posts["data"].as_array().unwrap();
    let reel = posts
        .iter()
        .find(|one| one["media_product_type"] == "REELS")
        .unwrap();
    let album = posts
        .iter()
        .find(|one| one["children"].is_object())
        .unwrap();
    let child = &album["children"]["data"][0]["id"];
    let ask = |id: &Value, query: &str| {
        let path = format!("/v26.0/{}/insights?{query}", text(id));
        let trial = &trial;
        async move { trial.get(&path).await }
    };
    let (_, told) = ask(&reel["id"], "metric=likes,ig_reels_avg_watch_time").await;
    assert_eq!(
        told["data"][0]["values"][0]["value"], reel["like_count"],
        "{told}"
    );
    assert_eq!(refused(&ask(&reel["id"], "metric=plays").await).0, 100);
    assert_eq!(refused(&ask(child, "metric=reach").await).0, 100);
    assert_eq!(
        refused(&ask(&reel["id"], "metric=total_views").await).0,
        100
    );
    let path = format!("/v26.0/{}/insights?metric=total_views", text(&reel["id"]));
    assert_eq!(trial.get_as(&path, &trial.text("page_token")).await.0, 200);
    let query = "metric=profile_activity&breakdown=action_type";
    let (_, broken) = ask(&album["id"], query).await;
    assert!(
        broken["data"][0]["total_value"]["breakdowns"].is_array(),
        "{broken}"
    );
    let nested = format!(
        "/v26.0/{}?fields=insights.metric(reach,saved)",
        text(&album["id"])
    );
    let (_, nested) = trial.get(&nested).await;
    assert_eq!(
        nested["insights"]["data"].as_array().unwrap().len(),
        2,
        "{nested}"
    );
    // A story tells nothing at first, much after a day's half, and is then gone.
    let story = trial.control("media", &json!({"type": "STORY"})).await.1["id"].clone();
    assert_eq!(refused(&ask(&story, "metric=reach").await), (10, None));
    trial.advance(12 * HOUR);
    let (_, told) = ask(&story, "metric=reach,navigation").await;
    assert!(
        told["data"][0]["values"][0]["value"].as_i64().unwrap() > 5,
        "{told}"
    );
    trial.advance(12 * HOUR);
    assert_eq!(refused(&ask(&story, "metric=reach").await), (100, Some(33)));
}

#[tokio::test]
async fn posts_are_prepared_and_published_once() {
    let trial = Trial::new().await;
    let (make, publish) = ("/v26.0/me/media", "/v26.0/me/media_publish");
    let picture = json!({"image_url": "https://a.test/a.jpg", "is_carousel_item": true});
    let mut children = Vec::new();
    for _ in 0..2 {
        children.push(text(&trial.post(make, &picture).await.1["id"]));
    }
    let album = json!({"media_type": "CAROUSEL", "children": children, "caption": "both"});
    let album = trial.post(make, &album).await.1["id"].clone();
    let (status, post) = trial.post(publish, &json!({"creation_id": album})).await;
    assert_eq!(status, 200, "{post}");
    let fields = "caption,media_type,children{id}";
    let (_, node) = trial
        .get(&format!("/v26.0/{}?fields={fields}", text(&post["id"])))
        .await;
    assert_eq!(node["media_type"], "CAROUSEL_ALBUM");
    assert_eq!(node["children"]["data"].as_array().unwrap().len(), 2);
    let (_, newest) = trial.get("/v26.0/me/media?limit=1").await;
    assert_eq!(newest["data"][0]["id"], post["id"]);
    let again = trial.post(publish, &json!({"creation_id": album})).await;
    assert_eq!(refused(&again).0, 9007);
    let child = trial
        .post(publish, &json!({"creation_id": children[0]}))
        .await;
    assert_eq!(refused(&child), (100, Some(33)));
    let (_, limit) = trial.get("/v26.0/me/content_publishing_limit").await;
    assert_eq!(limit["data"][0]["quota_usage"], 1);
    let late = trial
        .post(make, &json!({"image_url": "https://a.test/b.jpg"}))
        .await
        .1;
    trial.advance(25 * HOUR);
    let path = format!("/v26.0/{}?fields=status_code", text(&late["id"]));
    assert_eq!(trial.get(&path).await.1["status_code"], "EXPIRED");
    for wrong in [
        json!({}),
        json!({"image_url": "nowhere"}),
        json!({"media_type": "REELS", "image_url": "https://a.test/a.jpg"}),
        json!({"media_type": "CAROUSEL", "children": ["1", "2"]}),
        json!({"media_type": "HOLOGRAM"}),
        json!({"image_url": "https://a.test/a.jpg", "caption": "x".repeat(2_201)}),
    ] {
        assert_eq!(trial.post(make, &wrong).await.0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn ice_breakers_and_menus_keep_to_their_limits() {
    let trial = Trial::new().await;
    let path = "/v26.0/me/messenger_profile";
    let question = json!({"question": "Where?", "payload": "W"});
    let entry = json!({"type": "web_url", "title": "Shop", "url": "https://acme.test"});
    let menu = |entry: &Value| json!([{"locale": "default", "call_to_actions": [entry]}]);
    let mut tall = entry.clone();
    tall["webview_height_ratio"] = json!("full");
    for (body, why) in [
        (json!({}), "neither"),
        (json!({"ice_breakers": []}), "no question"),
        (
            json!({"ice_breakers": vec![question.clone(); 5]}),
            "five questions",
        ),
        (
            json!({"ice_breakers": [{"question": "x".repeat(81), "payload": "W"}]}),
            "long",
        ),
        (
            json!({"ice_breakers": [{"question": "Where?"}]}),
            "no payload",
        ),
        (json!({"ice_breakers": "x"}), "no list"),
        (
            json!({"platform": "messenger", "ice_breakers": [question]}),
            "platform",
        ),
        (json!({"persistent_menu": menu(&tall)}), "Messenger's alone"),
        (
            json!({"persistent_menu": menu(&json!({"type": "nested", "title": "x"}))}),
            "type",
        ),
        (
            json!({"persistent_menu": menu(&json!({"type": "web_url", "title": "x"}))}),
            "no url",
        ),
        (
            json!({"persistent_menu": [{"locale": "fa_IR", "call_to_actions": [entry]}]}),
            "locale",
        ),
    ] {
        assert_eq!(refused(&trial.post(path, &body).await).0, 100, "{why}");
    }
    let both = json!({"ice_breakers": [question], "persistent_menu": menu(&entry)});
    assert_eq!(trial.post(path, &both).await.0, 200);
    // Both login products see the same thread.
    let (_, kept) = trial.get_as(path, &trial.text("page_token")).await;
    assert_eq!(kept["data"].as_array().unwrap().len(), 2, "{kept}");
    let away = format!("{path}?fields=['ice_breakers']");
    assert_eq!(trial.delete(&away).await.1, json!({"result": "success"}));
    let (_, kept) = trial.get(&format!("{path}?fields=ice_breakers")).await;
    assert_eq!(kept["data"], json!([]));
    assert_eq!(refused(&trial.delete(path).await).0, 100);
    assert_eq!(
        refused(&trial.get(&format!("{path}?fields=greeting")).await).0,
        100
    );
}

#[tokio::test]
async fn flows_are_made_changed_and_taken_away() {
    let trial = Trial::new().await;
    let path = "/v26.0/me/welcome_message_flows";
    let flow = json!({"name": "Spring", "welcome_message_flow": [{"message": {"text": "Hi"}}]});
    let id = text(&trial.post(path, &flow).await.1["flow_id"]);
    let new = json!({"flow_id": id, "name": "Summer"});
    assert_eq!(trial.post(path, &new).await.1, json!({"success": true}));
    let (_, one) = trial.get(&format!("{path}?flow_id={id}")).await;
    assert_eq!(one["data"][0]["name"], "Summer");
    assert_eq!(
        refused(&trial.post(path, &json!({"name": "x"})).await).0,
        100
    );
    let away = format!("{path}?flow_id={id}");
    assert_eq!(trial.delete(&away).await.0, 200);
    assert_eq!(refused(&trial.delete(&away).await), (100, Some(33)));
    assert_eq!(trial.get(path).await.1["data"], json!([]));
}

#[tokio::test]
async fn files_are_uploaded_by_address_and_as_they_are() {
    let trial = Trial::new().await;
    let path = "/v26.0/me/message_attachments";
    let body = |kind: &str, url: &str| {
        let attachment = json!({"type": kind, "payload": {"url": url}});
        json!({"message": {"attachment": attachment}})
    };
    let good = trial
        .post(path, &body("video", "https://a.test/a.mp4"))
        .await;
    assert_eq!(good.0, 200, "{}", good.1);
    assert_eq!(
        refused(
            &trial
                .post(path, &body("hologram", "https://a.test/a"))
                .await
        )
        .0,
        100
    );
    assert_eq!(
        refused(&trial.post(path, &body("image", "nowhere")).await),
        (100, Some(2_018_008))
    );
    let file = |kind: &'static str, bytes: usize| {
        let message = json!({"attachment": {"type": "image", "payload": {}}}).to_string();
        let part = reqwest::multipart::Part::bytes(vec![7; bytes])
            .file_name("a")
            .mime_str(kind)
            .unwrap();
        let form = reqwest::multipart::Form::new()
            .text("message", message)
            .part("filedata", part);
        let request = trial.http.post(format!("{}{path}", trial.base));
        answered(request.bearer_auth(trial.text("token")).multipart(form))
    };
    assert_eq!(file("image/png", 3_000_000).await.0, 200);
    assert_eq!(
        refused(&file("audio/mpeg", 10).await),
        (100, Some(2_018_047))
    );
    assert_eq!(
        refused(&file("image/png", 9_000_000).await),
        (100, Some(2_018_109))
    );
}

#[tokio::test]
async fn control_of_a_thread_is_passed_taken_and_ends() {
    let mut trial = Trial::new().await;
    trial.sim.settings(&json!({"routing": true})).unwrap();
    let peer = trial.fixture["peer_id"].clone();
    let control = |name: &str| format!("/v26.0/me/{name}_thread_control");
    let owner = format!("/v26.0/me/thread_owner?recipient={}", text(&peer));
    let owned = |rows: &(u16, Value)| rows.1["data"][0]["thread_owner"]["app_id"].clone();
    assert_eq!(
        trial.get(&owner).await.1["data"],
        json!([]),
        "nobody took it yet"
    );
    let to = json!({"recipient": {"id": peer}, "target_app_id": "1217981644879628",
        "metadata": "a person is wanted"});
    assert_eq!(trial.post(&control("pass"), &to).await.0, 200);
    let told = trial.next().await;
    assert_eq!(
        told.body["entry"][0]["changes"][0]["field"],
        "messaging_handover"
    );
    assert_eq!(
        told.change()["pass_thread_control"]["metadata"],
        "a person is wanted"
    );
    assert_eq!(owned(&trial.get(&owner).await), "1217981644879628");
    assert_eq!(
        refused(&trial.say(&peer, "hi").await),
        (10, Some(2_018_300))
    );
    assert_eq!(
        refused(&trial.post(&control("release"), &to).await),
        (100, Some(2_534_037))
    );
    let path = "/v26.0/me/conversations?platform=instagram&fields=is_owner";
    assert_eq!(trial.get(path).await.1["data"][0]["is_owner"], false);
    assert_eq!(trial.post(&control("request"), &to).await.0, 200);
    assert_eq!(trial.post(&control("take"), &to).await.0, 200);
    assert_eq!(owned(&trial.get(&owner).await), trial.fixture["app_id"]);
    assert_eq!(trial.say(&peer, "back again").await.0, 200);
    // Control ends by itself after a day.
    assert_eq!(trial.post(&control("pass"), &to).await.0, 200);
    trial.advance(23 * HOUR);
    assert_eq!(owned(&trial.get(&owner).await), "1217981644879628");
    trial.advance(2 * HOUR);
    assert_eq!(trial.get(&owner).await.1["data"], json!([]));
    let long = json!({"recipient": {"id": peer}, "duration": 900_000});
    assert_eq!(refused(&trial.post(&control("extend"), &long).await).0, 100);
    let other = json!({"recipient": {"id": "1"}});
    assert_eq!(
        refused(&trial.post(&control("take"), &other).await),
        (100, Some(2_534_014))
    );
}
