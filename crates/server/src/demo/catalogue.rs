//! The demo shop's catalogue: clothes with Persian and English names, sizes, colours and prices.

use palette_domain::Money;
use palette_domain::business::{
    AiSettings, Bilingual, BusinessSettings, PolicySheet, ShippingRule,
};

use super::pictures::Garment;

/// A colour as people say it and as it is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour {
    /// In Persian.
    pub fa: &'static str,
    /// In English.
    pub en: &'static str,
    /// As drawn.
    pub hex: &'static str,
}

macro_rules! colours {
    ($($name:ident = $fa:literal $en:literal $hex:literal;)*) => {
        $(const $name: Colour = Colour { fa: $fa, en: $en, hex: $hex };)*
    };
}

colours! {
    BLACK = "مشکی" "black" "#2b2b31";
    CREAM = "کرم" "cream" "#eadfca";
    NAVY = "سرمه‌ای" "navy" "#2c3a63";
    OLIVE = "زیتونی" "olive" "#75794a";
    BRICK = "آجری" "brick" "#b5573c";
    ROSE = "صورتی" "pink" "#e2a3b0";
    WHITE = "سفید" "white" "#f7f5f0";
    GREY = "طوسی" "grey" "#9a9ca6";
    BLUE = "آبی" "blue" "#5c86b8";
    BROWN = "قهوه‌ای" "brown" "#7a5640";
    GREEN = "سبز" "green" "#4d8a68";
    MUSTARD = "خردلی" "mustard" "#d0a13c";
    BURGUNDY = "زرشکی" "burgundy" "#7b2d3f";
}

/// One product of the demo shop.
pub struct DemoProduct {
    /// The shop's code; variants add size and colour.
    pub sku: &'static str,
    /// In Persian.
    pub fa: &'static str,
    /// In English.
    pub en: &'static str,
    /// Other names people use.
    pub aliases: &'static [&'static str],
    /// A sentence, Persian and English.
    pub about: (&'static str, &'static str),
    /// Fabric and care, Persian and English.
    pub material: (&'static str, &'static str),
    /// Price in thousand toman.
    pub price: i64,
    /// Sizes; empty for one size.
    pub sizes: &'static [&'static str],
    /// Colours; at least one.
    pub colours: &'static [Colour],
    /// What is drawn.
    pub garment: Garment,
}

const LETTERS: &[&str] = &["S", "M", "L", "XL"];
const NUMBERS: &[&str] = &["36", "38", "40", "42", "44"];
const JEANS: &[&str] = &["30", "31", "32", "33", "34", "36"];
const SHOES: &[&str] = &["37", "38", "39", "40", "41"];
const ONE: &[&str] = &[];

macro_rules! products {
    ($($sku:literal $fa:literal $en:literal [$($alias:literal),*] $about:tt $material:tt
       $price:literal $sizes:ident [$($colour:ident),+] $garment:ident;)*) => {
        /// The catalogue, in its order.
        pub const PRODUCTS: &[DemoProduct] = &[$(DemoProduct {
            sku: $sku, fa: $fa, en: $en, aliases: &[$($alias),*], about: $about,
            material: $material, price: $price, sizes: $sizes, colours: &[$($colour),+],
            garment: Garment::$garment,
        }),*];
    };
}

