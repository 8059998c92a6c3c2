//! Orders, and the stock that moves with them in the same transaction.

mod read;
mod write;

use palette_domain::order::{OrderState, Recipient};
use palette_domain::{ConversationId, CustomerId, Money, Private, VariantId};

/// An order to be made.
#[derive(Clone, PartialEq, Debug)]
pub struct NewOrder {
    /// Who orders.
    pub customer: Option<CustomerId>,
    /// Where it was agreed.
    pub conversation: Option<ConversationId>,
    /// What.
    pub lines: Vec<NewLine>,
    /// What delivery costs.
    pub shipping: Money,
    /// To whom and where.
    pub recipient: Private<Recipient>,
    /// `Draft`, or `AwaitingPayment` which holds the stock at once.
    pub state: OrderState,
}

/// A line to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewLine {
    /// What.
    pub variant: VariantId,
    /// How many.
    pub quantity: u32,
    /// What one piece costs in this order; nothing takes today's price.
    pub unit_price: Option<Money>,
}

/// Which orders a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OrderFilter {
    /// Only in this state.
    pub state: Option<OrderState>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
}
