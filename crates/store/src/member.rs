//! Members: people with a login, the businesses they belong to, and invitations.

use palette_domain::business::Role;
use palette_domain::{BusinessId, Instant, MemberId, Private};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use secrecy::{ExposeSecret, SecretString};

use crate::keys::Key as _;
use crate::rows::{business, invitation, member, membership, session};
use crate::vault::{Place, Vault, open_text};
use crate::{BusinessStore, Result, Store, StoreError};

/// A member to be made.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// Where they sign in with; compared without case.
    pub email: Private<String>,
    /// How they are called.
    pub name: Private<String>,
    /// An argon2 PHC string; nothing when they will set one through an invitation.
    pub password_hash: Option<SecretString>,
    /// What they may do in this business.
    pub role: Role,
}

/// A member as sign-in needs them.
#[derive(Clone, Debug)]
pub struct MemberRecord {
    /// Ours.
    pub id: MemberId,
    /// Their address.
    pub email: Private<String>,
    /// Their name.
    pub name: Private<String>,
    /// An argon2 PHC string; nothing before the invitation was used.
    pub password_hash: Option<SecretString>,
    /// Made.
    pub created_at: Instant,
}

/// A member's place in a business.
#[derive(Clone, PartialEq, Debug)]
pub struct Membership {
    /// Which business.
    pub business_id: BusinessId,
    /// Its name.
    pub business_name: String,
    /// What they may do there.
    pub role: Role,
}

/// Whom an invitation was for.
#[derive(Clone, PartialEq, Debug)]
pub struct Invited {
    /// Which member may set a password now.
    pub member_id: MemberId,
    /// Their address.
    pub email: Private<String>,
    /// Their name.
    pub name: Private<String>,
}

/// The blind index of an address: found without being readable.
fn email_hash(vault: &Vault, email: &str) -> Uuid {
    vault.hash("email", &[email.trim().to_lowercase().as_bytes()])
}

fn record_of(vault: &Vault, row: member::Model) -> Result<MemberRecord> {
    let key = vault.people();
    Ok(MemberRecord {
        id: MemberId::of(row.id),
        email: open_text(key, Place::new("member.email", row.id), &row.email)?,
        name: open_text(key, Place::new("member.name", row.id), &row.name)?,
        password_hash: row.password_hash.map(SecretString::from),
        created_at: Instant::from_millis(row.created_at),
    })
}

/// The names of roles in the table.
const ROLES: [(Role, &str); 4] = [
    (Role::Owner, "owner"),
    (Role::Admin, "admin"),
    (Role::Agent, "agent"),
    (Role::Analyst, "analyst"),
];

fn role_name(role: Role) -> &'static str {
    ROLES
        .iter()
        .find(|(of, _)| *of == role)
        .map_or("analyst", |(_, name)| name)
}

fn role_of(name: &str) -> Result<Role> {
    let found = ROLES.iter().find(|(_, of)| *of == name);
    found
        .map(|(role, _)| *role)
        .ok_or(StoreError::Shape("membership.role"))
}

impl Store {
    /// The member who signs in with this address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_member_by_email(&self, email: &str) -> Result<Option<MemberRecord>> {
        let row = member::Entity::find()
            .filter(member::Column::EmailHash.eq(email_hash(self.vault(), email)))
            .one(self.read())
            .await?;
        row.map(|row| record_of(self.vault(), row)).transpose()
    }
    /// A member by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn member(&self, id: MemberId) -> Result<Option<MemberRecord>> {
        let row = member::Entity::find_by_id(id.uuid())
            .one(self.read())
            .await?;
        row.map(|row| record_of(self.vault(), row)).transpose()
    }
    /// The businesses a member belongs to, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn memberships(&self, member: MemberId) -> Result<Vec<Membership>> {
        let places = membership::Entity::find()
            .filter(membership::Column::MemberId.eq(member.uuid()))
            .order_by_asc(membership::Column::CreatedAt)
            .order_by_asc(membership::Column::BusinessId)
            .all(self.read())
            .await?;
        let names = business::Entity::find()
            .filter(business::Column::Id.is_in(places.iter().map(|place| place.business_id)))
            .all(self.read())
            .await?;
        let name = |id| {
            names
                .iter()
                .find(|row| row.id == id)
                .map(|row| row.name.clone())
        };
        places
            .into_iter()
            .map(|place| {
                Ok(Membership {
                    business_id: BusinessId::of(place.business_id),
                    business_name: name(place.business_id).unwrap_or_default(),
                    role: role_of(&place.role)?,
                })
            })
            .collect()
    }
    /// Sets a password hash and ends all of the member's sessions.
    ///
    /// # Errors
    /// When there is no such member.
    pub async fn set_password(&self, member: MemberId, password_hash: &SecretString) -> Result<()> {
        let tx = self.begin().await?;
        put_password(&tx, member.uuid(), password_hash).await?;
        Ok(tx.commit().await?)
    }
    /// Keeps an invitation link for a member: `token_hash` is the SHA-256 of what the link holds.
    ///
    /// # Errors
    /// When there is no such member.
    pub async fn invite(
        &self,
        member: MemberId,
        token_hash: [u8; 32],
        expires_at: Instant,
        now: Instant,
    ) -> Result<()> {
        let tx = self.begin().await?;
        if member::Entity::find_by_id(member.uuid())
            .one(&tx)
            .await?
            .is_none()
        {
            return Err(StoreError::NotFound("member"));
        }
        let row = invitation::Model {
            token_hash: token_hash.to_vec(),
            member_id: member.uuid(),
            created_at: now.millis(),
            expires_at: expires_at.millis(),
        };
        invitation::Entity::insert(invitation::ActiveModel::from(row))
            .exec_without_returning(&tx)
            .await?;
        Ok(tx.commit().await?)
    }
    /// Whom an invitation is for, while it holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invitation(&self, token_hash: [u8; 32], now: Instant) -> Result<Option<Invited>> {
        let found = invitation::Entity::find_by_id(token_hash.to_vec())
            .filter(invitation::Column::ExpiresAt.gt(now.millis()))
            .one(self.read())
            .await?;
        let Some(found) = found else { return Ok(None) };
        let record = self.member(MemberId::of(found.member_id)).await?;
        Ok(record.map(|of| Invited {
            member_id: of.id,
            email: of.email,
            name: of.name,
        }))
    }
    /// Uses an invitation up and sets the password; nothing when it does not hold (any more).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accept_invitation(
        &self,
        token_hash: [u8; 32],
        password_hash: &SecretString,
        now: Instant,
    ) -> Result<Option<MemberId>> {
        let tx = self.begin().await?;
        let found = invitation::Entity::find_by_id(token_hash.to_vec())
            .filter(invitation::Column::ExpiresAt.gt(now.millis()))
            .one(&tx)
            .await?;
        let Some(found) = found else { return Ok(None) };
        let used = invitation::Entity::delete_many()
            .filter(invitation::Column::TokenHash.eq(token_hash.to_vec()))
            .exec(&tx)
            .await?;
        if used.rows_affected == 0 {
            return Ok(None);
        }
        put_password(&tx, found.member_id, password_hash).await?;
        tx.commit().await?;
        Ok(Some(MemberId::of(found.member_id)))
    }
}

