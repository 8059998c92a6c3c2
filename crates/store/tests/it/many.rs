//! Many at once: each thing happens once, whoever comes first.

use std::collections::HashSet;

use palette_domain::business::Bilingual;
use palette_domain::catalogue::ProductFacts;
use palette_domain::order::{OrderState, Recipient};
use palette_domain::turn::QuietTime;
use palette_domain::{Money, Private, Span};
use palette_store::{
    Arrival, NewLine, NewOrder, NewProduct, NewVariant, SentReceipt, Store, StoreError,
};
use tokio::task::JoinSet;

use crate::common::{ByPerson, Db, answered, at, on_both, open, sending, shop, take_in};

/// A second instance on the same database.
async fn another(db: &Db, seed: u64) -> Store {
    open(&db.url, seed).await
}

on_both! {
    eight_workers_claim_two_hundred_turns_once_each(db) {
        let shop = shop(&db.store, "1784").await;
        let events = (0..200).map(|n| shop.dm(&format!("p{n}"), &format!("m{n}"), "؟", at(n)));
        take_in(&db.store, events.collect(), at(300)).await;
        let second = another(db, 2).await;
        let mut workers = JoinSet::new();
        for n in 0..8 {
            let store = if n % 2 == 0 { db.store.clone() } else { second.clone() };
            workers.spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let owner = format!("worker{n}");
                    let turns = store.claim_turns(&owner, Span::secs(60), 7, at(400)).await;
                    let turns = turns.expect("claims");
                    if turns.is_empty() {
                        return mine;
                    }
                    mine.extend(turns.into_iter().map(|turn| turn.id));
                }
            });
        }
        let all: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
        assert_eq!(all.len(), 200);
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 200);
        second.close().await.expect("closes");
    }

    one_event_from_two_instances_is_kept_once(db) {
        let shop = shop(&db.store, "1784").await;
        let second = another(db, 2).await;
        let mut tasks = JoinSet::new();
        for round in 0..20 {
            for store in [db.store.clone(), second.clone()] {
                let events = vec![
                    shop.dm("p1", &format!("m{round}"), "سلام", at(round)),
                    shop.dm(&format!("q{round}"), &format!("n{round}"), "سلام", at(round)),
                    shop.comment("p2", &format!("c{round}"), "media1", "قیمت؟", at(round)),
                ];
                tasks.spawn(async move {
                    let batch = [Arrival { inbound: events, raw: Private::new(Vec::new()) }];
                    let out = store.ingest(&batch, QuietTime::Adaptive, at(round)).await;
                    out.expect("taken in").remove(0).new
                });
            }
        }
        let new: u32 = tasks.join_all().await.into_iter().sum();
        assert_eq!(new, 60);
        let row = shop.store.conversation_by_person("p1").await;
        assert_eq!(row.conversation.unread, 20);
        let page = shop.store.timeline(row.conversation.id, None, 50).await.expect("ok");
        assert_eq!(page.items.len(), 20);
        second.close().await.expect("closes");
    }

    the_answer_and_its_echo_at_once_are_one_message(db) {
        let shop = shop(&db.store, "1784").await;
        for n in 0..15 {
            let (person, mid) = (format!("p{n}"), format!("o{n}"));
            let dm = shop.dm(&person, &format!("m{n}"), "سلام", at(n * 100));
            take_in(&db.store, vec![dm], at(n * 100)).await;
            answered(&db.store, "درود", at(n * 100 + 1)).await;
            let id = sending(&db.store, "درود", at(n * 100 + 2)).await;
            let now = at(n * 100 + 3);
            let (of, receipt) = (shop.store.clone(), SentReceipt::of_id(&mid));
            let answer = tokio::spawn(async move { of.mark_sent(id, &receipt, now).await });
            let echo = take_in(&db.store, vec![shop.echo(&person, &mid, "درود", now)], now);
            let (answer, _) = tokio::join!(answer, echo);
            answer.expect("no panic").expect("recorded");
            let row = shop.store.conversation_by_person(&person).await;
            let page = shop.store.timeline(row.conversation.id, None, 50).await.expect("ok");
            assert_eq!(page.items.len(), 2, "round {n}");
        }
    }

    of_two_who_want_the_last_piece_one_gets_it(db) {
        let shop = shop(&db.store, "1784").await;
        let product = shop.store.create_product(&last_piece(), at(0)).await.expect("made");
        let variant = product.variants[0].id;
        let second = another(db, 2).await;
        let mut tasks = JoinSet::new();
        for n in 0..6 {
            let of = if n % 2 == 0 { shop.store.clone() } else { second.business(shop.id) };
            tasks.spawn(async move {
                let new = NewOrder {
                    customer: None,
                    conversation: None,
                    lines: vec![NewLine { variant, quantity: 1, unit_price: None }],
                    shipping: Money::toman(0),
                    recipient: Private::new(Recipient::default()),
                    state: OrderState::AwaitingPayment,
                };
                of.create_order(&new, at(1)).await
            });
        }
        let done = tasks.join_all().await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
        let refused = done.iter().filter(|one| matches!(one, Err(StoreError::OutOfStock { .. })));
        assert_eq!(refused.count(), 5);
        let now = shop.store.product(product.id).await.expect("ok").expect("there");
        assert_eq!((now.variants[0].on_hand, now.variants[0].reserved), (1, 1));
        let page = shop.store.orders(&Default::default(), None, 10).await.expect("ok");
        assert_eq!(page.items.len(), 1, "a refused order leaves nothing");
        second.close().await.expect("closes");
    }
}

fn last_piece() -> NewProduct {
    NewProduct {
        facts: ProductFacts {
            name: Bilingual::new("مانتو", "coat"),
            ..ProductFacts::default()
        },
        active: true,
        variants: vec![NewVariant {
            sku: "M-1".to_owned(),
            size: "38".to_owned(),
            colour: Bilingual::default(),
            price: Money::toman(850_000),
            on_hand: 1,
        }],
        ig_media_ids: Vec::new(),
    }
}
