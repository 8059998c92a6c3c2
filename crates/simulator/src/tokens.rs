//! Access tokens of both login products: their kinds, lives and deaths.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::{DAY, HOUR, Millis};
use crate::graph::error::GraphError;
use crate::people::App;
use crate::world::World;

/// Life of a long-lived token: 60 days.
pub const LONG: Millis = 60 * DAY;
/// Life of a short-lived token: an hour.
pub const SHORT: Millis = HOUR;

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// Instagram Login, an hour.
    InstagramShort,
    /// Instagram Login, 60 days.
    InstagramLong,
    /// Facebook Login, a person, an hour or so.
    FacebookShort,
    /// Facebook Login, a person, 60 days.
    FacebookLong,
    /// Facebook Login, a Page; does not end by time.
    FacebookPage,
    /// The app of Instagram Login itself: `id|secret`.
    InstagramApp,
    /// The app of Facebook Login itself.
    FacebookApp,
}

impl TokenKind {
    /// Whether it belongs to Instagram Login.
    pub fn is_instagram(self) -> bool {
        matches!(
            self,
            Self::InstagramShort | Self::InstagramLong | Self::InstagramApp
        )
    }

    /// Whether it stands for an app, with nobody behind it.
    pub fn is_app(self) -> bool {
        matches!(self, Self::InstagramApp | Self::FacebookApp)
    }

    /// Whether it stands for a Facebook user.
    pub fn is_facebook_user(self) -> bool {
        matches!(self, Self::FacebookShort | Self::FacebookLong)
    }

    fn life(self) -> Option<Millis> {
        match self {
            Self::InstagramShort | Self::FacebookShort => Some(SHORT),
            Self::InstagramLong | Self::FacebookLong => Some(LONG),
            Self::FacebookPage | Self::InstagramApp | Self::FacebookApp => None,
        }
    }
}

/// A token that was handed out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Token {
    /// What it stands for.
    pub kind: TokenKind,
    /// The account it reaches; the first when it reaches more.
    pub ig_id: String,
    /// More accounts that a Facebook user let it reach.
    #[serde(default)]
    pub more: Vec<String>,
    /// A Facebook user's Page tokens, by IG_ID.
    #[serde(default)]
    pub pages: BTreeMap<String, String>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// What was asked for and declined.
    #[serde(default)]
    pub declined: Vec<String>,
    /// When it was given or last refreshed.
    pub issued: Millis,
    /// When it ends.
    pub expires: Option<Millis>,
    /// The subcode of its early death: 458, 460, …
    pub dead: Option<u32>,
}

impl Token {
    /// Why it can't be used at this time.
    pub fn trouble(&self, now: Millis) -> Option<GraphError> {
        if let Some(subcode) = self.dead {
            return Some(GraphError::token(Some(subcode)));
        }
        let ended = self.expires.is_some_and(|end| now >= end);
        ended.then(|| GraphError::token(Some(463)))
    }

    /// Whether it may do this; either product's name of the scope counts.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes
            .iter()
            .any(|granted| scope.names().contains(&granted.as_str()))
    }

    /// The accounts it reaches, by IG_ID.
    pub fn accounts(&self) -> impl Iterator<Item = &str> {
        let first = (!self.kind.is_app()).then_some(&self.ig_id);
        first.into_iter().chain(&self.more).map(String::as_str)
    }
}

/// A thing that needs leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Reading the account and its media.
    Basic,
    /// Direct messages.
    Messages,
    /// Comments.
    Comments,
    /// Numbers about the account and its posts.
    Insights,
    /// Publishing.
    Publish,
}

impl Scope {
    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Basic => ["instagram_business_basic", "instagram_basic"],
            Self::Messages => [
                "instagram_business_manage_messages",
                "instagram_manage_messages",
            ],
            Self::Comments => [
                "instagram_business_manage_comments",
                "instagram_manage_comments",
            ],
            Self::Insights => [
                "instagram_business_manage_insights",
                "instagram_manage_insights",
            ],
            Self::Publish => [
                "instagram_business_content_publish",
                "instagram_content_publish",
            ],
        }
    }
}

