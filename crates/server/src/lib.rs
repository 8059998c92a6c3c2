//! What happens: the imperative shell around the pure rules. A library, so that tests run the
//! same server that ships, with its clock in hand.

pub mod budgets;
pub mod cli;
pub mod clock;
pub mod config;
pub mod connect;
#[cfg(feature = "demo")]
pub mod demo;
pub mod http;
pub mod ingest;
pub mod jobs;
pub mod known;
pub mod metrics;
pub mod reading;
pub mod serve;
pub mod state;
