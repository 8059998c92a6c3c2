//! `cargo xtask bench`: how fast and how lean the release build is, on this machine.
//!
//! A table on stdout and one JSON object a line in `target/bench.jsonl`. Raw rates depend on the
//! machine; ratios to something measured in the same minute do not, so each rate carries one.

mod ingest;
mod understanding;

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use serde::Serialize;

use crate::engine::Engine;
use crate::failure::Failure;
use crate::{builds, out, proc, repo};

/// Measure speed and memory of the release build
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Only these benches: understanding, ingest (all when none is named)
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The database
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    engine: Engine,
}

/// One measured number, as it stands in `target/bench.jsonl`.
#[derive(Debug, Serialize)]
pub struct Measured {
    name: String,
    value: f64,
    unit: &'static str,
    /// What the ratio compares with, measured in the same run; empty when there is nothing.
    ratio_to: &'static str,
    ratio: Option<f64>,
    engine: Option<Engine>,
    commit: String,
}

/// What a bench has to hand over; the rest of the line is the same for all.
pub struct Number {
    pub name: &'static str,
    pub value: f64,
    pub unit: &'static str,
    pub compared: Option<(&'static str, f64)>,
    pub engine: Option<Engine>,
}

/// What the benches run.
pub struct Built {
    pub palette: PathBuf,
    pub simulator: PathBuf,
}

type Bench = fn(&Built, Engine) -> anyhow::Result<Vec<Number>>;
const BENCHES: [(&str, Bench); 2] = [
    ("understanding", understanding::run),
    ("ingest", ingest::run),
];

pub fn run(options: &Options) -> anyhow::Result<()> {
    let known = |name: &String| BENCHES.iter().any(|(bench, _)| bench == name);
    if let Some(unknown) = options.names.iter().find(|name| !known(name)) {
        let names = BENCHES.map(|(name, _)| name).join(", ");
        let sentence = format!("there is no bench {unknown:?}; there are {names}");
        return Err(Failure::Usage(sentence).into());
    }
    let packages = [
        "--release",
        "-p",
        "palette-server",
        "-p",
        "palette-simulator",
        "--bins",
    ];
    builds::binary(&packages, "Rust")?;
    let built = Built {
        palette: repo::release_binary("palette")?,
        simulator: repo::release_binary("palette-simulator")?,
    };
    let commit = commit()?;
    let mut measured = Vec::new();
    for (name, bench) in BENCHES {
        if !options.names.is_empty() && !options.names.iter().any(|wanted| wanted == name) {
            continue;
        }
        out::note(&format!("measuring {name}"));
        let numbers = bench(&built, options.engine)?;
        measured.extend(numbers.into_iter().map(|number| number.finished(&commit)));
    }
    keep(&measured)?;
    for line in table(&measured) {
        out::result(&line)?;
    }
    Ok(())
}

impl Number {
    fn finished(self, commit: &str) -> Measured {
        Measured {
            name: self.name.to_owned(),
            value: self.value,
            unit: self.unit,
            ratio_to: self.compared.map_or("", |(what, _)| what),
            ratio: self.compared.map(|(_, other)| self.value / other),
            engine: self.engine,
            commit: commit.to_owned(),
        }
    }
}

fn commit() -> anyhow::Result<String> {
    let mut command = Command::new("git");
    command
        .args(["rev-parse", "--short=12", "HEAD"])
        .current_dir(repo::root());
    Ok(proc::stdout_of(command)?.trim().to_owned())
}

/// Adds the lines to `bench.jsonl` in the target folder.
fn keep(measured: &[Measured]) -> anyhow::Result<()> {
    let path = repo::target()?.join("bench.jsonl");
    let failed = || format!("cannot write {}", path.display());
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .with_context(failed)?;
    for line in measured {
        writeln!(file, "{}", serde_json::to_string(line)?).with_context(failed)?;
    }
    out::note(&format!("added to {}", path.display()));
    Ok(())
}

fn table(measured: &[Measured]) -> Vec<String> {
    let head = format!(
        "{:<34} {:>14}  {:<12} {:>8}  to",
        "name", "value", "unit", "ratio"
    );
    let rows = measured.iter().map(|row| {
        let ratio = row
            .ratio
            .map_or(String::new(), |ratio| format!("{ratio:.3}"));
        format!(
            "{:<34} {:>14.1}  {:<12} {ratio:>8}  {}",
            row.name, row.value, row.unit, row.ratio_to
        )
    });
    std::iter::once(head).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_promised_members() {
        let number = Number {
            name: "ingest",
            value: 500.0,
            unit: "1/s",
            compared: Some(("signed deliveries with nothing in them", 2000.0)),
            engine: Some(Engine::Sqlite),
        };
        let line = serde_json::to_value(number.finished("abc")).unwrap();
        let expected = serde_json::json!({
            "name": "ingest", "value": 500.0, "unit": "1/s",
            "ratio_to": "signed deliveries with nothing in them", "ratio": 0.25,
            "engine": "sqlite", "commit": "abc"
        });
        assert_eq!(line, expected);
    }
}
