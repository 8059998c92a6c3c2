//! The store's tests, each on SQLite and on PostgreSQL.

mod catalogue;
mod comments;
mod common;
mod events;
mod examples;
mod inbox;
mod leaks;
mod many;
mod notes;
mod orders;
mod path;
mod people;
mod records;
mod schema;
mod sending;
mod standing;
mod tenants;
