//! A business: its name and what it says of itself and of its AI.

use palette_domain::business::BusinessSettings;
use palette_domain::{BusinessId, Instant};

use crate::{BusinessStore, Result, Store, later};

/// A business.
#[derive(Clone, PartialEq, Debug)]
pub struct Business {
    /// Ours.
    pub id: BusinessId,
    /// Its name.
    pub name: String,
    /// What it says of itself and of its AI.
    pub settings: BusinessSettings,
    /// Made.
    pub created_at: Instant,
}

impl Store {
    /// Makes a business with a key of its own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_business(
        &self,
        name: &str,
        settings: &BusinessSettings,
        now: Instant,
    ) -> Result<BusinessId> {
        later()
    }
    /// Whether the master key opens what is in this database.
    pub(crate) async fn check_master_key(&self) -> Result<()> {
        Ok(())
    }
}

impl BusinessStore {
    /// The business.
    ///
    /// # Errors
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) when there is none with this id.
    pub async fn get(&self) -> Result<Business> {
        later()
    }
    /// Replaces the settings; tells the dashboard.
    ///
    /// # Errors
    /// When there is no such business.
    pub async fn update_settings(&self, settings: &BusinessSettings, now: Instant) -> Result<()> {
        later()
    }
    /// Renames it.
    ///
    /// # Errors
    /// When there is no such business.
    pub async fn rename(&self, name: &str, now: Instant) -> Result<()> {
        later()
    }
}
