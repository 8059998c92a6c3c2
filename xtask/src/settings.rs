//! The environment, read in one place.

use std::ffi::OsString;

/// The folder of the demo's data when not `data/demo` in the repository.
pub const DEMO_DIR: &str = "PALETTE_DEMO_DIR";

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

pub fn search_path() -> Option<OsString> {
    variable("PATH")
}

pub fn demo_dir() -> Option<OsString> {
    variable(DEMO_DIR)
}

/// Whether a continuous-integration machine runs us: nothing to be reused, nobody at a terminal.
pub fn in_ci() -> bool {
    variable("CI").is_some()
}

/// Whether tests may start a PostgreSQL: store tests are told so by the same variable.
#[cfg(test)]
pub fn postgres_is_tested() -> bool {
    variable("PALETTE_TEST_POSTGRES_URL").is_some()
}

/// Whether the person chose how much the product logs.
pub fn log_is_chosen() -> bool {
    variable("PALETTE_LOG").is_some()
}
