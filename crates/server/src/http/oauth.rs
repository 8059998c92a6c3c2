//! Connecting an account: to Meta's consent page with a state of one use, and back again.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use garde::Validate;
use palette_domain::Span;
use palette_domain::account::Login;
use palette_domain::business::Permission;
use palette_store::OauthState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::{Access, ManageSettings, SignedIn, enter};
use super::fields::Fields;
use super::problem::{Kind, Problem};
use super::web::Web;
use crate::connect;

/// A person reads a consent page in minutes.
const DANCE_LIFE: Span = Span::minutes(20);
/// Where the dashboard shows its accounts.
const RETURN_TO: &str = "/settings/instagram";

/// By which login product.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    /// `instagram` or `facebook`.
    #[garde(skip)]
    #[schema(value_type = String, example = "instagram")]
    login: Login,
}

/// Where to go for consent.
#[derive(Serialize, ToSchema)]
pub struct ConnectAnswer {
    /// Meta's consent page.
    authorize_url: String,
}

/// Begins to connect an account: the browser goes to the address that is answered, and comes back
/// to `/settings/instagram` with `?connected=1` or `?error=` and a code.
#[utoipa::path(
    post, path = "/businesses/{business_id}/accounts/connect", tag = "accounts",
    params(("business_id" = String, Path)), request_body = Connect,
    responses(
        (status = 200, description = "Where to go", body = ConnectAnswer),
        (status = 409, description = "The Meta app is not set up"),
    ),
    extensions(("x-permission" = json!("manage_settings"))),
)]
pub async fn begin(
    access: Access<ManageSettings>,
    State(web): State<Web>,
    Fields(asked): Fields<Connect>,
) -> Result<Json<ConnectAnswer>, Problem> {
    let mut bytes = [0; 32];
    web.chance.fill(&mut bytes);
    let state = URL_SAFE_NO_PAD.encode(bytes);
    let redirect = web.config.redirect_uri(asked.login);
    let url = web.instagram.authorize_url(asked.login, &redirect, &state);
    let url = url.map_err(|_| Kind::NotConfigured)?;
    let what = OauthState {
        business_id: access.id,
        member_id: access.member,
        login: asked.login,
        return_to: RETURN_TO.to_owned(),
    };
    web.store
        .put_oauth_state(&state, &what, web.now() + DANCE_LIFE)
        .await?;
    Ok(Json(ConnectAnswer {
        authorize_url: url.to_string(),
    }))
}

/// What Meta sends the browser back with.
#[derive(Deserialize)]
pub struct Callback {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
}

/// The browser comes back from the consent page.
pub async fn callback(
    signed_in: Result<SignedIn, Problem>,
    State(web): State<Web>,
    Path(login): Path<String>,
    Query(back): Query<Callback>,
) -> Response {
    let end = finish(&web, signed_in, &login, &back).await;
    let query = match end {
        Ok(()) => "connected=1".to_owned(),
        Err(code) => format!("error={code}"),
    };
    Redirect::to(&format!("{RETURN_TO}?{query}")).into_response()
}

async fn finish(
    web: &Web,
    signed_in: Result<SignedIn, Problem>,
    login: &str,
    back: &Callback,
) -> Result<(), &'static str> {
    let signed_in = signed_in.map_err(|_| "signed_out")?;
    let login = Login::from_name(login).ok_or("unknown_login")?;
    let taken = web.store.take_oauth_state(&back.state, web.now()).await;
    let dance = taken.map_err(failed)?.ok_or("state")?;
    // The dance must end in the browser, and by the member, that began it.
    if dance.login != login || dance.member_id != signed_in.member {
        return Err("state");
    }
    if !back.error.is_empty() || back.code.is_empty() {
        return Err("denied");
    }
    let business = dance.business_id;
    let access =
        enter::<ManageSettings>(web, signed_in.member, business, Permission::ManageSettings);
    access.await.map_err(|_| "forbidden")?;
    let redirect = web.config.redirect_uri(login);
    let (store, client, now) = (&web.store, &web.instagram, web.now());
    let connected = connect::by_code(store, client, business, login, &back.code, &redirect, now);
    connected.await.map_err(|refused| {
        tracing::warn!(error = %refused, "an account was not connected");
        refused.code()
    })?;
    web.wake_all();
    Ok(())
}

fn failed(error: palette_store::StoreError) -> &'static str {
    tracing::error!(error = %error, "the state of a consent could not be read");
    "not_stored"
}
