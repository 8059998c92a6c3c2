//! The demo shop itself: a business, two members, a connected account, posts and a catalogue.

use std::path::Path;

use palette_domain::account::Login;
use palette_domain::business::{Bilingual, Role};
use palette_domain::catalogue::ProductFacts;
use palette_domain::{AccountId, BusinessId, Clock as _, Money, Private, Span, VariantId};
use palette_store::{NewMember, NewProduct, NewVariant, StoreError};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::catalogue::{self, DemoProduct, PRODUCTS};
use super::dice::Dice;
use super::schedule::{POSTS, post_at, post_products};
use super::simulator::Simulator;
use super::{EMAIL, PASSWORD, SEED, pictures, script};
use crate::cli::Failure;
use crate::connect;
use crate::http::password;
use crate::state::App;

/// What the past is played on.
pub struct Shop {
    /// The business.
    pub business: BusinessId,
    /// Its account.
    pub account: AccountId,
    /// Instagram's ids of the posts, in their order.
    pub posts: Vec<String>,
    /// By product: its variants that have stock, in their order.
    pub variants: Vec<Vec<VariantId>>,
}

fn stored(error: StoreError) -> Failure {
    Failure::Missing(format!("the demo shop was not stored: {error}"))
}

/// Makes the shop.
pub async fn open(app: &App, simulator: &Simulator) -> Result<Shop, Failure> {
    let now = app.clock.now();
    let business = app
        .store
        .create_business("گالری نیلا · Nila Gallery", &catalogue::settings(), now)
        .await
        .map_err(stored)?;
    let hash = password::hash(PASSWORD).map_err(|error| Failure::Check(error.to_string()))?;
    let members = [
        (EMAIL, "نیلا راد", Role::Owner, Some(hash)),
        ("mina@demo.palette.test", "مینا صبوری", Role::Agent, None),
    ];
    for (email, name, role, hash) in members {
        let new = NewMember {
            email: Private::new(email.to_owned()),
            name: Private::new(name.to_owned()),
            password_hash: hash.map(SecretString::from),
            role,
        };
        app.store
            .business(business)
            .create_member(&new, now)
            .await
            .map_err(stored)?;
    }
    let named = json!({
        "username": "nila.gallery", "name": "گالری نیلا | Nila Gallery",
        "biography": "پوشاک و کیف و کفش | Clothes, bags and shoes",
    });
    simulator.post("account", &named).await?;
    let fixture = simulator.get("fixture").await?;
    let token = text(&fixture, "token")?;
    let account = connect::by_token(
        &app.store,
        &app.instagram,
        business,
        Login::Instagram,
        SecretString::from(token),
        now,
    )
    .await
    .map_err(|error| Failure::Check(error.to_string()))?;
    let mut dice = Dice::new(SEED);
    let posts = publish(simulator, &app.config.data_dir, now).await?;
    let variants = stock(app, business, &posts, &mut dice).await?;
    Ok(Shop {
        business,
        account: account.id,
        posts,
        variants,
    })
}

fn text(value: &Value, key: &str) -> Result<String, Failure> {
    value[key]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| Failure::Check(format!("the simulator's answer has no {key}")))
}

/// Draws the pictures into the data folder and publishes the posts in the simulator, which shows
/// the same pictures.
async fn publish(
    simulator: &Simulator,
    data_dir: &Path,
    now: palette_domain::Instant,
) -> Result<Vec<String>, Failure> {
    let folder = data_dir.join("pictures");
    let disk = |error: std::io::Error| {
        Failure::Missing(format!("{} can't be written: {error}", folder.display()))
    };
    std::fs::create_dir_all(&folder).map_err(disk)?;
    for (index, product) in PRODUCTS.iter().enumerate() {
        let picture = pictures::draw(product.garment, product.colours[0].hex, index);
        std::fs::write(folder.join(picture_name(product)), picture).map_err(disk)?;
    }
    simulator.post("media", &json!({"clear": true})).await?;
    let mut posts = Vec::with_capacity(POSTS);
    for post in 0..POSTS {
        let first = post_products(post)[0];
        let product = &PRODUCTS[first];
        let caption = script::CAPTIONS[post % script::CAPTIONS.len()]
            .replace("{p}", product.fa)
            .replace("{q}", product.en);
        let at = post_at(post, now + super::PAST);
        let made = simulator
            .post(
                "media",
                &json!({
                    "caption": caption,
                    "picture_svg": pictures::draw(product.garment, product.colours[0].hex, first),
                    "at_ms": at.millis(),
                }),
            )
            .await?;
        posts.push(text(&made, "media_id")?);
    }
    simulator
        .post(
            "media",
            &json!({
                "type": "STORY",
                "picture_svg": pictures::draw(PRODUCTS[0].garment, PRODUCTS[0].colours[1].hex, 3),
                "at_ms": (now + super::PAST - Span::hours(3)).millis(),
            }),
        )
        .await?;
    Ok(posts)
}

fn picture_name(product: &DemoProduct) -> String {
    format!("{}.svg", product.sku.to_lowercase())
}

async fn stock(
    app: &App,
    business: BusinessId,
    posts: &[String],
    dice: &mut Dice,
) -> Result<Vec<Vec<VariantId>>, Failure> {
    let mut variants = Vec::with_capacity(PRODUCTS.len());
    for (index, product) in PRODUCTS.iter().enumerate() {
        let ig_media_ids = (0..posts.len())
            .filter(|post| post_products(*post).contains(&index))
            .map(|post| posts[post].clone())
            .collect();
        let new = NewProduct {
            facts: ProductFacts {
                name: Bilingual::new(product.fa, product.en),
                aliases: product
                    .aliases
                    .iter()
                    .map(|&alias| alias.to_owned())
                    .collect(),
                description: Bilingual::new(product.about.0, product.about.1),
                material: Bilingual::new(product.material.0, product.material.1),
                size_guide: catalogue::size_guide(product),
                picture: format!("/pictures/{}", picture_name(product)),
            },
            active: true,
            variants: new_variants(product, dice),
            ig_media_ids,
        };
        let made = app
            .store
            .business(business)
            .create_product(&new, app.clock.now())
            .await
            .map_err(stored)?;
        let in_stock = made
            .variants
            .iter()
            .filter(|variant| variant.available() > 0);
        variants.push(in_stock.map(|variant| variant.id).collect());
    }
    Ok(variants)
}

fn new_variants(product: &DemoProduct, dice: &mut Dice) -> Vec<NewVariant> {
    let one_size: &[&str] = &[""];
    let sizes = if product.sizes.is_empty() {
        one_size
    } else {
        product.sizes
    };
    let mut variants = Vec::new();
    for colour in product.colours {
        for size in sizes {
            let sold_out = dice.chance(12);
            let pieces = if sold_out { 0 } else { 4 + dice.below(22) };
            let code: String = colour.en.chars().take(4).collect::<String>().to_uppercase();
            let sku = match *size {
                "" => format!("{}-{code}", product.sku),
                size => format!("{}-{code}-{size}", product.sku),
            };
            variants.push(NewVariant {
                sku,
                size: (*size).to_owned(),
                colour: Bilingual::new(colour.fa, colour.en),
                price: Money::toman(product.price * 1_000),
                on_hand: u32::try_from(pieces).unwrap_or(0),
            });
        }
    }
    variants
}
