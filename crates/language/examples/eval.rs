//! Prints quality on the held-back voices: `cargo run --release -p palette-language --example eval`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(palette_language::eval::run().table.as_bytes())
}
