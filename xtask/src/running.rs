//! A demo that another command of the workshop needs: started as a person starts it, in a folder of
//! its own, on free ports, and gone afterwards.

use std::fs::File;
use std::io::BufRead;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use serde_json::Value;

use crate::demo::Ready;
use crate::failure::Failure;
use crate::proc::{self, Service};
use crate::scratch::Scratch;
use crate::{out, repo, settings, stop};

/// A first start builds everything.
const START: Duration = Duration::from_secs(15 * 60);

/// A running demo. Stopped, and its data removed, when it goes out of scope.
pub struct Demo {
    pub ready: Ready,
    /// The ready line as it was printed.
    pub line: Value,
    /// What it printed on stderr: its own words and the logs of product and simulator.
    pub log: PathBuf,
    pub service: Service,
    more: Lines,
    _folder: Scratch,
}

impl Demo {
    /// Starts one with `more` arguments and waits until it is ready.
    pub fn start(purpose: &str, more: &[&str]) -> anyhow::Result<Self> {
        let folder = Scratch::new(purpose)?;
        let log = repo::notes()?.join(format!("{purpose}-demo.log"));
        let errors =
            File::create(&log).with_context(|| format!("cannot make {}", log.display()))?;
        let mut command = Command::new(repo::ourselves()?);
        command
            .args(["demo", "--json", "--port", "0", "--still"])
            .args(more);
        command.env(settings::DEMO_DIR, folder.path().join("demo"));
        let (mut service, stdout) = Service::start_piped("the demo", &command, errors)?;
        let (line, more) = first_line(&mut service, stdout).inspect_err(|_| {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            out::note(&proc::tail(&said, 40));
        })?;
        let ready = serde_json::from_value(line.clone())
            .context("the ready line of the demo lacks a promised member")?;
        Ok(Self {
            ready,
            line,
            log,
            service,
            more,
            _folder: folder,
        })
    }

    /// Lines on its stdout after the ready line; a promise says that there are none.
    pub fn more_output(&self) -> Vec<String> {
        self.more
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

type Lines = Arc<Mutex<Vec<String>>>;

/// Waits for the ready line; what comes after it is kept.
fn first_line(
    service: &mut Service,
    stdout: impl BufRead + Send + 'static,
) -> anyhow::Result<(Value, Lines)> {
    let (sender, receiver) = mpsc::channel();
    let more = Lines::default();
    thread::spawn({
        let more = Arc::clone(&more);
        move || {
            let mut lines = stdout.lines().map_while(Result::ok);
            // Nobody waits any more: then nobody needs the line.
            drop(lines.next().map(|line| sender.send(line)));
            for line in lines {
                more.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(line);
            }
        }
    });
    let mut line = None;
    stop::wait_until(START, || {
        match receiver.recv_timeout(Duration::from_millis(50)) {
            Ok(found) => line = Some(found),
            Err(_) => service.require_alive()?,
        }
        Ok(line.is_some())
    })?;
    let line = line.ok_or_else(|| Failure::Missing("the demo was not ready in time".into()))?;
    let value = serde_json::from_str(&line)
        .with_context(|| format!("the demo's first line is no JSON: {line}"))?;
    Ok((value, more))
}
