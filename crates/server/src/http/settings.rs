//! The policy sheet and the AI's settings: what answers are drawn from, and how far the AI goes.

use axum::Json;
use axum::extract::State;
use garde::Validate;
use palette_domain::business::Tone;
use palette_domain::business::{AiMode, AiSettings, BusinessSettings, PolicySheet, ShippingRule};
use palette_domain::{Money, Span};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::{Access, ManageSettings};
use super::fields::{Fields, rules};
use super::problem::{Code, FieldError, Problem};
use super::view::{BilingualView, MoneyView};
use super::web::Web;

/// More areas than Iran has provinces and cities that a shop would tell apart.
const AREAS_MAX: usize = 100;

/// What it costs and takes to send to an area.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ShippingRule)]
pub struct ShippingArea {
    /// Where it holds; empty means everywhere that no other row names.
    #[garde(dive)]
    area: BilingualView,
    /// Names of cities and provinces in this area, in either language.
    #[garde(custom(rules::words(200, 80)))]
    places: Vec<String>,
    /// What delivery costs; null: the receiver pays the carrier.
    #[garde(dive)]
    cost: Option<MoneyView>,
    /// Working days, at least.
    #[garde(custom(rules::number(0, 365)))]
    #[schema(maximum = 365)]
    days_min: u16,
    /// Working days, at most.
    #[garde(custom(rules::number(0, 365)))]
    #[schema(maximum = 365)]
    days_max: u16,
    /// By whom it is sent.
    #[garde(dive)]
    carrier: BilingualView,
}

/// The facts a business states once; an empty field means "not said".
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicySheet)]
pub struct SheetView {
    /// Areas, costs and times of delivery.
    #[garde(custom(rules::entries(0, AREAS_MAX)), dive)]
    shipping: Vec<ShippingArea>,
    /// Orders of at least this much are sent free.
    #[garde(dive)]
    free_shipping_from: Option<MoneyView>,
    /// Ways of payment.
    #[garde(dive)]
    payment: BilingualView,
    /// Exchange and return.
    #[garde(dive)]
    returns: BilingualView,
    /// Opening hours.
    #[garde(dive)]
    hours: BilingualView,
    /// Where the shop is, or that it is only online.
    #[garde(dive)]
    address: BilingualView,
    /// General words on sizes.
    #[garde(dive)]
    sizes: BilingualView,
    /// Words on discounts; empty: none to offer.
    #[garde(dive)]
    discounts: BilingualView,
}

/// How the AI behaves.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = AiSettings)]
pub struct AiView {
    /// `off`, `draft` (a person sends every answer) or `auto`.
    #[garde(skip)]
    #[schema(value_type = String, example = "auto")]
    mode: AiMode,
    /// `formal`, `warm` or `brief`.
    #[garde(skip)]
    #[schema(value_type = String, example = "warm")]
    tone: Tone,
    /// What the first automated message says of itself.
    #[garde(dive)]
    disclosure: BilingualView,
    /// Milliseconds to wait for more words before answering; null: adaptive.
    #[garde(custom(rules::maybe_number(0, 60_000)))]
    #[schema(minimum = 0, maximum = 60_000)]
    quiet_time: Option<i64>,
}

/// All settings of a business.
#[derive(Serialize, ToSchema)]
#[schema(as = Settings)]
pub struct SettingsView {
    sheet: SheetView,
    ai: AiView,
    /// An IANA time zone.
    #[schema(example = "Asia/Tehran")]
    time_zone: String,
}

/// The facts that answers are drawn from, replaced as a whole.
#[utoipa::path(
    put, path = "/businesses/{business_id}/settings/sheet", tag = "settings",
    params(("business_id" = String, Path)), request_body = SheetView,
    responses((status = 200, description = "All settings", body = SettingsView)),
    extensions(("x-permission" = json!("manage_settings"))),
)]
pub async fn put_sheet(
    access: Access<ManageSettings>,
    State(web): State<Web>,
    Fields(sheet): Fields<SheetView>,
) -> Result<Json<SettingsView>, Problem> {
    sheet.check_ranges()?;
    let sheet = PolicySheet::from(sheet);
    change(&access, &web, |settings| settings.sheet = sheet).await
}

