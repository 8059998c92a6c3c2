//! The commands: their names, their options, what they print, how they end.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

use super::world::World;
use super::{Row, row};
use crate::installation::{Ended, id_in, run};
use crate::{proc, repo};

pub const ROWS: &[Row] = &[
    row("the packages and binaries have their names", packages),
    row("the workshop's commands take their options", workshop),
    row(
        "demo --json prints the promised members and nothing else",
        ready_line,
    ),
    row(
        "a second demo on a taken port ends with 3 and names the port",
        taken_port,
    ),
    row(
        "serve --check accepts a good configuration and refuses a bad one",
        serve_check,
    ),
    row(
        "serve on a taken port ends with 3 and names the port",
        serve_taken_port,
    ),
    row(
        "doctor prints one check a line and ends with 1 if anything is wrong",
        doctor,
    ),
    row(
        "business create takes a password on stdin and prints the ids",
        business_create,
    ),
    row(
        "business create without a password prints an invitation link",
        invitation,
    ),
    row(
        "account connect takes a token on stdin and prints the ids",
        account_connect,
    ),
    row("openapi prints an OpenAPI 3.1 document", openapi),
    row("wrong use ends with 2 and one sentence", wrong_use),
];

fn packages(_: &mut World) -> anyhow::Result<()> {
    let mut command = Command::new("cargo");
    command.args([
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
        "--offline",
    ]);
    command.current_dir(crate::repo::root());
    let metadata: Value = serde_json::from_str(&proc::stdout_of(command)?)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let named = |name: &str| packages.iter().find(|package| package["name"] == name);
    for name in [
        "palette-domain",
        "palette-language",
        "palette-store",
        "palette-instagram",
        "palette-llm",
        "palette-server",
        "palette-simulator",
        "xtask",
    ] {
        ensure!(named(name).is_some(), "there is no package {name}");
    }
    for (package, binary) in [
        ("palette-server", "palette"),
        ("palette-simulator", "palette-simulator"),
    ] {
        let targets = named(package).map(|package| &package["targets"]);
        let there = targets.and_then(Value::as_array).is_some_and(|targets| {
            targets
                .iter()
                .any(|target| target["name"] == binary && target["kind"][0] == "bin")
        });
        ensure!(there, "{package} has no binary {binary}");
    }
    Ok(())
}

fn ourselves(args: &[&str]) -> anyhow::Result<Ended> {
    let mut command = Command::new(repo::ourselves()?);
    command.args(args);
    run(command, "")
}

fn workshop(_: &mut World) -> anyhow::Result<()> {
    for (command, options) in [
        ("demo", &["--reset", "--port", "--engine", "--json"][..]),
        ("test", &["--quick"]),
        ("sim", &["--seeds", "--seed", "--engine"]),
        ("bench", &["[NAME]..."]),
        ("eval", &["[NAME]..."]),
        ("contract", &[]),
    ] {
        let help = ourselves(&[command, "--help"])?;
        ensure!(help.status == 0, "`cargo xtask {command}` is not there");
        for option in options {
            ensure!(
                help.stdout.contains(option),
                "`cargo xtask {command}` has no {option}"
            );
        }
    }
    Ok(())
}

fn ready_line(world: &mut World) -> anyhow::Result<()> {
    let demo = world.demo()?;
    let members = demo
        .line
        .as_object()
        .context("the ready line is no object")?;
    let promised = [
        "dashboard",
        "api",
        "phone",
        "simulator",
        "webhook",
        "email",
        "password",
        "business_id",
        "account_id",
        "ig_id",
        "app_id",
        "app_secret",
        "verify_token",
        "token",
        "pid",
        "data_dir",
    ];
    for name in promised {
        let value = members
            .get(name)
            .with_context(|| format!("`{name}` is missing"))?;
        let filled = value.as_str().is_some_and(|text| !text.is_empty()) || value.is_u64();
        ensure!(filled, "`{name}` is {value}");
    }
    ensure!(
        demo.more_output().is_empty(),
        "stdout has more: {:?}",
        demo.more_output()
    );
    Ok(())
}

fn taken_port(_: &mut World) -> anyhow::Result<()> {
    let (_held, port) = hold_a_port()?;
    let ended = ourselves(&["demo", "--json", "--port", &port])?;
    ensure!(
        ended.status == 3,
        "ended with {}: {}",
        ended.status,
        ended.stderr
    );
    ensure!(
        ended.stderr.contains(&port),
        "the port is not named: {}",
        ended.stderr
    );
    ensure!(ended.stdout.is_empty(), "stdout has {:?}", ended.stdout);
    Ok(())
}

