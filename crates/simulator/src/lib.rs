//! Meta, pretended: Instagram over real HTTP, for demos, tests and people who try things.
//!
//! [`start`] runs a simulator on an address; many can run in one process, each on port 0. It
//! imports nothing of the product: both are held to the same fixtures, so it is a second witness
//! to Meta's wire.

mod act;
mod audience;
mod chance;
mod clock;
mod comments;
mod consent;
mod containers;
mod control;
mod cut;
mod faults;
mod graph;
mod ids;
mod limits;
mod media;
mod mentions;
mod oauth;
mod people;
mod phone;
mod pictures;
mod running;
mod seed;
mod sends;
mod settings;
mod sim;
mod state;
mod threads;
mod tokens;
mod uploads;
mod webhook;
mod window;
mod world;

pub use control::ControlError;
pub use running::{Running, start};
pub use sim::Options;
pub use webhook::escape::escaped;
pub use webhook::sign::{signature, signed_request};
