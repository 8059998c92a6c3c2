//! What an id names, for the token that asks; another account's things are not there.

use super::error::GraphError;
use crate::people::Account;
use crate::tokens::{Token, TokenKind};
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
    /// The app itself.
    App,
    /// A post or story.
    Media(String),
    /// A post that waits to be published.
    Container(String),
    /// A comment.
    Comment(String),
    /// A conversation, by its key.
    Thread(String),
    /// A message.
    Message(String),
    /// A person, by handle.
    Person(String),
}

/// The node of an id, with the token as it stands for the account that owns the node.
///
/// # Errors
/// When there is no such thing for this token.
pub fn node(world: &World, token: &Token, id: &str) -> Result<(Token, Node), GraphError> {
    let app = world.app_of(token);
    if id == "app" || id == app.id {
        return Ok((token.clone(), Node::App));
    }
    if id == "me" {
        let node = match token.kind {
            TokenKind::InstagramShort | TokenKind::InstagramLong => Node::Account,
            TokenKind::FacebookPage => Node::Page,
            TokenKind::FacebookShort | TokenKind::FacebookLong => Node::FacebookUser,
            TokenKind::InstagramApp | TokenKind::FacebookApp => return Err(no_person()),
        };
        return Ok((token.clone(), node));
    }
    for ig_id in token.accounts() {
        let token = Token {
            ig_id: ig_id.to_owned(),
            ..token.clone()
        };
        let Some(account) = world.account(ig_id) else {
            continue;
        };
        if let Some(node) = of_account(world, &token, account, id) {
            return Ok((token, node));
        }
    }
    Err(GraphError::no_object(id))
}

fn no_person() -> GraphError {
    let message =
        "An active access token must be used to query information about the current user.";
    GraphError::new(2500, None, message)
}

fn of_account(world: &World, token: &Token, account: &Account, id: &str) -> Option<Node> {
    let instagram = token.kind.is_instagram();
    let mine = |ig_id: &str| ig_id == account.ig_id;
    if id == account.ig_id || (instagram && id == account.app_scoped_id) {
        return Some(Node::Account);
    }
    if !instagram && id == account.page_id {
        return Some(Node::Page);
    }
    // A Page token speaks for the Page, and for nobody behind it.
    if token.kind.is_facebook_user() && id == account.facebook_user_id {
        return Some(Node::FacebookUser);
    }
    let media = world.media.get(id);
    if media.is_some_and(|one| mine(&one.ig_id) && one.alive(world.now)) {
        return Some(Node::Media(id.to_owned()));
    }
    let container = world.containers.get(id);
    if container.is_some_and(|one| mine(&one.ig_id)) {
        return Some(Node::Container(id.to_owned()));
    }
    let comment = world.comments.get(id);
    if comment.is_some_and(|one| mine(&one.ig_id) && !one.deleted) {
        return Some(Node::Comment(id.to_owned()));
    }
    let of_mine = |key: &&String| key.split_once(':').is_some_and(|(ig_id, _)| mine(ig_id));
    if let Some(key) = world.by_conversation.get(id).filter(of_mine) {
        return Some(Node::Thread(key.clone()));
    }
    if world.by_mid.get(id).filter(of_mine).is_some() {
        return Some(Node::Message(id.to_owned()));
    }
    let handle = world.by_igsid.get(id)?;
    let here = world.people.get(handle)?.igsids.get(&account.ig_id)?;
    (here == id).then(|| Node::Person(handle.clone()))
}
