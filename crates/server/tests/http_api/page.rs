//! The dashboard's page, its files, and the headers that protect.

use reqwest::Method;

use crate::database::Database;
use crate::shop::Shops;

#[tokio::test]
async fn the_page_comes_in_the_readers_language_and_theme() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.stranger();
    let page = client.get("/").await.expect(200);
    assert!(
        page.text
            .contains(r#"lang="fa" dir="rtl" data-theme="system""#),
        "{}",
        page.text
    );
    assert!(!page.text.contains("__"), "a hole is open: {}", page.text);
    assert_eq!(page.header("cache-control"), "no-store");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self';") && policy.contains("'nonce-"),
        "{policy}"
    );
    let other = client.get("/").await.expect(200);
    assert_ne!(
        policy,
        other.header("content-security-policy"),
        "a nonce is used once"
    );

    let chosen = client.get("/inbox?lang=en&theme=dark").await.expect(200);
    assert!(
        chosen
            .text
            .contains(r#"lang="en" dir="ltr" data-theme="dark""#),
        "{}",
        chosen.text
    );
    let cookies: Vec<_> = chosen.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    let request = client.request(Method::GET, "/inbox/con_x");
    let kept = request.header("cookie", "palette_lang=en; palette_theme=light");
    let kept = client.send(kept).await.expect(200);
    assert!(
        kept.text
            .contains(r#"lang="en" dir="ltr" data-theme="light""#),
        "{}",
        kept.text
    );
    shops.close().await;
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_missing() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.stranger();
    for path in [
        "/api/v1/nothing",
        "/api/v2/session",
        "/assets/gone.js",
        "/pictures/gone.svg",
        "/pictures/..%2fmaster.key",
        "/privacy",
        "/order/AB12",
        "/favicon.ico.php",
        "/webhooks/other",
    ] {
        let answer = client.get(path).await.expect(404);
        assert_eq!(answer.problem(), "not-found", "{path}");
    }
    let wrong = client.request(Method::PUT, "/api/v1/session");
    let wrong = client.send(wrong).await.expect(405);
    assert_eq!(wrong.problem(), "wrong-method");
    assert!(
        wrong.header("allow").contains("POST"),
        "{:?}",
        wrong.headers
    );
    client
        .send(client.request(Method::POST, "/inbox"))
        .await
        .expect(405);
    shops.close().await;
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.stranger();
    for path in [
        "/",
        "/api/v1/session",
        "/health",
        "/nothing.here",
        "/api/docs/",
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(
            answer.header("permissions-policy").contains("camera=()"),
            "{path}"
        );
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        assert!(answer.header("x-request-id").starts_with("req_"), "{path}");
    }
    shops.close().await;
}

#[tokio::test]
async fn operators_find_what_they_need() {
    let shops = Shops::open_with(Database::sqlite().await, |config| {
        config.http.metrics_token = Some("a-metrics-token".into());
    })
    .await;
    let client = shops.stranger();
    assert_eq!(
        client.get("/health").await.expect(200).json()["status"],
        "ok"
    );
    let ready = client.get("/ready").await.expect(200).json();
    assert_eq!(ready["ready"], true, "{ready}");
    assert_eq!(
        client.get("/metrics").await.expect(401).problem(),
        "bad-token"
    );
    let asked = client
        .request(Method::GET, "/metrics")
        .bearer_auth("a-metrics-token");
    let text = client.send(asked).await.expect(200).text;
    assert!(text.contains("palette_"), "{text}");
    assert!(
        client
            .get("/api/docs/")
            .await
            .expect(200)
            .text
            .contains("swagger"),
        "the page"
    );
    let document = client.get("/api/v1/openapi.json").await.expect(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    shops.close().await;
}

#[tokio::test]
async fn pictures_come_out_of_their_folder_only() {
    let shops = Shops::open(Database::sqlite().await).await;
    let folder = shops.server.app.config.data_dir.join("pictures");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("dress.svg"), "<svg/>").expect("a picture");
    let picture = shops
        .stranger()
        .get("/pictures/dress.svg")
        .await
        .expect(200);
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert!(
        picture
            .header("content-security-policy")
            .contains("sandbox")
    );
    shops.close().await;
}
