//! How many sends a second the simulator takes: `cargo run --release -p palette-simulator
//! --example sends`. Client and simulator share the machine.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context as _, bail};
use palette_simulator::{Options, start};
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// How many sends are made.
const SENDS: usize = 50_000;
/// How many people they go to.
const PEOPLE: usize = 500;
/// How many connections make them.
const CONNECTIONS: usize = 32;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let simulator = start(Options::default()).await?;
    simulator.settings(&json!({"send_rate": 100_000_000}))?;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let act = json!({"person": format!("p{number}"), "do": "message", "text": "سلام"});
        let told = simulator.act(&act)?;
        people.push(told["igsid"].as_str().unwrap_or_default().to_owned());
    }
    let token = simulator.fixture()?["token"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let shared = Arc::new((people, token, AtomicUsize::new(0)));
    let begun = begun();
    let address = simulator.addr;
    let tasks = (0..CONNECTIONS).map(|_| {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let mut stream = BufReader::new(stream);
            loop {
                let number = shared.2.fetch_add(1, Ordering::Relaxed);
                if number >= SENDS {
                    return anyhow::Ok(());
                }
                let to = &shared.0[number % PEOPLE];
                send(&mut stream, to, &shared.1, number).await?;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let took = simulator.state()["sends"].as_u64().unwrap_or(0);
    if took != SENDS as u64 {
        bail!("{took} of {SENDS} sends took effect");
    }
    let rate = SENDS as f64 / seconds;
    writeln!(
        io::stdout(),
        "{SENDS} sends in {seconds:.2} s: {rate:.0} a second"
    )?;
    simulator.shutdown().await
}

#[expect(
    clippy::disallowed_methods,
    reason = "a bench reads the machine's clock"
)]
fn begun() -> Instant {
    Instant::now()
}

/// One send over a connection that stays open.
async fn send(
    stream: &mut BufReader<TcpStream>,
    to: &str,
    token: &str,
    number: usize,
) -> anyhow::Result<()> {
    let text = format!("سلام، سفارش {number} آماده است");
    let body = json!({"recipient": {"id": to}, "message": {"text": text}}).to_string();
    let length = body.len();
    let request = format!(
        "POST /v26.0/me/messages HTTP/1.1\r\nhost: simulator\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    if !line.starts_with("HTTP/1.1 200") {
        bail!("a send was answered {}", line.trim());
    }
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        let header = line.trim().to_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(told) = header.strip_prefix("content-length:") {
            length = told.trim().parse().context("a length that is no number")?;
        }
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer).await?;
    Ok(())
}
