//! Connecting an account: the dances of both login products, and keeping a token alive.
//!
//! Tokens are never printed; the addresses of lists, which Meta hands out with the token inside,
//! are not kept.

use palette_domain::Span;
use palette_domain::account::Login;
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::client::call;
use crate::client::{Client, LoginConfig, Me};
use crate::error::{Class, Effect, Trouble};
use crate::{Token, read};

/// One account that the person who gave consent may connect.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The login product.
    pub login: Login,
    /// The account.
    pub me: Me,
    /// Its long-lived token: the account's own, or its Page's.
    pub secret: SecretString,
    /// How long the token lives; nothing for Page tokens, and when Meta does not tell.
    pub expires_in: Option<Span>,
    /// Permissions that were granted; empty when Meta does not tell.
    pub scopes: Vec<String>,
}

impl Grant {
    /// The token, ready to be used.
    pub fn token(&self) -> Token {
        let ids = (Some(self.me.ig_id.clone()), self.me.page_id.clone());
        Token::new(self.login, self.secret.clone()).with_ids(ids.0, ids.1)
    }
}

/// A token's next life.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// The token; often the same text as before, which Meta does not promise.
    pub secret: SecretString,
    /// How long it lives.
    pub expires_in: Option<Span>,
}

/// An account could not be connected. Each says how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The app is not set up.
    #[error("the {} of {} Login is not set; set PALETTE_{}__{}", .missing.words(),
            .login.as_str(), .login.as_str().to_uppercase(), .missing.setting())]
    NotConfigured {
        /// Of which login product.
        login: Login,
        /// What is missing.
        missing: Missing,
    },
    /// Meta doesn't know the app id here.
    #[error(
        "Meta does not know this app id and secret here; Instagram Login takes the Instagram app's \
         (Instagram > API setup), Facebook Login the Facebook app's"
    )]
    WrongApp,
    /// The code was used or is older than an hour.
    #[error("the sign-in code was used before or has expired; start connecting again")]
    CodeUsed,
    /// The address differs from the registered one.
    #[error("the redirect address is not registered with the app, to the last slash")]
    RedirectMismatch,
    /// Nothing to connect.
    #[error(
        "no Page with an Instagram professional account was shared; link the account to a Page \
         and choose both when Facebook asks"
    )]
    NoAccount,
    /// A call failed.
    #[error(transparent)]
    Call(#[from] Trouble),
}

impl ConnectError {
    /// The name used in the API, for a sentence in the person's language.
    pub const fn as_str(&self) -> &'static str {
        match self {
            ConnectError::NotConfigured { .. } => "not_configured",
            ConnectError::WrongApp => "wrong_app",
            ConnectError::CodeUsed => "code_used",
            ConnectError::RedirectMismatch => "redirect_mismatch",
            ConnectError::NoAccount => "no_account",
            ConnectError::Call(trouble) => trouble.class.as_str(),
        }
    }
}

/// Which setting of an app is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The app's id.
    AppId,
    /// The app's secret.
    AppSecret,
}

impl Missing {
    const fn words(self) -> &'static str {
        match self {
            Missing::AppId => "app id",
            Missing::AppSecret => "app secret",
        }
    }
    const fn setting(self) -> &'static str {
        match self {
            Missing::AppId => "APP_ID",
            Missing::AppSecret => "APP_SECRET",
        }
    }
}

impl Client {
    /// Where to send the person for consent. `redirect` must be registered with the app to the
    /// last slash; `state` comes back untouched.
    ///
    /// # Errors
    /// When the app's id is not set.
    pub fn authorize_url(
        &self,
        login: Login,
        redirect: &str,
        state: &str,
    ) -> Result<Url, ConnectError> {
        let config = self.config().login(login);
        let version = self.config().version.as_str();
        let mut url = match login {
            Login::Instagram => call::joined(&config.www_url, &["oauth", "authorize"]),
            Login::Facebook => call::joined(&config.www_url, &[version, "dialog", "oauth"]),
        };
        url.query_pairs_mut()
            .append_pair("client_id", app_id(login, config)?)
            .append_pair("redirect_uri", redirect)
            .append_pair("response_type", "code")
            .append_pair("scope", &login.scopes().join(","))
            .append_pair("state", state);
        Ok(url)
    }

