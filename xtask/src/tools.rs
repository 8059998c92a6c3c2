//! The tools that a fresh machine may lack, each with the one command that mends it.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::{out, proc};

/// The oldest Node that the dashboard's tools run on.
const NODE_FLOOR: (u32, u32) = (20, 19);

/// Where `program` lies on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = crate::settings::search_path()?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

pub fn has(program: &str) -> bool {
    find(program).is_some()
}

/// The sentence for a program that is not there: what, why and the mend.
pub fn missing(program: &str) -> String {
    let mend = match program {
        "cc" => "install a C compiler: apt-get install gcc",
        "node" | "npm" => "install Node 20 or newer from https://nodejs.org",
        "cargo" | "rustc" => "install Rust from https://rustup.rs",
        "python3" => "apt-get install python3 python3-venv",
        "git" => "apt-get install git",
        "initdb" | "postgres" | "psql" => "apt-get install postgresql",
        "chromium" => "apt-get install chromium fonts-noto-color-emoji",
        "nice" => "apt-get install coreutils",
        _ => "install it, or check PATH",
    };
    format!("{program} is needed and was not found: {mend}")
}

/// All that a demo needs, or one sentence about the first thing that is not there.
pub fn require_for_demo() -> anyhow::Result<()> {
    for program in ["cc", "node", "npm"] {
        if !has(program) {
            return Err(Failure::Missing(missing(program)).into());
        }
    }
    let mut command = Command::new("node");
    command.arg("--version");
    let version = proc::stdout_of(command)?;
    check_node(version.trim())
}

/// Installs Debian packages when we may, else says the one command that does.
pub fn install(what: &str, packages: &[&str]) -> anyhow::Result<()> {
    let list = packages.join(" ");
    let mend = format!("{what} is needed and was not found: apt-get install {list}");
    if !has("apt-get") || !nix::unistd::Uid::effective().is_root() {
        return Err(Failure::Missing(mend).into());
    }
    out::note(&format!("installing {what} (apt-get install {list})"));
    for args in [
        vec!["update"],
        [
            vec!["install", "-y", "--no-install-recommends"],
            packages.to_vec(),
        ]
        .concat(),
    ] {
        let mut command = Command::new("apt-get");
        command.args(&args).env("DEBIAN_FRONTEND", "noninteractive");
        let finished = proc::run(command, |_| {})?;
        if !finished.status.success() {
            out::note(&finished.tail(10));
            return Err(Failure::Missing(mend).into());
        }
    }
    Ok(())
}

fn check_node(version: &str) -> anyhow::Result<()> {
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    let found = match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor),
        _ => {
            let sentence = format!("`node --version` answered {version:?}, which is no version");
            return Err(Failure::Missing(sentence).into());
        }
    };
    if found >= NODE_FLOOR {
        return Ok(());
    }
    let (major, minor) = NODE_FLOOR;
    Err(Failure::Missing(format!(
        "Node {version} is too old, the dashboard is built with {major}.{minor} or newer: {}",
        "install a newer one from https://nodejs.org"
    ))
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_of_node_is_kept() {
        let check = |version: &str, expected: bool| {
            assert_eq!(check_node(version).is_ok(), expected, "{version}");
        };
        check("v20.20.2", true);
        check("v20.19.0", true);
        check("v22.0.0", true);
        check("v20.18.3", false);
        check("v18.20.0", false);
        check("what?", false);
    }

    #[test]
    fn what_is_missing_is_said_with_its_mend() {
        assert!(missing("cc").contains("apt-get install gcc"));
        assert!(missing("initdb").contains("apt-get install postgresql"));
        assert!(find("palette-no-such-program").is_none());
        assert!(has("sh"));
    }
}
