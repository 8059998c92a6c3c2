//! Money in whole minor units; sums only within one currency.

use serde::{Deserialize, Serialize};

/// What an amount is counted in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Toman: what people in Iran speak and shops print. The minor unit is one toman.
    Irt,
    /// Rial: a tenth of a toman. The minor unit is one rial.
    Irr,
    /// US dollar. The minor unit is one cent.
    Usd,
    /// Euro. The minor unit is one cent.
    Eur,
}

/// An amount: `minor` whole units of the currency's smallest unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Money {
    /// Whole minor units.
    pub minor: i64,
    /// What they are units of.
    pub currency: Currency,
}

impl Currency {
    /// The three letters used in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Currency::Irt => "IRT",
            Currency::Irr => "IRR",
            Currency::Usd => "USD",
            Currency::Eur => "EUR",
        }
    }
    /// From the three letters used in the API.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Irt, Self::Irr, Self::Usd, Self::Eur]
            .into_iter()
            .find(|c| c.code() == code)
    }
    /// How many digits of `minor` stand behind the decimal point.
    pub const fn decimals(self) -> u32 {
        match self {
            Currency::Irt | Currency::Irr => 0,
            Currency::Usd | Currency::Eur => 2,
        }
    }
}

impl Money {
    /// An amount.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }
    /// Toman.
    pub const fn toman(toman: i64) -> Self {
        Self::new(toman, Currency::Irt)
    }
    /// The sum, or nothing when the currencies differ or the sum does not fit.
    pub fn plus(self, other: Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        Some(Money::new(
            self.minor.checked_add(other.minor)?,
            self.currency,
        ))
    }
    /// The price of `count` pieces, or nothing when it does not fit.
    pub fn times(self, count: u32) -> Option<Money> {
        Some(Money::new(
            self.minor.checked_mul(i64::from(count))?,
            self.currency,
        ))
    }
}
