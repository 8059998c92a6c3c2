//! What Meta tells an app that somebody left: deauthorise and data deletion.

use axum::extract::Form;
use axum::routing::post;
use palette_simulator::signed_request;
use serde_json::{Value, json};

use crate::common::{START, Trial, answered, refused, text};

/// A product with both callbacks; its address.
async fn product() -> String {
    async fn deletion(Form(form): Form<Vec<(String, String)>>) -> axum::Json<Value> {
        assert_eq!(form[0].0, "signed_request");
        axum::Json(json!({"url": "https://shop.test/d?id=a1", "confirmation_code": "a1"}))
    }
    let router = axum::Router::new()
        .route("/leave", post(async || "ok"))
        .route("/delete", post(deletion));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    base
}

#[tokio::test]
async fn who_leaves_is_told_signed_and_the_answer_is_kept() {
    let trial = Trial::new().await;
    let base = product().await;
    let urls = json!({
        "deauthorize_url": format!("{base}/leave"), "data_deletion_url": format!("{base}/delete"),
    });
    trial.sim.settings(&urls).unwrap();
    let (status, told) = trial
        .control("callback", &json!({"kind": "data_deletion"}))
        .await;
    assert_eq!((status, &told["problem"]), (200, &Value::Null), "{told}");
    assert_eq!(told["user_id"], trial.fixture["app_scoped_id"]);
    let expected = signed_request(&trial.text("app_secret"), &text(&told["user_id"]), START);
    assert_eq!(told["signed_request"], expected.as_str());
    // The other id, and an answer that Meta would not take.
    trial
        .sim
        .settings(&json!({"signed_request_id": "ig_id"}))
        .unwrap();
    let wrong = json!({"kind": "data_deletion", "url": format!("{base}/leave")});
    let (_, told) = trial.control("callback", &wrong).await;
    assert_eq!(told["user_id"], trial.fixture["ig_id"]);
    assert_eq!(told["problem"], "the answer is not JSON");
    // Leaving kills the tokens of that login product, and of that alone.
    trial
        .control("callback", &json!({"kind": "deauthorize"}))
        .await;
    assert_eq!(refused(&trial.get("/v26.0/me").await), (190, Some(458)));
    assert_eq!(
        trial.get_as("/v26.0/me", &trial.text("page_token")).await.0,
        200
    );
    let kept = trial.http.get(format!("{}/control/callback", trial.base));
    let (_, kept) = answered(kept).await;
    let kinds: Vec<&Value> = kept["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(kinds, ["data_deletion", "data_deletion", "deauthorize"]);
    let nowhere = json!({"kind": "deauthorize", "url": "http://127.0.0.1:1/x"});
    assert_eq!(trial.control("callback", &nowhere).await.0, 400);
    assert_eq!(
        trial
            .control("callback", &json!({"kind": "farewell"}))
            .await
            .0,
        400
    );
}
