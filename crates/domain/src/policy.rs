//! Instagram's rules on what may be sent, to whom and when: `judge` and nothing else makes a Permit.
//!
//! Each rule's source is named at the rule and in `docs/policy.md`. Lengths of windows are
//! configuration, because Meta changes them; the rules are code.

use serde::{Deserialize, Serialize};

use crate::account::AccountStatus;
use crate::conversation::Handler;
use crate::outbound::OutboundKind;
use crate::{Instant, MemberId, Span};

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
        let length = if window.by == OpeningAction::AdMessage { self.ad } else { self.standard };
        window.opened_at + length
    }
    /// When a person may no longer answer under the human-agent allowance.
    pub fn human_agent_ends(&self, window: Window) -> Instant {
        window.opened_at + self.human_agent
    }
}

/// The longest text Instagram takes, in bytes of UTF-8 (Meta's send-message page).
pub const TEXT_BYTES_MAX: usize = 1000;

/// Who wants to send.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(tag = "by", content = "member", rename_all = "snake_case")]
pub enum Sender {
    /// The AI, or a rule.
    Ai,
    /// A signed-in member, by their own act.
    Member(MemberId),
}

/// What `judge` needs to know of a private reply's comment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PrivateReplyFacts {
    /// When the comment was written.
    pub comment_at: Instant,
    /// Whether another private reply to it was sent, or may have been.
    pub used: bool,
}

/// Everything `judge` looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// What is to be done.
    pub kind: OutboundKind,
    /// Who wants it.
    pub sender: Sender,
    /// The account's state.
    pub account: AccountStatus,
    /// The last opening action of the person, when there was one.
    pub window: Option<Window>,
    /// The comment, for a private reply.
    pub private_reply: Option<PrivateReplyFacts>,
    /// Who answers in the conversation now.
    pub handler: Handler,
    /// The person wants no automated messages.
    pub opted_out: bool,
    /// The message only confirms the opt-out, once.
    pub confirms_opt_out: bool,
    /// The comment is hidden: Instagram takes no replies to it.
    pub comment_hidden: bool,
    /// Another app holds the thread.
    pub thread_elsewhere: bool,
    /// The longest text, in bytes of UTF-8.
    pub text_bytes: usize,
    /// When the budget of the account and endpoint has room again; nothing means it has.
    pub budget_free_at: Option<Instant>,
}

/// The rule a verdict rests on. `docs/policy.md` has a row for each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Inside the window that the person's action opened.
    StandardWindow,
    /// A person's own answer, after the window, within 7 days.
    HumanAgent,
    /// The one private reply to a comment.
    PrivateReply,
    /// A public act under a post of the account.
    CommentAct,
    /// The person never opened a window.
    NoWindow,
    /// The window is over.
    WindowClosed,
    /// The private reply of this comment was used.
    PrivateReplyUsed,
    /// The comment is too old for a private reply.
    PrivateReplyTooOld,
    /// The person wants no automated messages.
    OptedOut,
    /// A person handles the conversation: the AI stays silent.
    PersonHandles,
    /// The token is dead or the account is disconnected.
    AccountUnusable,
    /// Another app holds the thread.
    ThreadElsewhere,
    /// A text over 1000 bytes.
    TextTooLong,
    /// An empty text.
    TextEmpty,
    /// A hidden comment takes no replies.
    CommentHidden,
    /// The rate budget is spent for now.
    RateBudget,
}

impl Rule {
    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Rule::StandardWindow => "standard_window",
            Rule::HumanAgent => "human_agent",
            Rule::PrivateReply => "private_reply",
            Rule::CommentAct => "comment_act",
            Rule::NoWindow => "no_window",
            Rule::WindowClosed => "window_closed",
            Rule::PrivateReplyUsed => "private_reply_used",
            Rule::PrivateReplyTooOld => "private_reply_too_old",
            Rule::OptedOut => "opted_out",
            Rule::PersonHandles => "person_handles",
            Rule::AccountUnusable => "account_unusable",
            Rule::ThreadElsewhere => "thread_elsewhere",
            Rule::TextTooLong => "text_too_long",
            Rule::TextEmpty => "text_empty",
            Rule::CommentHidden => "comment_hidden",
            Rule::RateBudget => "rate_budget",
        }
    }
}

/// The form in which a message goes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// An ordinary answer.
    Response,
    /// Tagged as a human agent's; made only from a member's own act.
    HumanAgent(MemberId),
    /// To a comment id.
    PrivateReply,
    /// Under a post.
    CommentAct,
}

/// Leave to do one thing, now. Made only by [`judge`]; spent by value when it is used.
#[derive(PartialEq, Eq, Debug)]
pub struct Permit {
    form: Form,
    kind: OutboundKind,
    rule: Rule,
    until: Instant,
}

