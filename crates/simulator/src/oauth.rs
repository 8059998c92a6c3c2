//! Both login products: codes, and the exchanges of codes and tokens.
//!
//! Sources: business-login (13 Mar 2026) and oauth-authorize for Instagram Login; the manual flow
//! of Facebook Login as open-source clients use it.

use std::collections::BTreeMap;

use axum::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::{DAY, HOUR, Millis, SECOND};
use crate::graph::call::Call;
use crate::graph::error::GraphError;
use crate::settings::Wrapping;
use crate::tokens::{LONG, Token, TokenKind};
use crate::webhook::Product;
use crate::world::World;

/// What the app is called on consent pages and in lists of apps.
pub const APP_NAME: &str = "Palette";

/// Life of a code.
const CODE: Millis = HOUR;

/// Scopes of Instagram Login, with what they let an app do.
pub const INSTAGRAM_SCOPES: &[(&str, &str)] = &[
    ("instagram_business_basic", "See your profile and posts"),
    (
        "instagram_business_manage_messages",
        "Read and answer your messages",
    ),
    (
        "instagram_business_manage_comments",
        "Read, answer, hide and delete comments",
    ),
    (
        "instagram_business_content_publish",
        "Publish posts for you",
    ),
    (
        "instagram_business_manage_insights",
        "See how your posts do",
    ),
];

/// Scopes of Facebook Login, with what they let an app do.
pub const FACEBOOK_SCOPES: &[(&str, &str)] = &[
    ("instagram_basic", "See your Instagram profile and posts"),
    (
        "instagram_manage_messages",
        "Read and answer Instagram messages",
    ),
    (
        "instagram_manage_comments",
        "Read, answer, hide and delete comments",
    ),
    (
        "instagram_content_publish",
        "Publish Instagram posts for you",
    ),
    ("instagram_manage_insights", "See how your posts do"),
    ("pages_show_list", "See the Pages you manage"),
    ("pages_read_engagement", "See what is on your Pages"),
    ("pages_manage_metadata", "Manage settings of your Pages"),
    ("pages_messaging", "Read and answer messages of your Pages"),
    (
        "pages_manage_engagement",
        "Answer and delete comments on your Pages",
    ),
    ("pages_manage_posts", "Publish on your Pages"),
    (
        "pages_read_user_content",
        "See what people write on your Pages",
    ),
    ("business_management", "Manage your business"),
    ("catalog_management", "Manage your catalogues"),
    ("ads_management", "Manage your ads"),
    ("ads_read", "See your ads"),
    ("public_profile", "See your name and picture"),
    ("email", "See your e-mail address"),
];

/// A code that was handed out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Code {
    /// Whose.
    pub product: Product,
    /// The account, by IG_ID.
    pub ig_id: String,
    /// More accounts whose Pages were chosen, by IG_ID.
    #[serde(default)]
    pub more: Vec<String>,
    /// What was allowed.
    pub scopes: Vec<String>,
    /// What was asked for and declined.
    #[serde(default)]
    pub declined: Vec<String>,
    /// The address it was sent to.
    pub redirect_uri: String,
    /// When.
    pub at: Millis,
    /// Exchanged already.
    pub used: bool,
}

/// A refusal of the Instagram code exchange, which has a shape of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeError(pub &'static str);

impl ExchangeError {
    /// The body.
    pub fn body(&self) -> Value {
        json!({"error_type": "OAuthException", "code": 400, "error_message": self.0})
    }
}

impl World {
    /// Hands out a code for this account.
    pub(crate) fn code(
        &mut self,
        product: Product,
        ig_id: &str,
        scopes: Vec<String>,
        redirect_uri: &str,
    ) -> String {
        self.code_as(Code {
            product,
            ig_id: ig_id.to_owned(),
            more: Vec::new(),
            scopes,
            declined: Vec::new(),
            redirect_uri: redirect_uri.to_owned(),
            at: 0,
            used: false,
        })
    }

    /// Hands out a code like this one, from now on.
    pub(crate) fn code_as(&mut self, like: Code) -> String {
        let text = self.tickets.letters("AQD", 160);
        let code = Code {
            at: self.now,
            used: false,
            ..like
        };
        self.codes.insert(text.clone(), code);
        text
    }

