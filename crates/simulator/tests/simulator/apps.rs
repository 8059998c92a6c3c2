//! Apps and what was granted to them: proofs, app tokens, permissions, the Pages of a user.

use palette_simulator::{Options, signature};
use serde_json::{Value, json};

use crate::common::{DAY, HOUR, Trial, answered, held, refused, text};

/// `appsecret_proof` for a text.
fn proof(secret: &str, message: &str) -> String {
    signature(secret, message.as_bytes()).replace("sha256=", "")
}

#[tokio::test]
async fn a_proof_of_the_secret_is_checked_and_can_be_demanded() {
    let trial = Trial::new().await;
    let (token, page) = (trial.text("token"), trial.text("page_token"));
    let (own, facebook) = (trial.text("app_secret"), trial.text("facebook_app_secret"));
    let check = |token: String, proof: String, code: i64| {
        let trial = &trial;
        async move {
            let answer = trial
                .get_as(&format!("/v26.0/me?appsecret_proof={proof}"), &token)
                .await;
            assert_eq!(refused(&answer).0, code, "{}", answer.1);
        }
    };
    check(token.clone(), proof(&own, &token), 0).await;
    check(page.clone(), proof(&facebook, &page), 0).await;
    check(token.clone(), proof(&facebook, &token), 100).await;
    check(token.clone(), String::new(), 100).await;
    let timed = proof(&own, &format!("{token}|1790000000"));
    check(
        token.clone(),
        format!("{timed}&appsecret_time=1790000000"),
        0,
    )
    .await;
    check(token.clone(), timed, 100).await;
    trial
        .sim
        .settings(&json!({"appsecret_proof": true}))
        .unwrap();
    let answer = trial.get("/v26.0/me").await;
    assert_eq!(refused(&answer).0, 100);
    assert!(
        answer.1.to_string().contains("require an appsecret_proof"),
        "{}",
        answer.1
    );
    check(token.clone(), proof(&own, &token), 0).await;
}

#[tokio::test]
async fn a_token_of_the_app_speaks_for_nobody() {
    let trial = Trial::new().await;
    let app = format!("{}|{}", trial.text("app_id"), trial.text("app_secret"));
    assert_eq!(refused(&trial.get_as("/v26.0/me", &app).await).0, 2500);
    let ig_id = trial.text("ig_id");
    let other = trial.get_as(&format!("/v26.0/{ig_id}"), &app).await;
    assert_eq!(refused(&other), (100, Some(33)));
    let (_, node) = trial.get_as("/v26.0/app?fields=id,name", &app).await;
    assert_eq!(node["id"], trial.fixture["app_id"]);
    let (_, own) = trial.get("/v26.0/app").await;
    assert_eq!(own["id"], trial.fixture["app_id"]);
    let wrong = format!("{}|wrong", trial.text("app_id"));
    assert_eq!(refused(&trial.get_as("/v26.0/app", &wrong).await).0, 190);
}

#[tokio::test]
async fn a_token_is_looked_into_by_its_own_app_only() {
    let trial = Trial::new().await;
    let own = format!("{}|{}", trial.text("app_id"), trial.text("app_secret"));
    let (id, secret) = (
        trial.text("facebook_app_id"),
        trial.text("facebook_app_secret"),
    );
    let other = format!("{id}|{secret}");
    let path = format!("/v26.0/debug_token?input_token={}", trial.text("token"));
    let (_, seen) = trial.get_as(&path, &own).await;
    assert_eq!(seen["data"]["is_valid"], true);
    assert_eq!(seen["data"]["type"], "USER");
    assert_eq!(refused(&trial.get_as(&path, &other).await), (100, None));
    // A token shows itself, too.
    assert_eq!(trial.get(&path).await.1["data"]["is_valid"], true);
    let page = format!(
        "/v26.0/debug_token?input_token={}",
        trial.text("page_token")
    );
    let (_, page) = trial.get_as(&page, &other).await;
    assert_eq!(page["data"]["type"], "PAGE");
    assert_eq!(page["data"]["expires_at"], 0);
    assert_eq!(page["data"]["profile_id"], trial.fixture["page_id"]);
    let (_, none) = trial
        .get_as("/v26.0/debug_token?input_token=rubbish", &own)
        .await;
    assert_eq!(none["data"]["is_valid"], false);
    trial.advance(61 * DAY);
    let (_, late) = trial.get_as(&path, &own).await;
    assert_eq!(late["data"]["is_valid"], false);
    assert_eq!(late["data"]["error"]["subcode"], 463);
    assert_eq!(
        refused(&trial.get_as("/v26.0/debug_token", &own).await),
        (100, None)
    );
}

