//! Answers about goods: price, stock, sizes, material, what a thing is.

use super::budget;
use super::compose::Composer;
use super::keywords;
use super::render::size_text;
use super::reply::Reply;
use super::subject::{About, Wish};
use super::words::Say;
use super::{Fact, Guard, Snapshot};
use crate::catalogue::{Product, Variant};

/// The most products that one answer lists.
pub(super) const LISTED_MAX: usize = 4;

/// What a thing costs.
pub(super) fn price<'a>(reply: &mut Reply<'a>, snapshot: &'a Snapshot, with_stock: bool) {
    if keywords::asks_wholesale(snapshot) {
        return reply.need("not_in_sheet", Say::HandOver);
    }
    if budget::asked(snapshot) && budget::list(reply, snapshot) {
        return;
    }
    match reply.about.clone() {
        About::One(product) => one_price(reply, snapshot, product, with_stock),
        About::Several(products) => price_list(reply, &products, "price.several"),
        About::OneOf(products) if products.len() <= LISTED_MAX => {
            price_list(reply, &products, "price.candidates");
        }
        About::OneOf(_) | About::Unknown => reply.ask_which(snapshot),
    }
}

fn one_price(reply: &mut Reply<'_>, snapshot: &Snapshot, product: &Product, with_stock: bool) {
    let wish = Wish::of(snapshot);
    let meant = wish.variants(product);
    let same = meant
        .first()
        .filter(|first| meant.iter().all(|v| v.price == first.price));
    let (name, fact) = match same {
        Some(first) if !wish.is_empty() => {
            let name = titled(
                product,
                &label(&wish, first, reply.persian()),
                reply.persian(),
            );
            (name, Fact::Price { variant: first.id })
        }
        _ if product.price_range().is_some() => (
            name_of(product, reply.persian()),
            Fact::PriceRange {
                product: product.id,
            },
        ),
        _ => return reply.need("not_in_sheet", Say::HandOver),
    };
    reply.composer.uses("price", &name, &fact);
    reply
        .composer
        .say(Say::Price, vec![Composer::text(&name), fact]);
    reply.rule("price.one");
    if !with_stock && product.available() == 0 {
        sold_out(reply, product);
    } else if !with_stock && meant.iter().all(|variant| variant.available() == 0) {
        // The price of what can't be had is half an answer.
        one_stock(reply, snapshot, product);
    }
}

pub(super) fn price_list(reply: &mut Reply<'_>, products: &[&Product], rule: &'static str) {
    let priced: Vec<&Product> = products
        .iter()
        .copied()
        .filter(|product| product.price_range().is_some())
        .take(LISTED_MAX)
        .collect();
    if priced.is_empty() {
        return reply.need("not_in_sheet", Say::HandOver);
    }
    let persian = reply.persian();
    let rows = priced.iter().map(|product| {
        let name = name_of(product, persian);
        let fact = Fact::PriceRange {
            product: product.id,
        };
        reply.composer.uses("price", &name, &fact);
        vec![Composer::text(&name), fact]
    });
    let rows: Vec<Vec<Fact>> = rows.collect();
    reply.composer.say(Say::PriceList, Vec::new());
    reply.composer.say_each(Say::PriceLine, rows);
    reply.rule(rule);
}

/// Whether it is there, in the size and colour asked for.
pub(super) fn stock(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    if keywords::asks_restock(snapshot) {
        reply.need("not_in_sheet", Say::HandOver);
        if reply
            .about
            .products()
            .iter()
            .all(|product| product.available() == 0)
        {
            return;
        }
    }
    match reply.about.clone() {
        About::One(product) => one_stock(reply, snapshot, product),
        About::Several(products) => {
            for product in products.into_iter().take(LISTED_MAX) {
                whole_stock(reply, product);
            }
            reply.rule("stock.several");
        }
        About::OneOf(_) | About::Unknown => reply.ask_which(snapshot),
    }
}

