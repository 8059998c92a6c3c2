//! The one door: the HTTP API, the dashboard, Meta's webhooks and the pages for operators.

mod access;
mod accounts;
mod assets;
mod business;
mod comments;
mod conversations;
mod cursor;
mod decisions;
mod document;
mod drafts;
mod events;
mod failures;
mod fields;
mod frame;
mod health;
mod idempotency;
mod language;
mod lookup;
mod media;
mod messages;
mod oauth;
mod orders;
pub mod password;
mod pictures;
mod problem;
mod products;
mod router;
mod session;
mod settings;
mod throttle;
mod timeline;
mod view;
mod web;
mod webhook;

pub use document::openapi;
pub use router::{metrics_router, router};
