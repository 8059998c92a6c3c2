//! Making an order, moving it on, correcting where it goes.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use garde::Validate;
use palette_domain::order::{OrderState, Recipient};
use palette_domain::{ConversationId, Money, Private, VariantId};
use palette_store::{NewLine, NewOrder, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OrderPath, OrderView, fold, view};
use crate::http::access::{Access, ManageOrders};
use crate::http::fields::{Fields, Ids, rules};
use crate::http::idempotency::{Key, KeyHeader, once};
use crate::http::problem::{Code, FieldError, Kind, Problem};
use crate::http::view::MoneyView;
use crate::http::web::Web;

/// To whom and where an order goes.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = Recipient)]
pub struct RecipientView {
    /// The receiver's name.
    #[garde(custom(rules::text(0, 200)))]
    name: String,
    /// A phone number, in any common form; kept as E.164.
    #[garde(custom(rules::text(0, 30)), custom(phone_or_nothing))]
    phone: String,
    #[garde(custom(rules::text(0, 100)))]
    province: String,
    #[garde(custom(rules::text(0, 100)))]
    city: String,
    /// Street, number, unit.
    #[garde(custom(rules::text(0, 500)))]
    street: String,
    /// Ten digits.
    #[garde(custom(rules::text(0, 20)), custom(postal_code_or_nothing))]
    postal_code: String,
}

/// A line of a new order.
#[derive(Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewOrderLine {
    #[garde(skip)]
    #[schema(value_type = String)]
    variant_id: VariantId,
    #[garde(custom(rules::number(1, 1_000)))]
    #[schema(minimum = 1, maximum = 1000)]
    quantity: u32,
}

/// A new order: it waits for payment and holds its stock at once, or is a draft.
#[derive(Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrder)]
pub struct NewOrderBody {
    /// Where it was agreed; its customer is then the order's.
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    conversation_id: Option<ConversationId>,
    #[garde(custom(rules::entries(1, 100)), dive)]
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<NewOrderLine>,
    /// What delivery costs.
    #[garde(dive)]
    shipping: MoneyView,
    #[garde(dive)]
    recipient: RecipientView,
    /// Only begun: it holds no stock until it is moved on.
    #[garde(skip)]
    #[serde(default)]
    draft: bool,
}

/// Where an order is to go next.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct OrderMove {
    /// The state; `can` of the order names those that are possible.
    #[garde(skip)]
    #[schema(value_type = String, example = "shipped")]
    to: OrderState,
    /// The carrier's code, when it is sent.
    #[garde(custom(rules::maybe_text(0, 100)))]
    #[serde(default)]
    tracking_code: Option<String>,
}

/// What is to be corrected; what is left out stays.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct OrderChange {
    #[garde(dive)]
    #[serde(default)]
    recipient: Option<RecipientView>,
    /// An empty text takes it away.
    #[garde(custom(rules::maybe_text(0, 100)))]
    #[serde(default)]
    tracking_code: Option<String>,
}

/// Makes an order, at today's prices.
#[utoipa::path(
    post, path = "/businesses/{business_id}/orders", tag = "orders",
    params(("business_id" = String, Path), KeyHeader), request_body = NewOrderBody,
    responses(
        (status = 201, description = "The order", body = OrderView),
        (status = 409, description = "Too little in stock"),
    ),
    extensions(("x-permission" = json!("manage_orders"))),
)]
pub async fn create(
    access: Access<ManageOrders>,
    State(web): State<Web>,
    key: Key,
    Fields(new): Fields<NewOrderBody>,
) -> Result<Response, Problem> {
    let request = serde_json::to_vec(&("orders", &new)).map_err(Problem::internal)?;
    let work = async {
        let order = make(&access, &web, new).await?;
        Ok((StatusCode::CREATED, Json(order)))
    };
    once(&web, &access, key, &request, work).await
}

async fn make(
    access: &Access<ManageOrders>,
    web: &Web,
    new: NewOrderBody,
) -> Result<OrderView, Problem> {
    let customer = match new.conversation_id {
        None => None,
        Some(id) => {
            let row = access.business.conversation(id).await?;
            let row = row.ok_or_else(|| Problem::field("/conversation_id", Code::Unknown))?;
            Some(row.customer.id)
        }
    };
    let line = |line: &NewOrderLine| NewLine {
        variant: line.variant_id,
        quantity: line.quantity,
        unit_price: None,
    };
    let order = NewOrder {
        customer,
        conversation: new.conversation_id,
        lines: new.lines.iter().map(line).collect(),
        shipping: Money::from(new.shipping),
        recipient: Private::new(new.recipient.into()),
        state: if new.draft {
            OrderState::Draft
        } else {
            OrderState::AwaitingPayment
        },
    };
    let made = access
        .business
        .create_order(&order, web.now())
        .await
        .map_err(|error| match error {
            StoreError::NotFound(_) => {
                let errors = (0..new.lines.len()).map(|index| {
                    FieldError::new(format!("/lines/{index}/variant_id"), Code::Unknown)
                });
                Problem::fields(errors.collect())
            }
            other => other.into(),
        })?;
    web.live.bump();
    view::whole(access, made).await
}

