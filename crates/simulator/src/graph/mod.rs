//! The Graph API: which node a path names, which edge of it, and who may ask.

pub mod actions;
pub mod app;
pub mod ask;
pub mod batch;
pub mod body;
pub mod call;
pub mod comment_writes;
pub mod comments;
pub mod conversations;
pub mod error;
pub mod fields;
pub mod flows;
pub mod http;
pub mod insights;
pub mod many;
pub mod me;
pub mod media;
pub mod media_insights;
pub mod mentions;
pub mod messages;
pub mod messenger_profile;
pub mod numbers;
pub mod page;
pub mod parts;
pub mod permissions;
pub mod private_reply;
pub mod profile;
pub mod publishing;
pub mod reply;
pub mod resolve;
pub mod routing;
pub mod self_messages;
pub mod subscribed_apps;
pub mod templates;
pub mod uploads;
pub mod usage;
pub mod version;

use serde_json::Value;

use self::ask::Ask;
use self::call::Call;
use self::error::GraphError;
use self::resolve::Node;
use crate::tokens::{Scope, Token};
use crate::world::World;

impl World {
    /// Meta's error when the token does not carry this leave.
    ///
    /// # Errors
    /// Code 10, or as the simulator is set.
    pub(crate) fn leave(&self, token: &Token, scope: Scope) -> Result<(), GraphError> {
        if token.may(scope) {
            return Ok(());
        }
        let (code, status) = (
            self.settings.permission_code,
            self.settings.permission_status,
        );
        Err(GraphError::permission(code, status).breaks("permission"))
    }
}

/// Answers a call. The token is looked at before the path, as Meta does.
///
/// # Errors
/// Meta's refusal.
pub fn answer(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let token = world.check_token(call.token.as_deref())?;
    app::check_proof(world, &token, call)?;
    let taken = world.take_call(&token, call);
    let result = taken.and_then(|()| found(world, call, &token));
    if let Err(GraphError {
        rule: Some(rule), ..
    }) = &result
    {
        // Sends are booked with their rule where they are tried.
        if call.path.last().is_none_or(|edge| edge != "messages") {
            world.violation(rule);
        }
    }
    result.map_err(|error| error.said_of(&call.method, token.kind.is_instagram()))
}

fn found(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    if call.is_get() && call.params.contains_key("ids") {
        return many::answer(world, call, token);
    }
    match path.as_slice() {
        [] if call.params.contains_key("id") => {
            let id = call.needed("id")?;
            at(world, call, token, &id, None)
        }
        ["debug_token"] if call.is_get() => app::debug_token(world, call, token),
        [id, "insights", named @ ..] if named.len() <= 2 && !named.is_empty() => {
            let call = insights::named(call, named);
            at(world, &call, token, id, Some("insights"))
        }
        ["me", "permissions", one] => permissions::one(world, call, token, one),
        [id] => at(world, call, token, id, None),
        [id, edge] => at(world, call, token, id, Some(edge)),
        _ => Err(GraphError::unknown_path(&call.plain_path())),
    }
}

/// Answers a call of a node or one of its edges.
fn at(
    world: &mut World,
    call: &Call,
    token: &Token,
    id: &str,
    edge: Option<&str>,
) -> Result<Value, GraphError> {
    let (token, node) = resolve::node(world, token, id)?;
    if call.is_get() {
        conversations::enter(world, &token, &node, edge)?;
        let ask = Ask::of(call);
        let Some(edge) = edge else {
            return read(world, &token, &node, &ask);
        };
        let list = list(world, &token, &node, edge, &ask)?;
        return list.ok_or_else(|| GraphError::unknown_path(&call.plain_path()));
    }
    write(world, call, &token, &node, edge)
}

/// `GET` of a node, with the fields that are asked for.
///
/// # Errors
/// Meta's refusal.
pub fn read(world: &World, token: &Token, node: &Node, ask: &Ask) -> Result<Value, GraphError> {
    match node {
        Node::Account => me::account(world, token, ask),
        Node::Page => me::page(world, token, ask),
        Node::FacebookUser => me::facebook_user(world, token, ask),
        Node::App => app::node(world, ask),
        Node::Media(id) => media::node(world, token, ask, id),
        Node::Container(id) => publishing::container(world, token, ask, id),
        Node::Comment(id) => comments::node(world, token, ask, id),
        Node::Thread(key) => conversations::thread(world, token, ask, key),
        Node::Message(mid) => conversations::message(world, token, ask, mid),
        Node::Person(handle) => profile::answer(world, token, ask, handle),
    }
}

/// What hangs on people and Pages of Facebook beside Instagram: there is nothing in it here.
const ELSEWHERE: &[&str] = &[
    "adaccounts",
    "albums",
    "businesses",
    "feed",
    "groups",
    "likes",
    "photos",
    "posts",
    "published_posts",
    "ratings",
    "roles",
    "videos",
];

