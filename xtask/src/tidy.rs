//! `cargo xtask tidy`: the house rules that no compiler keeps, as code.
//!
//! One module a family of rules; each takes a file's text and gives what it found. The families are
//! pure, so their tests are tables.

mod imports;
mod shape;
mod words;

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::failure::Failure;
use crate::{out, proc, repo};

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// 1-based; 0 when the whole file is meant.
    line: usize,
    what: String,
}

impl Finding {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
        }
    }
}

/// A text file of the repository, by its path from the root with `/`.
struct Source<'a> {
    path: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn ends_with(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    fn is_rust(&self) -> bool {
        self.ends_with(&[".rs"])
    }

    fn is_script(&self) -> bool {
        self.ends_with(&[".ts", ".tsx", ".js", ".mjs"])
    }

    /// Made by a program, never edited.
    fn is_generated(&self) -> bool {
        self.ends_with(&[
            "schema.d.ts",
            "routeTree.gen.ts",
            "package-lock.json",
            "Cargo.lock",
        ]) || self.path.starts_with("web/src/i18n/locales/")
    }
}

/// Check the house rules: heads, lengths, words, imports, paths
#[derive(clap::Args, Debug)]
pub struct Options {}

pub fn run(_: &Options) -> anyhow::Result<()> {
    let findings = check(&repo::root())?;
    for finding in &findings {
        out::result(finding)?;
    }
    if findings.is_empty() {
        return Ok(());
    }
    Err(Failure::Check(format!("{} places break a house rule", findings.len())).into())
}

/// Everything found under `root`, one line each: `path:line: what`.
fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for path in files(root)? {
        let whole = root.join(&path);
        let bytes = match std::fs::read(&whole) {
            Ok(bytes) => bytes,
            // Listed by git, removed in the working tree.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).context(format!("cannot read {path}")),
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            continue;
        };
        let source = Source { path: &path, text };
        let all = shape::check(&source)
            .into_iter()
            .chain(words::check(&source))
            .chain(imports::check(&source)?);
        found.extend(all.map(|Finding { line, what }| format!("{path}:{line}: {what}")));
    }
    Ok(found)
}

/// Tracked files and those that a commit would add.
fn files(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut command = Command::new("git");
    command.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]);
    command.current_dir(root);
    let listed = proc::stdout_of(command).context("cannot list the repository's files")?;
    let mut paths: Vec<String> = listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// From which line (0-based) on a Rust file is test code. By convention tests stand at the end.
fn tests_begin(source: &Source) -> usize {
    let is_test_file = ["/tests/", "/benches/"]
        .iter()
        .any(|part| source.path.contains(part))
        || source.ends_with(&["/tests.rs", "_tests.rs"]);
    if is_test_file {
        return 0;
    }
    let lines: Vec<&str> = source.text.lines().collect();
    let found = lines.windows(2).position(|pair| {
        pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{')
    });
    found.unwrap_or(lines.len())
}
