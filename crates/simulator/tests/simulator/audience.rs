//! The audience over the control API, and the sameness of two worlds of one seed.

use palette_simulator::Options;
use serde_json::{Value, json};

use crate::common::{DAY, HOUR, Trial, answered, held, text};

/// A day with an audience, sends, faults of the clock and comments; all that the world is then.
async fn lived(seed: u64, looked_at: bool) -> String {
    let trial = Trial::with(Options {
        seed,
        accounts: 2,
        ..held()
    })
    .await;
    for temper in ["calm_day", "giveaway", "viral_reel", "angry_monday"] {
        let tempo = json!({"on": true, "per_minute": 2, "temper": temper});
        trial.control("audience", &tempo).await;
        trial.advance(HOUR / 2);
        let peer = trial.fixture["peer_id"].clone();
        assert_eq!(trial.say(&peer, "سلام").await.0, 200);
        if looked_at {
            for path in ["people", "posts", "state", "sends", "openapi.json"] {
                let url = format!("{}/control/{path}", trial.base);
                assert_eq!(answered(trial.http.get(url)).await.0, 200);
            }
        }
        let comment = json!({"person": "neda", "do": "comment", "text": "قیمت؟"});
        let comment = trial.act(comment)["comment_id"].clone();
        let path = format!("/v26.0/{}/replies", text(&comment));
        assert_eq!(
            trial.post(&path, &json!({"message": "دایرکت"})).await.0,
            200
        );
    }
    serde_json::to_string(&trial.sim.dump().unwrap()).unwrap()
}

#[tokio::test]
async fn the_same_seed_and_acts_give_the_same_world_to_the_byte() {
    let one = lived(7, false).await;
    // To look at a world does not change it.
    let (same, other) = (lived(7, true).await, lived(8, false).await);
    assert!(one.len() > 50_000, "{}", one.len());
    assert!(one == same, "two worlds of one seed differ");
    assert!(one != other);
}

#[tokio::test]
async fn who_gets_no_answer_asks_again_and_gives_up() {
    let trial = Trial::new().await;
    let tempo = json!({"on": true, "per_minute": 3, "temper": "angry_monday"});
    trial.control("audience", &tempo).await;
    trial.advance(2 * HOUR);
    let (_, people) = answered(trial.http.get(format!("{}/control/people", trial.base))).await;
    let unanswered = people["items"].as_array().unwrap().iter();
    let written = unanswered.filter(|one| one["last_from_business"] == json!(false));
    assert!(written.count() > 10);
    trial.control("audience", &json!({"on": false})).await;
    let before = trial.sim.state()["messages"].clone();
    trial.advance(DAY);
    assert_eq!(trial.sim.state()["messages"], before);
}

#[tokio::test]
async fn many_accounts_live_side_by_side() {
    let trial = Trial::new().await;
    let (_, new) = trial
        .control("account", &json!({"add": true, "name": "دوم"}))
        .await;
    let ig_id = text(&new["ig_id"]);
    let (_, token) = trial.control("token", &json!({"account": ig_id})).await;
    let (_, me) = trial
        .get_as(
            "/v26.0/me?fields=user_id,media_count",
            &text(&token["token"]),
        )
        .await;
    assert_eq!(
        (&me["user_id"], &me["media_count"]),
        (&new["ig_id"], &json!(12))
    );
    let act = json!({"account": ig_id, "person": "neda", "do": "message", "text": "سلام"});
    let there = trial.act(act);
    let here = trial.act(json!({"person": "neda", "do": "message", "text": "سلام"}));
    assert_ne!(there["igsid"], here["igsid"]);
    let (status, _) = trial.say(&there["igsid"], "not yours").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_person_is_changed_field_by_field() {
    let trial = Trial::new().await;
    let person = async |body: Value| trial.control("person", &body).await;
    let (_, told) = person(json!({"person": "neda", "patience": 60, "habit": "chatty"})).await;
    assert_eq!(
        (&told["patience"], &told["habit"]),
        (&json!(60), &json!("chatty"))
    );
    let (status, _) = person(json!({"person": "neda", "patience": "long"})).await;
    assert_eq!(status, 400);
    let (_, told) = person(json!({"person": "neda", "blocks": true})).await;
    assert_eq!(
        (&told["patience"], &told["blocks"]),
        (&json!(60), &json!(true))
    );
    assert_eq!(person(json!({})).await.0, 400);
}
