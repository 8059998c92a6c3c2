//! What can go wrong in the store, without a word of what is stored.

use palette_domain::VariantId;
use palette_domain::order::WrongMove;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database could not be opened: a sentence that says what and how to mend it.
    #[error("{0}")]
    Open(String),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sea_orm::DbErr),
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

impl StoreError {
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
