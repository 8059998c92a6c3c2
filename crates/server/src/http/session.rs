//! Signing in and out, and what a signed-in member may see.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use garde::Validate;
use palette_domain::{MemberId, Span};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::access::{PERMISSIONS, SESSION_LIFE, SignedIn, cookie_name, permission_name};
use super::fields::{Fields, rules};
use super::password;
use super::problem::{Code, Kind, Problem};
use super::web::Web;

/// E-mail and password.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// In any case of letters.
    #[garde(custom(rules::text(1, 320)), custom(looks_like_email))]
    #[schema(format = Email, max_length = 320)]
    email: String,
    /// As it was set.
    #[garde(custom(secret(1)))]
    #[schema(value_type = String, format = Password, max_length = 200)]
    password: SecretString,
}

/// A first password, by an invitation.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// What the invitation's link holds.
    #[garde(custom(rules::text(1, 200)))]
    token: String,
    /// Ten characters or more.
    #[garde(custom(secret(password::LENGTH_MIN)))]
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 200)]
    password: SecretString,
}

fn secret(least: usize) -> impl FnOnce(&SecretString, &()) -> garde::Result {
    move |value, context| rules::text(least, password::LENGTH_MAX)(value.expose_secret(), context)
}

fn looks_like_email(email: &str, (): &()) -> garde::Result {
    let (name, host) = email.trim().rsplit_once('@').unwrap_or_default();
    let well = !name.is_empty() && !host.is_empty() && !email.trim().contains(char::is_whitespace);
    if well || email.trim().is_empty() {
        Ok(())
    } else {
        Err(garde::Error::new(Code::Invalid.pack()))
    }
}

/// Who is signed in, and where they belong.
#[derive(Serialize, ToSchema)]
pub struct Me {
    member: MeMember,
    /// Oldest first.
    businesses: Vec<MyBusiness>,
    /// Whether the Meta app's settings are there, so that accounts can be connected.
    instagram_ready: bool,
    /// Whether this installation runs the demo shop.
    demo: bool,
}

/// The member.
#[derive(Serialize, ToSchema)]
pub struct MeMember {
    id: String,
    name: String,
    email: String,
}

/// A business the member belongs to.
#[derive(Serialize, ToSchema)]
pub struct MyBusiness {
    id: String,
    name: String,
    /// `owner`, `admin`, `agent` or `analyst`.
    #[schema(value_type = String, example = "owner")]
    role: palette_domain::business::Role,
    /// What the role may do: `read`, `converse`, `manage_orders`, `manage_catalogue`,
    /// `manage_settings`.
    permissions: Vec<&'static str>,
}

/// The address a request came from; one for all when the server was not told.
pub struct PeerAddress(IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for PeerAddress {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(
            peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip()),
        ))
    }
}

/// Signs in; sets the session cookie.
#[utoipa::path(
    post, path = "/session", tag = "session", request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = Me),
        (status = 401, description = "Wrong e-mail or password"),
        (status = 429, description = "Too many tries"),
    ),
    extensions(("x-permission" = json!("none"))),
)]
pub async fn sign_in(
    State(web): State<Web>,
    PeerAddress(address): PeerAddress,
    Fields(form): Fields<SignIn>,
) -> Result<Response, Problem> {
    let email = form.email.trim().to_lowercase();
    let key: [u8; 32] = Sha256::digest(email.as_bytes()).into();
    let throttles = web.sign_in();
    throttles
        .by_address
        .take(&address, web.now())
        .map_err(later)?;
    throttles.by_email.take(&key, web.now()).map_err(later)?;
    let member = web.store.find_member_by_email(&email).await?;
    let hash = member
        .as_ref()
        .and_then(|member| member.password_hash.clone());
    let fits = password::fits(form.password, hash)
        .await
        .map_err(Problem::internal)?;
    let member = member.filter(|_| fits).ok_or(Kind::WrongCredentials)?;
    throttles.by_address.give_back(&address);
    throttles.by_email.give_back(&key);
    begin(&web, member.id).await
}

