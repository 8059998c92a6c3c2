//! Making and moving orders. Stock moves by guarded updates in the same transaction: of two who
//! want the last piece, one gets it.

use std::collections::BTreeMap;

use palette_domain::live::Change;
use palette_domain::order::{Order, OrderState, Recipient, StockMove, stock_move};
use palette_domain::{Instant, Money, OrderId, Private, ProductId, VariantId};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::catalogue::{currency_of, out_of_stock};
use crate::keys::Key as _;
use crate::rows::{order_line, order_step, orders, product, variant};
use crate::vault::Place;
use crate::{BusinessStore, NewLine, NewOrder, Result, StoreError, live};

use super::read::CODE_PREFIX;

/// Pieces of one line.
const QUANTITY_MAX: u32 = 100_000;
/// Lines of one order.
const LINES_MAX: usize = 200;
/// How often a free code is looked for; each time with one digit more than half as often taken.
const CODE_TRIES: u32 = 40;

impl BusinessStore {
    /// Makes an order.
    ///
    /// # Errors
    /// [`StoreError::OutOfStock`] when it is to hold stock and too little is available;
    /// [`StoreError::Invalid`] for a line that can't be; when something it names is unknown.
    pub async fn create_order(&self, new: &NewOrder, now: Instant) -> Result<Order> {
        check(new)?;
        let key = self.key().await?;
        let id = self.store.next_id::<OrderId>(now);
        let tx = self.store.begin().await?;
        self.check_person(&tx, new).await?;
        let lines = self.lines(&tx, id.uuid(), &new.lines).await?;
        if lines
            .iter()
            .any(|line| line.currency != new.shipping.currency.code())
        {
            return Err(StoreError::Invalid {
                field: "shipping",
                why: "all amounts of an order must have one currency",
            });
        }
        let recipient = Place::new("orders.recipient", id.uuid());
        let row = orders::Model {
            id: id.uuid(),
            business_id: self.uuid(),
            code: self.free_code(&tx).await?,
            customer_id: new.customer.map(|id| id.uuid()),
            conversation_id: new.conversation.map(|id| id.uuid()),
            state: new.state.as_str().to_owned(),
            shipping_minor: new.shipping.minor,
            currency: new.shipping.currency.code().to_owned(),
            recipient: self
                .vault()
                .seal_json(&key, recipient, new.recipient.reveal()),
            tracking_code: None,
            created_at: now.millis(),
            updated_at: now.millis(),
        };
        orders::Entity::insert(orders::ActiveModel::from(row))
            .exec_without_returning(&tx)
            .await?;
        let rows = lines.iter().cloned().map(order_line::ActiveModel::from);
        order_line::Entity::insert_many(rows)
            .exec_without_returning(&tx)
            .await?;
        add_step(&tx, id.uuid(), new.state, now).await?;
        let mut products = Vec::new();
        if new.state.holds_stock() {
            products = self.move_stock(&tx, &lines, StockMove::Reserve).await?;
        }
        self.finish_order(tx, id, products, now).await
    }

    /// Moves an order on, and its stock with it. `expected` guards against two who move it at once.
    ///
    /// # Errors
    /// [`StoreError::WrongMove`], [`StoreError::OutOfStock`], or [`StoreError::Stale`] when it is
    /// not in the state expected.
    pub async fn move_order(
        &self,
        id: OrderId,
        expected: OrderState,
        to: OrderState,
        now: Instant,
    ) -> Result<Order> {
        let tx = self.store.begin().await?;
        let row = self.lock_order(&tx, id).await?;
        if row.state != expected.as_str() {
            return Err(StoreError::Stale);
        }
        let done = stock_move(expected, to)?;
        let lines = order_line::Entity::find()
            .filter(order_line::Column::OrderId.eq(id.uuid()))
            .order_by_asc(order_line::Column::Position)
            .all(&tx)
            .await?;
        let products = self.move_stock(&tx, &lines, done).await?;
        let changed = orders::ActiveModel {
            state: Set(to.as_str().to_owned()),
            ..Default::default()
        };
        change_order(&tx, id, changed, now).await?;
        add_step(&tx, id.uuid(), to, now).await?;
        self.finish_order(tx, id, products, now).await
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
        let key = self.key().await?;
        let place = Place::new("orders.tracking_code", id.uuid());
        let sealed = code.map(|code| self.vault().seal_text(&key, place, code));
        let tx = self.store.begin().await?;
        self.lock_order(&tx, id).await?;
        let changed = orders::ActiveModel {
            tracking_code: Set(sealed),
            ..Default::default()
        };
        change_order(&tx, id, changed, now).await?;
        self.finish_order(tx, id, Vec::new(), now).await
    }

