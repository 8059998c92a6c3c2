//! How many messages a second one process understands, from outside: `palette understand --jsonl`.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use anyhow::ensure;

use super::{Built, Number};
use crate::clock::Stopwatch;
use crate::engine::Engine;
use crate::installation;

/// Enough for seconds of work, so that starting the process does not count.
const LINES: usize = 40_000;

const TEXTS: [&str; 8] = [
    "سلام قیمت این مانتو چنده؟",
    "سایز ۴۰ مشکی موجود دارید؟ ارسال به شیراز چقدر طول می‌کشه",
    "salam gheymat lotfan",
    "hi, do you have this in size L and how much is shipping?",
    "سفارش من کی می‌رسه؟ کد A12-34",
    "مرسی عالی بود 🌹🌹",
    "می‌خوام مرجوع کنم، رنگش با عکس فرق داره",
    "ادرسم تهران خیابان ولیعصر کوچه ۱۲ پلاک ۵، ۰۹۱۲۰۰۰۰۰۰۰",
];

pub fn run(built: &Built, _: Engine) -> anyhow::Result<Vec<Number>> {
    let mut input = String::new();
    for (id, text) in TEXTS.iter().cycle().take(LINES).enumerate() {
        let line = serde_json::json!({ "id": id.to_string(), "text": text, "kind": "dm" });
        writeln!(input, "{line}")?;
    }
    let understood = rate(&built.palette, &["understand", "--jsonl"], &input)?;
    // The same lines through a process that only hands them on.
    let copied = rate(Path::new("cat"), &[], &input)?;
    Ok(vec![Number {
        name: "understanding",
        value: understood,
        unit: "messages/s",
        compared: Some(("the same lines through cat", copied)),
        engine: None,
    }])
}

fn rate(program: &Path, args: &[&str], input: &str) -> anyhow::Result<f64> {
    let mut command = Command::new(program);
    command.args(args);
    let watch = Stopwatch::start();
    let ended = installation::run(command, input)?;
    let seconds = watch.elapsed().as_secs_f64();
    let answers = ended.stdout.lines().count();
    ensure!(
        answers == LINES,
        "{answers} answers for {LINES} lines: {}",
        ended.stderr.trim()
    );
    Ok(LINES as f64 / seconds)
}
