//! What owners and admins do: the policy sheet, the AI's settings, accounts.

use reqwest::Method;
use serde_json::json;

use crate::acts::items;
use crate::database::Database;
use crate::shop::Shops;

#[tokio::test]
async fn settings_are_kept() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.signed_in("owner@one.test").await;
    let words = json!({"fa": "سراسر کشور", "en": ""});
    let none = json!({"fa": "", "en": ""});
    let sheet = json!({
        "shipping": [{
            "area": words, "places": ["تهران"], "cost": {"minor": 85000, "currency": "IRT"},
            "days_min": 3, "days_max": 2, "carrier": none,
        }],
        "free_shipping_from": null, "payment": {"fa": "کارت‌به‌کارت", "en": ""}, "returns": none,
        "hours": none, "address": none, "sizes": none, "discounts": none,
    });
    let wrong = client
        .call(Method::PUT, &shops.path("settings/sheet"), &sheet)
        .await
        .expect(422);
    assert_eq!(
        wrong.wrong(),
        [("/shipping/0/days_max".to_owned(), "out_of_range".to_owned())]
    );
    let mut sheet = sheet;
    sheet["shipping"][0]["days_max"] = json!(5);
    client
        .call(Method::PUT, &shops.path("settings/sheet"), &sheet)
        .await
        .expect(200);
    let business = format!("/api/v1/businesses/{}", shops.one.id);
    let kept = client.get(&business).await.expect(200).json();
    assert_eq!(kept["settings"]["sheet"]["payment"]["fa"], "کارت‌به‌کارت");
    assert_eq!(kept["settings"]["sheet"]["shipping"][0]["days_max"], 5);
    assert_eq!(
        kept["settings"]["ai"]["mode"], "off",
        "the other half stays"
    );
    shops.close().await;
}

#[tokio::test]
async fn accounts_are_listed_and_disconnected() {
    let shops = Shops::open(Database::sqlite().await).await;
    let client = shops.signed_in("owner@one.test").await;
    let accounts = client.get(&shops.path("accounts")).await.expect(200).json();
    let account = &items(&accounts)[0];
    assert_eq!(
        account["missing_scopes"].as_array().map(Vec::len),
        Some(2),
        "{account}"
    );
    let path = shops.path(&format!("accounts/{}", shops.one.account));
    client
        .send(client.request(Method::DELETE, &path))
        .await
        .expect(204);
    let accounts = client.get(&shops.path("accounts")).await.expect(200).json();
    assert_eq!(items(&accounts)[0]["status"], "disconnected");
    let connect = shops.path("accounts/connect");
    let instagram = client
        .post(&connect, &json!({"login": "instagram"}))
        .await
        .expect(200);
    let url = instagram.json()["authorize_url"].clone();
    assert!(
        url.as_str().expect("an address").contains("state="),
        "{url}"
    );
    let facebook = client
        .post(&connect, &json!({"login": "facebook"}))
        .await
        .expect(409);
    assert_eq!(facebook.problem(), "not-configured");
    let back = client
        .get("/oauth/instagram/callback?code=x&state=made-up")
        .await
        .expect(303);
    assert_eq!(back.header("location"), "/settings/instagram?error=state");
    shops.close().await;
}
