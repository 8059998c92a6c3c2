//! Progress of long work on stderr: one live line at a terminal, a calm heartbeat elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock::{self, Stopwatch};
use crate::out;

/// How often a machine that only records is told that we are alive.
const HEARTBEAT: Duration = Duration::from_secs(15);
const WIDTH: usize = 100;

/// Several lanes of work that go on side by side, shown in one line.
pub struct Board {
    lanes: Arc<Mutex<Vec<(String, String)>>>,
    done: Arc<AtomicBool>,
    painter: Option<JoinHandle<()>>,
}

/// One lane of the board; cheap to hand to a thread.
#[derive(Clone)]
pub struct Lane {
    lanes: Arc<Mutex<Vec<(String, String)>>>,
    index: usize,
}

impl Board {
    pub fn new() -> Self {
        let lanes = Arc::new(Mutex::new(Vec::new()));
        let done = Arc::new(AtomicBool::new(false));
        let painter = thread::spawn({
            let (lanes, done) = (Arc::clone(&lanes), Arc::clone(&done));
            move || paint(&lanes, &done)
        });
        Self {
            lanes,
            done,
            painter: Some(painter),
        }
    }

    pub fn lane(&self, name: &str) -> Lane {
        let mut lanes = lock(&self.lanes);
        lanes.push((name.to_owned(), String::new()));
        Lane {
            lanes: Arc::clone(&self.lanes),
            index: lanes.len() - 1,
        }
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Release);
        if let Some(painter) = self.painter.take() {
            painter.thread().unpark();
            if painter.join().is_err() {
                out::note("the progress line broke; the work goes on");
            }
        }
    }
}

impl Lane {
    /// What the lane does now; an empty text takes it off the line.
    pub fn set(&self, text: impl Into<String>) {
        if let Some(lane) = lock(&self.lanes).get_mut(self.index) {
            lane.1 = text.into();
        }
    }
}

fn lock(lanes: &Mutex<Vec<(String, String)>>) -> MutexGuard<'_, Vec<(String, String)>> {
    lanes.lock().unwrap_or_else(PoisonError::into_inner)
}

fn paint(lanes: &Mutex<Vec<(String, String)>>, done: &AtomicBool) {
    let live = std::io::stderr().is_terminal();
    let watch = Stopwatch::start();
    let (mut shown, mut beats) = (String::new(), 1);
    while !done.load(Ordering::Acquire) {
        let line = line_of(&lock(lanes));
        if live {
            repaint(&format!("{line}  {}", clock::show(watch.elapsed())));
        } else if line != shown && watch.elapsed() >= HEARTBEAT * beats {
            out::note(&format!("[{}] {line}", clock::show(watch.elapsed())));
            shown = line;
            beats += 1;
        }
        thread::park_timeout(Duration::from_millis(200));
    }
    if live {
        repaint("");
    }
}

fn line_of(lanes: &[(String, String)]) -> String {
    let busy = lanes.iter().filter(|(_, text)| !text.is_empty());
    let line = busy
        .map(|(name, text)| format!("{name}: {text}"))
        .collect::<Vec<_>>()
        .join("  |  ");
    line.chars().take(WIDTH).collect()
}

/// Carriage return and "erase to the end of the line", then the text with no line end.
fn repaint(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let painted = write!(stderr, "\r\x1b[K{text}").and_then(|()| stderr.flush());
    // A terminal that went away takes the progress with it and nothing else.
    drop(painted);
}

/// Cargo's own bar, `Building [==>  ] 12/345: crate`, as `12/345`.
pub fn cargo_count(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("Building [")?;
    let count = rest.split_once("] ")?.1.split(':').next()?.trim();
    let (done, all) = count.split_once('/')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(done) && digits(all)).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_cargos_bar() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(cargo_count(line), expected);
        check(
            "    Building [=====>     ] 12/345: serde, tokio(build)",
            Some("12/345"),
        );
        check(
            "    Building [===========] 344/345: palette-server",
            Some("344/345"),
        );
        check("   Compiling serde v1.0.0", None);
        check("    Building [", None);
        check("    Building [=>] x/y: z", None);
    }

    #[test]
    fn a_line_names_only_busy_lanes() {
        let lanes = [("Rust", "12/345"), ("dashboard", ""), ("shop", "seeding")];
        let lanes = lanes.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(line_of(&lanes), "Rust: 12/345  |  shop: seeding");
    }
}
