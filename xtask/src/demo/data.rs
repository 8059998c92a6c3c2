//! The demo's folder: what lies where, what is remembered from one start to the next, how it starts
//! over.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::engine::Engine;
use crate::failure::Failure;
use crate::lock::Lock;
use crate::{out, repo, settings};

/// The demo's folder. The product's data lies in it, the simulator's in its folder `simulator`.
pub struct Folder(PathBuf);

/// What the seeding of the demo shop told us; its presence says that the seeding was finished.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seeded {
    pub engine: Engine,
    pub business_id: String,
    pub account_id: String,
    pub email: String,
    pub password: String,
}

impl Folder {
    /// `PALETTE_DEMO_DIR`, else `data/demo` (or `data/demo-postgres`) in the repository.
    pub fn choose(engine: Engine) -> anyhow::Result<Self> {
        let default = match engine {
            Engine::Sqlite => "data/demo",
            Engine::Postgres => "data/demo-postgres",
        };
        let path = match settings::demo_dir() {
            Some(chosen) => {
                std::path::absolute(PathBuf::from(chosen)).context("PALETTE_DEMO_DIR is no path")?
            }
            None => repo::root().join(default),
        };
        Ok(Self(path))
    }

    /// Held while a demo runs: two on one folder would spoil each other's data.
    pub fn lock(&self) -> anyhow::Result<Lock> {
        Lock::take("demo", &self.0)?.ok_or_else(|| {
            let sentence = format!(
                "another demo runs on {}: stop it, or choose another folder with {}",
                self.0.display(),
                settings::DEMO_DIR
            );
            Failure::Missing(sentence).into()
        })
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn simulator(&self) -> PathBuf {
        self.0.join("simulator")
    }

    pub fn world(&self) -> PathBuf {
        self.simulator().join("world.json")
    }

    pub fn postgres(&self) -> PathBuf {
        self.0.join("postgres")
    }

    /// Makes the folder, empty when `reset` is asked for or an earlier seeding was cut off.
    pub fn prepare(&self, engine: Engine, reset: bool) -> anyhow::Result<Option<Seeded>> {
        let seeded = self.seeded()?;
        if let Some(Seeded { engine: there, .. }) = &seeded
            && *there != engine
            && !reset
        {
            return Err(Failure::Usage(format!(
                "the demo in {} lives on {there}: start it with --engine {there}, choose another \
                 folder with {}, or start over with --reset",
                self.0.display(),
                settings::DEMO_DIR
            ))
            .into());
        }
        if reset || seeded.is_none() {
            self.clear(reset)?;
        }
        let simulator = self.simulator();
        std::fs::create_dir_all(&simulator)
            .with_context(|| format!("cannot make {}", simulator.display()))?;
        Ok(if reset { None } else { seeded })
    }

    fn clear(&self, asked: bool) -> anyhow::Result<()> {
        if !self.0.exists() {
            return Ok(());
        }
        // A folder that is no demo's must never be removed by a mistyped path.
        if !self.simulator().is_dir() && !self.is_empty()? {
            return Err(Failure::Usage(format!(
                "{} holds something that is no demo: choose another folder with {}",
                self.0.display(),
                settings::DEMO_DIR
            ))
            .into());
        }
        if !asked && self.simulator().is_dir() {
            out::note("an earlier start was cut off before the demo shop was ready: starting over");
        }
        std::fs::remove_dir_all(&self.0)
            .with_context(|| format!("cannot remove {}", self.0.display()))
    }

    fn is_empty(&self) -> anyhow::Result<bool> {
        let mut entries = std::fs::read_dir(&self.0)
            .with_context(|| format!("cannot look into {}", self.0.display()))?;
        Ok(entries.next().is_none())
    }

    fn seeded(&self) -> anyhow::Result<Option<Seeded>> {
        read_json(&self.simulator().join("demo.json"))
    }

    pub fn remember(&self, seeded: &Seeded) -> anyhow::Result<()> {
        write_json(&self.simulator().join("demo.json"), seeded)
    }

    /// The simulator's port of the last start: pictures in the shop's data point to it.
    pub fn last_port(&self) -> anyhow::Result<Option<u16>> {
        read_json(&self.simulator().join("port.json"))
    }

    pub fn remember_port(&self, port: u16) -> anyhow::Result<()> {
        write_json(&self.simulator().join("port.json"), &port)
    }
}

fn read_json<T: for<'a> Deserialize<'a>>(path: &Path) -> anyhow::Result<Option<T>> {
    match std::fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text).map(Some).with_context(|| {
            format!(
                "{} cannot be read any more: start over with --reset",
                path.display()
            )
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Whole or not at all: written beside, then moved into place.
fn write_json(path: &Path, value: &impl Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(value).context("a note of the demo is no JSON")?;
    let beside = path.with_extension("new");
    std::fs::write(&beside, text).with_context(|| format!("cannot write {}", beside.display()))?;
    std::fs::rename(&beside, path).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn seeded() -> Seeded {
        let text = || "x".to_owned();
        Seeded {
            engine: Engine::Sqlite,
            business_id: text(),
            account_id: text(),
            email: text(),
            password: text(),
        }
    }

    #[test]
    fn a_finished_demo_is_kept_and_a_broken_off_one_starts_over() {
        let scratch = Scratch::new("demo").unwrap();
        let folder = Folder(scratch.path().join("demo"));
        assert!(folder.prepare(Engine::Sqlite, false).unwrap().is_none());
        std::fs::write(folder.path().join("palette.db"), "half").unwrap();
        assert!(folder.prepare(Engine::Sqlite, false).unwrap().is_none());
        assert!(!folder.path().join("palette.db").exists());
        folder.remember(&seeded()).unwrap();
        std::fs::write(folder.path().join("palette.db"), "whole").unwrap();
        assert!(folder.prepare(Engine::Sqlite, false).unwrap().is_some());
        assert!(folder.path().join("palette.db").exists());
        let error = folder.prepare(Engine::Postgres, false).unwrap_err();
        assert_eq!(crate::failure::status_of(&error), 2);
        assert!(folder.prepare(Engine::Sqlite, true).unwrap().is_none());
        assert!(!folder.path().join("palette.db").exists());
    }

    #[test]
    fn a_folder_that_is_no_demo_is_never_removed() {
        let scratch = Scratch::new("demo").unwrap();
        std::fs::write(scratch.path().join("thesis.txt"), "years of work").unwrap();
        let folder = Folder(scratch.path().to_path_buf());
        let error = folder.prepare(Engine::Sqlite, true).unwrap_err();
        assert_eq!(crate::failure::status_of(&error), 2);
        assert!(scratch.path().join("thesis.txt").exists());
    }
}
