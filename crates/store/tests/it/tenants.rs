//! Another tenant's id is as good as unknown, in every read and every act.

use palette_domain::account::AccountStatus;
use palette_domain::business::Bilingual;
use palette_domain::catalogue::ProductFacts;
use palette_domain::comment::CommentState;
use palette_domain::inbound::PersonFacts;
use palette_domain::order::{OrderState, Recipient};
use palette_domain::{MemberId, Money, Private};
use palette_store::{
    MemberMessage, NewLine, NewOrder, NewProduct, NewVariant, SentReceipt, StockChange,
};

use crate::common::{ByPerson, answered, at, on_both, plan, shop, take_in};

fn product() -> NewProduct {
    NewProduct {
        facts: ProductFacts {
            name: Bilingual::new("مانتو", "coat"),
            ..ProductFacts::default()
        },
        active: true,
        variants: vec![NewVariant {
            sku: "M-1".to_owned(),
            size: String::new(),
            colour: Bilingual::default(),
            price: Money::toman(1),
            on_hand: 1,
        }],
        ig_media_ids: vec!["media1".to_owned()],
    }
}

on_both! {
    nothing_of_one_is_seen_or_moved_by_the_other(db) {
        let (one, two) = (shop(&db.store, "1784").await, shop(&db.store, "1785").await);
        let events = vec![
            one.dm("p1", "m1", "سلام", at(0)),
            one.comment("p1", "c1", "media1", "قیمت؟", at(1)),
        ];
        take_in(&db.store, events, at(2)).await;
        let turns = db.store.claim_turns("x", palette_domain::Span::secs(1), 9, at(3)).await;
        let turn = turns.expect("ok").remove(0);
        one.store.release_turn(&turn, at(4), None).await.expect("ok");
        let row = one.store.conversation_by_person("p1").await;
        let comment = one.store.comments(false, None, 9).await.expect("ok").items.remove(0);
        let made = one.store.create_product(&product(), at(5)).await.expect("ok");
        let variant = made.variants[0].id;
        let new = NewOrder {
            customer: Some(row.customer.id),
            conversation: Some(row.conversation.id),
            lines: vec![NewLine { variant, quantity: 1, unit_price: None }],
            shipping: Money::toman(0),
            recipient: Private::new(Recipient::default()),
            state: OrderState::Draft,
        };
        let order = one.store.create_order(&new, at(6)).await.expect("ok");
        let member = MemberId::from_bytes([5; 16]);
        let (of, thread, cid) = (&two.store, row.conversation.id, comment.comment.id);
        let words = Private::new("x".to_owned());

        assert!(of.conversation(thread).await.expect("ok").is_none());
        assert!(of.customer(row.customer.id).await.expect("ok").is_none());
        assert!(of.comment(cid).await.expect("ok").is_none());
        assert!(of.media(comment.comment.media_id).await.expect("ok").is_none());
        assert!(of.product(made.id).await.expect("ok").is_none());
        assert!(of.order(order.id).await.expect("ok").is_none());
        assert!(of.order_by_code(&order.code).await.expect("ok").is_none());
        assert!(of.account(one.account).await.expect("ok").is_none());
        assert!(of.products_of_media("media1").await.expect("ok").is_empty());
        assert!(of.open_drafts(thread).await.expect("ok").is_empty());
        assert!(of.conversations(&Default::default(), None, 9).await.expect("ok").items.is_empty());
        assert!(of.comments(false, None, 9).await.expect("ok").items.is_empty());
        assert!(of.search_conversations("user", 9).await.expect("ok").is_empty());
        assert!(of.media_list(None, 9).await.expect("ok").items.is_empty());

        assert!(of.timeline(thread, None, 9).await.is_err());
        assert!(of.comment_threads(comment.comment.media_id, false, None, 9).await.is_err());
        assert!(of.take_over(thread, member, at(9)).await.is_err());
        assert!(of.give_back(thread, at(9)).await.is_err());
        assert!(of.mark_read(thread, at(9)).await.is_err());
        assert!(of.open_turn(thread, at(9)).await.is_err());
        assert!(of.token(one.account).await.is_err());
        let status = of.set_account_status(one.account, AccountStatus::Disconnected, at(9)).await;
        assert!(status.is_err());
        let send = MemberMessage {
            conversation: thread,
            member,
            parts: vec![words.clone()],
            reply_to: None,
            draft: None,
            key: None,
        };
        assert!(of.send_message(&send, at(9)).await.is_err());
        assert!(of.reply_to_comment(cid, member, &words, None, at(9)).await.is_err());
        assert!(of.private_reply(cid, member, &words, None, at(9)).await.is_err());
        assert!(of.set_comment_hidden(cid, member, true, at(9)).await.is_err());
        assert!(of.set_comment_state(cid, CommentState::Ignored, at(9)).await.is_err());
        let nobody = PersonFacts { username: None, name: None };
        assert!(of.update_person(row.customer.id, &nobody, at(9)).await.is_err());
        assert!(of.update_product(made.id, &product(), at(9)).await.is_err());
        assert!(of.delete_product(made.id, at(9)).await.is_err());
        assert!(of.change_stock(variant, StockChange::Set(9), at(9)).await.is_err());
        assert!(of.create_order(&new, at(9)).await.is_err());
        let moved = of.move_order(order.id, OrderState::Draft, OrderState::Cancelled, at(9)).await;
        assert!(moved.is_err());
        assert!(of.set_tracking(order.id, Some("x"), at(9)).await.is_err());
        assert!(of.turn_context(&turn).await.is_err());
        assert!(of.commit_plan(&turn, &plan("x"), at(9)).await.is_err());
    }

    a_send_of_one_is_not_settled_by_the_other(db) {
        let (one, two) = (shop(&db.store, "1784").await, shop(&db.store, "1785").await);
        take_in(&db.store, vec![one.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let done = answered(&db.store, "درود", at(1)).await;
        let id = done.outbox[0];
        assert!(two.store.outbound(id).await.expect("ok").is_none());
        assert!(two.store.mark_sent(id, &SentReceipt::of_id("x"), at(2)).await.is_err());
        assert!(two.store.mark_failed(id, "x", at(2)).await.is_err());
        assert!(two.store.cancel_outbound(id, "x", at(2)).await.is_err());
        assert!(two.store.decision(done.decision).await.expect("ok").is_none());
        assert!(two.store.message(done.messages[0]).await.expect("ok").is_none());
        assert!(two.store.verdicts(id).await.expect("ok").is_empty());
    }
}