impl Permit {
    /// The form in which it may go out.
    pub const fn form(&self) -> Form {
        self.form
    }
    /// For what.
    pub const fn kind(&self) -> OutboundKind {
        self.kind
    }
    /// By which rule.
    pub const fn rule(&self) -> Rule {
        self.rule
    }
    /// Till when; a send that starts later needs a new one.
    pub const fn until(&self) -> Instant {
        self.until
    }
}

/// What `judge` says.
#[derive(PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It may go out.
    Allowed(Permit),
    /// Not now, but at this time.
    Wait {
        /// When to ask again.
        until: Instant,
        /// Why not now.
        rule: Rule,
    },
    /// It may not go out.
    Refused(Rule),
}

impl Verdict {
    /// The rule it rests on.
    pub const fn rule(&self) -> Rule {
        match self {
            Verdict::Allowed(permit) => permit.rule,
            Verdict::Wait { rule, .. } | Verdict::Refused(rule) => *rule,
        }
    }
    /// Whether it may go out now.
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Verdict::Allowed(_))
    }
}

/// Decides whether one thing may leave for Instagram at `now`.
pub fn judge(config: &PolicyConfig, facts: &Facts, now: Instant) -> Verdict {
    if let Some(rule) = refuse_outright(facts) {
        return Verdict::Refused(rule);
    }
    let permit = match facts.kind {
        OutboundKind::Message => message(config, facts, now),
        OutboundKind::PrivateReply => private_reply(config, facts, now),
        OutboundKind::CommentReply
        | OutboundKind::HideComment
        | OutboundKind::UnhideComment
        | OutboundKind::DeleteComment => Ok((Form::CommentAct, Rule::CommentAct, None)),
    };
    match (permit, facts.budget_free_at) {
        (Err(rule), _) => Verdict::Refused(rule),
        (Ok(_), Some(free_at)) if free_at > now => {
            Verdict::Wait { until: free_at, rule: Rule::RateBudget }
        }
        (Ok((form, rule, ends)), _) => {
            let soon = now + PERMIT_LIFE;
            let until = ends.map_or(soon, |ends| ends.min(soon));
            Verdict::Allowed(Permit { form, kind: facts.kind, rule, until })
        }
    }
}

/// A permit not used for this long is worth nothing: the world may have changed.
const PERMIT_LIFE: Span = Span::secs(60);

type Leave = (Form, Rule, Option<Instant>);

fn refuse_outright(facts: &Facts) -> Option<Rule> {
    if facts.account != AccountStatus::Active {
        return Some(Rule::AccountUnusable);
    }
    let has_text = matches!(
        facts.kind,
        OutboundKind::Message | OutboundKind::PrivateReply | OutboundKind::CommentReply
    );
    if has_text && facts.text_bytes == 0 {
        return Some(Rule::TextEmpty);
    }
    if has_text && facts.text_bytes > TEXT_BYTES_MAX {
        return Some(Rule::TextTooLong);
    }
    let to_thread = matches!(facts.kind, OutboundKind::Message | OutboundKind::PrivateReply);
    if to_thread && facts.thread_elsewhere {
        return Some(Rule::ThreadElsewhere);
    }
    if to_thread && facts.sender == Sender::Ai {
        if facts.opted_out && !facts.confirms_opt_out {
            return Some(Rule::OptedOut);
        }
        if facts.handler == Handler::Person {
            return Some(Rule::PersonHandles);
        }
    }
    if facts.kind == OutboundKind::CommentReply && facts.comment_hidden {
        return Some(Rule::CommentHidden);
    }
    None
}

fn message(config: &PolicyConfig, facts: &Facts, now: Instant) -> Result<Leave, Rule> {
    let window = facts.window.filter(|w| w.by.opens_window()).ok_or(Rule::NoWindow)?;
    let ends = config.window_ends(window);
    if now < ends {
        return Ok((Form::Response, Rule::StandardWindow, Some(ends)));
    }
    match facts.sender {
        Sender::Member(member) if config.human_agent_granted => {
            let ends = config.human_agent_ends(window);
            if now < ends {
                Ok((Form::HumanAgent(member), Rule::HumanAgent, Some(ends)))
            } else {
                Err(Rule::WindowClosed)
            }
        }
        _ => Err(Rule::WindowClosed),
    }
}

fn private_reply(config: &PolicyConfig, facts: &Facts, now: Instant) -> Result<Leave, Rule> {
    let comment = facts.private_reply.ok_or(Rule::NoWindow)?;
    if comment.used {
        return Err(Rule::PrivateReplyUsed);
    }
    let ends = comment.comment_at + config.private_reply;
    if now >= ends {
        return Err(Rule::PrivateReplyTooOld);
    }
    Ok((Form::PrivateReply, Rule::PrivateReply, Some(ends)))
}
