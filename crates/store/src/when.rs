//! Conditions spelled as the partial indexes spell them.
//!
//! A partial index is used only when the query's condition surely implies the index's, and neither
//! engine can see that of a bound parameter. So these few conditions are written out, word for word
//! as in the schema.

use sea_orm::sea_query::Expr;

/// An open turn, an open draft.
pub(crate) fn open() -> Expr {
    Expr::cust("state = 'open'")
}

/// A row of the outbox that waits to be sent.
pub(crate) fn queued() -> Expr {
    Expr::cust("state = 'queued'")
}

/// A row of the outbox that may have been sent.
pub(crate) fn unsettled() -> Expr {
    Expr::cust("state in ('sending', 'unknown')")
}

/// A row of the outbox that later ones of its lane wait for.
pub(crate) fn in_lane() -> Expr {
    Expr::cust("state in ('queued', 'sending', 'unknown')")
}

/// A comment that waits.
pub(crate) fn waiting() -> Expr {
    Expr::cust("state in ('new', 'needs_person')")
}

/// A conversation with unread messages.
pub(crate) fn unread() -> Expr {
    Expr::cust("unread > 0")
}
