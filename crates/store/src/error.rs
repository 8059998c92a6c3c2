//! What can go wrong in the store, without a word of what is stored.

use palette_domain::VariantId;
use palette_domain::order::WrongMove;
use sea_orm::{DbErr, RuntimeErr, SqlxError};

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be opened: a sentence that says what and how to mend it.
    #[error("{0}")]
    Open(String),
    /// The database failed.
    #[error("the database failed ({})", told(.0))]
    Database(#[from] DbErr),
    /// Something sealed does not open: another master key, or a damaged row.
    #[error("{0} does not open with this master key: is it the key file of this database?")]
    Sealed(&'static str),
    /// Something stored has a shape this version does not read.
    #[error("{0} is stored in a shape that this version does not read")]
    Shape(&'static str),
    /// There is no such thing in this business.
    #[error("there is no such {0} in this business")]
    NotFound(&'static str),
    /// It is there already, here or in another business.
    #[error("this {0} is taken already")]
    Taken(&'static str),
    /// Fewer pieces are available than asked for.
    #[error("of this variant only {available} can be promised")]
    OutOfStock {
        /// Which.
        variant: VariantId,
        /// How many there are.
        available: u32,
    },
    /// The stock is another than the one that was looked at.
    #[error("the stock moved meanwhile: {on_hand} are in the house now")]
    StockMoved {
        /// Pieces in the house now.
        on_hand: u32,
    },
    /// The order can't go there.
    #[error(transparent)]
    WrongMove(#[from] WrongMove),
    /// Something arrived in between, or it was taken over: plan again.
    #[error("something arrived in between: plan again")]
    Stale,
    /// A value that can't be.
    #[error("{field}: {why}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// The store's result.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// What a database's error says without a value of any row: never its sentence, which may quote
/// one.
fn told(error: &DbErr) -> String {
    let (DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause)) = error else {
        return match error {
            DbErr::ConnectionAcquire(_) => "it does not answer".to_owned(),
            _ => "its answer was not expected".to_owned(),
        };
    };
    let RuntimeErr::SqlxError(cause) = cause else {
        return "its client failed".to_owned();
    };
    match cause.as_ref() {
        SqlxError::Database(refusal) => match refusal.code().as_deref() {
            Some("13" | "53100") => "the disk is full".to_owned(),
            Some("5" | "6" | "517") => "another process holds its lock".to_owned(),
            Some("8" | "1544") => "it may not be written".to_owned(),
            Some(code) => format!("code {code}"),
            None => "no code".to_owned(),
        },
        SqlxError::Io(cause) => cause.kind().to_string(),
        SqlxError::PoolTimedOut | SqlxError::PoolClosed => "it does not answer".to_owned(),
        _ => "its protocol".to_owned(),
    }
}

impl StoreError {
    /// Whether it was out of reach: what was asked of it says nothing about the next thing.
    pub fn is_out_of_reach(&self) -> bool {
        let StoreError::Database(error) = self else {
            return false;
        };
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
            DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
                matches!(
                    cause.as_ref(),
                    SqlxError::Io(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed
                )
            }
            _ => false,
        }
    }
    /// Whether the same transaction may succeed when it is tried again at once
    /// (PostgreSQL: deadlock 40P01, serialisation 40001).
    pub(crate) fn is_conflict(&self) -> bool {
        let StoreError::Database(error) = self else {
            return false;
        };
        let text = error.to_string();
        text.contains("deadlock detected") || text.contains("could not serialize")
    }
    /// Whether a unique index refused it.
    pub(crate) fn is_unique(&self) -> bool {
        match self {
            StoreError::Database(error) => matches!(
                error.sql_err(),
                Some(sea_orm::SqlErr::UniqueConstraintViolation(_))
            ),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_error_is_told_by_its_kind_and_never_by_its_words() {
        let gone = || std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        let sqlx = |error| RuntimeErr::SqlxError(std::sync::Arc::new(error));
        let cases = [
            (
                DbErr::Exec(sqlx(SqlxError::Io(gone()))),
                "connection refused",
                true,
            ),
            (
                DbErr::Conn(sqlx(SqlxError::PoolTimedOut)),
                "it does not answer",
                true,
            ),
            (
                DbErr::Query(RuntimeErr::Internal("Sara".to_owned())),
                "its client failed",
                false,
            ),
            (
                DbErr::Custom("Sara".to_owned()),
                "its answer was not expected",
                false,
            ),
        ];
        for (error, words, out_of_reach) in cases {
            let error = StoreError::from(error);
            assert_eq!(error.to_string(), format!("the database failed ({words})"));
            assert_eq!(error.is_out_of_reach(), out_of_reach, "{words}");
        }
    }
}
