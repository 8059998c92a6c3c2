//! Times understanding over the written lines, message by message.

use std::io::Write as _;
use std::time::Instant;

use palette_language::data::{Data, Slots};
use palette_language::{Channel, Context, Engine};

#[expect(
    clippy::disallowed_methods,
    reason = "measuring time is what this is for"
)]
fn main() -> std::io::Result<()> {
    let slots = Slots::embedded();
    let data = Data::embedded();
    let texts: Vec<String> = data
        .lines
        .iter()
        .flat_map(|l| slots.expand(l, 1, 1))
        .collect();
    let engine = Engine::shared();
    let mut times = Vec::with_capacity(texts.len() * 3);
    for round in 0..4 {
        for text in &texts {
            let start = Instant::now();
            let read = engine.understand(text, Channel::Dm, &Context::default());
            let took = start.elapsed();
            std::hint::black_box(read);
            // The first round only warms up.
            if round > 0 {
                times.push(took);
            }
        }
    }
    times.sort();
    let at = |part: usize| {
        times
            .get(times.len() * part / 1000)
            .copied()
            .unwrap_or_default()
    };
    writeln!(
        std::io::stdout(),
        "{} messages: median {:?}, 99 % {:?}, 99.9 % {:?}",
        times.len(),
        at(500),
        at(990),
        at(999)
    )
}
