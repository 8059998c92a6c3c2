//! `cargo xtask sim`: the whole system under a seeded simulation, many seeds in a row.
//!
//! The simulation itself is a test of the server (`crates/server/tests/simulation.rs`); it reads
//! its seed from `SEED` and, for PostgreSQL, the database from `PALETTE_TEST_POSTGRES_URL`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use serde_json::Value;

use crate::engine::Engine;
use crate::failure::Failure;
use crate::postgres::Postgres;
use crate::progress::{Board, cargo_count};
use crate::{builds, out, proc, repo};

/// Run the seeded whole-system simulation
#[derive(clap::Args, Debug)]
pub struct Options {
    /// How many seeds to run
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The database
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    engine: Engine,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let board = Board::new();
    let lane = board.lane("simulation");
    let mut command = proc::gentle("cargo");
    // The same packages and features as `cargo xtask test`, so that nothing is compiled twice.
    command.args([
        "test",
        "--workspace",
        "--all-features",
        "--test",
        "simulation",
        "--no-run",
    ]);
    command
        .arg("--message-format=json-render-diagnostics")
        .current_dir(repo::root());
    builds::with_progress(&mut command);
    let built = proc::run(command, |line| {
        if let Some(count) = cargo_count(line) {
            lane.set(format!("compiles, {count}"));
        }
    })?;
    let binary = executable(&built.output);
    builds::finish("the simulation", built)?;
    let binary = binary.context("cargo names no test binary for the simulation")?;
    let postgres = match options.engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Postgres::throw_away()?),
    };
    for done in 0..options.seeds {
        let seed = options.seed + done;
        lane.set(format!("seed {seed}, {done} of {} done", options.seeds));
        let mut command = Command::new(&binary);
        command
            .current_dir(repo::root().join("crates/server"))
            .env("SEED", seed.to_string());
        match &postgres {
            Some(postgres) => command.env("PALETTE_TEST_POSTGRES_URL", postgres.url()),
            None => command.env_remove("PALETTE_TEST_POSTGRES_URL"),
        };
        let finished = proc::run(command, |_| {})?;
        if !finished.status.success() {
            drop(board);
            return Err(report(options, seed, done, &finished));
        }
    }
    drop(board);
    out::result(&format!("{} passed, 0 failed", options.seeds)).map_err(Into::into)
}

fn report(options: &Options, seed: u64, done: u64, finished: &proc::Finished) -> anyhow::Error {
    out::note(&finished.tail(80));
    let engine = match options.engine {
        Engine::Sqlite => String::new(),
        Engine::Postgres => " --engine postgres".to_owned(),
    };
    let replay = format!("cargo xtask sim --seeds 1 --seed {seed}{engine}");
    let lines = [
        format!("first failure: seed {seed}"),
        format!("replay it:     {replay}"),
        format!("{done} passed, 1 failed"),
    ];
    for line in lines {
        if let Err(error) = out::result(&line) {
            return error.into();
        }
    }
    Failure::Check(format!("the simulation failed with seed {seed}")).into()
}

/// The test binary that cargo's messages name.
fn executable(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "simulation")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_binary_is_found_in_cargos_messages() {
        let artifact = |name: &str, path: &str| {
            let target = json!({ "name": name });
            json!({ "reason": "compiler-artifact", "target": target, "executable": path })
        };
        let (other, ours) = (artifact("palette", "/a"), artifact("simulation", "/b"));
        let messages = format!("{other}\nwarning: not JSON\n{ours}\n");
        assert_eq!(executable(&messages), Some(PathBuf::from("/b")));
        assert_eq!(executable("error: no such test"), None);
    }
}