    /// Turns the code of a redirect into the accounts it grants, each with a long-lived token:
    /// one with Instagram Login, one for each linked Page with Facebook Login.
    ///
    /// # Errors
    /// See [`ConnectError`]. A code works once, so a failed exchange starts again at consent.
    pub async fn connect(
        &self,
        login: Login,
        code: &str,
        redirect: &str,
    ) -> Result<Vec<Grant>, ConnectError> {
        // The fragment reaches us when a person pastes the address.
        let code = code.trim_end_matches("#_=_").trim_end_matches("#_");
        match login {
            Login::Instagram => {
                let (short, scopes) = self.exchange_code(code, redirect).await?;
                let long = self.long_lived(login, &short).await?;
                let mut grants = self.adopt(login, long.secret).await?;
                for grant in &mut grants {
                    grant.scopes.clone_from(&scopes);
                    grant.expires_in = long.expires_in;
                }
                Ok(grants)
            }
            Login::Facebook => {
                let user = self.exchange_code_facebook(code, redirect).await?;
                let long = self.long_lived(login, &user).await?;
                let mut grants = self.pages(&long.secret).await?;
                let scopes = self.granted_to(long.secret).await;
                for grant in &mut grants {
                    grant.scopes.clone_from(&scopes);
                }
                Ok(grants)
            }
        }
    }

    /// What the person granted; empty when Meta does not tell, which is no reason not to connect.
    async fn granted_to(&self, user: SecretString) -> Vec<String> {
        match self.granted(&Token::new(Login::Facebook, user)).await {
            Ok(granted) => granted.value,
            Err(trouble) => {
                tracing::warn!(
                    code = trouble.code_name(),
                    "granted permissions are not told"
                );
                Vec::new()
            }
        }
    }

    /// The accounts that a long-lived token speaks for, when someone brings one from Meta's
    /// dashboard. With Facebook Login it may be a person's token or a Page's.
    ///
    /// # Errors
    /// See [`ConnectError`].
    pub async fn adopt(
        &self,
        login: Login,
        secret: SecretString,
    ) -> Result<Vec<Grant>, ConnectError> {
        if login == Login::Facebook {
            match self.pages(&secret).await {
                // A Page has no pages: it is a Page's own token.
                Err(ConnectError::NoAccount) => {}
                Err(ConnectError::Call(trouble)) if matches!(trouble.code, 100 | 2500) => {}
                grants_or_trouble => return grants_or_trouble,
            }
        }
        let me = self.me(&Token::new(login, secret.clone())).await?.value;
        Ok(vec![Grant {
            login,
            me,
            secret,
            expires_in: None,
            scopes: Vec::new(),
        }])
    }

    /// A new life of 60 days for a token of Instagram Login, which must be at least 24 hours old
    /// and still alive. Nothing with Facebook Login, whose Page tokens don't run out.
    ///
    /// # Errors
    /// `TokenDead` when it is too late: only a new consent helps.
    pub async fn refresh(&self, token: &Token) -> Result<Option<Fresh>, Trouble> {
        if token.login() == Login::Facebook {
            return Ok(None);
        }
        let graph = &self.config().instagram.graph_url;
        let request = self
            .bare(Method::GET, graph, &["refresh_access_token"])
            .query(&[
                ("grant_type", "ig_refresh_token"),
                ("access_token", token.expose()),
            ]);
        let answer = self.call("refresh", request, Effect::Repeatable).await?;
        fresh(&answer.value).map(Some)
    }

    async fn exchange_code(
        &self,
        code: &str,
        redirect: &str,
    ) -> Result<(SecretString, Vec<String>), ConnectError> {
        let config = &self.config().instagram;
        let api = &self.config().api_url;
        let request = self
            .bare(Method::POST, api, &["oauth", "access_token"])
            .form(&[
                ("client_id", app_id(Login::Instagram, config)?),
                (
                    "client_secret",
                    app_secret(Login::Instagram, config)?.expose_secret(),
                ),
                ("grant_type", "authorization_code"),
                ("redirect_uri", redirect),
                ("code", code),
            ]);
        let value = self.exchange("exchange_code", request).await?;
        let value = read::unwrapped(&value);
        let scopes = match value.get("permissions") {
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
            Some(Value::String(names)) => names
                .split([',', ' '])
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        };
        Ok((fresh(value)?.secret, scopes))
    }

    async fn exchange_code_facebook(
        &self,
        code: &str,
        redirect: &str,
    ) -> Result<SecretString, ConnectError> {
        let config = &self.config().facebook;
        let request = self.facebook_token_call(&[
            ("client_id", app_id(Login::Facebook, config)?),
            (
                "client_secret",
                app_secret(Login::Facebook, config)?.expose_secret(),
            ),
            ("redirect_uri", redirect),
            ("code", code),
        ]);
        let value = self.exchange("exchange_code", request).await?;
        Ok(fresh(&value)?.secret)
    }

