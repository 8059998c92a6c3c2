//! Connecting an account: through the consent page of the simulator and back.

use palette_domain::inbound::MediaFacts;
use palette_domain::media::MediaKind;
use reqwest::Method;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::database::Database;
use crate::shop::{Client, START, Shops};

/// A server whose Meta is the simulator.
async fn shops(simulator: &palette_simulator::Running) -> Shops {
    let fixture = simulator.fixture().expect("a fixture");
    let text = |key: &str| {
        fixture[key]
            .as_str()
            .expect("the fixture has it")
            .to_owned()
    };
    let meta = simulator.base_url();
    Shops::open_with(Database::sqlite().await, |config| {
        config.instagram.app_id = Some(text("app_id"));
        config.instagram.app_secret = Some(SecretString::from(text("app_secret")));
        config.instagram.graph_url.clone_from(&meta);
        config.instagram.api_url.clone_from(&meta);
        config.instagram.www_url.clone_from(&meta);
    })
    .await
}

/// Asks for the consent page's address.
async fn begin(shops: &Shops, client: &Client) -> String {
    let path = shops.path("accounts/connect");
    let answer = client
        .post(&path, &json!({"login": "instagram"}))
        .await
        .expect(200)
        .json();
    answer["authorize_url"]
        .as_str()
        .expect("an address")
        .to_owned()
}

/// Decides on the consent page; the path that the browser is sent back to.
async fn decide(shops: &Shops, consent: &str, decision: &str) -> String {
    let url = url::Url::parse(consent).expect("an address");
    let mut form: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    form.push(("decision".to_owned(), decision.to_owned()));
    form.extend(["scope_1", "scope_2"].map(|scope| (scope.to_owned(), "on".to_owned())));
    let browser = Client::new(&url.origin().ascii_serialization());
    let answer = browser
        .send(browser.request(Method::POST, url.path()).form(&form))
        .await;
    let back = answer.header("location").to_owned();
    let path = back
        .strip_prefix(&shops.base)
        .unwrap_or_else(|| panic!("sent to {back}"));
    path.split('#').next().expect("a part before").to_owned()
}

async fn location(client: &Client, path: &str) -> String {
    client
        .get(path)
        .await
        .expect(303)
        .header("location")
        .to_owned()
}

#[tokio::test]
async fn an_account_is_connected_through_the_consent_page() {
    let simulator = palette_simulator::start(palette_simulator::Options::default()).await;
    let simulator = simulator.expect("the simulator starts");
    let shops = shops(&simulator).await;
    let owner = shops.signed_in("owner@one.test").await;
    let consent = begin(&shops, &owner).await;
    let back = decide(&shops, &consent, "allow").await;

    // In another browser, or another member's, the dance does not end.
    assert_eq!(
        location(&shops.stranger(), &back).await,
        "/settings/instagram?error=signed_out"
    );
    assert_eq!(
        location(&owner, &back).await,
        "/settings/instagram?connected=1"
    );
    assert_eq!(
        location(&owner, &back).await,
        "/settings/instagram?error=state"
    );

    let accounts = owner.get(&shops.path("accounts")).await.expect(200).json();
    let accounts = accounts["items"].as_array().expect("a list");
    assert_eq!(accounts.len(), 2, "{accounts:?}");
    assert_eq!(accounts[1]["status"], "active");
    assert_eq!(accounts[1]["missing_scopes"], Value::Array(Vec::new()));
    assert!(accounts[1]["token_expires_at"].is_i64());

    let admin = shops.signed_in("admin@one.test").await;
    let consent = begin(&shops, &owner).await;
    let back = decide(&shops, &consent, "allow").await;
    assert_eq!(
        location(&admin, &back).await,
        "/settings/instagram?error=state"
    );

    let consent = begin(&shops, &owner).await;
    let back = decide(&shops, &consent, "deny").await;
    assert_eq!(
        location(&owner, &back).await,
        "/settings/instagram?error=denied"
    );
    shops.close().await;
    simulator.shutdown().await.expect("the simulator ends");
}

#[tokio::test]
async fn a_posts_picture_comes_through_the_product_and_from_meta_only() {
    let simulator = palette_simulator::start(palette_simulator::Options::default()).await;
    let simulator = simulator.expect("the simulator starts");
    let shops = shops(&simulator).await;
    let fixture = simulator.fixture().expect("a fixture");
    let post = fixture["media_id"].as_str().expect("a post").to_owned();
    let meta = format!("{}/media/{post}.svg", simulator.base_url());
    let elsewhere = format!("{}/health", shops.base);
    let business = shops.server.app.store.business(shops.one.id);
    let account = shops.one.account.parse().expect("an id");
    for (ig_media_id, picture, status) in [(&post, meta, 200), (&"9".to_owned(), elsewhere, 404)] {
        let facts = MediaFacts {
            ig_media_id: ig_media_id.clone(),
            kind: MediaKind::Feed,
            caption: String::new(),
            permalink: None,
            picture_url: Some(picture),
            posted_at: None,
        };
        let id = business
            .save_media(account, &facts, START)
            .await
            .expect("kept");
        let client = shops.signed_in("analyst@one.test").await;
        let list = client.get(&shops.path("media")).await.expect(200).json();
        let row = list["items"].as_array().expect("a list").iter();
        let row = row
            .filter(|row| row["id"] == id.to_string())
            .collect::<Vec<_>>();
        let path = row[0]["picture_url"].as_str().expect("a path");
        assert!(path.starts_with("/api/v1/"), "{path}");
        let answer = client.get(path).await.expect(status);
        if status == 200 {
            assert_eq!(answer.header("content-type"), "image/svg+xml");
            assert!(answer.header("content-security-policy").contains("sandbox"));
        }
    }
    shops.close().await;
    simulator.shutdown().await.expect("the simulator ends");
}
