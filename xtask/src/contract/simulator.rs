//! The simulator run alone: its flags, its control API, Meta's own paths.

use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::world::World;
use super::{Row, row};
use crate::http::Client;
use crate::installation::run;

pub const ROWS: &[Row] = &[
    row("it takes --listen, --webhook and --seed", flags),
    row(
        "the fixture has its members and a fresh code at each call",
        fixture,
    ),
    row(
        "it answers as Instagram's own hosts, for both login products",
        meta,
    ),
    row(
        "the code of a fixture is exchanged for a token, the token for a long-lived one",
        tokens,
    ),
    row("a person acts and the ids are answered", act),
    row("what the business sent is listed with its facts", sends),
    row("the state counts deliveries and violations", state),
    row("faults are set and healed", faults),
    row("its clock is held, moved and freed", clock),
    row("the phone page is there", phone),
];

fn base(world: &mut World) -> anyhow::Result<String> {
    Ok(world.alone()?.base_url.clone())
}

fn flags(world: &mut World) -> anyhow::Result<()> {
    let mut command = Command::new(&world.simulator);
    command.arg("--help");
    let help = run(command, "")?;
    for flag in ["--listen", "--webhook", "--seed"] {
        ensure!(help.stdout.contains(flag), "no {flag}");
    }
    Ok(())
}

fn fixture(world: &mut World) -> anyhow::Result<()> {
    let url = format!("{}/control/fixture", base(world)?);
    let (first, second) = (
        Client::new().get(&url)?.json()?,
        Client::new().get(&url)?.json()?,
    );
    for name in [
        "base_url",
        "app_id",
        "app_secret",
        "verify_token",
        "ig_id",
        "username",
        "token",
        "peer_id",
        "comment_id",
        "media_id",
        "code",
        "redirect_uri",
    ] {
        ensure!(
            first[name].as_str().is_some_and(|text| !text.is_empty()),
            "`{name}`: {}",
            first[name]
        );
    }
    ensure!(
        first["code"] != second["code"],
        "the code is the same twice"
    );
    Ok(())
}

fn meta(world: &mut World) -> anyhow::Result<()> {
    let base = base(world)?;
    let token = world.alone()?.fixture["token"]
        .as_str()
        .context("no token")?
        .to_owned();
    let client = Client::new().with("authorization", &format!("Bearer {token}"));
    for version in ["v21.0", "v25.0"] {
        let me = client.get(&format!("{base}/{version}/me?fields=user_id,username"))?;
        ensure!(
            me.status == 200,
            "/{version}/me: {} {}",
            me.status,
            me.start()
        );
        ensure!(
            me.json()?["user_id"] == world.alone()?.fixture["ig_id"],
            "{}",
            me.body
        );
    }
    let nobody = Client::new()
        .get(&format!("{base}/v25.0/me?access_token=wrong"))?
        .json()?;
    ensure!(nobody["error"]["code"] == 190, "a wrong token: {nobody}");
    for path in ["/oauth/authorize", "/v25.0/dialog/oauth", "/dialog/oauth"] {
        let answer = Client::new().get(&format!("{base}{path}"))?;
        ensure!(answer.status != 404, "{path} is not there");
    }
    Ok(())
}

fn tokens(world: &mut World) -> anyhow::Result<()> {
    let base = base(world)?;
    let fresh = Client::new()
        .get(&format!("{base}/control/fixture"))?
        .json()?;
    let text = |name: &str| fresh[name].as_str().unwrap_or_default().to_owned();
    let form = format!(
        "client_id={}&client_secret={}&grant_type=authorization_code&redirect_uri={}&code={}",
        text("app_id"),
        text("app_secret"),
        encode(&text("redirect_uri")),
        encode(&text("code")),
    );
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let url = format!("{base}/oauth/access_token");
    let short = Client::new().send("POST", &url, Some(&form), &kind)?;
    ensure!(
        short.status == 200,
        "the code: {} {}",
        short.status,
        short.start()
    );
    let short = short.json()?;
    let short = short["access_token"]
        .as_str()
        .or(short["data"][0]["access_token"].as_str());
    let short = short.context("no `access_token`")?;
    let query = format!(
        "grant_type=ig_exchange_token&client_secret={}&access_token={}",
        text("app_secret"),
        encode(short)
    );
    let long = Client::new().get(&format!("{base}/access_token?{query}"))?;
    ensure!(
        long.status == 200,
        "the exchange: {} {}",
        long.status,
        long.start()
    );
    let long = long.json()?;
    ensure!(
        long["access_token"].is_string() && long["expires_in"].is_u64(),
        "{long}"
    );
    Ok(())
}

