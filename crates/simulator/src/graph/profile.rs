//! The profile of a person by IGSID, readable once the person has written.

use serde_json::{Value, json};

use super::ask::Ask;
use super::error::GraphError;
use super::fields::{Held, render};
use crate::tokens::{Scope, Token};
use crate::world::World;

/// `GET /{igsid}`.
///
/// # Errors
/// Code 230 for somebody who only commented, 9010 for somebody who blocks the account.
pub fn answer(world: &World, token: &Token, ask: &Ask, handle: &str) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let missing = || GraphError::new(9010, None, "(#9010) No matching Instagram user");
    let person = world.people.get(handle).ok_or_else(missing)?;
    let igsid = person.igsids.get(&token.ig_id).ok_or_else(missing)?;
    if person.blocks {
        return Err(missing());
    }
    let key = format!("{}:{igsid}", token.ig_id);
    if !world.threads.get(&key).is_some_and(|thread| thread.consent) {
        let message = "(#230) User consent is required to access user profile";
        return Err(GraphError::new(230, None, message));
    }
    // Who filled in no name has none, and no picture either.
    let bare = person.name.is_empty();
    let base = &ask.call.base;
    render(
        "IGProfile",
        igsid,
        &ask.fields("name,username,id")?,
        |field| {
            Ok(match field.name.as_str() {
                "name" | "profile_pic" if bare => Held::Value(Value::Null),
                "name" => Held::Value(json!(person.name)),
                "username" => Held::Value(json!(person.username)),
                "profile_pic" => Held::Value(json!(format!("{base}/avatar/{igsid}.svg"))),
                "follower_count" => Held::Value(json!(person.followers)),
                "is_user_follow_business" => Held::Value(json!(person.follows)),
                "is_business_follow_user" | "is_verified_user" => Held::Value(json!(false)),
                _ => Held::Unknown,
            })
        },
    )
}
