//! Windows: what opens one, how long it lasts. The lengths are configuration, the actions are not.

use serde::{Deserialize, Serialize};

use crate::{Instant, Span};

/// What a person did that may open the window.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpeningAction {
    /// A DM: text, attachment, shared post.
    Message,
    /// A DM that answers a story.
    StoryReply,
    /// The person mentioned the account in a story.
    StoryMention,
    /// A tapped button, ice breaker or menu entry.
    Postback,
    /// A tapped quick reply.
    QuickReply,
    /// The first message through a click-to-Direct ad.
    AdMessage,
    /// A comment: gives one private reply, opens no window.
    Comment,
    /// A reaction to a message: no statement for Instagram, so it opens nothing.
    Reaction,
    /// Came through a link to an existing thread: no statement for Instagram, so it opens nothing.
    Referral,
    /// Has seen a message.
    Seen,
    /// Changed a message.
    Edit,
    /// Took a message back.
    Unsend,
    /// The business wrote in the app.
    Echo,
}

impl OpeningAction {
    /// All of them.
    pub const ALL: [OpeningAction; 13] = [
        Self::Message,
        Self::StoryReply,
        Self::StoryMention,
        Self::Postback,
        Self::QuickReply,
        Self::AdMessage,
        Self::Comment,
        Self::Reaction,
        Self::Referral,
        Self::Seen,
        Self::Edit,
        Self::Unsend,
        Self::Echo,
    ];
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            OpeningAction::Message => "message",
            OpeningAction::StoryReply => "story_reply",
            OpeningAction::StoryMention => "story_mention",
            OpeningAction::Postback => "postback",
            OpeningAction::QuickReply => "quick_reply",
            OpeningAction::AdMessage => "ad_message",
            OpeningAction::Comment => "comment",
            OpeningAction::Reaction => "reaction",
            OpeningAction::Referral => "referral",
            OpeningAction::Seen => "seen",
            OpeningAction::Edit => "edit",
            OpeningAction::Unsend => "unsend",
            OpeningAction::Echo => "echo",
        }
    }
    /// From that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }
    /// Whether it opens the messaging window (facts: Meta's send-message and policy pages).
    pub const fn opens_window(self) -> bool {
        matches!(
            self,
            Self::Message
                | Self::StoryReply
                | Self::StoryMention
                | Self::Postback
                | Self::QuickReply
                | Self::AdMessage
        )
    }
}

/// The window as the last opening action left it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Window {
    /// When the person acted.
    pub opened_at: Instant,
    /// What they did.
    pub by: OpeningAction,
}

/// When a window opened: after the first moment, and at the second or before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opened {
    /// Later than this.
    pub after: Instant,
    /// Not later than this.
    pub until: Instant,
}

impl Opened {
    fn holds(self, at: Instant) -> bool {
        self.after < at && at <= self.until
    }
}

/// Windows that end soon, by the moment they opened; those that ads open have their own length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Closing {
    /// Those that most actions open.
    pub standard: Opened,
    /// Those that a message from an advertisement opens.
    pub ad: Opened,
}

impl Closing {
    /// Whether a window is one of them.
    pub fn holds(&self, window: Window) -> bool {
        let opened = match window.by {
            OpeningAction::AdMessage => self.ad,
            _ => self.standard,
        };
        window.by.opens_window() && opened.holds(window.opened_at)
    }
}

/// Lengths and limits that Meta may change: configuration with safe defaults.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PolicyConfig {
    /// After most opening actions: 24 hours.
    pub standard: Span,
    /// After the first message from a click-to-Direct ad: Meta says "up to 7 days" without a
    /// number per case, so 24 hours unless set higher.
    pub ad: Span,
    /// For a person's own message under the human-agent allowance: 7 days.
    pub human_agent: Span,
    /// Whether Meta approved the Human Agent feature for the app.
    pub human_agent_granted: bool,
    /// For the one private reply to a comment: 7 days.
    pub private_reply: Span,
}

impl Default for PolicyConfig {
    fn default() -> Self {
        Self {
            standard: Span::hours(24),
            ad: Span::hours(24),
            human_agent: Span::days(7),
            human_agent_granted: false,
            private_reply: Span::days(7),
        }
    }
}

impl PolicyConfig {
    /// When the window that an opening action opened ends for automated messages.
    pub fn window_ends(&self, window: Window) -> Instant {
        let length = if window.by == OpeningAction::AdMessage {
            self.ad
        } else {
            self.standard
        };
        window.opened_at + length
    }
    /// When a person may no longer answer under the human-agent allowance.
    pub fn human_agent_ends(&self, window: Window) -> Instant {
        window.opened_at + self.human_agent
    }
    /// Windows that are still open at `now` and end within `within`.
    pub fn closing(&self, now: Instant, within: Span) -> Closing {
        let opened = |length| Opened {
            after: now - length,
            until: now - length + within,
        };
        Closing {
            standard: opened(self.standard),
            ad: opened(self.ad),
        }
    }
}
