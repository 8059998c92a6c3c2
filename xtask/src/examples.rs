//! Examples of the language crate that the workshop runs: its evaluation and its training.

use std::process::Command;

use crate::failure::Failure;
use crate::{builds, out, proc, repo};

/// Builds the example in the release profile and runs it; what it prints on stdout is the result.
pub fn run(name: &str, args: &[String]) -> anyhow::Result<()> {
    builds::binary(
        &["--release", "-p", "palette-language", "--example", name],
        name,
    )?;
    let mut command = Command::new(repo::target()?.join("release/examples").join(name));
    command.args(args).current_dir(repo::root());
    let mut printed = Ok(());
    let finished = proc::run(command, |line| {
        if printed.is_ok() {
            printed = out::result(line);
        }
    })?;
    printed?;
    match finished.status.code() {
        Some(0) => Ok(()),
        Some(2) => Err(Failure::Usage(format!("{name} does not know what was asked")).into()),
        _ => Err(Failure::Check(format!("{name} ended with {}", finished.status)).into()),
    }
}
