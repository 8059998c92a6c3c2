//! The binary: a simulator run alone.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use palette_simulator::{Options, start};
use tracing_subscriber::EnvFilter;

/// Instagram, pretended, over real HTTP: for demos, tests and trying things.
///
/// One address answers for every Meta host by path. Point a client's base URLs at it, open /phone
/// to play a customer, and steer it by /control (fixture, act, sends, state, faults, clock, …).
#[derive(Debug, Parser)]
#[command(name = "palette-simulator", version, max_term_width = 100)]
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
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            // 3: something it needs (a port, a disk) is not there.
            ExitCode::from(3)
        }
    }
}

async fn run(options: Options) -> anyhow::Result<()> {
    let running = start(options).await?;
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
