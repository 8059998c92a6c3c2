//! Every fixture of reading is answered, with the same keys and types.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::common::{Trial, answered, fixture, same_shape, text};

/// The fixtures that are held here.
pub const HELD: &[&str] = &[
    "graph-app-token",
    "graph-attachment-uploaded",
    "graph-batch",
    "graph-container-made",
    "graph-container-status",
    "graph-debug-token",
    "graph-debug-token-dead",
    "graph-error-not-owner",
    "graph-error-proof",
    "graph-error-routing",
    "graph-error-story-viewers",
    "graph-error-subfields",
    "graph-error-version",
    "graph-facebook-error-code",
    "graph-facebook-error-redirect",
    "graph-facebook-page",
    "graph-ids",
    "graph-insights-account-demographics",
    "graph-insights-account-series",
    "graph-insights-account-total",
    "graph-insights-error-breakdown",
    "graph-insights-error-metric",
    "graph-insights-error-surface",
    "graph-insights-error-type",
    "graph-insights-media",
    "graph-live-media",
    "graph-media-album",
    "graph-media-no-url",
    "graph-media-page-middle",
    "graph-media-with-comments",
    "graph-mentioned-comment",
    "graph-mentioned-media",
    "graph-messenger-profile-ice-breakers",
    "graph-messenger-profile-menu",
    "graph-messenger-profile-set",
    "graph-permissions",
    "graph-profile-bare",
    "graph-published",
    "graph-publishing-limit",
    "graph-stories",
    "graph-thread-owner",
    "graph-welcome-flow-made",
    "graph-welcome-flows",
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
        if let Some(error) = expected["body"].get("error") {
            for key in ["code", "error_subcode", "type"] {
                assert_eq!(error.get(key), answer.1["error"].get(key), "{name} {key}");
            }
        }
        self.done.insert(name);
    }

    async fn get(&mut self, name: &str, path: &str) -> Value {
        let answer = self.trial.get(path).await;
        self.hold(name, &answer);
        answer.1
    }

    async fn get_as(&mut self, name: &str, path: &str, token: &str) -> Value {
        let answer = self.trial.get_as(path, token).await;
        self.hold(name, &answer);
        answer.1
    }

    async fn post(&mut self, name: &str, path: &str, body: Value) -> Value {
        let answer = self.trial.post(path, &body).await;
        self.hold(name, &answer);
        answer.1
    }
}

#[tokio::test]
async fn what_is_read_has_the_shapes_of_the_fixtures() {
    let trial = Trial::new().await;
    let mut check = Check {
        trial: &trial,
        done: BTreeSet::new(),
    };
    media(&mut check).await;
    ways_of_asking(&mut check).await;
    insights(&mut check).await;
    publishing(&mut check).await;
    settings_of_the_thread(&mut check).await;
    mentions_and_control(&mut check).await;
    facebook(&mut check).await;
    for name in HELD {
        assert!(check.done.contains(*name), "{name} is answered by no test");
    }
}

async fn media(check: &mut Check<'_>) {
    let trial = check.trial;
    let (_, posts) = trial.get("/v26.0/me/media?fields=media_type").await;
    let posts = posts["data"].as_array().unwrap();
    let album = posts
        .iter()
        .find(|one| one["media_type"] == "CAROUSEL_ALBUM");
    let album = text(&album.unwrap()["id"]);
    let fields = "id,media_type,children{id,media_type,media_url}";
    check
        .get("media-album", &format!("/v26.0/{album}?fields={fields}"))
        .await;
    let media = trial.text("media_id");
    trial.act(json!({"person": "a", "do": "comment", "text": "price?", "media_id": media}));
    let fields = "id,comments.limit(1){text,from}";
    check
        .get(
            "media-with-comments",
            &format!("/v26.0/{media}?fields={fields}"),
        )
        .await;
    let (_, first) = trial.get("/v26.0/me/media?limit=1").await;
    let after = text(&first["paging"]["cursors"]["after"]);
    check
        .get(
            "media-page-middle",
            &format!("/v26.0/me/media?limit=1&after={after}"),
        )
        .await;
    let fields = "id,media_type,media_product_type,timestamp";
    check
        .get("stories", &format!("/v26.0/me/stories?fields={fields}"))
        .await;
    trial.control("media", &json!({"type": "LIVE"})).await;
    check
        .get(
            "live-media",
            &format!("/v26.0/me/live_media?fields={fields}"),
        )
        .await;
    let held = trial
        .control(
            "media",
            &json!({"caption": "a song", "type": "REELS", "copyrighted": true}),
        )
        .await
        .1;
    let fields = "id,media_type,permalink,media_url";
    check
        .get(
            "media-no-url",
            &format!("/v26.0/{}?fields={fields}", text(&held["id"])),
        )
        .await;
}

