//! The client and the parser against the simulator, the second witness to Meta's wire.

use palette_domain::account::Login;
use palette_domain::inbound::Event;
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::{OpeningAction, Sender};
use palette_domain::{Instant, MemberId, Private, Span};
use palette_instagram::client::{OutgoingMessage, SenderAction};
use palette_instagram::{Class, ConnectError};
use serde_json::json;

use super::meta::{Meta, consented};
use super::wire::{permit, permit_of};

const HOUR_MS: i64 = 3_600_000;

#[tokio::test]
async fn what_a_person_does_arrives_signed_and_is_understood() {
    let meta = Meta::start().await;
    let told = meta
        .sim
        .act(&json!({"person": "sara", "do": "message", "text": "سلام 🙏"}))
        .unwrap();
    let message = meta
        .event(|inbound| match &inbound.event {
            Event::Message(message) if told["mid"] == message.mid => {
                Some((inbound.ig_id.clone(), message.clone()))
            }
            _ => None,
        })
        .await;
    assert_eq!(message.0, meta.text("ig_id"));
    assert_eq!(message.1.body.reveal().text, "سلام 🙏");
    assert_eq!(told["igsid"], message.1.igsid.reveal().as_str());
    assert_eq!(message.1.opens, OpeningAction::Message);

    let media = meta.text("media_id");
    let share = json!({"person": "sara", "do": "message", "text": "قیمت؟", "media_id": media,
        "share": true});
    meta.sim.act(&share).unwrap();
    let about = meta.event(|inbound| match &inbound.event {
        Event::Message(message) => message.about_ig_media_id.clone(),
        _ => None,
    });
    assert_eq!(about.await, media);

    let comment = json!({"person": "sara", "do": "comment", "text": "قیمت؟", "media_id": media});
    let told = meta.sim.act(&comment).unwrap();
    let read = meta.event(|inbound| match &inbound.event {
        Event::Comment(comment) if told["comment_id"] == comment.ig_comment_id => {
            Some(comment.clone())
        }
        _ => None,
    });
    let read = read.await;
    assert_eq!((read.ig_media_id, read.is_own), (media, false));
    assert_eq!(read.text.reveal(), "قیمت؟");
}

#[tokio::test]
async fn a_message_leaves_and_its_echo_has_the_same_id() {
    let meta = Meta::start().await;
    let (token, peer) = (meta.token(), meta.peer());
    meta.client
        .sender_action(&token, &peer, SenderAction::TypingOn)
        .await
        .unwrap();
    let mid = meta.send("بله، موجوده").await.unwrap();
    let echo = meta.event(|inbound| match &inbound.event {
        Event::Echo(echo) if echo.mid == mid => Some(echo.clone()),
        _ => None,
    });
    let echo = echo.await;
    assert_eq!(
        (&echo.igsid, echo.body.reveal().text.as_str()),
        (&peer, "بله، موجوده")
    );
    let messages = meta
        .client
        .conversation_messages(&token, &peer)
        .await
        .unwrap()
        .value;
    assert_eq!(messages[0].mid, mid);
    assert_eq!(messages[0].from_id, Some(Private::new(meta.text("ig_id"))));
    let message = meta.client.message(&token, &mid).await.unwrap().value;
    assert_eq!(message.text.reveal(), "بله، موجوده");
}

