//! Ids as the tables hold them, and new ids that keep their order within one process.

use std::sync::Mutex;

use palette_domain::{Chance, Instant};
use sea_orm::prelude::Uuid;

/// A typed id that is kept as 16 bytes.
pub(crate) trait Key: Copy {
    /// As the table holds it.
    fn uuid(self) -> Uuid;
    /// From the table.
    fn of(uuid: Uuid) -> Self;
    /// A new one.
    fn make(now: Instant, chance: &dyn Chance) -> Self;
}

macro_rules! keys {
    ($($name:ident)*) => {$(
        impl Key for palette_domain::$name {
            fn uuid(self) -> Uuid {
                Uuid::from_bytes(self.to_bytes())
            }
            fn of(uuid: Uuid) -> Self {
                Self::from_bytes(uuid.into_bytes())
            }
            fn make(now: Instant, chance: &dyn Chance) -> Self {
                Self::new(now, chance)
            }
        }
    )*};
}

keys! {
    BusinessId MemberId AccountId CustomerId ConversationId MessageId CommentId MediaId ProductId
    VariantId OrderId TurnId OutboxId DraftId DecisionId NoteId ExampleId
}

/// Makes ids that sort in the order in which this process made them, also within a millisecond
/// and while a test's clock stands still.
#[derive(Default)]
pub(crate) struct Ids {
    last: Mutex<(i64, u32)>,
}

impl Ids {
    /// A new id.
    pub(crate) fn next<K: Key>(&self, now: Instant, chance: &dyn Chance) -> K {
        let count = {
            let mut last = self
                .last
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            *last = if now.millis() > last.0 {
                (now.millis(), 0)
            } else {
                (last.0, last.1 + 1)
            };
            last.1
        };
        K::make(now, &Counted { count, chance })
    }
}

/// Chance whose first bytes of an id's random part count up.
struct Counted<'a> {
    count: u32,
    chance: &'a dyn Chance,
}

impl Chance for Counted<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        self.chance.fill(bytes);
        // An id takes the low 80 of 128 bits; its four highest bytes stand at 6..10.
        if let Some(head) = bytes.get_mut(6..10) {
            head.copy_from_slice(&self.count.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use palette_domain::MessageId;

    struct Zero;
    impl Chance for Zero {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[test]
    fn ids_of_one_process_sort_as_they_were_made() {
        let ids = Ids::default();
        let now = Instant::from_millis(1_700_000_000_000);
        let made: Vec<MessageId> = (0..300).map(|_| ids.next(now, &Zero)).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert_eq!(MessageId::of(made[7].uuid()), made[7]);
    }
}
