//! Prints quality on the held-back lines (`cargo xtask eval [NAME…]`); fails when it has fallen.

use std::io::Write as _;
use std::process::ExitCode;

use palette_language::eval::{ALL, Evaluation};

/// An evaluation was named that there is not.
const UNKNOWN: u8 = 2;

fn main() -> std::io::Result<ExitCode> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let known: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        let known = known.join(", ");
        writeln!(
            std::io::stderr(),
            "there is no evaluation {name}: name any of {known}"
        )?;
        return Ok(ExitCode::from(UNKNOWN));
    }
    let wanted = |(name, _): &&Evaluation| names.is_empty() || names.iter().any(|n| n == name);
    let mut fallen = Vec::new();
    for (name, run) in ALL.iter().filter(wanted) {
        let report = run();
        write!(std::io::stdout(), "== {name}\n{}\n", report.table)?;
        fallen.extend(report.fallen);
    }
    for sentence in &fallen {
        writeln!(std::io::stderr(), "{sentence}")?;
    }
    Ok(if fallen.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
