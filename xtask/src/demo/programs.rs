//! The programs of a demo: simulator, database, product; how each is started, filled and stopped.

use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};

use super::Options;
use super::data::{Folder, Seeded};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::postgres::Postgres;
use crate::proc::Service;
use crate::progress::Board;
use crate::{http, out, ports, proc, repo, settings, stop};

/// From the start of a program to its first answer.
const START: Duration = Duration::from_secs(90);
/// The world is made from this seed, so that every newcomer sees the same shop.
const SEED: &str = "7";
/// Simulated customers who write by themselves, in a minute.
const AUDIENCE_PER_MINUTE: u32 = 3;

/// All that a demo runs. Fields are dropped in order: who sends before who receives.
pub struct Programs {
    product: Service,
    pub simulator: Simulator,
    database: Option<Postgres>,
}

/// The running simulator and what it says of its Instagram account.
pub struct Simulator {
    service: Service,
    pub base_url: String,
    pub instagram: Instagram,
}

/// What the product must know of the app and the account.
#[derive(Clone, Debug)]
pub struct Instagram {
    pub ig_id: String,
    pub app_id: String,
    pub app_secret: String,
    pub facebook_app_id: String,
    pub facebook_app_secret: String,
    pub verify_token: String,
    pub token: String,
}

impl Programs {
    /// Starts them in order. The demo shop is made, once for a folder, before the product is
    /// served: `palette demo seed` runs the real server in its own process, its clock in hand.
    pub fn start(
        folder: &Folder,
        options: &Options,
        port: u16,
        known: Option<Seeded>,
    ) -> anyhow::Result<(Self, Seeded)> {
        let url = format!("http://127.0.0.1:{port}");
        let log = Log { json: options.json };
        let simulator = Simulator::start(folder, &url, log)?;
        let database = match options.engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::kept(&folder.postgres())?),
        };
        let mut environment = environment(folder, port, &simulator);
        if let Some(database) = &database {
            environment.push(("PALETTE_DATABASE_URL", database.url()));
        }
        let seeded = match known {
            Some(seeded) => seeded,
            None => {
                let seeded = seed(options.engine, &environment, &simulator, &url)?;
                folder.remember(&seeded)?;
                seeded
            }
        };
        let mut command = product(&environment)?;
        command.arg("serve");
        log.apply(&mut command);
        let mut product = Service::start("Palette", &command, false)?;
        wait_for(&format!("{url}/ready"), "Palette", &mut product)?;
        Ok((
            Self {
                product,
                simulator,
                database,
            },
            seeded,
        ))
    }

    pub fn product_pid(&self) -> u32 {
        self.product.pid()
    }

    pub fn require_alive(&mut self) -> anyhow::Result<()> {
        self.product.require_alive()?;
        self.simulator.service.require_alive()
    }

    /// Stops all of it in order; the product first, so that what it still sends is received.
    pub fn stop(&mut self) {
        self.product.stop();
        self.simulator.service.stop();
        if let Some(database) = &mut self.database {
            database.stop();
        }
    }
}

impl Simulator {
    fn start(folder: &Folder, product_url: &str, log: Log) -> anyhow::Result<Self> {
        let port = ports::prefer(folder.last_port()?)?;
        let base_url = format!("http://127.0.0.1:{port}");
        let mut command = Command::new(repo::binary("palette-simulator")?);
        command.args([
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--seed",
            SEED,
            "--webhook",
        ]);
        command.arg(format!("{product_url}/webhooks/instagram"));
        command.arg("--state").arg(folder.world());
        log.apply(&mut command);
        let mut service = Service::start("the simulator", &command, false)?;
        wait_for(
            &format!("{base_url}/control/state"),
            "the simulator",
            &mut service,
        )?;
        folder.remember_port(port)?;
        let fixture = http::Client::new()
            .get(&format!("{base_url}/control/fixture"))?
            .json()?;
        let instagram = Instagram {
            ig_id: text(&fixture, "ig_id")?,
            app_id: text(&fixture, "app_id")?,
            app_secret: text(&fixture, "app_secret")?,
            facebook_app_id: text(&fixture, "facebook_app_id")?,
            facebook_app_secret: text(&fixture, "facebook_app_secret")?,
            verify_token: text(&fixture, "verify_token")?,
            token: text(&fixture, "token")?,
        };
        Ok(Self {
            service,
            base_url,
            instagram,
        })
    }

    /// Turns the simulated customers who write by themselves on or off.
    pub fn audience(&self, on: bool) -> anyhow::Result<()> {
        let body = json!({ "on": on, "per_minute": AUDIENCE_PER_MINUTE });
        let url = format!("{}/control/audience", self.base_url);
        let answer = http::Client::new().post(&url, &body)?;
        anyhow::ensure!(
            answer.status == 200,
            "the simulator refused: {}",
            answer.start()
        );
        Ok(())
    }
}

