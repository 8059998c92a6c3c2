//! Connected Instagram accounts.

mod notice;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use palette_domain::account::{Account, AccountStatus};
use palette_domain::{AccountId, BusinessId};
use palette_instagram::Token;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use self::notice::Notice;
use super::access::{Access, ManageSettings, Read};
use super::fields::Ids;
use super::language::Lang;
use super::lookup::millis;
use super::problem::{Kind, Problem};
use super::view::Page;
use super::web::Web;

/// A connected account, without its token.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
    id: String,
    /// Instagram's professional account id.
    ig_id: String,
    username: String,
    /// `instagram` or `facebook`.
    login: &'static str,
    /// `active`, `token_dead`, `disconnected`.
    status: &'static str,
    /// Permissions granted; empty when Meta did not say.
    scopes: Vec<String>,
    /// Permissions that were asked for and not granted.
    missing_scopes: Vec<&'static str>,
    token_expires_at: Option<i64>,
    connected_at: i64,
    last_webhook_at: Option<i64>,
    /// What will stop working unless someone acts.
    notices: Vec<Notice>,
}

impl AccountView {
    fn of(account: Account, notices: Vec<Notice>) -> Self {
        Self {
            notices,
            missing_scopes: account.missing_scopes(),
            id: account.id.to_string(),
            ig_id: account.ig_id,
            username: account.username.into_revealed(),
            login: account.login.as_str(),
            status: account.status.as_str(),
            scopes: account.scopes,
            token_expires_at: millis(account.token_expires_at),
            connected_at: account.connected_at.millis(),
            last_webhook_at: millis(account.last_webhook_at),
        }
    }
}

/// The path of one account.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AccountPath {
    /// The business.
    #[param(value_type = String)]
    #[serde(rename = "business_id")]
    _business_id: BusinessId,
    /// The account.
    #[param(value_type = String)]
    account_id: AccountId,
}

/// All accounts, oldest first.
#[utoipa::path(
    get, path = "/businesses/{business_id}/accounts", tag = "accounts",
    params(("business_id" = String, Path)),
    responses((status = 200, description = "The accounts", body = Page<AccountView>)),
    extensions(("x-permission" = json!("read"))),
)]
pub async fn list(
    access: Access<Read>,
    State(web): State<Web>,
    lang: Lang,
) -> Result<Json<Page<AccountView>>, Problem> {
    let accounts = access.business.accounts().await?;
    let (version, now) = (&web.config.instagram.api_version, web.now());
    let view = |account: Account| {
        let notices = notice::of(&account, version, now, lang);
        AccountView::of(account, notices)
    };
    Ok(Json(Page {
        items: accounts.into_iter().map(view).collect(),
        next: None,
    }))
}

/// Disconnects an account: nothing is sent for it and nothing of it is taken in any more.
#[utoipa::path(
    delete, path = "/businesses/{business_id}/accounts/{account_id}", tag = "accounts",
    params(AccountPath), responses((status = 204, description = "Disconnected")),
    extensions(("x-permission" = json!("manage_settings"))),
)]
pub async fn disconnect(
    access: Access<ManageSettings>,
    State(web): State<Web>,
    Ids(path): Ids<AccountPath>,
) -> Result<StatusCode, Problem> {
    let account = access
        .business
        .account(path.account_id)
        .await?
        .ok_or(Kind::NotFound)?;
    if account.status == AccountStatus::Active {
        let secret = access.business.token(account.id).await?;
        let token = Token::of(&account, secret);
        // The account goes either way: Meta's no must not keep a business connected (C8.5).
        if let Err(trouble) = web.instagram.unsubscribe(&token).await {
            tracing::warn!(account = %account.id, %trouble, "Meta did not take the unsubscription");
        }
    }
    let business = &access.business;
    business
        .set_account_status(account.id, AccountStatus::Disconnected, web.now())
        .await?;
    web.wake_all();
    Ok(StatusCode::NO_CONTENT)
}