/// Percent-encoding of all but unreserved characters.
fn encode(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if keep(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn act(world: &mut World) -> anyhow::Result<()> {
    let media = world.alone()?.fixture["media_id"].clone();
    let alone = world.alone()?;
    let message = alone.act(&json!({
        "person": "row-act", "do": "message", "text": "سلام", "name": "نرگس", "username": "narges.t"
    }))?;
    ensure!(
        message["igsid"].is_string() && message["mid"].is_string(),
        "{message}"
    );
    let comment = json!({
        "person": "row-act", "do": "comment", "text": "چه قشنگ", "media_id": media
    });
    let comment = alone.act(&comment)?;
    ensure!(comment["comment_id"].is_string(), "{comment}");
    let share = json!({
        "person": "row-act", "do": "message", "text": "این موجوده؟",
        "media_id": media, "share": true
    });
    let share = alone.act(&share)?;
    ensure!(share["mid"].is_string(), "{share}");
    let reaction = json!({ "person": "row-act", "do": "reaction", "mid": message["mid"] });
    alone.act(&reaction).context("reaction")?;
    alone
        .act(&json!({ "person": "row-act", "do": "unsend", "mid": share["mid"] }))
        .context("unsend")?;
    let echo = alone.act(&json!({ "person": "row-act", "do": "echo", "text": "سلام، بفرمایید" }))?;
    ensure!(echo["mid"].is_string(), "{echo}");
    Ok(())
}

fn sends(world: &mut World) -> anyhow::Result<()> {
    let alone = world.alone()?;
    let asked =
        alone.act(&json!({ "person": "row-sends", "do": "message", "text": "سلام، خوبید؟" }))?;
    let sent =
        alone.wait_for_send(|send| send["to"] == asked["igsid"] && send["kind"] == "message")?;
    ensure!(sent["status"] == 200, "its status is {}", sent["status"]);
    ensure!(sent["text"].is_string() && !sent["at"].is_null(), "{sent}");
    Ok(())
}

fn state(world: &mut World) -> anyhow::Result<()> {
    let state = Client::new()
        .get(&format!("{}/control/state", base(world)?))?
        .json()?;
    for name in ["delivered", "redelivered", "sends", "duplicates"] {
        ensure!(state[name].is_u64(), "`{name}` is {}", state[name]);
    }
    ensure!(
        state["violations"].is_object(),
        "`violations` is {}",
        state["violations"]
    );
    Ok(())
}

fn faults(world: &mut World) -> anyhow::Result<()> {
    let base = base(world)?;
    let token = world.alone()?.fixture["token"]
        .as_str()
        .context("no token")?
        .to_owned();
    let url = format!("{base}/control/faults");
    let fault = json!({ "kind": "error_500", "share": 1.0, "on": "graph" });
    let set = Client::new().post(&url, &fault)?;
    ensure!(set.status == 200, "{} {}", set.status, set.start());
    let me = format!("{base}/v25.0/me?access_token={token}");
    let broken = Client::new().get(&me)?.status;
    let healed = Client::new().post(&url, &json!({ "heal": true }))?.status;
    ensure!(healed == 200, "healing: {healed}");
    ensure!(broken >= 500, "under a fault: {broken}");
    let whole = Client::new().get(&me)?.status;
    ensure!(whole == 200, "after healing: {whole}");
    Ok(())
}

fn clock(world: &mut World) -> anyhow::Result<()> {
    let url = format!("{}/control/clock", base(world)?);
    let ask = |body: Value| -> anyhow::Result<()> {
        let answer = Client::new().post(&url, &body)?;
        ensure!(
            answer.status == 200,
            "{body}: {} {}",
            answer.status,
            answer.start()
        );
        Ok(())
    };
    ask(json!({ "hold": true }))?;
    ask(json!({ "advance_ms": 1000 }))?;
    ask(json!({ "free": true }))
}

fn phone(world: &mut World) -> anyhow::Result<()> {
    let page = Client::new().get(&format!("{}/phone", base(world)?))?;
    let kind = page.header("content-type").unwrap_or_default();
    ensure!(
        page.status == 200 && kind.starts_with("text/html"),
        "{} {kind}",
        page.status
    );
    Ok(())
}
