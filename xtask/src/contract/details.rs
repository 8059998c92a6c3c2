//! What outsiders go by in the small: processes, folders, logs, languages, answers.

use std::time::Duration;

use anyhow::{Context, ensure};
use nix::sys::signal::Signal;
use serde_json::json;

use super::world::World;
use super::{Row, row};
use crate::http::Client;
use crate::installation::{run_product, wait_for};
use crate::proc::Service;
use crate::{builds, ports, repo, stop};

pub const ROWS: &[Row] = &[
    row("?lang= and ?theme= choose on any page", language_and_theme),
    row(
        "the token of the ready line is the account's token at the simulator",
        token,
    ),
    row("an account connected by command answers by itself", answers),
    row("every message that wants an answer gets one", notice),
    row(
        "an echo from the app is attributed to the customer who is answered",
        echo,
    ),
    row("SIGTERM ends serve with 0 in bounded time", sigterm_serve),
    row(
        "the logs of demo --json carry no colour codes and come from both",
        logs,
    ),
    row(
        "the data folder holds the product's data and the simulator's folder",
        data_folder,
    ),
    row("SIGTERM ends all that a demo started", sigterm_demo),
    row(
        "the release build is the whole binary, with the dashboard within",
        release,
    ),
];

fn language_and_theme(world: &mut World) -> anyhow::Result<()> {
    let product = world
        .demo()?
        .ready
        .dashboard
        .trim_end_matches('/')
        .to_owned();
    for path in ["/", "/inbox", "/orders"] {
        for (query, wanted) in [
            ("lang=fa", &["lang=\"fa", "dir=\"rtl\""][..]),
            ("lang=en", &["lang=\"en", "dir=\"ltr\""]),
            ("theme=dark", &["dark"]),
            ("theme=light", &["light"]),
        ] {
            let page = Client::new().get(&format!("{product}{path}?{query}"))?;
            ensure!(page.status == 200, "{path}?{query}: {}", page.status);
            let head = page
                .body
                .split_once("<head")
                .map_or(page.body.as_str(), |(head, _)| head);
            for word in wanted {
                ensure!(head.contains(word), "{path}?{query}: no {word} in {head}");
            }
        }
    }
    Ok(())
}

fn token(world: &mut World) -> anyhow::Result<()> {
    let ready = &world.demo()?.ready;
    let client = Client::new().with("authorization", &format!("Bearer {}", ready.token));
    let me = client
        .get(&format!("{}/v25.0/me?fields=user_id", ready.simulator))?
        .json()?;
    ensure!(me["user_id"] == ready.ig_id.as_str(), "it belongs to {me}");
    Ok(())
}

fn answers(world: &mut World) -> anyhow::Result<()> {
    let alone = world.alone()?;
    let text = "سلام وقتتون بخیر";
    let asked = alone.act(&json!({ "person": "row-greets", "do": "message", "text": text }))?;
    let sent = alone.wait_for_send(|send| send["to"] == asked["igsid"] && send["status"] == 200)?;
    ensure!(
        sent["text"].as_str().is_some_and(|text| !text.is_empty()),
        "{sent}"
    );
    Ok(())
}

fn notice(world: &mut World) -> anyhow::Result<()> {
    let alone = world.alone()?;
    for (person, text) in [
        ("row-complains", "سفارشم خراب رسیده، خیلی ناراحتم"),
        (
            "row-wonders",
            "do you have a branch on the moon or only on mars?",
        ),
        ("row-person", "می‌خوام با مسئول فروش صحبت کنم"),
    ] {
        let asked = alone.act(&json!({ "person": person, "do": "message", "text": text }))?;
        alone
            .wait_for_send(|send| {
                send["to"] == asked["igsid"] && send["status"] == 200 && send["kind"] == "message"
            })
            .with_context(|| format!("«{text}»"))?;
    }
    Ok(())
}

