//! Examples: taught on a decision, replaced, listed, forgotten; gone with the customer.

use palette_domain::example::Lesson;
use palette_domain::understanding::{Intent, Language};
use palette_domain::{DecisionId, MemberId};
use palette_store::{EXAMPLES_MAX, ExamplesVersion, NewExample};
use sea_orm::ConnectionTrait;

use crate::common::{ByPerson, Db, Shop, answered, at, on_both, shop, take_in};

fn lesson(decision: DecisionId, intent: Intent, lesson: Lesson) -> NewExample {
    NewExample {
        decision,
        intent,
        language: Language::Fa,
        lesson,
        member: MemberId::from_bytes([5; 16]),
    }
}

/// A decision on some words.
async fn on(db: &Db, shop: &Shop, mid: &str, words: &str, time: i64) -> DecisionId {
    take_in(
        &db.store,
        vec![shop.dm("p1", mid, words, at(time))],
        at(time),
    )
    .await;
    answered(&db.store, "درود", at(time + 1)).await.decision
}

on_both! {
    what_is_taught_is_listed_replaced_and_forgotten(db) {
        let shop = shop(&db.store, "1784").await;
        let of = &shop.store;
        assert_eq!(of.examples_version().await.expect("ok"), ExamplesVersion::default());
        let first = on(db, &shop, "m1", "چوب خطش پر شده؟", 0).await;
        let second = on(db, &shop, "m2", "دونگش چقد میفته", 10).await;
        assert_eq!(of.words_of_decision(first).await.expect("ok").reveal(), "چوب خطش پر شده؟");
        let confirmed = lesson(first, Intent::Material, Lesson::Confirmed);
        of.teach(&confirmed, at(20)).await.expect("ok").expect("taught");
        let before = of.examples_version().await.expect("ok");
        let seq = of.latest_seq().await.expect("ok");
        of.teach(&confirmed, at(21)).await.expect("ok");
        assert_eq!(of.latest_seq().await.expect("ok"), seq, "the same again is no change");

        let corrected = lesson(first, Intent::Stock, Lesson::Corrected);
        let example = of.teach(&corrected, at(22)).await.expect("ok").expect("taught");
        assert_eq!(example.intent, Intent::Stock);
        assert_eq!(example.text.reveal(), "چوب خطش پر شده؟");
        assert_ne!(of.examples_version().await.expect("ok"), before);
        assert_eq!(of.latest_seq().await.expect("ok"), seq + 1, "both windows hear of it");
        let kept = of.teach(&confirmed, at(23)).await.expect("ok").expect("kept");
        assert_eq!(kept, example, "a confirmation does not undo a correction");
        of.teach(&lesson(second, Intent::Price, Lesson::Corrected), at(24)).await.expect("ok");

        let intents: Vec<_> = of.examples().await.expect("ok").iter().map(|e| e.intent).collect();
        assert_eq!(intents, [Intent::Price, Intent::Stock], "newest first");
        assert_eq!(of.example_on(first).await.expect("ok"), Some(example.clone()));
        of.forget_example(example.id, at(25)).await.expect("ok");
        assert!(of.forget_example(example.id, at(26)).await.is_err());
        assert_eq!(of.example_on(first).await.expect("ok"), None);
        assert_eq!(of.examples().await.expect("ok").len(), 1);
    }

    another_business_neither_sees_nor_teaches(db) {
        let (one, two) = (shop(&db.store, "1784").await, shop(&db.store, "1785").await);
        let id = on(db, &one, "m1", "چوب خطش پر شده؟", 0).await;
        let new = lesson(id, Intent::Stock, Lesson::Corrected);
        assert!(two.store.teach(&new, at(2)).await.is_err());
        assert!(two.store.words_of_decision(id).await.is_err());
        let example = one.store.teach(&new, at(3)).await.expect("ok").expect("taught");
        assert_eq!(two.store.example_on(id).await.expect("ok"), None);
        assert!(two.store.examples().await.expect("ok").is_empty());
        assert!(two.store.forget_example(example.id, at(4)).await.is_err());
    }

    examples_vanish_with_their_customer(db) {
        let shop = shop(&db.store, "1784").await;
        let id = on(db, &shop, "m1", "چوب خطش پر شده؟", 0).await;
        let new = lesson(id, Intent::Stock, Lesson::Corrected);
        shop.store.teach(&new, at(2)).await.expect("ok").expect("taught");
        let row = shop.store.conversation_by_person("p1").await;
        assert_eq!(shop.store.examples().await.expect("ok").len(), 1);
        let raw = sea_orm::Database::connect(&db.url).await.expect("opens");
        for statement in [
            "delete from message",
            "delete from conversation",
            "delete from customer",
        ] {
            raw.execute_unprepared(statement).await.expect("deleted");
        }
        raw.close().await.expect("closes");
        assert!(shop.store.customer(row.customer.id).await.expect("ok").is_none());
        assert!(shop.store.examples().await.expect("ok").is_empty());
        let version = shop.store.examples_version().await.expect("ok");
        assert_eq!(version, ExamplesVersion::default());
    }

    words_that_were_taken_back_teach_nothing(db) {
        let shop = shop(&db.store, "1784").await;
        let id = on(db, &shop, "m1", "چوب خطش پر شده؟", 0).await;
        let new = lesson(id, Intent::Stock, Lesson::Corrected);
        shop.store.teach(&new, at(3)).await.expect("ok").expect("taught");
        let unsent = palette_domain::inbound::Event::Unsent { mid: "m1".to_owned(), igsid: None };
        take_in(&db.store, vec![shop.event(at(5), unsent)], at(5)).await;
        assert_eq!(shop.store.teach(&new, at(6)).await.expect("ok"), None);
        assert!(shop.store.examples().await.expect("ok").is_empty(), "nor stay taught");
    }

    the_oldest_make_room(db) {
        let shop = shop(&db.store, "1784").await;
        let max = i64::try_from(EXAMPLES_MAX).expect("small");
        let first = on(db, &shop, "first", "متن نخست", 0).await;
        let new = lesson(first, Intent::Price, Lesson::Corrected);
        shop.store.teach(&new, at(1)).await.expect("ok");
        let raw = sea_orm::Database::connect(&db.url).await.expect("opens");
        // Copies of the row, newer by one each: their texts are never opened here.
        let bytes = if db.folder.is_some() { "randomblob(16)" } else { "gen_random_uuid()" };
        for time in 0..max {
            let copy = format!(
                "insert into example select {bytes}, business_id, customer_id, {bytes}, \
                 conversation_id, comment_id, member_id, lesson, intent, language, text, \
                 at + {time} + 1 from example order by at limit 1"
            );
            raw.execute_unprepared(&copy).await.expect("copied");
        }
        raw.close().await.expect("closes");
        let last = on(db, &shop, "last", "متن تازه", 10_000).await;
        let new = lesson(last, Intent::Stock, Lesson::Corrected);
        shop.store.teach(&new, at(10_000)).await.expect("ok");
        assert_eq!(shop.store.example_on(first).await.expect("ok"), None, "it made room");
        assert!(shop.store.example_on(last).await.expect("ok").is_some());
    }
}
