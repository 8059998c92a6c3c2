//! A small shop and ways to say what a customer wrote: the ground of all tables here.

use palette_domain::agent::{
    Channel, CustomerContext, LiveFacts, Memory, Plan, Snapshot, SubjectContext, Words, plan,
    render,
};
use palette_domain::business::{Bilingual, BusinessSettings, PolicySheet, ShippingRule};
use palette_domain::catalogue::{Product, ProductFacts, Variant};
use palette_domain::conversation::Handler;
use palette_domain::order::{Order, OrderLine, OrderState, Recipient};
use palette_domain::understanding::{
    Entity, EntityKind, Intent, Language, Moderation, ProductMatch, Scored, Understanding,
};
use palette_domain::{
    BusinessId, CustomerId, Instant, MediaId, Money, OrderId, Private, ProductId, VariantId,
};
use serde_json::{Value, json};

pub const NOW: Instant = Instant::from_secs(1_800_000_000);

pub fn product_id(n: u8) -> ProductId {
    ProductId::from_bytes([n; 16])
}

pub fn variant_id(product: u8, n: u8) -> VariantId {
    let mut bytes = [product; 16];
    bytes[15] = n;
    VariantId::from_bytes(bytes)
}

pub fn order_id(n: u8) -> OrderId {
    OrderId::from_bytes([n; 16])
}

fn both(fa: &str, en: &str) -> Bilingual {
    Bilingual::new(fa, en)
}

fn product(n: u8, fa: &str, en: &str, variants: Vec<(&str, Bilingual, i64, u32)>) -> Product {
    let variants = variants
        .into_iter()
        .enumerate()
        .map(|(at, (size, colour, toman, pieces))| {
            let at = u8::try_from(at).expect("few variants");
            Variant {
                id: variant_id(n, at),
                product_id: product_id(n),
                sku: format!("S{n}-{at}"),
                size: size.to_owned(),
                colour,
                price: Money::toman(toman),
                on_hand: pieces,
                reserved: 0,
            }
        });
    Product {
        id: product_id(n),
        business_id: BusinessId::from_bytes([9; 16]),
        facts: ProductFacts {
            name: both(fa, en),
            ..ProductFacts::default()
        },
        active: true,
        variants: variants.collect(),
        ig_media_ids: Vec::new(),
        updated_at: NOW,
    }
}

/// 1 a coat in sizes and colours, 2 a bag of one kind, 3 jeans that are gone, 4 a second coat.
pub fn catalogue() -> Vec<Product> {
    let (black, cream) = (both("مشکی", "Black"), both("کرم", "Cream"));
    let none = Bilingual::default();
    let mut coat = product(
        1,
        "مانتو لینن نیلا",
        "Nila Linen Manto",
        vec![
            ("38", black.clone(), 850_000, 3),
            ("40", black.clone(), 850_000, 0),
            ("40", cream.clone(), 890_000, 2),
            ("42", cream.clone(), 890_000, 1),
        ],
    );
    coat.facts.material = both("لینن خالص، آب‌رفت نداره", "Pure linen, does not shrink");
    coat.facts.description = both(
        "مانتوی جلوباز با آستین سه‌ربع",
        "Open front, three-quarter sleeve",
    );
    coat.facts.size_guide = both(
        "سایز ۳۸ دور سینه ۹۶، سایز ۴۰ دور سینه ۱۰۰",
        "38: bust 96, 40: bust 100",
    );
    let bag = product(
        2,
        "کیف دوشی رها",
        "Raha Shoulder Bag",
        vec![("", none.clone(), 1_250_000, 5)],
    );
    let jeans = product(
        3,
        "شلوار جین مام",
        "Mom Jeans",
        vec![("30", none, 980_000, 0)],
    );
    let second = product(
        4,
        "مانتو کتی ترمه",
        "Termeh Jacket Manto",
        vec![("M", black, 1_450_000, 4), ("L", cream, 1_450_000, 4)],
    );
    vec![coat, bag, jeans, second]
}

pub fn settings() -> BusinessSettings {
    let rule = |fa: &str, en: &str, places: &[&str], cost, days: (u16, u16)| ShippingRule {
        area: both(fa, en),
        places: places.iter().map(|place| (*place).to_owned()).collect(),
        cost,
        days_min: days.0,
        days_max: days.1,
        carrier: both("پست پیشتاز", "express post"),
    };
    let mut settings = BusinessSettings {
        sheet: PolicySheet {
            shipping: vec![
                rule(
                    "تهران",
                    "Tehran",
                    &["تهران", "Tehran"],
                    Some(Money::toman(60_000)),
                    (1, 2),
                ),
                rule("", "", &[], Some(Money::toman(95_000)), (3, 5)),
            ],
            free_shipping_from: Some(Money::toman(2_000_000)),
            payment: both(
                "کارت به کارت یا درگاه پرداخت",
                "card transfer or payment page",
            ),
            returns: both("تا ۷ روز تعویض داریم", "exchange within 7 days"),
            hours: both("شنبه تا پنجشنبه ۱۰ تا ۲۰", "Saturday to Thursday 10 to 20"),
            address: both("تهران، خیابان ولیعصر", "Valiasr street, Tehran"),
            ..PolicySheet::default()
        },
        ..BusinessSettings::default()
    };
    settings.ai.disclosure = both("دستیار خودکار فروشگاه هستم.", "I am the shop's assistant.");
    settings
}

