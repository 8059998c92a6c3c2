//! The binary `palette`.

use std::process::ExitCode;

fn main() -> ExitCode {
    palette_server::cli::main()
}
