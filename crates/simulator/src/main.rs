//! The binary: a simulator run alone.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use palette_simulator::{Options, start};
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;

/// Instagram, pretended, over real HTTP: for demos, tests and trying things.
///
/// One address answers for every Meta host by path. Point a client's base URLs at it, open /phone
/// to play a customer, and steer it by /control (fixture, act, sends, state, faults, clock, …);
/// GET /control/openapi.json describes that.
#[derive(Debug, Parser)]
#[command(name = "palette-simulator", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:4010", value_name = "ADDR")]
    listen: String,
    /// Where signed webhooks go
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// The world grows from this number: the same seed and acts give the same ids
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Keeps the world in this file between runs
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// How many business accounts there are
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=50))]
    accounts: u8,
    /// Makes the webhook handshake at the start
    #[arg(long)]
    handshake: bool,
    /// People write by themselves, so many times a minute
    #[arg(long, value_name = "N", value_parser = per_minute)]
    audience: Option<f64>,
    /// What kind of day that is
    #[arg(long, value_name = "DAY", default_value = "calm-day", value_parser = TEMPERS)]
    temper: String,
    /// Turns a switch, like throttle_status=429; may be given often
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = switch)]
    switches: Vec<(String, Value)>,
}

const TEMPERS: [&str; 4] = ["calm-day", "giveaway", "viral-reel", "angry-monday"];

const EXAMPLES: &str = "\
Examples:
  palette-simulator --webhook http://127.0.0.1:8080/webhooks/instagram --handshake
  palette-simulator --listen 127.0.0.1:0 --state world.json --audience 4
  palette-simulator --seed 7 --accounts 3 --audience 30 --temper viral-reel --set echo=before

Begin with GET /control/fixture: app id and secret, tokens, somebody who may be written to.
PALETTE_SIMULATOR_LOG=debug says more on stderr. Status 2: an option is wrong. Status 3: the
address, the state file or a switch can not be used.";

fn per_minute(text: &str) -> Result<f64, String> {
    let number = text.parse().ok();
    let number = number.filter(|number| (0.01..=6_000.0).contains(number));
    number.ok_or_else(|| "give a number from 0.01 to 6000".to_owned())
}

/// `NAME=VALUE`: a value that is no JSON is a text.
fn switch(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("give NAME=VALUE")?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    Ok((name.to_owned(), value))
}

/// What is steered at the start.
struct Start {
    switches: Value,
    audience: Option<Value>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter =
        EnvFilter::try_from_env("PALETTE_SIMULATOR_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr)
        .init();
    let options = Options {
        listen: arguments.listen.clone(),
        webhook: arguments.webhook,
        seed: arguments.seed,
        state: arguments.state,
        start_ms: None,
        accounts: usize::from(arguments.accounts),
        handshake: arguments.handshake,
    };
    let begin = Start {
        switches: arguments.switches.into_iter().collect(),
        audience: arguments.audience.map(|per_minute| {
            let temper = arguments.temper.replace('-', "_");
            json!({"on": true, "per_minute": per_minute, "temper": temper})
        }),
    };
    match run(options, begin).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            // 3: something it needs (a port, a disk) is not there.
            ExitCode::from(3)
        }
    }
}

async fn run(options: Options, begin: Start) -> anyhow::Result<()> {
    let running = start(options).await?;
    running.settings(&begin.switches).context("--set")?;
    if let Some(audience) = begin.audience {
        running.audience(&audience)?;
    }
    let base = running.base_url();
    tracing::info!("listening on {base}; phone page {base}/phone; control {base}/control/fixture");
    ended().await?;
    tracing::info!("ending");
    running.shutdown().await
}

/// Returns at SIGINT or SIGTERM.
async fn ended() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}