pub fn order(n: u8, code: &str, state: OrderState, tracking: Option<&str>) -> Order {
    Order {
        id: order_id(n),
        business_id: BusinessId::from_bytes([9; 16]),
        code: code.to_owned(),
        customer_id: Some(CustomerId::from_bytes([5; 16])),
        conversation_id: None,
        state,
        lines: vec![OrderLine {
            variant_id: variant_id(1, 0),
            title: "مانتو".to_owned(),
            quantity: 1,
            unit_price: Money::toman(850_000),
        }],
        shipping: Money::toman(60_000),
        recipient: Private::new(Recipient::default()),
        tracking_code: tracking.map(str::to_owned),
        created_at: NOW,
        updated_at: NOW,
        history: Vec::new(),
    }
}

/// What a customer wrote, and all that is known when it is answered.
#[derive(Clone)]
pub struct Scene(pub Snapshot);

impl std::fmt::Debug for Scene {
    /// What tells one scene from another; the shop is always the same.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let s = &self.0;
        let texts: Vec<&String> = s.texts.iter().map(Private::reveal).collect();
        let ai = (s.settings.ai.mode, s.settings.ai.tone, s.handler, s.channel);
        let open = (s.attachments, s.private_reply_available, s.can_public_reply);
        write!(f, "{texts:?} {:?} {ai:?} {open:?} ", s.payload)?;
        write!(
            f,
            "{:?} {:?} {:?} {:?}",
            s.customer, s.subject, s.memory, s.understood
        )
    }
}

/// A direct message in a language, understood as some intents.
pub fn dm(language: Language, text: &str, intents: &[Intent]) -> Scene {
    let mut scored: Vec<Scored> = Vec::new();
    for (at, intent) in intents.iter().enumerate() {
        scored.push(Scored {
            intent: *intent,
            confidence: if at == 0 { 0.9 } else { 0.6 },
        });
    }
    Scene(Snapshot {
        now: NOW,
        settings: settings(),
        channel: Channel::Dm,
        understood: Understanding {
            language,
            intents: scored,
            question: text.contains(['?', '؟']),
            ..Understanding::default()
        },
        texts: vec![Private::new(text.to_owned())],
        payload: None,
        attachments: false,
        subject: None,
        catalogue: catalogue(),
        orders: Vec::new(),
        customer: CustomerContext {
            disclosed: true,
            ..CustomerContext::default()
        },
        handler: Handler::Ai,
        memory: Memory::default(),
        private_reply_available: false,
        can_public_reply: false,
    })
}

pub fn fa(text: &str, intents: &[Intent]) -> Scene {
    dm(Language::Fa, text, intents)
}

pub fn en(text: &str, intents: &[Intent]) -> Scene {
    dm(Language::En, text, intents)
}

pub fn finglish(text: &str, intents: &[Intent]) -> Scene {
    dm(Language::Finglish, text, intents)
}

/// A comment under a post that shows the coat.
pub fn comment(language: Language, text: &str, intents: &[Intent]) -> Scene {
    let mut scene = dm(language, text, intents).under(&[1]);
    scene.0.channel = Channel::Comment;
    scene.0.private_reply_available = true;
    scene.0.can_public_reply = true;
    scene.0.customer.disclosed = false;
    scene
}

impl Scene {
    /// Under a post, or with one, that shows products.
    pub fn under(mut self, products: &[u8]) -> Self {
        self.0.subject = Some(SubjectContext {
            post: Some(MediaId::from_bytes([7; 16])),
            products: products.iter().map(|n| product_id(*n)).collect(),
            caption: String::new(),
            from_post: true,
        });
        self
    }
    pub fn naming(mut self, products: &[(u8, f32)]) -> Self {
        let found = products.iter().map(|(n, score)| ProductMatch {
            id: product_id(*n).to_string(),
            score: *score,
        });
        self.0.understood.products = found.collect();
        self
    }
    pub fn with(mut self, kind: EntityKind, text: &str, value: Value) -> Self {
        let text = text.to_owned();
        self.0.understood.entities.push(Entity {
            kind,
            text,
            value,
            start: 0,
            end: 1,
        });
        self
    }
    pub fn size(self, size: &str) -> Self {
        self.with(EntityKind::Size, size, json!(size))
    }
    pub fn colour(self, text: &str, value: &str) -> Self {
        self.with(EntityKind::Colour, text, json!(value))
    }
    pub fn city(self, text: &str, value: &str) -> Self {
        self.with(EntityKind::City, text, json!(value))
    }
    pub fn orders(mut self, orders: Vec<Order>) -> Self {
        self.0.orders = orders;
        self
    }
    pub fn sure(mut self, confidence: f32) -> Self {
        self.0.understood.intents[0].confidence = confidence;
        self
    }
    pub fn judged(mut self, moderation: Moderation) -> Self {
        self.0.understood.moderation = moderation;
        self
    }
    pub fn change(mut self, change: impl FnOnce(&mut Snapshot)) -> Self {
        change(&mut self.0);
        self
    }
    pub fn plan(&self) -> Plan {
        plan(&self.0, 7)
    }
    pub fn text(&self, words: &Words) -> String {
        let live = LiveFacts {
            catalogue: &self.0.catalogue,
            orders: &self.0.orders,
        };
        render(words, &live).expect("what was just planned holds")
    }
    /// All direct messages of a plan, rendered.
    pub fn said(&self, plan: &Plan) -> String {
        plan.messages
            .iter()
            .map(|words| self.text(words))
            .collect::<Vec<_>>()
            .join("\n---\n")
    }
}
