//! The messaging window: what opens it, how long it lasts, and who may write past it.
//!
//! Source: messenger-platform/policy (28 Sep 2026): 24 hours from the person's last opening
//! action, up to 7 days for a human agent, and a length of its own for a person who came by an ad.

use serde::{Deserialize, Serialize};

use crate::clock::{DAY, HOUR, Millis, iso_time};
use crate::settings::Settings;
use crate::world::World;

/// How long a human agent may answer after the person's last opening action.
pub const HUMAN_AGENT: Millis = 7 * DAY;
/// How long a comment may be answered privately.
pub const PRIVATE_REPLY: Millis = 7 * DAY;

/// What a person did that opened a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// A direct message of any kind, a story reply, a quick reply.
    Message,
    /// A mention in a story.
    StoryMention,
    /// A tap on a button, an ice breaker or a menu.
    Postback,
    /// The first message from an ad.
    Ad,
    /// A reaction to a message, where a switch says that it opens.
    Reaction,
    /// A tap on an ig.me link, where a switch says that it opens.
    Referral,
}

/// An opening action and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// What it was.
    pub by: Opening,
    /// When.
    pub at: Millis,
}

impl Opened {
    /// When the window that this action opened closes.
    pub fn closes(&self, settings: &Settings) -> Millis {
        let hours = match self.by {
            Opening::Ad => settings.ad_window_hours.max(settings.window_hours),
            _ => settings.window_hours,
        };
        self.at + i64::from(hours) * HOUR
    }

    /// For the control API.
    pub fn shown(&self, settings: &Settings) -> serde_json::Value {
        serde_json::json!({
            "opened_by": self.by,
            "opened_at": iso_time(self.at),
            "closes_at": iso_time(self.closes(settings)),
        })
    }
}

/// Whether a message may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// Yes.
    Granted,
    /// The window is closed or was never opened.
    Closed,
    /// The human agent is too late too.
    HumanTooLate,
}

/// Judges a message of the business at a time.
pub fn judge(opened: Option<Opened>, human_agent: bool, now: Millis, settings: &Settings) -> Leave {
    match (opened, human_agent) {
        (Some(opened), _) if now < opened.closes(settings) => Leave::Granted,
        (Some(opened), true) if now < opened.at + HUMAN_AGENT => Leave::Granted,
        (_, true) => Leave::HumanTooLate,
        (_, false) => Leave::Closed,
    }
}

impl World {
    /// Notes an opening action; one that closes later than the last wins.
    pub(crate) fn open_window(&mut self, key: &str, by: Opening, at: Millis) {
        let settings = self.settings.clone();
        if let Some(thread) = self.threads.get_mut(key) {
            let new = Opened { by, at };
            let later = thread
                .opened
                .is_none_or(|old| old.closes(&settings) < new.closes(&settings));
            if later {
                thread.opened = Some(new);
            }
            thread.consent = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_exact_to_the_millisecond() {
        let settings = Settings {
            ad_window_hours: 168,
            ..Settings::default()
        };
        let check = |by, age, human, expected| {
            let opened = Some(Opened { by, at: 1_000 });
            assert_eq!(
                judge(opened, human, 1_000 + age, &settings),
                expected,
                "{by:?} {age}"
            );
        };
        check(Opening::Message, DAY - 1, false, Leave::Granted);
        check(Opening::Message, DAY, false, Leave::Closed);
        check(Opening::Message, DAY, true, Leave::Granted);
        check(Opening::Postback, HUMAN_AGENT - 1, true, Leave::Granted);
        check(
            Opening::StoryMention,
            HUMAN_AGENT,
            true,
            Leave::HumanTooLate,
        );
        check(Opening::Ad, 7 * DAY - 1, false, Leave::Granted);
        check(Opening::Ad, 7 * DAY, false, Leave::Closed);
        assert_eq!(judge(None, false, 5, &settings), Leave::Closed);
        assert_eq!(judge(None, true, 5, &settings), Leave::HumanTooLate);
    }
}
