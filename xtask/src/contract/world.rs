//! What the rows look at: a demo, a simulator alone, an installation made by hand; and how to ask.

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::installation::{Ended, Installation, run_product};
use crate::running::Demo;
use crate::scratch::Scratch;
use crate::{out, repo};

/// What opens `/metrics` of the installation made by hand.
pub const METRICS_TOKEN: &str = "contract-metrics-token";

/// Started when a row first asks, kept for the rows after it.
pub struct World {
    pub palette: PathBuf,
    pub simulator: PathBuf,
    scratch: Scratch,
    demo: Option<Result<Demo, String>>,
    alone: Option<Installation>,
    session: Option<Session>,
    document: Option<Value>,
    folders: u32,
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

    pub fn alone(&mut self) -> anyhow::Result<&mut Installation> {
        if self.alone.is_none() {
            let folder = self.folder()?;
            let more = [
                ("PALETTE_TURNS__QUIET_TIME_MS", "0"),
                ("PALETTE_HTTP__METRICS_TOKEN", METRICS_TOKEN),
            ];
            self.alone = Some(Installation::start(
                &self.palette,
                &self.simulator,
                folder,
                &more,
            )?);
        }
        self.alone.as_mut().context("there is no simulator")
    }

    pub fn take_alone(&mut self) -> anyhow::Result<Installation> {
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
        run_product(&self.palette, args, environment, stdin)
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
