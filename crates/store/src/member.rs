//! Members: people with a login, the businesses they belong to, and invitations.

use palette_domain::business::Role;
use palette_domain::{BusinessId, Instant, MemberId, Private};
use secrecy::SecretString;

use crate::{BusinessStore, Result, Store, later};

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

impl Store {
    /// The member who signs in with this address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_member_by_email(&self, email: &str) -> Result<Option<MemberRecord>> {
        later()
    }
    /// A member by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn member(&self, id: MemberId) -> Result<Option<MemberRecord>> {
        later()
    }
    /// The businesses a member belongs to, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn memberships(&self, member: MemberId) -> Result<Vec<Membership>> {
        later()
    }
    /// Sets a password hash and ends all of the member's sessions.
    ///
    /// # Errors
    /// When there is no such member.
    pub async fn set_password(&self, member: MemberId, password_hash: &SecretString) -> Result<()> {
        later()
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
        later()
    }
    /// Whom an invitation is for, while it holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invitation(&self, token_hash: [u8; 32], now: Instant) -> Result<Option<Invited>> {
        later()
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
        later()
    }
}

impl BusinessStore {
    /// Makes a member of this business. An address that is known already joins as who they are;
    /// their name and password stay.
    ///
    /// # Errors
    /// [`StoreError::Taken`](crate::StoreError::Taken) when they belong to it already.
    pub async fn create_member(&self, new: &NewMember, now: Instant) -> Result<MemberId> {
        later()
    }
    /// All members with their roles, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members(&self) -> Result<Vec<(MemberRecord, Role)>> {
        later()
    }
    /// The role of a member here; nothing when they don't belong to it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn role_of(&self, member: MemberId) -> Result<Option<Role>> {
        later()
    }
}
