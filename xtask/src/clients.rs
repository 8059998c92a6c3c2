//! `cargo xtask clients`: published Instagram clients against the built simulator, with only their
//! base address changed. What a library cannot do is told in its report.
//!
//! The libraries are installed, to the version, by pip and npm into a folder under target/; they
//! are no part of Palette.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::failure::Failure;
use crate::proc::Service;
use crate::progress::{Board, Lane};
use crate::test::{Count, Runner};
use crate::{builds, http, out, ports, proc, repo, stop, tools};

/// From the start of the simulator to its first answer.
const START: Duration = Duration::from_secs(30);
/// The worlds are made from this seed.
const SEED: &str = "11";
/// What is tried: the program that runs it, and its file in xtask/clients.
const TRIALS: [(Program, &str); 3] = [
    (Program::Python, "business.py"),
    (Program::Node, "business.js"),
    (Program::Node, "passport.js"),
];

/// Try published Instagram clients against the simulator
#[derive(clap::Args, Debug)]
pub struct Options {}

#[derive(Clone, Copy)]
enum Program {
    Python,
    Node,
}

pub fn run(_options: &Options) -> anyhow::Result<()> {
    for program in ["python3", "node", "npm"] {
        if !tools::has(program) {
            return Err(Failure::Missing(tools::missing(program)).into());
        }
    }
    builds::programs()?;
    let board = Board::new();
    let lane = board.lane("clients");
    let folder = installed(&lane)?;
    let mut total = Count::default();
    for (program, file) in TRIALS {
        lane.set(file);
        let count = trial(&folder, program, file)?;
        total.passed += count.passed;
        total.failed += count.failed;
    }
    drop(board);
    out::result(&format!("{} passed, {} failed", total.passed, total.failed))?;
    match total.failed {
        0 => Ok(()),
        _ => Err(Failure::Said.into()),
    }
}

/// One trial in a world of its own, so that no trial finds the clock where another left it.
fn trial(folder: &Path, program: Program, file: &str) -> anyhow::Result<Count> {
    let (mut simulator, base) = simulator()?;
    let mut command = match program {
        Program::Python => {
            let mut python = Command::new(folder.join("venv/bin/python"));
            // The library's own use of what Python is about to drop is not our matter.
            python.args(["-W", "ignore"]);
            python
        }
        Program::Node => Command::new("node"),
    };
    command
        .arg(folder.join(file))
        .arg(&base)
        .current_dir(folder);
    let finished = proc::run(command, |_| {})?;
    simulator.stop();
    let report = finished.output.trim_end();
    out::note(report);
    let count = Runner::Ours.count(report, finished.status.success());
    ensure!(
        count.passed + count.failed > 1,
        "{file} tried nothing: {}",
        finished.tail(20)
    );
    Ok(count)
}

/// A simulator that delivers nowhere, and its address.
fn simulator() -> anyhow::Result<(Service, String)> {
    let port = ports::free()?;
    let base = format!("http://127.0.0.1:{port}");
    let mut command = Command::new(repo::binary("palette-simulator")?);
    command.args(["--listen", &format!("127.0.0.1:{port}"), "--seed", SEED]);
    let mut service = Service::start("the simulator", &command, true)?;
    let client = http::Client::new();
    let ready = stop::wait_until(START, || {
        service.require_alive()?;
        // No answer yet is what we wait through.
        Ok(client
            .get(&format!("{base}/control/state"))
            .is_ok_and(|answer| answer.status == 200))
    })?;
    ensure!(
        ready,
        "the simulator did not answer within {} s",
        START.as_secs()
    );
    Ok((service, base))
}

/// The folder with the libraries and the trials.
fn installed(lane: &Lane) -> anyhow::Result<PathBuf> {
    let folder = repo::notes()?.join("clients");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let ours = repo::root().join("xtask/clients");
    let files =
        std::fs::read_dir(&ours).with_context(|| format!("cannot read {}", ours.display()))?;
    for file in files {
        let file = file?;
        if !file.path().is_file() {
            continue;
        }
        std::fs::copy(file.path(), folder.join(file.file_name()))
            .with_context(|| format!("cannot copy {}", file.path().display()))?;
    }
    lane.set("pip install");
    if !folder.join("venv/bin/python").is_file() {
        let mut command = Command::new("python3");
        command.args(["-m", "venv", "venv"]);
        step(
            command,
            &folder,
            "a folder for Python's packages (apt-get install python3-venv)",
        )?;
    }
    let mut command = Command::new(folder.join("venv/bin/python"));
    command.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]);
    command.args(["--requirement", "requirements.txt"]);
    step(command, &folder, "Meta's library for Python")?;
    lane.set("npm install");
    let mut command = Command::new("npm");
    command.args([
        "install",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
        "--ignore-scripts",
    ]);
    step(command, &folder, "the libraries for Node")?;
    Ok(folder)
}

/// Runs an installer in the folder; without a network that is what it says.
fn step(mut command: Command, folder: &Path, what: &str) -> anyhow::Result<()> {
    command.current_dir(folder);
    let finished = proc::run(command, |_| {})?;
    if finished.status.success() {
        return Ok(());
    }
    let sentence = format!(
        "{what} can't be installed; published clients are tried with the network only:\n{}",
        finished.tail(15)
    );
    Err(Failure::Missing(sentence).into())
}
