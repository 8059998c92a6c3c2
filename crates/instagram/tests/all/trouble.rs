//! What goes wrong on the wire, and what the client makes of it.

use std::time::Duration;

use super::wire::{IGSID, SECRET, Wire, client_of, fixture, permit, token};
use palette_domain::Private;
use palette_domain::account::Login;
use palette_domain::outbound::OutboundKind;
use palette_instagram::client::OutgoingMessage;
use palette_instagram::{Class, Client, Trouble};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn send(client: &Client) -> Trouble {
    let her = Private::new(IGSID.to_owned());
    let message = OutgoingMessage::text("a secret word");
    let permit = permit(OutboundKind::Message);
    client
        .send_message(&token(Login::Instagram), permit, &her, &message)
        .await
        .unwrap_err()
}

async fn read(client: &Client) -> Trouble {
    client
        .media(&token(Login::Instagram), "1")
        .await
        .unwrap_err()
}

/// Each `graph-error-….json`: its code's name, and its class for a read and for a send.
const EXPECTED: &[(&str, &str, Class, Class)] = {
    use Class::*;
    &[
        ("abuse-warning", "613/2018338", Throttled, Throttled),
        ("access-off", "200/2534041", NotAllowed, NotAllowed),
        ("archived", "100/2534001", Refused, Refused),
        ("attachment-id", "100/2018074", Refused, Refused),
        ("automated-flow", "2018321", Throttled, Throttled),
        ("business-blocked", "100/2534029", NotAllowed, NotAllowed),
        ("capability", "3", NotAllowed, NotAllowed),
        ("comment-live", "100", Refused, Refused),
        ("commerce-off", "2022", NotAllowed, NotAllowed),
        ("consent", "230", PersonUnavailable, PersonUnavailable),
        ("dead-tag", "100", Refused, Refused),
        ("deleted-message", "9000001", Refused, Refused),
        ("file-type", "100/2018047", Refused, Refused),
        ("message-data", "100/2534015", Refused, Refused),
        ("missing-object", "100/33", Refused, Refused),
        (
            "no-instagram-user",
            "9010",
            PersonUnavailable,
            PersonUnavailable,
        ),
        (
            "no-person",
            "100/2534014",
            PersonUnavailable,
            PersonUnavailable,
        ),
        ("not-approved", "200/2018028", NotAllowed, NotAllowed),
        ("not-eligible", "36103", NotAllowed, NotAllowed),
        ("not-owner", "100/2534037", ThreadElsewhere, ThreadElsewhere),
        ("parameter", "100", Refused, Refused),
        ("permission", "10", NotAllowed, NotAllowed),
        ("policy", "368", Throttled, Throttled),
        (
            "private-reply",
            "100/2534025",
            PrivateReplyUsed,
            PrivateReplyUsed,
        ),
        (
            "private-reply-late",
            "10/2534022",
            WindowClosed,
            WindowClosed,
        ),
        ("proof", "100", Refused, Refused),
        ("quick-reply-type", "100", Refused, Refused),
        ("rate-app", "4", Throttled, Throttled),
        ("rate-business", "80002", Throttled, Throttled),
        ("rate-messaging", "613/2534040", Throttled, Throttled),
        ("restricted", "10/1893063", Throttled, Throttled),
        ("routing", "27", Refused, Refused),
        ("story-viewers", "10", Refused, Refused),
        ("subfields", "100", Refused, Refused),
        ("temporary", "2", Retry, OutcomeUnknown),
        (
            "thread-owner",
            "10/2018300",
            ThreadElsewhere,
            ThreadElsewhere,
        ),
        ("token", "190", TokenDead, TokenDead),
        ("token-app-removed", "190/458", TokenDead, TokenDead),
        ("token-expired", "190/463", TokenDead, TokenDead),
        ("token-revoked", "190/460", TokenDead, TokenDead),
        (
            "unavailable",
            "551/1545041",
            PersonUnavailable,
            PersonUnavailable,
        ),
        ("unknown", "1", Retry, OutcomeUnknown),
        ("unknown-field", "100", Refused, Refused),
        ("unknown-path", "2500", Refused, Refused),
        ("unlinked", "10/2534077", NotAllowed, NotAllowed),
        ("version", "2635", Refused, Refused),
        ("window", "10/2534022", WindowClosed, WindowClosed),
        ("window-messenger", "10/2018278", WindowClosed, WindowClosed),
    ]
};

#[tokio::test]
async fn each_error_is_sorted() {
    let wire = Wire::start().await;
    let client = wire.client();
    for (name, code, on_read, on_send) in EXPECTED {
        let name = format!("graph-error-{name}");
        wire.says_fixture(&name);
        let trouble = read(&client).await;
        assert_eq!(
            (trouble.code_name().as_str(), trouble.class),
            (*code, *on_read),
            "{name}"
        );
        wire.says_fixture(&name);
        assert_eq!(send(&client).await.class, *on_send, "{name} on a send");
        let message = fixture(&name)["body"]["error"]["message"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            !format!("{trouble:?} {trouble}").contains(&message),
            "{name} keeps the message"
        );
        // Meta's status is no help: the code counts.
        wire.says(403, &fixture(&name)["body"]);
        assert_eq!(read(&client).await.class, *on_read, "{name} with 403");
    }
}