products! {
    "MN1" "مانتو لینن بهار" "Bahar linen manto" ["مانتو بهار", "manto bahar"]
        ("مانتوی جلوباز و سبک برای روزهای گرم", "An open, light manto for warm days")
        ("لینن ۱۰۰٪، با آب سرد شسته شود", "100% linen, wash cold")
        1280 NUMBERS [CREAM, OLIVE, BRICK] Coat;
    "MN2" "مانتو کتی آوا" "Ava blazer manto" ["مانتو کتی", "manto kati"]
        ("مانتوی کتی آستردار با دو جیب", "A lined blazer manto with two pockets")
        ("کرپ مازراتی، آستر ساتن", "Crepe with a satin lining") 1650 NUMBERS [BLACK, NAVY] Coat;
    "MN3" "مانتو عبایی ترمه" "Termeh abaya" ["عبا", "مانتو عبایی", "abaya"]
        ("عبای آزاد با حاشیه‌ی ترمه", "A loose abaya with a termeh border")
        ("نخ و ویسکوز", "Cotton and viscose") 1490 ONE [BLACK, BURGUNDY] Coat;
    "SH1" "شومیز ساتن مهتاب" "Mahtab satin blouse" ["شومیز ساتن", "shomiz satan"]
        ("شومیز یقه‌انگلیسی با آستین پفی", "A collared blouse with puffed sleeves")
        ("ساتن آمریکایی، کمی براق، آب نمی‌رود", "Satin, slightly glossy, does not shrink")
        690 LETTERS [CREAM, ROSE, GREEN] Shirt;
    "SH2" "شومیز نخی پونه" "Pouneh cotton blouse" ["شومیز نخی", "shomiz nakhi"]
        ("شومیز راه‌راه خنک", "A cool striped blouse")
        ("نخ پنبه ۱۰۰٪", "100% cotton") 590 LETTERS [WHITE, BLUE] Shirt;
    "SH3" "پیراهن مردانه کتان آرش" "Arash men's cotton shirt" ["پیراهن مردانه", "pirhan mardane"]
        ("پیراهن کتان آستین‌بلند", "A long-sleeved cotton shirt")
        ("کتان درجه یک، ثابت‌رنگ", "Fine cotton, colour-fast")
        780 LETTERS [WHITE, NAVY, GREY] Shirt;
    "TS1" "تیشرت اورسایز رها" "Raha oversize T-shirt" ["تیشرت", "تی شرت", "tishert"]
        ("تیشرت اورسایز یونیسکس", "An oversize unisex T-shirt")
        ("پنبه سوپر، ۲۲۰ گرم", "Heavy cotton, 220 g") 390 LETTERS [BLACK, WHITE, MUSTARD] Tee;
    "TS2" "تیشرت یقه‌هفت نیما" "Nima V-neck T-shirt" ["یقه هفت"]
        ("تیشرت یقه‌هفت ساده", "A plain V-neck T-shirt")
        ("پنبه و کمی الاستین", "Cotton with a little elastane") 320 LETTERS [GREY, NAVY] Tee;
    "HD1" "هودی دورس البرز" "Alborz hoodie" ["هودی", "hoodi"]
        ("هودی کلاه‌دار با جیب کانگورویی", "A hooded top with a kangaroo pocket")
        ("دورس سه‌نخ توکرکی", "Three-thread brushed fleece")
        980 LETTERS [BLACK, GREY, GREEN] Hoodie;
    "HD2" "سویشرت زیپ‌دار سهند" "Sahand zip sweatshirt" ["سویشرت", "soyshert"]
        ("سویشرت زیپ‌دار سبک", "A light zip sweatshirt")
        ("دورس دونخ", "Two-thread fleece") 850 LETTERS [NAVY, BURGUNDY] Hoodie;
    "JN1" "شلوار جین مام‌استایل" "Mom-fit jeans" ["جین مام", "شلوار جین", "jin mom", "mom jeans"]
        ("جین فاق‌بلند قد ۹۰", "High-waist jeans, 90 cm")
        ("جین پنبه‌ای بدون کش", "Rigid cotton denim") 890 JEANS [BLUE, BLACK] Trousers;
    "JN2" "شلوار بگ رعنا" "Rana baggy trousers" ["شلوار بگ", "بگ", "bag trousers"]
        ("شلوار بگ کمرکش", "Baggy trousers with an elastic waist")
        ("کتان نرم", "Soft cotton") 760 LETTERS [CREAM, BLACK, OLIVE] Trousers;
    "JN3" "شلوار پارچه‌ای راسته دنا" "Dena straight trousers" ["شلوار پارچه ای", "شلوار راسته"]
        ("شلوار اداری راسته با خط اتو", "Straight office trousers with a crease")
        ("فاستونی، چروک نمی‌شود", "Worsted, does not crease")
        820 NUMBERS [BLACK, NAVY, GREY] Trousers;
    "DR1" "پیراهن مجلسی نگین" "Negin evening dress" ["لباس مجلسی", "pirhan majlesi"]
        ("پیراهن ماکسی با کمر چین‌دار", "A maxi dress with a gathered waist")
        ("حریر با آستر", "Chiffon with a lining") 2350 NUMBERS [BURGUNDY, GREEN, NAVY] Dress;
    "DR2" "سارافون جین گلی" "Goli denim pinafore" ["سارافون", "sarafon"]
        ("سارافون دو بند", "A two-strap pinafore")
        ("جین نازک", "Light denim") 720 LETTERS [BLUE] Dress;
    "DR3" "پیراهن گل‌دار یاس" "Yas floral dress" ["پیراهن گلدار", "pirhan goldar"]
        ("پیراهن میدی گل‌ریز", "A midi dress with small flowers")
        ("نخ و ویسکوز، سبک", "Cotton and viscose, light") 940 LETTERS [ROSE, WHITE] Dress;
    "SK1" "دامن پلیسه نرگس" "Narges pleated skirt" ["دامن پلیسه", "daman"]
        ("دامن پلیسه‌ی ماکسی کمرکش", "A maxi pleated skirt, elastic waist")
        ("پلیسه‌ی ابریشم‌مانند", "Silky pleats") 640 ONE [CREAM, BLACK, GREEN] Skirt;
    "SK2" "دامن کتان میدی" "Midi cotton skirt" ["دامن کتان"]
        ("دامن راسته با چاک پشت", "A straight skirt with a back slit")
        ("کتان کشی", "Stretch cotton") 560 NUMBERS [BLACK, BROWN] Skirt;
    "SC1" "شال نخی هلیا" "Helia cotton shawl" ["شال", "shal"]
        ("شال ریش‌ریش سبک، ۲۰۰ در ۷۰", "A light fringed shawl, 200 by 70 cm")
        ("نخ، تابستانه", "Cotton, for summer") 240 ONE [CREAM, ROSE, GREY, OLIVE] Scarf;
    "SC2" "روسری ساتن ترنج" "Toranj satin scarf" ["روسری", "roosari"]
        ("روسری قواره ۱۲۰", "A 120 cm square scarf")
        ("ساتن ابریشم", "Silk satin") 380 ONE [BURGUNDY, NAVY, MUSTARD] Scarf;
    "SC3" "شال بافت زمستانه برف" "Barf winter shawl" ["شال بافت", "شال زمستونی"]
        ("شال گرم بافت", "A warm knitted shawl")
        ("کاموای نرم", "Soft yarn") 420 ONE [GREY, BURGUNDY] Scarf;
    "BG1" "کیف دوشی چرم سارا" "Sara leather shoulder bag" ["کیف دوشی", "کیف چرم", "kif charm"]
        ("کیف دوشی با دو جیب داخلی", "A shoulder bag with two inner pockets")
        ("چرم طبیعی گاوی", "Genuine cow leather") 1890 ONE [BROWN, BLACK] Bag;
    "BG2" "کیف پارچه‌ای طرح کاشی" "Tile-pattern tote" ["توت بگ", "کیف پارچه ای", "tote"]
        ("توت‌بگ جادار با زیپ", "A roomy zipped tote")
        ("کتان ضخیم", "Heavy canvas") 340 ONE [BLUE, CREAM] Bag;
    "SO1" "کتونی سفید پویا" "Pouya white sneakers" ["کتونی", "کفش", "katooni"]
        ("کتونی ساده با زیره‌ی سبک", "Plain sneakers with a light sole")
        ("رویه‌ی چرم صنعتی", "Synthetic leather upper") 1150 SHOES [WHITE, BLACK] Shoe;
    "SO2" "بوت چرم کوهسار" "Kuhsar leather boots" ["بوت", "نیم بوت", "boot"]
        ("نیم‌بوت زمستانه با آستر خز", "Lined winter ankle boots")
        ("چرم طبیعی، ضدآب", "Genuine leather, waterproof") 2480 SHOES [BROWN, BLACK] Shoe;
    "CO1" "پالتو فوتر سپیدار" "Sepidar wool coat" ["پالتو", "palto"]
        ("پالتوی بلند با کمربند", "A long belted coat")
        ("فوتر ایتالیایی، آستر ساتن", "Italian wool felt, satin lining")
        3250 NUMBERS [CREAM, BLACK, BROWN] Coat;
}

