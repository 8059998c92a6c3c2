//! Both witnesses: every fixture is read here too, and the list of those that nobody here reads is
//! empty. The simulator's tests hold themselves to the same folder in the same way.

use std::collections::BTreeSet;

use super::wire::{Wire, folder, token};
use palette_domain::Private;
use palette_domain::account::Login;
use palette_instagram::client::SenderAction;
use palette_instagram::error::table;
use palette_instagram::{Trouble, signed_request};
use secrecy::SecretString;
use serde_json::Value;

/// All fixtures, by name.
fn all() -> BTreeSet<String> {
    let files = std::fs::read_dir(folder()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let json = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned));
    json.collect()
}

/// A call that asks for nothing but success: what the client says of an answer.
async fn judged(wire: &Wire) -> Result<(), Trouble> {
    let her = Private::new("6200000000000001".to_owned());
    let (client, token) = (wire.client(), token(Login::Instagram));
    let act = client.sender_action(&token, &her, SenderAction::TypingOn);
    act.await.map(drop)
}

#[tokio::test]
async fn success_and_failure_are_told_apart_in_every_answer_of_metas() {
    let wire = Wire::start().await;
    for name in all().iter().filter(|name| name.starts_with("graph-")) {
        let fixture = wire.says_fixture(name);
        let answer = judged(&wire).await;
        let body = &fixture["body"];
        let failed = fixture["status"].as_u64().unwrap() >= 400;
        assert_eq!(answer.is_err(), failed, "{name}: {answer:?}");
        let Err(trouble) = answer else { continue };
        if body["error"].is_object() {
            let code = body["error"]["code"].as_i64();
            let subcode = body["error"]["error_subcode"].as_i64();
            assert_eq!(
                (Some(trouble.code), trouble.subcode),
                (code, subcode),
                "{name}"
            );
            let row = table::find(
                trouble.code,
                subcode,
                body["error"]["message"].as_str().unwrap(),
            );
            assert_eq!(
                row.map(|row| row.meaning),
                Some(trouble.meaning),
                "{name} has no row"
            );
        }
    }
}

#[tokio::test]
async fn what_a_token_is_and_what_was_granted_are_read() {
    let (wire, token) = (Wire::start().await, token(Login::Facebook));
    let client = wire.client();
    wire.says_fixture("graph-debug-token");
    let told = client.inspect(&token).await.unwrap();
    assert!(told.is_valid && told.expires_at.is_some() && told.data_access_expires_at.is_some());
    assert_eq!(told.scopes, ["instagram_basic", "pages_show_list"]);
    assert_eq!(told.app_id.as_deref(), Some("7700000000000001"));
    wire.says_fixture("graph-debug-token-dead");
    assert!(!client.inspect(&token).await.unwrap().is_valid);
    wire.says_fixture("graph-permissions");
    assert_eq!(
        client.granted(&token).await.unwrap().value,
        ["instagram_basic"]
    );
    wire.says_fixture("graph-app-token");
    client
        .check_app(Login::Facebook, "https://shop.test/")
        .await
        .unwrap();
    wire.says_fixture("graph-conversations");
    client.message_access(&token).await.unwrap();
    wire.says_fixture("graph-error-access-off");
    let off = client.message_access(&token).await.unwrap_err();
    assert_eq!(off.code_name(), "200/2534041");
}

#[test]
fn the_signed_request_of_the_fixture_is_read() {
    let fixture = super::wire::fixture("signed-request");
    let text = |key: &str| fixture[key].as_str().unwrap().to_owned();
    let secrets = [SecretString::from(text("secret"))];
    let told = signed_request::open(&text("raw"), &secrets).unwrap();
    assert_eq!(
        told.user_id.reveal(),
        fixture["body"]["user_id"].as_str().unwrap()
    );
}

#[test]
fn no_fixture_is_used_by_one_side_only() {
    // Webhooks are all read by `fixtures.rs`, answers by the test above; what is neither is named.
    let read = |name: &String| {
        name.starts_with("webhook-") || name.starts_with("graph-") || name == "signed-request"
    };
    let one_sided: Vec<String> = all().into_iter().filter(|name| !read(name)).collect();
    assert_eq!(one_sided, Vec::<String>::new());
    // The simulator's tests walk the same folder; they must not have lost sight of it.
    let theirs = folder().join("../../crates/simulator/tests/simulator");
    let sources = std::fs::read_dir(theirs).unwrap();
    let sources: String = sources
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    for walk in [
        "is answered by no test",
        "starts_with(\"webhook-\")",
        "starts_with(\"graph-\")",
    ] {
        assert!(
            sources.contains(walk),
            "the simulator's tests no longer hold: {walk}"
        );
    }
}

/// Ids of 17 digits are beyond what a float holds, and Meta writes some as numbers.
#[tokio::test]
async fn both_ids_of_an_account_survive_as_numbers() {
    let wire = Wire::start().await;
    let body = r#"{"user_id": 17841400000000001, "id": 24900000000000003, "username": "a"}"#;
    let told: Value = serde_json::from_str(body).unwrap();
    assert!(told["id"].as_f64().unwrap() as u64 != 24_900_000_000_000_003);
    wire.says_text(200, &[], body);
    let me = wire
        .client()
        .me(&token(Login::Instagram))
        .await
        .unwrap()
        .value;
    assert_eq!(me.ig_id, "17841400000000001");
    assert_eq!(me.app_scoped_id.as_deref(), Some("24900000000000003"));

    let person = u64::MAX - 1;
    let sent = format!(r#"{{"recipient_id": {person}, "message_id": "m"}}"#);
    wire.says_text(200, &[], &sent);
    let permit = super::wire::permit(palette_domain::outbound::OutboundKind::Message);
    let message = palette_instagram::client::OutgoingMessage::text("x");
    let her = Private::new(person.to_string());
    let (client, token) = (wire.client(), token(Login::Instagram));
    let sent = client
        .send_message(&token, permit, &her, &message)
        .await
        .unwrap();
    assert_eq!(sent.value.recipient_id, Some(her));
}
