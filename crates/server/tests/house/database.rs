//! A database of its own for each test, on each engine that is there.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::Connection as _;

/// The environment variable that names a PostgreSQL the tests may make databases on.
const POSTGRES: &str = "PALETTE_TEST_POSTGRES_URL";

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database that is gone after the test.
pub struct Database {
    pub url: String,
    folder: tempfile::TempDir,
    admin: Option<(String, String)>,
}

impl Database {
    /// An empty folder for the data of the server.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("house.db").display());
        Self {
            url,
            folder,
            admin: None,
        }
    }

    async fn postgres(admin: String) -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("house_{}_{count}", std::process::id());
        execute(&admin, &format!("create database {name}")).await;
        let (server, _) = admin.rsplit_once('/').expect("a database in the address");
        let url = format!("{server}/{name}");
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            url,
            folder,
            admin: Some((admin, name)),
        }
    }

    /// Drops it.
    pub async fn drop(self) {
        if let Some((admin, name)) = self.admin {
            execute(&admin, &format!("drop database {name} with (force)")).await;
        }
    }
}

async fn execute(admin: &str, sql: &str) {
    let mut connection = sqlx::PgConnection::connect(admin)
        .await
        .expect("PostgreSQL answers");
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    sqlx::raw_sql(sql)
        .execute(&mut connection)
        .await
        .expect("the statement works");
    connection.close().await.expect("the connection ends");
}

/// A database on each engine: SQLite always, PostgreSQL where one is named.
pub async fn engines() -> Vec<Database> {
    let mut databases = vec![Database::sqlite().await];
    #[expect(clippy::disallowed_methods, reason = "the one setting of the tests")]
    if let Ok(admin) = std::env::var(POSTGRES) {
        databases.push(Database::postgres(admin).await);
    }
    databases
}
