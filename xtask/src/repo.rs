//! Where things are: the repository, the target folder, the binaries that we build.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// The root of the repository that this binary was built from.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

pub fn web() -> PathBuf {
    root().join("web")
}

/// Cargo's target folder: the one that holds this very binary, so any way to choose it works.
pub fn target() -> anyhow::Result<PathBuf> {
    let exe = std::env::current_exe().context("cannot tell where this program lies")?;
    let folder = exe.parent().and_then(Path::parent);
    folder
        .map(Path::to_path_buf)
        .with_context(|| format!("{} does not lie in a target folder", exe.display()))
}

/// This very program, by its place: a test run may have built it anew under our feet, and then the
/// file that we were started from is gone while its successor lies there.
pub fn ourselves() -> anyhow::Result<PathBuf> {
    binary("xtask")
}

/// A binary of ours in the dev profile.
pub fn binary(name: &str) -> anyhow::Result<PathBuf> {
    Ok(target()?.join("debug").join(name))
}

/// A binary of ours in the release profile.
pub fn release_binary(name: &str) -> anyhow::Result<PathBuf> {
    Ok(target()?.join("release").join(name))
}

/// A folder for the workshop's own notes (logs, stamps), made when missing.
pub fn notes() -> anyhow::Result<PathBuf> {
    let folder = target()?.join("xtask");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}
