//! Which product a message is about: the post it came with, a name in it, the talk before.

use super::fold::{fold, has_words};
use super::{Channel, Snapshot};
use crate::ProductId;
use crate::business::Bilingual;
use crate::catalogue::{Product, Variant};
use crate::understanding::EntityKind;

/// Names scored below this are no names.
const NAMED: f32 = 0.5;
/// A name this sure is meant even under a post that shows something else.
const NAMED_SURELY: f32 = 0.75;
/// Scores this near the best are as good as the best.
const TIE: f32 = 0.1;

/// What a message is about.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum About<'a> {
    /// One product.
    One(&'a Product),
    /// Several, all meant: a post that shows them, names in one message.
    Several(Vec<&'a Product>),
    /// One of these, unclear which.
    OneOf(Vec<&'a Product>),
    /// Not known.
    Unknown,
}

impl<'a> About<'a> {
    fn of(products: Vec<&'a Product>) -> Self {
        match products.as_slice() {
            [] => Self::Unknown,
            [one] => Self::One(one),
            _ => Self::Several(products),
        }
    }

    /// All products that may be meant.
    pub fn products(&self) -> Vec<&'a Product> {
        match self {
            Self::One(product) => vec![product],
            Self::Several(products) | Self::OneOf(products) => products.clone(),
            Self::Unknown => Vec::new(),
        }
    }
}

/// The prefix of a quick reply's payload that names a product.
pub(super) const PRODUCT_PAYLOAD: &str = "product:";

/// What the message is about.
pub(super) fn about(snapshot: &Snapshot) -> About<'_> {
    if let Some(product) = tapped(snapshot) {
        return About::One(product);
    }
    let named = named(snapshot);
    let shown = shown(snapshot);
    let with_post = snapshot
        .subject
        .as_ref()
        .is_some_and(|subject| subject.from_post);
    if !shown.is_empty() && with_post {
        let both: Vec<&Product> = shown
            .iter()
            .copied()
            .filter(|product| named.iter().any(|(other, _)| other.id == product.id))
            .collect();
        let else_named = both.is_empty() && named.iter().any(|(_, score)| *score >= NAMED_SURELY);
        if !else_named {
            return About::of(narrowed(
                snapshot,
                if both.is_empty() { shown } else { both },
            ));
        }
    }
    if !named.is_empty() {
        return by_name(snapshot, &named);
    }
    let last = snapshot
        .memory
        .products
        .iter()
        .filter_map(|id| find(snapshot, *id));
    let last: Vec<&Product> = last.collect();
    let known = if last.is_empty() { shown } else { last };
    match (known.is_empty(), snapshot.catalogue.as_slice()) {
        (false, _) => About::of(narrowed(snapshot, known)),
        (true, [only]) => About::One(only),
        (true, _) => About::Unknown,
    }
}

fn find(snapshot: &Snapshot, id: ProductId) -> Option<&Product> {
    snapshot
        .catalogue
        .iter()
        .find(|product| product.id == id && product.active)
}

fn tapped(snapshot: &Snapshot) -> Option<&Product> {
    let payload = snapshot.payload.as_deref()?.strip_prefix(PRODUCT_PAYLOAD)?;
    find(snapshot, payload.split(':').next()?.parse().ok()?)
}

/// What the post shows: its linked products, else those its caption names.
fn shown(snapshot: &Snapshot) -> Vec<&Product> {
    let Some(subject) = &snapshot.subject else {
        return Vec::new();
    };
    let linked: Vec<&Product> = subject
        .products
        .iter()
        .filter_map(|id| find(snapshot, *id))
        .collect();
    if !linked.is_empty() || subject.caption.trim().is_empty() {
        return linked;
    }
    let caption = fold(&subject.caption);
    let names = |product: &Product| {
        let facts = &product.facts;
        [&facts.name.fa, &facts.name.en]
            .into_iter()
            .any(|name| has_words(&caption, &fold(name)))
    };
    snapshot
        .catalogue
        .iter()
        .filter(|product| product.active && names(product))
        .collect()
}

