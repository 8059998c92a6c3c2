//! Looking at what a token may do, for those who set up and those who mend.

use palette_domain::Instant;
use palette_domain::account::Login;
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{Answer, Client};
use crate::error::{Effect, Trouble};
use crate::oauth::{self, ConnectError};
use crate::{Token, read};

/// What Meta says of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// Whether it works.
    pub is_valid: bool,
    /// The app it was made for.
    pub app_id: Option<String>,
    /// Permissions it holds.
    pub scopes: Vec<String>,
    /// When it ends; nothing for one that does not.
    pub expires_at: Option<Instant>,
    /// Until when data may be read with it, unless the person signs in again.
    pub data_access_expires_at: Option<Instant>,
}

impl Client {
    /// What Meta says of a token of Facebook Login. Instagram Login has no such question.
    ///
    /// # Errors
    /// See [`ConnectError`]; `NotConfigured` without the app's id and secret.
    pub async fn inspect(&self, token: &Token) -> Result<Inspected, ConnectError> {
        let config = &self.config().facebook;
        let app_id = oauth::app_id(Login::Facebook, config)?;
        let secret = oauth::app_secret(Login::Facebook, config)?;
        let app: SecretString = format!("{app_id}|{}", secret.expose_secret()).into();
        let path = [self.config().version.as_str(), "debug_token"];
        let request = self
            .bare(Method::GET, &config.graph_url, &path)
            .query(&[("input_token", token.expose())])
            .query(&[("access_token", app.expose_secret())]);
        let answer = self.call("inspect", request, Effect::Repeatable).await?;
        Ok(inspected(read::unwrapped(&answer.value)))
    }

    /// The permissions that a person granted, with Facebook Login.
    ///
    /// # Errors
    /// See [`Trouble`]: a Page's token has no permissions of its own to ask for.
    pub async fn granted(&self, user: &Token) -> Result<Answer<Vec<String>>, Trouble> {
        let request = self.graph(user, Method::GET, &["me", "permissions"]);
        let answer = self
            .call("permissions", request, Effect::Repeatable)
            .await?;
        Ok(answer.map(|value| {
            let granted =
                |one: &&Value| one.get("status").and_then(Value::as_str) == Some("granted");
            let items = read::items(&value).iter().filter(granted);
            items
                .filter_map(|one| read::text(one, "permission"))
                .collect()
        }))
    }

    /// Whether messages may be read at all: the owner can switch that off in Instagram.
    ///
    /// # Errors
    /// `NotAllowed` with 200/2534041 when it is off.
    pub async fn message_access(&self, token: &Token) -> Result<Answer<()>, Trouble> {
        let request = self
            .graph(token, Method::GET, &[token.node(), "conversations"])
            .query(&[("platform", "instagram"), ("limit", "1")]);
        let answer = self
            .call("conversations", request, Effect::Repeatable)
            .await?;
        Ok(answer.map(drop))
    }

    /// Whether the app's id and secret belong together and to this login product. Instagram has no
    /// question for that: a code that can't be right is exchanged, and the refusal tells.
    ///
    /// # Errors
    /// `WrongApp` when they do not; `RedirectMismatch` when they do, and `redirect` is not
    /// registered; others when it could not be learnt.
    pub async fn check_app(&self, login: Login, redirect: &str) -> Result<(), ConnectError> {
        let config = self.config().login(login);
        let id = oauth::app_id(login, config)?;
        let secret = oauth::app_secret(login, config)?.expose_secret();
        match login {
            Login::Instagram => match self.connect(login, "no-code", redirect).await {
                Err(ConnectError::CodeUsed) | Ok(_) => Ok(()),
                Err(error) => Err(error),
            },
            Login::Facebook => {
                let request = self.facebook_token_call(&[
                    ("grant_type", "client_credentials"),
                    ("client_id", id),
                    ("client_secret", secret),
                ]);
                self.exchange("app_token", request).await.map(drop)
            }
        }
    }
}

fn inspected(data: &Value) -> Inspected {
    // Zero stands for "never".
    let moment = |key: &str| read::instant(data, key);
    let scopes = data.get("scopes").and_then(Value::as_array);
    let scopes = scopes.into_iter().flatten();
    Inspected {
        is_valid: read::flag(data, "is_valid"),
        app_id: read::id(data, "app_id"),
        scopes: scopes
            .filter_map(|scope| scope.as_str().map(str::to_owned))
            .collect(),
        expires_at: moment("expires_at"),
        data_access_expires_at: moment("data_access_expires_at"),
    }
}
