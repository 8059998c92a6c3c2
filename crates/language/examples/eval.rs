//! Prints quality on the held-back voices (`cargo xtask eval`); fails when it has fallen.

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> std::io::Result<ExitCode> {
    let report = palette_language::eval::run();
    std::io::stdout().write_all(report.table.as_bytes())?;
    let fallen = report.fallen();
    for sentence in &fallen {
        writeln!(std::io::stderr(), "{sentence}")?;
    }
    Ok(if fallen.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