    /// The token that a code is exchanged for.
    fn token_for(&mut self, kind: TokenKind, code: &Code) -> String {
        self.grant_as(Token {
            kind,
            ig_id: code.ig_id.clone(),
            more: code.more.clone(),
            pages: BTreeMap::new(),
            scopes: code.scopes.clone(),
            declined: code.declined.clone(),
            issued: 0,
            expires: None,
            dead: None,
        })
    }

    /// A code that can still be exchanged.
    fn fresh_code(&mut self, text: &str, product: Product) -> Option<&mut Code> {
        let now = self.now;
        let code = self.codes.get_mut(text)?;
        (code.product == product && !code.used && now - code.at < CODE).then_some(code)
    }
}

/// `POST /oauth/access_token`: code to short-lived token, Instagram Login.
///
/// # Errors
/// The refusals of this endpoint.
pub fn instagram_code(world: &mut World, call: &Call) -> Result<Value, ExchangeError> {
    let given = |name: &str| call.text(name).unwrap_or_default();
    let app = &world.instagram_app;
    if given("client_id") != app.id || given("client_secret") != app.secret {
        return Err(ExchangeError("Invalid platform app"));
    }
    if given("grant_type") != "authorization_code" {
        return Err(ExchangeError(
            "Invalid grant_type: authorization_code is expected",
        ));
    }
    let redirect_uri = given("redirect_uri");
    let registered = &world.settings.redirect_uris;
    if !(registered.is_empty() || registered.contains(&redirect_uri)) {
        return Err(ExchangeError(
            "Redirect URI does not match registered redirect URI",
        ));
    }
    let unknown = ExchangeError("Matching code was not found or was already used");
    let code = world
        .fresh_code(&given("code"), Product::Instagram)
        .ok_or(unknown)?;
    if code.redirect_uri != redirect_uri {
        return Err(ExchangeError(
            "Redirect URI does not match registered redirect URI",
        ));
    }
    code.used = true;
    let code = code.clone();
    let token = world.token_for(TokenKind::InstagramShort, &code);
    let scopes = code.scopes;
    let user_id = world
        .account(&code.ig_id)
        .map(|account| account.app_scoped_id.clone());
    let user_id = user_id.unwrap_or_default();
    Ok(match world.settings.code_exchange {
        // A number beyond 2^53, as running code meets it.
        Wrapping::Flat => json!({
            "access_token": token, "user_id": user_id.parse::<u64>().unwrap_or_default(),
            "permissions": scopes,
        }),
        Wrapping::Wrapped => json!({"data": [{
            "access_token": token, "user_id": user_id, "permissions": scopes.join(","),
        }]}),
    })
}

fn bearer(token: &str, left: Millis) -> Value {
    json!({"access_token": token, "token_type": "bearer", "expires_in": left / SECOND})
}

/// `GET /access_token`: short-lived to 60 days, Instagram Login.
///
/// # Errors
/// Meta's refusal.
pub fn instagram_long(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    only_get(call)?;
    if call.needed("grant_type")? != "ig_exchange_token" {
        return Err(GraphError::parameter(
            "Param grant_type must be ig_exchange_token",
        ));
    }
    if call.needed("client_secret")? != world.instagram_app.secret {
        return Err(GraphError::new(1, None, "Error validating client secret."));
    }
    let token = world.check_token(call.token.as_deref())?;
    if token.kind != TokenKind::InstagramShort {
        let message = "Session key invalid. This could be because the session key has an \
                       incorrect format, or because the user has revoked this session";
        return Err(GraphError::new(452, None, message));
    }
    let text = world.grant_as(Token {
        kind: TokenKind::InstagramLong,
        ..token
    });
    Ok(bearer(&text, LONG))
}

/// `GET /refresh_access_token`: 60 days anew for a token that is a day old, Instagram Login.
///
/// # Errors
/// Meta's refusal.
pub fn instagram_refresh(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    only_get(call)?;
    if call.needed("grant_type")? != "ig_refresh_token" {
        return Err(GraphError::parameter(
            "Param grant_type must be ig_refresh_token",
        ));
    }
    let token = world.check_token(call.token.as_deref())?;
    world.leave(&token, crate::tokens::Scope::Basic)?;
    if token.kind != TokenKind::InstagramLong {
        return Err(GraphError::parameter(
            "Only a long-lived token can be refreshed",
        ));
    }
    if world.now - token.issued < DAY {
        world.violation("refresh_too_early");
        return Err(GraphError::parameter(
            "The token must be at least 24 hours old",
        ));
    }
    let text = call.token.clone().unwrap_or_default();
    let now = world.now;
    let renewed = Token {
        issued: now,
        expires: Some(now + LONG),
        ..token
    };
    world.tokens.insert(text.clone(), renewed);
    Ok(bearer(&text, LONG))
}