fn echo(world: &mut World) -> anyhow::Result<()> {
    let alone = world.alone()?;
    let asked = alone.act(&json!({ "person": "row-echo", "do": "message", "text": "سلام" }))?;
    let told = alone.act(&json!({ "person": "row-echo", "do": "echo", "text": "در خدمتم" }))?;
    ensure!(
        told["igsid"] == asked["igsid"],
        "{} and {}",
        told["igsid"],
        asked["igsid"]
    );
    Ok(())
}

fn sigterm_serve(world: &mut World) -> anyhow::Result<()> {
    let mut alone = world.take_alone()?;
    alone.product.signal(Signal::SIGTERM);
    let status = alone
        .product
        .wait(Duration::from_secs(30))?
        .context("it still runs after 30 s")?;
    ensure!(status.code() == Some(0), "it ended with {status}");
    // Started again it goes on with its data.
    let mut command = std::process::Command::new(&world.palette);
    command.arg("serve").envs(&alone.environment);
    let mut again = Service::start("Palette", &command, true)?;
    wait_for(&mut again, &format!("{}/ready", alone.product_url))
}

fn logs(world: &mut World) -> anyhow::Result<()> {
    let log = std::fs::read_to_string(&world.demo()?.log).context("cannot read the log")?;
    ensure!(!log.contains('\x1b'), "a colour code stands in the log");
    ensure!(
        log.contains("palette_server") || log.contains("palette::"),
        "nothing of the product"
    );
    ensure!(
        log.contains("palette_simulator"),
        "nothing of the simulator"
    );
    Ok(())
}

fn data_folder(world: &mut World) -> anyhow::Result<()> {
    let folder = std::path::PathBuf::from(&world.demo()?.ready.data_dir);
    ensure!(folder.join("simulator").is_dir(), "no folder `simulator`");
    ensure!(folder.join("master.key").is_file(), "no `master.key`");
    Ok(())
}

fn sigterm_demo(world: &mut World) -> anyhow::Result<()> {
    let mut demo = world.take_demo()?;
    let (product, simulator) = (demo.ready.api.clone(), demo.ready.simulator.clone());
    demo.service.signal(Signal::SIGTERM);
    let status = demo
        .service
        .wait(Duration::from_secs(45))?
        .context("it still runs after 45 s")?;
    ensure!(status.code() == Some(0), "it ended with {status}");
    let gone = stop::wait_until(Duration::from_secs(5), || {
        let silent = |url: &str| Client::new().get(url).is_err();
        Ok(silent(&product) && silent(&simulator))
    })?;
    ensure!(gone, "something of it still answers");
    ensure!(
        demo.more_output().is_empty(),
        "stdout has more: {:?}",
        demo.more_output()
    );
    Ok(())
}

/// Built as people build it after a demo, started far from the checkout: nothing but the binary can
/// hold what it serves.
fn release(world: &mut World) -> anyhow::Result<()> {
    let only = ["--release", "-p", "palette-server", "--bin", "palette"];
    builds::binary(&only, "release build")?;
    let (folder, port) = (world.folder()?, ports::free()?);
    let binary = folder.join("palette");
    std::fs::copy(repo::release_binary("palette")?, &binary).context("cannot copy the binary")?;
    let mut command = std::process::Command::new(&binary);
    let listen = format!("127.0.0.1:{port}");
    command.arg("serve").current_dir(&folder);
    command.env("PALETTE_HTTP__LISTEN", &listen);
    let mut service = Service::start("Palette", &command, true)?;
    let product = format!("http://{listen}");
    wait_for(&mut service, &format!("{product}/ready"))?;
    let client = Client::new();
    let page = client.get(&format!("{product}/inbox"))?;
    let script = page.body.split('"').find(|part| part.ends_with(".js"));
    let script = script.with_context(|| format!("no script in {}", page.start()))?;
    let answer = client.get(&format!("{product}{script}"))?;
    ensure!(answer.status == 200, "{script}: {}", answer.status);
    let text = r#"{"id":"1","text":"قیمت این مانتو چنده؟","kind":"dm"}"#;
    let ended = run_product(&binary, &["understand", "--jsonl"], &[], text)?;
    let understood: serde_json::Value = serde_json::from_str(&ended.stdout)?;
    ensure!(understood["intent"] == "price", "{understood}");
    Ok(())
}
