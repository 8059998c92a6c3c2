//! Texts that are one of a few words, named once from the domain: clients get them as types.

use palette_domain::account::{AccountStatus, Login};
use palette_domain::conversation::{Author, Handler, MessageState};
use palette_domain::example::{Lesson, is_teachable};
use palette_domain::order::OrderState;
use palette_domain::outbound::OutboxState;
use palette_domain::policy::OpeningAction;
use palette_domain::understanding::{EntityKind, Intent, Language, Moderation};
use utoipa::openapi::schema::{ArrayItems, SchemaType};
use utoipa::openapi::{ObjectBuilder, OpenApi, RefOr, Schema, Type};

use crate::http::access::{PERMISSIONS, permission_name};

type Row = (&'static str, &'static str, Vec<&'static str>);

/// Schema, property, and the words it may be. A list's entries are meant where it is a list.
fn rows() -> Vec<Row> {
    [of_business(), of_inbox(), of_decisions(), of_shop()].concat()
}

fn of_business() -> Vec<Row> {
    let statuses = [
        AccountStatus::Active,
        AccountStatus::TokenDead,
        AccountStatus::Disconnected,
    ];
    let logins = vec![Login::Instagram.as_str(), Login::Facebook.as_str()];
    let codes = vec![
        "required",
        "too_long",
        "too_short",
        "invalid",
        "taken",
        "out_of_range",
        "moved",
        "unknown",
    ];
    vec![
        ("Account", "login", logins.clone()),
        (
            "Account",
            "status",
            statuses.map(AccountStatus::as_str).to_vec(),
        ),
        ("AiSettings", "mode", vec!["off", "draft", "auto"]),
        ("AiSettings", "tone", vec!["formal", "warm", "brief"]),
        ("Connect", "login", logins),
        ("FieldError", "code", codes),
        ("Money", "currency", vec!["IRT", "IRR", "USD", "EUR"]),
        (
            "MyBusiness",
            "permissions",
            PERMISSIONS.map(permission_name).to_vec(),
        ),
        (
            "MyBusiness",
            "role",
            vec!["owner", "admin", "agent", "analyst"],
        ),
    ]
}

fn of_inbox() -> Vec<Row> {
    let authors = [Author::Customer, Author::Ai, Author::Member, Author::App];
    let authors: Vec<_> = authors.map(Author::as_str).to_vec();
    let comment_acts = vec![
        "reply",
        "private_reply",
        "hide",
        "unhide",
        "open_conversation",
    ];
    let acts = vec![
        "send",
        "send_as_person",
        "take_over",
        "give_back",
        "mark_read",
        "done",
        "snooze",
        "reopen",
    ];
    let kinds = vec![
        "message",
        "comment",
        "public_reply",
        "private_reply",
        "note",
    ];
    let handlers = [Handler::Ai, Handler::Person].map(Handler::as_str).to_vec();
    vec![
        ("CommentView", "author", authors.clone()),
        ("CommentView", "can", comment_acts),
        (
            "CommentView",
            "send_state",
            OutboxState::ALL.map(OutboxState::as_str).to_vec(),
        ),
        (
            "CommentView",
            "state",
            vec!["new", "answered", "ignored", "needs_person"],
        ),
        ("ConversationCustomer", "language", languages()),
        ("Conversation", "can", acts),
        ("ConversationRow", "handler", handlers),
        ("ConversationRow", "turn", vec!["none", "thinking"]),
        ("Entry", "author", authors),
        ("Entry", "kind", kinds),
        (
            "Entry",
            "state",
            MessageState::ALL.map(MessageState::as_str).to_vec(),
        ),
        ("Line", "dir", vec!["rtl", "ltr"]),
        ("MediaRef", "kind", vec!["feed", "reels", "story", "ad"]),
        ("ReplyTo", "kind", vec!["message", "story"]),
        (
            "WindowView",
            "opened_by",
            OpeningAction::ALL.map(OpeningAction::as_str).to_vec(),
        ),
        (
            "WindowView",
            "state",
            vec!["open", "human_only", "closed", "never"],
        ),
    ]
}

fn of_decisions() -> Vec<Row> {
    let entities = EntityKind::ALL.iter().map(|kind| kind.as_str());
    let taught = Intent::ALL.iter().filter(|intent| is_teachable(**intent));
    let taught: Vec<_> = taught.map(|intent| intent.as_str()).collect();
    let intents: Vec<_> = Intent::ALL.iter().map(|intent| intent.as_str()).collect();
    let judged = Moderation::ALL.iter().map(|judged| judged.as_str());
    vec![
        ("Entity", "kind", entities.collect()),
        ("Correction", "intent", taught),
        ("Example", "intent", intents.clone()),
        ("Example", "language", languages()),
        (
            "Example",
            "lesson",
            Lesson::ALL.map(Lesson::as_str).to_vec(),
        ),
        ("ScoredIntent", "intent", intents),
        ("Understood", "language", languages()),
        ("Understood", "moderation", judged.collect()),
        ("Verdict", "stage", vec!["decide", "send"]),
    ]
}

fn of_shop() -> Vec<Row> {
    let states: Vec<_> = OrderState::ALL.map(OrderState::as_str).to_vec();
    vec![
        ("Order", "can", states.clone()),
        ("OrderMove", "to", states.clone()),
        ("OrderRow", "state", states.clone()),
        ("OrderStep", "state", states),
    ]
}

fn languages() -> Vec<&'static str> {
    let all = [
        Language::Fa,
        Language::En,
        Language::Finglish,
        Language::Other,
    ];
    all.map(Language::as_str).to_vec()
}

/// Words that clients use by a name of their own too.
fn named() -> [(&'static str, Vec<&'static str>); 1] {
    [(
        "OrderState",
        OrderState::ALL.map(OrderState::as_str).to_vec(),
    )]
}

/// Writes them into the document; the rows that fit nothing, for a test.
pub fn name(document: &mut OpenApi) -> Vec<String> {
    let mut unknown = Vec::new();
    let Some(components) = &mut document.components else {
        return unknown;
    };
    for (name, words) in named() {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(words));
        components
            .schemas
            .insert(name.to_owned(), schema.build().into());
    }
    for (schema, property, words) in rows() {
        let found = components
            .schemas
            .get_mut(schema)
            .and_then(|schema| find(schema, property));
        match found {
            Some(place) => limit(place, &words),
            None => unknown.push(format!("{schema}.{property}")),
        }
    }
    unknown
}

/// A property of an object, or of an object that others are merged into.
fn find<'a>(schema: &'a mut RefOr<Schema>, property: &str) -> Option<&'a mut RefOr<Schema>> {
    match schema {
        RefOr::T(Schema::Object(object)) => object.properties.get_mut(property),
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().find_map(|item| find(item, property)),
        _ => None,
    }
}

fn limit(place: &mut RefOr<Schema>, words: &[&str]) {
    match place {
        RefOr::T(Schema::Object(object)) => {
            let mut values: Vec<serde_json::Value> =
                words.iter().map(|&word| word.into()).collect();
            let nullable = match &object.schema_type {
                SchemaType::Array(types) => types.contains(&Type::Null),
                _ => false,
            };
            if nullable {
                values.push(serde_json::Value::Null);
            }
            object.enum_values = Some(values);
        }
        RefOr::T(Schema::Array(array)) => {
            if let ArrayItems::RefOrSchema(item) = &mut array.items {
                limit(item, words);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_row_names_a_property_that_is_there() {
        let mut document = crate::http::openapi();
        assert_eq!(super::name(&mut document), [""; 0]);
    }
}