/// How the AI behaves, replaced as a whole.
#[utoipa::path(
    put, path = "/businesses/{business_id}/settings/ai", tag = "settings",
    params(("business_id" = String, Path)), request_body = AiView,
    responses((status = 200, description = "All settings", body = SettingsView)),
    extensions(("x-permission" = json!("manage_settings"))),
)]
pub async fn put_ai(
    access: Access<ManageSettings>,
    State(web): State<Web>,
    Fields(ai): Fields<AiView>,
) -> Result<Json<SettingsView>, Problem> {
    let ai = AiSettings::from(ai);
    change(&access, &web, |settings| settings.ai = ai).await
}

async fn change(
    access: &Access<ManageSettings>,
    web: &Web,
    change: impl FnOnce(&mut BusinessSettings),
) -> Result<Json<SettingsView>, Problem> {
    let mut settings = access.business.get().await?.settings;
    change(&mut settings);
    access
        .business
        .update_settings(&settings, web.now())
        .await?;
    web.live.bump();
    Ok(Json(settings.into()))
}

impl SheetView {
    /// A rule over two fields: the longest time is not shorter than the shortest.
    fn check_ranges(&self) -> Result<(), Problem> {
        let wrong = self
            .shipping
            .iter()
            .enumerate()
            .filter(|(_, row)| row.days_max < row.days_min);
        let errors: Vec<_> = wrong
            .map(|(index, row)| {
                let pointer = format!("/shipping/{index}/days_max");
                FieldError::new(pointer, Code::OutOfRange(i64::from(row.days_min), 365))
            })
            .collect();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Problem::fields(errors))
        }
    }
}

impl From<SheetView> for PolicySheet {
    fn from(view: SheetView) -> Self {
        let area = |row: ShippingArea| ShippingRule {
            area: row.area.into(),
            places: row.places,
            cost: row.cost.map(Money::from),
            days_min: row.days_min,
            days_max: row.days_max,
            carrier: row.carrier.into(),
        };
        Self {
            shipping: view.shipping.into_iter().map(area).collect(),
            free_shipping_from: view.free_shipping_from.map(Money::from),
            payment: view.payment.into(),
            returns: view.returns.into(),
            hours: view.hours.into(),
            address: view.address.into(),
            sizes: view.sizes.into(),
            discounts: view.discounts.into(),
        }
    }
}

impl From<PolicySheet> for SheetView {
    fn from(sheet: PolicySheet) -> Self {
        let area = |row: ShippingRule| ShippingArea {
            area: row.area.into(),
            places: row.places,
            cost: row.cost.map(MoneyView::from),
            days_min: row.days_min,
            days_max: row.days_max,
            carrier: row.carrier.into(),
        };
        Self {
            shipping: sheet.shipping.into_iter().map(area).collect(),
            free_shipping_from: sheet.free_shipping_from.map(MoneyView::from),
            payment: sheet.payment.into(),
            returns: sheet.returns.into(),
            hours: sheet.hours.into(),
            address: sheet.address.into(),
            sizes: sheet.sizes.into(),
            discounts: sheet.discounts.into(),
        }
    }
}

impl From<AiView> for AiSettings {
    fn from(view: AiView) -> Self {
        Self {
            mode: view.mode,
            tone: view.tone,
            disclosure: view.disclosure.into(),
            quiet_time: view.quiet_time.map(Span::millis),
        }
    }
}

impl From<AiSettings> for AiView {
    fn from(ai: AiSettings) -> Self {
        Self {
            mode: ai.mode,
            tone: ai.tone,
            disclosure: ai.disclosure.into(),
            quiet_time: ai.quiet_time.map(Span::as_millis),
        }
    }
}

impl From<BusinessSettings> for SettingsView {
    fn from(settings: BusinessSettings) -> Self {
        let zone = settings.time_zone;
        Self {
            sheet: settings.sheet.into(),
            ai: settings.ai.into(),
            time_zone: if zone.is_empty() {
                "Asia/Tehran".to_owned()
            } else {
                zone
            },
        }
    }
}
