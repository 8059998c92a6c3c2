//! A business: its name and what it says of itself and of its AI.

use palette_domain::business::BusinessSettings;
use palette_domain::live::Change;
use palette_domain::{BusinessId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::keys::Key as _;
use crate::rows::business;
use crate::{BusinessStore, Result, Store, StoreError, live};

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
        let id: BusinessId = self.next_id(now);
        let row = business::Model {
            id: id.uuid(),
            name: name.to_owned(),
            settings: json(settings),
            key_sealed: self.vault().new_business_key(id.uuid()),
            created_at: now.millis(),
        };
        let tx = self.begin().await?;
        business::Entity::insert(business::ActiveModel::from(row))
            .exec_without_returning(&tx)
            .await?;
        tx.commit().await?;
        Ok(id)
    }
    /// Whether the master key opens what is in this database.
    pub(crate) async fn check_master_key(&self) -> Result<()> {
        let oldest = business::Entity::find()
            .order_by_asc(business::Column::CreatedAt)
            .one(self.read())
            .await?;
        if let Some(row) = oldest {
            self.vault().business_key(self.read(), row.id).await?;
        }
        Ok(())
    }
}

/// A business's settings as the row holds them.
pub(crate) fn settings_of(row: &business::Model) -> Result<BusinessSettings> {
    serde_json::from_str(&row.settings).map_err(|_| StoreError::Shape("business.settings"))
}

impl BusinessStore {
    /// The business.
    ///
    /// # Errors
    /// [`StoreError::NotFound`](crate::StoreError::NotFound) when there is none with this id.
    pub async fn get(&self) -> Result<Business> {
        let row = self.row(self.read()).await?;
        Ok(Business {
            id: self.id,
            settings: settings_of(&row)?,
            name: row.name,
            created_at: Instant::from_millis(row.created_at),
        })
    }
    /// Replaces the settings; tells the dashboard.
    ///
    /// # Errors
    /// When there is no such business.
    pub async fn update_settings(&self, settings: &BusinessSettings, now: Instant) -> Result<()> {
        let changed = business::ActiveModel {
            settings: Set(json(settings)),
            ..Default::default()
        };
        self.change(changed, now).await
    }
    /// Renames it.
    ///
    /// # Errors
    /// When there is no such business.
    pub async fn rename(&self, name: &str, now: Instant) -> Result<()> {
        let changed = business::ActiveModel {
            name: Set(name.to_owned()),
            ..Default::default()
        };
        self.change(changed, now).await
    }

    pub(crate) async fn row(&self, db: &impl ConnectionTrait) -> Result<business::Model> {
        business::Entity::find_by_id(self.uuid())
            .one(db)
            .await?
            .ok_or(StoreError::NotFound("business"))
    }

    async fn change(&self, changed: business::ActiveModel, now: Instant) -> Result<()> {
        let tx = self.store.begin().await?;
        let done = business::Entity::update_many()
            .set(changed)
            .filter(business::Column::Id.eq(self.uuid()))
            .exec(&tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::NotFound("business"));
        }
        live::publish(&tx, [(self.id, Change::Settings)], now).await?;
        Ok(tx.commit().await?)
    }
}

fn json(settings: &BusinessSettings) -> String {
    serde_json::to_string(settings).expect("settings are plain JSON")
}
