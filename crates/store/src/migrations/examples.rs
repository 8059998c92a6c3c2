//! What members taught: examples of a business, each gone with the customer whose words it holds.

use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Examples;

impl MigrationName for Examples {
    fn name(&self) -> &str {
        "m2026_11_24_examples"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Examples {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager.get_connection(), EXAMPLES).await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const EXAMPLES: &str = "
create table example (
    id {uuid} not null primary key, business_id {uuid} not null references business(id),
    customer_id {uuid} references customer(id) on delete cascade,
    decision_id {uuid} not null unique, conversation_id {uuid}, comment_id {uuid},
    member_id {uuid} not null, lesson text not null, intent text not null,
    language text not null, text {blob} not null, at bigint not null);
create index example_business on example (business_id, at, id);
create index example_customer on example (customer_id) where customer_id is not null
";
