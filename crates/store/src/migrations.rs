//! The schema's history: one set of steps for both engines, applied when the store opens.

mod examples;
mod first;
mod notes;
mod standing;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All steps, oldest first. A step that was released is never changed.
pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(first::First),
            Box::new(standing::Standing),
            Box::new(notes::Notes),
            Box::new(examples::Examples),
        ]
    }
}

/// Brings the schema up to date. The caller holds a lock when several instances may start at once.
pub(crate) async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    Migrations::up(db, None).await
}

/// Spells a statement for an engine: `{uuid}`, `{blob}` and `{serial}` are all that differs.
fn spell(engine: DbBackend, statement: &str) -> String {
    let (uuid, blob, serial) = match engine {
        DbBackend::Postgres => ("uuid", "bytea", "bigserial primary key"),
        _ => ("blob", "blob", "integer primary key autoincrement"),
    };
    statement
        .replace("{uuid}", uuid)
        .replace("{blob}", blob)
        .replace("{serial}", serial)
}

/// Runs statements that are parted by `;`, each spelled for the engine.
async fn run(db: &impl ConnectionTrait, statements: &str) -> Result<(), DbErr> {
    let engine = db.get_database_backend();
    for statement in statements
        .split(';')
        .map(str::trim)
        .filter(|s| !s.is_empty())
    {
        db.execute_unprepared(&spell(engine, statement)).await?;
    }
    Ok(())
}
