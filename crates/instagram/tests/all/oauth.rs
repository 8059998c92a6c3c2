//! Connecting an account with both login products, in every shape that Meta's answers take.

use super::wire::{IG_ID, PAGE_ID, SECRET, Wire, token};
use palette_domain::Span;
use palette_domain::account::Login;
use palette_instagram::{Class, ConnectError};
use secrecy::ExposeSecret;
use serde_json::json;

const BACK: &str = "https://shop.test/oauth/instagram/callback";

#[tokio::test]
async fn consent_is_asked_where_each_product_asks_it() {
    let wire = Wire::start().await;
    let client = wire.client();
    for (login, path, app, scope) in [
        (
            Login::Instagram,
            "/oauth/authorize",
            "990",
            "instagram_business_manage_messages",
        ),
        (
            Login::Facebook,
            "/fb/v26.0/dialog/oauth",
            "880",
            "instagram_manage_messages",
        ),
    ] {
        let url = client.authorize_url(login, BACK, "st&te").unwrap();
        assert_eq!(url.path(), path);
        let asked = |key: &str| {
            url.query_pairs()
                .find(|pair| pair.0 == key)
                .map(|pair| pair.1.into_owned())
                .unwrap()
        };
        assert_eq!(
            (asked("client_id").as_str(), asked("response_type").as_str()),
            (app, "code")
        );
        assert_eq!(
            (asked("redirect_uri").as_str(), asked("state").as_str()),
            (BACK, "st&te")
        );
        assert!(asked("scope").split(',').any(|asked| asked == scope));
    }
}

#[tokio::test]
async fn instagram_login_connects_in_all_shapes() {
    for (code_answer, me_answer) in [
        ("graph-oauth-code-flat", "graph-me-flat"),
        ("graph-oauth-code-wrapped", "graph-me-wrapped"),
    ] {
        let wire = Wire::start().await;
        wire.says_fixture(code_answer);
        wire.says_fixture("graph-token-long");
        wire.says_fixture(me_answer);
        let grants = wire
            .client()
            .connect(Login::Instagram, "AQD1#_", BACK)
            .await
            .unwrap();
        let [grant] = &grants[..] else {
            panic!("one account")
        };
        assert_eq!(grant.me.ig_id, IG_ID);
        assert_eq!(grant.me.app_scoped_id.as_deref(), Some("24900000000000001"));
        assert_eq!(grant.me.username.reveal(), "acme.store");
        assert_eq!(grant.secret.expose_secret(), "IGAAlong");
        assert_eq!(grant.expires_in, Some(Span::secs(5_183_944)));
        assert_eq!(grant.scopes, Login::Instagram.scopes());
        assert_eq!(wire.last().headers["authorization"], "Bearer IGAAlong");
        assert!(!format!("{grant:?}").contains("IGAA"));
    }
}

#[tokio::test]
async fn the_code_is_exchanged_by_form_and_cleaned() {
    let wire = Wire::start().await;
    wire.says_fixture("graph-oauth-error-code");
    let used = wire
        .client()
        .connect(Login::Instagram, "AQD1#_", BACK)
        .await
        .unwrap_err();
    assert_eq!(used, ConnectError::CodeUsed);
    let taken = wire.last();
    assert_eq!(
        (taken.method.as_str(), taken.path.as_str()),
        ("POST", "/oauth/access_token")
    );
    let form = json!({"client_id": "990", "client_secret": "ig-app-secret", "code": "AQD1",
        "grant_type": "authorization_code", "redirect_uri": BACK});
    assert_eq!(taken.body, form);
    assert!(taken.query.is_empty());
}

#[tokio::test]
async fn errors_of_the_exchange_say_what_to_mend() {
    let wire = Wire::start().await;
    let client = wire.client();
    for (name, expected) in [
        ("graph-oauth-error-app", ConnectError::WrongApp),
        ("graph-oauth-error-code", ConnectError::CodeUsed),
        ("graph-oauth-error-redirect", ConnectError::RedirectMismatch),
    ] {
        wire.says_fixture(name);
        assert_eq!(
            client
                .connect(Login::Instagram, "c", BACK)
                .await
                .unwrap_err(),
            expected
        );
    }
    wire.says(
        400,
        &json!({"error_type": "OAuthException", "code": 400, "error_message": "?"}),
    );
    let other = client
        .connect(Login::Instagram, "c", BACK)
        .await
        .unwrap_err();
    assert_eq!(other.as_str(), "refused");
}

