//! Reading orders.

use palette_domain::order::{Order, OrderLine, OrderState};
use palette_domain::{
    BusinessId, ConversationId, CustomerId, Instant, Money, OrderId, Private, VariantId,
};
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::catalogue::currency_of;
use crate::keys::Key as _;
use crate::page::{after, bounded};
use crate::rows::{order_line, order_step, orders};
use crate::vault::{Key, Place, open_json, open_text};
use crate::{BusinessStore, Cursor, OrderFilter, Page, Result, StoreError};

/// The letters before an order's number: «PL-40231».
pub(super) const CODE_PREFIX: &str = "PL-";

/// The code as the table has it: Persian and Arabic digits, small letters, spaces and a missing
/// prefix are forgiven.
fn plain_code(code: &str) -> String {
    let folded: String = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '#' && *c != '-')
        .map(|c| match c {
            '۰'..='۹' => digit(c, '۰'),
            '٠'..='٩' => digit(c, '٠'),
            c => c.to_ascii_uppercase(),
        })
        .collect();
    let number = folded.strip_prefix("PL").unwrap_or(&folded);
    format!("{CODE_PREFIX}{number}")
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

fn state_of(name: &str) -> Result<OrderState> {
    OrderState::from_name(name).ok_or(StoreError::Shape("orders.state"))
}

impl BusinessStore {
    /// One order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order(&self, id: OrderId) -> Result<Option<Order>> {
        self.order_in(self.read(), id.uuid()).await
    }

    /// One order, by the code people say (any case, Persian digits, with or without its letters).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_by_code(&self, code: &str) -> Result<Option<Order>> {
        let rows = orders::Entity::find()
            .filter(orders::Column::BusinessId.eq(self.uuid()))
            .filter(orders::Column::Code.eq(plain_code(code)))
            .all(self.read())
            .await?;
        Ok(self.orders_in(self.read(), rows).await?.pop())
    }

    /// A page of orders, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn orders(
        &self,
        filter: &OrderFilter,
        from: Option<Cursor>,
        limit: u64,
    ) -> Result<Page<Order>> {
        let limit = bounded(limit);
        let mut query = orders::Entity::find().filter(orders::Column::BusinessId.eq(self.uuid()));
        if let Some(state) = filter.state {
            query = query.filter(orders::Column::State.eq(state.as_str()));
        }
        if let Some(customer) = filter.customer {
            query = query.filter(orders::Column::CustomerId.eq(customer.uuid()));
        }
        if let Some(cursor) = from {
            query = query.filter(after(orders::Column::CreatedAt, orders::Column::Id, cursor));
        }
        let rows = query
            .order_by_desc(orders::Column::CreatedAt)
            .order_by_desc(orders::Column::Id)
            .limit(limit + 1)
            .all(self.read())
            .await?;
        let page = Page::cut(rows, limit, |row| Cursor {
            at: Instant::from_millis(row.created_at),
            id: row.id,
        });
        let items = self.orders_in(self.read(), page.items.clone()).await?;
        Ok(page.with(items))
    }

    /// How many orders are in each state; states without any are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn order_counts(&self) -> Result<Vec<(OrderState, u64)>> {
        let counts: Vec<(String, i64)> = orders::Entity::find()
            .select_only()
            .column(orders::Column::State)
            .column_as(orders::Column::Id.count(), "n")
            .filter(orders::Column::BusinessId.eq(self.uuid()))
            .group_by(orders::Column::State)
            .into_tuple()
            .all(self.read())
            .await?;
        counts
            .into_iter()
            .map(|(state, n)| Ok((state_of(&state)?, n.unsigned_abs())))
            .collect()
    }

    pub(crate) async fn order_in(
        &self,
        db: &impl ConnectionTrait,
        id: Uuid,
    ) -> Result<Option<Order>> {
        let rows = orders::Entity::find_by_id(id)
            .filter(orders::Column::BusinessId.eq(self.uuid()))
            .all(db)
            .await?;
        Ok(self.orders_in(db, rows).await?.pop())
    }

    /// Rows with their lines and history, in their order.
    pub(crate) async fn orders_in(
        &self,
        db: &impl ConnectionTrait,
        rows: Vec<orders::Model>,
    ) -> Result<Vec<Order>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key().await?;
        let ids = || rows.iter().map(|row| row.id);
        let lines = order_line::Entity::find()
            .filter(order_line::Column::OrderId.is_in(ids()))
            .order_by_asc(order_line::Column::Position)
            .all(db)
            .await?;
        let steps = order_step::Entity::find()
            .filter(order_step::Column::OrderId.is_in(ids()))
            .order_by_asc(order_step::Column::Seq)
            .all(db)
            .await?;
        rows.iter()
            .map(|row| order_of(&key, row, &lines, &steps))
            .collect()
    }
}

fn order_of(
    key: &Key,
    row: &orders::Model,
    lines: &[order_line::Model],
    steps: &[order_step::Model],
) -> Result<Order> {
    let tracking = Place::new("orders.tracking_code", row.id);
    let tracking = row
        .tracking_code
        .as_deref()
        .map(|sealed| open_text(key, tracking, sealed));
    let lines = lines
        .iter()
        .filter(|line| line.order_id == row.id)
        .map(|line| {
            Ok(OrderLine {
                variant_id: VariantId::of(line.variant_id),
                title: line.title.clone(),
                quantity: u32::try_from(line.quantity)
                    .map_err(|_| StoreError::Shape("order_line.quantity"))?,
                unit_price: Money::new(line.unit_minor, currency_of(&line.currency)?),
            })
        });
    let steps = steps.iter().filter(|step| step.order_id == row.id);
    Ok(Order {
        id: OrderId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        code: row.code.clone(),
        customer_id: row.customer_id.map(CustomerId::of),
        conversation_id: row.conversation_id.map(ConversationId::of),
        state: state_of(&row.state)?,
        lines: lines.collect::<Result<_>>()?,
        shipping: Money::new(row.shipping_minor, currency_of(&row.currency)?),
        recipient: Private::new(open_json(
            key,
            Place::new("orders.recipient", row.id),
            &row.recipient,
        )?),
        tracking_code: tracking.transpose()?.map(Private::into_revealed),
        created_at: Instant::from_millis(row.created_at),
        updated_at: Instant::from_millis(row.updated_at),
        history: steps
            .map(|step| Ok((state_of(&step.state)?, Instant::from_millis(step.at))))
            .collect::<Result<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_as_people_write_it() {
        for code in [
            "PL-40231",
            "pl40231",
            "۴۰۲۳۱",
            "PL ٤٠٢٣١",
            "#40231",
            "pl - 40231",
        ] {
            assert_eq!(plain_code(code), "PL-40231", "{code}");
        }
    }
}
