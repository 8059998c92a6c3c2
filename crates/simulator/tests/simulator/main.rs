//! The simulator over real HTTP: what a client and a receiver of webhooks meet.

mod common;
mod control;
mod delivery;
mod graph_shapes;
mod reading;
mod sending;
mod sign_in;
mod webhook_shapes;
