//! Instagram's rules on what may be sent, to whom and when: only `judge` makes a Permit.
//!
//! Each rule's source is named at the rule and in `docs/policy.md`. Lengths of windows are
//! configuration, because Meta changes them; the rules are code.

use serde::{Deserialize, Serialize};

use crate::account::AccountStatus;
use crate::conversation::Handler;
use crate::outbound::OutboundKind;
use crate::{Instant, MemberId, Span};

pub mod budget;
mod window;

pub use window::{Closing, Opened, OpeningAction, PolicyConfig, Window};

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
    /// The message only says that a person will answer: it may follow the hand-over itself.
    pub announces_person: bool,
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
    /// All of them: first those that allow, then those that refuse or wait.
    pub const ALL: [Rule; 16] = [
        Self::StandardWindow,
        Self::HumanAgent,
        Self::PrivateReply,
        Self::CommentAct,
        Self::NoWindow,
        Self::WindowClosed,
        Self::PrivateReplyUsed,
        Self::PrivateReplyTooOld,
        Self::OptedOut,
        Self::PersonHandles,
        Self::AccountUnusable,
        Self::ThreadElsewhere,
        Self::TextTooLong,
        Self::TextEmpty,
        Self::CommentHidden,
        Self::RateBudget,
    ];
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
        (Ok(_), Some(free_at)) if free_at > now => Verdict::Wait {
            until: free_at,
            rule: Rule::RateBudget,
        },
        (Ok((form, rule, ends)), _) => {
            let soon = now + PERMIT_LIFE;
            let until = ends.map_or(soon, |ends| ends.min(soon));
            Verdict::Allowed(Permit {
                form,
                kind: facts.kind,
                rule,
                until,
            })
        }
    }
}

/// A permit not used for this long is worth nothing: the world may have changed.
const PERMIT_LIFE: Span = Span::secs(60);

type Leave = (Form, Rule, Option<Instant>);

/// What is refused whatever the time is.
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
    let to_thread = matches!(
        facts.kind,
        OutboundKind::Message | OutboundKind::PrivateReply
    );
    if to_thread && facts.thread_elsewhere {
        return Some(Rule::ThreadElsewhere);
    }
    if has_text && facts.sender == Sender::Ai && facts.opted_out && !facts.confirms_opt_out {
        return Some(Rule::OptedOut);
    }
    let persons = facts.handler == Handler::Person && !facts.announces_person;
    if to_thread && facts.sender == Sender::Ai && persons {
        return Some(Rule::PersonHandles);
    }
    if facts.kind == OutboundKind::CommentReply && facts.comment_hidden {
        return Some(Rule::CommentHidden);
    }
    None
}

fn message(config: &PolicyConfig, facts: &Facts, now: Instant) -> Result<Leave, Rule> {
    let window = facts
        .window
        .filter(|w| w.by.opens_window())
        .ok_or(Rule::NoWindow)?;
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
