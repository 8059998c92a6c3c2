//! The simulator over real HTTP: what a client and a receiver of webhooks meet.

#![expect(clippy::unwrap_used, reason = "a test that can not go on ends here")]

mod apps;
mod asking;
mod audience;
mod binary;
mod callbacks;
mod common;
mod control;
mod control_fuzz;
mod delivery;
mod described;
mod fuzz;
mod graph_shapes;
mod read_shapes;
mod reading;
mod rules;
mod send_shapes;
mod sending;
mod sign_in;
mod strangers;
mod told;
mod walk;
mod webhook_shapes;
