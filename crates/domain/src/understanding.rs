//! What a message means: language, intents, entities and moderation, as all of Palette reads it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The language a text is written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Persian in Persian script.
    Fa,
    /// English.
    En,
    /// Persian in Latin letters.
    Finglish,
    /// None of these, or no words at all.
    #[default]
    Other,
}

impl Language {
    /// The name used in the contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Language::Fa => "fa",
            Language::En => "en",
            Language::Finglish => "finglish",
            Language::Other => "other",
        }
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them, in the order of the contract.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The name used in the contract.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
        impl FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok($name::$variant),)* _ => Err(()) }
            }
        }
    };
}

named! {
    /// What the writer wants to get by a message.
    Intent {
        /// Hello, and nothing else.
        Greeting = "greeting",
        /// What a thing is.
        ProductQuestion = "product_question",
        /// How much.
        Price = "price",
        /// Is it there.
        Stock = "stock",
        /// Which size fits.
        Size = "size",
        /// What it is made of.
        Material = "material",
        /// What delivery costs.
        ShippingCost = "shipping_cost",
        /// How long delivery takes, where to.
        ShippingTime = "shipping_time",
        /// I want it.
        PlaceOrder = "place_order",
        /// Where is my order.
        OrderStatus = "order_status",
        /// Something else in an order not yet sent.
        ChangeOrder = "change_order",
        /// Don't send it.
        CancelOrder = "cancel_order",
        /// Exchange, return, money back.
        ReturnRefund = "return_refund",
        /// Ways to pay, receipts.
        Payment = "payment",
        /// Haggling, codes.
        Discount = "discount",
        /// Anger, bad quality.
        Complaint = "complaint",
        /// A person, please.
        Human = "human",
        /// Don't write to me.
        OptOut = "opt_out",
        /// Delete my data, what do you know of me.
        PrivacyRequest = "privacy_request",
        /// Thanks, praise.
        Thanks = "thanks",
        /// Offers to the shop or its customers.
        Spam = "spam",
        /// Insult, threat.
        Abuse = "abuse",
        /// Commands to the bot.
        Injection = "injection",
        /// All else.
        Other = "other",
    }
}

named! {
    /// A kind of thing named in a text.
    EntityKind {
        /// A product's name.
        Product = "product",
        /// A variant of a product.
        Variant = "variant",
        /// A size.
        Size = "size",
        /// A colour.
        Colour = "colour",
        /// How many.
        Quantity = "quantity",
        /// An amount of money.
        Amount = "amount",
        /// A phone number; the value is E.164.
        Phone = "phone",
        /// Ten digits.
        PostalCode = "postal_code",
        /// A city or province.
        City = "city",
        /// A street address.
        Address = "address",
        /// The business's code of an order.
        OrderCode = "order_code",
        /// A link.
        Url = "url",
        /// An @name.
        Username = "username",
        /// A day.
        Date = "date",
    }
}

named! {
    /// How a text is judged apart from what it wants.
    #[derive(Default)]
    Moderation {
        /// Nothing wrong.
        #[default]
        Clean = "clean",
        /// An offer that addresses the reader.
        Spam = "spam",
        /// An insult or threat with a target.
        Abuse = "abuse",
        /// An attempt to command the assistant.
        Injection = "injection",
    }
}

named! {
    /// What the customer was asked last: it gives a bare answer («آره», «M», «۲») its meaning.
    Asked {
        /// Yes or no.
        Confirm = "confirm",
        /// A size or a colour.
        ChooseVariant = "choose_variant",
        /// How many.
        Quantity = "quantity",
        /// Where to send it.
        Address = "address",
        /// A phone number.
        Phone = "phone",
        /// The code of an order.
        OrderCode = "order_code",
        /// Which product is meant.
        Which = "which",
    }
}

/// An intent with how sure we are of it, 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Scored {
    /// The intent.
    pub intent: Intent,
    /// Calibrated: of all with 0.8, four in five are right.
    pub confidence: f32,
}

/// Something named in a text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entity {
    /// What kind of thing.
    pub kind: EntityKind,
    /// As written.
    pub text: String,
    /// Normalised: an amount as `{"minor","currency"}`, a phone as E.164, digits as ASCII.
    pub value: serde_json::Value,
    /// First character (Unicode scalar value), counted from 0 in the original text.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A product of the catalogue that a text names.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProductMatch {
    /// The id given when the lexicon was built.
    pub id: String,
    /// 0 to 1.
    pub score: f32,
}

/// What a message means.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Understanding {
    /// Of the whole message.
    pub language: Language,
    /// Best first; the first is the intent of the message. Empty only for an empty text.
    pub intents: Vec<Scored>,
    /// Judged apart from the intents.
    pub moderation: Moderation,
    /// In the order of the text.
    pub entities: Vec<Entity>,
    /// Best first.
    pub products: Vec<ProductMatch>,
    /// Whether it asks something.
    pub question: bool,
}

impl Understanding {
    /// The intent of the message; `other` when there is none.
    pub fn intent(&self) -> Intent {
        self.intents
            .first()
            .map_or(Intent::Other, |scored| scored.intent)
    }
    /// How sure we are of it; 0 when there is none.
    pub fn confidence(&self) -> f32 {
        self.intents.first().map_or(0.0, |scored| scored.confidence)
    }
}
