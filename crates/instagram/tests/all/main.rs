//! The crate against the wire: shared fixtures, a host that speaks it, and anything at all.

mod client;
mod fixtures;
mod oauth;
mod parse;
mod simulator;
mod trouble;
mod wire;
