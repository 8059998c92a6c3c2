//! One at a time: a lock between runs of the workshop, which ends with the process that holds it,
//! however that ends.

use std::fs::{File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::Context;

/// Held until it goes out of scope.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for its turn to work on `folder`.
    pub fn wait(purpose: &str, folder: &Path) -> anyhow::Result<Self> {
        let file = open(purpose, folder)?;
        file.lock()
            .with_context(|| format!("cannot lock {}", folder.display()))?;
        Ok(Self { _file: file })
    }

    /// `None` when another process holds it.
    pub fn take(purpose: &str, folder: &Path) -> anyhow::Result<Option<Self>> {
        let file = open(purpose, folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock {}", folder.display()))
            }
        }
    }
}

/// The file lies outside the folder, which may be removed while its lock is held.
fn open(purpose: &str, folder: &Path) -> anyhow::Result<File> {
    let mut hasher = DefaultHasher::new();
    folder.hash(&mut hasher);
    let user = nix::unistd::Uid::effective();
    let name = format!("palette-{purpose}-{user}-{:016x}.lock", hasher.finish());
    let path = std::env::temp_dir().join(name);
    File::create(&path).with_context(|| format!("cannot make {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_worked_on_by_one_at_a_time() {
        let folder = Path::new("a-folder-of-this-test");
        let held = Lock::take("test", folder).unwrap();
        assert!(held.is_some());
        assert!(Lock::take("test", folder).unwrap().is_none());
        assert!(Lock::take("test", Path::new("another")).unwrap().is_some());
        drop(held);
        assert!(Lock::take("test", folder).unwrap().is_some());
    }
}
