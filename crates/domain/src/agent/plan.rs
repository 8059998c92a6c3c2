//! The plan: what is decided of a snapshot. Pure and total; execution makes no more choices.

use serde::{Deserialize, Serialize};

use super::compose::live;
use super::{Channel, Memory, Snapshot, Why, Words, comments, dm, render};
use crate::ProductId;
use crate::business::AiMode;
use crate::comment::CommentState;
use crate::conversation::Handler;
use crate::outbound::QuickReply;
use crate::understanding::Asked;

/// What a plan comes to, in a word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An answer goes out by itself.
    Answer,
    /// A person gets a proposal; nothing goes out.
    Draft,
    /// Nothing goes out.
    #[default]
    Silent,
    /// The customer is told that a person will answer, and a person is asked to.
    HandOver,
    /// The person wants no automated messages.
    OptOut,
    /// The person wants them again.
    OptIn,
    /// A comment is hidden as spam.
    HideAsSpam,
}

impl Outcome {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Answer => "answer",
            Outcome::Draft => "draft",
            Outcome::Silent => "silent",
            Outcome::HandOver => "hand_over",
            Outcome::OptOut => "opt_out",
            Outcome::OptIn => "opt_in",
            Outcome::HideAsSpam => "hide_as_spam",
        }
    }
}

/// A proposal for a person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DraftPlan {
    /// The words, with today's facts; empty when the AI has none and only asks a person to look.
    pub words_text: String,
    /// Why a person is asked: a reason code.
    pub reason: String,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// In a word.
    pub outcome: Outcome,
    /// Direct messages to send, in order.
    pub messages: Vec<Words>,
    /// Offered under the last of them.
    pub quick_replies: Vec<QuickReply>,
    /// A public reply under the comment.
    pub public_reply: Option<Words>,
    /// The one private reply to the comment.
    pub private_reply: Option<Words>,
    /// Hide the comment.
    pub hide: bool,
    /// A proposal for a person.
    pub draft: Option<DraftPlan>,
    /// A person should look, and why: a reason code. Nothing leaves what is there as it is.
    pub needs_person: Option<String>,
    /// Who answers from now on; nothing leaves it as it is.
    pub set_handler: Option<Handler>,
    /// Whether the person opts out (`true`) or in again (`false`); nothing leaves it as it is.
    pub opt: Option<bool>,
    /// What goes out says that it is automated.
    pub disclosed: bool,
    /// What the customer is asked with this answer.
    pub asked: Option<Asked>,
    /// What the talk is about now; empty leaves it as it is.
    pub products: Vec<ProductId>,
    /// How the comment stands after this; `New` for a direct message.
    pub comment_state: CommentState,
    /// What to keep for the next turn, whole.
    pub memory: Memory,
    /// Why.
    pub why: Why,
}

/// The most wordings that are remembered.
const WORDINGS_KEPT: usize = 8;

impl Plan {
    /// A plan that says nothing, by a rule.
    pub(super) fn silent(snapshot: &Snapshot, rule: &str) -> Self {
        Self {
            outcome: Outcome::Silent,
            messages: Vec::new(),
            quick_replies: Vec::new(),
            public_reply: None,
            private_reply: None,
            hide: false,
            draft: None,
            needs_person: None,
            set_handler: None,
            opt: None,
            disclosed: false,
            asked: None,
            products: Vec::new(),
            comment_state: CommentState::New,
            memory: snapshot.memory.clone(),
            why: Why {
                understood: snapshot.understood.clone(),
                rule: rule.to_owned(),
                engine: "embedded".to_owned(),
                ..Why::default()
            },
        }
    }

    /// The same, with a person asked to look.
    pub(super) fn needing(mut self, reason: &str) -> Self {
        self.needs_person = Some(reason.to_owned());
        self
    }

    /// The same, with the comment left in a state.
    pub(super) const fn leaving(mut self, state: CommentState) -> Self {
        self.comment_state = state;
        self
    }

    /// Nothing goes out by itself: what would have is proposed to a person, with today's facts.
    fn into_draft(mut self, snapshot: &Snapshot) -> Self {
        let said = self.messages.first().or(self.private_reply.as_ref());
        let said = said.or(self.public_reply.as_ref());
        let text = said.and_then(|words| render(words, &live(snapshot)).ok());
        if text.is_none() && self.draft.is_none() && !self.hide {
            return self;
        }
        let drafted = self.draft.take();
        let reason = match (&self.needs_person, &drafted) {
            (Some(reason), _) => reason.clone(),
            (None, Some(draft)) => draft.reason.clone(),
            (None, None) => "draft_mode".to_owned(),
        };
        let words_text = text
            .or(drafted.map(|draft| draft.words_text))
            .unwrap_or_default();
        self.draft = Some(DraftPlan {
            words_text,
            reason: reason.clone(),
        });
        self.needs_person = Some(reason);
        self.messages.clear();
        self.quick_replies.clear();
        (self.public_reply, self.private_reply) = (None, None);
        (self.hide, self.disclosed, self.set_handler, self.asked) = (false, false, None, None);
        if self.opt.is_none() {
            self.outcome = Outcome::Draft;
        }
        if snapshot.channel == Channel::Comment {
            self.comment_state = CommentState::NeedsPerson;
        }
        self
    }

    /// Writes down what the next turn needs, and the "why".
    fn remembered(mut self) -> Self {
        let said = self
            .messages
            .iter()
            .chain(&self.public_reply)
            .chain(&self.private_reply);
        let wordings: Vec<String> = said.map(|words| words.wording.clone()).collect();
        let spoke = !wordings.is_empty();
        self.memory.wordings.extend(wordings);
        let excess = self.memory.wordings.len().saturating_sub(WORDINGS_KEPT);
        self.memory.wordings.drain(..excess);
        if spoke {
            self.memory.asked = self.asked;
        }
        if self.memory.asked.is_none() {
            self.memory.asked_about.clear();
        }
        if !self.products.is_empty() {
            self.memory.products = self.products.clone();
        }
        self.why.outcome = self.outcome.as_str().to_owned();
        self.why.reason = self.needs_person.clone();
        self
    }
}

/// Decides what to do about a burst of messages, or a comment.
///
/// `seed` chooses among wordings; the same snapshot and seed give the same plan.
pub fn plan(snapshot: &Snapshot, seed: u64) -> Plan {
    let plan = match snapshot.channel {
        Channel::Dm => dm::decide(snapshot, seed),
        Channel::Comment => comments::decide(snapshot, seed),
    };
    let plan = match snapshot.settings.ai.mode {
        AiMode::Draft => plan.into_draft(snapshot),
        AiMode::Auto | AiMode::Off => plan,
    };
    plan.remembered()
}
