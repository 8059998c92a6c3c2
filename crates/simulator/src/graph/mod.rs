//! The Graph API: which node a path names, which edge of it, and who may ask.

pub mod call;
pub mod comment_writes;
pub mod comments;
pub mod conversations;
pub mod error;
pub mod fields;
pub mod http;
pub mod me;
pub mod media;
pub mod messages;
pub mod page;
pub mod parts;
pub mod profile;
pub mod subscribed_apps;

use axum::http::Method;
use serde_json::Value;

use self::call::Call;
use self::error::GraphError;
use crate::tokens::{Scope, Token, TokenKind};
use crate::world::World;

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// The account of the token.
    Account,
    /// The Page linked to it, under Facebook Login.
    Page,
    /// The Facebook user, under Facebook Login.
    FacebookUser,
    /// A post or story.
    Media(String),
    /// A comment.
    Comment(String),
    /// A conversation, by its key.
    Thread(String),
    /// A message.
    Message(String),
    /// A person, by handle.
    Person(String),
}

impl Token {
    /// Meta's error when the token does not carry this leave.
    ///
    /// # Errors
    /// Code 10.
    pub fn needs(&self, scope: Scope) -> Result<(), GraphError> {
        if self.may(scope) {
            Ok(())
        } else {
            Err(GraphError::permission().breaks("permission"))
        }
    }
}

/// Answers a call. The token is looked at before the path, as Meta does.
///
/// # Errors
/// Meta's refusal.
pub fn answer(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let token = world.check_token(call.token.as_deref())?;
    let (id, edge) = match call.path.as_slice() {
        [id] => (id.as_str(), None),
        [id, edge] => (id.as_str(), Some(edge.as_str())),
        _ => return Err(GraphError::unknown_path(&call.plain_path())),
    };
    let node = resolve(world, &token, id)?;
    let result = route(world, call, &token, &node, edge);
    if let Err(GraphError {
        rule: Some(rule), ..
    }) = &result
    {
        // Sends are booked with their rule where they are tried.
        if !matches!(edge, Some("messages")) {
            world.violation(rule);
        }
    }
    result
}

fn route(
    world: &mut World,
    call: &Call,
    token: &Token,
    node: &Node,
    edge: Option<&str>,
) -> Result<Value, GraphError> {
    let method = &call.method;
    match (node, edge) {
        (Node::Account, None) if method == Method::GET => me::account(world, call, token),
        (Node::Page, None) if method == Method::GET => me::page(world, call, token),
        (Node::FacebookUser, None) if method == Method::GET => {
            me::facebook_user(world, call, token)
        }
        (Node::FacebookUser, Some("accounts")) if method == Method::GET => {
            me::accounts(world, call, token)
        }
        (Node::Account | Node::Page, Some("subscribed_apps")) => {
            subscribed_apps::answer(world, call, token)
        }
        (Node::Account | Node::Page, Some("messages")) if method == Method::POST => {
            messages::answer(world, call, token, node)
        }
        (Node::Account | Node::Page, Some("conversations")) if method == Method::GET => {
            conversations::list(world, call, token)
        }
        (Node::Account, Some("media")) if method == Method::GET => media::list(world, call, token),
        (Node::Account, Some("stories")) if method == Method::GET => {
            media::stories(world, call, token)
        }
        (Node::Media(id), None) => media::node(world, call, token, id),
        (Node::Media(id), Some("comments")) => comments::under_media(world, call, token, id),
        (Node::Comment(id), None) => comments::node(world, call, token, id),
        (Node::Comment(id), Some("replies")) => comments::replies(world, call, token, id),
        (Node::Thread(key), None) if method == Method::GET => {
            conversations::thread(world, call, token, key)
        }
        (Node::Message(mid), None) if method == Method::GET => {
            conversations::message(world, call, token, mid)
        }
        (Node::Person(handle), None) if method == Method::GET => {
            profile::answer(world, call, token, handle)
        }
        (_, None) => Err(GraphError::unsupported(method.as_str())),
        (_, Some(_)) => Err(GraphError::unknown_path(&call.plain_path())),
    }
}

/// What an id names, for this token; another account's things are not there.
fn resolve(world: &World, token: &Token, id: &str) -> Result<Node, GraphError> {
    let mine = |ig_id: &str| ig_id == token.ig_id;
    let account = world
        .account(&token.ig_id)
        .ok_or_else(|| GraphError::no_object(id))?;
    let instagram = token.kind.is_instagram();
    if id == "me" {
        return Ok(match token.kind {
            TokenKind::InstagramShort | TokenKind::InstagramLong => Node::Account,
            TokenKind::FacebookPage => Node::Page,
            TokenKind::FacebookShort | TokenKind::FacebookLong => Node::FacebookUser,
        });
    }
    if id == account.ig_id || (instagram && id == account.app_scoped_id) {
        return Ok(Node::Account);
    }
    if !instagram && id == account.page_id {
        return Ok(Node::Page);
    }
    if !instagram && id == account.facebook_user_id {
        return Ok(Node::FacebookUser);
    }
    if world
        .media
        .get(id)
        .is_some_and(|one| mine(&one.ig_id) && one.alive(world.now))
    {
        return Ok(Node::Media(id.to_owned()));
    }
    if world
        .comments
        .get(id)
        .is_some_and(|one| mine(&one.ig_id) && !one.deleted)
    {
        return Ok(Node::Comment(id.to_owned()));
    }
    if let Some(key) = world
        .by_conversation
        .get(id)
        .filter(|key| key.starts_with(&token.ig_id))
    {
        return Ok(Node::Thread(key.clone()));
    }
    if world
        .by_mid
        .get(id)
        .is_some_and(|key| key.starts_with(&token.ig_id))
    {
        return Ok(Node::Message(id.to_owned()));
    }
    if let Some(handle) = world.by_igsid.get(id) {
        let here = world
            .people
            .get(handle)
            .and_then(|person| person.igsids.get(&token.ig_id));
        if here.is_some_and(|igsid| igsid == id) {
            return Ok(Node::Person(handle.clone()));
        }
    }
    Err(GraphError::no_object(id))
}
