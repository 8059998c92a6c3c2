//! Signing in and out.

use palette_domain::{Private, Span};
use palette_store::NewMember;
use reqwest::Method;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::database::{Database, engines};
use crate::shop::{PASSWORD, START, Shops};

#[tokio::test]
async fn who_signs_in_is_known_until_they_sign_out() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let mut client = shops.stranger();
        let me = client.sign_in(" OWNER@one.test ").await.expect(200);
        let cookie = me.header("set-cookie").to_owned();
        assert!(cookie.starts_with("palette_session="), "{cookie}");
        for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=2592000"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert!(!cookie.contains("Secure"), "{cookie}");
        assert_eq!(me.header("cache-control"), "no-store");
        let me = client.get("/api/v1/session").await.expect(200).json();
        assert_eq!(me["member"]["email"], "owner@one.test");
        assert_eq!(me["businesses"][0]["id"], shops.one.id.to_string());
        assert_eq!(me["businesses"][0]["role"], "owner");
        assert_eq!(
            me["businesses"][0]["permissions"].as_array().map(Vec::len),
            Some(5)
        );
        assert_eq!(me["instagram_ready"], true);

        let first = client.cookie.clone();
        client.sign_in("owner@one.test").await.expect(200);
        assert_ne!(first, client.cookie, "a sign-in makes a new id");

        let ended = client
            .send(client.request(Method::DELETE, "/api/v1/session"))
            .await
            .expect(204);
        assert!(ended.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(
            client.get("/api/v1/session").await.expect(401).problem(),
            "no-session"
        );
        shops.close().await;
    }
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.signed_in("owner@one.test").await;
    shops.clock.advance(Span::days(29));
    client.get("/api/v1/session").await.expect(200);
    shops.clock.advance(Span::days(29));
    client.get("/api/v1/session").await.expect(200);
    shops.clock.advance(Span::days(31));
    client.get("/api/v1/session").await.expect(401);
    shops.close().await;
}

#[tokio::test]
async fn wrong_passwords_and_unknown_people_are_told_the_same() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.stranger();
    let try_in = async |email: &str, lang: &str| {
        let request = client.request(Method::POST, "/api/v1/session");
        let body = json!({"email": email, "password": "not the password"});
        client
            .send(request.header("accept-language", lang).json(&body))
            .await
    };
    let known = try_in("owner@one.test", "en").await.expect(401);
    let unknown = try_in("nobody@one.test", "en").await.expect(401);
    assert_eq!(known.problem(), "wrong-credentials");
    assert_eq!(known.header("content-type"), "application/problem+json");
    let (mut one, mut two) = (known.json(), unknown.json());
    assert!(
        one["request_id"]
            .as_str()
            .expect("an id")
            .starts_with("req_")
    );
    assert_eq!(one["request_id"], known.header("x-request-id"));
    one["request_id"].take();
    two["request_id"].take();
    assert_eq!(one, two);
    let persian = try_in("owner@one.test", "fa-IR").await.expect(401).json();
    assert!(
        persian["detail"].as_str().expect("words").contains("رمز"),
        "{persian}"
    );
    let nobody = try_in("no-email", "en").await.expect(422);
    assert_eq!(
        nobody.wrong(),
        [("/email".to_owned(), "invalid".to_owned())]
    );
    shops.close().await;
}

#[tokio::test]
async fn guessing_is_slowed_down_and_good_sign_ins_are_not() {
    let shops = Shops::open(Database::sqlite().await).await;
    let mut client = shops.stranger();
    for _ in 0..12 {
        client.sign_in("owner@one.test").await.expect(200);
    }
    let body = json!({"email": "owner@one.test", "password": "guess"});
    for _ in 0..10 {
        client.post("/api/v1/session", &body).await.expect(401);
    }
    let slowed = client.post("/api/v1/session", &body).await.expect(429);
    assert_eq!(slowed.problem(), "too-many-tries");
    let wait: i64 = slowed.header("retry-after").parse().expect("seconds");
    shops.clock.advance(Span::secs(wait));
    client.post("/api/v1/session", &body).await.expect(401);
    let other = json!({"email": "agent@one.test", "password": PASSWORD});
    client.post("/api/v1/session", &other).await.expect(200);
    shops.close().await;
}

#[tokio::test]
async fn behind_https_the_cookie_is_bound_to_host_and_https() {
    let shops = Shops::open_with(Database::sqlite().await, |config| {
        config.http.public_url = Some("https://palette.example".to_owned());
    })
    .await;
    let mut client = shops.stranger();
    let me = client.sign_in("owner@one.test").await.expect(200);
    let cookie = me.header("set-cookie");
    assert!(cookie.starts_with("__Host-palette="), "{cookie}");
    assert!(cookie.contains("; Secure"), "{cookie}");
    assert_eq!(me.header("strict-transport-security"), "max-age=31536000");
    client.get("/api/v1/session").await.expect(200);
    shops.close().await;
}

#[tokio::test]
async fn another_sites_page_can_write_nothing() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.signed_in("owner@one.test").await;
    let path = shops.path(&format!(
        "conversations/{}/take-over",
        shops.one.conversation
    ));
    let send = async |header: &str, value: &str| {
        client
            .send(client.request(Method::POST, &path).header(header, value))
            .await
    };
    let refused = send("origin", "https://elsewhere.example")
        .await
        .expect(403);
    assert_eq!(refused.problem(), "cross-site");
    send("sec-fetch-site", "cross-site").await.expect(403);
    send("origin", &shops.base).await.expect(200);
    send("sec-fetch-site", "same-origin").await.expect(200);
    shops.close().await;
}

#[tokio::test]
async fn an_invitation_sets_a_password_once() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let store = &shops.server.app.store;
        let new = NewMember {
            email: Private::new("new@one.test".to_owned()),
            name: Private::new("New".to_owned()),
            password_hash: None,
            role: palette_domain::business::Role::Agent,
        };
        let member = store
            .business(shops.one.id)
            .create_member(&new, START)
            .await
            .expect("made");
        let hash = Sha256::digest(b"the-invitation").into();
        store
            .invite(member, hash, START + Span::days(7), START)
            .await
            .expect("invited");
        let client = shops.stranger();
        let body = |password: &str| json!({"token": "the-invitation", "password": password});
        let accept = "/api/v1/invitations/accept";
        let short = client.post(accept, &body("short")).await.expect(422);
        assert_eq!(
            short.wrong(),
            [("/password".to_owned(), "too_short".to_owned())]
        );
        let me = client.post(accept, &body(PASSWORD)).await.expect(200);
        assert_eq!(me.json()["member"]["email"], "new@one.test");
        assert!(me.header("set-cookie").starts_with("palette_session="));
        let again = client.post(accept, &body(PASSWORD)).await.expect(404);
        assert_eq!(again.problem(), "invitation-gone");
        shops.signed_in("new@one.test").await;
        shops.close().await;
    }
}
