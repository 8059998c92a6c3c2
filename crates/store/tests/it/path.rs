//! One message from the door to the answer, as the store sees it.

use palette_domain::Span;
use palette_domain::conversation::{Author, Handler, MessageState};
use palette_domain::outbound::OutboxState;
use palette_domain::policy::OpeningAction;
use palette_store::{SentReceipt, StoreError};

use crate::common::{ByPerson, answered, at, claim, on_both, plan, sending, shop, take_in};

on_both! {
    a_message_is_taken_in_planned_sent_and_confirmed(db) {
        let store = &db.store;
        let shop = shop(store, "1784").await;
        let out = take_in(store, vec![
            shop.dm("p1", "m1", "سلام", at(0)),
            shop.dm("p1", "m2", "این مانتو چنده؟", at(500)),
        ], at(600)).await;
        assert_eq!((out.new, out.duplicates), (2, 0));
        assert_eq!(out.turn_due, Some(at(600)));

        let turn = claim(store, at(700)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        let burst: Vec<_> =
            context.burst.iter().map(|m| m.body.reveal().text.clone()).collect();
        assert_eq!(burst, ["سلام", "این مانتو چنده؟"]);
        let window = context.conversation.as_ref().and_then(|c| c.window).expect("a window");
        assert_eq!((window.opened_at, window.by), (at(500), OpeningAction::Message));
        assert_eq!(context.customer.as_ref().expect("a customer").igsid.reveal(), "p1");

        let done = shop.store.commit_plan(&context.turn, &plan("۸۵۰ هزار تومان"), at(900)).await;
        let done = done.expect("commits");
        assert_eq!((done.outbox.len(), done.messages.len()), (1, 1));
        assert!(store.claim_turns("a", Span::secs(30), 10, at(901)).await.expect("ok").is_empty());

        let id = sending(store, "۸۵۰ هزار تومان", at(1000)).await;
        shop.store.mark_sent(id, &SentReceipt::of_id("ours1"), at(1200)).await.expect("sent");
        let echo = vec![shop.echo("p1", "ours1", "۸۵۰ هزار تومان", at(1100))];
        let echo = take_in(store, echo, at(1300));
        assert_eq!(echo.await.duplicates, 1);
        let message = shop.store.message(done.messages[0]).await.expect("ok").expect("there");
        assert_eq!((message.state, message.author), (MessageState::Sent, Author::Ai));
        assert_eq!(message.body.reveal().text, "۸۵۰ هزار تومان");
    }

    the_same_delivery_again_changes_nothing(db) {
        let shop = shop(&db.store, "1784").await;
        let events = || vec![
            shop.dm("p1", "m1", "سلام", at(0)),
            shop.comment("p2", "c1", "media1", "قیمت؟", at(1)),
        ];
        let first = take_in(&db.store, events(), at(10)).await;
        let again = take_in(&db.store, events(), at(20)).await;
        assert_eq!((first.new, first.duplicates), (2, 0));
        assert_eq!((again.new, again.duplicates), (0, 2));
        let turns = db.store.claim_turns("a", Span::secs(9), 10, at(30)).await.expect("ok");
        assert_eq!(turns.len(), 2);
    }

    words_that_come_while_thinking_make_the_plan_stale(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let turn = claim(&db.store, at(1)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        take_in(&db.store, vec![shop.dm("p1", "m2", "قیمت؟", at(5))], at(5)).await;
        let stale = shop.store.commit_plan(&context.turn, &plan("x"), at(6)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        shop.store.release_turn(&turn, at(6), None).await.expect("released");
        let turn = claim(&db.store, at(7)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        assert_eq!(context.burst.len(), 2);
    }

    an_echo_before_the_answer_is_one_message(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let done = answered(&db.store, "درود", at(1)).await;
        let id = sending(&db.store, "درود", at(2)).await;
        let out = take_in(&db.store, vec![shop.echo("p1", "ours", "درود", at(3))], at(3)).await;
        assert_eq!(out.new, 1);
        shop.store.mark_sent(id, &SentReceipt::of_id("ours"), at(4)).await.expect("ok");
        let context = shop.store.conversation_by_person("p1").await;
        assert_eq!(context.conversation.handler, Handler::Ai);
        let message = shop.store.message(done.messages[0]).await.expect("ok").expect("there");
        assert_eq!(message.state, MessageState::Sent);
        let row = shop.store.outbound(id).await.expect("ok").expect("there");
        assert_eq!(row.state, OutboxState::Sent);
    }

    an_echo_that_is_not_ours_is_a_person_and_the_ai_falls_silent(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let done = answered(&db.store, "درود", at(1)).await;
        take_in(&db.store, vec![shop.dm("p1", "m2", "هستید؟", at(2))], at(2)).await;
        take_in(&db.store, vec![shop.echo("p1", "app1", "بله بفرمایید", at(3))], at(3)).await;
        assert!(db.store.claim_turns("a", Span::secs(9), 10, at(9)).await.expect("ok").is_empty());
        let none = db.store.claim_sendable("s", Span::secs(9), 10, at(9)).await.expect("ok");
        assert!(none.is_empty());
        let message = shop.store.message(done.messages[0]).await.expect("ok").expect("there");
        assert_eq!(message.state, MessageState::Cancelled);
        let row = shop.store.conversation_by_person("p1").await;
        assert_eq!(row.conversation.handler, Handler::Person);
        take_in(&db.store, vec![shop.dm("p1", "m3", "ممنون", at(20))], at(20)).await;
        assert!(db.store.claim_turns("a", Span::secs(9), 10, at(30)).await.expect("ok").is_empty());
        let row = shop.store.conversation_by_person("p1").await;
        assert_eq!(row.conversation.unread, 1);
        assert_eq!(row.conversation.needs_person.as_deref(), Some("person_handles"));
    }
}
