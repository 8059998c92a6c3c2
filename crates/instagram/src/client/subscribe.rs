//! Having an account's events sent to us, and no longer.

use palette_domain::account::Login;
use reqwest::Method;

use super::{Answer, Client};
use crate::error::{Effect, Trouble};
use crate::{Token, read};

/// What is asked for with Instagram Login. Which fields really come is set for the app as a whole.
const FIELDS: &str = "comments,live_comments,messages,message_reactions,messaging_postbacks,\
                      messaging_referral,messaging_seen";

/// A Page knows none of Instagram's names; any Page field switches the Instagram ones on.
const PAGE_FIELDS: &str = "feed";

impl Client {
    /// Has the account's events sent to the app's webhook.
    ///
    /// # Errors
    /// See [`Trouble`]; repeating it is harmless.
    pub async fn subscribe(&self, token: &Token) -> Result<Answer<()>, Trouble> {
        let fields = match token.login() {
            Login::Instagram => FIELDS,
            Login::Facebook => PAGE_FIELDS,
        };
        let request = self
            .graph(token, Method::POST, &[token.node(), "subscribed_apps"])
            .query(&[("subscribed_fields", fields)]);
        self.done("subscribe", request).await
    }

    /// Stops them.
    ///
    /// # Errors
    /// See [`Trouble`]; repeating it is harmless.
    pub async fn unsubscribe(&self, token: &Token) -> Result<Answer<()>, Trouble> {
        let request = self.graph(token, Method::DELETE, &[token.node(), "subscribed_apps"]);
        self.done("unsubscribe", request).await
    }

    /// The fields that are sent now; empty means that nothing is.
    ///
    /// # Errors
    /// See [`Trouble`].
    pub async fn subscribed_fields(&self, token: &Token) -> Result<Answer<Vec<String>>, Trouble> {
        let request = self.graph(token, Method::GET, &[token.node(), "subscribed_apps"]);
        let answer = self
            .call("subscribed_fields", request, Effect::Repeatable)
            .await?;
        Ok(answer.map(|value| {
            let apps = read::items(&value).iter();
            let fields = apps
                .filter_map(|app| app.get("subscribed_fields")?.as_array())
                .flatten();
            fields
                .filter_map(|field| field.as_str().map(str::to_owned))
                .collect()
        }))
    }
}
