//! `cargo xtask openapi` and `cargo xtask client`: what is generated from the API, and its drift.
//!
//! code → docs/api/openapi.json → web/src/api/schema.d.ts; each is checked in, so that a change of
//! the API is seen in a review.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::failure::Failure;
use crate::progress::Board;
use crate::scratch::Scratch;
use crate::{builds, out, proc, repo, web};

/// Generate, or with --check compare and change nothing
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Change nothing: print the difference and fail if there is one
    #[arg(long)]
    pub check: bool,
}

/// Writes `docs/api/openapi.json` from the code.
pub fn document(options: &Options) -> anyhow::Result<()> {
    builds::programs()?;
    let mut command = Command::new(repo::binary("palette")?);
    command.arg("openapi");
    let text = proc::stdout_of(command)?;
    settle(
        &repo::root().join("docs/api/openapi.json"),
        &text,
        "openapi",
        options.check,
    )
}

/// Writes the dashboard's types from the document.
pub fn client(options: &Options) -> anyhow::Result<()> {
    let board = Board::new();
    web::install(&board.lane("dashboard"))?;
    drop(board);
    let types = repo::web().join("src/api/schema.d.ts");
    let before = read(&types)?;
    let mut command = Command::new("npm");
    command
        .args(["run", "--silent", "api"])
        .current_dir(repo::web());
    proc::stdout_of(command)?;
    let made = read(&types)?;
    if !options.check {
        out::note(&format!("wrote {}", shown(&types)));
        return Ok(());
    }
    // `npm run api` writes in place: what was there comes back before the two are compared.
    std::fs::write(&types, before).with_context(|| format!("cannot write {}", shown(&types)))?;
    settle(&types, &made, "client", true)
}

fn settle(path: &Path, made: &str, command: &str, check: bool) -> anyhow::Result<()> {
    let there = if path.exists() {
        read(path)?
    } else {
        String::new()
    };
    if there == made {
        return Ok(());
    }
    if check {
        let scratch = Scratch::new("drift")?;
        let fresh = scratch.path().join("from-the-code");
        std::fs::write(&fresh, made).context("cannot write the fresh copy")?;
        out::note(&proc::tail(&diff(path, &fresh)?, 80));
        let sentence = format!(
            "{} is not what the code says: cargo xtask {command}",
            shown(path)
        );
        return Err(Failure::Check(sentence).into());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(path, made).with_context(|| format!("cannot write {}", shown(path)))?;
    out::note(&format!("wrote {}", shown(path)));
    Ok(())
}

/// A unified difference; `diff` ends with 1 when there is one.
fn diff(there: &Path, fresh: &Path) -> anyhow::Result<String> {
    let there = if there.exists() {
        there
    } else {
        Path::new("/dev/null")
    };
    let mut command = Command::new("diff");
    command.arg("-u").arg(there).arg(fresh);
    let output = command.output().context("cannot start diff")?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", shown(path)))
}

fn shown(path: &Path) -> String {
    let root: PathBuf = repo::root();
    path.strip_prefix(&root)
        .unwrap_or(path)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_is_an_error_that_names_its_mend_and_changes_nothing() {
        let scratch = Scratch::new("api").unwrap();
        let path = scratch.path().join("openapi.json");
        settle(&path, "{}\n", "openapi", false).unwrap();
        settle(&path, "{}\n", "openapi", true).unwrap();
        let error = settle(&path, "{\"a\":1}\n", "openapi", true).unwrap_err();
        assert!(
            error.to_string().ends_with("cargo xtask openapi"),
            "{error}"
        );
        assert_eq!(read(&path).unwrap(), "{}\n");
        settle(&path, "{\"a\":1}\n", "openapi", false).unwrap();
        assert_eq!(read(&path).unwrap(), "{\"a\":1}\n");
    }
}
