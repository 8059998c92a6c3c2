//! Products, stock and orders.

use palette_domain::agent::{Fact, Guard, Words};
use palette_domain::business::Bilingual;
use palette_domain::catalogue::{Product, ProductFacts};
use palette_domain::order::{OrderState, Recipient};
use palette_domain::{Currency, Money, Private, VariantId};
use palette_store::{
    NewLine, NewOrder, NewProduct, NewVariant, OrderFilter, StockChange, StoreError,
};

use crate::common::{ByPerson, Shop, at, on_both, shop, take_in};

fn variant(sku: &str, size: &str, on_hand: u32) -> NewVariant {
    NewVariant {
        sku: sku.to_owned(),
        size: size.to_owned(),
        colour: Bilingual::new("کرم", "cream"),
        price: Money::toman(850_000),
        on_hand,
    }
}

fn coat() -> NewProduct {
    NewProduct {
        facts: ProductFacts {
            name: Bilingual::new("مانتو کتان", "linen coat"),
            ..ProductFacts::default()
        },
        active: true,
        variants: vec![variant("M-38", "38", 5), variant("M-40", "40", 0)],
        ig_media_ids: vec!["media1".to_owned()],
    }
}

async fn made(shop: &Shop) -> Product {
    shop.store
        .create_product(&coat(), at(0))
        .await
        .expect("made")
}

fn order_of(variant: VariantId, quantity: u32, state: OrderState) -> NewOrder {
    NewOrder {
        customer: None,
        conversation: None,
        lines: vec![NewLine {
            variant,
            quantity,
            unit_price: None,
        }],
        shipping: Money::toman(60_000),
        recipient: Private::new(Recipient {
            city: "شیراز".to_owned(),
            ..Recipient::default()
        }),
        state,
    }
}

