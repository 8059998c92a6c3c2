//! `cargo xtask train`: makes the model of the language crate anew from the data in the repository.
//!
//! Deterministic: the same data give the same file, bit for bit.

use crate::examples;

/// Train the language model from the data in the repository
#[derive(clap::Args, Debug)]
pub struct Options {}

pub fn run(_: &Options) -> anyhow::Result<()> {
    examples::run("train", &[])
}