/// The size guide by kind of garment, Persian and English.
pub fn size_guide(product: &DemoProduct) -> Bilingual {
    let (fa, en) = match product.garment {
        Garment::Shoe => (
            "قالب استاندارد؛ اگه پاتون پهنه یک سایز بزرگ‌تر بردارید",
            "True to size; take one size up for wide feet",
        ),
        Garment::Scarf | Garment::Bag => ("تک‌سایز", "One size"),
        Garment::Trousers if product.sizes == JEANS => (
            "سایز ۳۰ دور کمر ۷۴، سایز ۳۲ دور کمر ۷۹، سایز ۳۴ دور کمر ۸۴ سانتی‌متر",
            "Size 30 waist 74 cm, size 32 waist 79 cm, size 34 waist 84 cm",
        ),
        _ if product.sizes == NUMBERS => (
            "سایز ۳۸ دور سینه ۹۶، سایز ۴۰ دور سینه ۱۰۰، سایز ۴۲ دور سینه ۱۰۴ سانتی‌متر",
            "Size 38 chest 96 cm, size 40 chest 100 cm, size 42 chest 104 cm",
        ),
        _ if product.sizes.is_empty() => ("فری‌سایز، مناسب ۳۶ تا ۴۶", "Free size, fits 36 to 46"),
        _ => (
            "S مناسب ۳۶ و ۳۸، M مناسب ۴۰، L مناسب ۴۲، XL مناسب ۴۴",
            "S fits 36 and 38, M fits 40, L fits 42, XL fits 44",
        ),
    };
    Bilingual::new(fa, en)
}

