//! The control API: fixture, clock, faults, state file, sameness by seed, the phone page.

use palette_simulator::Options;
use serde_json::{Value, json};

use crate::common::{START, Trial, answered, held, refused, text};

#[tokio::test]
async fn the_fixture_has_what_was_promised_and_a_fresh_code_each_time() {
    let trial = Trial::new().await;
    let ask = || answered(trial.http.get(format!("{}/control/fixture", trial.base)));
    let (_, first) = ask().await;
    for name in [
        "base_url",
        "app_id",
        "app_secret",
        "verify_token",
        "ig_id",
        "username",
        "token",
        "peer_id",
        "comment_id",
        "media_id",
        "code",
        "redirect_uri",
    ] {
        assert!(
            first[name].as_str().is_some_and(|text| !text.is_empty()),
            "{name}"
        );
    }
    let (_, second) = ask().await;
    assert_ne!(first["code"], second["code"]);
    assert_eq!(first["token"], second["token"]);
    assert_eq!(trial.say(&first["peer_id"], "hello").await.0, 200);
}

#[tokio::test]
async fn the_clock_is_held_moved_and_freed() {
    let trial = Trial::new().await;
    let clock = async |body: Value| trial.control("clock", &body).await;
    assert_eq!(
        clock(json!({"advance_ms": 5})).await.1["now_ms"],
        json!(START + 5)
    );
    assert_eq!(
        clock(json!({"set_ms": 77})).await.1["now"],
        "1970-01-01T00:00:00.077Z"
    );
    let (_, freed) = clock(json!({"free": true})).await;
    assert_eq!(freed["held"], json!(false));
    assert!(freed["now_ms"].as_i64().unwrap() > START);
    assert_eq!(clock(json!({"hold": true})).await.1["held"], json!(true));
    assert_eq!(clock(json!({"jump": 1})).await.0, 400);
}

#[tokio::test]
async fn bad_requests_say_what_to_mend() {
    let trial = Trial::new().await;
    let check = async |path: &str, body: Value, field: &str| {
        let (status, told) = trial.control(path, &body).await;
        assert_eq!(
            (status, told["error"]["field"].as_str()),
            (400, Some(field)),
            "{path} {body}"
        );
        assert!(told["error"]["message"].as_str().unwrap().len() > 10);
    };
    check("act", json!({"person": "a", "do": "dance"}), "do").await;
    check("act", json!({"person": "a"}), "do").await;
    check("act", json!({"do": "message", "text": "hi"}), "person").await;
    check("act", json!({"person": "a", "do": "message"}), "text").await;
    check(
        "act",
        json!({"person": "a", "do": "share", "media_id": "1"}),
        "media_id",
    )
    .await;
    check("act", json!({"person": "a", "do": "reaction"}), "mid").await;
    check(
        "act",
        json!({"acts": [{"person": "a", "do": "x"}]}),
        "acts[0].do",
    )
    .await;
    check(
        "act",
        json!({"person": "a", "do": "message", "text": "x", "account": "1"}),
        "account",
    )
    .await;
    let late = json!({"person": "a", "do": "message", "text": "x", "at_ms": i64::MAX});
    check("act", late, "at_ms").await;
    check("clock", json!({"set_ms": i64::MAX}), "body").await;
    check("clock", json!({"advance_ms": i64::MIN}), "body").await;
    check("faults", json!({"kind": "earthquake"}), "faults").await;
    check("audience", json!({"per_minute": 0}), "per_minute").await;
    check("settings", json!({"echo": "loud"}), "settings").await;
    check("webhook", json!({"url": "nowhere"}), "url").await;
    check("media", json!({"type": "PAINTING"}), "type").await;
    let raw = trial
        .http
        .post(format!("{}/control/act", trial.base))
        .body("{not json");
    assert_eq!(answered(raw).await.0, 400);
}

#[tokio::test]
async fn faults_strike_and_heal() {
    let trial = Trial::new().await;
    trial
        .control("faults", &json!({"kind": "error_500", "on": "graph"}))
        .await;
    assert_eq!(trial.get("/me").await.0, 500);
    trial
        .control(
            "faults",
            &json!({"faults": [
                {"kind": "rate_limited", "code": 80002, "status": 429, "on": "/me", "budget": 1},
            ]}),
        )
        .await;
    assert_eq!(refused(&trial.get("/v26.0/me").await), (80002, None));
    assert_eq!(trial.get("/me").await.0, 200);
    trial
        .control("faults", &json!({"kind": "dead_token", "subcode": 463}))
        .await;
    assert_eq!(refused(&trial.get("/me").await), (190, Some(463)));
    let empty = trial.http.post(format!("{}/control/faults", trial.base));
    assert_eq!(answered(empty).await.1, json!({"faults": []}));
    assert_eq!(trial.get("/me").await.0, 200);
}

/// A day of acts, as a list of all that it made.
async fn day(seed: u64) -> Vec<String> {
    let trial = Trial::with(Options { seed, ..held() }).await;
    let mut made = vec![
        trial.fixture["token"].to_string(),
        trial.fixture["media_id"].to_string(),
    ];
    for number in 0..10 {
        let person = format!("p{}", number % 3);
        made.push(
            trial
                .act(json!({"person": person, "do": "message", "text": "hi"}))
                .to_string(),
        );
        made.push(
            trial
                .act(json!({"person": person, "do": "comment", "text": "hi"}))
                .to_string(),
        );
        trial.advance(60_000);
    }
    made
}

