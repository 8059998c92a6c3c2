//! An order as the API shows it.

use std::collections::HashMap;

use palette_domain::agent::{Fact, Words};
use palette_domain::business::Permission;
use palette_domain::catalogue::{Product, Variant};
use palette_domain::order::{Order, Recipient};
use palette_domain::{Money, VariantId};
use serde::Serialize;
use utoipa::ToSchema;

use super::write::RecipientView;
use crate::http::access::Access;
use crate::http::lookup::Lookup;
use crate::http::problem::Problem;
use crate::http::view::{CustomerName, MoneyView};

/// An order in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderRow {
    id: String,
    /// The code people say.
    code: String,
    /// `draft`, `awaiting_payment`, `paid`, `packing`, `shipped`, `delivered`, `cancelled`,
    /// `returned`.
    state: &'static str,
    /// Who ordered, when it is known.
    customer: Option<CustomerName>,
    /// Lines and delivery together.
    total: MoneyView,
    lines_count: usize,
    created_at: i64,
    updated_at: i64,
}

/// An order with all that belongs to it.
#[derive(Serialize, ToSchema)]
#[schema(as = Order)]
pub struct OrderView {
    #[serde(flatten)]
    row: OrderRow,
    conversation_id: Option<String>,
    lines: Vec<OrderLineView>,
    /// What delivery costs.
    shipping: MoneyView,
    recipient: RecipientView,
    /// The carrier's code, once sent.
    tracking_code: Option<String>,
    /// Each state it was in, oldest first.
    history: Vec<OrderStep>,
    /// The states it may go to next.
    can: Vec<&'static str>,
}

/// One line of an order.
#[derive(Serialize, ToSchema)]
#[schema(as = OrderLine)]
pub struct OrderLineView {
    variant_id: String,
    /// Null when the product is gone.
    product_id: Option<String>,
    /// Its name when it was agreed.
    title: String,
    /// The shop's code now.
    sku: Option<String>,
    quantity: u32,
    unit_price: MoneyView,
}

/// A state with its time.
#[derive(Serialize, ToSchema)]
pub struct OrderStep {
    state: &'static str,
    at: i64,
}

/// A row.
pub async fn row(lookup: &mut Lookup<'_>, order: &Order) -> Result<OrderRow, Problem> {
    // Lines of two currencies can't be added up; the store does not take such an order.
    let total = order
        .total()
        .unwrap_or(Money::new(0, order.shipping.currency));
    Ok(OrderRow {
        id: order.id.to_string(),
        code: order.code.clone(),
        state: order.state.as_str(),
        customer: lookup.customer(order.customer_id).await?,
        total: total.into(),
        lines_count: order.lines.len(),
        created_at: order.created_at.millis(),
        updated_at: order.updated_at.millis(),
    })
}

/// The whole order.
pub async fn whole<N>(access: &Access<N>, order: Order) -> Result<OrderView, Problem> {
    let row = row(&mut Lookup::new(&access.business), &order).await?;
    let products = products_of(access, &order).await?;
    let variants: HashMap<VariantId, &Variant> = products
        .iter()
        .flat_map(|product| &product.variants)
        .map(|one| (one.id, one))
        .collect();
    let lines = order.lines.iter().map(|line| {
        let variant = variants.get(&line.variant_id);
        OrderLineView {
            variant_id: line.variant_id.to_string(),
            product_id: variant.map(|variant| variant.product_id.to_string()),
            title: line.title.clone(),
            sku: variant.map(|variant| variant.sku.clone()),
            quantity: line.quantity,
            unit_price: line.unit_price.into(),
        }
    });
    let history = order.history.iter();
    let may = access.role.may(Permission::ManageOrders);
    let next = if may { order.state.next() } else { &[] };
    Ok(OrderView {
        row,
        conversation_id: order.conversation_id.map(|id| id.to_string()),
        lines: lines.collect(),
        shipping: order.shipping.into(),
        tracking_code: order.tracking_code.clone(),
        history: history
            .map(|(state, at)| OrderStep {
                state: state.as_str(),
                at: at.millis(),
            })
            .collect(),
        can: next.iter().map(|state| state.as_str()).collect(),
        recipient: Recipient::into(order.recipient.into_revealed()),
    })
}

/// The products that an order's lines are of.
async fn products_of<N>(access: &Access<N>, order: &Order) -> Result<Vec<Product>, Problem> {
    let facts = order.lines.iter().map(|line| Fact::Price {
        variant: line.variant_id,
    });
    let words = Words {
        facts: facts.collect(),
        ..Words::default()
    };
    Ok(access.business.live_facts(&[&words]).await?.catalogue)
}