/// Dead tokens and other methods meet a confusing sentence here, as users report.
fn only_get(call: &Call) -> Result<(), GraphError> {
    if call.method == Method::GET {
        return Ok(());
    }
    let message = format!(
        "Unsupported request - method type: {}",
        call.method.as_str().to_lowercase()
    );
    Err(GraphError::new(100, None, message))
}

/// Whether a token of the app itself is asked for.
fn is_for_app(call: &Call) -> bool {
    call.text("grant_type").as_deref() == Some("client_credentials")
}

/// Whether a call of `/oauth/access_token` means Instagram Login: a `POST` without a version, as
/// only the host would tell, unless all it names is of Facebook Login.
pub fn is_instagram(world: &World, call: &Call) -> bool {
    if call.is_get() || call.version.is_some() {
        return false;
    }
    let facebook_grant = call.params.contains_key("fb_exchange_token") || is_for_app(call);
    let code = call.text("code").and_then(|text| world.codes.get(&text));
    let facebook_code = code.is_some_and(|code| code.product == Product::Facebook);
    let facebook_app = call.text("client_id").as_ref() == Some(&world.facebook_app.id);
    !(facebook_grant || (facebook_code && facebook_app))
}

/// `GET /{version}/oauth/access_token`: code to token, and short to long, Facebook Login.
///
/// # Errors
/// Meta's refusal.
pub fn facebook(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let given = |name: &str| call.text(name).filter(|text| !text.is_empty());
    let missing =
        |code, name: &str| GraphError::new(code, None, format!("Missing {name} parameter."));
    let client = given("client_id").ok_or_else(|| missing(101, "client_id"))?;
    let app = if client == world.facebook_app.id {
        &world.facebook_app
    } else if client == world.instagram_app.id && is_for_app(call) {
        &world.instagram_app
    } else {
        let message = "Error validating application. Cannot get application info due to a system \
                       error.";
        return Err(GraphError::new(101, None, message));
    };
    let secret = given("client_secret").ok_or_else(|| missing(1, "client_secret"))?;
    if secret != app.secret {
        return Err(GraphError::new(1, None, "Error validating client secret."));
    }
    if is_for_app(call) {
        let token = format!("{}|{}", app.id, app.secret);
        return Ok(json!({"access_token": token, "token_type": "bearer"}));
    }
    if call.text("grant_type").as_deref() == Some("fb_exchange_token") {
        let given = call.needed("fb_exchange_token")?;
        let token = world.check_token(Some(&given))?;
        if !token.kind.is_facebook_user() {
            return Err(GraphError::token(None));
        }
        let text = world.grant_as(Token {
            kind: TokenKind::FacebookLong,
            ..token
        });
        return Ok(bearer(&text, LONG));
    }
    let redirect_uri = given("redirect_uri").ok_or_else(|| missing(191, "redirect_uri"))?;
    let text = given("code");
    let text = text.ok_or_else(|| GraphError::new(1, None, "Missing authorization code"))?;
    let used = world.codes.get(&text).is_some_and(|code| code.used);
    let wrong = if used {
        GraphError::new(100, Some(36_009), "This authorization code has been used.")
    } else {
        GraphError::new(100, None, "Invalid verification code format.")
    };
    let code = world.fresh_code(&text, Product::Facebook).ok_or(wrong)?;
    if code.redirect_uri != redirect_uri {
        let message = "Error validating verification code. Please make sure your redirect_uri is \
                       identical to the one you used in the OAuth dialog request";
        return Err(GraphError::new(100, Some(36_008), message));
    }
    code.used = true;
    let code = code.clone();
    let token = world.token_for(TokenKind::FacebookShort, &code);
    Ok(bearer(&token, crate::tokens::SHORT))
}