async fn ways_of_asking(check: &mut Check<'_>) {
    let trial = check.trial;
    let (ig_id, media) = (trial.text("ig_id"), trial.text("media_id"));
    let both = format!("{ig_id},{media}");
    let (status, answer) = trial
        .get(&format!("/v26.0/?ids={both}&fields=id,username"))
        .await;
    // The keys are the ids that were asked for.
    let expected = fixture("graph-ids");
    let named = json!({
        "17841400000000001": answer[&ig_id], "17918000000000001": answer[&media],
    });
    assert_eq!(status, 200);
    same_shape("graph-ids", &expected["body"], &named);
    check.done.insert("graph-ids".to_owned());

    let batch = fixture("graph-batch")["request"]["body"].clone();
    let answer = check.post("batch", "/v26.0/", batch).await;
    for (got, expected) in answer
        .as_array()
        .unwrap()
        .iter()
        .zip(fixture("graph-batch")["body"].as_array().unwrap())
    {
        assert_eq!(got["code"], expected["code"]);
        let body = |one: &Value| serde_json::from_str::<Value>(&text(&one["body"])).unwrap();
        same_shape("graph-batch", &body(expected), &body(got));
    }
    check
        .get("error-subfields", "/v26.0/me?fields=username{length}")
        .await;
    check
        .get("error-proof", "/v26.0/me?appsecret_proof=00")
        .await;
    trial
        .sim
        .settings(&json!({"old_versions": "refused"}))
        .unwrap();
    check.get("error-version", "/v3.2/me").await;
    trial
        .sim
        .settings(&json!({"old_versions": "raised"}))
        .unwrap();
}

async fn insights(check: &mut Check<'_>) {
    let trial = check.trial;
    let media = trial.text("media_id");
    for (name, query) in [
        ("account-series", "metric=reach&period=day"),
        (
            "account-total",
            "metric=reach&period=day&metric_type=total_value&breakdown=media_product_type",
        ),
        (
            "account-demographics",
            "metric=follower_demographics&period=lifetime&metric_type=total_value&\
             timeframe=this_month&breakdown=country",
        ),
        ("error-type", "metric=views&period=day"),
        ("error-metric", "metric=fame&period=day"),
        (
            "error-breakdown",
            "metric=views&period=day&metric_type=total_value&breakdown=age",
        ),
    ] {
        check
            .get(
                &format!("insights-{name}"),
                &format!("/v26.0/me/insights?{query}"),
            )
            .await;
    }
    check
        .get(
            "insights-media",
            &format!("/v26.0/{media}/insights?metric=reach,saved"),
        )
        .await;
    check
        .get(
            "insights-error-surface",
            &format!("/v26.0/{media}/insights?metric=reels_skip_rate"),
        )
        .await;
    let story = trial.control("media", &json!({"type": "STORY"})).await.1;
    check
        .get(
            "error-story-viewers",
            &format!("/v26.0/{}/insights?metric=reach", text(&story["id"])),
        )
        .await;
    check
        .get(
            "publishing-limit",
            "/v26.0/me/content_publishing_limit?fields=config,quota_usage",
        )
        .await;
}

async fn publishing(check: &mut Check<'_>) {
    let of = |name: &str| fixture(&format!("graph-{name}"))["request"]["body"].clone();
    let made = check
        .post("container-made", "/v26.0/me/media", of("container-made"))
        .await;
    let id = text(&made["id"]);
    check
        .get(
            "container-status",
            &format!("/v26.0/{id}?fields=status_code,status"),
        )
        .await;
    let body = json!({"creation_id": id});
    check
        .post("published", "/v26.0/me/media_publish", body)
        .await;
}

async fn settings_of_the_thread(check: &mut Check<'_>) {
    let of = |name: &str| fixture(&format!("graph-{name}"))["request"]["body"].clone();
    let path = "/v26.0/me/messenger_profile";
    check
        .post("messenger-profile-set", path, of("messenger-profile-set"))
        .await;
    let menu = &fixture("graph-messenger-profile-menu")["body"]["data"][0]["persistent_menu"];
    let body = json!({"platform": "instagram", "persistent_menu": menu});
    check.post("messenger-profile-set", path, body).await;
    check
        .get(
            "messenger-profile-ice-breakers",
            &format!("{path}?fields=ice_breakers"),
        )
        .await;
    check
        .get(
            "messenger-profile-menu",
            &format!("{path}?fields=persistent_menu"),
        )
        .await;
    check
        .post(
            "attachment-uploaded",
            "/v26.0/me/message_attachments",
            of("attachment-uploaded"),
        )
        .await;
    let path = "/v26.0/me/welcome_message_flows";
    check
        .post("welcome-flow-made", path, of("welcome-flow-made"))
        .await;
    check.get("welcome-flows", path).await;
}

