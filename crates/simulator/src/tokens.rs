//! Access tokens of both login products: their kinds, lives and deaths.

use serde::{Deserialize, Serialize};

use crate::clock::{DAY, HOUR, Millis};
use crate::graph::error::GraphError;
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
}

impl TokenKind {
    /// Whether it belongs to Instagram Login.
    pub fn is_instagram(self) -> bool {
        matches!(self, Self::InstagramShort | Self::InstagramLong)
    }

    fn life(self) -> Option<Millis> {
        match self {
            Self::InstagramShort | Self::FacebookShort => Some(SHORT),
            Self::InstagramLong | Self::FacebookLong => Some(LONG),
            Self::FacebookPage => None,
        }
    }
}

/// A token that was handed out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Token {
    /// What it stands for.
    pub kind: TokenKind,
    /// The account it reaches.
    pub ig_id: String,
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
        let (prefix, length) = if kind.is_instagram() {
            ("IGAA", 180)
        } else {
            ("EAA", 190)
        };
        let text = self.tickets.letters(prefix, length);
        let now = self.now;
        let token = Token {
            kind,
            ig_id: ig_id.to_owned(),
            scopes: scopes.to_vec(),
            declined: Vec::new(),
            issued: now,
            expires: kind.life().map(|life| now + life),
            dead: None,
        };
        self.tokens.insert(text.clone(), token);
        text
    }

    /// The token of a call, if it is good now.
    pub(crate) fn check_token(&mut self, text: Option<&str>) -> Result<Token, GraphError> {
        let now = self.now;
        let verdict = match text {
            None => Err(GraphError::no_token()),
            Some(text) => match self.tokens.get(text) {
                None => Err(GraphError::token(None)),
                Some(token) => match token.trouble(now) {
                    Some(trouble) => Err(trouble),
                    None => Ok(token.clone()),
                },
            },
        };
        if verdict.is_err() {
            self.violation("token");
        }
        verdict
    }
}
