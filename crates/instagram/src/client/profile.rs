//! A person's profile, readable once they have written.

use palette_domain::Private;
use palette_domain::inbound::PersonFacts;

use super::{Answer, Client};
use crate::error::{Effect, Trouble};
use crate::{Token, read};

impl Client {
    /// The name and @name of a person. Only fields that are valid for persons are asked: one wrong
    /// field fails the whole call.
    ///
    /// # Errors
    /// `PersonUnavailable` (230) for someone who only commented: no reason to drop their comment.
    pub async fn profile(
        &self,
        token: &Token,
        igsid: &Private<String>,
    ) -> Result<Answer<PersonFacts>, Trouble> {
        let request = self.read(token, &[igsid.reveal()], "name,username");
        let answer = self.call("profile", request, Effect::Repeatable).await?;
        Ok(answer.map(|value| {
            let value = read::unwrapped(&value);
            PersonFacts {
                username: read::text(value, "username").map(Private::new),
                name: read::text(value, "name").map(Private::new),
            }
        }))
    }
}
