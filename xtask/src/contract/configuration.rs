//! The settings: each promised name with its default, the commented file, what wins over what.

use std::fs::File;
use std::process::Command;

use anyhow::{Context, ensure};

use super::world::World;
use super::{Row, row};
use crate::installation::wait_for;
use crate::ports;
use crate::proc::Service;

pub const ROWS: &[Row] = &[
    row(
        "config --explain names every setting with its default",
        explain,
    ),
    row(
        "config --template prints a commented file that the product accepts",
        template,
    ),
    row("the file is read, the environment wins over it", precedence),
    row("an unknown setting in the file is refused by name", unknown),
    row(
        "serve without an Instagram app says what is missing and goes on",
        without_app,
    ),
    row(
        "the master key is made at the first start, for its owner's eyes only",
        master_key,
    ),
];

/// Each name and what its explanation must contain.
const SETTINGS: [(&str, &str); 16] = [
    ("PALETTE_DATA_DIR", "./data"),
    ("PALETTE_DATABASE_URL", "sqlite:"),
    ("PALETTE_MASTER_KEY_FILE", "master.key"),
    ("PALETTE_HTTP__LISTEN", "127.0.0.1:8080"),
    ("PALETTE_HTTP__PUBLIC_URL", ""),
    ("PALETTE_INSTAGRAM__APP_ID", ""),
    ("PALETTE_INSTAGRAM__APP_SECRET", ""),
    ("PALETTE_INSTAGRAM__VERIFY_TOKEN", ""),
    (
        "PALETTE_INSTAGRAM__GRAPH_URL",
        "https://graph.instagram.com",
    ),
    ("PALETTE_INSTAGRAM__API_URL", "https://"),
    ("PALETTE_INSTAGRAM__WWW_URL", "https://"),
    ("PALETTE_INSTAGRAM__SENDS_PER_SECOND", "100"),
    ("PALETTE_FACEBOOK__APP_ID", ""),
    ("PALETTE_FACEBOOK__GRAPH_URL", "https://graph.facebook.com"),
    ("PALETTE_TURNS__QUIET_TIME_MS", ""),
    ("PALETTE_LOG", "info"),
];

/// Those of the table that share a row of the promise with another.
const MORE: [&str; 2] = ["PALETTE_FACEBOOK__APP_SECRET", "PALETTE_FACEBOOK__WWW_URL"];

fn explain(world: &mut World) -> anyhow::Result<()> {
    let ended = world.palette(&["config", "--explain"], &[], "")?;
    ensure!(
        ended.status == 0,
        "ended with {}: {}",
        ended.status,
        ended.stderr
    );
    let starts: Vec<usize> = ended
        .stdout
        .match_indices("PALETTE_")
        .map(|(start, _)| start)
        .collect();
    for (name, default) in SETTINGS.into_iter().chain(MORE.map(|name| (name, ""))) {
        let start = ended
            .stdout
            .find(name)
            .with_context(|| format!("{name} is not explained"))?;
        // From a little before its name to the next one's: settings stand in blocks or rows.
        let end = starts.iter().find(|next| **next > start).copied();
        let before = ended.stdout[..start].rfind('\n').unwrap_or(0);
        let block = &ended.stdout[before..end.unwrap_or(ended.stdout.len())];
        ensure!(
            block.contains(default),
            "{name} does not say its default {default}: {block}"
        );
    }
    Ok(())
}

fn template(world: &mut World) -> anyhow::Result<()> {
    let ended = world.palette(&["config", "--template"], &[], "")?;
    ensure!(
        ended.status == 0,
        "ended with {}: {}",
        ended.status,
        ended.stderr
    );
    ensure!(
        ended.stdout.lines().any(|line| line.starts_with('#')),
        "no comments"
    );
    let folder = world.folder()?;
    let (file, data) = (folder.join("palette.toml"), folder.display().to_string());
    std::fs::write(&file, &ended.stdout).context("cannot write the template")?;
    let args = ["serve", "--check", "--config", &file.display().to_string()];
    let checked = world.palette(&args, &[("PALETTE_DATA_DIR", &data)], "")?;
    ensure!(checked.status == 0, "refused: {}", checked.stderr);
    Ok(())
}

/// Whether `serve --check` takes a file with this text and this environment.
fn check(world: &mut World, text: &str, listen: Option<&str>) -> anyhow::Result<(bool, String)> {
    let folder = world.folder()?;
    let (file, data) = (folder.join("palette.toml"), folder.display().to_string());
    std::fs::write(&file, text).context("cannot write a configuration")?;
    let mut environment = vec![("PALETTE_DATA_DIR", data.as_str())];
    environment.extend(listen.map(|listen| ("PALETTE_HTTP__LISTEN", listen)));
    let args = ["serve", "--check", "--config", &file.display().to_string()];
    let ended = world.palette(&args, &environment, "")?;
    Ok((ended.status == 0, ended.stderr))
}

fn precedence(world: &mut World) -> anyhow::Result<()> {
    let broken = "[http]\nlisten = \"nonsense\"\n";
    let (taken, _) = check(world, broken, None)?;
    ensure!(
        !taken,
        "a broken value in the file was accepted: the file is not read"
    );
    let (taken, why) = check(world, "[http]\nlisten = \"127.0.0.1:0\"\n", None)?;
    ensure!(taken, "a good file was refused: {why}");
    let good = "[http]\nlisten = \"127.0.0.1:0\"\n";
    let (taken, _) = check(world, good, Some("nonsense"))?;
    ensure!(!taken, "the environment does not win over the file");
    Ok(())
}

fn unknown(world: &mut World) -> anyhow::Result<()> {
    let (taken, why) = check(world, "[http]\nlissten = \"127.0.0.1:0\"\n", None)?;
    ensure!(
        !taken && why.contains("lissten"),
        "accepted, or not named: {why}"
    );
    Ok(())
}

fn without_app(world: &mut World) -> anyhow::Result<()> {
    let folder = world.folder()?;
    let (log, listen) = (folder.join("log"), format!("127.0.0.1:{}", ports::free()?));
    let errors = File::create(&log).context("cannot make a log")?;
    let mut command = Command::new(&world.palette);
    command
        .arg("serve")
        .env("PALETTE_DATA_DIR", &folder)
        .env("PALETTE_HTTP__LISTEN", &listen);
    let (mut service, _stdout) = Service::start_piped("Palette", &command, errors)?;
    wait_for(&mut service, &format!("http://{listen}/health"))?;
    let said = std::fs::read_to_string(&log).context("cannot read the log")?;
    ensure!(
        said.contains("PALETTE_INSTAGRAM__APP_ID"),
        "what is missing is not named: {said}"
    );
    Ok(())
}

fn master_key(world: &mut World) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let key = world.alone()?.data.join("data").join("master.key");
    let there =
        std::fs::metadata(&key).with_context(|| format!("{} is not there", key.display()))?;
    let mode = there.permissions().mode() & 0o777;
    ensure!(mode == 0o600, "its mode is {mode:o}");
    Ok(())
}
