//! From what the store read to what the agent may look at: the burst understood, the snapshot made.

use palette_domain::Clock as _;
use palette_domain::agent::{
    self, CustomerContext, Memory, Role, Snapshot, SubjectContext, Words, disclosure_holds,
};
use palette_domain::conversation::{Author, Handler, Message};
use palette_domain::outbound::OutboundKind;
use palette_domain::policy::{Facts, PrivateReplyFacts, Sender};
use palette_domain::understanding::Language;
use palette_language::{Channel, Context, Engine};
use palette_store::TurnContext;

use crate::known::Known;
use crate::state::App;

/// Everything the agent may look at.
pub fn snapshot(context: &TurnContext, known: &Known, app: &App) -> Snapshot {
    let now = app.clock.now();
    let memory = memory(context);
    let subject = subject(context);
    let texts = texts(context);
    let (channel, on) = match context.comment {
        Some(_) => (Channel::Comment, agent::Channel::Comment),
        None => (Channel::Dm, agent::Channel::Dm),
    };
    let joined = texts
        .iter()
        .map(|text| text.reveal().as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let reading = Context {
        asked: memory.asked,
        lexicon: Some(&known.lexicon),
        examples: known.examples.as_deref(),
        has_subject: subject
            .as_ref()
            .is_some_and(|subject| !subject.products.is_empty()),
    };
    let mut understood = Engine::shared().understand(&joined, channel, &reading);
    let known = context.customer.as_ref().and_then(|c| c.language);
    if let (Some(known), true) = (known, is_anybodys(&joined)) {
        understood.language = known;
    }
    let conversation = context.conversation.as_ref();
    let comment = context.comment.as_ref();
    Snapshot {
        now,
        settings: context.settings.clone(),
        channel: on,
        understood,
        texts,
        payload: payload(&context.burst),
        attachments: context.burst.iter().any(has_own_attachment),
        subject,
        catalogue: context.products.clone(),
        orders: context.orders.clone(),
        customer: CustomerContext {
            language: known,
            opted_out: context
                .customer
                .as_ref()
                .is_some_and(|c| c.opted_out_at.is_some()),
            disclosed: disclosure_holds(
                context
                    .customer
                    .as_ref()
                    .and_then(|customer| customer.disclosed_at),
                now,
            ),
            first_contact: !context.recent.iter().any(|m| m.author != Author::Customer),
        },
        handler: conversation.map_or(Handler::Ai, |conversation| conversation.handler),
        memory,
        private_reply_available: comment.is_some_and(|c| {
            c.private_reply_available && now < c.comment.at + app.config.policy().private_reply
        }),
        can_public_reply: comment.is_some_and(|c| !c.comment.hidden && !c.is_live),
    }
}

fn memory(context: &TurnContext) -> Memory {
    let kept = context
        .memory
        .as_ref()
        .map(|memory| memory.reveal().clone());
    // What an older version kept and this one can't read is worth nothing: the talk goes on.
    kept.and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default()
}

fn subject(context: &TurnContext) -> Option<SubjectContext> {
    let media = context
        .comment
        .as_ref()
        .map(|comment| &comment.media)
        .or(context.media.as_ref())?;
    let from_post = context.comment.is_some()
        || context
            .burst
            .iter()
            .any(|message| message.media_id == Some(media.id));
    Some(SubjectContext {
        post: Some(media.id),
        products: context.media_products.clone(),
        caption: media.caption.clone(),
        from_post,
    })
}

fn texts(context: &TurnContext) -> Vec<palette_domain::Private<String>> {
    match &context.comment {
        Some(comment) => vec![comment.comment.text.clone()],
        None => context
            .burst
            .iter()
            .map(|message| message.body.clone().map(|body| body.text))
            .filter(|text| !text.reveal().trim().is_empty())
            .collect(),
    }
}

fn payload(burst: &[Message]) -> Option<String> {
    burst
        .iter()
        .rev()
        .find_map(|message| message.body.reveal().payload.clone())
}

/// "M", "XL", "ok": words of every language, which say nothing of the talk's.
fn is_anybodys(text: &str) -> bool {
    const LETTERS_MAX: usize = 3;
    let text = text.trim();
    text.is_ascii() && !text.contains(' ') && text.len() <= LETTERS_MAX
}

/// A photo, a voice, a file: not a post, reel or story of an account.
fn has_own_attachment(message: &Message) -> bool {
    let own = ["image", "video", "audio", "file", "media"];
    let body = message.body.reveal();
    body.unsupported
        || body
            .attachments
            .iter()
            .any(|part| own.contains(&part.kind.as_str()))
}

/// The language of words that the engine chose.
pub const fn spoken(words: &Words) -> Language {
    if words.persian {
        Language::Fa
    } else {
        Language::En
    }
}

/// What `judge` looks at when a plan is decided.
pub fn facts(
    context: &TurnContext,
    kind: OutboundKind,
    words: &Words,
    sender: Sender,
    text_bytes: usize,
) -> Facts {
    let conversation = context.conversation.as_ref();
    let comment = context.comment.as_ref();
    Facts {
        kind,
        sender,
        account: context.account.status,
        window: conversation.and_then(|conversation| conversation.window),
        private_reply: comment.map(|comment| PrivateReplyFacts {
            comment_at: comment.comment.at,
            used: !comment.private_reply_available,
        }),
        handler: conversation.map_or(Handler::Ai, |conversation| conversation.handler),
        opted_out: words.role != Role::ConfirmsOptIn
            && context
                .customer
                .as_ref()
                .is_some_and(|c| c.opted_out_at.is_some()),
        confirms_opt_out: words.role == Role::ConfirmsOptOut,
        announces_person: words.role == Role::AnnouncesPerson,
        comment_hidden: comment.is_some_and(|comment| comment.comment.hidden),
        thread_elsewhere: context.thread_elsewhere,
        text_bytes,
        budget_free_at: None,
    }
}
