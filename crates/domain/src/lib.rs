//! What is true: the pure rules of Palette.
//!
//! Nothing in this crate does I/O, reads a clock, draws a random number or logs.
//! The time is an argument named `now`; chance comes in as bytes. So every rule here can be
//! tested by a table, and every decision can be replayed from its snapshot.

pub mod account;
pub mod agent;
pub mod business;
pub mod catalogue;
pub mod comment;
pub mod conversation;
pub mod customer;
pub mod draft;
pub mod example;
pub mod ids;
pub mod inbound;
pub mod live;
pub mod media;
pub mod money;
pub mod order;
pub mod outbound;
pub mod policy;
pub mod private;
pub mod time;
pub mod turn;
pub mod understanding;

pub use ids::*;
pub use money::{Currency, Money};
pub use private::Private;
pub use time::{Chance, Clock, Instant, Span};