    /// Replaces to whom and where it goes, while it has not left.
    ///
    /// # Errors
    /// When there is no such order, or it has left or ended.
    pub async fn set_recipient(
        &self,
        id: OrderId,
        recipient: &Private<Recipient>,
        now: Instant,
    ) -> Result<Order> {
        let key = self.key().await?;
        let place = Place::new("orders.recipient", id.uuid());
        let sealed = self.vault().seal_json(&key, place, recipient.reveal());
        let tx = self.store.begin().await?;
        let row = self.lock_order(&tx, id).await?;
        let state = OrderState::from_name(&row.state).ok_or(StoreError::Shape("orders.state"))?;
        if !state.holds_stock() && state != OrderState::Draft {
            return Err(StoreError::Invalid {
                field: "recipient",
                why: "the order has left or ended: its address can't change any more",
            });
        }
        let changed = orders::ActiveModel {
            recipient: Set(sealed),
            ..Default::default()
        };
        change_order(&tx, id, changed, now).await?;
        self.finish_order(tx, id, Vec::new(), now).await
    }

    async fn lock_order(&self, tx: &DatabaseTransaction, id: OrderId) -> Result<orders::Model> {
        orders::Entity::find_by_id(id.uuid())
            .filter(orders::Column::BusinessId.eq(self.uuid()))
            .lock_exclusive()
            .one(tx)
            .await?
            .ok_or(StoreError::NotFound("order"))
    }

    /// The customer and the conversation are of this business.
    async fn check_person(&self, tx: &DatabaseTransaction, new: &NewOrder) -> Result<()> {
        if let Some(customer) = new.customer {
            self.customer_row(tx, customer)
                .await?
                .ok_or(StoreError::NotFound("customer"))?;
        }
        if let Some(conversation) = new.conversation {
            let thread = self.lock_thread(tx, conversation).await?;
            if new
                .customer
                .is_some_and(|id| id.uuid() != thread.customer_id)
            {
                return Err(StoreError::NotFound("conversation"));
            }
        }
        Ok(())
    }

    /// The lines with today's names and, where none was given, today's prices.
    async fn lines(
        &self,
        tx: &DatabaseTransaction,
        order: Uuid,
        new: &[NewLine],
    ) -> Result<Vec<order_line::Model>> {
        let ids: Vec<Uuid> = new.iter().map(|line| line.variant.uuid()).collect();
        let variants: BTreeMap<Uuid, variant::Model> = variant::Entity::find()
            .filter(variant::Column::BusinessId.eq(self.uuid()))
            .filter(variant::Column::Id.is_in(ids))
            .all(tx)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        let products = product::Entity::find()
            .filter(product::Column::Id.is_in(variants.values().map(|row| row.product_id)))
            .all(tx)
            .await?;
        new.iter()
            .zip(0i64..)
            .map(|(line, position)| {
                let row = variants
                    .get(&line.variant.uuid())
                    .ok_or(StoreError::NotFound("variant"))?;
                let today = Money::new(row.price_minor, currency_of(&row.currency)?);
                let price = line.unit_price.unwrap_or(today);
                let product = products.iter().find(|product| product.id == row.product_id);
                Ok(order_line::Model {
                    order_id: order,
                    position,
                    variant_id: row.id,
                    title: title(product, row)?,
                    quantity: i64::from(line.quantity),
                    unit_minor: price.minor,
                    currency: price.currency.code().to_owned(),
                })
            })
            .collect()
    }

    /// Moves the stock of all lines; the products whose stock changed.
    async fn move_stock(
        &self,
        tx: &DatabaseTransaction,
        lines: &[order_line::Model],
        done: StockMove,
    ) -> Result<Vec<ProductId>> {
        if done == StockMove::None {
            return Ok(Vec::new());
        }
        // One update per variant, in the order of ids: two orders never wait for each other.
        let mut pieces: BTreeMap<Uuid, i64> = BTreeMap::new();
        for line in lines {
            *pieces.entry(line.variant_id).or_default() += line.quantity;
        }
        let mut products = Vec::new();
        for (id, n) in pieces {
            let on_hand = || Expr::col(variant::Column::OnHand);
            let reserved = || Expr::col(variant::Column::Reserved);
            let update = variant::Entity::update_many()
                .filter(variant::Column::Id.eq(id))
                .filter(variant::Column::BusinessId.eq(self.uuid()));
            let update = match done {
                StockMove::None => continue,
                StockMove::Reserve => update
                    .col_expr(variant::Column::Reserved, reserved().add(n))
                    .filter(on_hand().sub(reserved()).gte(n)),
                StockMove::Release => update
                    .col_expr(variant::Column::Reserved, reserved().sub(n))
                    .filter(reserved().gte(n)),
                StockMove::Ship => update
                    .col_expr(variant::Column::Reserved, reserved().sub(n))
                    .col_expr(variant::Column::OnHand, on_hand().sub(n))
                    .filter(reserved().gte(n)),
                StockMove::Restock => update.col_expr(variant::Column::OnHand, on_hand().add(n)),
            };
            let moved = update.exec(tx).await?;
            let row = self.variant_row(tx, VariantId::of(id)).await?;
            let row = row.ok_or(StoreError::NotFound("variant"))?;
            if moved.rows_affected == 0 {
                return Err(out_of_stock(&row));
            }
            products.push(ProductId::of(row.product_id));
        }
        Ok(products)
    }