#[test]
fn every_error_fixture_has_a_row() {
    let names = std::fs::read_dir(super::wire::folder()).unwrap();
    for file in names.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        if let Some(name) = file.strip_prefix("graph-error-") {
            let name = name.trim_end_matches(".json");
            assert!(
                EXPECTED.iter().any(|row| row.0 == name),
                "no row for {file}"
            );
        }
    }
}

#[tokio::test]
async fn answers_outside_the_graph_are_sorted_by_status() {
    let wire = Wire::start().await;
    let client = wire.client();
    for (status, body, on_read, on_send, code) in [
        (
            502,
            "<html>bad gateway",
            Class::Retry,
            Class::OutcomeUnknown,
            "http/502",
        ),
        (503, "", Class::Retry, Class::OutcomeUnknown, "http/503"),
        (408, "", Class::Retry, Class::OutcomeUnknown, "http/408"),
        (
            429,
            "slow down",
            Class::Throttled,
            Class::Throttled,
            "http/429",
        ),
        (413, "<html>", Class::Refused, Class::Refused, "http/413"),
        (302, "", Class::Refused, Class::Refused, "http/302"),
        (
            200,
            "<html>",
            Class::Retry,
            Class::OutcomeUnknown,
            "http/200",
        ),
        (200, "", Class::Retry, Class::OutcomeUnknown, "http/200"),
    ] {
        wire.says_text(status, &[("location", "http://elsewhere.test/")], body);
        let trouble = read(&client).await;
        assert_eq!(
            (trouble.class, trouble.code_name().as_str()),
            (on_read, code),
            "{status}"
        );
        wire.says_text(status, &[], body);
        assert_eq!(send(&client).await.class, on_send, "{status} on a send");
    }
}

#[tokio::test]
async fn an_error_inside_a_success_is_an_error() {
    let wire = Wire::start().await;
    wire.says(200, &fixture("graph-error-window")["body"]);
    assert_eq!(send(&wire.client()).await.class, Class::WindowClosed);
    wire.says(200, &json!({"recipient_id": IGSID}));
    assert_eq!(send(&wire.client()).await.class, Class::OutcomeUnknown);
    let passing = json!({"error": {"code": 424_242, "is_transient": true}});
    wire.says(400, &passing).says(400, &passing);
    assert_eq!(read(&wire.client()).await.class, Class::Retry);
    assert_eq!(send(&wire.client()).await.class, Class::OutcomeUnknown);
}

#[tokio::test]
async fn throttling_tells_how_long_to_wait() {
    let wire = Wire::start().await;
    let client = wire.client();
    let limited = fixture("graph-error-rate-business")["body"].to_string();
    let usage = r#"{"178":[{"type":"instagram","call_count":100,"total_cputime":1,
        "total_time":1,"estimated_time_to_regain_access":4}]}"#
        .replace('\n', "");
    for (headers, seconds) in [
        (vec![("retry-after", "30")], Some(30)),
        (
            vec![("x-business-use-case-usage", usage.as_str())],
            Some(240),
        ),
        (vec![], None),
    ] {
        wire.says_text(429, &headers, &limited);
        assert_eq!(
            read(&client).await.retry_after,
            seconds.map(Duration::from_secs)
        );
    }
    wire.says_fixture("graph-error-restricted");
    assert_eq!(
        send(&client).await.retry_after,
        Some(Duration::from_secs(3_600))
    );
    let media = fixture("graph-media")["body"].to_string();
    wire.says_text(
        200,
        &[("x-app-usage", r#"{"call_count":81,"total_time":9}"#)],
        &media,
    );
    let answer = client.media(&token(Login::Instagram), "1").await.unwrap();
    assert_eq!(answer.usage.highest_percent(), 81);
}

/// A host that takes one call, says `words` and hangs up, or stays silent.
async fn odd_host(words: Option<&'static str>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut silent = Vec::new();
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut bytes = [0; 4096];
            let _ = stream.read(&mut bytes).await;
            match words {
                Some(words) => stream.write_all(words.as_bytes()).await.unwrap(),
                None => silent.push(stream),
            }
        }
    });
    address
}

#[tokio::test]
async fn a_lost_answer_leaves_a_send_unknown_and_a_read_to_be_repeated() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"message_id\":";
    for words in [Some(""), Some(cut), None] {
        let client = client_of(&odd_host(words).await, Duration::from_secs(1));
        let trouble = send(&client).await;
        assert_eq!(trouble.class, Class::OutcomeUnknown, "{words:?}");
        assert_eq!(read(&client).await.class, Class::Retry, "{words:?}");
    }
}

#[tokio::test]
async fn what_never_left_can_be_repeated() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let trouble = send(&client_of(&address, Duration::from_secs(20))).await;
    assert_eq!(
        (trouble.class, trouble.code_name().as_str()),
        (Class::Retry, "no_answer")
    );
}

#[tokio::test]
async fn nothing_private_is_printed() {
    let wire = Wire::start().await;
    let client = wire.client();
    let token = token(Login::Instagram);
    wire.says_fixture("graph-error-parameter");
    let trouble = send(&client).await;
    let message = OutgoingMessage::text("a secret word");
    let printed = format!("{client:?} {token:?} {trouble:?} {trouble} {message:?}");
    for secret in [
        SECRET,
        "ig-app-secret",
        "fb-app-secret",
        "a secret word",
        IGSID,
    ] {
        assert!(!printed.contains(secret), "{secret} is printed");
    }
}
