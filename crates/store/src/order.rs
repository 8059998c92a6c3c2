//! Orders, and the stock that moves with them in the same transaction.

use palette_domain::order::{Order, OrderState, Recipient};
use palette_domain::{ConversationId, CustomerId, Instant, Money, OrderId, Private, VariantId};

use crate::{BusinessStore, Cursor, Page, Result, later};

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

impl BusinessStore {
    /// Makes an order.
    ///
    /// # Errors
    /// [`StoreError::OutOfStock`](crate::StoreError::OutOfStock) when it is to hold stock and too
    /// little is available; when a variant, the customer or the conversation is unknown.
    pub async fn create_order(&self, new: &NewOrder, now: Instant) -> Result<Order> {
        later()
    }
    /// One order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order(&self, id: OrderId) -> Result<Option<Order>> {
        later()
    }
    /// One order, by the code people say (any case, Persian digits too).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_by_code(&self, code: &str) -> Result<Option<Order>> {
        later()
    }
    /// A page of orders, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn orders(
        &self,
        filter: &OrderFilter,
        after: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<Order>> {
        later()
    }
    /// How many orders are in each state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_counts(&self) -> Result<Vec<(OrderState, u64)>> {
        later()
    }
    /// Moves an order on, and its stock with it. `expected` guards against two who move it at once.
    ///
    /// # Errors
    /// [`StoreError::WrongMove`](crate::StoreError::WrongMove),
    /// [`StoreError::OutOfStock`](crate::StoreError::OutOfStock), or
    /// [`StoreError::Stale`](crate::StoreError::Stale) when it is not in the state expected.
    pub async fn move_order(
        &self,
        id: OrderId,
        expected: OrderState,
        to: OrderState,
        now: Instant,
    ) -> Result<Order> {
        later()
    }
    /// Sets the carrier's code.
    ///
    /// # Errors
    /// When there is no such order.
    pub async fn set_tracking(
        &self,
        id: OrderId,
        code: Option<&str>,
        now: Instant,
    ) -> Result<Order> {
        later()
    }
    /// Replaces to whom and where it goes, while it has not left.
    ///
    /// # Errors
    /// When there is no such order, or it has left.
    pub async fn set_recipient(
        &self,
        id: OrderId,
        recipient: &Private<Recipient>,
        now: Instant,
    ) -> Result<Order> {
        later()
    }
}

impl BusinessStore {
    pub(crate) async fn orders_in(&self, db: &impl sea_orm::ConnectionTrait, rows: Vec<crate::rows::orders::Model>) -> Result<Vec<Order>> { later() }
}