    async fn long_lived(&self, login: Login, short: &SecretString) -> Result<Fresh, ConnectError> {
        let config = self.config().login(login);
        let secret = app_secret(login, config)?.expose_secret();
        let request = match login {
            Login::Instagram => self
                .bare(Method::GET, &config.graph_url, &["access_token"])
                .query(&[
                    ("grant_type", "ig_exchange_token"),
                    ("client_secret", secret),
                    ("access_token", short.expose_secret()),
                ]),
            Login::Facebook => self.facebook_token_call(&[
                ("grant_type", "fb_exchange_token"),
                ("client_id", app_id(login, config)?),
                ("client_secret", secret),
                ("fb_exchange_token", short.expose_secret()),
            ]),
        };
        let value = self.exchange("long_lived", request).await?;
        Ok(fresh(&value)?)
    }

    pub(crate) fn facebook_token_call(&self, query: &[(&str, &str)]) -> call::Call {
        let graph = &self.config().facebook.graph_url;
        let path = [self.config().version.as_str(), "oauth", "access_token"];
        self.bare(Method::GET, graph, &path).query(query)
    }

    /// A call of a login dance, with its own errors told apart by Meta's sentence: there is no
    /// code for them.
    pub(crate) async fn exchange(
        &self,
        name: &'static str,
        request: call::Call,
    ) -> Result<Value, ConnectError> {
        let reply = self.fetch(name, request, Effect::Repeatable).await?;
        if let Some(known) = reply.body.as_ref().and_then(known_error) {
            return Err(known);
        }
        Ok(call::settle(reply, Effect::Repeatable)?.value)
    }

    /// The linked accounts of all Pages that a person's token reaches.
    async fn pages(&self, user: &SecretString) -> Result<Vec<Grant>, ConnectError> {
        let token = Token::new(Login::Facebook, user.clone());
        let mut grants = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..LISTS_MAX {
            let fields = "id,name,access_token,tasks,instagram_business_account";
            let mut request = self.read(&token, &["me", "accounts"], fields);
            if let Some(after) = &after {
                request = request.query(&[("after", after)]);
            }
            let answer = self.call("pages", request, Effect::Repeatable).await?;
            let page = call::page(&answer.value, linked_page);
            for (page_id, ig_id, secret) in page.items {
                grants.push(self.page_grant(&page_id, &ig_id, secret).await?);
            }
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        if grants.is_empty() {
            Err(ConnectError::NoAccount)
        } else {
            Ok(grants)
        }
    }

    async fn page_grant(
        &self,
        page_id: &str,
        ig_id: &str,
        secret: SecretString,
    ) -> Result<Grant, ConnectError> {
        let token = Token::new(Login::Facebook, secret.clone())
            .with_ids(Some(ig_id.to_owned()), Some(page_id.to_owned()));
        let me = self.linked_account(&token, page_id, ig_id).await?.value;
        let (expires_in, scopes) = (None, Vec::new());
        Ok(Grant {
            login: Login::Facebook,
            me,
            secret,
            expires_in,
            scopes,
        })
    }
}

/// Pages of the list of Pages that are read: 25 each, so 1,000 Pages.
const LISTS_MAX: usize = 40;

fn linked_page(page: &Value) -> Option<(String, String, SecretString)> {
    let ig_id = read::id(page.get("instagram_business_account")?, "id")?;
    Some((
        read::id(page, "id")?,
        ig_id,
        read::text(page, "access_token")?.into(),
    ))
}

fn fresh(value: &Value) -> Result<Fresh, Trouble> {
    let secret = read::text(value, "access_token")
        .ok_or_else(|| Trouble::here(Class::Refused, 0, "Meta's answer holds no token"))?;
    let expires_in = read::number(value, "expires_in").map(Span::secs);
    Ok(Fresh {
        secret: secret.into(),
        expires_in,
    })
}

fn known_error(body: &Value) -> Option<ConnectError> {
    let message = read::text(body, "error_message")
        .or_else(|| {
            body.get("error")
                .and_then(|error| read::text(error, "message"))
        })?
        .to_ascii_lowercase();
    let says = |words: &str| message.contains(words);
    if [
        "invalid platform app",
        "validating application",
        "validating client",
    ]
    .into_iter()
    .any(says)
    {
        Some(ConnectError::WrongApp)
    } else if ["matching code", "authorization code", "verification code"]
        .into_iter()
        .any(says)
    {
        Some(ConnectError::CodeUsed)
    } else if says("redirect_uri") || says("redirect uri") {
        Some(ConnectError::RedirectMismatch)
    } else {
        None
    }
}

pub(crate) fn app_id(login: Login, config: &LoginConfig) -> Result<&str, ConnectError> {
    let missing = Missing::AppId;
    config
        .app_id
        .as_deref()
        .ok_or(ConnectError::NotConfigured { login, missing })
}

pub(crate) fn app_secret(
    login: Login,
    config: &LoginConfig,
) -> Result<&SecretString, ConnectError> {
    let missing = Missing::AppSecret;
    config
        .app_secret
        .as_ref()
        .ok_or(ConnectError::NotConfigured { login, missing })
}