fn named(snapshot: &Snapshot) -> Vec<(&Product, f32)> {
    // Each of several names has a part of the score, so none need be high.
    let apart = separately_named(snapshot);
    let apart = if apart.len() > 1 { apart } else { Vec::new() };
    let matches = snapshot.understood.products.iter();
    matches
        .filter_map(|found| Some((find(snapshot, found.id.parse().ok()?)?, found.score)))
        .filter(|(product, score)| *score >= NAMED || apart.contains(&product.id))
        .collect()
}

fn by_name<'a>(snapshot: &Snapshot, named: &[(&'a Product, f32)]) -> About<'a> {
    let separately = separately_named(snapshot);
    let listed: Vec<&Product> = named
        .iter()
        .map(|(p, _)| *p)
        .filter(|p| separately.contains(&p.id))
        .collect();
    if listed.len() > 1 {
        return About::Several(listed);
    }
    let best = named.iter().map(|(_, score)| *score).fold(0.0, f32::max);
    let near = named
        .iter()
        .filter(|(_, score)| *score >= best - TIE)
        .map(|(p, _)| *p)
        .collect();
    match About::of(narrowed(snapshot, near)) {
        About::Several(products) => About::OneOf(products),
        clear => clear,
    }
}

/// Products that a word of the message names alone, each by its own word.
fn separately_named(snapshot: &Snapshot) -> Vec<ProductId> {
    let entities = snapshot.understood.entities.iter();
    let products = entities.filter(|entity| entity.kind == EntityKind::Product);
    products
        .filter_map(|entity| entity.value.as_str()?.parse().ok())
        .collect()
}

/// Keeps those that come in the size and colour asked for, when that tells them apart.
fn narrowed<'a>(snapshot: &Snapshot, products: Vec<&'a Product>) -> Vec<&'a Product> {
    let wish = Wish::of(snapshot);
    if products.len() < 2 || wish.is_empty() {
        return products;
    }
    let fitting: Vec<&Product> = products
        .iter()
        .copied()
        .filter(|product| !wish.variants(product).is_empty())
        .collect();
    if fitting.is_empty() {
        products
    } else {
        fitting
    }
}

/// The size and colour that a message names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Wish {
    /// As normalised: "40", "M", "FREE".
    pub size: Option<String>,
    /// The colour's names as written and as understood, folded.
    pub colours: Vec<String>,
    /// The colour, for saying it back.
    pub colour: Option<Bilingual>,
    /// How many.
    pub quantity: Option<u32>,
    /// More than one size or colour is named: what is meant is no one variant.
    pub many: bool,
}

impl Wish {
    /// What the message names.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut wish = Self::default();
        for entity in &snapshot.understood.entities {
            let value = match &entity.value {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Number(number) => number.to_string(),
                _ => entity.text.clone(),
            };
            match entity.kind {
                EntityKind::Size if wish.size.is_none() => wish.size = Some(value),
                EntityKind::Size => wish.many |= wish.size.as_ref() != Some(&value),
                EntityKind::Colour if wish.colour.is_none() => {
                    wish.colours = vec![fold(&value), fold(&entity.text)];
                    let persian = COLOURS.iter().find(|(english, _)| *english == fold(&value));
                    wish.colours.extend(persian.map(|(_, name)| fold(name)));
                    wish.colour = Some(Bilingual::new(
                        persian.map_or(entity.text.trim(), |(_, name)| name),
                        value,
                    ));
                }
                EntityKind::Colour => wish.many |= !wish.colours.contains(&fold(&value)),
                EntityKind::Quantity if wish.quantity.is_none() => {
                    wish.quantity = fold(&value).parse().ok().filter(|count| *count > 0);
                }
                _ => {}
            }
        }
        if wish.many {
            (wish.size, wish.colour) = (None, None);
            wish.colours.clear();
        }
        wish
    }

    /// Whether neither a size nor a colour is named.
    pub fn is_empty(&self) -> bool {
        self.size.is_none() && self.colour.is_none()
    }

    /// The variants of a product that are meant; all of them when nothing is named.
    pub fn variants<'a>(&self, product: &'a Product) -> Vec<&'a Variant> {
        product
            .variants
            .iter()
            .filter(|variant| self.fits(variant))
            .collect()
    }

    fn fits(&self, variant: &Variant) -> bool {
        let size = self
            .size
            .as_ref()
            .is_none_or(|size| same_size(size, &variant.size));
        let colour = self.colour.is_none() || {
            let names = [fold(&variant.colour.fa), fold(&variant.colour.en)];
            let mut names = names.iter().filter(|name| !name.is_empty());
            names.any(|name| self.colours.iter().any(|c| same_colour(c, name)))
        };
        size && colour
    }
}