#[tokio::test]
async fn after_the_window_only_a_person_may_answer() {
    let meta = Meta::start().await;
    meta.sim
        .clock(&json!({"advance_ms": 25 * HOUR_MS}))
        .unwrap();
    assert_eq!(
        meta.send("سلام").await.unwrap_err().class,
        Class::WindowClosed
    );

    let member = Sender::Member(MemberId::from_bytes([1; 16]));
    let late = permit_of(OutboundKind::Message, member, Span::hours(25));
    let message = OutgoingMessage::text("سلام، پیگیری کردم");
    meta.client
        .send_message(&meta.token(), late, &meta.peer(), &message)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_comment_gets_one_private_reply() {
    let meta = Meta::start().await;
    let (token, comment) = (meta.token(), meta.text("comment_id"));
    let reply = || {
        meta.client.private_reply(
            &token,
            permit(OutboundKind::PrivateReply),
            &comment,
            "سلام! قیمت رو براتون فرستادیم",
        )
    };
    let sent = reply().await.unwrap().value;
    assert!(sent.recipient_id.is_some());
    assert_eq!(reply().await.unwrap_err().class, Class::PrivateReplyUsed);
}

#[tokio::test]
async fn a_comment_is_answered_hidden_shown_and_deleted() {
    let meta = Meta::start().await;
    let (client, token, comment) = (&meta.client, meta.token(), meta.text("comment_id"));
    let reply = permit(OutboundKind::CommentReply);
    let made = client
        .reply_to_comment(&token, reply, &comment, "دایرکت دادیم")
        .await
        .unwrap();
    let replies = client
        .comment_replies(&token, &comment, None)
        .await
        .unwrap()
        .value;
    assert!(
        replies
            .items
            .iter()
            .any(|reply| reply.ig_comment_id == made.value)
    );
    let own = meta.event(|inbound| match &inbound.event {
        Event::Comment(comment) if comment.ig_comment_id == made.value => Some(comment.is_own),
        _ => None,
    });
    assert!(own.await, "our own comment is known as ours");

    for (kind, hidden) in [
        (OutboundKind::HideComment, true),
        (OutboundKind::UnhideComment, false),
    ] {
        client
            .set_hidden(&token, permit(kind), &comment, hidden)
            .await
            .unwrap();
        assert_eq!(
            client.comment(&token, &comment).await.unwrap().value.hidden,
            hidden
        );
    }
    let media = client
        .comment(&token, &comment)
        .await
        .unwrap()
        .value
        .ig_media_id
        .unwrap();
    let page = client.comments(&token, &media, None).await.unwrap().value;
    assert!(page.items.iter().any(|one| one.ig_comment_id == comment));
    let delete = permit(OutboundKind::DeleteComment);
    client
        .delete_comment(&token, delete, &comment)
        .await
        .unwrap();
    let gone = client.comment(&token, &comment).await.unwrap_err();
    assert_eq!(gone.code_name(), "100/33");
}

#[tokio::test]
async fn the_account_its_media_and_its_people_are_read() {
    let meta = Meta::start().await;
    let (client, token) = (&meta.client, meta.token());
    for shape in ["flat", "wrapped"] {
        meta.sim.settings(&json!({ "me": shape })).unwrap();
        let me = client.me(&token).await.unwrap().value;
        assert_eq!(me.ig_id, meta.text("ig_id"));
        assert_eq!(me.username.reveal(), &meta.text("username"));
    }
    let page = client.media_list(&token, None).await.unwrap().value;
    let first = &page.items[0];
    let media = client
        .media(&token, &first.ig_media_id)
        .await
        .unwrap()
        .value;
    assert_eq!(&media, first);
    assert!(media.permalink.is_some() && media.posted_at.is_some());
    let person = client.profile(&token, &meta.peer()).await.unwrap().value;
    assert!(person.username.is_some());
    let stranger = json!({"person": "only_comments", "do": "comment", "text": "وای",
        "media_id": first.ig_media_id});
    let told = meta.sim.act(&stranger).unwrap();
    let stranger = Private::new(told["igsid"].as_str().unwrap().to_owned());
    let unread = client.profile(&token, &stranger).await.unwrap_err();
    assert_eq!((unread.class, unread.code), (Class::PersonUnavailable, 230));
    client.subscribe(&token).await.unwrap();
    let fields = client.subscribed_fields(&token).await.unwrap().value;
    assert!(fields.iter().any(|field| field == "messages"));
    client.unsubscribe(&token).await.unwrap();
    assert!(
        client
            .subscribed_fields(&token)
            .await
            .unwrap()
            .value
            .is_empty()
    );
}

#[tokio::test]
async fn troubles_of_the_wire_are_told_apart() {
    let meta = Meta::start().await;
    for (fault, class) in [
        (
            json!({"kind": "dead_token", "subcode": 463}),
            Class::TokenDead,
        ),
        (
            json!({"kind": "rate_limited", "code": 613}),
            Class::Throttled,
        ),
        (
            json!({"kind": "rate_limited", "code": 80002, "status": 429}),
            Class::Throttled,
        ),
        (json!({"kind": "error_500"}), Class::OutcomeUnknown),
    ] {
        meta.sim.faults(&json!({ "faults": [fault] })).unwrap();
        let trouble = meta.send("سلام").await.unwrap_err();
        assert_eq!(trouble.class, class, "{fault}");
        let waits = trouble.retry_after.is_some();
        assert_eq!(waits, class == Class::Throttled, "{fault}");
    }
    meta.sim.faults(&json!({"heal": true})).unwrap();
    meta.send("سلام").await.unwrap();
}

#[tokio::test]
async fn a_send_whose_answer_was_lost_is_found_in_the_conversation() {
    let meta = Meta::start().await;
    meta.sim
        .faults(&json!({"faults": [{"kind": "drop_after_effect", "budget": 1}]}))
        .unwrap();
    let lost = meta.send("این یکی گم شد").await.unwrap_err();
    assert_eq!(lost.class, Class::OutcomeUnknown);
    let seen = meta
        .client
        .conversation_messages(&meta.token(), &meta.peer())
        .await
        .unwrap()
        .value;
    assert_eq!(
        seen.iter()
            .filter(|one| one.text.reveal() == "این یکی گم شد")
            .count(),
        1
    );
}

#[tokio::test]
async fn both_login_products_connect_and_send() {
    let meta = Meta::start().await;
    let back = "https://shop.test/oauth/callback";
    for (login, shape) in [
        (Login::Instagram, "flat"),
        (Login::Instagram, "wrapped"),
        (Login::Facebook, "flat"),
    ] {
        meta.sim
            .settings(&json!({ "code_exchange": shape }))
            .unwrap();
        let url = meta.client.authorize_url(login, back, "st/1").unwrap();
        let (code, state) = consented(&url).await;
        assert_eq!(state, "st/1");
        let grants = meta.client.connect(login, &code, back).await.unwrap();
        assert_eq!(grants.len(), 1, "{login:?}");
        assert_eq!(grants[0].me.ig_id, meta.text("ig_id"));
        assert_eq!(grants[0].me.username.reveal(), &meta.text("username"));
        let token = grants[0].token();
        meta.client.subscribe(&token).await.unwrap();
        let message = OutgoingMessage::text("سلام");
        let permit = permit(OutboundKind::Message);
        meta.client
            .send_message(&token, permit, &meta.peer(), &message)
            .await
            .unwrap();
        let again = meta.client.connect(login, &code, back).await.unwrap_err();
        assert_eq!(again, ConnectError::CodeUsed, "{login:?}");
    }
}

#[tokio::test]
async fn a_token_is_adopted_and_refreshed() {
    let meta = Meta::start().await;
    let grants = meta
        .client
        .adopt(Login::Instagram, meta.text("token").into())
        .await
        .unwrap();
    assert_eq!(grants[0].me.ig_id, meta.text("ig_id"));
    let pages = meta
        .client
        .adopt(Login::Facebook, meta.text("page_token").into())
        .await
        .unwrap();
    assert_eq!(
        pages[0].me.page_id.as_deref(),
        meta.fixture["page_id"].as_str()
    );
    meta.sim
        .clock(&json!({"advance_ms": 25 * HOUR_MS}))
        .unwrap();
    let fresh = meta
        .client
        .refresh(&grants[0].token())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(fresh.expires_in, Some(Span::days(60)));
}

#[tokio::test]
async fn strange_deliveries_are_kept_beside_good_ones() {
    let meta = Meta::start().await;
    meta.sim
        .settings(&json!({"edit_noise": true, "comment_envelope": "flat",
        "comment_id_key": "comment_id"}))
        .unwrap();
    meta.sim
        .act(&json!({"person": "ali", "do": "message", "text": "hi"}))
        .unwrap();
    let noise = meta.event(|inbound| match &inbound.event {
        Event::Edited {
            num_edit,
            igsid,
            text,
            ..
        } => Some((*num_edit, igsid.clone(), text.clone())),
        _ => None,
    });
    assert_eq!(noise.await, (0, None, None));
    let media = meta.text("media_id");
    let comment = json!({"person": "ali", "do": "comment", "text": "hi", "media_id": media});
    let told = meta.sim.act(&comment).unwrap();
    let at = meta.event(|inbound| match &inbound.event {
        Event::Comment(comment) if told["comment_id"] == comment.ig_comment_id => Some(inbound.at),
        _ => None,
    });
    assert!(at.await > Instant::default());
}
