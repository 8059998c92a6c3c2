//! An order, the states it goes through, and which moves are allowed.

use serde::{Deserialize, Serialize};

use crate::{BusinessId, ConversationId, CustomerId, Instant, Money, OrderId, Private, VariantId};

/// Where an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Being put together; holds no stock.
    Draft,
    /// Agreed; stock is held until it is paid or lapses.
    AwaitingPayment,
    /// Paid; stock is held.
    Paid,
    /// Being packed; stock is held.
    Packing,
    /// Handed to the carrier; stock has left the house.
    Shipped,
    /// Arrived.
    Delivered,
    /// Given up before it was sent; stock is free again.
    Cancelled,
    /// Came back; stock is in the house again.
    Returned,
}

impl OrderState {
    /// All of them, in the order of an order's life.
    pub const ALL: [OrderState; 8] = [
        Self::Draft,
        Self::AwaitingPayment,
        Self::Paid,
        Self::Packing,
        Self::Shipped,
        Self::Delivered,
        Self::Cancelled,
        Self::Returned,
    ];
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            OrderState::Draft => "draft",
            OrderState::AwaitingPayment => "awaiting_payment",
            OrderState::Paid => "paid",
            OrderState::Packing => "packing",
            OrderState::Shipped => "shipped",
            OrderState::Delivered => "delivered",
            OrderState::Cancelled => "cancelled",
            OrderState::Returned => "returned",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
    /// The states it may go to next.
    pub const fn next(self) -> &'static [OrderState] {
        use OrderState::*;
        match self {
            Draft => &[AwaitingPayment, Cancelled],
            AwaitingPayment => &[Paid, Cancelled],
            Paid => &[Packing, Shipped, Cancelled],
            Packing => &[Shipped, Cancelled],
            Shipped => &[Delivered, Returned],
            Delivered => &[Returned],
            Cancelled | Returned => &[],
        }
    }
    /// Whether stock is held for an order in this state.
    pub const fn holds_stock(self) -> bool {
        matches!(self, Self::AwaitingPayment | Self::Paid | Self::Packing)
    }
    /// Whether its pieces have left the house.
    pub const fn has_left(self) -> bool {
        matches!(self, Self::Shipped | Self::Delivered)
    }
}

/// A move that is not allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an order that is {} can't become {}", from.as_str(), to.as_str())]
pub struct WrongMove {
    /// Where it stands.
    pub from: OrderState,
    /// Where it was to go.
    pub to: OrderState,
}

/// What a move does to the stock of each line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StockMove {
    /// Nothing.
    None,
    /// Hold the pieces; refused when too few are available.
    Reserve,
    /// Let go of held pieces.
    Release,
    /// Held pieces leave the house.
    Ship,
    /// Pieces come back into the house.
    Restock,
}

/// What going from one state to another does to stock, or that it is not allowed.
pub fn stock_move(from: OrderState, to: OrderState) -> Result<StockMove, WrongMove> {
    if !from.next().contains(&to) {
        return Err(WrongMove { from, to });
    }
    Ok(match (from.holds_stock(), to.holds_stock(), to) {
        (false, true, _) => StockMove::Reserve,
        (true, false, OrderState::Shipped) => StockMove::Ship,
        (true, false, _) => StockMove::Release,
        (false, false, OrderState::Returned) => StockMove::Restock,
        _ => StockMove::None,
    })
}

/// One line of an order, with the price at the time it was agreed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OrderLine {
    /// What.
    pub variant_id: VariantId,
    /// Its name when it was agreed, for reading only.
    pub title: String,
    /// How many.
    pub quantity: u32,
    /// What one piece costs in this order.
    pub unit_price: Money,
}

/// Where and to whom an order goes: sealed as a whole in the store.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Recipient {
    /// The receiver's name.
    pub name: String,
    /// E.164.
    pub phone: String,
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// Street, number, unit.
    pub street: String,
    /// Ten digits.
    pub postal_code: String,
}

/// An order.
#[derive(Clone, PartialEq, Debug)]
pub struct Order {
    /// Ours.
    pub id: OrderId,
    /// Whose.
    pub business_id: BusinessId,
    /// The code people say, unique in the business.
    pub code: String,
    /// Who ordered.
    pub customer_id: Option<CustomerId>,
    /// Where it was agreed.
    pub conversation_id: Option<ConversationId>,
    /// Where it stands.
    pub state: OrderState,
    /// What is ordered; at least one line once it is agreed.
    pub lines: Vec<OrderLine>,
    /// What delivery costs in this order.
    pub shipping: Money,
    /// To whom and where.
    pub recipient: Private<Recipient>,
    /// The carrier's code, once sent.
    pub tracking_code: Option<String>,
    /// Agreed.
    pub created_at: Instant,
    /// Last moved.
    pub updated_at: Instant,
    /// Each state it was in, with the time it came there, oldest first.
    pub history: Vec<(OrderState, Instant)>,
}

impl Order {
    /// The sum of the lines and the delivery, or nothing when they don't share a currency.
    pub fn total(&self) -> Option<Money> {
        self.lines.iter().try_fold(self.shipping, |sum, line| {
            sum.plus(line.unit_price.times(line.quantity)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_follows_the_order_through_every_allowed_move() {
        for from in OrderState::ALL {
            for to in OrderState::ALL {
                let Ok(done) = stock_move(from, to) else {
                    continue;
                };
                let held = i32::from(to.holds_stock()) - i32::from(from.holds_stock());
                let house = i32::from(from.has_left()) - i32::from(to.has_left());
                let expected = match done {
                    StockMove::None => (0, 0),
                    StockMove::Reserve => (1, 0),
                    StockMove::Release => (-1, 0),
                    StockMove::Ship => (-1, -1),
                    StockMove::Restock => (0, 1),
                };
                assert_eq!((held, house), expected, "{from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn an_ended_order_stays_ended() {
        for to in OrderState::ALL {
            assert!(stock_move(OrderState::Cancelled, to).is_err());
            assert!(stock_move(OrderState::Returned, to).is_err());
        }
    }
}
