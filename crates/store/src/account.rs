//! Connected Instagram accounts and their tokens.

use palette_domain::account::{Account, AccountStatus, Login};
use palette_domain::live::Change;
use palette_domain::{AccountId, BusinessId, Instant, Private};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use secrecy::{ExposeSecret, SecretString};

use crate::keys::Key as _;
use crate::rows::account;
use crate::vault::{Key, Place, open_text};
use crate::{BusinessStore, Result, StoreError, live};

/// An account to be connected, or connected again.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Instagram's professional account id.
    pub ig_id: String,
    /// The app-scoped id, when known.
    pub app_scoped_id: Option<String>,
    /// The linked Page, with Facebook Login.
    pub page_id: Option<String>,
    /// The account's name.
    pub username: Private<String>,
    /// How it is connected.
    pub login: Login,
    /// The long-lived token.
    pub token: SecretString,
    /// Permissions granted.
    pub scopes: Vec<String>,
    /// When the token ends.
    pub token_expires_at: Option<Instant>,
}

pub(crate) fn account_of(key: &Key, row: &account::Model) -> Result<Account> {
    Ok(Account {
        id: AccountId::of(row.id),
        business_id: BusinessId::of(row.business_id),
        ig_id: row.ig_id.clone(),
        app_scoped_id: row.app_scoped_id.clone(),
        page_id: row.page_id.clone(),
        username: open_text(key, Place::new("account.username", row.id), &row.username)?,
        login: Login::from_name(&row.login).ok_or(StoreError::Shape("account.login"))?,
        status: AccountStatus::from_name(&row.status).ok_or(StoreError::Shape("account.status"))?,
        scopes: serde_json::from_str(&row.scopes)
            .map_err(|_| StoreError::Shape("account.scopes"))?,
        token_expires_at: row.token_expires_at.map(Instant::from_millis),
        connected_at: Instant::from_millis(row.connected_at),
        last_webhook_at: row.last_webhook_at.map(Instant::from_millis),
    })
}

pub(crate) fn token_of(key: &Key, row: &account::Model) -> Result<SecretString> {
    let token = open_text(key, Place::new("account.token", row.id), &row.token)?;
    Ok(SecretString::from(token.into_revealed()))
}

