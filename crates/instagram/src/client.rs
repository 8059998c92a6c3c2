//! The Graph client: one for both login products, reached by URL.

pub(crate) mod call;
mod comment;
mod conversation;
mod gate;
mod inspect;
mod me;
mod media;
mod profile;
mod send;
mod subscribe;

use std::sync::Arc;
use std::time::Duration;

use palette_domain::Clock;
use palette_domain::account::Login;
use secrecy::SecretString;
use url::Url;

use self::gate::Gate;
use crate::Usage;

pub use comment::CommentFacts;
pub use conversation::SeenMessage;
pub use inspect::Inspected;
pub use me::{AccountKind, Me};
pub use send::{OutgoingMessage, SenderAction, Sent};

/// One login product's app and hosts.
#[derive(Debug, Clone)]
pub struct LoginConfig {
    /// The app's id: for Instagram Login the *Instagram* app id, not the Facebook one.
    pub app_id: Option<String>,
    /// The secret that belongs to that id.
    pub app_secret: Option<SecretString>,
    /// Where the Graph answers.
    pub graph_url: Url,
    /// Where a person gives consent.
    pub www_url: Url,
}

/// Everything the client needs to know.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// Instagram API with Instagram Login.
    pub instagram: LoginConfig,
    /// Instagram API with Facebook Login.
    pub facebook: LoginConfig,
    /// Where Instagram Login exchanges codes.
    pub api_url: Url,
    /// Version of the Graph API, as it stands in paths.
    pub version: String,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest wait for a whole answer.
    pub total_timeout: Duration,
}

impl Default for ClientConfig {
    fn default() -> Self {
        let url = |text: &str| Url::parse(text).expect("a constant address is valid");
        let login = |graph: &str, www: &str| LoginConfig {
            app_id: None,
            app_secret: None,
            graph_url: url(graph),
            www_url: url(www),
        };
        Self {
            instagram: login("https://graph.instagram.com", "https://www.instagram.com"),
            facebook: login("https://graph.facebook.com", "https://www.facebook.com"),
            api_url: url("https://api.instagram.com"),
            version: crate::version::BUILT_FOR.to_owned(),
            connect_timeout: Duration::from_secs(5),
            total_timeout: Duration::from_secs(20),
        }
    }
}

impl ClientConfig {
    /// The app and hosts of a login product.
    pub const fn login(&self, login: Login) -> &LoginConfig {
        match login {
            Login::Instagram => &self.instagram,
            Login::Facebook => &self.facebook,
        }
    }

    /// The app secrets that may have signed a webhook or a `signed_request`.
    pub fn app_secrets(&self) -> Vec<SecretString> {
        [&self.instagram, &self.facebook]
            .into_iter()
            .filter_map(|login| login.app_secret.clone())
            .collect()
    }
}

/// The client can't be built.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// An address that is not http or https.
    #[error("{url} is not an http or https address; give one like https://graph.instagram.com")]
    Address {
        /// The address.
        url: Url,
    },
    /// The HTTP or TLS machinery does not start.
    #[error("the HTTP client does not start: {0}")]
    Start(#[from] reqwest::Error),
}

/// What a call answered, and what the answer said of the budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// The answer.
    pub value: T,
    /// The budget.
    pub usage: Usage,
}

impl<T> Answer<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        Answer {
            value: change(self.value),
            usage: self.usage,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The items, in Meta's order.
    pub items: Vec<T>,
    /// The cursor of the next page; nothing on the last.
    pub after: Option<String>,
}

/// Speaks to the Graph. Cheap to clone; shares its connections.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    config: ClientConfig,
    gate: Gate,
}

impl Client {
    /// A client that goes straight to the configured hosts: no proxy from the environment and no
    /// redirects, so a token never travels to another host.
    ///
    /// # Errors
    /// When an address is not http(s), or TLS can't start.
    pub fn new(config: ClientConfig) -> Result<Self, ClientError> {
        let addresses = [
            &config.instagram.graph_url,
            &config.instagram.www_url,
            &config.facebook.graph_url,
            &config.facebook.www_url,
            &config.api_url,
        ];
        for url in addresses {
            if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
                return Err(ClientError::Address { url: url.clone() });
            }
        }
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(config.connect_timeout)
            .timeout(config.total_timeout)
            .user_agent(concat!("palette/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let gate = Gate::default();
        Ok(Self { http, config, gate })
    }

    /// The same client, by a clock: after Meta's "too many" no call leaves before the time that
    /// Meta named, for the conversations, the account or the app that it concerns.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.gate = Gate::with_clock(clock);
        self
    }

    /// What it was built with.
    pub const fn config(&self) -> &ClientConfig {
        &self.config
    }
}
