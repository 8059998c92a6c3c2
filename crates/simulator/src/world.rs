//! The pretended world as one value: all that a state file keeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::audience::Crowd;
use crate::chance::Chance;
use crate::clock::Millis;
use crate::comments::Comment;
use crate::containers::Container;
use crate::control::callback::Told;
use crate::graph::flows::Flow;
use crate::limits::Limits;
use crate::media::Media;
use crate::mentions::Mention;
use crate::oauth::Code;
use crate::people::{Account, App, Person};
use crate::sends::Send;
use crate::settings::Settings;
use crate::threads::Thread;
use crate::tokens::{Token, TokenKind};
use crate::uploads::Upload;
use crate::webhook::Delivery;

/// What happened, in numbers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Webhooks that got a 2xx.
    pub delivered: u64,
    /// Tries of a webhook beyond its first.
    pub redelivered: u64,
    /// Tries that failed.
    pub failed: u64,
    /// Webhooks given up after the last try.
    pub dropped: u64,
    /// Calls of Graph and OAuth.
    pub calls: u64,
    /// Sends that took effect.
    pub sends: u64,
    /// Sends that said the same to the same person again, with nothing from the person between.
    pub duplicates: u64,
    /// Refused calls that broke a rule, by rule.
    pub violations: BTreeMap<String, u64>,
}

/// Everything that is.
#[derive(Debug, Serialize, Deserialize)]
pub struct World {
    /// The seed it grew from.
    pub seed: u64,
    /// The source of ids and tokens.
    pub chance: Chance,
    /// The source of tokens, codes and challenges: how often they are asked for changes no id.
    pub tickets: Chance,
    /// The source of the audience's whims.
    pub audience: Chance,
    /// The audience itself.
    #[serde(default)]
    pub crowd: Crowd,
    /// The time at which the present change happens.
    #[serde(skip)]
    pub now: Millis,
    /// The app of Instagram Login.
    pub instagram_app: App,
    /// The app of Facebook Login.
    pub facebook_app: App,
    /// What a webhook handshake presents.
    pub verify_token: String,
    /// Where webhooks go; none is delivered without.
    pub webhook_url: Option<String>,
    /// The accounts; the first is the one meant when none is named.
    pub accounts: Vec<Account>,
    /// People by handle.
    pub people: BTreeMap<String, Person>,
    /// Handles by IGSID.
    pub by_igsid: BTreeMap<String, String>,
    /// Posts and stories by id.
    pub media: BTreeMap<String, Media>,
    /// Comments by id.
    pub comments: BTreeMap<String, Comment>,
    /// Comment ids by what they stand under.
    pub comments_under: BTreeMap<String, Vec<String>>,
    /// Posts of others that mention an account.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// Files that were uploaded for sending, by attachment id.
    #[serde(default)]
    pub uploads: BTreeMap<String, Upload>,
    /// Posts that wait to be published, by id.
    #[serde(default)]
    pub containers: BTreeMap<String, Container>,
    /// Ice breakers and persistent menus, by IG_ID and name.
    #[serde(default)]
    pub messenger_profiles: BTreeMap<String, BTreeMap<String, Value>>,
    /// Welcome message flows.
    #[serde(default)]
    pub flows: Vec<Flow>,
    /// Threads by `IG_ID:IGSID`.
    pub threads: BTreeMap<String, Thread>,
    /// Thread keys by conversation id.
    pub by_conversation: BTreeMap<String, String>,
    /// Thread keys by message id.
    pub by_mid: BTreeMap<String, String>,
    /// Tokens by their text.
    pub tokens: BTreeMap<String, Token>,
    /// Authorization codes by their text.
    pub codes: BTreeMap<String, Code>,
    /// What the business sent.
    pub sends: Vec<Send>,
    /// Callbacks that were made.
    #[serde(default)]
    pub callbacks: Vec<Told>,
    /// Numbers.
    pub counts: Counts,
    /// Switches.
    pub settings: Settings,
    /// Webhooks that are not delivered yet.
    pub outbox: BTreeMap<u64, Delivery>,
    /// The next webhook's number.
    pub next_delivery: u64,
    /// Since when no webhook was taken.
    #[serde(skip)]
    pub failing_since: Option<Millis>,
    /// Rate limits; a restart forgets them.
    #[serde(skip)]
    pub limits: Limits,
    /// Webhooks made by the present change.
    #[serde(skip)]
    pub fresh: Vec<Delivery>,
    /// What the present change is to those who look on.
    #[serde(skip)]
    pub changes: Vec<Value>,
}

impl World {
    /// The account meant by an IG_ID, or the first.
    pub(crate) fn account_or_first(&self, ig_id: Option<&str>) -> Option<&Account> {
        match ig_id {
            Some(ig_id) => self.account(ig_id),
            None => self.accounts.first(),
        }
    }

    /// Counts a refused call under the rule it broke.
    pub(crate) fn violation(&mut self, rule: &str) {
        *self.counts.violations.entry(rule.to_owned()).or_default() += 1;
        self.changes
            .push(json!({"what": "violation", "rule": rule}));
    }

    /// Tells those who look on that a thread changed.
    pub(crate) fn thread_changed(&mut self, key: &str) {
        if let Some(thread) = self.threads.get(key) {
            let change = json!({"what": "thread", "person": thread.person});
            self.changes.push(change);
        }
    }

    /// Tells those who look on that comments of a post changed.
    pub(crate) fn comments_changed(&mut self, media_id: &str) {
        self.changes
            .push(json!({"what": "comments", "media_id": media_id}));
    }

    /// The long-lived Instagram token that the fixture hands out.
    pub(crate) fn fixture_token(&mut self) -> String {
        let Some(ig_id) = self.accounts.first().map(|account| account.ig_id.clone()) else {
            return String::new();
        };
        let now = self.now;
        let good = self.tokens.iter().find(|(_, token)| {
            token.kind == TokenKind::InstagramLong
                && token.ig_id == ig_id
                && token.trouble(now).is_none()
        });
        match good {
            Some((text, _)) => text.clone(),
            None => self.grant(TokenKind::InstagramLong, &ig_id, &all_scopes()),
        }
    }
}

/// All scopes of Instagram Login.
pub(crate) fn all_scopes() -> Vec<String> {
    crate::oauth::INSTAGRAM_SCOPES
        .iter()
        .map(|(scope, _)| (*scope).to_owned())
        .collect()
}
