//! Reads lines from standard input and says what each of them means.

use std::io::{BufRead as _, Write as _};

use palette_language::{Channel, Context, Engine};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let read = Engine::shared().understand(&line, Channel::Dm, &Context::default());
        let intents: Vec<String> = read
            .intents
            .iter()
            .map(|s| format!("{} {:.2}", s.intent, s.confidence))
            .collect();
        let entities: Vec<String> = read
            .entities
            .iter()
            .map(|e| format!("{}={}:{}", e.kind, e.text, e.value))
            .collect();
        writeln!(
            out,
            "{line}\n    {} {} | {} | {}",
            read.language.as_str(),
            read.moderation,
            intents.join(", "),
            entities.join("; ")
        )?;
    }
    Ok(())
}
