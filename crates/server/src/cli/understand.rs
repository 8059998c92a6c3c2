//! `palette understand --jsonl`: texts in, meanings out; no database and no network.

use std::io::{BufRead as _, BufWriter, Write as _};

use palette_language::{Channel, Context, Engine};
use serde::{Deserialize, Serialize};

use super::Failure;

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    kind: Kind,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Dm,
    Comment,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    language: &'static str,
    intent: &'static str,
    confidence: f32,
    alternatives: Vec<Alternative>,
    moderation: &'static str,
    entities: &'a [palette_language::Entity],
}

#[derive(Serialize)]
struct Alternative {
    intent: &'static str,
    confidence: f32,
}

/// Answers each line of stdin as it comes, in the same order. A line that is no such object is
/// answered by `{"id":null,"error":…}` so that nothing after it is lost.
pub fn run() -> Result<(), Failure> {
    let engine = Engine::shared();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut input = std::io::stdin().lock();
    let mut buffer = Vec::new();
    let broken = |error: std::io::Error| Failure::Missing(format!("stdin or stdout: {error}"));
    loop {
        buffer.clear();
        if input.read_until(b'\n', &mut buffer).map_err(broken)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&buffer);
        if text.trim().is_empty() {
            continue;
        }
        let answer = answer(engine, &text);
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .map_err(broken)?;
    }
}

fn answer(engine: &Engine, text: &str) -> String {
    let line: Line = match serde_json::from_str(text) {
        Ok(line) => line,
        Err(error) => {
            let id = serde_json::from_str::<serde_json::Value>(text)
                .ok()
                .and_then(|value| value.get("id").cloned());
            return serde_json::json!({"id": id, "error": error.to_string()}).to_string();
        }
    };
    let channel = match line.kind {
        Kind::Dm => Channel::Dm,
        Kind::Comment => Channel::Comment,
    };
    let meaning = engine.understand(&line.text, channel, &Context::default());
    let answer = Answer {
        id: &line.id,
        language: meaning.language.as_str(),
        intent: meaning.intent().as_str(),
        confidence: meaning.confidence(),
        alternatives: meaning
            .intents
            .iter()
            .skip(1)
            .map(|scored| Alternative {
                intent: scored.intent.as_str(),
                confidence: scored.confidence,
            })
            .collect(),
        moderation: meaning.moderation.as_str(),
        entities: &meaning.entities,
    };
    serde_json::to_string(&answer).unwrap_or_else(|error| {
        serde_json::json!({"id": line.id, "error": error.to_string()}).to_string()
    })
}
