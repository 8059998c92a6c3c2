//! A comment as the API shows it, and what may be done with it now.

use std::collections::BTreeMap;

use palette_domain::MemberId;
use palette_domain::account::AccountStatus;
use palette_domain::business::Permission;
use palette_domain::conversation::{Author, Handler};
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::{Facts, PrivateReplyFacts, Sender, Verdict, judge};
use palette_store::{CommentThread, CommentView as StoredComment};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::access::Access;
use crate::http::drafts::{self, DraftView};
use crate::http::lookup::{Lookup, customer_name};
use crate::http::problem::Problem;
use crate::http::view::{CustomerName, Line, lines_of};
use crate::http::web::Web;

/// A comment, theirs or ours.
#[derive(Serialize, ToSchema)]
pub struct CommentView {
    id: String,
    media_id: String,
    /// Who wrote it; null: the business.
    customer: Option<CustomerName>,
    /// `customer`, `ai`, `member`, or `app`.
    author: &'static str,
    text: String,
    lines: Vec<Line>,
    at: i64,
    /// Hidden from the public.
    hidden: bool,
    /// `new`, `answered`, `ignored`, `needs_person`.
    state: &'static str,
    /// The customer's conversation.
    conversation_id: Option<String>,
    /// Replies to it, oldest first.
    #[schema(no_recursion)]
    replies: Vec<CommentView>,
    /// The one private reply, once it is queued.
    private_reply: Option<PrivateReply>,
    /// What this member may do: `reply`, `private_reply`, `hide`, `unhide`, `open_conversation`.
    can: Vec<&'static str>,
    /// For what may not be done: the rule that forbids it.
    refusals: BTreeMap<&'static str, &'static str>,
    /// Why it was answered as it was, or not.
    decision_id: Option<String>,
    /// For ours: how far it has come.
    send_state: Option<&'static str>,
    /// A proposed answer that waits.
    draft: Option<DraftView>,
}

/// The one private reply.
#[derive(Serialize, ToSchema)]
pub struct PrivateReply {
    /// When it was queued.
    at: i64,
}

/// A comment with its replies.
pub async fn thread<N>(
    web: &Web,
    access: &Access<N>,
    lookup: &mut Lookup<'_>,
    thread: CommentThread,
) -> Result<CommentView, Problem> {
    let mut top = one(web, access, lookup, thread.top).await?;
    for reply in thread.replies {
        top.replies.push(one(web, access, lookup, reply).await?);
    }
    Ok(top)
}

async fn one<N>(
    web: &Web,
    access: &Access<N>,
    lookup: &mut Lookup<'_>,
    stored: StoredComment,
) -> Result<CommentView, Problem> {
    let theirs = stored.author == Author::Customer;
    let (mut can, mut refusals) = (Vec::new(), BTreeMap::new());
    if theirs {
        let account = lookup.account_status(stored.comment.account_id).await?;
        (can, refusals) = acts(web, access, &stored, account);
    }
    let draft = match theirs {
        true => access
            .business
            .draft_of_comment(stored.comment.id)
            .await?
            .map(drafts::view),
        false => None,
    };
    let comment = stored.comment;
    let text = comment.text.into_revealed();
    Ok(CommentView {
        id: comment.id.to_string(),
        media_id: comment.media_id.to_string(),
        customer: stored.customer.as_ref().map(customer_name),
        author: stored.author.as_str(),
        lines: lines_of(&text),
        text,
        at: comment.at.millis(),
        hidden: comment.hidden,
        state: comment.state.as_str(),
        conversation_id: stored.conversation_id.map(|id| id.to_string()),
        replies: Vec::new(),
        private_reply: comment
            .private_reply_at
            .map(|at| PrivateReply { at: at.millis() }),
        can,
        refusals,
        decision_id: comment.decision_id.map(|id| id.to_string()),
        send_state: stored.sending.map(|state| state.as_str()),
        draft,
    })
}

/// What `judge` is to know of a member's act on a comment.
pub fn facts(
    stored: &StoredComment,
    kind: OutboundKind,
    (member, account): (MemberId, AccountStatus),
    bytes: usize,
) -> Facts {
    Facts {
        kind,
        sender: Sender::Member(member),
        account,
        window: None,
        private_reply: Some(PrivateReplyFacts {
            comment_at: stored.comment.at,
            used: stored.comment.private_reply_at.is_some(),
        }),
        handler: Handler::Person,
        opted_out: false,
        confirms_opt_out: false,
        announces_person: false,
        comment_hidden: stored.comment.hidden,
        thread_elsewhere: false,
        text_bytes: bytes,
        budget_free_at: None,
    }
}

type Acts = (Vec<&'static str>, BTreeMap<&'static str, &'static str>);

fn acts<N>(web: &Web, access: &Access<N>, stored: &StoredComment, account: AccountStatus) -> Acts {
    let (mut can, mut refusals) = (Vec::new(), BTreeMap::new());
    if stored.conversation_id.is_some() {
        can.push("open_conversation");
    }
    if !access.role.may(Permission::Converse) {
        return (can, refusals);
    }
    let hide = if stored.comment.hidden {
        ("unhide", OutboundKind::UnhideComment)
    } else {
        ("hide", OutboundKind::HideComment)
    };
    let named = [
        ("reply", OutboundKind::CommentReply),
        ("private_reply", OutboundKind::PrivateReply),
        hide,
    ];
    for (name, kind) in named {
        let facts = facts(stored, kind, (access.member, account), 1);
        match judge(&web.config.policy(), &facts, web.now()) {
            Verdict::Refused(rule) => {
                refusals.insert(name, rule.as_str());
            }
            Verdict::Allowed(_) | Verdict::Wait { .. } => can.push(name),
        }
    }
    (can, refusals)
}
