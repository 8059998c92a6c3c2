//! Reading a conversation, to learn whether a send whose answer was lost has arrived.

use palette_domain::{Instant, Private};
use reqwest::Method;
use serde_json::Value;

use super::{Answer, Client};
use crate::error::{Class, Effect, Trouble};
use crate::{Token, read};

/// A message as the conversation shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenMessage {
    /// Meta's message id.
    pub mid: String,
    /// Who wrote it: the account or the person.
    pub from_id: Option<Private<String>>,
    /// To whom.
    pub to_id: Option<Private<String>>,
    /// Its words; empty for attachments, and for what is not among the 20 newest.
    pub text: Private<String>,
    /// When it was written.
    pub at: Option<Instant>,
    /// Instagram could not show it.
    pub unsupported: bool,
}

const FIELDS: &str = "id,created_time,from,to,message,is_unsupported";

impl Client {
    /// The newest messages of the conversation with a person, newest first: at most 20, because
    /// Meta tells details of no more. Empty when there is no conversation. One call as a rule, of
    /// which Meta allows two a second for each account.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub async fn conversation_messages(
        &self,
        token: &Token,
        igsid: &Private<String>,
    ) -> Result<Answer<Vec<SeenMessage>>, Trouble> {
        let messages = format!("messages{{{FIELDS}}}");
        let request = self
            .graph(token, Method::GET, &[token.node(), "conversations"])
            .query(&[("platform", "instagram"), ("user_id", igsid.reveal())])
            .query(&[("fields", format!("id,{messages}"))]);
        let Answer { value, usage } = self
            .call("conversations", request, Effect::Repeatable)
            .await?;
        let Some(conversation) = read::items(&value).first() else {
            return Ok(Answer {
                value: Vec::new(),
                usage,
            });
        };
        if conversation.get("messages").is_some() {
            return Ok(Answer {
                value: newest(conversation),
                usage,
            });
        }
        // The list was told without what stands in it.
        let Some(id) = read::id(conversation, "id") else {
            return Ok(Answer {
                value: Vec::new(),
                usage,
            });
        };
        let request = self.read(token, &[&id], &messages);
        let answer = self
            .call("conversation", request, Effect::Repeatable)
            .await?;
        Ok(answer.map(|value| newest(&value)))
    }

    /// One message by its id, for an edit event that names neither words nor people.
    ///
    /// # Errors
    /// `Refused` with 9000001 when it was deleted or is not among the 20 newest.
    pub async fn message(&self, token: &Token, mid: &str) -> Result<Answer<SeenMessage>, Trouble> {
        let request = self.read(token, &[mid], FIELDS);
        let Answer { value, usage } = self.call("message", request, Effect::Repeatable).await?;
        match seen(read::unwrapped(&value)) {
            Some(value) => Ok(Answer { value, usage }),
            None => Err(Trouble::here(
                Class::Refused,
                0,
                "Meta's answer names no message",
            )),
        }
    }
}

fn newest(conversation: &Value) -> Vec<SeenMessage> {
    let messages = conversation.get("messages").unwrap_or(&Value::Null);
    read::items(messages).iter().filter_map(seen).collect()
}

fn seen(value: &Value) -> Option<SeenMessage> {
    let id_of = |side: &Value| read::id(side, "id").map(Private::new);
    Some(SeenMessage {
        mid: read::id(value, "id")?,
        from_id: value.get("from").and_then(id_of),
        to_id: value
            .get("to")
            .and_then(|to| read::items(to).first().and_then(id_of)),
        text: Private::new(read::text(value, "message").unwrap_or_default()),
        at: read::instant(value, "created_time"),
        unsupported: read::flag(value, "is_unsupported"),
    })
}
