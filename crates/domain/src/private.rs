//! `Private<T>`: what is about a person prints as "…" and is read only on purpose.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that tells about a person: a text, a name, a phone, an Instagram id.
///
/// It can be cloned and compared, but neither printed nor logged. `reveal` reads it; a reader of
/// the code finds each place where that happens by the word. It is serialised only into what is
/// sealed before it is stored, or into an answer to a signed-in member.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps what is about a person.
    pub const fn new(value: T) -> Self {
        Self(value)
    }
    /// Reads it, to show it to someone who may see it or to send it where it belongs.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
    /// Takes it out.
    pub fn into_revealed(self) -> T {
        self.0
    }
    /// Changes what is inside without leaving the wrapper.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Private<U> {
        Private(change(self.0))
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<T> fmt::Display for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_prints_as_an_ellipsis() {
        let phone = Private::new("09121234567".to_owned());
        assert_eq!(format!("{phone} {phone:?}"), "… …");
        assert_eq!(phone.reveal(), "09121234567");
    }
}
