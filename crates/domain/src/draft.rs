//! A proposed answer that waits for a person.

use serde::{Deserialize, Serialize};

use crate::{CommentId, ConversationId, DecisionId, DraftId, Instant, Private};

/// How a draft ended, or that it has not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// Waits.
    Open,
    /// Sent, as it was or edited.
    Sent,
    /// Thrown away.
    Discarded,
    /// Newer words took its place.
    Superseded,
}

impl DraftState {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            DraftState::Open => "open",
            DraftState::Sent => "sent",
            DraftState::Discarded => "discarded",
            DraftState::Superseded => "superseded",
        }
    }
}

/// A draft.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// Ours.
    pub id: DraftId,
    /// For which conversation.
    pub conversation_id: ConversationId,
    /// For which comment, when it answers one.
    pub comment_id: Option<CommentId>,
    /// The words proposed; empty when the AI has none and only asks a person to look.
    pub text: Private<String>,
    /// Why a person is asked: a code that the dashboard puts into words.
    pub reason: String,
    /// When the answer can no longer be sent.
    pub deadline: Option<Instant>,
    /// How it ended.
    pub state: DraftState,
    /// What was understood.
    pub decision_id: Option<DecisionId>,
    /// Made.
    pub created_at: Instant,
}
