//! What the rows look at: a demo, a simulator alone, an installation made by hand; and how to ask.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::proc::Service;
use crate::running::Demo;
use crate::scratch::Scratch;
use crate::{out, ports, repo, stop};

/// How long a program of ours may take until it answers.
pub const SOON: Duration = Duration::from_secs(60);

/// Started when a row first asks, kept for the rows after it.
pub struct World {
    pub palette: PathBuf,
    pub simulator: PathBuf,
    scratch: Scratch,
    demo: Option<Result<Demo, String>>,
    alone: Option<Alone>,
    session: Option<Session>,
    document: Option<Value>,
    folders: u32,
}

/// How a command of the product ended.
#[derive(Debug)]
pub struct Ended {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A simulator run alone, and an installation of the product made by hand beside it.
pub struct Alone {
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

/// A signed-in member of the demo's business.
#[derive(Clone)]
pub struct Session {
    pub client: Client,
    pub answer: Value,
}

impl World {
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self {
            palette: repo::binary("palette")?,
            simulator: repo::binary("palette-simulator")?,
            scratch: Scratch::new("contract")?,
            demo: None,
            alone: None,
            session: None,
            document: None,
            folders: 0,
        })
    }

    /// A fresh folder for one installation.
    pub fn folder(&mut self) -> anyhow::Result<PathBuf> {
        self.folders += 1;
        let folder = self.scratch.path().join(self.folders.to_string());
        std::fs::create_dir(&folder).context("cannot make a folder")?;
        Ok(folder)
    }

    pub fn demo(&mut self) -> anyhow::Result<&mut Demo> {
        if self.demo.is_none() {
            out::note("starting a demo");
            let started = Demo::start("contract", &[]).map_err(|error| format!("{error:#}"));
            self.demo = Some(started);
        }
        match &mut self.demo {
            Some(Ok(demo)) => Ok(demo),
            Some(Err(reason)) => bail!("there is no demo: {reason}"),
            None => bail!("there is no demo"),
        }
    }

    /// The demo, taken out of the world: for the row that ends it.
    pub fn take_demo(&mut self) -> anyhow::Result<Demo> {
        self.demo()?;
        self.session = None;
        match self.demo.take() {
            Some(Ok(demo)) => Ok(demo),
            _ => bail!("there is no demo"),
        }
    }

    pub fn alone(&mut self) -> anyhow::Result<&mut Alone> {
        if self.alone.is_none() {
            let folder = self.folder()?;
            self.alone = Some(Alone::start(self, folder)?);
        }
        self.alone.as_mut().context("there is no simulator")
    }

    pub fn take_alone(&mut self) -> anyhow::Result<Alone> {
        self.alone()?;
        self.alone.take().context("there is no simulator")
    }

    /// The OpenAPI document of the built binary.
    pub fn document(&mut self) -> anyhow::Result<&Value> {
        if self.document.is_none() {
            let ended = self.palette(&["openapi"], &[], "")?;
            ensure!(
                ended.status == 0,
                "`palette openapi` ended with {}",
                ended.status
            );
            self.document = Some(serde_json::from_str(&ended.stdout).context("no JSON")?);
        }
        self.document.as_ref().context("there is no document")
    }

    pub fn session(&mut self) -> anyhow::Result<Session> {
        if let Some(session) = &self.session {
            return Ok(session.clone());
        }
        let path = sign_in_path(self.document()?)?;
        let ready = &self.demo()?.ready;
        let url = format!("{}{path}", ready.dashboard.trim_end_matches('/'));
        let body = json!({ "email": ready.email, "password": ready.password });
        let session = Session::from(&Client::new().post(&url, &body)?)?;
        self.session = Some(session.clone());
        Ok(session)
    }

    /// Runs `palette` with these arguments, settings and stdin.
    pub fn palette(
        &self,
        args: &[&str],
        environment: &[(&str, &str)],
        stdin: &str,
    ) -> anyhow::Result<Ended> {
        let mut command = Command::new(&self.palette);
        command
            .args(args)
            .envs(environment.iter().copied())
            .env("NO_COLOR", "1");
        run(command, stdin)
    }
}

impl Session {
    /// From the answer of a sign-in: its cookies and its CSRF value go with every later request.
    pub fn from(answer: &Answer) -> anyhow::Result<Self> {
        ensure!(
            (200..300).contains(&answer.status),
            "sign-in: {} {}",
            answer.status,
            answer.body
        );
        let cookies: Vec<&str> = answer
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
            .filter_map(|(_, value)| value.split(';').next())
            .collect();
        ensure!(!cookies.is_empty(), "sign-in sets no cookie");
        let mut client = Client::new().with("cookie", &cookies.join("; "));
        let body = if answer.body.is_empty() {
            Value::Null
        } else {
            answer.json()?
        };
        if let Some(value) = body["csrf_token"].as_str() {
            client = client.with("x-csrf-token", value);
        }
        Ok(Self {
            client,
            answer: body,
        })
    }
}

impl Alone {
    fn start(world: &World, folder: PathBuf) -> anyhow::Result<Self> {
        let (meta, product) = (ports::free()?, ports::free()?);
        let product_url = format!("http://127.0.0.1:{product}");
        let base_url = format!("http://127.0.0.1:{meta}");
        let mut command = Command::new(&world.simulator);
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
        let environment = environment(&folder, product, &base_url, &fixture);
        let settings: Vec<(&str, &str)> = environment
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (business_id, account_id) = connect(world, &settings, &fixture)?;
        let mut command = Command::new(&world.palette);
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
        ("PALETTE_FACEBOOK__APP_ID", text("app_id")),
        ("PALETTE_FACEBOOK__APP_SECRET", text("app_secret")),
        ("PALETTE_TURNS__QUIET_TIME_MS", "0".to_owned()),
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
    world: &World,
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
    let made = world
        .palette(&create, settings, "correct horse battery staple\n")?
        .json()?;
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
    let made = world
        .palette(&args, settings, &format!("{token}\n"))?
        .json()?;
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

/// Runs a short command with this stdin.
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
    // A command that ends without reading closes its end: that is its own affair.
    drop(pipe.write_all(stdin.as_bytes()));
    drop(pipe);
    let output = child
        .wait_with_output()
        .context("cannot wait for a command")?;
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

/// The POST that takes an e-mail and a password; the shortest path if several do.
fn sign_in_path(document: &Value) -> anyhow::Result<String> {
    let paths = document["paths"]
        .as_object()
        .context("the document has no paths")?;
    let found = paths.iter().filter(|(_, item)| {
        let body = &item["post"]["requestBody"]["content"]["application/json"]["schema"];
        let properties = &resolve(document, body)["properties"];
        properties["email"].is_object() && properties["password"].is_object()
    });
    let found = found.map(|(path, _)| path).min_by_key(|path| path.len());
    found
        .cloned()
        .context("no POST of the document takes `email` and `password`")
}

/// Follows `$ref` inside the document.
pub fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let Some(reference) = schema["$ref"].as_str() else {
        return schema;
    };
    document
        .pointer(reference.trim_start_matches('#'))
        .unwrap_or(schema)
}