/// Persian names of the colours that `language` gives an English name.
const COLOURS: &[(&str, &str)] = &[
    ("black", "مشکی"),
    ("white", "سفید"),
    ("off white", "شیری"),
    ("cream", "کرم"),
    ("beige", "بژ"),
    ("grey", "طوسی"),
    ("gray", "طوسی"),
    ("navy", "سرمه‌ای"),
    ("blue", "آبی"),
    ("green", "سبز"),
    ("olive", "زیتونی"),
    ("khaki", "خاکی"),
    ("red", "قرمز"),
    ("burgundy", "زرشکی"),
    ("maroon", "زرشکی"),
    ("pink", "صورتی"),
    ("yellow", "زرد"),
    ("mustard", "خردلی"),
    ("orange", "نارنجی"),
    ("brown", "قهوه‌ای"),
    ("camel", "شتری"),
    ("purple", "بنفش"),
    ("lilac", "یاسی"),
    ("turquoise", "فیروزه‌ای"),
    ("gold", "طلایی"),
    ("silver", "نقره‌ای"),
    ("copper", "مسی"),
    ("nescafe", "نسکافه‌ای"),
    ("charcoal", "زغالی"),
    ("light blue", "آبی روشن"),
    ("royal blue", "آبی کاربنی"),
    ("teal", "سبزآبی"),
    ("dark green", "سبز تیره"),
    ("pistachio", "پسته‌ای"),
    ("mint", "سبز نعنایی"),
    ("wine", "شرابی"),
    ("cherry", "آلبالویی"),
    ("dusty pink", "صورتی چرک"),
    ("peach", "هلویی"),
    ("fuchsia", "سرخابی"),
    ("brick", "آجری"),
    ("coral", "مرجانی"),
    ("lemon", "لیمویی"),
    ("plum", "بادمجانی"),
];

/// «مشکیش» is «مشکی», "black" is in "jet black".
fn same_colour(asked: &str, ours: &str) -> bool {
    has_words(ours, asked) || (ours.chars().count() >= 3 && asked.starts_with(ours))
}

fn same_size(asked: &str, ours: &str) -> bool {
    let plain = |size: &str| {
        let size: String = fold(size).chars().filter(|letter| *letter != ' ').collect();
        match size.as_str() {
            "free" | "freesize" | "onesize" | "فری" | "فریسایز" => "free".to_owned(),
            "xxl" => "2xl".to_owned(),
            "xxxl" => "3xl".to_owned(),
            _ => size,
        }
    };
    plain(asked) == plain(ours)
}

/// The name of a product as the dashboard's "why" panel shows it.
pub(super) fn names_of(products: &[&Product], persian: bool) -> Option<String> {
    let names: Vec<&str> = products
        .iter()
        .map(|p| p.facts.name.pick(persian))
        .collect();
    if names.is_empty() {
        None
    } else {
        Some(names.join(if persian { "، " } else { ", " }))
    }
}

/// Whether a question back is out of place: the post above the comment is the subject.
pub(super) fn may_ask_back(snapshot: &Snapshot) -> bool {
    snapshot.channel == Channel::Dm
        || snapshot
            .subject
            .as_ref()
            .is_none_or(|subject| subject.products.is_empty())
}
