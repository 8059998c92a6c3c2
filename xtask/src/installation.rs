//! An installation made by hand, as the README tells a person to make one: a business and an
//! account by commands, beside a simulator run alone. The contract and the benches look at it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use crate::http::Client;
use crate::proc::Service;
use crate::{ports, stop};

/// How long a program of ours may take until it answers.
pub const SOON: Duration = Duration::from_secs(60);

/// How a command of the product ended.
#[derive(Debug)]
pub struct Ended {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A simulator run alone, and an installation of the product made by hand beside it.
pub struct Installation {
    pub base_url: String,
    pub fixture: Value,
    pub data: PathBuf,
    pub business_id: String,
    pub account_id: String,
    pub product_url: String,
    pub product: Service,
    pub environment: BTreeMap<&'static str, String>,
    _simulator: Service,
}

impl Installation {
    /// Starts all of it in an empty folder, with `more` settings for the product.
    pub fn start(
        palette: &Path,
        simulator: &Path,
        folder: PathBuf,
        more: &[(&'static str, &str)],
    ) -> anyhow::Result<Self> {
        let (meta, product) = (ports::free()?, ports::free()?);
        let product_url = format!("http://127.0.0.1:{product}");
        let base_url = format!("http://127.0.0.1:{meta}");
        let mut command = Command::new(simulator);
        command.args([
            "--listen",
            &format!("127.0.0.1:{meta}"),
            "--seed",
            "11",
            "--webhook",
        ]);
        command
            .arg(format!("{product_url}/webhooks/instagram"))
            .current_dir(&folder);
        let mut simulator = Service::start("the simulator", &command, true)?;
        let fixture = format!("{base_url}/control/fixture");
        wait_for(&mut simulator, &fixture)?;
        let fixture = Client::new().get(&fixture)?.json()?;
        let mut environment = environment(&folder, product, &base_url, &fixture);
        environment.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let settings: Vec<(&str, &str)> = environment
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (business_id, account_id) = connect(palette, &settings, &fixture)?;
        let mut command = Command::new(palette);
        command.arg("serve").envs(settings);
        let mut service = Service::start("Palette", &command, true)?;
        wait_for(&mut service, &format!("{product_url}/ready"))?;
        Ok(Self {
            base_url,
            fixture,
            data: folder,
            business_id,
            account_id,
            product_url,
            product: service,
            environment,
            _simulator: simulator,
        })
    }

    pub fn act(&self, act: &Value) -> anyhow::Result<Value> {
        let answer = Client::new().post(&format!("{}/control/act", self.base_url), act)?;
        ensure!(
            answer.status == 200,
            "act {act}: {} {}",
            answer.status,
            answer.start()
        );
        answer.json()
    }

    pub fn sends(&self) -> anyhow::Result<Vec<Value>> {
        let answer = Client::new()
            .get(&format!("{}/control/sends", self.base_url))?
            .json()?;
        answer["items"]
            .as_array()
            .cloned()
            .context("sends: no `items`")
    }

    /// Waits until the business did something that `wanted` recognises.
    pub fn wait_for_send(&self, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        let mut found = None;
        stop::wait_until(SOON, || {
            found = self.sends()?.into_iter().find(&wanted);
            Ok(found.is_some())
        })?;
        found.with_context(|| format!("nothing of the kind was sent within {} s", SOON.as_secs()))
    }
}

/// The settings of an installation whose Instagram is a simulator.
fn environment(
    data: &Path,
    port: u16,
    base_url: &str,
    fixture: &Value,
) -> BTreeMap<&'static str, String> {
    let text = |name: &str| fixture[name].as_str().unwrap_or_default().to_owned();
    let mut settings = BTreeMap::from([
        ("PALETTE_DATA_DIR", data.join("data").display().to_string()),
        ("PALETTE_HTTP__LISTEN", format!("127.0.0.1:{port}")),
        ("PALETTE_INSTAGRAM__APP_ID", text("app_id")),
        ("PALETTE_INSTAGRAM__APP_SECRET", text("app_secret")),
        ("PALETTE_INSTAGRAM__VERIFY_TOKEN", text("verify_token")),
        ("PALETTE_FACEBOOK__APP_ID", text("facebook_app_id")),
        ("PALETTE_FACEBOOK__APP_SECRET", text("facebook_app_secret")),
    ]);
    for name in [
        "PALETTE_INSTAGRAM__GRAPH_URL",
        "PALETTE_INSTAGRAM__API_URL",
        "PALETTE_INSTAGRAM__WWW_URL",
        "PALETTE_FACEBOOK__GRAPH_URL",
        "PALETTE_FACEBOOK__WWW_URL",
    ] {
        settings.insert(name, base_url.to_owned());
    }
    settings
}

/// A business and its account, made by commands and without a running server.
fn connect(
    palette: &Path,
    settings: &[(&str, &str)],
    fixture: &Value,
) -> anyhow::Result<(String, String)> {
    let create = [
        "business",
        "create",
        "--name",
        "Contract",
        "--owner-email",
        "owner@example.com",
    ];
    let create = [&create[..], &["--owner-name", "Owner"]].concat();
    let made = run_product(palette, &create, settings, "correct horse battery staple\n")?.json()?;
    let business_id = id_in(&made, "business_id")?;
    let token = fixture["token"]
        .as_str()
        .context("the fixture has no token")?;
    let args = [
        "account",
        "connect",
        "--business",
        &business_id,
        "--login",
        "instagram",
    ];
    let made = run_product(palette, &args, settings, &format!("{token}\n"))?.json()?;
    Ok((business_id, id_in(&made, "account_id")?))
}

pub fn id_in(json: &Value, name: &str) -> anyhow::Result<String> {
    match &json[name] {
        Value::String(id) if !id.is_empty() => Ok(id.clone()),
        other => bail!("`{name}` is {other} in {json}"),
    }
}

impl Ended {
    /// The JSON on stdout of a command that did its work.
    pub fn json(&self) -> anyhow::Result<Value> {
        ensure!(
            self.status == 0,
            "ended with {}: {}",
            self.status,
            self.stderr.trim()
        );
        serde_json::from_str(self.stdout.trim())
            .with_context(|| format!("stdout is no JSON: {:?}", self.stdout))
    }
}

/// Runs the product's binary with these arguments, settings and stdin.
pub fn run_product(
    palette: &Path,
    args: &[&str],
    environment: &[(&str, &str)],
    stdin: &str,
) -> anyhow::Result<Ended> {
    let mut command = Command::new(palette);
    command
        .args(args)
        .envs(environment.iter().copied())
        .env("NO_COLOR", "1");
    run(command, stdin)
}

/// Runs a short command with this stdin. Both ends move at once: a command that answers each line
/// as it comes would otherwise wait for us to read while we wait for it to read.
pub fn run(mut command: Command, stdin: &str) -> anyhow::Result<Ended> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| {
        format!(
            "cannot start {}",
            Path::new(command.get_program()).display()
        )
    })?;
    let mut pipe = child.stdin.take().context("a piped child has a stdin")?;
    let output = thread::scope(|scope| {
        // A command that ends without reading closes its end: that is its own affair.
        scope.spawn(move || drop(pipe.write_all(stdin.as_bytes())));
        child.wait_with_output()
    });
    let output = output.context("cannot wait for a command")?;
    Ok(Ended {
        status: output
            .status
            .code()
            .context("a command was ended by a signal")?,
        stdout: String::from_utf8(output.stdout).context("stdout is no UTF-8")?,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Waits until `url` answers 200.
pub fn wait_for(service: &mut Service, url: &str) -> anyhow::Result<()> {
    let client = Client::new();
    let ready = stop::wait_until(SOON, || {
        service.require_alive()?;
        Ok(client.get(url).is_ok_and(|answer| answer.status == 200))
    })?;
    ensure!(
        ready,
        "{url} did not answer 200 within {} s",
        SOON.as_secs()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_answers_as_it_reads_is_heard_out() {
        // More than two pipes hold.
        let long = "a line\n".repeat(100_000);
        let ended = run(Command::new("cat"), &long).unwrap();
        assert_eq!((ended.status, ended.stdout.len()), (0, long.len()));
    }
}
