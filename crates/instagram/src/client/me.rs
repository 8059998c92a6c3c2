//! Which account a token speaks for.

use palette_domain::Private;
use palette_domain::account::Login;
use serde_json::Value;

use super::{Answer, Client};
use crate::error::{Class, Effect, Trouble};
use crate::{Token, read};

/// A connected account, as it tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Instagram's professional account id: webhooks are routed by it.
    pub ig_id: String,
    /// The app-scoped id; Meta's callbacks may name it instead.
    pub app_scoped_id: Option<String>,
    /// The Page, with Facebook Login.
    pub page_id: Option<String>,
    /// The @name.
    pub username: Private<String>,
    /// The shown name.
    pub name: Option<Private<String>>,
    /// What kind of account it is; nothing when Meta does not tell, as with Facebook Login.
    pub kind: Option<AccountKind>,
}

/// What kind of account it is. Meta spells it in two ways, so case and dashes don't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// A business.
    Business,
    /// A creator.
    Creator,
    /// Neither: messages of such an account can't be read or sent by any app.
    Personal,
}

impl AccountKind {
    fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "business" => Some(Self::Business),
            "media_creator" | "creator" => Some(Self::Creator),
            "personal" => Some(Self::Personal),
            _ => None,
        }
    }
}

impl Client {
    /// Asks which account the token speaks for. With Facebook Login it must be a Page's token.
    ///
    /// # Errors
    /// `TokenDead` for a bad token; `NotAllowed` for a Page without Instagram.
    pub async fn me(&self, token: &Token) -> Result<Answer<Me>, Trouble> {
        match token.login() {
            Login::Instagram => {
                let fields = "user_id,id,username,name,account_type";
                let request = self.read(token, &["me"], fields);
                let Answer { value, usage } = self.call("me", request, Effect::Repeatable).await?;
                let me = me(read::unwrapped(&value)).ok_or_else(nobody)?;
                Ok(Answer { value: me, usage })
            }
            Login::Facebook => self.page_me(token).await,
        }
    }

    async fn page_me(&self, token: &Token) -> Result<Answer<Me>, Trouble> {
        let request = self.read(token, &[token.node()], "id,name,instagram_business_account");
        let Answer { value, .. } = self.call("page", request, Effect::Repeatable).await?;
        let page_id = read::id(&value, "id").ok_or_else(nobody)?;
        let linked = value.get("instagram_business_account");
        let ig_id = linked
            .and_then(|account| read::id(account, "id"))
            .ok_or_else(|| {
                Trouble::here(
                    Class::NotAllowed,
                    100,
                    "the Page is not linked to an Instagram professional account",
                )
            })?;
        self.linked_account(token, &page_id, &ig_id).await
    }

    /// The Instagram account that a Page is linked to.
    pub(crate) async fn linked_account(
        &self,
        token: &Token,
        page_id: &str,
        ig_id: &str,
    ) -> Result<Answer<Me>, Trouble> {
        let request = self.read(token, &[ig_id], "id,username,name");
        let Answer { value, usage } = self.call("account", request, Effect::Repeatable).await?;
        let value = read::unwrapped(&value);
        let me = Me {
            ig_id: ig_id.to_owned(),
            app_scoped_id: None,
            page_id: Some(page_id.to_owned()),
            username: Private::new(read::text(value, "username").unwrap_or_default()),
            name: read::text(value, "name").map(Private::new),
            kind: None,
        };
        Ok(Answer { value: me, usage })
    }
}

fn nobody() -> Trouble {
    Trouble::here(Class::Refused, 0, "Meta's answer names no account")
}

/// `user_id` routes webhooks; `id` is scoped to the app. Old answers have only `id`.
fn me(value: &Value) -> Option<Me> {
    let id = read::id(value, "id");
    let user_id = read::id(value, "user_id");
    Some(Me {
        ig_id: user_id.clone().or_else(|| id.clone())?,
        app_scoped_id: user_id.and(id),
        page_id: None,
        username: Private::new(read::text(value, "username")?),
        name: read::text(value, "name").map(Private::new),
        kind: read::text(value, "account_type").and_then(|kind| AccountKind::from_name(&kind)),
    })
}
