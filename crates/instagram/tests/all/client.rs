//! The client on the wire: each call as the shared fixtures draw it, each answer as they say.

use super::wire::{IG_ID, IGSID, PAGE_ID, SECRET, Taken, Wire, permit, permit_of, token};
use palette_domain::account::Login;
use palette_domain::media::MediaKind;
use palette_domain::outbound::{OutboundKind, QuickReply};
use palette_domain::policy::Sender;
use palette_domain::{Chance, Instant, MemberId, Private, Span};
use palette_instagram::client::{OutgoingMessage, SenderAction};
use palette_instagram::{Class, Client};

fn her() -> Private<String> {
    Private::new(IGSID.to_owned())
}

/// The call was the fixture's, with the token in its header and nowhere else.
fn assert_is(taken: &Taken, fixture: &serde_json::Value) {
    let wanted = &fixture["request"];
    assert_eq!(taken.method, wanted["method"]);
    assert_eq!(taken.path, wanted["path"]);
    if let Some(json) = wanted.get("json") {
        assert_eq!(&taken.body, json);
    }
    assert_private(taken);
}

fn assert_private(taken: &Taken) {
    assert_eq!(taken.headers["authorization"], format!("Bearer {SECRET}"));
    assert!(!format!("{}{:?}{}", taken.path, taken.query, taken.body).contains(SECRET));
}

async fn ready(name: &str) -> (Wire, Client, serde_json::Value) {
    let wire = Wire::start().await;
    let fixture = wire.says_fixture(name);
    let client = wire.client();
    (wire, client, fixture)
}

#[tokio::test]
async fn messages_leave_in_the_documented_shapes() {
    struct Fixed;
    impl Chance for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(1);
        }
    }
    let member = Sender::Member(MemberId::new(Instant::default(), &Fixed));
    let sizes = ["M", "L"].map(|size| QuickReply {
        title: size.to_owned(),
        payload: format!("SIZE_{size}"),
    });
    let plain = || permit(OutboundKind::Message);
    let late = || permit_of(OutboundKind::Message, member, Span::hours(30));
    let asking = OutgoingMessage {
        quick_replies: &sizes,
        ..OutgoingMessage::text("سایزتون؟")
    };
    for (name, permit, message) in [
        (
            "graph-send-message",
            plain(),
            OutgoingMessage::text("بله، موجوده"),
        ),
        ("graph-send-quick-replies", plain(), asking),
        (
            "graph-send-human-agent",
            late(),
            OutgoingMessage::text("سلام، پیگیری کردم"),
        ),
    ] {
        let (wire, client, fixture) = ready(name).await;
        let sent = client
            .send_message(&token(Login::Instagram), permit, &her(), &message)
            .await
            .unwrap();
        assert_is(&wire.last(), &fixture);
        assert_eq!(fixture["body"]["message_id"], sent.value.mid, "{name}");
        assert_eq!(sent.value.recipient_id, Some(her()), "{name}");
    }
}

#[tokio::test]
async fn a_reply_names_the_message_it_answers() {
    let (wire, client, _) = ready("graph-send-message").await;
    let message = OutgoingMessage {
        reply_to_mid: Some("mid-1"),
        ..OutgoingMessage::text("ok")
    };
    let permit = permit(OutboundKind::Message);
    client
        .send_message(&token(Login::Instagram), permit, &her(), &message)
        .await
        .unwrap();
    assert_eq!(wire.last().body["reply_to"]["mid"], "mid-1");
}

#[tokio::test]
async fn a_private_reply_goes_to_the_comment_and_tells_the_person() {
    let (wire, client, fixture) = ready("graph-send-private-reply").await;
    let permit = permit(OutboundKind::PrivateReply);
    let text = fixture["request"]["json"]["message"]["text"]
        .as_str()
        .unwrap();
    let token = token(Login::Instagram);
    let sent = client
        .private_reply(&token, permit, "17870000000000001", text)
        .await
        .unwrap();
    assert_is(&wire.last(), &fixture);
    assert_eq!(sent.value.recipient_id, Some(her()));
}

#[tokio::test]
async fn with_facebook_login_the_page_sends_and_proves_its_app() {
    let (wire, client, _) = ready("graph-send-message").await;
    let permit = permit(OutboundKind::Message);
    let message = OutgoingMessage::text("ok");
    client
        .send_message(&token(Login::Facebook), permit, &her(), &message)
        .await
        .unwrap();
    let taken = wire.last();
    assert_private(&taken);
    assert_eq!(taken.path, format!("/fb/v26.0/{PAGE_ID}/messages"));
    // HMAC-SHA256 of the token under the app's secret, computed elsewhere.
    assert_eq!(
        taken.query["appsecret_proof"],
        "6c00fb4bd4a752277cbadb495f9a9ec725157ae788434fa9f0528098b8aa830e"
    );
}

