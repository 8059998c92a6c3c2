//! The workshop of Palette: `cargo xtask <command>` builds, shows, tests, measures and keeps order.
//!
//! One file a command; what they share lies beside them, named by its noun. xtask knows the product
//! only from outside, by its binaries and its HTTP, so building xtask never builds the product.

mod bench;
mod builds;
mod chromium;
mod clients;
mod clock;
mod contract;
mod demo;
mod engine;
mod eval;
mod examples;
mod failure;
mod http;
mod installation;
mod lock;
mod openapi;
mod out;
mod ports;
mod postgres;
mod proc;
mod progress;
mod repo;
mod running;
mod scratch;
mod settings;
mod sign;
mod sim;
mod stop;
mod test;
mod tidy;
mod tools;
mod train;
mod web;

use std::process::ExitCode;

use clap::Parser;

/// The workshop of Palette
#[derive(Parser, Debug)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
enum Command {
    Demo(demo::Options),
    Test(test::Options),
    Contract(contract::Options),
    Sim(sim::Options),
    Clients(clients::Options),
    Bench(bench::Options),
    Eval(eval::Options),
    Train(train::Options),
    Tidy(tidy::Options),
    /// Install and build the dashboard where its sources changed
    Web(web::Options),
    /// Write docs/api/openapi.json from the code
    Openapi(openapi::Options),
    /// Write the dashboard's types from docs/api/openapi.json
    Client(openapi::Options),
}

fn main() -> ExitCode {
    let ended = stop::listen().and_then(|()| run(Command::parse()));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !matches!(error.downcast_ref(), Some(failure::Failure::Said)) {
                out::note(&format!("error: {}", failure::sentence(&error)));
            }
            ExitCode::from(failure::status_of(&error))
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(options) => demo::run(&options),
        Command::Test(options) => test::run(&options),
        Command::Contract(options) => contract::run(&options),
        Command::Sim(options) => sim::run(&options),
        Command::Clients(options) => clients::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Eval(options) => eval::run(&options),
        Command::Train(options) => train::run(&options),
        Command::Web(options) => web::run(&options),
        Command::Tidy(options) => tidy::run(&options),
        Command::Openapi(options) => openapi::document(&options),
        Command::Client(options) => openapi::client(&options),
    }
}
