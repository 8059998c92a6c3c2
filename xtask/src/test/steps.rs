//! What `cargo xtask test` does, step by step, in order of cost.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::count::Runner;
use crate::postgres::Postgres;
use crate::running::Demo;
use crate::{chromium, proc, repo, settings, tools};

/// Steps of one class are all run; the next class only begins when nothing failed in this one.
pub struct Step {
    pub class: Class,
    pub name: &'static str,
    pub runner: Runner,
    pub work: Work,
    /// Left out by `--quick`.
    pub long: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Seconds: the text of the code.
    Order,
    /// Minutes: what compilers and analysers say.
    Analysis,
    /// Tests of parts, and that the generated files are true.
    Parts,
    /// The whole product, as its users meet it.
    Whole,
}

/// What a step runs.
pub enum Work {
    /// A command made when its turn comes.
    Command(fn(&Surroundings) -> anyhow::Result<Command>),
    /// This program again, with other arguments.
    Xtask(&'static [&'static str]),
    /// The browser tests, which need a demo beside them.
    Browser,
    /// The licences; a note instead when the tool is not there.
    Licences,
}

/// What steps share: the database of their tests.
pub struct Surroundings {
    pub postgres: Option<Postgres>,
}

pub const STEPS: &[Step] = &[
    command(Class::Order, "formatting", Runner::One, |_| {
        cargo(&["fmt", "--all", "--check"])
    }),
    xtask(Class::Order, "house rules", Runner::One, &["tidy"]),
    command(Class::Order, "dashboard packages", Runner::One, |_| {
        npm(&["ci", "--no-audit", "--no-fund"])
    }),
    command(Class::Order, "dashboard lint", Runner::One, |_| {
        npm(&["run", "check"])
    }),
    command(Class::Order, "dashboard words", Runner::One, |_| {
        npm(&["run", "i18n"])
    }),
    command(Class::Analysis, "dashboard types", Runner::One, |_| {
        npm(&["run", "types"])
    }),
    command(Class::Analysis, "dashboard dead code", Runner::One, |_| {
        npm(&["run", "dead"])
    }),
    Step {
        class: Class::Analysis,
        name: "licences and sources",
        runner: Runner::One,
        work: Work::Licences,
        long: false,
    },
    command(Class::Analysis, "lints", Runner::One, |_| {
        let lints = ["--", "--deny", "warnings"];
        cargo(
            &[
                &["clippy", "--workspace", "--all-targets", "--all-features"],
                &lints[..],
            ]
            .concat(),
        )
    }),
    command(Class::Parts, "dashboard tests", Runner::Vitest, |_| {
        npm(&["run", "unit"])
    }),
    command(Class::Parts, "dashboard build", Runner::One, |_| {
        npm(&["run", "build"])
    }),
    command(Class::Parts, "dashboard size", Runner::One, |_| {
        npm(&["run", "size"])
    }),
    Step {
        class: Class::Parts,
        name: "tests",
        runner: Runner::Nextest,
        work: Work::Command(tests),
        long: false,
    },
    command(Class::Parts, "examples in the docs", Runner::Cargo, |_| {
        cargo(&["test", "--doc", "--workspace", "--all-features"])
    }),
    xtask(
        Class::Parts,
        "API document",
        Runner::One,
        &["openapi", "--check"],
    ),
    xtask(
        Class::Parts,
        "API client",
        Runner::One,
        &["client", "--check"],
    ),
    xtask(Class::Whole, "contract", Runner::Ours, &["contract"]),
    long(xtask(
        Class::Whole,
        "simulation",
        Runner::One,
        &["sim", "--seeds", "5"],
    )),
    Step {
        class: Class::Whole,
        name: "browser",
        runner: Runner::Playwright,
        work: Work::Browser,
        long: true,
    },
];

const fn command(
    class: Class,
    name: &'static str,
    runner: Runner,
    make: fn(&Surroundings) -> anyhow::Result<Command>,
) -> Step {
    Step {
        class,
        name,
        runner,
        work: Work::Command(make),
        long: false,
    }
}

const fn xtask(
    class: Class,
    name: &'static str,
    runner: Runner,
    args: &'static [&'static str],
) -> Step {
    Step {
        class,
        name,
        runner,
        work: Work::Xtask(args),
        long: false,
    }
}

const fn long(step: Step) -> Step {
    Step { long: true, ..step }
}

/// Tests on SQLite always, and on PostgreSQL when there is one (each store test takes both).
fn tests(surroundings: &Surroundings) -> anyhow::Result<Command> {
    let mut command = if has_nextest() {
        cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--all-features",
            "--no-fail-fast",
        ])?
    } else {
        cargo(&[
            "test",
            "--workspace",
            "--all-features",
            "--all-targets",
            "--no-fail-fast",
        ])?
    };
    match &surroundings.postgres {
        Some(postgres) => command.env("PALETTE_TEST_POSTGRES_URL", postgres.url()),
        None => command.env_remove("PALETTE_TEST_POSTGRES_URL"),
    };
    Ok(command)
}

pub fn has_nextest() -> bool {
    tools::has("cargo-nextest")
}

fn cargo(args: &[&str]) -> anyhow::Result<Command> {
    let mut command = proc::gentle("cargo");
    command
        .args(args)
        .current_dir(repo::root())
        .env("CARGO_TERM_COLOR", "never");
    if settings::in_ci() {
        // Nothing of it would be used again.
        command.env("CARGO_INCREMENTAL", "0");
    }
    Ok(command)
}

fn npm(args: &[&str]) -> anyhow::Result<Command> {
    let mut command = proc::gentle("npm");
    command
        .args(args)
        .current_dir(repo::web())
        .env("NO_COLOR", "1")
        .env("FORCE_COLOR", "0");
    Ok(command)
}

/// This very program with other arguments.
pub fn ourselves(args: &[&str]) -> anyhow::Result<Command> {
    let exe = std::env::current_exe().context("cannot tell where this program lies")?;
    let mut command = Command::new(exe);
    command.args(args).current_dir(repo::root());
    Ok(command)
}

/// `None` when the tool is not installed: then the step is a note, not a pass.
pub fn licences() -> anyhow::Result<Option<Command>> {
    if !tools::has("cargo-deny") {
        return Ok(None);
    }
    cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]).map(Some)
}

/// Playwright against `demo`, with Debian's Chromium.
pub fn browser(demo: &Demo) -> anyhow::Result<Command> {
    let chromium: PathBuf = chromium::require()?;
    let mut command = npm(&["run", "e2e"])?;
    command
        .env("E2E_DASHBOARD", &demo.ready.dashboard)
        .env("E2E_PHONE", &demo.ready.phone)
        .env("E2E_SIMULATOR", &demo.ready.simulator)
        .env("E2E_EMAIL", &demo.ready.email)
        .env("E2E_PASSWORD", &demo.ready.password)
        .env("E2E_CHROMIUM", chromium);
    Ok(command)
}
