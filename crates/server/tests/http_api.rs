//! The HTTP API as a client meets it: the real server on a port of its own, on each engine.

#[path = "house/database.rs"]
mod database;

#[path = "http_api/acts.rs"]
mod acts;
#[path = "http_api/connect.rs"]
mod connect;
#[path = "http_api/document.rs"]
mod document;
#[path = "http_api/events.rs"]
mod events;
#[path = "http_api/examples.rs"]
mod examples;
#[path = "http_api/notes.rs"]
mod notes;
#[path = "http_api/page.rs"]
mod page;
#[path = "http_api/session.rs"]
mod session;
#[path = "http_api/settings.rs"]
mod settings;
#[path = "http_api/shop.rs"]
mod shop;
#[path = "http_api/standing.rs"]
mod standing;
#[path = "http_api/walk.rs"]
mod walk;
#[path = "http_api/webhook.rs"]
mod webhook;