fn hold_a_port() -> anyhow::Result<(TcpListener, String)> {
    let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    let port = held.local_addr().context("no address")?.port().to_string();
    Ok((held, port))
}

fn serve_check(world: &mut World) -> anyhow::Result<()> {
    let data = world.folder()?.display().to_string();
    let good = world.palette(&["serve", "--check"], &[("PALETTE_DATA_DIR", &data)], "")?;
    ensure!(
        good.status == 0,
        "a good one: {} {}",
        good.status,
        good.stderr
    );
    let bad = [
        ("PALETTE_DATA_DIR", data.as_str()),
        ("PALETTE_HTTP__LISTEN", "nonsense"),
    ];
    let bad = world.palette(&["serve", "--check"], &bad, "")?;
    ensure!(bad.status == 2, "a bad one: {} {}", bad.status, bad.stderr);
    ensure!(bad.stderr.contains("PALETTE_HTTP__LISTEN") || bad.stderr.contains("http.listen"));
    Ok(())
}

fn serve_taken_port(world: &mut World) -> anyhow::Result<()> {
    let (_held, port) = hold_a_port()?;
    let (data, listen) = (
        world.folder()?.display().to_string(),
        format!("127.0.0.1:{port}"),
    );
    let settings = [
        ("PALETTE_DATA_DIR", data.as_str()),
        ("PALETTE_HTTP__LISTEN", &listen),
    ];
    let ended = world.palette(&["serve"], &settings, "")?;
    ensure!(
        ended.status == 3,
        "ended with {}: {}",
        ended.status,
        ended.stderr
    );
    ensure!(
        ended.stderr.contains(&port),
        "the port is not named: {}",
        ended.stderr
    );
    Ok(())
}

fn doctor(world: &mut World) -> anyhow::Result<()> {
    let data = world.folder()?.display().to_string();
    let ended = world.palette(&["doctor"], &[("PALETTE_DATA_DIR", &data)], "")?;
    ensure!(
        [0, 1].contains(&ended.status),
        "ended with {}",
        ended.status
    );
    ensure!(
        ended.stdout.lines().count() >= 3,
        "few checks: {:?}",
        ended.stdout
    );
    let nowhere = "postgres://nobody@127.0.0.1:1/nowhere";
    let settings = [
        ("PALETTE_DATA_DIR", data.as_str()),
        ("PALETTE_DATABASE_URL", nowhere),
    ];
    let ended = world.palette(&["doctor"], &settings, "")?;
    ensure!(
        ended.status == 1,
        "no database, and it ended with {}",
        ended.status
    );
    Ok(())
}

const CREATE: [&str; 8] = [
    "business",
    "create",
    "--name",
    "Row",
    "--owner-email",
    "row@example.com",
    "--owner-name",
    "Row",
];

fn business_create(world: &mut World) -> anyhow::Result<()> {
    let data = world.folder()?.display().to_string();
    let settings = [("PALETTE_DATA_DIR", data.as_str())];
    let made = world
        .palette(&CREATE, &settings, "correct horse battery staple\n")?
        .json()?;
    id_in(&made, "business_id").map(drop)
}

fn invitation(world: &mut World) -> anyhow::Result<()> {
    let data = world.folder()?.display().to_string();
    let made = world
        .palette(&CREATE, &[("PALETTE_DATA_DIR", data.as_str())], "")?
        .json()?;
    id_in(&made, "business_id")?;
    ensure!(made.to_string().contains("http"), "no link in {made}");
    Ok(())
}

fn account_connect(world: &mut World) -> anyhow::Result<()> {
    let alone = world.alone()?;
    ensure!(
        !alone.business_id.is_empty() && !alone.account_id.is_empty(),
        "no ids"
    );
    Ok(())
}

fn openapi(world: &mut World) -> anyhow::Result<()> {
    let version = &world.document()?["openapi"];
    ensure!(
        version.as_str().is_some_and(|text| text.starts_with("3.1")),
        "it says {version}"
    );
    Ok(())
}

fn wrong_use(world: &mut World) -> anyhow::Result<()> {
    for args in [&["serve", "--no-such-flag"][..], &["no-such-command"]] {
        let ended = world.palette(args, &[], "")?;
        ensure!(ended.status == 2, "{args:?} ended with {}", ended.status);
        ensure!(!ended.stderr.trim().is_empty(), "{args:?} said nothing");
    }
    let ended = ourselves(&["no-such-command"])?;
    ensure!(ended.status == 2, "cargo xtask ended with {}", ended.status);
    Ok(())
}
