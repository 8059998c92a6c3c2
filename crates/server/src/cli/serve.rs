//! `palette serve`: the product in the foreground, until it is told to stop.

use std::sync::Arc;

use super::{Failure, block_on};
use crate::clock::{AppClock, SeededChance};
use crate::config::Config;
use crate::serve::{self, StartError};

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Failure::Missing(error.to_string())
    }
}

/// Crates whose finer levels can print headers, and so tokens, or statements with their values, or
/// that say at every start what helps nobody: they stay at `warn` whatever the setting says.
const QUIET_CRATES: [&str; 7] = [
    "h2",
    "hyper",
    "hyper_util",
    "reqwest",
    "sqlx",
    "sea_orm",
    "memory_serve",
];

/// Structured logs to stderr: fields, not sentences, and never a person's words.
pub(super) fn start_logs(filter: &str) -> Result<(), Failure> {
    use tracing_subscriber::EnvFilter;
    let mut filter = EnvFilter::try_new(filter)
        .map_err(|error| Failure::Usage(format!("the setting log is wrong: {error}")))?;
    for quiet in QUIET_CRATES {
        let directive = format!("{quiet}=warn").parse();
        filter = filter.add_directive(
            directive
                .map_err(|error| Failure::Usage(format!("the setting log is wrong: {error}")))?,
        );
    }
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .try_init()
        .map_err(|error| Failure::Usage(format!("logs can't be started: {error}")))
}

/// Serves until SIGINT or SIGTERM.
pub fn run(config: Config) -> Result<(), Failure> {
    start_logs(&config.log)?;
    let missing = config.missing_for_instagram();
    if !missing.is_empty() {
        tracing::warn!(
            settings = missing.join(", "),
            "going on without Instagram: these settings are not set"
        );
    }
    let chance = SeededChance::from_os()
        .map_err(|error| Failure::Missing(format!("the system gives no randomness: {error}")))?;
    block_on(async move {
        let stopped = stop_signal()?;
        let running = serve::start(config, AppClock::System, chance as Arc<_>).await?;
        tracing::info!(address = %running.address, "ready");
        stopped.await;
        tracing::info!("stopping");
        running.stop().await;
        tracing::info!("stopped");
        Ok(())
    })
}

/// Returns a future that ends at SIGINT or SIGTERM; listening begins at once.
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen =
        |kind| signal(kind).map_err(|error| Failure::Missing(format!("no signals: {error}")));
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
