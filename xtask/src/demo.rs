//! `cargo xtask demo`: Palette, the Instagram simulator and a demo shop, with one command.
//!
//! Order: tools and port are looked at, dashboard and binaries are built, then simulator, product,
//! and (once for a data folder) the demo shop. Everything that was started here ends with us.

mod data;
mod programs;

use std::io::IsTerminal;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use self::data::{Folder, Seeded};
use self::programs::Programs;
use crate::clock::{self, Stopwatch};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::{builds, out, ports, stop, tools};

/// How often we look whether all that we started still runs.
const WATCH: Duration = Duration::from_millis(200);

/// Start Palette with the Instagram simulator and a demo shop
#[derive(clap::Args, Debug)]
pub struct Options {
    /// Forget the data of earlier demos and start over
    #[arg(long)]
    reset: bool,
    /// The product's port; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The database
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    engine: Engine,
    /// Print one line of JSON when ready, and nothing else on stdout
    #[arg(long)]
    json: bool,
    /// Do not open the dashboard in a browser
    #[arg(long)]
    no_open: bool,
    /// No simulated customers who write by themselves (their switch is on the phone page)
    #[arg(long)]
    still: bool,
}

/// What `--json` prints. The names are a promise to other programs.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ready {
    pub dashboard: String,
    pub api: String,
    pub phone: String,
    pub simulator: String,
    pub webhook: String,
    pub email: String,
    pub password: String,
    pub business_id: String,
    pub account_id: String,
    pub ig_id: String,
    pub app_id: String,
    pub app_secret: String,
    pub verify_token: String,
    pub token: String,
    pub pid: u32,
    pub data_dir: String,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let watch = Stopwatch::start();
    tools::require_for_demo()?;
    let port = if options.port == 0 {
        ports::free()?
    } else {
        options.port
    };
    ports::require(port)?;
    let folder = Folder::choose(options.engine)?;
    let _turn = folder.lock()?;
    builds::demo()?;
    ports::require(port)?;
    let known = folder.prepare(options.engine, options.reset)?;
    let fresh = known.is_none();
    let (mut programs, seeded) = Programs::start(&folder, options, port, known)?;
    if options.still {
        programs.simulator.audience(false)?;
    } else if fresh {
        // Later its switch stays as the person left it.
        programs.simulator.audience(true)?;
    }
    let ready = ready(&programs, &folder, seeded, port);
    announce(&ready, options, watch)?;
    let ended = stay(&mut programs);
    programs.stop();
    ended
}

/// Runs until a person stops us (which is the good end) or a program ends by itself.
fn stay(programs: &mut Programs) -> anyhow::Result<()> {
    loop {
        match stop::pause(WATCH) {
            Ok(()) => programs.require_alive()?,
            Err(Failure::Stopped) => {
                out::note("stopping");
                return Ok(());
            }
            Err(other) => return Err(other.into()),
        }
    }
}

fn ready(programs: &Programs, folder: &Folder, seeded: Seeded, port: u16) -> Ready {
    let meta = programs.simulator.instagram.clone();
    let product = format!("http://127.0.0.1:{port}");
    let simulator = programs.simulator.base_url.clone();
    Ready {
        dashboard: format!("{product}/"),
        api: format!("{product}/api/v1"),
        phone: format!("{simulator}/phone"),
        webhook: format!("{product}/webhooks/instagram"),
        simulator,
        email: seeded.email,
        password: seeded.password,
        business_id: seeded.business_id,
        account_id: seeded.account_id,
        ig_id: meta.ig_id,
        app_id: meta.app_id,
        app_secret: meta.app_secret,
        verify_token: meta.verify_token,
        token: meta.token,
        pid: programs.product_pid(),
        data_dir: folder.path().display().to_string(),
    }
}

fn announce(ready: &Ready, options: &Options, watch: Stopwatch) -> anyhow::Result<()> {
    if options.json {
        out::result(&serde_json::to_string(ready)?)?;
        return Ok(());
    }
    out::result(&format!(
        "\nPalette is ready ({}).\n\n  \
         Dashboard   {}\n  \
         Sign in     {}   {}\n  \
         Phone page  {}   (here you are the customer)\n  \
         Data        {}   (kept; --reset starts over)\n\n\
         Ctrl-C stops all of it.",
        clock::show(watch.elapsed()),
        ready.dashboard,
        ready.email,
        ready.password,
        ready.phone,
        ready.data_dir,
    ))?;
    if !options.no_open && std::io::stdout().is_terminal() && tools::has("xdg-open") {
        open(&ready.dashboard);
    }
    Ok(())
}

/// A browser that does not open is no reason to stop: the address stands on the screen.
fn open(address: &str) {
    let started = Command::new("xdg-open").arg(address).spawn();
    if let Err(error) = started {
        out::note(&format!(
            "cannot open a browser ({error}): open {address} yourself"
        ));
    }
}
