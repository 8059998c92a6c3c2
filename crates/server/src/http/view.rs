//! Shapes that many answers share: money, words in two languages, people, lines of text, pages.

use garde::Validate;
use palette_domain::business::Bilingual;
use palette_domain::{Currency, Money};
use palette_language::direction::{Direction, lines};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::rules;

/// More than any shop's price or any customer's basket; keeps sums far from overflow.
const MINOR_MAX: i64 = 1_000_000_000_000;

/// An amount of money.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = Money)]
pub struct MoneyView {
    /// Whole minor units: for IRT whole toman.
    #[garde(custom(rules::number(0, MINOR_MAX)))]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub minor: i64,
    /// `IRT` (toman), `IRR`, `USD`, `EUR`.
    #[garde(skip)]
    #[schema(value_type = String, example = "IRT")]
    pub currency: Currency,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self {
            minor: money.minor,
            currency: money.currency,
        }
    }
}

impl From<MoneyView> for Money {
    fn from(view: MoneyView) -> Self {
        Money::new(view.minor, view.currency)
    }
}

/// A text in both languages; an empty one is served by the other.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = Bilingual)]
pub struct BilingualView {
    /// In Persian.
    #[garde(custom(rules::text(0, 2_000)))]
    #[schema(max_length = 2000)]
    pub fa: String,
    /// In English.
    #[garde(custom(rules::text(0, 2_000)))]
    #[schema(max_length = 2000)]
    pub en: String,
}

impl From<Bilingual> for BilingualView {
    fn from(words: Bilingual) -> Self {
        Self {
            fa: words.fa,
            en: words.en,
        }
    }
}

impl From<BilingualView> for Bilingual {
    fn from(view: BilingualView) -> Self {
        Bilingual::new(view.fa.trim(), view.en.trim())
    }
}

/// A member, by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MemberRef)]
pub struct MemberName {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// A customer, as lists name them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CustomerRef)]
pub struct CustomerName {
    /// Their id.
    pub id: String,
    /// The shown name, when known.
    pub name: Option<String>,
    /// The @name without its @, when known.
    pub username: Option<String>,
}

/// One line of a text with the direction it reads in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Line {
    /// `rtl` or `ltr`.
    pub dir: &'static str,
    /// Its words.
    pub text: String,
}

/// A text, line by line.
pub fn lines_of(text: &str) -> Vec<Line> {
    let lines = lines(text).into_iter().map(|line| Line {
        dir: if line.direction == Direction::Rtl {
            "rtl"
        } else {
            "ltr"
        },
        text: text
            .get(line.start..line.end)
            .unwrap_or_default()
            .to_owned(),
    });
    lines.collect()
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    /// In the order of the list.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
}

/// What every list may be asked.
#[derive(Deserialize, Validate, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// The cursor that the page before gave as `next`.
    #[garde(skip)]
    pub after: Option<String>,
    /// How many items at most: 1 to 100, 50 when not said.
    #[garde(custom(rules::maybe_number(1, 100)))]
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
}

/// How many items a page holds at most.
pub fn limit_of(limit: Option<u32>) -> usize {
    limit.unwrap_or(50).clamp(1, 100) as usize
}
