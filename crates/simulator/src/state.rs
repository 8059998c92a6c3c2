//! The state file: the whole world as JSON, replaced in one step.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::clock::Stand;
use crate::world::World;

/// What the file holds.
#[derive(Deserialize)]
pub struct Kept {
    /// Where the clock stood.
    pub clock: Stand,
    /// The world.
    pub world: World,
}

#[derive(Serialize)]
struct Keep<'a> {
    clock: Stand,
    world: &'a World,
}

/// Reads a state file; `None` when there is none yet.
///
/// # Errors
/// When it can't be read or is not a state file.
pub fn read(file: &Path) -> anyhow::Result<Option<Kept>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("can't read {}", file.display()));
        }
    };
    let kept = serde_json::from_str(&text).with_context(|| {
        format!(
            "{} is not a state file of this simulator; move it away",
            file.display()
        )
    })?;
    Ok(Some(kept))
}

/// The text of a state file.
///
/// # Errors
/// When the world can't be written as JSON.
pub fn text(world: &World, clock: Stand) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&Keep { clock, world })?)
}

/// Puts the text in place of the file, wholly or not at all.
///
/// # Errors
/// When the folder or the file can't be written.
pub fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("can't make the folder {}", folder.display()))?;
    }
    let beside = file.with_extension("new");
    fs::write(&beside, text).with_context(|| format!("can't write {}", beside.display()))?;
    fs::rename(&beside, file).with_context(|| format!("can't replace {}", file.display()))
}
