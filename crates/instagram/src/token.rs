//! A token with what is needed to use it: its login product and the ids it speaks for.

use std::fmt;

use palette_domain::account::{Account, Login};
use secrecy::{ExposeSecret, SecretString};

/// A token of one connected account. Prints without its secret.
#[derive(Clone)]
pub struct Token {
    login: Login,
    ig_id: Option<String>,
    page_id: Option<String>,
    secret: SecretString,
}

impl Token {
    /// A token whose account is not yet known: calls go to `me`.
    pub const fn new(login: Login, secret: SecretString) -> Self {
        Self {
            login,
            ig_id: None,
            page_id: None,
            secret,
        }
    }

    /// The token of a connected account.
    pub fn of(account: &Account, secret: SecretString) -> Self {
        Self::new(account.login, secret)
            .with_ids(Some(account.ig_id.clone()), account.page_id.clone())
    }

    /// The same token with the ids it speaks for: Instagram's professional account id, and the
    /// Page's with Facebook Login.
    #[must_use]
    pub fn with_ids(mut self, ig_id: Option<String>, page_id: Option<String>) -> Self {
        self.ig_id = ig_id;
        self.page_id = page_id;
        self
    }

    /// The login product it came through, which decides the host.
    pub const fn login(&self) -> Login {
        self.login
    }

    /// The node that sends, subscribes and lists conversations: the Instagram account, or the Page
    /// with Facebook Login (the Instagram account there gives error 3).
    pub(crate) fn node(&self) -> &str {
        let id = match self.login {
            Login::Instagram => &self.ig_id,
            Login::Facebook => &self.page_id,
        };
        id.as_deref().unwrap_or("me")
    }

    /// The node that owns media: the Instagram account with both products.
    pub(crate) fn ig_node(&self) -> &str {
        self.ig_id.as_deref().unwrap_or("me")
    }

    /// The account that Meta counts its calls for; nothing before it is known.
    pub(crate) fn account(&self) -> Option<&str> {
        self.ig_id.as_deref().or(self.page_id.as_deref())
    }

    /// The secret, to be put into a call.
    pub(crate) fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}, {}, …)", self.login.as_str(), self.node())
    }
}