async fn mentions_and_control(check: &mut Check<'_>) {
    let trial = check.trial;
    let made = trial.act(json!({"person": "jane.d", "do": "mention", "text": "@us look"}));
    let comment = text(&made["comment_id"]);
    let fields = format!("mentioned_comment.comment_id({comment}){{text,timestamp,media{{id}}}}");
    check
        .get("mentioned-comment", &format!("/v26.0/me?fields={fields}"))
        .await;
    let made = trial.act(json!({"person": "jane.d", "do": "mention"}));
    let media = text(&made["media_id"]);
    let fields =
        format!("mentioned_media.media_id({media}){{caption,media_type,timestamp,username}}");
    check
        .get("mentioned-media", &format!("/v26.0/me?fields={fields}"))
        .await;
    let nameless = json!({"person": "nameless", "name": "", "do": "message", "text": "hi"});
    let igsid = text(&trial.act(nameless)["igsid"]);
    let fields = "name,username,profile_pic";
    check
        .get("profile-bare", &format!("/v26.0/{igsid}?fields={fields}"))
        .await;
    let page = trial.text("page_token");
    let peer = trial.text("peer_id");
    let to = json!({"recipient": {"id": peer}, "target_app_id": "1217981644879628"});
    let control = |name: &str| format!("/v26.0/me/{name}_thread_control");
    let answer = trial.post_as(&control("take"), &to, &page).await;
    check.hold("error-routing", &answer);
    trial.sim.settings(&json!({"routing": true})).unwrap();
    assert_eq!(trial.post_as(&control("pass"), &to, &page).await.0, 200);
    let path = format!("/v26.0/me/thread_owner?recipient={peer}");
    check.get_as("thread-owner", &path, &page).await;
    let answer = trial.post_as(&control("pass"), &to, &page).await;
    check.hold("error-not-owner", &answer);
    trial.sim.settings(&json!({"routing": false})).unwrap();
}

async fn facebook(check: &mut Check<'_>) {
    let trial = check.trial;
    let (id, secret) = (
        trial.text("facebook_app_id"),
        trial.text("facebook_app_secret"),
    );
    let base = format!("/v26.0/oauth/access_token?client_id={id}&client_secret={secret}");
    let app = check
        .get(
            "app-token",
            &format!("{base}&grant_type=client_credentials"),
        )
        .await;
    let app = text(&app["access_token"]);
    let consent = |redirect: &str| {
        let url = format!("{}/v26.0/dialog/oauth", trial.base);
        let form = [
            ("client_id", id.clone()),
            ("redirect_uri", redirect.to_owned()),
            (
                "scope",
                "instagram_basic,pages_show_list,instagram_manage_comments".to_owned(),
            ),
            ("decision", "allow".to_owned()),
            ("scope_1", "on".to_owned()),
        ];
        trial.http.post(url).form(&form).send()
    };
    let answer = consent("https://shop.example/back").await.unwrap();
    let address = answer.headers()["location"].to_str().unwrap().to_owned();
    let code = address.split(['=', '&', '#']).nth(1).unwrap().to_owned();
    let path = format!("{base}&code={code}&redirect_uri=https://shop.example/");
    let answer = answered(trial.http.get(format!("{}{path}other", trial.base))).await;
    check.hold("facebook-error-redirect", &answer);
    let (_, token) = answered(trial.http.get(format!("{}{path}back", trial.base))).await;
    let token = text(&token["access_token"]);
    let answer = answered(trial.http.get(format!("{}{path}back", trial.base))).await;
    check.hold("facebook-error-code", &answer);
    let rows = check
        .get_as("permissions", "/v26.0/me/permissions", &token)
        .await;
    assert_eq!(rows["data"][2]["status"], "declined", "{rows}");
    let path = format!("/v26.0/debug_token?input_token={token}");
    check.get_as("debug-token", &path, &app).await;
    trial.control("token", &json!({"kill": token})).await;
    check.get_as("debug-token-dead", &path, &app).await;
    let fields = "name,instagram_business_account{id,username}";
    let path = format!("/v26.0/{}?fields={fields}", trial.text("page_id"));
    check
        .get_as("facebook-page", &path, &trial.text("page_token"))
        .await;
}
