//! Throw-away folders, removed when their owner goes out of scope.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::{clock, out};

/// An empty folder of our own under the system's temporary folder.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// The name stays short: PostgreSQL's socket lies in such a folder and its path may have at
    /// most 107 bytes.
    pub fn new(purpose: &str) -> anyhow::Result<Self> {
        let unique = clock::unix_nanos() % 1_000_000_000;
        let name = format!("palette-{purpose}-{}-{unique}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            out::note(&format!("could not remove {}: {error}", self.0.display()));
        }
    }
}
