//! The data map and the schema say the same.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::common::on_both;

/// Tables of the tools, not of ours.
const TOOLS: [&str; 2] = ["seaql_migrations", "sqlite_sequence"];

/// The first column of the map's table rows: a name in backticks.
fn mapped() -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/data-map.md");
    let map = std::fs::read_to_string(path).expect("docs/data-map.md is there");
    let rows = map.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

on_both! {
    every_table_is_in_the_data_map(db) {
        let raw = sea_orm::Database::connect(&db.url).await.expect("opens");
        let (engine, sql) = match raw.get_database_backend() {
            DbBackend::Postgres => (
                DbBackend::Postgres,
                "select tablename as name from pg_tables where schemaname = 'public'",
            ),
            _ => (DbBackend::Sqlite, "select name from sqlite_master where type = 'table'"),
        };
        let rows = raw.query_all_raw(Statement::from_string(engine, sql)).await.expect("ok");
        let tables: BTreeSet<String> = rows
            .iter()
            .map(|row| row.try_get::<String>("", "name").expect("a name"))
            .filter(|name| !TOOLS.contains(&name.as_str()))
            .collect();
        raw.close().await.expect("closes");
        assert_eq!(tables, mapped());
    }
}
