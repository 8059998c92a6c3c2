//! What `cargo xtask test` does, step by step, in order of cost.

use std::process::Command;

use super::count::Runner;
use crate::postgres::Postgres;
use crate::running::Demo;
use crate::{chromium, proc, repo, settings, tools};

/// One line of the summary.
pub struct Step {
    pub class: Class,
    pub name: &'static str,
    pub runner: Runner,
    pub work: Work,
    /// Left out by `--quick`.
    pub long: bool,
}

/// Steps of one class are all run; the next class only begins when nothing failed in this one.
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
    Cargo(&'static [&'static str]),
    /// npm in web/.
    Npm(&'static [&'static str]),
    /// This program again, with other arguments.
    Xtask(&'static [&'static str]),
    /// All Rust tests, on SQLite and on PostgreSQL when there is one.
    Tests,
    /// The browser tests, which need a demo beside them.
    Browser,
    /// The dashboard's catalogues of words, which must be those that the code uses.
    Words,
    /// The licences; a note instead when the tool is not there.
    Licences,
}

pub const STEPS: &[Step] = {
    use Class::{Analysis, Order, Parts, Whole};
    use Runner::{Cargo, Nextest, One, Ours, Playwright, Vitest};
    &[
        step(Order, "formatting", One, Work::Cargo(FORMAT)),
        step(Order, "house rules", One, Work::Xtask(&["tidy"])),
        step(
            Order,
            "dashboard packages",
            One,
            Work::Xtask(&["web", "--install"]),
        ),
        step(Order, "dashboard lint", One, Work::Npm(&["run", "check"])),
        step(Order, "dashboard words", One, Work::Words),
        step(
            Analysis,
            "dashboard types",
            One,
            Work::Npm(&["run", "types"]),
        ),
        step(
            Analysis,
            "dashboard dead code",
            One,
            Work::Npm(&["run", "dead"]),
        ),
        step(Analysis, "licences and sources", One, Work::Licences),
        step(Analysis, "lints", One, Work::Cargo(LINTS)),
        step(
            Parts,
            "dashboard tests",
            Vitest,
            Work::Npm(&["run", "unit"]),
        ),
        step(Parts, "dashboard build", One, Work::Xtask(&["web"])),
        step(Parts, "dashboard size", One, Work::Npm(&["run", "size"])),
        step(Parts, "tests", Nextest, Work::Tests),
        step(Parts, "examples in the docs", Cargo, Work::Cargo(DOC_TESTS)),
        step(
            Parts,
            "API document",
            One,
            Work::Xtask(&["openapi", "--check"]),
        ),
        step(
            Parts,
            "API client",
            One,
            Work::Xtask(&["client", "--check"]),
        ),
        step(Whole, "contract", Ours, Work::Xtask(&["contract"])),
        long(step(
            Whole,
            "simulation",
            Ours,
            Work::Xtask(&["sim", "--seeds", "5"]),
        )),
        long(step(
            Whole,
            "published clients",
            Ours,
            Work::Xtask(&["clients"]),
        )),
        long(step(Whole, "browser", Playwright, Work::Browser)),
    ]
};

const FORMAT: &[&str] = &["fmt", "--all", "--check", "--", "--color", "never"];
const LINTS: &[&str] = &[
    "clippy",
    "--workspace",
    "--all-targets",
    "--all-features",
    "--",
    "--deny",
    "warnings",
    // `cargo xtask tidy` keeps `.unwrap()` out of all but tests; clippy does not know helpers of
    // tests as tests.
    "--allow",
    "clippy::unwrap_used",
];
const DOC_TESTS: &[&str] = &["test", "--doc", "--workspace", "--all-features"];
const NEXTEST: &[&str] = &[
    "nextest",
    "run",
    "--workspace",
    "--all-features",
    "--no-fail-fast",
];
const CARGO_TEST: &[&str] = &[
    "test",
    "--workspace",
    "--all-features",
    "--all-targets",
    "--no-fail-fast",
];

const fn step(class: Class, name: &'static str, runner: Runner, work: Work) -> Step {
    let long = false;
    Step {
        class,
        name,
        runner,
        work,
        long,
    }
}

const fn long(step: Step) -> Step {
    let Step {
        class,
        name,
        runner,
        work,
        ..
    } = step;
    Step {
        class,
        name,
        runner,
        work,
        long: true,
    }
}

/// Each store test runs on both engines when it is told of a PostgreSQL.
pub fn tests(postgres: Option<&Postgres>) -> Command {
    let mut command = cargo(if has_nextest() { NEXTEST } else { CARGO_TEST });
    match postgres {
        Some(postgres) => command.env("PALETTE_TEST_POSTGRES_URL", postgres.url()),
        None => command.env_remove("PALETTE_TEST_POSTGRES_URL"),
    };
    command
}

pub fn has_nextest() -> bool {
    tools::has("cargo-nextest")
}

pub fn cargo(args: &[&str]) -> Command {
    let mut command = proc::gentle("cargo");
    command
        .args(args)
        .current_dir(repo::root())
        .env("CARGO_TERM_COLOR", "never");
    if settings::in_ci() {
        // Nothing of it would be used again.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

pub fn npm(args: &[&str]) -> Command {
    let mut command = proc::gentle("npm");
    command
        .args(args)
        .current_dir(repo::web())
        .env("NO_COLOR", "1")
        .env("FORCE_COLOR", "0");
    command
}

/// This very program with other arguments.
pub fn ourselves(args: &[&str]) -> anyhow::Result<Command> {
    let mut command = Command::new(repo::ourselves()?);
    command.args(args).current_dir(repo::root());
    Ok(command)
}

/// `None` when the tool is not installed.
pub fn licences() -> Option<Command> {
    let there = tools::has("cargo-deny");
    there.then(|| cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]))
}

/// Playwright against `demo`, with Debian's Chromium.
pub fn browser(demo: &Demo) -> anyhow::Result<Command> {
    let mut command = npm(&["run", "e2e"]);
    command
        .env("CHROMIUM", chromium::require()?)
        .env("E2E_DASHBOARD", &demo.ready.dashboard)
        .env("E2E_PHONE", &demo.ready.phone)
        .env("E2E_SIMULATOR", &demo.ready.simulator)
        .env("E2E_EMAIL", &demo.ready.email)
        .env("E2E_PASSWORD", &demo.ready.password);
    Ok(command)
}