/// `GET` of what hangs on a node; none when the node has no such edge.
///
/// # Errors
/// Meta's refusal.
pub fn list(
    world: &World,
    token: &Token,
    node: &Node,
    edge: &str,
    ask: &Ask,
) -> Result<Option<Value>, GraphError> {
    let answer = match (node, edge) {
        (Node::FacebookUser, "accounts") => me::accounts(world, token, ask),
        (Node::FacebookUser | Node::Page, "picture") => me::picture(world, token, node, ask),
        (Node::FacebookUser, "permissions") => permissions::list(world, token, ask),
        (Node::Account | Node::Page, "subscribed_apps") => {
            subscribed_apps::list(world, token, node)
        }
        (Node::Account | Node::Page, "conversations") => {
            conversations::list(world, token, node, ask)
        }
        (Node::Account | Node::Page, "messenger_profile") => {
            messenger_profile::read(world, token, ask)
        }
        (Node::Account | Node::Page, "thread_owner") => routing::owner(world, token, ask),
        (Node::Account | Node::Page, "secondary_receivers") => routing::apps(world, token),
        (Node::Account, "welcome_message_flows") => flows::list(world, token, ask),
        (Node::Account, "media") => media::posts(world, token, ask),
        (Node::Account, "stories") => media::stories(world, token, ask),
        (Node::Account, "live_media") => media::live(world, token, ask),
        (Node::Account, "tags") => mentions::tags(world, token, ask),
        (Node::Account, "insights") => insights::of_account(world, token, ask),
        (Node::Account, "content_publishing_limit") => publishing::limit(world, token, ask),
        (Node::Media(id), "children") => media::children(world, token, ask, id),
        (Node::Media(id), "comments") => comments::under(world, token, ask, id, "comments"),
        (Node::Media(id), "insights") => media_insights::of(world, token, ask, id),
        (Node::Comment(id), "replies") => comments::under(world, token, ask, id, "replies"),
        (Node::Thread(key), "messages") => conversations::messages(world, token, ask, key),
        (Node::Message(mid), "attachments") => conversations::attachments(world, token, mid),
        (Node::FacebookUser | Node::Page, edge) if ELSEWHERE.contains(&edge) => {
            Ok(page::listed(Vec::new(), None))
        }
        _ => return Ok(None),
    };
    answer.map(Some)
}

/// `POST` and `DELETE`.
fn write(
    world: &mut World,
    call: &Call,
    token: &Token,
    node: &Node,
    edge: Option<&str>,
) -> Result<Value, GraphError> {
    let post = call.is_post();
    if !(post || call.is_delete()) {
        return Err(GraphError::unsupported(call.method.as_str()));
    }
    match (node, edge) {
        (Node::Account | Node::Page, Some("messages")) if post => {
            messages::answer(world, call, token, node)
        }
        (Node::Account | Node::Page, Some("subscribed_apps")) => {
            subscribed_apps::change(world, call, token, node)
        }
        (Node::Account | Node::Page, Some("messenger_profile")) => {
            messenger_profile::change(world, call, token)
        }
        (Node::Account | Node::Page, Some("message_attachments")) if post => {
            uploads::take(world, call, token)
        }
        (Node::Account, Some("media")) if post => publishing::prepare(world, call, token),
        (Node::Account, Some("media_publish")) if post => publishing::publish(world, call, token),
        (Node::Account, Some("mentions")) if post => mentions::reply(world, call, token),
        (Node::Account, Some("welcome_message_flows")) => flows::change(world, call, token),
        (Node::Account | Node::Page, Some(edge)) if post && routing::is_edge(edge) => {
            routing::change(world, call, token, edge)
        }
        (Node::FacebookUser, Some("permissions")) if !post => permissions::revoke(world, call),
        (Node::Media(id), None) if post => media::open_comments(world, call, token, id),
        (Node::Media(id), Some("comments")) if post => {
            world.leave(token, Scope::Comments)?;
            comment_writes::write(world, call, token, id, None)
        }
        (Node::Comment(id), None) => {
            world.leave(token, Scope::Comments)?;
            comment_writes::change(world, call, token, id)
        }
        (Node::Comment(id), Some("replies")) if post => {
            world.leave(token, Scope::Comments)?;
            let above = world.comments.get(id).cloned();
            let above = above.ok_or_else(|| GraphError::no_object(id))?;
            comment_writes::write(world, call, token, &above.media_id, Some(&above))
        }
        (_, Some(edge)) if !is_edge(edge) => Err(GraphError::unknown_path(&call.plain_path())),
        _ => Err(GraphError::unsupported(call.method.as_str())),
    }
}

/// Whether there is an edge of this name at all, for some method.
fn is_edge(edge: &str) -> bool {
    const EDGES: &[&str] = &[
        "accounts",
        "attachments",
        "children",
        "comments",
        "content_publishing_limit",
        "conversations",
        "insights",
        "live_media",
        "media",
        "media_publish",
        "mentions",
        "message_attachments",
        "messages",
        "messenger_profile",
        "permissions",
        "replies",
        "secondary_receivers",
        "stories",
        "subscribed_apps",
        "tags",
        "thread_owner",
        "welcome_message_flows",
    ];
    EDGES.contains(&edge) || routing::is_edge(edge)
}