impl BusinessStore {
    /// Connects an account; one that this business had before is renewed and active again.
    ///
    /// # Errors
    /// [`StoreError::Taken`](crate::StoreError::Taken) when another business has this account.
    pub async fn connect_account(&self, new: &NewAccount, now: Instant) -> Result<Account> {
        let key = self.key().await?;
        let tx = self.store.begin().await?;
        let known = account::Entity::find()
            .filter(account::Column::IgId.eq(&new.ig_id))
            .one(&tx)
            .await?;
        if known
            .as_ref()
            .is_some_and(|row| row.business_id != self.uuid())
        {
            return Err(StoreError::Taken("Instagram account"));
        }
        let id: AccountId = known
            .as_ref()
            .map_or_else(|| self.store.next_id(now), |row| AccountId::of(row.id));
        let seal = |what, text: &str| {
            self.vault()
                .seal_text(&key, Place::new(what, id.uuid()), text)
        };
        let row = account::Model {
            id: id.uuid(),
            business_id: self.uuid(),
            ig_id: new.ig_id.clone(),
            app_scoped_id: new.app_scoped_id.clone(),
            page_id: new.page_id.clone(),
            username: seal("account.username", new.username.reveal()),
            login: new.login.as_str().to_owned(),
            status: AccountStatus::Active.as_str().to_owned(),
            scopes: serde_json::to_string(&new.scopes).expect("names are plain JSON"),
            token: seal("account.token", new.token.expose_secret()),
            token_expires_at: new.token_expires_at.map(Instant::millis),
            connected_at: now.millis(),
            last_webhook_at: known.as_ref().and_then(|row| row.last_webhook_at),
        };
        let result = account_of(&key, &row)?;
        if known.is_some() {
            let all = account::ActiveModel::from(row).reset_all();
            account::Entity::update(all).exec(&tx).await?;
        } else {
            account::Entity::insert(account::ActiveModel::from(row))
                .exec_without_returning(&tx)
                .await
                .map_err(|error| match StoreError::from(error) {
                    error if error.is_unique() => StoreError::Taken("Instagram account"),
                    error => error,
                })?;
        }
        live::publish(&tx, [(self.id, Change::Account { id })], now).await?;
        tx.commit().await?;
        Ok(result)
    }
    /// All accounts, oldest first, disconnected ones too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let key = self.key().await?;
        let rows = account::Entity::find()
            .filter(account::Column::BusinessId.eq(self.uuid()))
            .order_by_asc(account::Column::Id)
            .all(self.read())
            .await?;
        rows.iter().map(|row| account_of(&key, row)).collect()
    }
    /// One account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        let key = self.key().await?;
        let row = self.account_row(self.read(), id).await?;
        row.map(|row| account_of(&key, &row)).transpose()
    }
    /// Its token.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn token(&self, id: AccountId) -> Result<SecretString> {
        let row = self.account_row(self.read(), id).await?;
        token_of(
            &*self.key().await?,
            &row.ok_or(StoreError::NotFound("account"))?,
        )
    }
    /// Changes whether it can be used. Disconnecting forgets the token.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn set_account_status(
        &self,
        id: AccountId,
        status: AccountStatus,
        now: Instant,
    ) -> Result<()> {
        let mut changed = account::ActiveModel {
            status: Set(status.as_str().to_owned()),
            ..Default::default()
        };
        if status == AccountStatus::Disconnected {
            let key = self.key().await?;
            let place = Place::new("account.token", id.uuid());
            changed.token = Set(self.vault().seal_text(&key, place, ""));
            changed.token_expires_at = Set(None);
        }
        self.change_account(id, changed, now).await
    }
    /// Puts a renewed token in the old one's place.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn update_token(
        &self,
        id: AccountId,
        token: &SecretString,
        expires_at: Option<Instant>,
        now: Instant,
    ) -> Result<()> {
        let key = self.key().await?;
        let place = Place::new("account.token", id.uuid());
        let changed = account::ActiveModel {
            token: Set(self.vault().seal_text(&key, place, token.expose_secret())),
            token_expires_at: Set(expires_at.map(Instant::millis)),
            status: Set(AccountStatus::Active.as_str().to_owned()),
            ..Default::default()
        };
        self.change_account(id, changed, now).await
    }
    /// Keeps a name that was read anew.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn update_username(
        &self,
        id: AccountId,
        username: &Private<String>,
        now: Instant,
    ) -> Result<()> {
        let key = self.key().await?;
        let place = Place::new("account.username", id.uuid());
        let changed = account::ActiveModel {
            username: Set(self.vault().seal_text(&key, place, username.reveal())),
            ..Default::default()
        };
        self.change_account(id, changed, now).await
    }

    pub(crate) async fn account_row(
        &self,
        db: &impl ConnectionTrait,
        id: AccountId,
    ) -> Result<Option<account::Model>> {
        Ok(account::Entity::find_by_id(id.uuid())
            .filter(account::Column::BusinessId.eq(self.uuid()))
            .one(db)
            .await?)
    }

    async fn change_account(
        &self,
        id: AccountId,
        changed: account::ActiveModel,
        now: Instant,
    ) -> Result<()> {
        let tx = self.store.begin().await?;
        let done = account::Entity::update_many()
            .set(changed)
            .filter(account::Column::Id.eq(id.uuid()))
            .filter(account::Column::BusinessId.eq(self.uuid()))
            .exec(&tx)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::NotFound("account"));
        }
        live::publish(&tx, [(self.id, Change::Account { id })], now).await?;
        Ok(tx.commit().await?)
    }
}
