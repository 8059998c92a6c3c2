//! The dashboard's own workshop: installs and builds only when the sources changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::builds;
use crate::lock::Lock;
use crate::progress::{Board, Lane};
use crate::{proc, repo};

/// Folders of web/ that are made, not written.
const MADE: [&str; 5] = [
    "node_modules",
    "dist",
    "test-results",
    "playwright-report",
    "e2e",
];

/// Install and build, or only install
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Only the packages
    #[arg(long)]
    install: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let board = Board::new();
    let lane = board.lane("dashboard");
    if options.install {
        install(&lane)
    } else {
        build(&lane).map(drop)
    }
}

/// Installs and builds what changed. `true` when web/dist is new.
pub fn build(lane: &Lane) -> anyhow::Result<bool> {
    // Two demos that start at once must not install into the same folder at once.
    let _turn = Lock::wait("web", &repo::web())?;
    install_here(lane)?;
    let stamp = Stamp::new("build");
    let sources = fingerprint(&repo::web())?;
    if stamp.holds(sources) && repo::web().join("dist/index.html").is_file() {
        return Ok(false);
    }
    lane.set("vite build");
    npm("the build of the dashboard", &["run", "build"], lane)?;
    stamp.set(sources)?;
    Ok(true)
}

/// Installs the packages when the lock file changed since the last time.
pub fn install(lane: &Lane) -> anyhow::Result<()> {
    // Two demos that start at once must not install into the same folder at once.
    let _turn = Lock::wait("web", &repo::web())?;
    install_here(lane)
}

fn install_here(lane: &Lane) -> anyhow::Result<()> {
    let lock_file = repo::web().join("package-lock.json");
    let text = std::fs::read(&lock_file)
        .with_context(|| format!("cannot read {}", lock_file.display()))?;
    let stamp = Stamp::new("install");
    let wanted = hash_of(&text);
    if stamp.holds(wanted) {
        return Ok(());
    }
    lane.set("npm ci");
    npm(
        "installing the dashboard's packages",
        &["ci", "--no-audit", "--no-fund"],
        lane,
    )?;
    stamp.set(wanted)
}

/// Runs npm in web/; its output is shown when it fails.
fn npm(what: &str, args: &[&str], lane: &Lane) -> anyhow::Result<()> {
    let mut command = proc::gentle("npm");
    command
        .args(args)
        .current_dir(repo::web())
        .env("NO_COLOR", "1");
    let finished = proc::run(command, |_| {})?;
    lane.set("");
    builds::finish(what, finished)
}

/// A note beside the installed packages (it goes when they go) of the sources last worked on.
struct Stamp(PathBuf);

impl Stamp {
    fn new(step: &str) -> Self {
        Self(
            repo::web()
                .join("node_modules")
                .join(format!(".palette-{step}")),
        )
    }

    fn holds(&self, value: u64) -> bool {
        std::fs::read_to_string(&self.0).is_ok_and(|text| text == format!("{value:016x}"))
    }

    fn set(&self, value: u64) -> anyhow::Result<()> {
        std::fs::write(&self.0, format!("{value:016x}"))
            .with_context(|| format!("cannot write {}", self.0.display()))
    }
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A number that changes when any source file under `folder` changes its name or content.
fn fingerprint(folder: &Path) -> anyhow::Result<u64> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        let bytes =
            std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        bytes.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot look into {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot look into {}", folder.display()))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if MADE.contains(&name.as_ref()) || name.starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn only_sources_count() {
        let folder = Scratch::new("web").unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("src/main.tsx", "1");
        let first = fingerprint(folder.path()).unwrap();
        write("node_modules/a/index.js", "1");
        write("dist/index.html", "1");
        assert_eq!(fingerprint(folder.path()).unwrap(), first);
        write("src/main.tsx", "2");
        let second = fingerprint(folder.path()).unwrap();
        assert_ne!(second, first);
        write("src/other.tsx", "");
        assert_ne!(fingerprint(folder.path()).unwrap(), second);
    }
}