#[tokio::test]
async fn typing_is_shown_without_a_permit() {
    let (wire, client, fixture) = ready("graph-send-sender-action").await;
    let token = token(Login::Instagram);
    client
        .sender_action(&token, &her(), SenderAction::TypingOn)
        .await
        .unwrap();
    assert_is(&wire.last(), &fixture);
}

#[tokio::test]
async fn nothing_leaves_without_the_right_permit_or_over_the_limit() {
    let wire = Wire::start().await;
    let (client, token) = (wire.client(), token(Login::Instagram));
    let wrong = permit(OutboundKind::CommentReply);
    let hi = OutgoingMessage::text("hi");
    let refused = client
        .send_message(&token, wrong, &her(), &hi)
        .await
        .unwrap_err();
    assert_eq!(refused.class, Class::Refused);
    let wrong = permit(OutboundKind::HideComment);
    assert!(client.set_hidden(&token, wrong, "1", false).await.is_err());
    for text in ["", "   ", &"ی".repeat(501)] {
        let permit = permit(OutboundKind::Message);
        let message = OutgoingMessage::text(text);
        let refused = client
            .send_message(&token, permit, &her(), &message)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.class, refused.code),
            (Class::Refused, 100),
            "{} bytes",
            text.len()
        );
    }
    assert_eq!(wire.count(), 0);
    wire.says_fixture("graph-send-message");
    let longest = "ی".repeat(500);
    let permit = permit(OutboundKind::Message);
    client
        .send_message(&token, permit, &her(), &OutgoingMessage::text(&longest))
        .await
        .unwrap();
}

#[tokio::test]
async fn comments_are_answered_hidden_and_deleted() {
    let token = token(Login::Instagram);
    let id = "17870000000000001";
    let (wire, client, fixture) = ready("graph-comment-created").await;
    let reply = permit(OutboundKind::CommentReply);
    let made = client
        .reply_to_comment(&token, reply, id, "دایرکت فرستادیم")
        .await
        .unwrap();
    assert_eq!(made.value, "17870000000000002");
    let taken = wire.last();
    assert_is(&taken, &fixture);
    assert_eq!(taken.body["message"], "دایرکت فرستادیم");

    for (kind, hidden) in [
        (OutboundKind::HideComment, true),
        (OutboundKind::UnhideComment, false),
    ] {
        wire.says_fixture("graph-success");
        client
            .set_hidden(&token, permit(kind), id, hidden)
            .await
            .unwrap();
        let taken = wire.last();
        assert_eq!(
            (taken.method.as_str(), taken.path.as_str()),
            ("POST", "/v26.0/17870000000000001")
        );
        assert_eq!(taken.query["hide"], hidden.to_string());
    }
    wire.says_fixture("graph-success");
    client
        .delete_comment(&token, permit(OutboundKind::DeleteComment), id)
        .await
        .unwrap();
    assert_eq!(wire.last().method, "DELETE");
    wire.says(200, &serde_json::json!({"success": false}));
    let delete = permit(OutboundKind::DeleteComment);
    let refused = client.delete_comment(&token, delete, id).await.unwrap_err();
    assert_eq!(refused.class, Class::Refused);
}

#[tokio::test]
async fn comments_are_read_and_paged() {
    let token = token(Login::Instagram);
    let (wire, client, fixture) = ready("graph-comment").await;
    let comment = client
        .comment(&token, "17870000000000001")
        .await
        .unwrap()
        .value;
    assert_is(&wire.last(), &fixture);
    assert_eq!(comment.text.reveal(), "price?");
    assert_eq!(comment.from_id, Some(her()));
    assert_eq!(comment.at, Some(Instant::from_secs(1_791_191_553)));
    assert_eq!(comment.ig_parent_id.as_deref(), Some("17870000000000000"));
    assert_eq!(comment.ig_media_id.as_deref(), Some("17918000000000001"));
    assert_eq!(comment.media_kind, Some(MediaKind::Feed));

    let fixture = wire.says_fixture("graph-comments-page");
    let page = client
        .comments(&token, "17918000000000001", None)
        .await
        .unwrap()
        .value;
    assert_is(&wire.last(), &fixture);
    assert_eq!(
        (page.items.len(), page.after.as_deref()),
        (1, Some("QVFIUz"))
    );
    wire.says_fixture("graph-comments-page-last");
    let page = client
        .comments(&token, "17918000000000001", Some("QVFIUz"))
        .await
        .unwrap()
        .value;
    assert_eq!(wire.last().query["after"], "QVFIUz");
    assert_eq!((page.items.len(), page.after), (1, None));
    wire.says_fixture("graph-comments-empty");
    let page = client
        .comments(&token, "17918000000000001", None)
        .await
        .unwrap()
        .value;
    assert_eq!((page.items.len(), page.after), (0, None));
    wire.says_fixture("graph-comment-replies");
    let page = client
        .comment_replies(&token, "17870000000000001", None)
        .await
        .unwrap()
        .value;
    assert_eq!(page.items[0].ig_comment_id, "17870000000000002");
}

