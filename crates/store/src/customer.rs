//! Customers: people on Instagram, as one account knows them.

use palette_domain::customer::Customer;
use palette_domain::inbound::PersonFacts;
use palette_domain::{ConversationId, CustomerId, Instant};

use crate::{BusinessStore, Result, later};

impl BusinessStore {
    /// One customer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customer(&self, id: CustomerId) -> Result<Option<Customer>> {
        later()
    }
    /// Keeps what was read of a person's profile.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn update_person(
        &self,
        id: CustomerId,
        facts: &PersonFacts,
        now: Instant,
    ) -> Result<()> {
        later()
    }
    /// Says that a profile could not be read, so that it is not asked again before long.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn profile_tried(&self, id: CustomerId, now: Instant) -> Result<()> {
        later()
    }
    /// Customers who wrote a DM and whose profile was never read, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customers_without_profile(&self, limit: u64) -> Result<Vec<Customer>> {
        later()
    }
    /// The customer's thread.
    ///
    /// # Errors
    /// When there is no such customer.
    pub async fn conversation_of(&self, id: CustomerId) -> Result<ConversationId> {
        later()
    }
}