impl World {
    /// Hands out a new token.
    pub(crate) fn grant(&mut self, kind: TokenKind, ig_id: &str, scopes: &[String]) -> String {
        self.grant_as(Token {
            kind,
            ig_id: ig_id.to_owned(),
            more: Vec::new(),
            pages: BTreeMap::new(),
            scopes: scopes.to_vec(),
            declined: Vec::new(),
            issued: 0,
            expires: None,
            dead: None,
        })
    }

    /// Hands out a token like this one, with a life of its own.
    pub(crate) fn grant_as(&mut self, like: Token) -> String {
        let (prefix, length) = if like.kind.is_instagram() {
            ("IGAA", 180)
        } else {
            ("EAA", 190)
        };
        let text = self.tickets.letters(prefix, length);
        let now = self.now;
        let mut token = Token {
            issued: now,
            expires: like.kind.life().map(|life| now + life),
            dead: None,
            pages: BTreeMap::new(),
            ..like
        };
        if token.kind.is_facebook_user() {
            let accounts: Vec<String> = token.accounts().map(str::to_owned).collect();
            for ig_id in accounts {
                let page = self.page_token(&token, &ig_id);
                token.pages.insert(ig_id, page);
            }
        }
        self.tokens.insert(text.clone(), token);
        text
    }

    /// The Page token of a Facebook user's: it ends with a short-lived one, and not by time when
    /// it comes of a long-lived one, which gets the same each time.
    fn page_token(&mut self, user: &Token, ig_id: &str) -> String {
        let now = self.now;
        let ends = user
            .expires
            .filter(|_| user.kind == TokenKind::FacebookShort);
        let known = self.tokens.iter().find(|(_, one)| {
            one.kind == TokenKind::FacebookPage
                && one.ig_id == ig_id
                && one.scopes == user.scopes
                && one.expires == ends
                && one.trouble(now).is_none()
        });
        if let Some((text, _)) = known {
            return text.clone();
        }
        let text = self.grant(TokenKind::FacebookPage, ig_id, &user.scopes);
        if let Some(page) = self.tokens.get_mut(&text) {
            page.expires = ends;
        }
        text
    }

    /// The token of a call, if it is good now.
    pub(crate) fn check_token(&mut self, text: Option<&str>) -> Result<Token, GraphError> {
        let now = self.now;
        let verdict = match text {
            None => Err(GraphError::no_token()),
            Some(text) => match self.known_token(text) {
                None => Err(GraphError::token(None)),
                Some(token) => match token.trouble(now) {
                    Some(trouble) => Err(trouble),
                    None => Ok(token),
                },
            },
        };
        if verdict.is_err() {
            self.violation("token");
        }
        verdict
    }

    /// The token of this text, whether it is good or not; an app's is its id and secret.
    pub(crate) fn known_token(&self, text: &str) -> Option<Token> {
        if let Some(token) = self.tokens.get(text) {
            return Some(token.clone());
        }
        let (id, secret) = text.split_once('|')?;
        let apps = [
            (&self.instagram_app, TokenKind::InstagramApp),
            (&self.facebook_app, TokenKind::FacebookApp),
        ];
        let (_, kind) = apps
            .into_iter()
            .find(|(app, _)| app.id == id && app.secret == secret)?;
        Some(Token {
            kind,
            ig_id: String::new(),
            more: Vec::new(),
            pages: BTreeMap::new(),
            scopes: Vec::new(),
            declined: Vec::new(),
            issued: 0,
            expires: None,
            dead: None,
        })
    }

    /// The app that a token was made for.
    pub(crate) fn app_of(&self, token: &Token) -> &App {
        if token.kind.is_instagram() {
            &self.instagram_app
        } else {
            &self.facebook_app
        }
    }
}
