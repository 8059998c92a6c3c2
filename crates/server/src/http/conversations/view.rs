//! A conversation as the API shows it, and what may be done in it now.

use std::collections::BTreeMap;

use palette_domain::account::Account;
use palette_domain::business::Permission;
use palette_domain::conversation::{Handler, Standing};
use palette_domain::customer::Customer;
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::{Facts, Form, PolicyConfig, Sender, Verdict, Window, judge};
use palette_domain::{Instant, MemberId};
use palette_store::ConversationRow as Row;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::access::Access;
use crate::http::drafts::DraftView;
use crate::http::lookup::{Lookup, MediaRef, millis};
use crate::http::orders::OrderRow;
use crate::http::problem::Problem;
use crate::http::view::MemberName;
use crate::http::web::Web;

/// A customer, as the conversation's head and side panel show them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationCustomer {
    id: String,
    /// The shown name, when known.
    name: Option<String>,
    /// The @name without its @, when known.
    username: Option<String>,
    /// The language last written: `fa`, `en`, `finglish`, `other`.
    language: Option<&'static str>,
    first_seen_at: i64,
    /// Since when no automated messages are wanted.
    opted_out_at: Option<i64>,
}

/// The last message, for the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LastMessage {
    /// Its words, shortened.
    text: String,
    at: i64,
    is_ours: bool,
}

/// The messaging window: till when an answer can go out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WindowView {
    /// `open`; `human_only`: only a person's own words, under the human-agent allowance; `closed`;
    /// `never`: no opening action yet.
    state: &'static str,
    /// When the window ends or ended.
    ends_at: Option<i64>,
    /// When a person's own words can no longer go out; null without the human-agent allowance.
    human_ends_at: Option<i64>,
    /// What opened it.
    opened_by: Option<&'static str>,
}

/// A row of the inbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationRow {
    id: String,
    account_id: String,
    customer: ConversationCustomer,
    /// Null while there are only comments.
    last_message: Option<LastMessage>,
    /// Messages no member has seen.
    unread: u32,
    /// `ai` or `person`.
    handler: &'static str,
    /// Who took over in the dashboard.
    handler_member: Option<MemberName>,
    /// Why a person should look: a reason code.
    needs_person: Option<String>,
    /// Since when a member calls it done.
    done_at: Option<i64>,
    /// Till when it is put aside.
    snoozed_until: Option<i64>,
    window: WindowView,
    /// Whether a draft waits.
    has_draft: bool,
    /// `none`, or `thinking` while the AI has a turn under way.
    turn: &'static str,
    /// Goes up at each change.
    version: i64,
}

/// A conversation with what belongs to it.
#[derive(Serialize, ToSchema)]
#[schema(as = Conversation)]
pub struct ConversationDetail {
    #[serde(flatten)]
    pub row: ConversationRow,
    /// The post or story it is about.
    pub subject: Option<MediaRef>,
    /// Drafts that wait, oldest first.
    pub drafts: Vec<DraftView>,
    /// The customer's orders, newest first, ten at most.
    pub orders: Vec<OrderRow>,
    /// What this member may do now: `send`, `send_as_person` (after the window, under the
    /// human-agent allowance), `take_over`, `give_back`, `mark_read`, `done`, `snooze`, `reopen`.
    pub can: Vec<&'static str>,
    /// For what may not be done: the rule that forbids it.
    pub refusals: BTreeMap<&'static str, &'static str>,
}

/// A row.
pub async fn row(web: &Web, lookup: &mut Lookup<'_>, row: Row) -> Result<ConversationRow, Problem> {
    let conversation = row.conversation;
    let handler_member = lookup.member(conversation.handler_member).await?;
    Ok(ConversationRow {
        id: conversation.id.to_string(),
        account_id: conversation.account_id.to_string(),
        customer: customer(&row.customer),
        last_message: conversation.last_message_at.map(|at| LastMessage {
            text: conversation.last_preview.into_revealed(),
            at: at.millis(),
            is_ours: conversation.last_is_ours,
        }),
        unread: conversation.unread,
        handler: conversation.handler.as_str(),
        handler_member,
        needs_person: conversation.needs_person,
        done_at: millis(conversation.done_at),
        snoozed_until: millis(conversation.snoozed_until),
        window: window(&web.config.policy(), conversation.window, web.now()),
        has_draft: row.has_draft,
        turn: if row.turn_open { "thinking" } else { "none" },
        version: conversation.version,
    })
}

fn customer(customer: &Customer) -> ConversationCustomer {
    ConversationCustomer {
        id: customer.id.to_string(),
        name: customer.name.as_ref().map(|name| name.reveal().clone()),
        username: customer.username.as_ref().map(|name| name.reveal().clone()),
        language: customer.language.map(|language| language.as_str()),
        first_seen_at: customer.first_seen_at.millis(),
        opted_out_at: millis(customer.opted_out_at),
    }
}

fn window(config: &PolicyConfig, window: Option<Window>, now: Instant) -> WindowView {
    let Some(window) = window.filter(|window| window.by.opens_window()) else {
        return WindowView {
            state: "never",
            ends_at: None,
            human_ends_at: None,
            opened_by: None,
        };
    };
    let ends = config.window_ends(window);
    let human = config
        .human_agent_granted
        .then(|| config.human_agent_ends(window));
    let state = match human {
        _ if now < ends => "open",
        Some(human) if now < human => "human_only",
        _ => "closed",
    };
    WindowView {
        state,
        ends_at: Some(ends.millis()),
        human_ends_at: millis(human),
        opened_by: Some(window.by.as_str()),
    }
}

/// What `judge` is to know of a member's message in a conversation.
pub fn member_facts(row: &Row, account: &Account, member: MemberId, bytes: usize) -> Facts {
    Facts {
        kind: OutboundKind::Message,
        sender: Sender::Member(member),
        account: account.status,
        window: row.conversation.window,
        private_reply: None,
        handler: row.conversation.handler,
        opted_out: row.customer.opted_out_at.is_some(),
        confirms_opt_out: false,
        announces_person: false,
        comment_hidden: false,
        thread_elsewhere: false,
        text_bytes: bytes,
        budget_free_at: None,
    }
}

type Acts = (Vec<&'static str>, BTreeMap<&'static str, &'static str>);

/// What a member may do in a conversation now, and what forbids the rest.
pub fn acts<N>(web: &Web, access: &Access<N>, row: &Row, account: &Account) -> Acts {
    let (mut can, mut refusals) = (Vec::new(), BTreeMap::new());
    if !access.role.may(Permission::Converse) {
        return (can, refusals);
    }
    let facts = member_facts(row, account, access.member, 1);
    match judge(&web.config.policy(), &facts, web.now()) {
        Verdict::Allowed(permit) => can.push(match permit.form() {
            Form::HumanAgent(_) => "send_as_person",
            _ => "send",
        }),
        Verdict::Wait { .. } => can.push("send"),
        Verdict::Refused(rule) => {
            refusals.insert("send", rule.as_str());
        }
    }
    let conversation = &row.conversation;
    let mine = conversation.handler_member == Some(access.member);
    if conversation.handler == Handler::Ai || !mine {
        can.push("take_over");
    }
    if conversation.handler == Handler::Person {
        can.push("give_back");
    }
    if conversation.unread > 0 {
        can.push("mark_read");
    }
    match conversation.standing() {
        Standing::Open => can.extend(["done", "snooze"]),
        Standing::Snoozed => can.extend(["done", "snooze", "reopen"]),
        Standing::Done => can.extend(["snooze", "reopen"]),
    }
    (can, refusals)
}
