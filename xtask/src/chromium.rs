//! The browser of the browser tests: Debian's Chromium.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::tools;

/// The emoji font keeps pictures in messages from being boxes.
const PACKAGES: [&str; 2] = ["chromium", "fonts-noto-color-emoji"];

/// Where Chromium lies; installed first when we may.
pub fn require() -> anyhow::Result<PathBuf> {
    if let Some(found) = tools::find("chromium") {
        return Ok(found);
    }
    tools::install("Chromium", &PACKAGES)?;
    tools::find("chromium").ok_or_else(|| Failure::Missing(tools::missing("chromium")).into())
}