#[tokio::test]
async fn what_was_not_granted_is_refused_as_the_simulator_is_set() {
    let trial = Trial::new().await;
    let narrow = json!({"scopes": ["instagram_business_basic"]});
    let token = text(&trial.control("token", &narrow).await.1["token"]);
    let media = trial.text("media_id");
    let paths = [
        format!("/v26.0/{media}/comments"),
        format!("/v26.0/{media}?fields=comments{{text}}"),
        format!("/v26.0/{media}/insights?metric=reach"),
        "/v26.0/me/insights?metric=reach&period=day".to_owned(),
        "/v26.0/me/conversations?platform=instagram".to_owned(),
        "/v26.0/me/messenger_profile".to_owned(),
        "/v26.0/me/content_publishing_limit".to_owned(),
        format!("/v26.0/{}", trial.text("peer_id")),
    ];
    for path in &paths {
        let answer = trial.get_as(path, &token).await;
        assert_eq!(
            (answer.0, refused(&answer)),
            (400, (10, None)),
            "{path} {}",
            answer.1
        );
    }
    trial
        .sim
        .settings(&json!({"permission_code": 200, "permission_status": 403}))
        .unwrap();
    for path in &paths {
        let answer = trial.get_as(path, &token).await;
        assert_eq!((answer.0, refused(&answer).0), (403, 200), "{path}");
    }
    assert!(trial.violations()["permission"].as_i64().unwrap() >= 16);
    assert_eq!(trial.get_as("/v26.0/me/media", &token).await.0, 200);
}

#[tokio::test]
async fn a_person_takes_back_one_permission_or_the_whole_app() {
    let trial = Trial::new().await;
    let kind = json!({"kind": "facebook_long"});
    let token = text(&trial.control("token", &kind).await.1["token"]);
    let (_, pages) = trial.get_as("/v26.0/me/accounts", &token).await;
    let page = text(&pages["data"][0]["access_token"]);
    let media = trial.text("media_id");
    let comments = format!("/v26.0/{media}/comments");
    assert_eq!(trial.get_as(&comments, &page).await.0, 200);
    let url = |path: &str| format!("{}/v26.0/me/permissions{path}", trial.base);
    let revoke = |path: &str| trial.http.delete(url(path)).bearer_auth(&token);
    let (status, _) = answered(revoke("/instagram_manage_comments")).await;
    assert_eq!(status, 200);
    assert_eq!(refused(&trial.get_as(&comments, &page).await).0, 10);
    let (_, row) = trial
        .get_as("/v26.0/me/permissions/instagram_manage_comments", &token)
        .await;
    assert_eq!(row["data"][0]["status"], "declined");
    assert_eq!(answered(revoke("/never_granted")).await.0, 400);
    assert_eq!(answered(revoke("")).await.0, 200);
    for dead in [&token, &page] {
        assert_eq!(
            refused(&trial.get_as("/v26.0/me", dead).await),
            (190, Some(458))
        );
    }
    // The other login product's token lives on.
    assert_eq!(trial.get("/v26.0/me").await.0, 200);
}

