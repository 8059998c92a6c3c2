//! Notes of members beside conversations.

use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Notes;

impl MigrationName for Notes {
    fn name(&self) -> &str {
        "m2026_11_24_notes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Notes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager.get_connection(), NOTES).await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const NOTES: &str = "
create table note (
    id {uuid} not null primary key, business_id {uuid} not null,
    conversation_id {uuid} not null references conversation(id), member_id {uuid} not null,
    text {blob} not null, mentions text not null, at bigint not null);
create index note_thread on note (conversation_id, at, id)
";