/// Lets the product make the demo shop and the simulator play its past.
fn seed(
    engine: Engine,
    environment: &[(&'static str, String)],
    simulator: &Simulator,
    server: &str,
) -> anyhow::Result<Seeded> {
    out::note("the demo shop is made, and its last 30 days are played (once, about a minute)");
    let board = Board::new();
    let lane = board.lane("demo shop");
    lane.set("its past is played");
    let mut command = product(environment)?;
    command.args([
        "demo",
        "seed",
        "--simulator",
        &simulator.base_url,
        "--server",
        server,
    ]);
    if !settings::log_is_chosen() {
        command.env("PALETTE_LOG", "warn");
    }
    let finished = proc::run(command, |line| {
        if !line.starts_with('{') {
            lane.set(line.chars().take(70).collect::<String>());
        }
    })?;
    drop(board);
    if !finished.status.success() {
        out::note(&finished.tail(20));
        let sentence = "the demo shop could not be made; the reason stands above";
        return Err(Failure::like(finished.status, sentence.into()).into());
    }
    let told: Value = serde_json::from_str(finished.stdout.trim())
        .with_context(|| format!("the seeding printed no JSON: {}", finished.stdout))?;
    Ok(Seeded {
        engine,
        business_id: text(&told, "business_id")?,
        account_id: text(&told, "account_id")?,
        email: text(&told, "email")?,
        password: text(&told, "password")?,
    })
}

/// Settings of the product for a demo: its data, its port, and every host of Meta's answered by the
/// simulator.
fn environment(folder: &Folder, port: u16, simulator: &Simulator) -> Vec<(&'static str, String)> {
    let (host, meta) = (simulator.base_url.as_str(), &simulator.instagram);
    let mut settings = vec![
        ("PALETTE_DATA_DIR", folder.path().display().to_string()),
        ("PALETTE_HTTP__LISTEN", format!("127.0.0.1:{port}")),
        ("PALETTE_INSTAGRAM__VERIFY_TOKEN", meta.verify_token.clone()),
        ("PALETTE_INSTAGRAM__APP_ID", meta.app_id.clone()),
        ("PALETTE_INSTAGRAM__APP_SECRET", meta.app_secret.clone()),
        ("PALETTE_FACEBOOK__APP_ID", meta.facebook_app_id.clone()),
        (
            "PALETTE_FACEBOOK__APP_SECRET",
            meta.facebook_app_secret.clone(),
        ),
    ];
    for name in [
        "PALETTE_INSTAGRAM__GRAPH_URL",
        "PALETTE_INSTAGRAM__API_URL",
        "PALETTE_INSTAGRAM__WWW_URL",
        "PALETTE_FACEBOOK__GRAPH_URL",
        "PALETTE_FACEBOOK__WWW_URL",
    ] {
        settings.push((name, host.to_owned()));
    }
    settings
}

/// The product's command with the demo's settings. The person's own installation must not be
/// touched by a demo, so what names its data is taken away first.
fn product(environment: &[(&'static str, String)]) -> anyhow::Result<Command> {
    let mut command = Command::new(repo::binary("palette")?);
    for name in [
        "PALETTE_DATABASE_URL",
        "PALETTE_MASTER_KEY_FILE",
        "PALETTE_HTTP__PUBLIC_URL",
    ] {
        command.env_remove(name);
    }
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    Ok(command)
}

/// Waits until `url` answers 200.
fn wait_for(url: &str, name: &str, service: &mut Service) -> anyhow::Result<()> {
    let client = http::Client::new();
    let ready = stop::wait_until(START, || {
        service.require_alive()?;
        // No answer yet is what we wait through.
        Ok(client.get(url).is_ok_and(|answer| answer.status == 200))
    })?;
    if ready {
        return Ok(());
    }
    let sentence = format!("{name} was not ready within {} s ({url})", START.as_secs());
    Err(Failure::Missing(sentence).into())
}

/// A member that must be there; ids may be numbers or strings.
fn text(json: &Value, name: &str) -> anyhow::Result<String> {
    match &json[name] {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => anyhow::bail!("{name:?} is missing in an answer of our own programs"),
    }
}

/// How much the programs log: all of it beside `--json` (without colour codes), else only what a
/// person should look at, unless the person chose.
#[derive(Clone, Copy)]
struct Log {
    json: bool,
}

impl Log {
    fn apply(self, command: &mut Command) {
        if self.json {
            command.env("NO_COLOR", "1");
        }
        if !settings::log_is_chosen() {
            let level = if self.json { "info" } else { "warn" };
            command
                .env("PALETTE_LOG", level)
                .env("PALETTE_SIMULATOR_LOG", level);
        }
    }
}