/// Moves an order on, and its stock with it.
#[utoipa::path(
    post, path = "/businesses/{business_id}/orders/{order_id}/state", tag = "orders",
    params(OrderPath), request_body = OrderMove,
    responses(
        (status = 200, description = "As it is now", body = OrderView),
        (status = 409, description = "It can't go there, or too little is in stock"),
    ),
    extensions(("x-permission" = json!("manage_orders"))),
)]
pub async fn go(
    access: Access<ManageOrders>,
    State(web): State<Web>,
    Ids(path): Ids<OrderPath>,
    Fields(asked): Fields<OrderMove>,
) -> Result<Json<OrderView>, Problem> {
    let before = access
        .business
        .order(path.order_id)
        .await?
        .ok_or(Kind::NotFound)?;
    let business = &access.business;
    let mut order = business
        .move_order(before.id, before.state, asked.to, web.now())
        .await?;
    if let Some(code) = asked.tracking_code.as_deref() {
        order = business
            .set_tracking(order.id, some_text(code), web.now())
            .await?;
    }
    web.live.bump();
    view::whole(&access, order).await.map(Json)
}

/// Corrects where an order goes, or its carrier's code.
#[utoipa::path(
    patch, path = "/businesses/{business_id}/orders/{order_id}", tag = "orders",
    params(OrderPath), request_body = OrderChange,
    responses(
        (status = 200, description = "As it is now", body = OrderView),
        (status = 409, description = "It has left already"),
    ),
    extensions(("x-permission" = json!("manage_orders"))),
)]
pub async fn change(
    access: Access<ManageOrders>,
    State(web): State<Web>,
    Ids(path): Ids<OrderPath>,
    Fields(change): Fields<OrderChange>,
) -> Result<Json<OrderView>, Problem> {
    let mut order = access
        .business
        .order(path.order_id)
        .await?
        .ok_or(Kind::NotFound)?;
    if let Some(recipient) = change.recipient {
        let recipient = Private::new(recipient.into());
        let changed = access
            .business
            .set_recipient(order.id, &recipient, web.now())
            .await;
        order = changed.map_err(|error| match error {
            StoreError::Invalid { .. } => Kind::Conflict.into(),
            other => Problem::from(other),
        })?;
    }
    if let Some(code) = change.tracking_code.as_deref() {
        order = access
            .business
            .set_tracking(order.id, some_text(code), web.now())
            .await?;
    }
    web.live.bump();
    view::whole(&access, order).await.map(Json)
}

fn some_text(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// E.164 from the forms people write: Iranian numbers with 0, 98 or +98, others with their +.
fn e164(phone: &str) -> Option<String> {
    let folded = fold(phone);
    let plus = folded.starts_with('+') || folded.starts_with("00");
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    if folded
        .chars()
        .any(|c| !c.is_ascii_digit() && !" +-()".contains(c))
    {
        return None;
    }
    let digits = if folded.starts_with("00") {
        digits[2..].to_owned()
    } else {
        digits
    };
    let national = digits.strip_prefix("98").filter(|rest| rest.len() == 10);
    let national = national.or_else(|| digits.strip_prefix('0').filter(|rest| rest.len() == 10));
    match national {
        Some(rest) => Some(format!("+98{rest}")),
        None if plus && (8..=15).contains(&digits.len()) => Some(format!("+{digits}")),
        None if digits.len() == 10 && digits.starts_with('9') => Some(format!("+98{digits}")),
        None => None,
    }
}

fn phone_or_nothing(phone: &str, (): &()) -> garde::Result {
    or_invalid(phone.trim().is_empty() || e164(phone).is_some())
}

fn postal_code_or_nothing(code: &str, (): &()) -> garde::Result {
    or_invalid(code.trim().is_empty() || ten_digits(code).is_some())
}

fn or_invalid(well: bool) -> garde::Result {
    if well {
        Ok(())
    } else {
        Err(garde::Error::new(Code::Invalid.pack()))
    }
}

fn ten_digits(code: &str) -> Option<String> {
    let digits: String = fold(code)
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .collect();
    (digits.len() == 10 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

impl From<RecipientView> for Recipient {
    fn from(view: RecipientView) -> Self {
        Self {
            phone: e164(&view.phone).unwrap_or_default(),
            postal_code: ten_digits(&view.postal_code).unwrap_or_default(),
            name: view.name.trim().to_owned(),
            province: view.province.trim().to_owned(),
            city: view.city.trim().to_owned(),
            street: view.street.trim().to_owned(),
        }
    }
}

impl From<Recipient> for RecipientView {
    fn from(recipient: Recipient) -> Self {
        Self {
            name: recipient.name,
            phone: recipient.phone,
            province: recipient.province,
            city: recipient.city,
            street: recipient.street,
            postal_code: recipient.postal_code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_become_e164() {
        let cases = [
            ("09121234567", Some("+989121234567")),
            ("۰۹۱۲ ۱۲۳ ۴۵۶۷", Some("+989121234567")),
            ("+98 912 123 4567", Some("+989121234567")),
            ("00989121234567", Some("+989121234567")),
            ("9121234567", Some("+989121234567")),
            ("021-88776655", Some("+982188776655")),
            ("+44 20 7946 0958", Some("+442079460958")),
            ("12345", None),
            ("call me", None),
        ];
        for (phone, expected) in cases {
            assert_eq!(e164(phone).as_deref(), expected, "{phone}");
        }
    }

    #[test]
    fn postal_codes_are_ten_digits() {
        for (code, expected) in [
            ("۱۹۳۹۵-۱۱۱۱۱", Some("1939511111")),
            ("1939511111", Some("1939511111")),
            ("123", None),
        ] {
            assert_eq!(ten_digits(code).as_deref(), expected, "{code}");
        }
    }
}
