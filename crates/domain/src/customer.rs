//! A person on Instagram who wrote to an account.

use crate::understanding::Language;
use crate::{AccountId, BusinessId, CustomerId, Instant, Private};

/// A customer, as one account knows them.
#[derive(Clone, PartialEq, Debug)]
pub struct Customer {
    /// Ours.
    pub id: CustomerId,
    /// Whose customer.
    pub business_id: BusinessId,
    /// Of which account.
    pub account_id: AccountId,
    /// Instagram's id of the person for this account.
    pub igsid: Private<String>,
    /// The @name, when known.
    pub username: Option<Private<String>>,
    /// The shown name, when known (readable only after the person wrote a DM).
    pub name: Option<Private<String>>,
    /// The language the person was last seen to write.
    pub language: Option<Language>,
    /// Since when the person wants no automated messages.
    pub opted_out_at: Option<Instant>,
    /// When the automated assistant last said what it is.
    pub disclosed_at: Option<Instant>,
    /// First seen.
    pub first_seen_at: Instant,
    /// Last written to or by.
    pub last_interaction_at: Instant,
}
