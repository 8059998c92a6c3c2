//! The shop of the talks: prices that differ by variant, things that are gone, a whole sheet.

use palette_domain::Money;
use palette_domain::business::{Bilingual, BusinessSettings, ShippingRule};
use palette_domain::catalogue::ProductFacts;
use palette_store::{NewProduct, NewVariant, StockChange};

use super::house::{House, START};

fn both(fa: &str, en: &str) -> Bilingual {
    Bilingual::new(fa, en)
}

/// Size, colour, thousand toman, pieces.
type Kind<'a> = (&'a str, (&'a str, &'a str), i64, u32);

fn product(sku: &str, name: (&str, &str), aliases: &[&str], kinds: &[Kind<'_>]) -> NewProduct {
    let variants = kinds
        .iter()
        .enumerate()
        .map(|(at, (size, colour, price, pieces))| NewVariant {
            sku: format!("{sku}-{at}"),
            size: (*size).to_owned(),
            colour: both(colour.0, colour.1),
            price: Money::toman(price * 1000),
            on_hand: *pieces,
        });
    NewProduct {
        facts: ProductFacts {
            name: both(name.0, name.1),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            ..ProductFacts::default()
        },
        active: true,
        variants: variants.collect(),
        ig_media_ids: Vec::new(),
    }
}

fn goods() -> Vec<NewProduct> {
    let (black, cream, brown) = (("مشکی", "black"), ("کرم", "cream"), ("قهوه‌ای", "brown"));
    let green = ("سبز", "green");
    let mut blouse = product(
        "SH",
        ("شومیز ساتن مهتاب", "Mahtab satin blouse"),
        &["شومیز ساتن", "shomiz satan"],
        &[
            ("S", cream, 690, 4),
            ("M", cream, 690, 2),
            ("XL", cream, 740, 3),
            ("M", green, 690, 0),
        ],
    );
    blouse.facts.material = both("ساتن آمریکایی، آب نمی‌ره", "Satin, does not shrink");
    blouse.facts.size_guide = both("S مناسب ۳۶ و ۳۸، M مناسب ۴۰", "S fits 36 and 38, M fits 40");
    let mut bag = product(
        "BG",
        ("کیف دوشی چرم سارا", "Sara leather shoulder bag"),
        &["کیف دوشی", "کیف چرم", "kif charm"],
        &[("", brown, 1890, 3), ("", black, 1890, 0)],
    );
    bag.facts.material = both("چرم طبیعی گاوی", "Genuine cow leather");
    bag.facts.description = both(
        "کیف دوشی با دو جیب داخلی",
        "A shoulder bag with two inner pockets",
    );
    let boots = product(
        "SO",
        ("بوت چرم کوهسار", "Kuhsar leather boots"),
        &["بوت", "boot"],
        &[("38", black, 2480, 0), ("39", black, 2480, 0)],
    );
    vec![blouse, bag, boots]
}

fn sheet(settings: &mut BusinessSettings) {
    let rule = |area: (&str, &str), places: &[&str], toman, days: (u16, u16), carrier| {
        let (fa, en): (&str, &str) = carrier;
        ShippingRule {
            area: both(area.0, area.1),
            places: places.iter().map(|&place| place.to_owned()).collect(),
            cost: Some(Money::toman(toman)),
            days_min: days.0,
            days_max: days.1,
            carrier: both(fa, en),
        }
    };
    let near = ["تهران", "کرج", "tehran", "karaj"];
    settings.sheet.shipping = vec![
        rule(
            ("تهران و کرج", "Tehran and Karaj"),
            &near,
            60_000,
            (1, 2),
            ("پیک", "courier"),
        ),
        rule(
            ("شهرهای دیگر", "other cities"),
            &[],
            85_000,
            (3, 5),
            ("پست پیشتاز", "express post"),
        ),
    ];
    settings.sheet.free_shipping_from = Some(Money::toman(2_500_000));
    settings.sheet.returns = both("تا ۷ روز تعویض داریم", "exchange within 7 days");
    settings.sheet.address = both("تهران، خیابان ولیعصر", "Valiasr St., Tehran");
}

/// Fills the house.
pub async fn stock(house: &House) {
    let store = house.server.app.store.business(house.business);
    for new in goods() {
        store.create_product(&new, START).await.expect("a product");
    }
    // Many of the talks order a piece of the first.
    let ordered = house.product.variants[0].id;
    let pieces = StockChange::Set(40);
    store
        .change_stock(ordered, pieces, START)
        .await
        .expect("the stock");
    let mut settings = store.get().await.expect("the business").settings;
    sheet(&mut settings);
    store
        .update_settings(&settings, START)
        .await
        .expect("the settings");
}
