//! The two engines: how their connections are opened, and how reads and writes begin.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use crate::error::{Result, StoreError};
use crate::migrations;

/// How long a read or write waits for a connection before it gives up.
const ACQUIRE: Duration = Duration::from_secs(30);
/// How long PostgreSQL gets to answer the first time. The pool would try for longer, and hide why.
const REACH: Duration = Duration::from_secs(5);
/// How long SQLite waits for another process's lock.
const BUSY: Duration = Duration::from_secs(10);
/// The advisory lock that makes instances migrate one after another: "palette" in ASCII.
const MIGRATION_LOCK: i64 = 0x0070_616c_6574_7465;
/// Connections that write on PostgreSQL. SQLite has one: it takes one writer at a time anyway, and
/// the pool's queue is fair where SQLite's busy handler is not.
const PG_WRITERS: u32 = 8;

/// Connections for reading and for writing.
pub(crate) struct Engine {
    pub(crate) read: DatabaseConnection,
    write: DatabaseConnection,
    sqlite_path: Option<PathBuf>,
}

/// Makes the file, when it is new, for its owner alone: SQLite gives its log the same mode.
fn private_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

impl Engine {
    pub(crate) async fn open(url: &str, readers: u32) -> Result<Self> {
        let engine = if let Some(path) = sqlite_path(url) {
            Self::open_sqlite(&path, readers).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url, readers).await?
        } else {
            return Err(StoreError::Open(
                "the database URL must begin with sqlite: or postgres://: set PALETTE_DATABASE_URL"
                    .to_owned(),
            ));
        };
        engine.migrate().await?;
        Ok(engine)
    }

    async fn open_sqlite(path: &Path, readers: u32) -> Result<Self> {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|why| {
                StoreError::Open(format!(
                    "the folder {} can't be made ({why}): choose another by PALETTE_DATA_DIR",
                    folder.display()
                ))
            })?;
        }
        private_file(path).map_err(|why| {
            StoreError::Open(format!(
                "the database {} can't be made ({why}): is the folder writable and the disk not \
                 full?",
                path.display()
            ))
        })?;
        let failed = |why: sea_orm::DbErr| {
            StoreError::Open(format!(
                "the database {} does not open ({why}): is the folder writable and the disk not full?",
                path.display()
            ))
        };
        let write = Database::connect(sqlite_options(path, 1, false))
            .await
            .map_err(failed)?;
        let read = Database::connect(sqlite_options(path, readers.max(1), true))
            .await
            .map_err(failed)?;
        Ok(Self {
            read,
            write,
            sqlite_path: Some(path.to_owned()),
        })
    }

    async fn open_postgres(url: &str, readers: u32) -> Result<Self> {
        let silent = |why: String| {
            StoreError::Open(format!(
                "PostgreSQL does not answer ({why}): is it running, and is PALETTE_DATABASE_URL right?"
            ))
        };
        let failed = |why: sea_orm::DbErr| silent(why.to_string());
        let first = tokio::time::timeout(REACH, sqlx::PgConnection::connect(url)).await;
        let first = first.map_err(|_| silent(format!("nothing within {} s", REACH.as_secs())))?;
        let first = first.map_err(|why| silent(why.to_string()))?;
        first.close().await.map_err(|why| silent(why.to_string()))?;
        let options = |connections: u32| {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(connections)
                .acquire_timeout(ACQUIRE)
                .sqlx_logging(false);
            options
        };
        let write = Database::connect(options(PG_WRITERS))
            .await
            .map_err(failed)?;
        let read = Database::connect(options(readers.max(1)))
            .await
            .map_err(failed)?;
        Ok(Self {
            read,
            write,
            sqlite_path: None,
        })
    }

    async fn migrate(&self) -> Result<()> {
        if self.is_sqlite() {
            return Ok(migrations::up(&self.write).await?);
        }
        // The lock lives as long as its transaction, on a connection of its own; the migrations
        // run on others and each commits by itself.
        let lock = self.begin().await?;
        lock.execute_unprepared(&format!("select pg_advisory_xact_lock({MIGRATION_LOCK})"))
            .await?;
        migrations::up(&self.write).await?;
        lock.commit().await?;
        Ok(())
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.write.get_database_backend() == DbBackend::Sqlite
    }

    /// Begins a write. SQLite takes the write lock at once: a read that later writes would fail
    /// without waiting.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        Ok(self
            .write
            .begin_with_options(TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: self
                    .is_sqlite()
                    .then_some(SqliteTransactionMode::Immediate),
            })
            .await?)
    }

    /// Begins a read of several statements that see one moment.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction> {
        let postgres = !self.is_sqlite();
        Ok(self
            .read
            .begin_with_options(TransactionOptions {
                isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
                access_mode: postgres.then_some(AccessMode::ReadOnly),
                sqlite_transaction_mode: None,
            })
            .await?)
    }

    /// Moves what the write-ahead log holds into the database file, as far as no reader is in the
    /// way, on a connection of its own so that no commit waits for it. PostgreSQL does so itself.
    pub(crate) async fn checkpoint(&self) -> Result<()> {
        if let Some(path) = &self.sqlite_path {
            let own = Database::connect(sqlite_options(path, 1, false)).await?;
            own.execute_unprepared("pragma wal_checkpoint(passive)")
                .await?;
            own.close().await?;
        }
        Ok(())
    }

    pub(crate) async fn close(self) -> Result<()> {
        let sqlite = self.is_sqlite();
        self.read.close().await?;
        if sqlite {
            self.write
                .execute_unprepared("pragma wal_checkpoint(truncate)")
                .await?;
        }
        self.write.close().await?;
        Ok(())
    }
}