/// A user's token for the first and the third of three Pages, got as a browser and an OAuth
/// library get it.
async fn token_for_two_pages(trial: &Trial) -> String {
    let id = trial.text("facebook_app_id");
    let back = "https://shop.example/back";
    let form = [
        ("client_id", id.as_str()),
        ("redirect_uri", back),
        (
            "scope",
            "pages_show_list,instagram_basic,instagram_manage_comments",
        ),
        ("decision", "allow"),
        ("scope_1", "on"),
        ("page_0", "on"),
        ("page_2", "on"),
        ("return_scopes", "true"),
    ];
    let url = format!("{}/v26.0/dialog/oauth", trial.base);
    let answer = trial.http.post(&url).form(&form).send().await.unwrap();
    let address = url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let parameter = |name: &str| {
        let found = address.query_pairs().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    assert_eq!(
        parameter("granted_scopes"),
        "pages_show_list,instagram_basic"
    );
    assert_eq!(parameter("denied_scopes"), "instagram_manage_comments");
    let exchange = [
        ("client_id", id.clone()),
        ("client_secret", trial.text("facebook_app_secret")),
        ("redirect_uri", back.to_owned()),
        ("grant_type", "authorization_code".to_owned()),
        ("code", parameter("code")),
    ];
    let url = format!("{}/oauth/access_token", trial.base);
    let (_, token) = answered(trial.http.post(url).form(&exchange)).await;
    text(&token["access_token"])
}

#[tokio::test]
async fn a_user_with_many_pages_chooses_and_each_token_reaches_its_own() {
    let trial = Trial::with(Options {
        accounts: 3,
        ..held()
    })
    .await;
    let token = token_for_two_pages(&trial).await;
    let fields = "id,access_token,instagram_business_account{username}";
    let (_, pages) = trial
        .get_as(&format!("/v26.0/me/accounts?fields={fields}"), &token)
        .await;
    let pages = pages["data"].as_array().unwrap().clone();
    assert_eq!(pages.len(), 2, "{pages:?}");
    let other = text(&pages[1]["instagram_business_account"]["id"]);
    let media = format!("/v26.0/{other}/media");
    let page = |place: usize| text(&pages[place]["access_token"]);
    assert_eq!(trial.get_as(&media, &token).await.0, 200);
    assert_eq!(trial.get_as(&media, &page(1)).await.0, 200);
    assert_eq!(
        refused(&trial.get_as(&media, &page(0)).await),
        (100, Some(33))
    );
    // A Page token of a short-lived user token ends with it; of a long-lived one it stays.
    trial.advance(2 * HOUR);
    assert_eq!(
        refused(&trial.get_as(&media, &page(1)).await),
        (190, Some(463))
    );
    let fields = "business_discovery.username(nilgoon.wear){followers_count,media{caption}}";
    let (_, found) = trial
        .get_as(
            &format!("/v26.0/{}?fields={fields}", trial.text("ig_id")),
            &trial.text("page_token"),
        )
        .await;
    assert!(
        found["business_discovery"]["media"]["data"].is_array(),
        "{found}"
    );
}

#[tokio::test]
async fn a_dialog_without_scopes_tells_who_somebody_is() {
    let trial = Trial::new().await;
    let form = [
        ("client_id", trial.text("facebook_app_id")),
        ("redirect_uri", "https://shop.example/back".to_owned()),
        ("decision", "allow".to_owned()),
    ];
    let url = format!("{}/v3.2/dialog/oauth", trial.base);
    let answer = trial.http.post(&url).form(&form).send().await.unwrap();
    let address = answer.headers()["location"].to_str().unwrap();
    assert!(
        address.contains("code=") && address.ends_with("#_=_"),
        "{address}"
    );
    let kind = json!({"kind": "facebook_long", "scopes": ["public_profile"]});
    let token = text(&trial.control("token", &kind).await.1["token"]);
    let fields = "id,name,first_name,last_name,picture{url},email,gender";
    let (_, me) = trial
        .get_as(&format!("/v3.2/me?fields={fields}"), &token)
        .await;
    assert!(me["picture"]["data"]["url"].is_string(), "{me}");
    assert_eq!(me.get("email"), None::<&Value>);
    for edge in ["accounts", "businesses"] {
        let (_, list) = trial.get_as(&format!("/v26.0/me/{edge}"), &token).await;
        assert_eq!(list["data"], json!([]), "{edge}");
    }
}

#[tokio::test]
async fn a_code_of_facebook_lives_an_hour_and_is_taken_once() {
    let trial = Trial::new().await;
    let id = trial.text("facebook_app_id");
    let back = "https://shop.example/back";
    let code = || async {
        let form = [
            ("client_id", id.as_str()),
            ("redirect_uri", back),
            ("decision", "allow"),
        ];
        let url = format!("{}/v26.0/dialog/oauth", trial.base);
        let answer = trial.http.post(&url).form(&form).send().await.unwrap();
        let address = url::Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
        let code = address.query_pairs().find(|(name, _)| name == "code");
        code.unwrap().1.into_owned()
    };
    let secret = trial.text("facebook_app_secret");
    let exchange = |query: String| {
        let base = format!(
            "{}/v26.0/oauth/access_token?redirect_uri={back}",
            trial.base
        );
        let url = format!("{base}&client_id={id}&client_secret={secret}&{query}");
        answered(trial.http.get(url))
    };
    let late = code().await;
    trial.advance(HOUR);
    assert_eq!(refused(&exchange(format!("code={late}")).await).0, 100);
    let fresh = code().await;
    trial.advance(HOUR - 1);
    assert_eq!(exchange(format!("code={fresh}")).await.0, 200);
    let again = exchange(format!("code={fresh}")).await;
    assert_eq!(refused(&again), (100, Some(36_009)));
    assert_eq!(refused(&exchange(String::new()).await), (1, None));
    // The code of one login product is nothing to the other.
    let other = trial.text("code");
    assert_eq!(refused(&exchange(format!("code={other}")).await).0, 100);
}
