//! The agent: what it may see, what it proposes, what is decided of it.
//!
//! Words that leave are a pattern and facts. The facts are filled in by the server at the moment
//! of sending, so a price or a stock that changed in between is never told wrongly.

use serde::{Deserialize, Serialize};

use crate::{Money, OrderId, ProductId, VariantId};

mod asks;
mod budget;
mod comments;
mod compose;
mod dm;
mod fold;
mod goods;
mod keywords;
mod number;
mod orders;
mod plan;
mod render;
mod reply;
mod shop;
mod snapshot;
mod subject;
mod words;

pub use number::money_text;
pub use plan::{DraftPlan, Outcome, Plan, plan};
pub use render::{LiveFacts, Stale, render};
pub use snapshot::{
    Channel, CustomerContext, DISCLOSURE_HOLDS, Memory, Notice, Place, Snapshot, SubjectContext,
    disclosure_holds,
};

/// A pattern with numbered holes `{0}`, `{1}`… and the facts that fill them.
///
/// `guards` are facts that must still hold when it is sent; if one does not, the turn is planned
/// again instead.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// The text with its holes. A brace that is meant as a brace is doubled.
    pub pattern: String,
    /// What fills hole 0, 1, …
    pub facts: Vec<Fact>,
    /// What must still be true.
    pub guards: Vec<Guard>,
    /// Whether numbers are written in Persian digits with Persian units.
    pub persian: bool,
    /// Which wording was chosen, so that the next answer picks another.
    pub wording: String,
    /// What the message is for, when a rule of sending depends on it.
    pub role: Role,
}

/// What a message is for, as far as sending it depends on that.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An answer.
    #[default]
    Answer,
    /// Says once that no automated message will follow: goes out although the person opted out.
    ConfirmsOptOut,
    /// Says that automated messages are on again: the opt-out ends with the decision to say it.
    ConfirmsOptIn,
    /// Says that a person will answer: goes out although the conversation is already a person's.
    AnnouncesPerson,
}

/// A fact that the server looks up when it fills a hole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A variant's price now.
    Price {
        /// Which.
        variant: VariantId,
    },
    /// "from … to …" over a product's variants, or the one price they share.
    PriceRange {
        /// Which.
        product: ProductId,
    },
    /// How many pieces of a variant can be promised now.
    Available {
        /// Which.
        variant: VariantId,
    },
    /// The sizes (and colours) of a product that can be promised now, as a list.
    InStockList {
        /// Which.
        product: ProductId,
    },
    /// Those of the named variants that can be promised now, as a list of sizes and colours.
    AvailableOf {
        /// Which.
        variants: Vec<VariantId>,
    },
    /// An order's state and tracking code now.
    OrderStatus {
        /// Which.
        order: OrderId,
    },
    /// A fixed amount from the policy sheet.
    Amount {
        /// How much.
        money: Money,
    },
    /// A whole number, from the policy sheet.
    Number {
        /// Which.
        value: i64,
    },
    /// A stretch of working days, from the policy sheet.
    Days {
        /// At least.
        min: u16,
        /// At most.
        max: u16,
    },
    /// Words of the business itself: a product's name, a sentence of the policy sheet.
    Text {
        /// Which.
        value: String,
    },
}

/// Something that must still be true at the moment of sending.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "guard", rename_all = "snake_case")]
pub enum Guard {
    /// At least one piece of the variant can be promised.
    InStock {
        /// Which.
        variant: VariantId,
    },
    /// At least one piece of the product can be promised.
    ProductInStock {
        /// Which.
        product: ProductId,
    },
    /// Nothing of the product can be promised.
    ProductSoldOut {
        /// Which.
        product: ProductId,
    },
    /// Nothing of the variant can be promised.
    SoldOut {
        /// Which.
        variant: VariantId,
    },
}

impl Words {
    /// A text that holds no facts: a person's own words.
    pub fn plain(text: &str) -> Self {
        Self {
            pattern: text.replace('{', "{{").replace('}', "}}"),
            ..Self::default()
        }
    }
}

/// The "why" of an answer, as the dashboard shows it. Sealed in the store: it quotes the customer.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Why {
    /// What was understood, burst as a whole.
    pub understood: crate::understanding::Understanding,
    /// Facts used: a label code and the value as it was at the time.
    pub facts: Vec<UsedFact>,
    /// The rule of the engine that chose the answer: a code, `price.one_product`.
    pub rule: String,
    /// What was done: `answer`, `draft`, `silent`, `hand_over`, …
    pub outcome: String,
    /// Why a person is asked, when one is: a code.
    pub reason: Option<String>,
    /// The product or post the message was taken to be about, by name.
    pub subject: Option<String>,
    /// Which engine proposed: `embedded`, or a model's name.
    pub engine: String,
}

/// A fact that an answer rests on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UsedFact {
    /// What kind: `price`, `stock`, `shipping`, `policy`, `order`.
    pub kind: String,
    /// What it is about, by name.
    pub about: String,
    /// Its value at the time, as shown.
    pub value: String,
}
