//! `cargo xtask eval`: how well the product understands, on the split that training never saw.

use crate::examples;

/// Measure the quality of understanding on the held-back split
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Only these evaluations (all when none is named)
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    examples::run("eval", &options.names)
}