#[tokio::test]
async fn an_app_that_is_not_set_up_is_named_with_its_setting() {
    let wire = Wire::start().await;
    let mut config = wire.client().config().clone();
    config.instagram.app_id = None;
    config.facebook.app_secret = None;
    let client = palette_instagram::Client::new(config).unwrap();
    let missing = client
        .authorize_url(Login::Instagram, BACK, "s")
        .unwrap_err();
    let words = "the app id of instagram Login is not set; set PALETTE_INSTAGRAM__APP_ID";
    assert_eq!(missing.to_string(), words);
    let missing = client
        .connect(Login::Facebook, "c", BACK)
        .await
        .unwrap_err();
    assert!(
        missing
            .to_string()
            .ends_with("PALETTE_FACEBOOK__APP_SECRET"),
        "{missing}"
    );
    assert_eq!(wire.count(), 0);
}

#[tokio::test]
async fn facebook_login_connects_the_linked_pages() {
    let wire = Wire::start().await;
    wire.says_fixture("graph-facebook-token");
    wire.says(
        200,
        &json!({"access_token": "EAAlong", "token_type": "bearer"}),
    );
    let mut pages = super::wire::fixture("graph-facebook-accounts")["body"].clone();
    let unlinked = json!({"id": "2", "name": "No Instagram", "access_token": "EAAother"});
    pages["data"].as_array_mut().unwrap().push(unlinked);
    wire.says(200, &pages);
    wire.says(
        200,
        &json!({"id": IG_ID, "username": "acme.store", "name": "Acme"}),
    );
    wire.says_fixture("graph-permissions");
    let grants = wire
        .client()
        .connect(Login::Facebook, "AQD#_=_", BACK)
        .await
        .unwrap();
    let [grant] = &grants[..] else {
        panic!("one linked Page")
    };
    assert_eq!(
        (grant.me.ig_id.as_str(), grant.me.page_id.as_deref()),
        (IG_ID, Some(PAGE_ID))
    );
    assert_eq!(grant.me.username.reveal(), "acme.store");
    assert_eq!(
        (grant.secret.expose_secret(), grant.expires_in),
        ("EAApage", None)
    );
    // What was declined is missing.
    assert_eq!(grant.scopes, ["instagram_basic"]);
    let taken = wire.last();
    assert_eq!(taken.path, "/fb/v26.0/me/permissions");
    assert_eq!(taken.headers["authorization"], "Bearer EAAlong");
    assert_eq!(
        format!("{:?}", grant.token()),
        format!("Token(facebook, {PAGE_ID}, …)")
    );
}

#[tokio::test]
async fn facebook_login_without_a_linked_page_says_so() {
    let wire = Wire::start().await;
    wire.says_fixture("graph-facebook-token");
    wire.says_fixture("graph-facebook-token");
    wire.says(200, &json!({"data": []}));
    let nobody = wire
        .client()
        .connect(Login::Facebook, "c", BACK)
        .await
        .unwrap_err();
    assert_eq!(nobody, ConnectError::NoAccount);
}

#[tokio::test]
async fn a_token_that_someone_brings_is_adopted() {
    let wire = Wire::start().await;
    wire.says_fixture("graph-me-flat");
    let grants = wire
        .client()
        .adopt(Login::Instagram, SECRET.into())
        .await
        .unwrap();
    assert_eq!(
        (grants[0].me.ig_id.as_str(), grants[0].expires_in),
        (IG_ID, None)
    );

    // A Page's own token: a Page has no accounts edge.
    wire.says_fixture("graph-error-unknown-field");
    wire.says(
        200,
        &json!({"id": PAGE_ID, "instagram_business_account": {"id": IG_ID}}),
    );
    wire.says(200, &json!({"id": IG_ID, "username": "acme.store"}));
    let grants = wire
        .client()
        .adopt(Login::Facebook, SECRET.into())
        .await
        .unwrap();
    assert_eq!(grants[0].me.page_id.as_deref(), Some(PAGE_ID));

    wire.says_fixture("graph-error-token");
    let dead = wire
        .client()
        .adopt(Login::Facebook, SECRET.into())
        .await
        .unwrap_err();
    assert_eq!(dead.as_str(), "token_dead");
}

#[tokio::test]
async fn a_token_is_refreshed_in_time() {
    let wire = Wire::start().await;
    let client = wire.client();
    wire.says_fixture("graph-token-refresh");
    let fresh = client
        .refresh(&token(Login::Instagram))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(fresh.secret.expose_secret(), "IGAAlong");
    assert_eq!(fresh.expires_in, Some(Span::secs(5_183_944)));
    let taken = wire.last();
    assert_eq!(
        (taken.method.as_str(), taken.path.as_str()),
        ("GET", "/refresh_access_token")
    );
    assert_eq!(taken.query["access_token"], SECRET);
    wire.says_fixture("graph-error-token-expired");
    let dead = client.refresh(&token(Login::Instagram)).await.unwrap_err();
    assert_eq!(dead.class, Class::TokenDead);
    assert!(
        client
            .refresh(&token(Login::Facebook))
            .await
            .unwrap()
            .is_none()
    );
}
