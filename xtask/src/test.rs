//! `cargo xtask test`: all that continuous integration runs, in order of cost, with a summary.
//!
//! Each step's whole output goes to `target/xtask/log/`; what failed is shown at once. The last
//! line on stdout is `N passed, N failed`.

mod count;
mod steps;

use std::process::Command;

use anyhow::Context;

pub use self::count::{Count, Runner};
use self::steps::{Class, STEPS, Step, Work};
use crate::clock::{self, Stopwatch};
use crate::failure::{self, Failure};
use crate::postgres::Postgres;
use crate::progress::{Board, Lane, cargo_count};
use crate::running::Demo;
use crate::{builds, out, proc, repo};

/// How much of a failed step's output is shown.
const SHOWN_LINES: usize = 200;

/// Run all checks, in order of cost
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Leave out the browser, PostgreSQL, the long simulation and published clients
    #[arg(long)]
    quick: bool,
}

/// How a step ended.
enum Ended {
    Counted(Count),
    /// It could not be run here, which is no pass and no failure.
    Note(&'static str),
    NotRun(&'static str),
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let watch = Stopwatch::start();
    let mut rows = Vec::new();
    let stopped = run_all(options, &mut rows);
    out::note("");
    let mut total = Count::default();
    for (step, ended, time) in &rows {
        out::note(&row(step, ended, time));
        if let Ended::Counted(count) = ended {
            total.passed += count.passed;
            total.failed += count.failed;
        }
    }
    out::note(&format!("  in {}\n", clock::show(watch.elapsed())));
    out::result(&format!("{} passed, {} failed", total.passed, total.failed))?;
    match stopped {
        Err(stopped) => Err(stopped.into()),
        Ok(()) if total.failed == 0 => Ok(()),
        Ok(()) => Err(Failure::Said.into()),
    }
}

type Row = (&'static Step, Ended, String);

/// Ends early only when a stop is asked for.
fn run_all(options: &Options, rows: &mut Vec<Row>) -> Result<(), Failure> {
    let mut failed_in: Option<Class> = None;
    for step in STEPS {
        let time = String::new;
        if failed_in.is_some_and(|class| class != step.class) {
            rows.push((step, Ended::NotRun("something before it failed"), time()));
            continue;
        }
        if step.long && options.quick {
            rows.push((step, Ended::NotRun("left out by --quick"), time()));
            continue;
        }
        let watch = Stopwatch::start();
        let ended = match run_step(step, options.quick) {
            Ok(ended) => ended,
            Err(error) => {
                if let Some(Failure::Stopped) = error.downcast_ref() {
                    return Err(Failure::Stopped);
                }
                out::note(&format!("{}: {}", step.name, failure::sentence(&error)));
                Ended::Counted(Count {
                    passed: 0,
                    failed: 1,
                })
            }
        };
        if matches!(ended, Ended::Counted(count) if count.failed > 0) {
            failed_in = Some(step.class);
        }
        let time = clock::show(watch.elapsed());
        out::note(&row(step, &ended, &time));
        rows.push((step, ended, time));
    }
    Ok(())
}

fn run_step(step: &'static Step, quick: bool) -> anyhow::Result<Ended> {
    let board = Board::new();
    let lane = board.lane(step.name);
    lane.set("starts");
    match step.work {
        Work::Cargo(args) => observe(step, step.runner, steps::cargo(args), &lane),
        Work::Npm(args) => observe(step, step.runner, steps::npm(args), &lane),
        Work::Xtask(args) => observe(step, step.runner, steps::ourselves(args)?, &lane),
        Work::Tests => {
            // Without nextest the same tests are run by cargo itself.
            let runner = if steps::has_nextest() {
                step.runner
            } else {
                Runner::Cargo
            };
            let postgres = if quick {
                None
            } else {
                Some(Postgres::throw_away()?)
            };
            observe(step, runner, steps::tests(postgres.as_ref()), &lane)
        }
        Work::Words => {
            let before = words()?;
            let ended = observe(step, step.runner, steps::npm(&["run", "i18n"]), &lane)?;
            let good = matches!(ended, Ended::Counted(count) if count.failed == 0);
            if good && words()? != before {
                let sentence = "the words in the code are not those of web/src/i18n/locales: they \
                                are written now, look at them and commit them";
                return Err(Failure::Check(sentence.into()).into());
            }
            Ok(ended)
        }
        Work::Licences => match steps::licences() {
            Some(command) => observe(step, step.runner, command, &lane),
            None => Ok(Ended::Note(
                "cargo-deny is not there: cargo install cargo-deny --locked",
            )),
        },
        Work::Browser => {
            lane.set("a demo starts");
            let demo = Demo::start("browser", &[])?;
            observe(step, step.runner, steps::browser(&demo)?, &lane)
        }
    }
}

/// What git sees changed in the dashboard's catalogues of words.
fn words() -> anyhow::Result<String> {
    let mut command = Command::new("git");
    command
        .args(["diff", "--", "web/src/*.po"])
        .current_dir(repo::root());
    proc::stdout_of(command)
}

/// Runs a command, keeps what it printed, shows it when it failed.
fn observe(step: &Step, runner: Runner, command: Command, lane: &Lane) -> anyhow::Result<Ended> {
    let shown = proc::describe(&command);
    let mut command = command;
    builds::with_progress(&mut command);
    let finished = proc::run(command, |line| match cargo_count(line) {
        Some(count) => lane.set(format!("compiles, {count}")),
        None if !line.trim().is_empty() => {
            lane.set(line.trim().chars().take(70).collect::<String>())
        }
        None => {}
    })?;
    lane.set("");
    let log = repo::notes()?.join("log");
    std::fs::create_dir_all(&log).with_context(|| format!("cannot make {}", log.display()))?;
    let log = log.join(format!("{}.log", step.name.replace(' ', "-")));
    std::fs::write(&log, &finished.output)
        .with_context(|| format!("cannot write {}", log.display()))?;
    let count = runner.count(&finished.output, finished.status.success());
    if count.failed > 0 {
        out::note(&format!(
            "\n{}: `{shown}` failed ({})",
            step.name, finished.status
        ));
        out::note(&finished.tail(SHOWN_LINES));
        out::note(&format!("(all of it: {})\n", log.display()));
    }
    Ok(Ended::Counted(count))
}

fn row(step: &Step, ended: &Ended, time: &str) -> String {
    let name = step.name;
    match ended {
        Ended::Counted(Count { passed, failed: 0 }) => {
            let tests = if *passed > 1 {
                format!("{passed} passed")
            } else {
                String::new()
            };
            format!("  ok       {name:<22} {time:>12}  {tests}")
        }
        Ended::Counted(Count { passed, failed }) => {
            format!("  FAILED   {name:<22} {time:>12}  {passed} passed, {failed} failed")
        }
        Ended::Note(why) => format!("  note     {name:<22} {:>12}  {why}", ""),
        Ended::NotRun(why) => format!("  not run  {name:<22} {:>12}  {why}", ""),
    }
}
