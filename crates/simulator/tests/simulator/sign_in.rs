//! Both login products, step by step.

use crate::common::{DAY, HOUR, Trial, answered, fixture, held, refused, same_shape, text};
use palette_simulator::Options;
use serde_json::{Value, json};

const BACK: &str = "https://shop.example/oauth/callback";

fn exchange_form(trial: &Trial, code: &str) -> Vec<(&'static str, String)> {
    vec![
        ("client_id", trial.text("app_id")),
        ("client_secret", trial.text("app_secret")),
        ("grant_type", "authorization_code".to_owned()),
        ("redirect_uri", BACK.to_owned()),
        ("code", code.to_owned()),
    ]
}

async fn exchange(trial: &Trial, form: &[(&'static str, String)]) -> (u16, Value) {
    answered(
        trial
            .http
            .post(format!("{}/oauth/access_token", trial.base))
            .form(form),
    )
    .await
}

/// Goes through the consent page as a browser does, and gives where it leads.
async fn consent(
    trial: &Trial,
    path: &str,
    query: &[(&str, &str)],
    form: &[(&str, &str)],
) -> String {
    let url = format!("{}{path}", trial.base);
    let page = trial.http.get(&url).query(query).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("'self'")
    );
    let html = page.text().await.unwrap();
    assert!(
        html.contains("Allow") && html.contains("checkbox"),
        "{html}"
    );
    let mut all = query.to_vec();
    all.extend(form);
    let answer = trial.http.post(&url).form(&all).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    answer.headers()["location"].to_str().unwrap().to_owned()
}

fn parameter(address: &str, name: &str) -> String {
    let url = url::Url::parse(address).unwrap();
    let found = url.query_pairs().find(|(known, _)| known == name);
    found
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[tokio::test]
async fn instagram_login_from_the_page_to_a_refreshed_token() {
    let trial = Trial::new().await;
    let app_id = trial.text("app_id");
    let scope = "instagram_business_basic,instagram_business_manage_messages,\
                 instagram_business_manage_comments";
    let query = [
        ("client_id", app_id.as_str()),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", scope),
        ("state", "x/y z"),
    ];
    // The third scope is declined.
    let form = [("decision", "allow"), ("scope_1", "on")];
    let address = consent(&trial, "/oauth/authorize", &query, &form).await;
    assert!(
        address.starts_with(BACK) && address.ends_with("#_"),
        "{address}"
    );
    assert_eq!(parameter(&address, "state"), "x/y z");
    let code = parameter(&address, "code");

    let glued = exchange(&trial, &exchange_form(&trial, &format!("{code}#_"))).await;
    assert_eq!(glued.0, 400);
    let (status, short) = exchange(&trial, &exchange_form(&trial, &code)).await;
    assert_eq!(status, 200);
    same_shape(
        "oauth-code-flat",
        &fixture("graph-oauth-code-flat")["body"],
        &short,
    );
    assert_eq!(short["user_id"].to_string(), trial.text("app_scoped_id"));
    assert_eq!(short["permissions"].as_array().unwrap().len(), 2);
    let (status, again) = exchange(&trial, &exchange_form(&trial, &code)).await;
    assert_eq!(
        (status, &again),
        (400, &fixture("graph-oauth-error-code")["body"])
    );

    let path = format!(
        "/access_token?grant_type=ig_exchange_token&client_secret={}",
        trial.text("app_secret")
    );
    let (status, long) = trial.get_as(&path, &text(&short["access_token"])).await;
    assert_eq!(status, 200);
    same_shape("token-long", &fixture("graph-token-long")["body"], &long);
    let token = text(&long["access_token"]);
    let (_, me) = trial
        .get_as(
            "/v26.0/me?fields=user_id,id,username,name,account_type",
            &token,
        )
        .await;
    same_shape("me-flat", &fixture("graph-me-flat")["body"], &me);
    assert_eq!(me["user_id"], trial.fixture["ig_id"]);
}

#[tokio::test]
async fn a_long_token_is_refreshed_after_a_day_and_before_its_end() {
    let trial = Trial::new().await;
    let token = trial.text("token");
    let refresh = "/refresh_access_token?grant_type=ig_refresh_token";
    assert_eq!(trial.get_as(refresh, &token).await.0, 400);
    trial.advance(DAY);
    let (status, renewed) = trial.get_as(refresh, &token).await;
    assert_eq!((status, &renewed["access_token"]), (200, &json!(token)));
    same_shape(
        "token-refresh",
        &fixture("graph-token-refresh")["body"],
        &renewed,
    );
    trial.advance(60 * DAY);
    assert_eq!(
        refused(&trial.get_as(refresh, &token).await),
        (190, Some(463))
    );
    assert_eq!(
        trial.violations(),
        json!({"refresh_too_early": 1, "token": 1})
    );
    let (_, short) = trial
        .control("token", &json!({"kind": "instagram_short"}))
        .await;
    let short = text(&short["token"]);
    assert_eq!(trial.get_as("/me", &short).await.0, 200);
    trial.advance(HOUR);
    assert_eq!(
        refused(&trial.get_as("/me", &short).await),
        (190, Some(463))
    );
}

#[tokio::test]
async fn refusals_of_the_exchange() {
    let trial = Trial::new().await;
    let code = trial.text("code");
    let check = async |field: usize, value: &str, name: &str| {
        let mut form = exchange_form(&trial, &code);
        form[field].1 = value.to_owned();
        let expected = &fixture(name)["body"];
        assert_eq!(
            exchange(&trial, &form).await,
            (400, expected.clone()),
            "{name}"
        );
    };
    check(0, &trial.text("facebook_app_id"), "graph-oauth-error-app").await;
    check(1, "wrong", "graph-oauth-error-app").await;
    check(3, &format!("{BACK}/"), "graph-oauth-error-redirect").await;
    check(4, "AQDnone", "graph-oauth-error-code").await;
    trial.advance(HOUR);
    check(4, &code, "graph-oauth-error-code").await;
    // An address that is not registered is told before the code is looked at.
    let registered = json!({"redirect_uris": ["https://other.example/"]});
    trial.sim.settings(&registered).unwrap();
    check(4, "AQDnone", "graph-oauth-error-redirect").await;
}

#[tokio::test]
async fn the_wrapped_answers_are_a_switch() {
    let trial = Trial::new().await;
    trial
        .sim
        .settings(&json!({"code_exchange": "wrapped", "me": "wrapped"}))
        .unwrap();
    let (_, short) = exchange(&trial, &exchange_form(&trial, &trial.text("code"))).await;
    same_shape(
        "oauth-code-wrapped",
        &fixture("graph-oauth-code-wrapped")["body"],
        &short,
    );
    let (_, me) = trial
        .get("/v26.0/me?fields=user_id,id,username,name,account_type")
        .await;
    same_shape("me-wrapped", &fixture("graph-me-wrapped")["body"], &me);
}

#[tokio::test]
async fn a_denied_request_and_a_bad_one() {
    let trial = Trial::new().await;
    let app_id = trial.text("app_id");
    let mut query = [
        ("client_id", app_id.as_str()),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "instagram_business_basic"),
        ("state", "s"),
    ];
    let address = consent(&trial, "/oauth/authorize", &query, &[("decision", "deny")]).await;
    assert_eq!(parameter(&address, "error"), "access_denied");
    assert_eq!(parameter(&address, "error_reason"), "user_denied");
    assert_eq!(parameter(&address, "state"), "s");
    query[3].1 = "instagram_basic";
    let url = format!("{}/oauth/authorize", trial.base);
    let page = trial.http.get(&url).query(&query).send().await.unwrap();
    assert_eq!(page.status(), 400);
    assert!(page.text().await.unwrap().contains("Invalid Scopes"));
}

#[tokio::test]
async fn facebook_login_gives_page_tokens() {
    let trial = Trial::new().await;
    let (app_id, secret) = (
        trial.text("facebook_app_id"),
        trial.text("facebook_app_secret"),
    );
    let scope = "instagram_basic,instagram_manage_messages,instagram_manage_comments,\
                 pages_show_list,pages_manage_metadata";
    let query = [
        ("client_id", app_id.as_str()),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", scope),
    ];
    let form = [
        ("decision", "allow"),
        ("scope_1", "1"),
        ("scope_2", "1"),
        ("scope_3", "1"),
        ("scope_4", "1"),
    ];
    let address = consent(&trial, "/v26.0/dialog/oauth", &query, &form).await;
    assert!(address.ends_with("#_=_"));
    let code = parameter(&address, "code");
    let url = format!("{}/v26.0/oauth/access_token", trial.base);
    let both = [
        ("client_id", app_id.as_str()),
        ("client_secret", secret.as_str()),
    ];
    let given = [("redirect_uri", BACK), ("code", code.as_str())];
    let ask = || trial.http.get(&url).query(&both).query(&given);
    let (status, short) = answered(ask()).await;
    assert_eq!(status, 200, "{short}");
    same_shape(
        "facebook-token",
        &fixture("graph-facebook-token")["body"],
        &short,
    );
    assert_eq!(refused(&answered(ask()).await), (100, Some(36_009)));
    let short = text(&short["access_token"]);
    let swap = [
        ("grant_type", "fb_exchange_token"),
        ("fb_exchange_token", short.as_str()),
    ];
    let (_, long) = answered(trial.http.get(&url).query(&both).query(&swap)).await;
    let long = text(&long["access_token"]);
    let path = "/v26.0/me/accounts?fields=name,access_token,tasks,instagram_business_account";
    let (_, pages) = trial.get_as(path, &long).await;
    same_shape(
        "facebook-accounts",
        &fixture("graph-facebook-accounts")["body"],
        &pages,
    );
    let page_token = text(&pages["data"][0]["access_token"]);
    let (_, page) = trial.get_as("/me?fields=id,name", &page_token).await;
    assert_eq!(page["id"], trial.fixture["page_id"]);
}

#[tokio::test]
async fn a_page_token_speaks_for_the_page() {
    let trial = Trial::new().await;
    let (page_token, page_id) = (trial.text("page_token"), trial.text("page_id"));
    let subscribe = format!("/v26.0/{page_id}/subscribed_apps");
    let seen = json!({"subscribed_fields": "messaging_seen"});
    assert_eq!(
        refused(&trial.post_as(&subscribe, &seen, &page_token).await),
        (100, None)
    );
    let feed = json!({"subscribed_fields": "feed"});
    assert_eq!(
        trial.post_as(&subscribe, &feed, &page_token).await.1,
        json!({"success": true})
    );
    let body = json!({"recipient": {"id": trial.fixture["peer_id"]}, "message": {"text": "hello"}});
    let node = |id: &str| format!("/v26.0/{id}/messages");
    let wrong = trial
        .post_as(&node(&trial.text("ig_id")), &body, &page_token)
        .await;
    assert_eq!(refused(&wrong), (3, None));
    for id in [page_id.as_str(), "me"] {
        assert_eq!(
            trial.post_as(&node(id), &body, &page_token).await.0,
            200,
            "{id}"
        );
    }
}

#[tokio::test]
async fn many_accounts_do_not_see_each_other() {
    let trial = Trial::with(Options {
        accounts: 2,
        ..held()
    })
    .await;
    let state = trial.sim.state();
    let second = text(&state["accounts"][1]["ig_id"]);
    let (_, other) = trial.control("token", &json!({"account": second})).await;
    let other = text(&other["token"]);
    let (_, me) = trial.get_as("/me?fields=user_id", &other).await;
    assert_eq!(me["user_id"], json!(second));
    for name in ["ig_id", "media_id", "comment_id", "peer_id"] {
        let answer = trial
            .get_as(&format!("/{}", trial.text(name)), &other)
            .await;
        assert_eq!(refused(&answer), (100, Some(33)), "{name}");
    }
}

#[tokio::test]
async fn tokens_come_by_header_query_or_form_and_are_looked_at_first() {
    let trial = Trial::new().await;
    let token = trial.text("token");
    let url = |path: &str| format!("{}{path}", trial.base);
    let by_query = trial
        .http
        .get(url("/me"))
        .query(&[("access_token", token.as_str())]);
    assert_eq!(answered(by_query).await.0, 200);
    let comment = format!("/v21.0/{}/replies", trial.text("comment_id"));
    let form = [("access_token", token.as_str()), ("message", "hi")];
    assert_eq!(
        answered(trial.http.post(url(&comment)).form(&form)).await.0,
        200
    );
    let none = answered(trial.http.get(url("/nowhere/at/all"))).await;
    assert_eq!((none.0, refused(&none)), (400, (190, None)));
    assert_eq!(refused(&trial.get("/me/nowhere").await), (2500, None));
    assert_eq!(refused(&trial.get("/v28.0/me").await), (2500, None));
    assert_eq!(refused(&trial.get("/17999").await), (100, Some(33)));
    assert_eq!(refused(&trial.get_as("/me", "rubbish").await), (190, None));
    trial.control("token", &json!({"kill": token})).await;
    assert_eq!(refused(&trial.get("/me").await), (190, Some(460)));
}
