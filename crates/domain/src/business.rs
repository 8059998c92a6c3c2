//! A business, its members, and the sheet of facts its answers are drawn from.

use serde::{Deserialize, Serialize};

use crate::{Money, Span};

/// What a member may do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything, and who belongs to the business.
    Owner,
    /// Everything but ownership.
    Admin,
    /// Conversations, comments and orders.
    Agent,
    /// Reads.
    Analyst,
}

/// What a request needs leave for. Each endpoint names one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Permission {
    /// Read conversations, comments, orders, products.
    Read,
    /// Write messages and replies, take over and give back.
    Converse,
    /// Create orders and move them on.
    ManageOrders,
    /// Change products and stock.
    ManageCatalogue,
    /// Connect accounts, change the policy sheet and the AI's mode.
    ManageSettings,
}

impl Role {
    /// Whether the role's row has this permission.
    pub const fn may(self, permission: Permission) -> bool {
        match self {
            Role::Owner | Role::Admin => true,
            Role::Agent => !matches!(permission, Permission::ManageSettings),
            Role::Analyst => matches!(permission, Permission::Read),
        }
    }
}

/// How far the AI may go by itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AiMode {
    /// It reads and understands, and stays silent.
    Off,
    /// It proposes; a person sends.
    Draft,
    /// It answers what it surely can and drafts the rest.
    #[default]
    Auto,
}

/// How the business speaks to its customers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// «شما», complete sentences.
    Formal,
    /// «شما», warm.
    #[default]
    Warm,
    /// Short and light.
    Brief,
}

/// A text in both languages; either may be empty, the other then serves for both.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Bilingual {
    /// In Persian.
    #[serde(default)]
    pub fa: String,
    /// In English.
    #[serde(default)]
    pub en: String,
}

impl Bilingual {
    /// Both texts.
    pub fn new(fa: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            fa: fa.into(),
            en: en.into(),
        }
    }
    /// Whether neither language says anything.
    pub fn is_empty(&self) -> bool {
        self.fa.trim().is_empty() && self.en.trim().is_empty()
    }
    /// The text in the language of the reader, or the other one when that is empty.
    pub fn pick(&self, persian: bool) -> &str {
        let (first, second) = if persian {
            (&self.fa, &self.en)
        } else {
            (&self.en, &self.fa)
        };
        if first.trim().is_empty() {
            second
        } else {
            first
        }
    }
}

/// What it costs and takes to send to an area.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShippingRule {
    /// Where it holds; empty names mean everywhere not named by another rule.
    pub area: Bilingual,
    /// Names of cities and provinces in this area, in either language.
    #[serde(default)]
    pub places: Vec<String>,
    /// What delivery costs; nothing means the receiver pays the carrier.
    pub cost: Option<Money>,
    /// Working days, at least.
    pub days_min: u16,
    /// Working days, at most.
    pub days_max: u16,
    /// By whom it is sent.
    #[serde(default)]
    pub carrier: Bilingual,
}

/// The facts a business states once and its answers are drawn from.
///
/// An empty field means "not said": the AI then asks a person instead of guessing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicySheet {
    /// Areas, costs and times of delivery.
    pub shipping: Vec<ShippingRule>,
    /// Orders of at least this much are sent free.
    pub free_shipping_from: Option<Money>,
    /// Ways of payment, as told to a customer.
    pub payment: Bilingual,
    /// Exchange and return.
    pub returns: Bilingual,
    /// Opening hours.
    pub hours: Bilingual,
    /// Where the shop is, or that it is only online.
    pub address: Bilingual,
    /// General words on sizes, used when a product has none of its own.
    pub sizes: Bilingual,
    /// Words on discounts; empty means there are none to offer.
    pub discounts: Bilingual,
}

/// How a business wants its AI to behave.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct AiSettings {
    /// How far it may go by itself.
    pub mode: AiMode,
    /// How it speaks.
    pub tone: Tone,
    /// What the first automated message says of itself, before the answer.
    pub disclosure: Bilingual,
    /// A fixed quiet time before a turn; nothing means adaptive.
    pub quiet_time: Option<Span>,
}

impl Default for AiSettings {
    fn default() -> Self {
        Self {
            mode: AiMode::Auto,
            tone: Tone::Warm,
            disclosure: Bilingual::new(
                "این پیام رو دستیار خودکار فروشگاه می‌فرسته؛ هر وقت خواستید بنویسید «اپراتور» تا همکارمون جواب بده.",
                "This is the shop's automated assistant; write \"person\" any time and a colleague will answer.",
            ),
            quiet_time: None,
        }
    }
}

/// What a business says of itself and of its AI, kept in one place.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BusinessSettings {
    /// The facts.
    pub sheet: PolicySheet,
    /// The AI.
    pub ai: AiSettings,
    /// An IANA time zone; empty means Asia/Tehran.
    pub time_zone: String,
}