#[tokio::test]
async fn people_and_media_are_read() {
    let token = token(Login::Instagram);
    let (wire, client, fixture) = ready("graph-profile").await;
    let person = client.profile(&token, &her()).await.unwrap().value;
    assert_is(&wire.last(), &fixture);
    assert_eq!(person.name, Some(Private::new("Jane".to_owned())));
    assert_eq!(person.username, Some(Private::new("jane.d".to_owned())));
    wire.says_fixture("graph-profile-bare");
    assert_eq!(
        client.profile(&token, &her()).await.unwrap().value.name,
        None
    );

    let fixture = wire.says_fixture("graph-media");
    let media = client
        .media(&token, "17918000000000001")
        .await
        .unwrap()
        .value;
    assert_is(&wire.last(), &fixture);
    assert_eq!(media.caption, "مانتو لینن، ۸۹۰ هزار تومان");
    assert_eq!(media.kind, MediaKind::Feed);
    assert!(media.picture_url.is_some() && media.posted_at.is_some());
    wire.says_fixture("graph-media-no-url");
    let media = client
        .media(&token, "17918000000000001")
        .await
        .unwrap()
        .value;
    assert_eq!((media.picture_url, media.caption.as_str()), (None, ""));
    let fixture = wire.says_fixture("graph-media-page");
    let page = client.media_list(&token, None).await.unwrap().value;
    assert_is(&wire.last(), &fixture);
    assert_eq!(
        (page.items[0].ig_media_id.as_str(), page.after),
        ("17918000000000001", None)
    );
}

#[tokio::test]
async fn a_conversation_is_read_to_reconcile_a_send() {
    let token = token(Login::Instagram);
    let (wire, client, _) = ready("graph-conversations").await;
    let fixture = wire.says_fixture("graph-conversation-messages");
    let messages = client
        .conversation_messages(&token, &her())
        .await
        .unwrap()
        .value;
    assert_is(&wire.last(), &fixture);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].text.reveal(), "hi");
    assert_eq!(messages[0].from_id, Some(her()));
    assert_eq!(messages[0].to_id, Some(Private::new(IG_ID.to_owned())));

    let nested = serde_json::json!({"data": [fixture["body"]]});
    wire.says(200, &nested);
    let at_once = client
        .conversation_messages(&token, &her())
        .await
        .unwrap()
        .value;
    assert_eq!(at_once, messages);
    let taken = wire.last();
    assert_eq!(taken.path, format!("/v26.0/{IG_ID}/conversations"));
    assert_eq!(
        (
            taken.query["platform"].as_str(),
            taken.query["user_id"].as_str()
        ),
        ("instagram", IGSID)
    );

    wire.says(200, &serde_json::json!({"data": []}));
    assert!(
        client
            .conversation_messages(&token, &her())
            .await
            .unwrap()
            .value
            .is_empty()
    );
    for name in ["graph-message", "graph-message-rich"] {
        let fixture = wire.says_fixture(name);
        let mid = fixture["body"]["id"].as_str().unwrap().to_owned();
        let message = client.message(&token, &mid).await.unwrap().value;
        assert_is(&wire.last(), &fixture);
        assert_eq!((message.mid, message.text.reveal().as_str()), (mid, "hi"));
    }
}

#[tokio::test]
async fn an_account_is_subscribed_and_no_longer() {
    let (wire, client, fixture) = ready("graph-success").await;
    let instagram = token(Login::Instagram);
    client.subscribe(&instagram).await.unwrap();
    assert_is(&wire.last(), &fixture);
    let asked = wire.last().query["subscribed_fields"].clone();
    assert!(
        asked.split(',').any(|field| field == "messages") && !asked.contains(' '),
        "{asked}"
    );

    wire.says_fixture("graph-success");
    client.subscribe(&token(Login::Facebook)).await.unwrap();
    assert_eq!(
        wire.last().path,
        format!("/fb/v26.0/{PAGE_ID}/subscribed_apps")
    );
    assert_eq!(wire.last().query["subscribed_fields"], "feed");

    let fixture = wire.says_fixture("graph-subscribed-apps");
    let fields = client.subscribed_fields(&instagram).await.unwrap().value;
    assert_is(&wire.last(), &fixture);
    assert_eq!(fields, ["comments", "messages"]);
    wire.says_fixture("graph-success");
    client.unsubscribe(&instagram).await.unwrap();
    assert_eq!(wire.last().method, "DELETE");
}
