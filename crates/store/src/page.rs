//! Pages of a list: a keyset cursor that goes through URLs, and the items with the next cursor.

use std::fmt;
use std::str::FromStr;

use palette_domain::Instant;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, Condition};

/// Where a page ended: the last item's time and id. Names no person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    pub(crate) at: Instant,
    pub(crate) id: Uuid,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.at.millis(), self.id.simple())
    }
}

impl FromStr for Cursor {
    type Err = WrongCursor;
    fn from_str(text: &str) -> Result<Self, WrongCursor> {
        let (at, id) = text.split_once('-').ok_or(WrongCursor)?;
        let at = i64::from_str_radix(at, 16).map_err(|_| WrongCursor)?;
        let id = Uuid::try_parse(id).map_err(|_| WrongCursor)?;
        Ok(Self {
            at: Instant::from_millis(at),
            id,
        })
    }
}

/// A text that is not a cursor of ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a cursor of this list: take `next` of the page before as it is")]
pub struct WrongCursor;

/// A page.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page begins; nothing when this was the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page from up to `limit + 1` items: the one too many only says that there are more.
    pub(crate) fn cut(mut items: Vec<T>, limit: u64, cursor: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// The same page with other items.
    pub(crate) fn with<U>(&self, items: Vec<U>) -> Page<U> {
        Page {
            items,
            next: self.next,
        }
    }
}

/// What comes after a cursor in a list that is newest first.
pub(crate) fn after<C: ColumnTrait>(at: C, id: C, cursor: Cursor) -> Condition {
    Condition::any().add(at.lt(cursor.at.millis())).add(
        Condition::all()
            .add(at.eq(cursor.at.millis()))
            .add(id.lt(cursor.id)),
    )
}

/// Items a page may hold at most.
pub(crate) const PAGE_MAX: u64 = 200;

/// A limit within bounds.
pub(crate) fn bounded(limit: u64) -> u64 {
    limit.clamp(1, PAGE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_through_its_text() {
        for millis in [0, 1, 1_790_000_000_123] {
            let cursor = Cursor {
                at: Instant::from_millis(millis),
                id: Uuid::from_u128(77),
            };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for text in ["", "-", "zz-1", "1-xyz", "1"] {
            assert_eq!(text.parse::<Cursor>(), Err(WrongCursor), "{text}");
        }
    }
}