impl BusinessStore {
    /// Makes a member of this business. An address that is known already joins as who they are;
    /// their name and password stay.
    ///
    /// # Errors
    /// [`StoreError::Taken`](crate::StoreError::Taken) when they belong to it already.
    pub async fn create_member(&self, new: &NewMember, now: Instant) -> Result<MemberId> {
        let vault = self.vault();
        let hash = email_hash(vault, new.email.reveal());
        let tx = self.store.begin().await?;
        self.row(&tx).await?;
        let known = member::Entity::find()
            .filter(member::Column::EmailHash.eq(hash))
            .one(&tx)
            .await?;
        let id = match known {
            Some(row) => MemberId::of(row.id),
            None => {
                let id: MemberId = self.store.next_id(now);
                let seal = |what, text: &Private<String>| {
                    vault.seal_text(vault.people(), Place::new(what, id.uuid()), text.reveal())
                };
                let row = member::Model {
                    id: id.uuid(),
                    email_hash: hash,
                    email: seal(
                        "member.email",
                        &new.email.clone().map(|e| e.trim().to_owned()),
                    ),
                    name: seal("member.name", &new.name),
                    password_hash: new
                        .password_hash
                        .as_ref()
                        .map(|h| h.expose_secret().to_owned()),
                    created_at: now.millis(),
                };
                member::Entity::insert(member::ActiveModel::from(row))
                    .exec_without_returning(&tx)
                    .await
                    .map_err(|error| taken(error.into()))?;
                id
            }
        };
        let place = membership::Model {
            business_id: self.uuid(),
            member_id: id.uuid(),
            role: role_name(new.role).to_owned(),
            created_at: now.millis(),
        };
        membership::Entity::insert(membership::ActiveModel::from(place))
            .exec_without_returning(&tx)
            .await
            .map_err(|error| taken(error.into()))?;
        tx.commit().await?;
        Ok(id)
    }
    /// All members with their roles, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members(&self) -> Result<Vec<(MemberRecord, Role)>> {
        let places = membership::Entity::find()
            .filter(membership::Column::BusinessId.eq(self.uuid()))
            .order_by_asc(membership::Column::CreatedAt)
            .order_by_asc(membership::Column::MemberId)
            .all(self.read())
            .await?;
        let rows = member::Entity::find()
            .filter(member::Column::Id.is_in(places.iter().map(|place| place.member_id)))
            .all(self.read())
            .await?;
        let mut members = Vec::with_capacity(places.len());
        for place in places {
            if let Some(row) = rows.iter().find(|row| row.id == place.member_id) {
                members.push((record_of(self.vault(), row.clone())?, role_of(&place.role)?));
            }
        }
        Ok(members)
    }
    /// The role of a member here; nothing when they don't belong to it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn role_of(&self, member: MemberId) -> Result<Option<Role>> {
        let place = membership::Entity::find_by_id((self.uuid(), member.uuid()))
            .one(self.read())
            .await?;
        place.map(|place| role_of(&place.role)).transpose()
    }
}

fn taken(error: StoreError) -> StoreError {
    if error.is_unique() {
        StoreError::Taken("member")
    } else {
        error
    }
}

/// Sets a password hash and ends all sessions that stood on the old one.
async fn put_password(
    tx: &impl ConnectionTrait,
    member: Uuid,
    password_hash: &SecretString,
) -> Result<()> {
    let done = member::Entity::update_many()
        .set(member::ActiveModel {
            password_hash: Set(Some(password_hash.expose_secret().to_owned())),
            ..Default::default()
        })
        .filter(member::Column::Id.eq(member))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Err(StoreError::NotFound("member"));
    }
    session::Entity::delete_many()
        .filter(session::Column::MemberId.eq(member))
        .exec(tx)
        .await?;
    Ok(())
}
