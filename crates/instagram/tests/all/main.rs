//! The crate against the wire: shared fixtures, a host that speaks it, and anything at all.

#![expect(
    clippy::unwrap_used,
    reason = "what fails here fails the test, in helpers too"
)]

mod answers;
mod client;
mod fixtures;
mod limits;
mod meta;
mod oauth;
mod parse;
mod simulator;
mod trouble;
mod wire;
