//! Times understanding over the written lines, and over messages of a thousand bytes.

use std::io::Write as _;
use std::time::{Duration, Instant};

use palette_language::data::{Data, Slots};
use palette_language::{Channel, Context, Engine};

/// Each message is read so often; the least time counts, so that what else the machine does is
/// left out.
const ROUNDS: usize = 5;
const LONG: usize = 1000;

fn main() -> std::io::Result<()> {
    let slots = Slots::embedded();
    let data = Data::embedded();
    let texts: Vec<String> = data
        .lines
        .iter()
        .step_by(3)
        .flat_map(|l| slots.expand(l, 1, 1))
        .collect();
    report("messages as written", &texts)?;
    let mut long = Vec::new();
    let mut text = String::new();
    for (line, next) in data.lines.iter().zip(&texts) {
        if text.len() + next.len() > LONG {
            long.push(std::mem::take(&mut text));
        }
        text.push_str(next);
        text.push_str([" ", "\n", ". "][line.template.len() % 3]);
    }
    report("messages of a thousand bytes", &long)
}

fn report(name: &str, texts: &[String]) -> std::io::Result<()> {
    let mut times: Vec<Duration> = texts.iter().map(|text| least(text)).collect();
    times.sort();
    let at = |part: usize| {
        times
            .get(times.len() * part / 1000)
            .copied()
            .unwrap_or_default()
    };
    let (count, median, late, last) = (times.len(), at(500), at(990), at(999));
    writeln!(
        std::io::stdout(),
        "{count} {name}: median {median:?}, 99 % {late:?}, 99.9 % {last:?}"
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "measuring time is what this is for"
)]
fn least(text: &str) -> Duration {
    let read = |_| {
        let start = Instant::now();
        let read = Engine::shared().understand(text, Channel::Dm, &Context::default());
        let took = start.elapsed();
        std::hint::black_box(read);
        took
    };
    (0..ROUNDS).map(read).min().unwrap_or_default()
}
