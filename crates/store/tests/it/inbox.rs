//! The inbox: pages, filters, counts, search, taking over and giving back, the timeline.

use std::collections::BTreeSet;

use palette_domain::conversation::{Handler, Standing};
use palette_domain::inbound::PersonFacts;
use palette_domain::policy::PolicyConfig;
use palette_domain::{MemberId, Private, Span};
use palette_store::{ConversationFilter, Store};

use crate::common::{ByPerson, Shop, answered, at, claim, on_both, shop, take_in};

async fn seven(store: &Store) -> Shop {
    let shop = shop(store, "1784").await;
    let events = (0..7).map(|n| shop.dm(&format!("p{n}"), &format!("m{n}"), "سلام", at(n)));
    take_in(store, events.collect(), at(10)).await;
    shop
}

fn member() -> MemberId {
    MemberId::from_bytes([5; 16])
}

on_both! {
    pages_go_through_all_newest_first_and_none_twice(db) {
        let shop = seven(&db.store).await;
        let mut seen = Vec::new();
        let mut from = None;
        loop {
            let page = shop.store.conversations(&ConversationFilter::default(), from, 3).await;
            let page = page.expect("a page");
            seen.extend(page.items.iter().map(|row| row.customer.igsid.reveal().clone()));
            match page.next {
                Some(next) => from = Some(next.to_string().parse().expect("a cursor")),
                None => break,
            }
        }
        assert_eq!(seen, ["p6", "p5", "p4", "p3", "p2", "p1", "p0"]);
    }

    filters_and_counts_agree(db) {
        let shop = seven(&db.store).await;
        let row = shop.store.conversation_by_person("p0").await;
        shop.store.take_over(row.conversation.id, member(), at(20)).await.expect("ok");
        shop.store.mark_read(row.conversation.id, at(21)).await.expect("ok");
        let other = shop.store.conversation_by_person("p1").await;
        shop.store
            .set_needs_person(other.conversation.id, Some("unsure"), at(22))
            .await
            .expect("ok");
        let count = |filter: ConversationFilter| {
            let of = shop.store.clone();
            async move { of.conversations(&filter, None, 50).await.expect("ok").items.len() as u64 }
        };
        let all = ConversationFilter::default();
        let aside = shop.store.conversation_by_person("p2").await.conversation.id;
        shop.store.snooze(aside, at(90_000), at(23)).await.expect("ok");
        let done = shop.store.conversation_by_person("p3").await.conversation.id;
        shop.store.mark_done(done, at(24)).await.expect("ok");
        let ends = PolicyConfig::default().closing(at(0) + Span::hours(22), Span::hours(3));
        let counts = shop.store.inbox_counts(&ends).await.expect("counts");
        assert_eq!(counts.all, count(all).await);
        let stands = |standing| ConversationFilter { standing: Some(standing), ..all };
        assert_eq!(counts.done, count(stands(Standing::Done)).await);
        assert_eq!(counts.snoozed, count(stands(Standing::Snoozed)).await);
        let all = stands(Standing::Open);
        assert_eq!(counts.open, count(all).await);
        assert_eq!(counts.waiting, count(ConversationFilter { waiting: true, ..all }).await);
        assert_eq!(counts.drafts, count(ConversationFilter { drafts: true, ..all }).await);
        let closing = ConversationFilter { closing: Some(ends), ..all };
        assert_eq!(counts.closing, count(closing).await);
        assert_eq!(counts.unread, count(ConversationFilter { unread: true, ..all }).await);
        assert_eq!(
            counts.needs_person,
            count(ConversationFilter { needs_person: true, ..all }).await
        );
        let handled = |handler| ConversationFilter { handler: Some(handler), ..all };
        assert_eq!(counts.person, count(handled(Handler::Person)).await);
        assert_eq!(counts.ai, count(handled(Handler::Ai)).await);
        assert_eq!((counts.all, counts.unread, counts.person, counts.needs_person), (7, 4, 1, 1));
        assert_eq!((counts.done, counts.snoozed, counts.open, counts.closing), (1, 1, 5, 5));
        let account = ConversationFilter { account: Some(shop.account), ..all };
        assert_eq!(count(account).await, 5);
    }

    a_person_is_found_by_name(db) {
        let shop = seven(&db.store).await;
        let id = shop.store.conversation_by_person("p3").await.customer.id;
        let without = shop.store.customers_without_profile(50).await.expect("ok");
        assert_eq!(without.len(), 7);
        let facts = PersonFacts {
            username: Some(Private::new("Sara.Ahmadi".to_owned())),
            name: Some(Private::new("سارا احمدی".to_owned())),
        };
        shop.store.update_person(id, &facts, at(20)).await.expect("ok");
        assert_eq!(shop.store.customers_without_profile(50).await.expect("ok").len(), 6);
        for words in ["سارا", "@sara", "ahmadi", " احمدی "] {
            let found = shop.store.search_conversations(words, 10).await.expect("ok");
            assert_eq!(found.len(), 1, "{words}");
            assert_eq!(found[0].customer.id, id);
        }
        assert!(shop.store.search_conversations("نگار", 10).await.expect("ok").is_empty());
        assert!(shop.store.search_conversations(" ", 10).await.expect("ok").is_empty());
    }

    taking_over_silences_and_giving_back_answers_what_waits(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let turn = claim(&db.store, at(1)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        let id = context.conversation.expect("a conversation").id;
        shop.store.take_over(id, member(), at(2)).await.expect("ok");
        assert!(shop.store.turn_context(&turn).await.is_err());
        assert!(!shop.store.renew_turn(&turn, "a", Span::secs(9), at(3)).await.expect("ok"));
        take_in(&db.store, vec![shop.dm("p1", "m2", "هستید؟", at(4))], at(4)).await;
        let none = db.store.claim_turns("a", Span::secs(9), 9, at(5)).await.expect("ok");
        assert!(none.is_empty());
        shop.store.give_back(id, at(6)).await.expect("ok");
        let turn = claim(&db.store, at(7)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        assert_eq!(context.burst.len(), 2);
        shop.store.release_turn(&turn, at(8), None).await.expect("ok");
        answered(&db.store, "بله", at(9)).await;
        shop.store.give_back(id, at(10)).await.expect("ok");
        let none = db.store.claim_turns("a", Span::secs(9), 9, at(11)).await.expect("ok");
        assert!(none.is_empty(), "nothing waits, so no turn opens");
    }

    a_message_under_way_while_we_answered_still_gets_its_answer(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        answered(&db.store, "درود", at(1_000)).await;
        // Written before our answer, delivered after it.
        take_in(&db.store, vec![shop.dm("p1", "m2", "قیمت؟", at(900))], at(1_100)).await;
        let turn = claim(&db.store, at(1_200)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        let words: Vec<_> = context.burst.iter().map(|m| m.body.reveal().text.as_str()).collect();
        assert_eq!(words, ["قیمت؟"]);
        assert_eq!(context.recent.len(), 3);
    }

    the_timeline_pages_without_gaps(db) {
        let shop = shop(&db.store, "1784").await;
        let mut events = Vec::new();
        for n in 0..9 {
            events.push(shop.dm("p1", &format!("m{n}"), &format!("{n}"), at(n * 2)));
            events.push(shop.comment("p1", &format!("c{n}"), "media1", "؟", at(n * 2 + 1)));
        }
        take_in(&db.store, events, at(100)).await;
        let id = shop.store.conversation_by_person("p1").await.conversation.id;
        let mut times = Vec::new();
        let mut from = None;
        loop {
            let page = shop.store.timeline(id, from, 4).await.expect("a page");
            times.extend(page.items.iter().map(|item| item.at()));
            match page.next {
                Some(next) => from = Some(next),
                None => break,
            }
        }
        assert_eq!(times.len(), 18);
        assert!(times.is_sorted_by(|a, b| a > b));
        assert_eq!(times.iter().collect::<BTreeSet<_>>().len(), 18);
    }
}
