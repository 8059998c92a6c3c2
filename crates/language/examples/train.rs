//! Trains the model of the crate and writes it (`cargo xtask train`).

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let model = palette_language::train(&palette_language::Data::embedded());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("model/intents.bin");
    match std::fs::write(&path, model.to_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write {}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
