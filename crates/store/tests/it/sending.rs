//! The outbox: order in a thread, retries, unknown outcomes, and echoes that race the answer.

use palette_domain::conversation::{Handler, MessageState};
use palette_domain::outbound::OutboxState;
use palette_domain::{MemberId, OutboxId, Private, Span};
use palette_store::{MemberMessage, PlanCommit, Sendable, SentReceipt, Store};

use crate::common::{
    ByPerson, Shop, answer, answered, at, claim, on_both, plan, sending, shop, take_in,
};

async fn ready(store: &Store, millis: i64) -> Vec<Sendable> {
    store
        .claim_sendable("s", Span::secs(30), 10, at(millis))
        .await
        .expect("claims")
}

async fn state(shop: &Shop, id: OutboxId) -> OutboxState {
    shop.store
        .outbound(id)
        .await
        .expect("ok")
        .expect("there")
        .state
}

/// A conversation whose AI answer in two parts is queued.
async fn two_parts(shop: &Shop, store: &Store) -> Vec<OutboxId> {
    take_in(store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
    let turn = claim(store, at(1)).await;
    let context = shop.store.turn_context(&turn).await.expect("a context");
    let both = PlanCommit {
        outbox: vec![answer("یک"), answer("دو")],
        ..plan("")
    };
    shop.store
        .commit_plan(&context.turn, &both, at(2))
        .await
        .expect("commits")
        .outbox
}

on_both! {
    a_later_part_waits_for_the_earlier(db) {
        let shop = shop(&db.store, "1784").await;
        let ids = two_parts(&shop, &db.store).await;
        let first = sending(&db.store, "یک", at(3)).await;
        assert_eq!(first, ids[0]);
        assert!(ready(&db.store, 4).await.is_empty(), "being sent");
        shop.store.mark_unknown(first, "timeout", at(5)).await.expect("ok");
        assert!(ready(&db.store, 6).await.is_empty(), "unknown");
        let old = db.store.unknown_older_than(at(60), 10).await.expect("ok");
        assert_eq!((old.len(), old[0].text.reveal().as_str()), (1, "یک"));
        let found = SentReceipt::of_id("o1");
        shop.store.resolve_unknown(first, Some(&found), at(7)).await.expect("ok");
        assert_eq!(sending(&db.store, "دو", at(8)).await, ids[1]);
    }

    a_retry_keeps_its_place_and_its_time(db) {
        let shop = shop(&db.store, "1784").await;
        let ids = two_parts(&shop, &db.store).await;
        let first = sending(&db.store, "یک", at(3)).await;
        shop.store.mark_retry(first, at(5_000), Some("613"), at(4)).await.expect("ok");
        assert!(ready(&db.store, 10).await.is_empty());
        assert_eq!(db.store.next_send_due().await.expect("ok"), Some(at(5_000)));
        let rows = ready(&db.store, 5_000).await;
        assert_eq!((rows.len(), rows[0].outbound.id), (1, ids[0]));
        assert_eq!(rows[0].outbound.attempts, 1);
    }

    a_claim_is_a_lease(db) {
        let shop = shop(&db.store, "1784").await;
        let ids = two_parts(&shop, &db.store).await;
        assert_eq!(ready(&db.store, 3).await.len(), 1);
        assert!(ready(&db.store, 4).await.is_empty());
        assert_eq!(ready(&db.store, 40_000).await[0].outbound.id, ids[0]);
        let words = Private::new("یک".to_owned());
        let other = shop.store.mark_sending(ids[0], "t", &words, at(40_001)).await.expect("ok");
        assert!(!other, "held by another");
    }

    an_instance_that_died_leaves_an_unknown_outcome(db) {
        let shop = shop(&db.store, "1784").await;
        two_parts(&shop, &db.store).await;
        let first = sending(&db.store, "یک", at(3)).await;
        assert_eq!(db.store.expire_sending(at(10)).await.expect("ok"), 0);
        assert_eq!(db.store.expire_sending(at(60_000)).await.expect("ok"), 1);
        assert_eq!(state(&shop, first).await, OutboxState::Unknown);
        // Its echo settles it.
        let echo = vec![shop.echo("p1", "o1", "یک", at(61_000))];
        take_in(&db.store, echo, at(61_000)).await;
        assert_eq!(state(&shop, first).await, OutboxState::Sent);
        let row = shop.store.conversation_by_person("p1").await;
        assert_eq!(row.conversation.handler, Handler::Ai);
    }

    a_refusal_calls_a_person(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let done = answered(&db.store, "درود", at(1)).await;
        let id = sending(&db.store, "درود", at(2)).await;
        shop.store.mark_failed(id, "10/2534022", at(3)).await.expect("ok");
        let message = shop.store.message(done.messages[0]).await.expect("ok").expect("there");
        assert_eq!(message.state, MessageState::Failed);
        assert_eq!(message.error.as_deref(), Some("10/2534022"));
        let row = shop.store.conversation_by_person("p1").await.conversation;
        assert_eq!(row.needs_person.as_deref(), Some("send_failed"));
    }

    facts_that_moved_open_the_turn_again_with_its_words(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "موجوده؟", at(0))], at(0)).await;
        let done = answered(&db.store, "بله", at(1)).await;
        assert!(shop.store.replan_outbound(done.outbox[0], "stale", at(2)).await.expect("ok"));
        let turn = claim(&db.store, at(3)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        assert_eq!(context.burst.len(), 1);
        assert!(!shop.store.replan_outbound(done.outbox[0], "stale", at(4)).await.expect("ok"));
    }

    an_echo_with_other_words_gives_way_to_the_answer(db) {
        // Instagram changed the words on the way (a link, an emoji): the echo looks like a
        // person's until the answer of the send names the same id.
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        answered(&db.store, "درود", at(1)).await;
        let id = sending(&db.store, "درود", at(2)).await;
        take_in(&db.store, vec![shop.echo("p1", "o1", "درود ☺", at(3))], at(3)).await;
        let handler = || async { shop.store.conversation_by_person("p1").await.conversation };
        assert_eq!(handler().await.handler, Handler::Person);
        shop.store.mark_sent(id, &SentReceipt::of_id("o1"), at(4)).await.expect("ok");
        assert_eq!(handler().await.handler, Handler::Ai);
        let page = shop.store.timeline(handler().await.id, None, 10).await.expect("ok");
        assert_eq!(page.items.len(), 2);
    }

    two_sends_with_the_same_words_keep_their_own_ids(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        answered(&db.store, "درود", at(1)).await;
        let first = sending(&db.store, "درود", at(2)).await;
        shop.store.mark_unknown(first, "timeout", at(3)).await.expect("ok");
        take_in(&db.store, vec![shop.echo("p1", "o2", "درود", at(4))], at(4)).await;
        assert_eq!(state(&shop, first).await, OutboxState::Sent);
        let sent = shop.store.send_message(&member_message(&shop, "درود", "k").await, at(5)).await;
        let second = sent.expect("queued").outbox[0];
        assert_eq!(sending(&db.store, "درود", at(6)).await, second);
        shop.store.mark_sent(second, &SentReceipt::of_id("o2"), at(7)).await.expect("ok");
        assert_eq!(state(&shop, second).await, OutboxState::Sent);
        assert_eq!(state(&shop, first).await, OutboxState::Unknown);
    }

    a_member_who_writes_takes_over_and_a_repeated_key_sends_once(db) {
        let shop = shop(&db.store, "1784").await;
        let ids = two_parts(&shop, &db.store).await;
        let new = member_message(&shop, "خودم جواب می‌دم", "key-1").await;
        let sent = shop.store.send_message(&new, at(5)).await.expect("queued");
        assert!(!sent.replayed);
        let again = shop.store.send_message(&new, at(6)).await.expect("known");
        assert!(again.replayed);
        assert_eq!(again.outbox, sent.outbox);
        for id in ids {
            assert_eq!(state(&shop, id).await, OutboxState::Cancelled);
        }
        let rows = ready(&db.store, 7).await;
        assert_eq!((rows.len(), rows[0].outbound.id), (1, sent.outbox[0]));
        assert_eq!(rows[0].handler, Handler::Person);
    }
}

async fn member_message(shop: &Shop, words: &str, key: &str) -> MemberMessage {
    MemberMessage {
        conversation: shop
            .store
            .conversation_by_person("p1")
            .await
            .conversation
            .id,
        member: MemberId::from_bytes([5; 16]),
        parts: vec![Private::new(words.to_owned())],
        reply_to: None,
        draft: None,
        key: Some(key.to_owned()),
    }
}
