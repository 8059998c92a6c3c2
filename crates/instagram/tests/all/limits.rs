//! Meta's "too many" is obeyed: while it holds, no call leaves, whoever asks and whatever for.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use super::wire::{IG_ID, IGSID, SECRET, Wire, fixture, permit, token};
use palette_domain::account::Login;
use palette_domain::outbound::OutboundKind;
use palette_domain::{Clock, Instant, Private};
use palette_instagram::client::OutgoingMessage;
use palette_instagram::{Class, Client, Token, Trouble};
use serde_json::json;

/// A clock that stands still till it is told.
#[derive(Clone, Default)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant::from_secs(1_790_000_000 + self.0.load(Ordering::Relaxed))
    }
}

async fn start() -> (Wire, Client, Hand) {
    let (wire, hand) = (Wire::start().await, Hand::default());
    let client = wire.client().with_clock(Arc::new(hand.clone()));
    (wire, client, hand)
}

async fn send(client: &Client, token: &Token) -> Result<(), Trouble> {
    let her = Private::new(IGSID.to_owned());
    let message = OutgoingMessage::text("hello");
    let permit = permit(OutboundKind::Message);
    let sent = client.send_message(token, permit, &her, &message).await;
    sent.map(drop)
}

/// All that the product ever calls for an account that is connected.
async fn everything(client: &Client, token: &Token) -> Vec<Result<(), Trouble>> {
    let her = Private::new(IGSID.to_owned());
    let act = |kind| permit(kind);
    vec![
        send(client, token).await,
        client
            .private_reply(token, act(OutboundKind::PrivateReply), "1", "x")
            .await
            .map(drop),
        client
            .reply_to_comment(token, act(OutboundKind::CommentReply), "1", "x")
            .await
            .map(drop),
        client
            .set_hidden(token, act(OutboundKind::HideComment), "1", true)
            .await
            .map(drop),
        client
            .delete_comment(token, act(OutboundKind::DeleteComment), "1")
            .await
            .map(drop),
        client.media(token, "1").await.map(drop),
        client.media_list(token, None).await.map(drop),
        client.comments(token, "1", None).await.map(drop),
        client.comment_replies(token, "1", None).await.map(drop),
        client.comment(token, "1").await.map(drop),
        client.profile(token, &her).await.map(drop),
        client.conversation_messages(token, &her).await.map(drop),
        client.message(token, "1").await.map(drop),
        client.subscribed_fields(token).await.map(drop),
        client.subscribe(token).await.map(drop),
    ]
}

#[tokio::test]
async fn while_the_account_is_limited_nothing_is_called() {
    let (wire, client, hand) = start().await;
    let token = token(Login::Instagram);
    let limited = fixture("graph-error-rate-business")["body"].to_string();
    wire.says_text(400, &[("retry-after", "90")], &limited);
    assert_eq!(
        send(&client, &token).await.unwrap_err().code_name(),
        "80002"
    );
    let before = wire.count();
    for second in [0, 89] {
        hand.0.store(second, Ordering::Relaxed);
        for held in everything(&client, &token).await {
            let held = held.unwrap_err();
            assert_eq!(
                (held.class, held.code_name().as_str()),
                (Class::Throttled, "throttled")
            );
            let left = Duration::from_secs(90 - u64::try_from(second).unwrap());
            assert_eq!(held.retry_after, Some(left));
        }
    }
    assert_eq!(wire.count(), before, "no call left");
    // Another account of the same app is not held back.
    let other =
        Token::new(Login::Instagram, SECRET.into()).with_ids(Some(format!("{IG_ID}9")), None);
    wire.says_fixture("graph-send-message");
    send(&client, &other).await.unwrap();
    hand.0.store(90, Ordering::Relaxed);
    wire.says_fixture("graph-send-message");
    send(&client, &token).await.unwrap();
}

#[tokio::test]
async fn the_time_to_regain_access_holds_even_on_a_success() {
    let (wire, client, hand) = start().await;
    let token = token(Login::Instagram);
    let kind = json!({"type": "instagram", "call_count": 100, "total_cputime": 1,
        "total_time": 1, "estimated_time_to_regain_access": 4});
    let usage = json!({ IG_ID: [kind] }).to_string();
    let media = fixture("graph-media")["body"].to_string();
    wire.says_text(
        200,
        &[("x-business-use-case-usage", usage.as_str())],
        &media,
    );
    client.media(&token, "1").await.unwrap();
    let held = send(&client, &token).await.unwrap_err();
    assert_eq!(held.retry_after, Some(Duration::from_secs(240)));
    assert_eq!(wire.count(), 1);
    hand.0.store(240, Ordering::Relaxed);
    wire.says_fixture("graph-send-message");
    send(&client, &token).await.unwrap();
}

#[tokio::test]
async fn the_apps_limit_holds_back_every_account_and_a_call_limit_its_own_kind() {
    let (wire, client, _) = start().await;
    let ours = token(Login::Instagram);
    wire.says_fixture("graph-error-rate-messaging");
    send(&client, &ours).await.unwrap_err();
    wire.says_fixture("graph-media");
    client.media(&ours, "1").await.unwrap();
    assert_eq!(
        send(&client, &ours).await.unwrap_err().code_name(),
        "throttled"
    );

    wire.says_fixture("graph-error-rate-app");
    client.media(&ours, "1").await.unwrap_err();
    let other =
        Token::new(Login::Instagram, SECRET.into()).with_ids(Some(format!("{IG_ID}9")), None);
    assert_eq!(
        send(&client, &other).await.unwrap_err().code_name(),
        "throttled"
    );
    assert_eq!(wire.count(), 3);
}
