//! Building the product: the Rust side and the dashboard beside each other, with progress shown.

use std::process::Command;
use std::thread;

use anyhow::{Context, bail};

use crate::failure::Failure;
use crate::progress::{Board, Lane, cargo_count};
use crate::{clock, out, proc, repo, web};

/// What the demo is built from.
const DEMO: [&str; 8] = [
    "-p",
    "palette-server",
    "--features",
    "palette-server/demo",
    "-p",
    "palette-simulator",
    "--bins",
    "--locked",
];

/// Builds dashboard, product and simulator in the dev profile.
pub fn demo() -> anyhow::Result<()> {
    let board = Board::new();
    let (rust, dashboard) = (board.lane("Rust"), board.lane("dashboard"));
    // The server's build looks at the folder of the finished dashboard: it must be there.
    std::fs::create_dir_all(repo::web().join("dist")).context("cannot make web/dist")?;
    let (built, rebuilt) = thread::scope(|scope| {
        let web = scope.spawn(|| web::build(&dashboard));
        let built = cargo(&DEMO, &rust);
        let rebuilt = web
            .join()
            .unwrap_or_else(|_| bail!("the build of the dashboard broke off"));
        (built, rebuilt)
    });
    built?;
    if rebuilt? {
        // The server lists the dashboard's files when it is compiled.
        cargo(&DEMO, &rust)?;
    }
    Ok(())
}

/// Product and simulator alone, with the same features as a demo so that nothing is built twice.
pub fn programs() -> anyhow::Result<()> {
    binary(&DEMO, "Rust")
}

/// What these arguments name, dev or release.
pub fn binary(args: &[&str], name: &str) -> anyhow::Result<()> {
    let board = Board::new();
    cargo(args, &board.lane(name))
}

fn cargo(args: &[&str], lane: &Lane) -> anyhow::Result<()> {
    let mut command = proc::gentle("cargo");
    command.arg("build").args(args).current_dir(repo::root());
    with_progress(&mut command);
    lane.set("starts");
    let finished = proc::run(command, |line| {
        if let Some(count) = cargo_count(line) {
            lane.set(format!("{count} crates"));
        }
    })?;
    lane.set("");
    finish("the Rust build", finished)
}

/// Cargo's bar also when it writes to a pipe; without colours, so that it can be read.
pub fn with_progress(command: &mut Command) {
    command
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "80")
        .env("CARGO_TERM_COLOR", "never");
}

/// Says how long a piece of building took, or shows why it failed.
pub fn finish(what: &str, finished: proc::Finished) -> anyhow::Result<()> {
    if finished.status.success() {
        if finished.elapsed.as_secs() > 2 {
            out::note(&format!("{what}: {}", clock::show(finished.elapsed)));
        }
        return Ok(());
    }
    out::note(&finished.tail(60));
    if is_disk_full(&finished.output) {
        let sentence = "the disk is full: a first build needs about 6 GB; free some space, or set \
                        CARGO_TARGET_DIR to a folder on a bigger disk";
        return Err(Failure::Missing(sentence.into()).into());
    }
    if is_offline(&finished.output) {
        let sentence = format!(
            "{what} failed because a registry cannot be reached: check the network (the words \
             above say which), then start again"
        );
        return Err(Failure::Missing(sentence).into());
    }
    Err(Failure::Check(format!("{what} failed; the reason stands above")).into())
}

fn is_disk_full(output: &str) -> bool {
    output.contains("No space left on device") || output.contains("ENOSPC")
}

fn is_offline(output: &str) -> bool {
    [
        "Could not resolve host",
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ETIMEDOUT",
    ]
    .iter()
    .any(|word| output.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;
    use std::time::Duration;

    #[test]
    fn a_failed_build_ends_with_the_status_of_its_cause() {
        let check = |output: &str, expected: u8| {
            let status = ExitStatus::from_raw(101 << 8);
            let (output, stdout) = (output.to_owned(), String::new());
            let finished = proc::Finished {
                status,
                output,
                stdout,
                elapsed: Duration::ZERO,
            };
            let error = finish("the Rust build", finished).unwrap_err();
            assert_eq!(crate::failure::status_of(&error), expected, "{error}");
        };
        check("error[E0308]: mismatched types", 1);
        check("error: No space left on device (os error 28)", 3);
        check("npm error code EAI_AGAIN", 3);
    }
}