fn later(wait: Span) -> Problem {
    let seconds = u32::try_from(wait.as_millis() / 1000 + 1).unwrap_or(u32::MAX);
    Problem::new(Kind::TooManyTries).retry_after(seconds)
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/session", tag = "session",
    responses((status = 200, description = "Who is signed in", body = Me)),
    extensions(("x-permission" = json!("session"))),
)]
pub async fn me(signed_in: SignedIn, State(web): State<Web>) -> Result<Json<Me>, Problem> {
    describe(&web, signed_in.member).await.map(Json)
}

/// Signs out.
#[utoipa::path(
    delete, path = "/session", tag = "session",
    responses((status = 204, description = "Signed out")),
    extensions(("x-permission" = json!("session"))),
)]
pub async fn sign_out(signed_in: SignedIn, State(web): State<Web>) -> Result<Response, Problem> {
    web.store.delete_session(signed_in.token_hash).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&web, &mut response, "", 0);
    Ok(response)
}

/// Sets a first password by an invitation, and signs in.
#[utoipa::path(
    post, path = "/invitations/accept", tag = "session", request_body = Acceptance,
    responses(
        (status = 200, description = "Signed in", body = Me),
        (status = 404, description = "The invitation does not hold"),
        (status = 429, description = "Too many tries"),
    ),
    extensions(("x-permission" = json!("none"))),
)]
pub async fn accept_invitation(
    State(web): State<Web>,
    PeerAddress(address): PeerAddress,
    Fields(form): Fields<Acceptance>,
) -> Result<Response, Problem> {
    web.sign_in()
        .by_address
        .take(&address, web.now())
        .map_err(later)?;
    let token_hash: [u8; 32] = Sha256::digest(form.token.as_bytes()).into();
    // Looked at before hashing, so that made-up links cost nothing.
    let invited = web.store.invitation(token_hash, web.now()).await?;
    invited.ok_or(Kind::InvitationGone)?;
    let hash = password::hash_aside(form.password)
        .await
        .map_err(Problem::internal)?;
    let accepted = web
        .store
        .accept_invitation(token_hash, &hash.into(), web.now())
        .await?;
    let member = accepted.ok_or(Kind::InvitationGone)?;
    begin(&web, member).await
}

/// Begins a session: always with a new id, so that none that was planted before is raised.
async fn begin(web: &Web, member: MemberId) -> Result<Response, Problem> {
    let mut token = [0; 32];
    web.chance.fill(&mut token);
    let token = URL_SAFE_NO_PAD.encode(token);
    let token_hash = Sha256::digest(token.as_bytes()).into();
    let now = web.now();
    web.store
        .create_session(token_hash, member, now + SESSION_LIFE, now)
        .await?;
    let mut response = Json(describe(web, member).await?).into_response();
    set_cookie(web, &mut response, &token, SESSION_LIFE.as_millis() / 1000);
    Ok(response)
}

fn set_cookie(web: &Web, response: &mut Response, value: &str, seconds: i64) {
    let secure = if web.config.is_https() {
        "; Secure"
    } else {
        ""
    };
    let name = cookie_name(web);
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(mut cookie) = HeaderValue::from_str(&cookie) {
        cookie.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

async fn describe(web: &Web, member: MemberId) -> Result<Me, Problem> {
    let record = web.store.member(member).await?.ok_or(Kind::NoSession)?;
    let businesses = web
        .store
        .memberships(member)
        .await?
        .into_iter()
        .map(|membership| {
            let may = PERMISSIONS
                .into_iter()
                .filter(|permission| membership.role.may(*permission));
            MyBusiness {
                id: membership.business_id.to_string(),
                name: membership.business_name,
                role: membership.role,
                permissions: may.map(permission_name).collect(),
            }
        });
    Ok(Me {
        member: MeMember {
            id: record.id.to_string(),
            name: record.name.into_revealed(),
            email: record.email.into_revealed(),
        },
        businesses: businesses.collect(),
        instagram_ready: web.config.missing_for_instagram().is_empty(),
        demo: cfg!(feature = "demo"),
    })
}
