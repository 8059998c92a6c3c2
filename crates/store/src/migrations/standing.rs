//! Conversations can be done or put aside for a while.

use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Standing;

impl MigrationName for Standing {
    fn name(&self) -> &str {
        "m2026_11_24_standing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Standing {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager.get_connection(), STANDING).await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const STANDING: &str = "
alter table conversation add column done_at bigint;
alter table conversation add column snoozed_until bigint;
create index conversation_done on conversation (business_id, last_message_at, id)
    where done_at is not null;
create index conversation_snoozed on conversation (snoozed_until)
    where snoozed_until is not null
";
