//! `cargo xtask contract`: every name that others hold on to, checked against the built product.
//!
//! A row is a promise in our own words and the check that it holds. The rows share one running
//! demo, and one installation made by hand beside a simulator run alone, each started when first
//! asked for.
//! One line a row on stdout, at the end `N passed, N failed`.

mod commands;
mod configuration;
mod details;
mod http_api;
mod paths;
mod simulator;
mod understanding;
mod world;

use self::world::World;
use crate::clock::{self, Stopwatch};
use crate::failure::{self, Failure};
use crate::{builds, out};

/// A promise and its check.
pub struct Row {
    pub says: &'static str,
    pub check: fn(&mut World) -> anyhow::Result<()>,
}

const fn row(says: &'static str, check: fn(&mut World) -> anyhow::Result<()>) -> Row {
    Row { says, check }
}

/// Families in this order: the last rows end what the others use.
const FAMILIES: &[(&str, &[Row])] = &[
    ("commands", commands::ROWS),
    ("understanding", understanding::ROWS),
    ("configuration", configuration::ROWS),
    ("paths", paths::ROWS),
    ("API", http_api::ROWS),
    ("simulator", simulator::ROWS),
    ("details", details::ROWS),
];

/// Check every promised name and shape against the built product
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Only rows whose family or text contains this
    only: Option<String>,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let watch = Stopwatch::start();
    builds::demo()?;
    let mut world = World::new()?;
    let (mut passed, mut failed) = (0_u32, 0_u32);
    for (family, rows) in FAMILIES {
        for row in *rows {
            let wanted = options.only.as_ref().is_none_or(|only| {
                family.contains(only.as_str()) || row.says.contains(only.as_str())
            });
            if !wanted {
                continue;
            }
            match (row.check)(&mut world) {
                Ok(()) => {
                    passed += 1;
                    out::result(&format!("ok      {family}: {}", row.says))?;
                }
                Err(error) if matches!(error.downcast_ref(), Some(Failure::Stopped)) => {
                    return Err(error);
                }
                Err(error) => {
                    failed += 1;
                    let reason = failure::sentence(&error).replace('\n', " ");
                    out::result(&format!("FAILED  {family}: {}: {reason}", row.says))?;
                }
            }
        }
    }
    drop(world);
    out::note(&format!("in {}", clock::show(watch.elapsed())));
    out::result(&format!("{passed} passed, {failed} failed"))?;
    if failed == 0 {
        return Ok(());
    }
    Err(Failure::Said.into())
}