    /// A code that no order of the business has: easy to say, and it does not tell how many orders
    /// there are.
    async fn free_code(&self, tx: &DatabaseTransaction) -> Result<String> {
        for attempt in 0..CODE_TRIES {
            let mut bytes = [0u8; 8];
            self.store.inner.chance.fill(&mut bytes);
            let digits = 5 + attempt / 8;
            let least = 10u64.pow(digits - 1);
            let number = least + u64::from_be_bytes(bytes) % (9 * least);
            let code = format!("{CODE_PREFIX}{number}");
            let known = orders::Entity::find()
                .filter(orders::Column::BusinessId.eq(self.uuid()))
                .filter(orders::Column::Code.eq(&code))
                .one(tx)
                .await?;
            if known.is_none() {
                return Ok(code);
            }
        }
        Err(StoreError::Taken("order code"))
    }

    async fn finish_order(
        &self,
        tx: DatabaseTransaction,
        id: OrderId,
        products: Vec<ProductId>,
        now: Instant,
    ) -> Result<Order> {
        let order = self
            .order_in(&tx, id.uuid())
            .await?
            .ok_or(StoreError::NotFound("order"))?;
        let mut changes = vec![Change::Order { id }];
        changes.extend(order.conversation_id.map(|id| Change::Conversation { id }));
        changes.extend(products.into_iter().map(|id| Change::Product { id }));
        let changes = changes.into_iter().map(|change| (self.id, change));
        live::publish(&tx, changes, now).await?;
        tx.commit().await?;
        Ok(order)
    }
}

fn check(new: &NewOrder) -> Result<()> {
    let wrong = |field, why| Err(StoreError::Invalid { field, why });
    if !matches!(new.state, OrderState::Draft | OrderState::AwaitingPayment) {
        return wrong("state", "an order begins as a draft or as awaiting payment");
    }
    if new.lines.is_empty() || new.lines.len() > LINES_MAX {
        return wrong("lines", "an order has 1 to 200 lines");
    }
    if new
        .lines
        .iter()
        .any(|line| line.quantity == 0 || line.quantity > QUANTITY_MAX)
    {
        return wrong("lines", "a quantity is 1 to 100,000");
    }
    let negative = new
        .lines
        .iter()
        .filter_map(|line| line.unit_price)
        .any(|p| p.minor < 0);
    if negative || new.shipping.minor < 0 {
        return wrong("lines", "an amount can't be below zero");
    }
    Ok(())
}

/// How a line reads: the product's name, its size and colour.
fn title(product: Option<&product::Model>, variant: &variant::Model) -> Result<String> {
    use palette_domain::business::Bilingual;
    use palette_domain::catalogue::ProductFacts;
    let shape = |_| StoreError::Shape("product.facts");
    let facts: ProductFacts = match product {
        Some(row) => serde_json::from_str(&row.facts).map_err(shape)?,
        None => ProductFacts::default(),
    };
    let colour: Bilingual = serde_json::from_str(&variant.colour).map_err(shape)?;
    let parts = [
        facts.name.pick(true),
        variant.size.as_str(),
        colour.pick(true),
    ];
    let parts: Vec<&str> = parts
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect();
    Ok(parts.join("، "))
}

async fn add_step(
    tx: &DatabaseTransaction,
    order: Uuid,
    state: OrderState,
    now: Instant,
) -> Result<()> {
    let step = order_step::ActiveModel {
        seq: NotSet,
        order_id: Set(order),
        state: Set(state.as_str().to_owned()),
        at: Set(now.millis()),
    };
    order_step::Entity::insert(step)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

async fn change_order(
    tx: &DatabaseTransaction,
    id: OrderId,
    changed: orders::ActiveModel,
    now: Instant,
) -> Result<()> {
    let changed = orders::ActiveModel {
        updated_at: Set(now.millis()),
        ..changed
    };
    orders::Entity::update_many()
        .set(changed)
        .filter(orders::Column::Id.eq(id.uuid()))
        .exec(tx)
        .await?;
    Ok(())
}
