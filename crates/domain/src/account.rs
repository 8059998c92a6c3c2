//! A connected Instagram Professional account.

use serde::{Deserialize, Serialize};

use crate::{AccountId, BusinessId, Instant, Private};

/// Which of Meta's two login products an account came through.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Login {
    /// Instagram API with Instagram Login: graph.instagram.com, the account's own token.
    Instagram,
    /// Instagram API with Facebook Login: graph.facebook.com, a Page token.
    Facebook,
}

impl Login {
    /// The name used in commands, paths and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Login::Instagram => "instagram",
            Login::Facebook => "facebook",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Login::Instagram, Login::Facebook]
            .into_iter()
            .find(|login| login.as_str() == name)
    }
    /// The permissions asked for, and nothing beyond them (C4.3).
    pub const fn scopes(self) -> &'static [&'static str] {
        match self {
            Login::Instagram => &[
                "instagram_business_basic",
                "instagram_business_manage_messages",
                "instagram_business_manage_comments",
            ],
            Login::Facebook => &[
                "instagram_basic",
                "instagram_manage_messages",
                "instagram_manage_comments",
                "pages_show_list",
                "pages_read_engagement",
                "pages_manage_metadata",
            ],
        }
    }
}

/// Whether an account can be used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// All is well.
    Active,
    /// The token is dead: nothing is sent until someone connects again.
    TokenDead,
    /// Disconnected by the business or revoked in Instagram.
    Disconnected,
}

impl AccountStatus {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            AccountStatus::Active => "active",
            AccountStatus::TokenDead => "token_dead",
            AccountStatus::Disconnected => "disconnected",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::TokenDead, Self::Disconnected]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}

/// A connected account, without its token.
#[derive(Clone, PartialEq, Debug)]
pub struct Account {
    /// Ours.
    pub id: AccountId,
    /// Whose it is.
    pub business_id: BusinessId,
    /// Instagram's professional account id ("17841…"): routes webhooks.
    pub ig_id: String,
    /// The app-scoped id, when known; Meta's callbacks may name either.
    pub app_scoped_id: Option<String>,
    /// The linked Page with Facebook Login: the node that sends.
    pub page_id: Option<String>,
    /// The account's name on Instagram.
    pub username: Private<String>,
    /// How it was connected.
    pub login: Login,
    /// Whether it can be used.
    pub status: AccountStatus,
    /// Permissions granted.
    pub scopes: Vec<String>,
    /// When the token ends; nothing for Page tokens.
    pub token_expires_at: Option<Instant>,
    /// When it was connected.
    pub connected_at: Instant,
    /// When the last webhook for it came in.
    pub last_webhook_at: Option<Instant>,
}

impl Account {
    /// Permissions that are asked for and were not granted. Empty when Meta told us none at all
    /// (a token from Meta's own dashboard names no scopes).
    pub fn missing_scopes(&self) -> Vec<&'static str> {
        if self.scopes.is_empty() {
            return Vec::new();
        }
        let granted = |scope: &&&str| !self.scopes.iter().any(|have| have == **scope);
        self.login
            .scopes()
            .iter()
            .filter(granted)
            .copied()
            .collect()
    }
}