/// The demo shop's policy sheet and its AI.
pub fn settings() -> BusinessSettings {
    let rule =
        |area: (&str, &str), places: &[&str], toman, days: (u16, u16), carrier: (&str, &str)| {
            ShippingRule {
                area: Bilingual::new(area.0, area.1),
                places: places.iter().map(|&place| place.to_owned()).collect(),
                cost: Some(Money::toman(toman)),
                days_min: days.0,
                days_max: days.1,
                carrier: Bilingual::new(carrier.0, carrier.1),
            }
        };
    BusinessSettings {
        sheet: PolicySheet {
            shipping: vec![
                rule(
                    ("تهران و کرج", "Tehran and Karaj"),
                    &["تهران", "کرج", "tehran", "karaj"],
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
            ],
            free_shipping_from: Some(Money::toman(2_500_000)),
            payment: Bilingual::new(
                "پرداخت با کارت‌به‌کارت یا لینک درگاه بانکیه؛ بعد از تأیید پرداخت، سفارش ثبت می‌شه",
                "You can pay by card transfer or by a bank payment link; the order is registered once the payment is confirmed",
            ),
            returns: Bilingual::new(
                "تا ۷ روز بعد از تحویل، اگه کالا استفاده نشده و برچسبش سالم باشه، تعویض یا مرجوع می‌شه",
                "Within 7 days of delivery, unused and with its label, an item can be exchanged or returned",
            ),
            hours: Bilingual::new(
                "شنبه تا چهارشنبه ۱۰ تا ۱۸ و پنجشنبه‌ها ۱۰ تا ۱۴",
                "Saturday to Wednesday 10 to 18, Thursday 10 to 14",
            ),
            address: Bilingual::new(
                "فروشگاه ما آنلاینه؛ شوروم با هماهنگی قبلی: تهران، خیابان ولیعصر، بالاتر از پارک ساعی",
                "We are an online shop; showroom by appointment: Valiasr St., above Saei Park, Tehran",
            ),
            sizes: Bilingual::new(
                "اگه قد و وزنتون رو بفرستید، همکارمون سایز مناسب رو راهنمایی می‌کنه",
                "Send your height and weight and a colleague will suggest a size",
            ),
            discounts: Bilingual::default(),
        },
        ai: AiSettings::default(),
        time_zone: "Asia/Tehran".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_large_and_its_codes_are_unique() {
        assert!(PRODUCTS.len() >= 24);
        let mut codes: Vec<_> = PRODUCTS.iter().map(|product| product.sku).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), PRODUCTS.len());
        assert!(
            PRODUCTS
                .iter()
                .all(|p| !p.colours.is_empty() && p.price > 0)
        );
    }
}
