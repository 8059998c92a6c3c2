//! Messages to a person, and the one private reply to a comment. Each spends a `Permit`.

use std::fmt;

use palette_domain::Private;
use palette_domain::outbound::{OutboundKind, QuickReply};
use palette_domain::policy::{Form, Permit, TEXT_BYTES_MAX};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Client};
use crate::error::{Class, Effect, Trouble};
use crate::{Token, read};

/// The content of a message. Prints without its words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OutgoingMessage<'a> {
    /// At most 1000 bytes of UTF-8.
    pub text: &'a str,
    /// At most 13, titles of at most 20 characters.
    pub quick_replies: &'a [QuickReply],
    /// Meta's id of the message it answers.
    pub reply_to_mid: Option<&'a str>,
}

impl<'a> OutgoingMessage<'a> {
    /// A message of words alone.
    pub const fn text(text: &'a str) -> Self {
        Self {
            text,
            quick_replies: &[],
            reply_to_mid: None,
        }
    }
}

impl fmt::Debug for OutgoingMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutgoingMessage({} bytes)", self.text.len())
    }
}

/// Instagram has the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Meta's message id: the echo carries the same one.
    pub mid: String,
    /// The person; after a private reply this is how a commenter's thread is known.
    pub recipient_id: Option<Private<String>>,
}

/// What can be shown to a person without saying anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SenderAction {
    /// "… is typing": passes by itself after some seconds.
    TypingOn,
    /// Ends it.
    TypingOff,
    /// "Seen".
    MarkSeen,
}

impl SenderAction {
    const fn as_str(self) -> &'static str {
        match self {
            SenderAction::TypingOn => "typing_on",
            SenderAction::TypingOff => "typing_off",
            SenderAction::MarkSeen => "mark_seen",
        }
    }
}

impl Client {
    /// Sends a message to `to`, the person's id for this account.
    ///
    /// # Errors
    /// `OutcomeUnknown` when it may have been sent; everything else means that it was not.
    pub async fn send_message(
        &self,
        token: &Token,
        permit: Permit,
        to: &Private<String>,
        message: &OutgoingMessage<'_>,
    ) -> Result<Answer<Sent>, Trouble> {
        spend(&permit, OutboundKind::Message)?;
        let mut body = json!({"recipient": {"id": to.reveal()}, "message": content(message)?});
        if let Form::HumanAgent(_) = permit.form() {
            body["messaging_type"] = json!("MESSAGE_TAG");
            body["tag"] = json!("HUMAN_AGENT");
        }
        if let Some(mid) = message.reply_to_mid {
            body["reply_to"] = json!({ "mid": mid });
        }
        self.post_message("send_message", token, &body).await
    }

    /// Sends the one private reply to a comment. Plain words: with a comment as recipient Meta
    /// documents nothing else, and buttons have been seen to get lost.
    ///
    /// # Errors
    /// `PrivateReplyUsed` for a second one, also when the first one's outcome was unknown;
    /// `OutcomeUnknown` when it may have been sent.
    pub async fn private_reply(
        &self,
        token: &Token,
        permit: Permit,
        comment_id: &str,
        text: &str,
    ) -> Result<Answer<Sent>, Trouble> {
        spend(&permit, OutboundKind::PrivateReply)?;
        let message = content(&OutgoingMessage::text(text))?;
        let body = json!({"recipient": {"comment_id": comment_id}, "message": message});
        self.post_message("private_reply", token, &body).await
    }

    /// Shows typing or seen. Says nothing, so it needs no permit; Meta takes it only inside the
    /// window, so call it only for a conversation that is about to be answered.
    ///
    /// # Errors
    /// Never worth a second try: what it would show has passed by then.
    pub async fn sender_action(
        &self,
        token: &Token,
        to: &Private<String>,
        action: SenderAction,
    ) -> Result<Answer<()>, Trouble> {
        let body = json!({"recipient": {"id": to.reveal()}, "sender_action": action.as_str()});
        let request = self
            .graph(token, Method::POST, &[token.node(), "messages"])
            .json(&body);
        let answer = self
            .call("sender_action", request, Effect::Repeatable)
            .await?;
        Ok(answer.map(|_| ()))
    }

    async fn post_message(
        &self,
        name: &'static str,
        token: &Token,
        body: &Value,
    ) -> Result<Answer<Sent>, Trouble> {
        let request = self
            .graph(token, Method::POST, &[token.node(), "messages"])
            .json(body);
        let Answer { value, usage } = self.call(name, request, Effect::Once).await?;
        let recipient_id = read::id(&value, "recipient_id").map(Private::new);
        // Meta's page of self messages shows `id`; an answer with neither still means it was sent.
        let mid = read::id(&value, "message_id").or_else(|| read::id(&value, "id"));
        match mid {
            Some(mid) => Ok(Answer {
                value: Sent { mid, recipient_id },
                usage,
            }),
            None => Err(Trouble::here(
                Class::OutcomeUnknown,
                0,
                "Meta took the message and named no id for it",
            )),
        }
    }
}

fn content(message: &OutgoingMessage<'_>) -> Result<Value, Trouble> {
    if message.text.len() > TEXT_BYTES_MAX {
        return Err(Trouble::here(
            Class::Refused,
            100,
            "the text is over 1000 bytes",
        ));
    }
    if message.text.trim().is_empty() {
        return Err(Trouble::here(Class::Refused, 100, "the text is empty"));
    }
    let mut content = json!({ "text": message.text });
    if !message.quick_replies.is_empty() {
        let offered = message.quick_replies.iter().map(|offered| {
            json!({"content_type": "text", "title": offered.title, "payload": offered.payload})
        });
        content["quick_replies"] = offered.collect();
    }
    Ok(content)
}

/// A permit is for one kind of act; one for another kind is a mistake of ours, and nothing leaves.
pub(super) fn spend(permit: &Permit, kind: OutboundKind) -> Result<(), Trouble> {
    if permit.kind() == kind {
        return Ok(());
    }
    Err(Trouble::here(
        Class::Refused,
        0,
        "the permit is for another kind of act",
    ))
}