on_both! {
    a_product_is_made_changed_linked_and_deleted(db) {
        let shop = shop(&db.store, "1784").await;
        let product = made(&shop).await;
        assert_eq!((product.variants.len(), product.available()), (2, 5));
        let found = shop.store.products_of_media("media1").await.expect("ok");
        assert_eq!(found, std::slice::from_ref(&product));
        let again = shop.store.create_product(&coat(), at(1)).await;
        assert!(matches!(again, Err(StoreError::Taken("SKU"))));

        let mut change = coat();
        change.active = false;
        let changed = shop.store.update_product(product.id, &change, at(2)).await.expect("ok");
        assert_eq!((changed.active, &changed.variants), (false, &product.variants));
        change.active = true;
        shop.store.update_product(product.id, &change, at(2)).await.expect("ok");
        let first = (product.id, product.variants[0].id);
        let dearer = NewVariant { price: Money::toman(900_000), ..variant("M-38", "38", 5) };
        shop.store.update_variant(first, &dearer, None, at(2)).await.expect("ok");
        let second = (product.id, product.variants[1].id);
        shop.store.remove_variant(second, at(2)).await.expect("ok");
        let gone = shop.store.update_variant(second, &dearer, None, at(2)).await;
        assert!(matches!(gone, Err(StoreError::NotFound("variant"))));
        let new = variant("M-42", "42", 2);
        let full = shop.store.add_variant(product.id, &new, 1, at(2)).await;
        assert!(matches!(full, Err(StoreError::Invalid { .. })));
        let changed = shop.store.add_variant(product.id, &new, 9, at(2)).await.expect("ok");
        let read: Vec<_> =
            changed.variants.iter().map(|v| (v.sku.as_str(), v.on_hand, v.price.minor)).collect();
        assert_eq!(read, [("M-38", 5, 900_000), ("M-42", 2, 850_000)]);
        let taken = shop.store.add_variant(product.id, &new, 9, at(2)).await;
        assert!(matches!(taken, Err(StoreError::Taken("SKU"))));
        let linked =
            shop.store.link_media(product.id, &["media2".to_owned()], at(3)).await.expect("ok");
        assert_eq!(linked.ig_media_ids, ["media2"]);
        assert_eq!(shop.store.active_products().await.expect("ok").len(), 1);
        shop.store.delete_product(product.id, at(4)).await.expect("ok");
        assert!(shop.store.product(product.id).await.expect("ok").is_none());
    }

    stock_never_falls_below_what_is_reserved(db) {
        let shop = shop(&db.store, "1784").await;
        let product = made(&shop).await;
        let id = product.variants[0].id;
        let new = order_of(id, 3, OrderState::AwaitingPayment);
        shop.store.create_order(&new, at(1)).await.expect("made");
        let stock = |change| shop.store.change_stock(id, change, at(2));
        for (change, expected) in [
            (StockChange::Add(-2), Some(3)),
            (StockChange::Add(-1), None),
            (StockChange::Set(2), None),
            (StockChange::Set(10), Some(10)),
            (StockChange::Add(i64::MIN), None),
            (StockChange::Add(i64::MAX), None),
        ] {
            let done = stock(change).await;
            match (done, expected) {
                (Ok(product), Some(n)) => assert_eq!(product.variants[0].on_hand, n),
                (Err(StoreError::OutOfStock { .. }), None) => {}
                (done, expected) => panic!("{change:?}: {done:?}, not {expected:?}"),
            }
        }
    }

    a_number_typed_over_an_older_one_is_refused(db) {
        let shop = shop(&db.store, "1784").await;
        let product = made(&shop).await;
        let id = (product.id, product.variants[0].id);
        // Somebody opens the form at 5; meanwhile two are sold.
        shop.store.change_stock(id.1, StockChange::Add(-2), at(1)).await.expect("ok");
        let typed = variant("M-38", "38", 6);
        let late = shop.store.update_variant(id, &typed, Some(5), at(2)).await;
        assert!(matches!(late, Err(StoreError::StockMoved { on_hand: 3 })));
        let unchanged = shop.store.product(product.id).await.expect("ok").expect("there");
        assert_eq!(unchanged.variants[0].on_hand, 3);
        let done = shop.store.update_variant(id, &typed, Some(3), at(3)).await.expect("ok");
        assert_eq!(done.variants[0].on_hand, 6);
        let order = order_of(id.1, 4, OrderState::AwaitingPayment);
        shop.store.create_order(&order, at(4)).await.expect("ok");
        let below = shop.store.update_variant(id, &variant("M-38", "38", 3), Some(6), at(5)).await;
        assert!(matches!(below, Err(StoreError::OutOfStock { .. })));
        let ordered = shop.store.remove_variant(id, at(6)).await;
        assert!(matches!(ordered, Err(StoreError::Invalid { .. })));
    }

    an_order_moves_its_stock_with_it(db) {
        let shop = shop(&db.store, "1784").await;
        let product = made(&shop).await;
        let id = product.variants[0].id;
        let order = shop.store.create_order(&order_of(id, 2, OrderState::Draft), at(1)).await;
        let order = order.expect("made");
        assert_eq!(order.total(), Some(Money::toman(1_760_000)));
        assert_eq!(order.recipient.reveal().city, "شیراز");
        let read = || async {
            let product = shop.store.product(product.id).await.expect("ok").expect("there");
            (product.variants[0].on_hand, product.variants[0].reserved)
        };
        let mut from = OrderState::Draft;
        for (to, stock) in [
            (OrderState::AwaitingPayment, (5, 2)),
            (OrderState::Paid, (5, 2)),
            (OrderState::Packing, (5, 2)),
            (OrderState::Shipped, (3, 0)),
            (OrderState::Delivered, (3, 0)),
            (OrderState::Returned, (5, 0)),
        ] {
            let moved = shop.store.move_order(order.id, from, to, at(2)).await.expect("moves");
            assert_eq!((moved.state, read().await), (to, stock));
            let again = shop.store.move_order(order.id, from, to, at(3)).await;
            assert!(matches!(again, Err(StoreError::Stale)));
            from = to;
        }
        let wrong = shop.store.move_order(order.id, from, OrderState::Paid, at(4)).await;
        assert!(matches!(wrong, Err(StoreError::WrongMove(_))));
        let kept = shop.store.order(order.id).await.expect("ok").expect("there");
        assert_eq!(kept.history.len(), 7);
        let still = shop.store.delete_product(product.id, at(5)).await;
        still.expect("it leaves the catalogue");
        let product = shop.store.product(product.id).await.expect("ok").expect("kept for orders");
        assert!(!product.active);
    }

    orders_are_found_by_code_state_and_customer(db) {
        let shop = shop(&db.store, "1784").await;
        let product = made(&shop).await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let row = shop.store.conversation_by_person("p1").await;
        let new = NewOrder {
            customer: Some(row.customer.id),
            conversation: Some(row.conversation.id),
            ..order_of(product.variants[0].id, 1, OrderState::AwaitingPayment)
        };
        let order = shop.store.create_order(&new, at(1)).await.expect("made");
        let other = order_of(product.variants[0].id, 1, OrderState::Draft);
        shop.store.create_order(&other, at(2)).await.expect("made");
        let number = order.code.trim_start_matches("PL-");
        for code in [order.code.as_str(), number, &order.code.to_lowercase()] {
            let found = shop.store.order_by_code(code).await.expect("ok").expect("there");
            assert_eq!(found.id, order.id);
        }
        let of = |filter: OrderFilter| {
            let store = shop.store.clone();
            async move { store.orders(&filter, None, 10).await.expect("ok").items.len() }
        };
        assert_eq!(of(OrderFilter::default()).await, 2);
        let state = Some(OrderState::Draft);
        assert_eq!(of(OrderFilter { state, ..OrderFilter::default() }).await, 1);
        let customer = Some(row.customer.id);
        assert_eq!(of(OrderFilter { customer, ..OrderFilter::default() }).await, 1);
        let order =
            shop.store.set_tracking(order.id, Some("2100-77"), at(3)).await.expect("ok");
        assert_eq!(order.tracking_code.as_deref(), Some("2100-77"));
        let counts = shop.store.order_counts().await.expect("ok");
        assert_eq!(counts.iter().map(|(_, n)| n).sum::<u64>(), 2);
    }

    wrong_orders_are_refused_with_the_field(db) {
        let shop = shop(&db.store, "1784").await;
        let id = made(&shop).await.variants[0].id;
        let good = || order_of(id, 1, OrderState::Draft);
        let cases = [
            (NewOrder { lines: Vec::new(), ..good() }, "lines"),
            (order_of(id, 0, OrderState::Draft), "lines"),
            (order_of(id, 1, OrderState::Shipped), "state"),
            (NewOrder { shipping: Money::new(1, Currency::Usd), ..good() }, "shipping"),
        ];
        for (new, wrong) in cases {
            match shop.store.create_order(&new, at(1)).await {
                Err(StoreError::Invalid { field, .. }) => assert_eq!(field, wrong),
                other => panic!("{other:?}"),
            }
        }
        let unknown = order_of(VariantId::from_bytes([9; 16]), 1, OrderState::Draft);
        let refused = shop.store.create_order(&unknown, at(1)).await;
        assert!(matches!(refused, Err(StoreError::NotFound("variant"))));
    }

    live_facts_hold_all_that_words_speak_of(db) {
        let shop = shop(&db.store, "1784").await;
        let product = made(&shop).await;
        let order = order_of(product.variants[0].id, 1, OrderState::Draft);
        let order = shop.store.create_order(&order, at(1)).await.expect("made");
        let words = Words {
            facts: vec![
                Fact::Price { variant: product.variants[1].id },
                Fact::OrderStatus { order: order.id },
            ],
            guards: vec![Guard::ProductInStock { product: product.id }],
            ..Words::default()
        };
        let live = shop.store.live_facts(&[&words]).await.expect("ok");
        assert_eq!(live.catalogue, [product]);
        assert_eq!(live.orders, [order]);
    }
}
