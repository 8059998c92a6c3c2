//! `palette doctor`: what is wrong with this installation, and the mend, one check a line.

mod instagram;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use palette_domain::Clock as _;

use super::{Failure, block_on, say};
use crate::clock::{AppClock, SeededChance};
use crate::config::Config;
use crate::serve::{instagram_client, open_store};

/// How long one check of an outside host may take.
const HOST_TIMEOUT: Duration = Duration::from_secs(5);

/// One line: what was looked at, and what is wrong when something is.
struct Check {
    name: String,
    problem: Option<String>,
    /// Worth knowing, and no reason to fail: it may be as it should.
    is_note: bool,
}

impl Check {
    fn of(name: impl Into<String>, problem: Option<String>) -> Self {
        Self {
            name: name.into(),
            problem,
            is_note: false,
        }
    }

    fn noted(name: impl Into<String>, problem: Option<String>) -> Self {
        Self {
            is_note: true,
            ..Self::of(name, problem)
        }
    }
}

/// Runs every check; fails when any found something.
pub fn run(config: Config) -> Result<(), Failure> {
    let mut checks = vec![
        data_folder(&config),
        instagram_settings(&config),
        port(&config),
    ];
    checks.extend(block_on(outside(&config))?);
    let mut wrong = 0;
    for check in &checks {
        match &check.problem {
            None => say(&format!("ok      {}", check.name))?,
            Some(problem) if check.is_note => {
                say(&format!("note    {}: {problem}", check.name))?;
            }
            Some(problem) => {
                wrong += 1;
                say(&format!("wrong   {}: {problem}", check.name))?;
            }
        }
    }
    match wrong {
        0 => say("all is well"),
        _ => Err(Failure::Check(format!(
            "{wrong} of {} checks found something",
            checks.len()
        ))),
    }
}

fn data_folder(config: &Config) -> Check {
    let folder = &config.data_dir;
    let probe = folder.join(".doctor");
    let tried = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b"ok"))
        .and_then(|()| std::fs::remove_file(&probe));
    let problem = tried.err().map(|error| {
        format!(
            "{} can't be written ({error}); give this user the folder",
            folder.display()
        )
    });
    Check::of("data folder", problem)
}

fn instagram_settings(config: &Config) -> Check {
    let missing = config.missing_for_instagram();
    let problem = (!missing.is_empty()).then(|| {
        format!(
            "not set: {}; Meta's app dashboard has the values",
            missing.join(", ")
        )
    });
    Check::of("instagram settings", problem)
}

/// The port is fine when it is free, and when a Palette already answers on it.
fn port(config: &Config) -> Check {
    let listen = config.http.listen;
    let problem = match TcpListener::bind(listen) {
        Ok(_) => None,
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => None,
        Err(error) => Some(format!(
            "{listen} can't be listened on ({error}); choose another by PALETTE_HTTP__LISTEN"
        )),
    };
    Check::of("listen address", problem)
}

async fn outside(config: &Config) -> Result<Vec<Check>, Failure> {
    let mut checks = Vec::new();
    let chance = SeededChance::from_os()
        .map_err(|error| Failure::Missing(format!("the system gives no randomness: {error}")))?;
    let opened = open_store(config, chance as Arc<_>).await;
    let (store, problem) = match opened {
        Ok(store) => (Some(store), None),
        Err(error) => (None, Some(error.to_string())),
    };
    checks.push(Check::of("database and master key", problem));
    let mut reachable = false;
    if config.missing_for_instagram().is_empty() {
        let problem = host(&config.instagram.graph_url).await;
        reachable = problem.is_none();
        checks.push(Check::of("instagram reachable", problem));
    }
    if let Some(store) = store {
        if reachable {
            let client = instagram_client(config, AppClock::System)?;
            let now = AppClock::System.now();
            match instagram::checks(config, &client, &store, now).await {
                Ok(found) => checks.extend(found),
                Err(error) => checks.push(Check::of("accounts", Some(error.to_string()))),
            }
        }
        if let Err(error) = store.close().await {
            checks.push(Check::of(
                "database and master key",
                Some(error.to_string()),
            ));
        }
    }
    Ok(checks)
}

async fn host(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let (host, port) = (url.host_str()?.to_owned(), url.port_or_known_default()?);
    let connected = tokio::time::timeout(
        HOST_TIMEOUT,
        tokio::net::TcpStream::connect((host.as_str(), port)),
    );
    match connected.await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(format!(
            "{host} can't be reached ({error}); check the network"
        )),
        Err(_) => Some(format!(
            "{host} did not answer in time; check the network and proxies"
        )),
    }
}
