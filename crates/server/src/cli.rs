//! The command line: what can be said, and how errors and exit statuses come out.
//!
//! Exit status: 0 done, 1 a check failed, 2 wrong use or configuration, 3 something it needs
//! (port, disk, database, network) is not there. An error is one sentence.

mod account;
mod business;
mod doctor;
mod serve;
mod settings;
mod understand;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use palette_domain::{BusinessId, account::Login};

use crate::config::{Config, ConfigError, Flags};

/// Palette: runs a shop's Instagram with an AI at its side.
#[derive(Parser)]
#[command(name = "palette", version, about, propagate_version = true)]
struct Cli {
    /// A TOML file with settings (default: palette.toml beside the data folder).
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// The data folder (default: ./data).
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
    /// sqlite:PATH or postgres://… (default: SQLite in the data folder).
    #[arg(long, global = true)]
    database_url: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the product.
    Serve {
        /// Address and port to listen on.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// Only validate the configuration.
        #[arg(long)]
        check: bool,
    },
    /// Say what is wrong with this installation, and the mend; one check a line.
    Doctor,
    /// Show the settings.
    Config {
        /// Every setting: name, environment variable, default, meaning.
        #[arg(long, conflicts_with = "template")]
        explain: bool,
        /// A commented file with all settings.
        #[arg(long)]
        template: bool,
    },
    /// Businesses.
    #[command(subcommand)]
    Business(BusinessCommand),
    /// Instagram accounts.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Understand texts: JSON lines in, JSON lines out; no database, no network.
    Understand {
        /// Read and write JSON lines (the only form there is).
        #[arg(long, required = true)]
        jsonl: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// The demo shop.
    #[cfg(feature = "demo")]
    #[command(subcommand)]
    Demo(DemoCommand),
}

#[derive(Subcommand)]
enum BusinessCommand {
    /// Create a business and its owner; the password comes on stdin, or an invitation link is made.
    Create {
        /// The business's name.
        #[arg(long)]
        name: String,
        /// The owner's e-mail.
        #[arg(long)]
        owner_email: String,
        /// The owner's name.
        #[arg(long)]
        owner_name: String,
    },
}

#[derive(Subcommand)]
enum AccountCommand {
    /// Connect an account with a long-lived token that comes on stdin.
    Connect {
        /// The business.
        #[arg(long)]
        business: BusinessId,
        /// Which login product the token is of: instagram or facebook.
        #[arg(long, value_parser = parse_login)]
        login: Login,
    },
}

#[cfg(feature = "demo")]
#[derive(Subcommand)]
enum DemoCommand {
    /// Make the demo shop and play its past through a running simulator and a running server.
    Seed {
        /// The simulator's address.
        #[arg(long)]
        simulator: String,
        /// The running server's address.
        #[arg(long)]
        server: String,
    },
}

fn parse_login(text: &str) -> Result<Login, String> {
    Login::from_name(text).ok_or_else(|| "it must be instagram or facebook".to_owned())
}

/// Why a command ended badly; decides the exit status.
#[derive(Debug)]
pub enum Failure {
    /// A check failed: 1.
    Check(String),
    /// Wrong use or configuration: 2.
    Usage(String),
    /// Something it needs is not there: 3.
    Missing(String),
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Failure::Usage(error.to_string())
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let wrong = error.use_stderr();
            if error.print().is_err() {
                return ExitCode::from(3);
            }
            return ExitCode::from(if wrong { 2 } else { 0 });
        }
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let (status, text) = match failure {
                Failure::Check(text) => (1, text),
                Failure::Usage(text) => (2, text),
                Failure::Missing(text) => (3, text),
            };
            if !text.is_empty() {
                eprintln!("palette: {text}");
            }
            ExitCode::from(status)
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let flags = |listen| Flags {
        config: cli.config.clone(),
        data_dir: cli.data_dir.clone(),
        database_url: cli.database_url.clone(),
        listen,
    };
    match cli.command {
        Command::Serve { listen, check } => {
            let config = Config::load(flags(listen))?;
            if check {
                return say("the configuration is in order");
            }
            serve::run(config)
        }
        Command::Doctor => doctor::run(Config::load(flags(None))?),
        Command::Config { explain, template } => settings::run(explain, template),
        Command::Business(BusinessCommand::Create {
            name,
            owner_email,
            owner_name,
        }) => business::create(Config::load(flags(None))?, &name, &owner_email, &owner_name),
        Command::Account(AccountCommand::Connect { business, login }) => {
            account::connect(Config::load(flags(None))?, business, login)
        }
        Command::Understand { jsonl: _ } => understand::run(),
        Command::Openapi => {
            let document = crate::http::openapi();
            let text = document.to_pretty_json();
            say(&text.map_err(|error| Failure::Check(error.to_string()))?)
        }
        #[cfg(feature = "demo")]
        Command::Demo(DemoCommand::Seed { simulator, server }) => {
            let config = Config::load(flags(None))?;
            serve::start_logs(&config.log)?;
            let done = block_on(crate::demo::seed(config, simulator, server))?;
            say(&done.to_string())
        }
    }
}

/// Prints one text and a line end to stdout.
fn say(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure::Missing(format!("stdout can't be written: {error}")))
}

/// Runs a future of a one-off command.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Missing(format!("no runtime could be started: {error}")))?;
    runtime.block_on(work)
}

/// All of stdin as a text without the white space around it, read only when it is not a terminal.
fn read_stdin() -> Result<String, Failure> {
    use std::io::{IsTerminal as _, Read as _};
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Ok(String::new());
    }
    let mut text = String::new();
    stdin
        .read_to_string(&mut text)
        .map_err(|error| Failure::Usage(format!("stdin can't be read: {error}")))?;
    Ok(text.trim().to_owned())
}
