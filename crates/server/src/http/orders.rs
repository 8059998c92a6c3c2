//! Orders: the list, one order, making one, moving it on, correcting it.

mod view;
mod write;

use axum::Json;
use axum::extract::State;
use garde::Validate;
use palette_domain::order::{Order, OrderState};
use palette_domain::{BusinessId, OrderId};
use palette_store::{Cursor, OrderFilter};
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::{Access, Read};
use super::fields::{Asked, Ids, rules};
use super::lookup::Lookup;
use super::problem::{Kind, Problem};
use super::view::{Page, limit_of};
use super::web::Web;
pub use view::{OrderRow, OrderView, row};
pub use write::{__path_change, __path_create, __path_go, change, create, go};

/// The path of one order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OrderPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The order.
    #[param(value_type = String)]
    order_id: OrderId,
}

/// What the list may be asked.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OrderQuery {
    /// Only in this state.
    #[garde(skip)]
    #[param(value_type = Option<String>, example = "paid")]
    state: Option<OrderState>,
    /// Only with this in the code, the receiver's name or phone, or the tracking code; looks at
    /// the 1,000 newest.
    #[garde(custom(rules::maybe_text(0, 100)))]
    q: Option<String>,
    /// The cursor that the page before gave as `next`.
    #[garde(skip)]
    after: Option<String>,
    /// How many items at most: 1 to 100, 50 when not said.
    #[garde(custom(rules::maybe_number(1, 100)))]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

const LIST: &str = "orders";

/// Pages of 100 that a search looks through: what is about a person is sealed, so a search opens
/// one by one.
const LOOKS_MAX: usize = 10;

/// Orders, newest first.
#[utoipa::path(
    get, path = "/businesses/{business_id}/orders", tag = "orders",
    params(("business_id" = String, Path), OrderQuery),
    responses((status = 200, description = "A page of orders", body = Page<OrderRow>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(
    access: Access<Read>,
    State(web): State<Web>,
    Asked(asked): Asked<OrderQuery>,
) -> Result<Json<Page<OrderRow>>, Problem> {
    let filter = OrderFilter {
        state: asked.state,
        ..OrderFilter::default()
    };
    let limit = limit_of(asked.limit);
    let after = web
        .cursors()
        .place(access.id, LIST, ("/after", asked.after.as_deref()))?;
    let words = asked
        .q
        .as_deref()
        .map(fold)
        .filter(|words| !words.is_empty());
    let (orders, next) = match words {
        Some(words) => (search(&access, &filter, &words, limit).await?, None),
        None => {
            let page = access.business.orders(&filter, after, limit as u64).await?;
            (page.items, page.next)
        }
    };
    let mut lookup = Lookup::new(&access.business);
    let mut items = Vec::with_capacity(orders.len());
    for order in &orders {
        items.push(row(&mut lookup, order).await?);
    }
    Ok(Json(Page {
        items,
        next: web.cursors().next(access.id, LIST, next),
    }))
}

async fn search(
    access: &Access<Read>,
    filter: &OrderFilter,
    words: &str,
    limit: usize,
) -> Result<Vec<Order>, Problem> {
    let mut found = Vec::new();
    let mut after: Option<Cursor> = None;
    for _ in 0..LOOKS_MAX {
        let page = access.business.orders(filter, after, 100).await?;
        found.extend(page.items.into_iter().filter(|order| holds(order, words)));
        after = page.next;
        if after.is_none() || found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

fn holds(order: &Order, words: &str) -> bool {
    let recipient = order.recipient.reveal();
    let phone = recipient
        .phone
        .strip_prefix("+98")
        .unwrap_or(&recipient.phone);
    let tracking = order.tracking_code.as_deref().unwrap_or_default();
    let texts = [&order.code, &recipient.name, tracking];
    let local = words.strip_prefix('0').unwrap_or(words);
    texts.into_iter().any(|text| fold(text).contains(words))
        || (local.len() >= 4 && phone.contains(local))
}

/// So that two ways to write the same thing are the same: digits, letters, case.
pub fn fold(text: &str) -> String {
    let same = |c: char| match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        '۰'..='۹' => char::from_digit(c as u32 - '۰' as u32, 10).unwrap_or(c),
        '٠'..='٩' => char::from_digit(c as u32 - '٠' as u32, 10).unwrap_or(c),
        other => other,
    };
    text.trim().to_lowercase().chars().map(same).collect()
}

/// One order.
#[utoipa::path(
    get, path = "/businesses/{business_id}/orders/{order_id}", tag = "orders",
    params(OrderPath),
    responses((status = 200, description = "The order", body = OrderView)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn detail(
    access: Access<Read>,
    Ids(path): Ids<OrderPath>,
) -> Result<Json<OrderView>, Problem> {
    let order = access
        .business
        .order(path.order_id)
        .await?
        .ok_or(Kind::NotFound)?;
    view::whole(&access, order).await.map(Json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_together() {
        for (text, expected) in [("علي‌رضا ", "علی‌رضا"), ("۰۹۱۲", "0912"), ("AB-٣", "ab-3")]
        {
            assert_eq!(fold(text), expected);
        }
    }
}
