//! The master key: 32 bytes in a file outside the database, readable by its owner only.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use palette_domain::Chance;
use secrecy::SecretBox;

use crate::error::{Result, StoreError};

/// The key that wraps all others.
pub struct MasterKey(pub(super) SecretBox<[u8; 32]>);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl Clone for MasterKey {
    fn clone(&self) -> Self {
        use secrecy::ExposeSecret;
        Self::from_bytes(*self.0.expose_secret())
    }
}

impl MasterKey {
    /// From its bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    /// Reads the key file, or makes it (mode 0600, written through to the disk) when there is none.
    ///
    /// # Errors
    /// A sentence when the file can't be read or made, is not 32 bytes, or others may read it.
    pub fn load_or_create(path: &Path, chance: &dyn Chance) -> Result<Self> {
        let open = |why: &dyn std::fmt::Display, mend: &str| {
            StoreError::Open(format!("master key file {}: {why}: {mend}", path.display()))
        };
        match File::open(path) {
            Ok(mut file) => Self::read(&mut file)
                .map_err(|why| open(&why, "put back the file that belongs to this database")),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::create(path, chance)
                .map_err(|why| {
                    open(
                        &why,
                        "choose a folder that can be written, by PALETTE_MASTER_KEY_FILE",
                    )
                }),
            Err(error) => Err(open(&error, "let the user that runs Palette read it")),
        }
    }

    fn read(file: &mut File) -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            if file.metadata()?.permissions().mode() & 0o077 != 0 {
                return Err(std::io::Error::other(
                    "others may read it; chmod 600 mends that",
                ));
            }
        }
        let mut bytes = Vec::with_capacity(33);
        file.take(33).read_to_end(&mut bytes)?;
        let bytes: [u8; 32] = bytes
            .try_into()
            .map_err(|_| std::io::Error::other("it is not 32 bytes long"))?;
        Ok(Self::from_bytes(bytes))
    }

    fn create(path: &Path, chance: &dyn Chance) -> std::io::Result<Self> {
        let mut bytes = [0u8; 32];
        chance.fill(&mut bytes);
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(path)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        Ok(Self::from_bytes(bytes))
    }
}