fn one_stock(reply: &mut Reply<'_>, snapshot: &Snapshot, product: &Product) {
    let wish = Wish::of(snapshot);
    if wish.is_empty() {
        reply.rule("stock.product");
        if let (true, Some(only)) = (keywords::asks_colour(snapshot), only_colour(product)) {
            // A list leaves out what all have in common, but the colour is what was asked for.
            let name = Composer::text(&name_of(product, reply.persian()));
            let colour = Composer::text(only.colour.pick(reply.persian()));
            reply.composer.say(Say::Choices, vec![name, colour]);
            let product = product.id;
            return reply.composer.guard(Guard::ProductInStock { product });
        }
        return whole_stock(reply, product);
    }
    let persian = reply.persian();
    let name = name_of(product, persian);
    let meant = wish.variants(product);
    let there: Vec<&Variant> = meant
        .iter()
        .copied()
        .filter(|v| v.available() > 0)
        .collect();
    match (meant.as_slice(), there.as_slice()) {
        ([], _) => {
            let facts = vec![
                Composer::text(&name),
                reply.composer.label(&asked(&wish, persian)),
            ];
            reply.composer.say(Say::NotCarried, facts);
            reply.rule("stock.not_carried");
            others(reply, product, &wish);
        }
        (_, []) => {
            let label = label(&wish, meant[0], persian);
            let facts = vec![Composer::text(&name), Composer::text(&label)];
            reply.composer.say(Say::VariantSoldOut, facts);
            for variant in &meant {
                reply.composer.guard(Guard::SoldOut {
                    variant: variant.id,
                });
            }
            reply.rule("stock.variant_sold_out");
            others(reply, product, &wish);
        }
        ([_], [one]) => {
            let label = label(&wish, one, persian);
            let fact = Fact::Available { variant: one.id };
            reply
                .composer
                .uses("stock", &titled(product, &label, persian), &fact);
            let facts = vec![Composer::text(&name), Composer::text(&label)];
            reply.composer.say(Say::VariantInStock, facts);
            reply.composer.guard(Guard::InStock { variant: one.id });
            reply.rule("stock.variant");
        }
        (_, [one, ..]) => {
            let label = label(&wish, one, persian);
            let list = Fact::AvailableOf {
                variants: meant.iter().map(|v| v.id).collect(),
            };
            reply
                .composer
                .uses("stock", &titled(product, &label, persian), &list);
            let facts = vec![Composer::text(&name), Composer::text(&label), list];
            reply.composer.say(Say::VariantChoices, facts);
            reply.rule("stock.choices");
        }
    }
}

/// The stock of a product as a whole: what there is of it, or that it is gone.
fn whole_stock(reply: &mut Reply<'_>, product: &Product) {
    if product.available() == 0 {
        return sold_out(reply, product);
    }
    let name = name_of(product, reply.persian());
    reply.composer.guard(Guard::ProductInStock {
        product: product.id,
    });
    let list = Fact::InStockList {
        product: product.id,
    };
    if has_choices(product) {
        reply.composer.uses("stock", &name, &list);
        reply
            .composer
            .say(Say::Choices, vec![Composer::text(&name), list]);
    } else {
        reply
            .composer
            .say(Say::InStock, vec![Composer::text(&name)]);
    }
}

fn sold_out(reply: &mut Reply<'_>, product: &Product) {
    let name = name_of(product, reply.persian());
    reply
        .composer
        .say(Say::SoldOut, vec![Composer::text(&name)]);
    reply.composer.guard(Guard::ProductSoldOut {
        product: product.id,
    });
    reply.rule("stock.sold_out");
}

/// What else there is of a product, when there is anything.
fn others(reply: &mut Reply<'_>, product: &Product, wish: &Wish) {
    if let (Some(_), Some(colour)) = (&wish.colour, only_colour(product)) {
        // A list leaves out what all have in common, but the colour is what was asked for.
        let colour = Composer::text(colour.colour.pick(reply.persian()));
        reply.composer.say(Say::Others, vec![colour]);
        reply.composer.guard(Guard::ProductInStock {
            product: product.id,
        });
    } else if product.available() > 0 && has_choices(product) {
        let list = Fact::InStockList {
            product: product.id,
        };
        reply
            .composer
            .uses("stock", &name_of(product, reply.persian()), &list);
        reply.composer.say(Say::Others, vec![list]);
        reply.composer.guard(Guard::ProductInStock {
            product: product.id,
        });
    }
}

/// A variant that is there, when the product comes in its colour alone.
fn only_colour(product: &Product) -> Option<&Variant> {
    let first = product
        .variants
        .iter()
        .find(|variant| variant.available() > 0)?;
    let alone = product
        .variants
        .iter()
        .all(|variant| variant.colour == first.colour);
    (alone && !first.colour.is_empty()).then_some(first)
}

/// Sizes: the product's own guide, else the shop's general words, and what there is.
pub(super) fn size(reply: &mut Reply<'_>, snapshot: &Snapshot, with_stock: bool) {
    let persian = reply.persian();
    let products = match reply.about.clone() {
        About::OneOf(_) => return reply.ask_which(snapshot),
        about => about.products(),
    };
    let general = snapshot.settings.sheet.sizes.pick(persian).trim();
    let guided = products
        .iter()
        .filter(|p| !p.facts.size_guide.is_empty())
        .take(LISTED_MAX);
    let rows: Vec<Vec<Fact>> = guided
        .map(|product| {
            let name = name_of(product, persian);
            let guide = Composer::text(product.facts.size_guide.pick(persian));
            reply.composer.uses("size", &name, &guide);
            vec![Composer::text(&name), guide]
        })
        .collect();
    let known = if !rows.is_empty() {
        reply.composer.say_each(Say::SizeGuide, rows);
        reply.rule("size.guide");
        true
    } else if !general.is_empty() {
        let guide = Composer::text(general);
        reply.composer.uses("size", "sheet", &guide);
        reply.composer.say(Say::SizesGeneral, vec![guide]);
        reply.rule("size.sheet");
        true
    } else {
        false
    };
    let Some(product) = products.first() else {
        return if known {
        } else {
            reply.ask_which(snapshot)
        };
    };
    let listed = products.len() == 1 && has_choices(product) && product.available() > 0;
    if listed && !with_stock {
        // "Size 40 please" is told of that size, not of all.
        one_stock(reply, snapshot, product);
        reply.rule("size.in_stock");
    }
    if !known && (!listed || keywords::wants_size_advice(snapshot)) {
        reply.need("not_in_sheet", Say::HandOver);
    }
}

