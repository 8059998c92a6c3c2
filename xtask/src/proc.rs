//! Child processes, each in a process group of its own: stopping one stops its children too.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::clock::Stopwatch;
use crate::failure::Failure;
use crate::{out, stop, tools};

/// How long a child may take to end after SIGTERM before it is killed.
const GRACE: Duration = Duration::from_secs(15);

/// A command that gives way to interactive work on a small machine.
pub fn gentle(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("nice");
    command.arg("-n").arg("5").arg(program);
    command
}

/// What a finished command left behind.
#[derive(Debug)]
pub struct Finished {
    pub status: ExitStatus,
    /// stdout and stderr in the order of their lines.
    pub output: String,
    /// stdout alone.
    pub stdout: String,
    pub elapsed: Duration,
}

impl Finished {
    /// The output's last lines, for an error message.
    pub fn tail(&self, lines: usize) -> String {
        tail(&self.output, lines)
    }
}

pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// Runs a command to its end. Each line that it prints (also those that end in a carriage return,
/// as progress bars do) is handed to `on_line` at once. Stopped with us, children and all.
pub fn run(mut command: Command, mut on_line: impl FnMut(&str)) -> anyhow::Result<Finished> {
    let watch = Stopwatch::start();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    let mut child = Guard(spawn(&mut command)?);
    let lines = lines_of(&mut child.0);
    let (mut output, mut stdout) = (String::new(), String::new());
    loop {
        match lines.recv_timeout(Duration::from_millis(50)) {
            Ok(line) => {
                on_line(&line.text);
                if !line.passing {
                    output.push_str(&line.text);
                    output.push('\n');
                    if line.is_result {
                        stdout.push_str(&line.text);
                        stdout.push('\n');
                    }
                }
            }
            Err(mpsc::RecvTimeoutError::Timeout) => stop::pause(Duration::ZERO)?,
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    loop {
        if let Some(status) = child
            .0
            .try_wait()
            .context("cannot ask for a child's status")?
        {
            return Ok(Finished {
                status,
                output,
                stdout,
                elapsed: watch.elapsed(),
            });
        }
        stop::pause(Duration::from_millis(20))?;
    }
}

/// As `run`, for a command whose stdout is the result: its errors stay visible on our stderr.
pub fn stdout_of(mut command: Command) -> anyhow::Result<String> {
    let shown = describe(&command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(&command, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{shown}` ended with {}: {}",
            output.status,
            tail(said.trim(), 5)
        );
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` printed no UTF-8"))
}

struct Line {
    text: String,
    /// Printed on stdout.
    is_result: bool,
    /// Ended by a carriage return: it is overwritten by the next, so it is no part of the record.
    passing: bool,
}

fn lines_of(child: &mut Child) -> mpsc::Receiver<Line> {
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        forward(stdout, true, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        forward(stderr, false, sender);
    }
    receiver
}

fn forward(stream: impl Read + Send + 'static, is_result: bool, sender: mpsc::Sender<Line>) {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        // A read error means that the child closed its end in an unclean way: the same as the end.
        while reader
            .read_until(b'\n', &mut bytes)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&bytes);
            let mut parts = text
                .trim_end_matches('\n')
                .trim_end_matches('\r')
                .split('\r')
                .peekable();
            while let Some(part) = parts.next() {
                let line = Line {
                    text: part.to_owned(),
                    is_result,
                    passing: parts.peek().is_some(),
                };
                if sender.send(line).is_err() {
                    return;
                }
            }
            bytes.clear();
        }
    });
}

fn spawn(command: &mut Command) -> anyhow::Result<Child> {
    command
        .spawn()
        .map_err(|error| cannot_start(command, &error))
}

fn cannot_start(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let program = Path::new(command.get_program()).display().to_string();
    if let Some(folder) = command.get_current_dir().filter(|folder| !folder.is_dir()) {
        return anyhow::anyhow!(
            "cannot start {program}: there is no folder {}",
            folder.display()
        );
    }
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::Missing(tools::missing(&program)).into(),
        _ => Failure::Missing(format!("cannot start {program}: {error}")).into(),
    }
}

/// The command as a person would type it (without its environment).
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A child that is ended, with its whole group, when its owner lets go of it.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        end_group(&mut self.0, "a child", GRACE);
    }
}

/// A program that runs beside us until we stop it: the product, the simulator, a database.
pub struct Service {
    name: &'static str,
    child: Child,
    on_stop: Signal,
}

impl Service {
    /// Starts it with its stdout sent to our stderr (our stdout carries results only), or to
    /// nowhere. Where util-linux is there, the kernel ends it too should we be killed outright.
    pub fn start(name: &'static str, command: &Command, quiet: bool) -> anyhow::Result<Self> {
        let mut command = bound_to_us(command);
        let outlet = || -> anyhow::Result<Stdio> {
            if quiet {
                return Ok(Stdio::null());
            }
            let stderr = std::io::stderr().as_fd().try_clone_to_owned();
            Ok(Stdio::from(stderr.context("cannot duplicate stderr")?))
        };
        command
            .stdin(Stdio::null())
            .stdout(outlet()?)
            .stderr(outlet()?)
            .process_group(0);
        let child = spawn(&mut command)?;
        Ok(Self {
            name,
            child,
            on_stop: Signal::SIGTERM,
        })
    }

