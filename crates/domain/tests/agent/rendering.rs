//! Rendering: facts as they are at the moment of sending, and refusal when they changed.

use palette_domain::agent::{Fact, Guard, LiveFacts, Stale, Words, render};
use palette_domain::order::OrderState;
use palette_domain::understanding::Intent::*;

use crate::scene::{catalogue, fa, order, order_id, product_id, variant_id};

fn words(pattern: &str, facts: Vec<Fact>, guards: Vec<Guard>) -> Words {
    Words {
        pattern: pattern.to_owned(),
        facts,
        guards,
        persian: true,
        ..Words::default()
    }
}

#[test]
fn a_price_that_changed_is_told_as_it_is_now() {
    let scene = fa("قیمت؟", &[Price]).under(&[2]);
    let words = scene.plan().messages.remove(0);
    let mut now = catalogue();
    now[1].variants[0].price.minor = 1_300_000;
    let said = render(
        &words,
        &LiveFacts {
            catalogue: &now,
            orders: &[],
        },
    )
    .unwrap();
    assert!(said.contains("۱٬۳۰۰٬۰۰۰ تومان"), "{said}");
}

#[test]
fn guards_are_held_to_the_stock_of_the_moment() {
    let (coat_black_38, product) = (variant_id(1, 0), product_id(1));
    let all_gone = |catalogue: &mut Vec<palette_domain::catalogue::Product>| {
        for variant in &mut catalogue[0].variants {
            variant.reserved = variant.on_hand;
        }
    };
    for (guard, before, after) in [
        (
            Guard::InStock {
                variant: coat_black_38,
            },
            true,
            false,
        ),
        (
            Guard::SoldOut {
                variant: coat_black_38,
            },
            false,
            true,
        ),
        (Guard::ProductInStock { product }, true, false),
        (Guard::ProductSoldOut { product }, false, true),
    ] {
        let words = words("x", Vec::new(), vec![guard.clone()]);
        let mut catalogue = catalogue();
        for expected in [before, after] {
            let live = LiveFacts {
                catalogue: &catalogue,
                orders: &[],
            };
            let rendered = render(&words, &live);
            let broken = Err(Stale::Broken(guard.clone()));
            assert_eq!(rendered, if expected { Ok("x".to_owned()) } else { broken });
            all_gone(&mut catalogue);
        }
    }
}

#[test]
fn what_is_gone_is_missing() {
    let live_orders = [order(1, "PL-1", OrderState::Paid, None)];
    let catalogue = catalogue();
    let live = LiveFacts {
        catalogue: &catalogue,
        orders: &live_orders,
    };
    for (fact, there) in [
        (
            Fact::Price {
                variant: variant_id(1, 0),
            },
            true,
        ),
        (
            Fact::Price {
                variant: variant_id(8, 0),
            },
            false,
        ),
        (
            Fact::PriceRange {
                product: product_id(1),
            },
            true,
        ),
        (
            Fact::PriceRange {
                product: product_id(8),
            },
            false,
        ),
        (
            Fact::InStockList {
                product: product_id(1),
            },
            true,
        ),
        (
            Fact::InStockList {
                product: product_id(3),
            },
            false,
        ),
        (
            Fact::AvailableOf {
                variants: vec![variant_id(1, 1)],
            },
            false,
        ),
        (Fact::OrderStatus { order: order_id(1) }, true),
        (Fact::OrderStatus { order: order_id(2) }, false),
    ] {
        let rendered = render(&words("{0}", vec![fact.clone()], Vec::new()), &live);
        assert_eq!(rendered.is_ok(), there, "{fact:?} {rendered:?}");
    }
    let mut hidden = catalogue.clone();
    hidden[0].active = false;
    let live = LiveFacts {
        catalogue: &hidden,
        orders: &[],
    };
    let price = words(
        "{0}",
        vec![Fact::Price {
            variant: variant_id(1, 0),
        }],
        Vec::new(),
    );
    assert!(matches!(render(&price, &live), Err(Stale::Missing(_))));
}

#[test]
fn braces_and_malformed_patterns() {
    let live = LiveFacts {
        catalogue: &[],
        orders: &[],
    };
    let said = |text: &str| render(&Words::plain(text), &live).unwrap();
    for text in ["{0}", "a } b { c", "{{}}", "قیمت {1}"] {
        assert_eq!(said(text), text);
    }
    for pattern in ["{", "}", "{0", "{0}", "{x}", "{-1}"] {
        let rendered = render(&words(pattern, Vec::new(), Vec::new()), &live);
        assert!(
            matches!(rendered, Err(Stale::Malformed(_))),
            "{pattern} {rendered:?}"
        );
    }
}