/// The file of a SQLite URL: `sqlite:data.db`, `sqlite://data.db`, `sqlite:///abs/data.db?mode=rwc`.
fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let file = rest.split_once('?').map_or(rest, |(file, _)| file);
    Some(PathBuf::from(file))
}

fn sqlite_options(path: &Path, connections: u32, reads_only: bool) -> ConnectOptions {
    let file = path.to_owned();
    let mut options = ConnectOptions::new("sqlite::memory:");
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .sqlx_logging(false)
        .map_sqlx_sqlite_pool_opts(|pool| {
            pool.after_release(|connection, _| Box::pin(is_clean(connection)))
        })
        .map_sqlx_sqlite_opts(move |base| {
            let own = base
                .filename(&file)
                .in_memory(false)
                .shared_cache(false)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY)
                .foreign_keys(true)
                .pragma("wal_autocheckpoint", "0");
            if reads_only {
                own.pragma("query_only", "on")
            } else {
                own
            }
        });
    options
}

/// Whether a connection that comes back may be used again. When the disk is full, SQLite ends the
/// transaction by itself; the client's rollback then fails, and the client goes on counting one
/// that is not there: each later commit would be a savepoint's, and none would reach the disk.
async fn is_clean(connection: &mut sqlx::SqliteConnection) -> Result<bool, sqlx::Error> {
    // Rollbacks are queued; the answer to this comes after theirs.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn after_a_full_disk_a_commit_is_a_commit_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("full.db");
        let engine = Engine::open_sqlite(&path, 1).await.expect("it opens");
        let run = async |sql: &str| engine.write.execute_unprepared(sql).await;
        run("create table kept (x text)").await.expect("a table");
        run("pragma max_page_count = 4")
            .await
            .expect("a small disk");
        let tx = engine.begin().await.expect("it begins");
        let large = "insert into kept values (zeroblob(100000))";
        let full = tx
            .execute_unprepared(large)
            .await
            .expect_err("it does not fit");
        assert!(full.to_string().contains("full"), "{full}");
        drop(tx);
        for _ in 0..3 {
            // What is given up must not swallow what comes after it.
            drop(engine.begin().await.expect("it begins"));
            let tx = engine.begin().await.expect("it begins");
            let small = "insert into kept values ('small')";
            tx.execute_unprepared(small).await.expect("it fits");
            tx.commit().await.expect("it commits");
        }
        let count =
            sea_orm::Statement::from_string(DbBackend::Sqlite, "select count(*) as n from kept");
        let row = engine.read.query_one_raw(count).await.expect("an answer");
        let n: i64 = row.expect("a row").try_get("", "n").expect("a number");
        assert_eq!(n, 3);
    }

    #[test]
    fn sqlite_urls_name_files() {
        for (url, file) in [
            ("sqlite:data.db", Some("data.db")),
            ("sqlite://data/p.db?mode=rwc", Some("data/p.db")),
            ("sqlite:///var/p.db", Some("/var/p.db")),
            ("postgres://x/y", None),
        ] {
            assert_eq!(sqlite_path(url).as_deref(), file.map(Path::new), "{url}");
        }
    }
}
