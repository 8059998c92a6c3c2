//! PostgreSQL of our own from Debian's packages: throw-away for tests, kept for a demo.
//!
//! The server listens on a free port of 127.0.0.1 and trusts whoever connects there, so it is for
//! development alone. PostgreSQL refuses to run as root: as root we run it as its own user.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use nix::sys::signal::Signal;
use nix::unistd::Uid;

use crate::failure::Failure;
use crate::proc::Service;
use crate::scratch::Scratch;
use crate::{ports, proc, stop, tools};

/// The role and the database that a fresh server has.
const NAME: &str = "palette";
/// The system user that Debian's package makes.
const USER: &str = "postgres";
const START: Duration = Duration::from_secs(60);

/// A running server; stopped when it goes out of scope, and its throw-away data with it.
pub struct Postgres {
    // Dropped in this order: the server first, then what it lies on.
    service: Service,
    port: u16,
    _sockets: Scratch,
    _data: Option<Scratch>,
}

impl Postgres {
    /// A fresh server that trades safety for speed; nothing of it is left at the end.
    pub fn throw_away() -> anyhow::Result<Self> {
        let scratch = Scratch::new("pg")?;
        give_to_user(scratch.path())?;
        let data = scratch.path().join("data");
        let settings = [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ];
        Self::start(&data, &settings, Some(scratch))
    }

    /// A server whose data stays in `folder`, made at the first start.
    pub fn kept(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        give_to_user(folder)?;
        require_reachable(folder)?;
        Self::start(&folder.join("data"), &[], None)
    }

    fn start(data: &Path, settings: &[&str], owned: Option<Scratch>) -> anyhow::Result<Self> {
        let programs = programs()?;
        if !data.join("PG_VERSION").is_file() {
            init(&programs, data)?;
        }
        let sockets = Scratch::new("pgs")?;
        give_to_user(sockets.path())?;
        let port = ports::free()?;
        let mut command = as_user(&programs.join("postgres"));
        command.arg("-D").arg(data).arg("-k").arg(sockets.path());
        command.args([
            "-h",
            "127.0.0.1",
            "-p",
            &port.to_string(),
            "-c",
            "max_connections=200",
        ]);
        command.args(settings.iter().flat_map(|setting| ["-c", setting]));
        command
            .args(["-c", "log_min_messages=fatal"])
            .current_dir("/");
        let service = Service::start("PostgreSQL", &command, true)?.stopped_by(Signal::SIGINT);
        let mut server = Self {
            service,
            port,
            _sockets: sockets,
            _data: owned,
        };
        server.wait_until_ready(&programs)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> anyhow::Result<()> {
        let (port, service) = (self.port.to_string(), &mut self.service);
        let ready = stop::wait_until(START, || {
            service.require_alive()?;
            let mut command = Command::new(programs.join("psql"));
            command.args([
                "-h",
                "127.0.0.1",
                "-p",
                &port,
                "-U",
                NAME,
                "-d",
                NAME,
                "-c",
                "select 1",
            ]);
            Ok(command
                .output()
                .context("cannot start psql")?
                .status
                .success())
        })?;
        if ready {
            return Ok(());
        }
        let sentence = format!("PostgreSQL did not answer within {} s", START.as_secs());
        Err(Failure::Missing(sentence).into())
    }

    /// Where it is reached: `postgres://palette@127.0.0.1:PORT/palette`.
    pub fn url(&self) -> String {
        format!("postgres://{NAME}@127.0.0.1:{}/{NAME}", self.port)
    }

    /// Ends it cleanly.
    pub fn stop(&mut self) {
        self.service.stop();
    }
}

fn init(programs: &Path, data: &Path) -> anyhow::Result<()> {
    let mut command = as_user(&programs.join("initdb"));
    command
        .arg("-D")
        .arg(data)
        .args(["-U", NAME, "--auth=trust", "-E", "UTF8"]);
    command
        .args(["--locale=C.UTF-8", "--no-sync"])
        .current_dir("/");
    proc::stdout_of(command).context("PostgreSQL could not make its data folder")?;
    // Single-user mode: the database is there before the first connection.
    let mut command = as_user(Path::new("sh"));
    let postgres = programs.join("postgres");
    let line = format!(
        "echo 'create database {NAME}' | '{}' --single -D '{}' postgres",
        postgres.display(),
        data.display()
    );
    command.args(["-c", &line]).current_dir("/");
    proc::stdout_of(command).context("PostgreSQL could not make its database")?;
    Ok(())
}

/// The folder of PostgreSQL's programs: the newest of Debian's, installed first when we may.
fn programs() -> anyhow::Result<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    tools::install("PostgreSQL", &["postgresql"])?;
    installed().ok_or_else(|| Failure::Missing(tools::missing("initdb")).into())
}

fn installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut folders: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    folders.sort();
    let newest = folders.pop().map(|(_, folder)| folder);
    newest.or_else(|| Some(tools::find("initdb")?.parent()?.to_path_buf()))
}

fn is_root() -> bool {
    Uid::effective().is_root()
}

/// The program, run as PostgreSQL's own user when we are root. The kernel's word on our death is
/// asked for here because a change of user forgets an earlier one.
fn as_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid",
        USER,
        "--regid",
        USER,
        "--clear-groups",
        "--pdeathsig",
        "INT",
        "--",
    ]);
    command.arg(program);
    command
}

fn give_to_user(folder: &Path) -> anyhow::Result<()> {
    if !is_root() {
        return Ok(());
    }
    programs()?;
    let mut command = Command::new("chown");
    command.arg("-R").arg(format!("{USER}:{USER}")).arg(folder);
    proc::stdout_of(command).map(drop)
}

/// Root's own folders are closed to PostgreSQL's user.
fn require_reachable(folder: &Path) -> anyhow::Result<()> {
    let mut command = as_user(Path::new("test"));
    command.arg("-w").arg(folder).current_dir("/");
    if command.status().context("cannot start test")?.success() {
        return Ok(());
    }
    let sentence = format!(
        "the user {USER} may not write to {}: set {} to a folder that everybody can reach, such \
         as /var/tmp/palette-demo",
        folder.display(),
        crate::settings::DEMO_DIR
    );
    Err(Failure::Missing(sentence).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_throw_away_server_starts_answers_and_leaves_nothing() {
        if !crate::settings::postgres_is_tested() {
            return;
        }
        let server = Postgres::throw_away().unwrap();
        let folder = server._data.as_ref().unwrap().path().to_path_buf();
        let mut command = Command::new("psql");
        command.args([&server.url(), "-At", "-c", "select 1 + 1"]);
        assert_eq!(proc::stdout_of(command).unwrap().trim(), "2");
        drop(server);
        assert!(!folder.exists());
    }
}