/// What it is made of.
pub(super) fn material(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    told(
        reply,
        snapshot,
        Say::Material,
        "material",
        |product, persian| product.facts.material.pick(persian),
    );
    let said = reply.about.products();
    let said = said
        .iter()
        .map(|product| product.facts.material.pick(reply.persian()));
    if keywords::asks_beyond(snapshot, &said.collect::<Vec<_>>().join(" ")) {
        reply.need("not_in_sheet", Say::HandOver);
    }
}

/// What it is. What the description does not say is not guessed.
pub(super) fn describe(reply: &mut Reply<'_>, snapshot: &Snapshot) {
    if let About::One(product) = reply.about {
        let facts = &product.facts;
        if keywords::asks_genuine(snapshot) && !facts.material.is_empty() {
            return material(reply, snapshot);
        }
        let description = facts.description.pick(reply.persian());
        if keywords::asks_beyond(snapshot, description) {
            return reply.need("not_in_sheet", Say::HandOver);
        }
        if keywords::asks_what_there_is(snapshot) {
            return stock(reply, snapshot);
        }
    }
    told(
        reply,
        snapshot,
        Say::Describe,
        "description",
        |product, persian| product.facts.description.pick(persian),
    );
}

/// One of the product's own texts; a person is asked where the product does not say.
fn told(
    reply: &mut Reply<'_>,
    snapshot: &Snapshot,
    say: Say,
    kind: &'static str,
    text: impl Fn(&Product, bool) -> &str,
) {
    let products = match reply.about.clone() {
        About::OneOf(_) | About::Unknown => return reply.ask_which(snapshot),
        about => about.products(),
    };
    let persian = reply.persian();
    let said = products
        .iter()
        .filter(|p| !text(p, persian).trim().is_empty())
        .take(LISTED_MAX);
    let rows: Vec<Vec<Fact>> = said
        .map(|product| {
            let name = name_of(product, persian);
            let fact = Composer::text(text(product, persian));
            reply.composer.uses(kind, &name, &fact);
            vec![Composer::text(&name), fact]
        })
        .collect();
    if rows.is_empty() {
        return reply.need("not_in_sheet", Say::HandOver);
    }
    reply.composer.say_each(say, rows);
    reply.rule(kind);
}

/// A product's name in the reader's language.
pub(super) fn name_of(product: &Product, persian: bool) -> String {
    product.facts.name.pick(persian).trim().to_owned()
}

/// A name with its size and colour.
pub(super) fn titled(product: &Product, label: &str, persian: bool) -> String {
    let name = name_of(product, persian);
    if label.is_empty() {
        name
    } else {
        format!("{name} {label}")
    }
}

/// The size and colour that were asked for, as a variant has them: «مشکی سایز ۴۰».
pub(super) fn label(wish: &Wish, variant: &Variant, persian: bool) -> String {
    let colour = wish
        .colour
        .is_some()
        .then(|| variant.colour.pick(persian).to_owned());
    let size = wish
        .size
        .is_some()
        .then(|| size_text(&variant.size, persian));
    joined(colour, size, persian)
}

/// The size and colour that were asked for, in the customer's own words.
fn asked(wish: &Wish, persian: bool) -> String {
    let size = wish.size.as_ref().map(|size| size_text(size, persian));
    joined(
        wish.colour
            .as_ref()
            .map(|colour| colour.pick(persian).to_owned()),
        size,
        persian,
    )
}

fn joined(colour: Option<String>, size: Option<String>, persian: bool) -> String {
    match (colour, size, persian) {
        (Some(colour), Some(size), true) => format!("{colour} سایز {size}"),
        (None, Some(size), true) => format!("سایز {size}"),
        (Some(colour), Some(size), false) => format!("in {colour}, size {size}"),
        (None, Some(size), false) => format!("in size {size}"),
        (Some(colour), None, true) => colour,
        (Some(colour), None, false) => format!("in {colour}"),
        (None, None, _) => String::new(),
    }
}

/// Whether a product's variants differ by something that can be named.
fn has_choices(product: &Product) -> bool {
    product
        .variants
        .iter()
        .any(|v| !v.size.trim().is_empty() || !v.colour.is_empty())
}