#[tokio::test]
async fn the_same_seed_and_acts_give_the_same_world() {
    assert_eq!(day(7).await, day(7).await);
    assert_ne!(day(7).await, day(8).await);
}

#[tokio::test]
async fn the_state_file_carries_the_world_on() {
    let folder = std::env::temp_dir().join(format!("palette-simulator-{}", std::process::id()));
    let file = folder.join("state.json");
    let options = Options {
        state: Some(file.clone()),
        ..held()
    };
    let trial = Trial::with(options.clone()).await;
    let first = trial.act(json!({"person": "ana", "do": "message", "text": "remember me"}));
    let token = trial.text("token");
    trial.sim.shutdown().await.unwrap();

    let trial = Trial::with(Options {
        start_ms: None,
        ..options
    })
    .await;
    assert_eq!(trial.text("token"), token);
    let now = trial.sim.clock(&json!({"advance_ms": 0})).unwrap();
    assert_eq!(
        (&now["now_ms"], &now["held"]),
        (&json!(START), &json!(true))
    );
    let (_, message) = trial
        .get(&format!("/{}?fields=message", text(&first["mid"])))
        .await;
    assert_eq!(message["message"], "remember me");
    let second = trial.act(json!({"person": "ana", "do": "message", "text": "again"}));
    assert_ne!(first["mid"], second["mid"]);
    trial.sim.shutdown().await.unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn reset_grows_the_world_anew() {
    let trial = Trial::new().await;
    trial.act(json!({"person": "ana", "do": "message", "text": "hi"}));
    trial.control("reset", &json!({})).await;
    let state = trial.sim.state();
    assert_eq!(
        (&state["messages"], &state["comments"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(trial.get("/me").await.0, 200);
}

#[tokio::test]
async fn the_audience_writes_while_it_is_on() {
    let mut trial = Trial::new().await;
    trial
        .control("audience", &json!({"on": true, "per_minute": 6000}))
        .await;
    // It lives in the simulated time: a held clock must be moved.
    trial.advance(1_000);
    for _ in 0..20 {
        trial.next().await;
    }
    let (_, tempo) = trial.control("audience", &json!({"on": false})).await;
    let expected = json!({"on": false, "per_minute": 6000.0, "temper": "calm_day"});
    assert_eq!(tempo, expected);
}

#[tokio::test]
async fn a_post_can_be_made_in_the_past_with_a_picture_of_ones_own() {
    let trial = Trial::new().await;
    let body = json!({"caption": "کت تازه", "picture_url": "https://shop.test/c.png", "at_ms": 1});
    let (_, made) = trial.control("media", &body).await;
    let path = format!(
        "/{}?fields=caption,media_url,timestamp",
        text(&made["media_id"])
    );
    let (_, media) = trial.get(&path).await;
    assert_eq!(media["media_url"], "https://shop.test/c.png");
    assert_eq!(media["timestamp"], "1970-01-01T00:00:00+0000");
    let picture = trial.http.get(format!(
        "{}/media/{}.svg",
        trial.base,
        trial.text("media_id")
    ));
    let picture = picture.send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/svg+xml");
    assert!(picture.text().await.unwrap().starts_with("<svg"));
}

#[tokio::test]
async fn onlookers_hear_of_changes() {
    let trial = Trial::new().await;
    let request = trial.http.get(format!("{}/control/events", trial.base));
    let mut stream = request.send().await.unwrap();
    let mut heard = String::new();
    let mut acted = false;
    while !heard.contains("\"thread\"") {
        let part = tokio::time::timeout(std::time::Duration::from_secs(10), stream.chunk()).await;
        heard.push_str(&String::from_utf8_lossy(&part.unwrap().unwrap().unwrap()));
        if heard.contains("hello") && !acted {
            acted = true;
            trial.act(json!({"person": "ana", "do": "message", "text": "hi"}));
        }
    }
    assert!(heard.contains("\"person\":\"ana\""), "{heard}");
}

#[tokio::test]
async fn the_phone_page_and_its_files_are_served_under_a_strict_policy() {
    let trial = Trial::new().await;
    let mut waiting = vec!["/phone".to_owned()];
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        let answer = trial
            .http
            .get(format!("{}{path}", trial.base))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(policy.starts_with("default-src 'self'"), "{path}: {policy}");
        let body = answer.text().await.unwrap();
        assert!(!body.contains("innerHTML"), "{path}");
        for piece in body.split(['"', '\'']) {
            let file = piece
                .strip_prefix("./")
                .map(|name| format!("/phone/{name}"));
            let file = file.unwrap_or_else(|| piece.to_owned());
            let asset =
                file.starts_with("/phone/") && (file.ends_with(".js") || file.ends_with(".css"));
            if asset && !seen.contains(&file) {
                seen.push(file.clone());
                waiting.push(file);
            }
        }
    }
    assert!(seen.len() >= 7, "{seen:?}");
}

#[tokio::test]
async fn callbacks_are_signed() {
    let trial = Trial::new().await;
    let (_, sent) = trial
        .control("callback", &json!({"url": trial.webhook}))
        .await;
    assert_eq!(sent["status"], json!(200));
    assert_eq!(text(&sent["signed_request"]).split('.').count(), 2);
}
