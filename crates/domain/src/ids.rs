//! Typed ids: a prefix that says what a thing is, and 26 letters that sort by time.
//!
//! An id of one kind can't be passed where another kind is asked. Ids are made from a time and
//! 80 random bits that the caller brings, so a test can fix both.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ulid::Ulid;

use crate::time::{Chance, Instant};

/// A text was not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind: expected {expected}_ and 26 letters or digits")]
pub struct WrongId {
    /// The prefix that was expected, without the underscore.
    pub expected: &'static str,
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Ulid);

        impl $name {
            /// The prefix in the id's text form, without the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new id from the time and chance given.
            pub fn new(now: Instant, chance: &dyn Chance) -> Self {
                let mut bytes = [0u8; 16];
                chance.fill(&mut bytes);
                let millis = u64::try_from(now.millis()).unwrap_or(0);
                Self(Ulid::from_parts(millis, u128::from_be_bytes(bytes)))
            }

            /// From the 16 bytes that the store keeps.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Ulid::from_bytes(bytes))
            }

            /// The 16 bytes that the store keeps; they sort as the text does.
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.to_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, self.0.to_string().to_ascii_lowercase())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = WrongId;
            fn from_str(text: &str) -> Result<Self, WrongId> {
                let wrong = WrongId { expected: $prefix };
                let rest = text
                    .strip_prefix($prefix)
                    .and_then(|rest| rest.strip_prefix('_'))
                    .ok_or_else(|| wrong.clone())?;
                Ulid::from_string(&rest.to_ascii_uppercase()).map(Self).map_err(|_| wrong)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

typed_ids! {
    /// A tenant.
    BusinessId = "biz";
    /// A person with a login.
    MemberId = "mem";
    /// A connected Instagram Professional account.
    AccountId = "acc";
    /// A person on Instagram who wrote to one account.
    CustomerId = "cus";
    /// The one thread of a customer with an account.
    ConversationId = "con";
    /// A direct message, theirs or ours.
    MessageId = "msg";
    /// A comment, theirs or ours.
    CommentId = "cmt";
    /// A post, reel or story of an account.
    MediaId = "med";
    /// A product of the catalogue.
    ProductId = "prd";
    /// One size and colour of a product, with its own price and stock.
    VariantId = "var";
    /// An order.
    OrderId = "ord";
    /// One unit of AI work.
    TurnId = "trn";
    /// Something that is to leave for Instagram.
    OutboxId = "out";
    /// A proposed answer that waits for a person.
    DraftId = "drf";
    /// A note of a member beside a conversation.
    NoteId = "nte";
    /// What was understood and decided in one turn: the "why" of an answer.
    DecisionId = "dec";
    /// A phrasing that a member taught.
    ExampleId = "exa";
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl Chance for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn an_id_reads_back_from_its_text_and_its_bytes() {
        let id = OrderId::new(Instant::from_millis(1_790_000_000_000), &Fixed(7));
        assert!(id.to_string().starts_with("ord_"));
        assert_eq!(id.to_string().parse::<OrderId>(), Ok(id));
        assert_eq!(OrderId::from_bytes(id.to_bytes()), id);
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let id = OrderId::new(Instant::from_millis(1), &Fixed(7)).to_string();
        assert_eq!(id.parse::<MessageId>(), Err(WrongId { expected: "msg" }));
        assert!("".parse::<MessageId>().is_err());
    }

    #[test]
    fn ids_sort_by_time() {
        let early = OrderId::new(Instant::from_millis(1_000), &Fixed(255));
        let late = OrderId::new(Instant::from_millis(1_001), &Fixed(0));
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }
}
