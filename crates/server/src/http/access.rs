//! Who asks, and what their role lets them: the first thing every handler of the API takes.

use std::marker::PhantomData;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use palette_domain::business::{Permission, Role};
use palette_domain::{BusinessId, MemberId, Span};
use palette_store::{BusinessStore, StoreError};
use sha2::{Digest as _, Sha256};

use super::language::cookie;
use super::problem::{Kind, Problem};
use super::web::Web;

/// A session ends this long after its last use.
pub const SESSION_LIFE: Span = Span::days(30);

/// Using a session is written down at most this often: reads should stay reads.
const TOUCH_EVERY: Span = Span::hours(1);

/// A signed-in member, whatever business the request is about.
pub struct SignedIn {
    /// Who.
    pub member: MemberId,
    /// Names the session in the store.
    pub token_hash: [u8; 32],
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let token_hash = session_hash(web, &parts.headers).ok_or(Kind::NoSession)?;
        let now = web.now();
        let session = web
            .store
            .find_session(token_hash, now)
            .await?
            .ok_or(Kind::NoSession)?;
        if now.since(session.seen_at) > TOUCH_EVERY {
            web.store
                .touch_session(token_hash, now + SESSION_LIFE, now)
                .await?;
        }
        Ok(Self {
            member: session.member_id,
            token_hash,
        })
    }
}

/// The hash of the session cookie's value, which is all that the store knows of it.
fn session_hash(web: &Web, headers: &HeaderMap) -> Option<[u8; 32]> {
    let value = cookie(headers, cookie_name(web))?;
    Some(Sha256::digest(value.as_bytes()).into())
}

/// The session cookie's name. `__Host-` binds it to this very host and to https, which a browser
/// only accepts where there is https.
pub fn cookie_name(web: &Web) -> &'static str {
    if web.config.is_https() {
        "__Host-palette"
    } else {
        "palette_session"
    }
}

/// A permission that an endpoint asks for.
pub trait Needs {
    /// Which.
    const PERMISSION: Permission;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl Needs for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )*};
}

needs! {
    /// To read.
    Read
    /// To write messages and replies.
    Converse
    /// To make orders and move them.
    ManageOrders
    /// To change products and stock.
    ManageCatalogue
    /// To change settings and accounts.
    ManageSettings
}

/// The name of a permission in the API.
pub const fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::Read => "read",
        Permission::Converse => "converse",
        Permission::ManageOrders => "manage_orders",
        Permission::ManageCatalogue => "manage_catalogue",
        Permission::ManageSettings => "manage_settings",
    }
}

/// All permissions, in the order of their weight.
pub const PERMISSIONS: [Permission; 5] = [
    Permission::Read,
    Permission::Converse,
    Permission::ManageOrders,
    Permission::ManageCatalogue,
    Permission::ManageSettings,
];

/// A member of the business in the path whose role has the permission `N`.
pub struct Access<N> {
    /// Who.
    pub member: MemberId,
    /// What they may do.
    pub role: Role,
    /// Which business.
    pub id: BusinessId,
    /// All of it, and nothing else.
    pub business: BusinessStore,
    needs: PhantomData<N>,
}

impl<N: Needs> FromRequestParts<Web> for Access<N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let SignedIn { member, .. } = SignedIn::from_request_parts(parts, web).await?;
        let path = RawPathParams::from_request_parts(parts, web).await;
        let path = path.map_err(|_| Kind::NotFound)?;
        let id = path
            .iter()
            .find(|(name, _)| *name == "business_id")
            .map(|(_, value)| value);
        let id: BusinessId = id.and_then(|id| id.parse().ok()).ok_or(Kind::NotFound)?;
        enter(web, member, id, N::PERMISSION).await
    }
}

/// A member enters a business, wanting a permission there.
pub async fn enter<N>(
    web: &Web,
    member: MemberId,
    id: BusinessId,
    permission: Permission,
) -> Result<Access<N>, Problem> {
    let business = web.store.business(id);
    let role = business.role_of(member).await?.ok_or(Kind::NotFound)?;
    if !role.may(permission) {
        return Err(Kind::Forbidden(permission).into());
    }
    Ok(Access {
        member,
        role,
        id,
        business,
        needs: PhantomData,
    })
}

/// What the store says no to, as a problem.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Kind::NotFound.into(),
            StoreError::Taken(_) | StoreError::Stale | StoreError::StockMoved { .. } => {
                Kind::Conflict.into()
            }
            StoreError::OutOfStock { .. } => Kind::OutOfStock.into(),
            StoreError::WrongMove(wrong) => wrong.into(),
            StoreError::Invalid { field, .. } => {
                Problem::field(&format!("/{field}"), super::problem::Code::Invalid)
            }
            other => Problem::internal(other),
        }
    }
}