    /// As `start`, with its stdout for us to read and its stderr in a file.
    pub fn start_piped(
        name: &'static str,
        command: &Command,
        errors: impl Into<Stdio>,
    ) -> anyhow::Result<(Self, BufReader<ChildStdout>)> {
        let mut command = bound_to_us(command);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .process_group(0);
        let mut child = spawn(&mut command)?;
        let stdout = child.stdout.take().context("a piped child has a stdout")?;
        Ok((
            Self {
                name,
                child,
                on_stop: Signal::SIGTERM,
            },
            BufReader::new(stdout),
        ))
    }

    /// PostgreSQL ends its sessions at once on SIGINT and waits for them on SIGTERM.
    pub fn stopped_by(mut self, signal: Signal) -> Self {
        self.on_stop = signal;
        self
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The status if it has ended by itself.
    pub fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .with_context(|| format!("cannot ask whether {} runs", self.name))
    }

    /// An error when it has ended by itself, with the status that fits.
    pub fn require_alive(&mut self) -> anyhow::Result<()> {
        match self.ended()? {
            None => Ok(()),
            Some(status) => {
                let name = self.name;
                let sentence = format!("{name} ended by itself ({status}); its words stand above");
                Err(Failure::like(status, sentence).into())
            }
        }
    }

    /// Asks it to end, waits for a bounded time, then insists. Gives its exit status.
    pub fn stop(&mut self) -> Option<ExitStatus> {
        signal_group(&self.child, self.on_stop);
        wait_for_end(&mut self.child, self.name, GRACE)
    }

    /// Sends a signal to it and its children.
    pub fn signal(&self, signal: Signal) {
        signal_group(&self.child, signal);
    }

    /// Waits for it to end by itself.
    pub fn wait(&mut self, at_most: Duration) -> anyhow::Result<Option<ExitStatus>> {
        let mut status = None;
        stop::wait_until(at_most, || {
            status = self.ended()?;
            Ok(status.is_some())
        })?;
        Ok(status)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

/// `setpriv --pdeathsig TERM …` asks the kernel to end the child when this process dies.
fn bound_to_us(command: &Command) -> Command {
    if !tools::has("setpriv") {
        return copy(Command::new(command.get_program()), command);
    }
    let mut bound = Command::new("setpriv");
    bound
        .args(["--pdeathsig", "TERM", "--"])
        .arg(command.get_program());
    copy(bound, command)
}

fn copy(mut to: Command, from: &Command) -> Command {
    to.args(from.get_args());
    for (name, value) in from.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
    if let Some(folder) = from.get_current_dir() {
        to.current_dir(folder);
    }
    to
}

fn end_group(child: &mut Child, name: &str, grace: Duration) {
    if matches!(child.try_wait(), Ok(Some(_))) {
        return;
    }
    signal_group(child, Signal::SIGTERM);
    wait_for_end(child, name, grace);
}

fn wait_for_end(child: &mut Child, name: &str, grace: Duration) -> Option<ExitStatus> {
    let watch = Stopwatch::start();
    let mut insisted = false;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => {}
            Err(error) => {
                out::note(&format!("cannot ask whether {name} has ended: {error}"));
                return None;
            }
        }
        if !insisted && watch.elapsed() > grace {
            out::note(&format!(
                "{name} did not end in {} s: killed",
                grace.as_secs()
            ));
            signal_group(child, Signal::SIGKILL);
            insisted = true;
        }
        // Not `stop::pause`: a second Ctrl-C must not shorten the clean end of the children.
        thread::park_timeout(Duration::from_millis(20));
    }
}

fn signal_group(child: &Child, signal: Signal) {
    let Ok(group) = i32::try_from(child.id()) else {
        return;
    };
    match killpg(Pid::from_raw(group), signal) {
        // ESRCH: the whole group has ended already, which is what we want.
        Ok(()) | Err(nix::errno::Errno::ESRCH) => {}
        Err(error) => out::note(&format!(
            "cannot send {signal} to process group {group}: {error}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_recorded_line_by_line_without_passing_progress() {
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "printf 'one\\n10%%\\r50%%\\rdone\\n'; echo two; exit 4",
        ]);
        let mut seen = Vec::new();
        let finished = run(command, |line| seen.push(line.to_owned())).unwrap();
        assert_eq!(finished.output, "one\ndone\ntwo\n");
        assert_eq!(seen, ["one", "10%", "50%", "done", "two"]);
        assert_eq!(finished.status.code(), Some(4));
        assert_eq!(finished.tail(1), "two");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_missing_thing() {
        let error = run(Command::new("palette-no-such-program"), |_| {}).unwrap_err();
        assert_eq!(crate::failure::status_of(&error), 3);
        assert!(
            error.to_string().contains("palette-no-such-program"),
            "{error}"
        );
    }

    #[test]
    fn stopping_a_service_stops_its_children() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo $!; wait"]);
        let (mut service, mut stdout) =
            Service::start_piped("a shell", &command, Stdio::null()).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        service.stop();
        let grandchild = Path::new("/proc").join(line.trim()).join("stat");
        let gone = stop::wait_until(Duration::from_secs(5), || {
            let stat = std::fs::read_to_string(&grandchild).unwrap_or_default();
            Ok(stat.is_empty() || stat.contains(") Z"))
        });
        assert!(gone.unwrap(), "the grandchild still runs");
    }
}
