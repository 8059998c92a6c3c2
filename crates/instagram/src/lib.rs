//! How Meta speaks: webhooks in, Graph calls out, both login products, one table of errors.
//!
//! Nothing here decides what may be said: sends take a `Permit` by value, which only
//! `palette_domain::policy::judge` makes. Nothing here reads a clock or stores anything.

pub mod client;
pub mod error;
pub mod oauth;
mod read;
pub mod signature;
pub mod signed_request;
mod token;
mod usage;
pub mod version;
pub mod webhook;

pub use client::{Answer, Client, ClientConfig, LoginConfig, Page};
pub use error::{Class, Trouble};
pub use oauth::{ConnectError, Fresh, Grant};
pub use signature::SignatureError;
pub use token::Token;
pub use usage::Usage;
pub use webhook::NotJson;
