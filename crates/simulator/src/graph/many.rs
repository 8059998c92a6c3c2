//! `?ids=a,b`: many nodes, or one edge of many nodes, in one call.

use serde_json::{Map, Value};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use super::{conversations, list, read, resolve};
use crate::tokens::Token;
use crate::world::World;

/// How many ids one call may name.
const MOST: usize = 50;

/// `GET /?ids=a,b` and `GET /{edge}?ids=a,b`; one id that is not there refuses all.
///
/// # Errors
/// Meta's refusal.
pub fn answer(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    let ids = call.list("ids")?;
    if ids.is_empty() {
        let message = "Cannot specify an empty identifier";
        return Err(GraphError::new(2500, None, message));
    }
    if ids.len() > MOST {
        let message = format!("Too many IDs. Maximum: {MOST}. Provided: {}.", ids.len());
        return Err(GraphError::parameter(message));
    }
    let edge = match call.path.as_slice() {
        [] => None,
        [edge] => Some(edge.as_str()),
        _ => return Err(GraphError::unknown_path(&call.plain_path())),
    };
    let mut answers = Map::new();
    for id in ids {
        let (token, node) = resolve::node(world, token, &id)?;
        conversations::enter(world, &token, &node, edge)?;
        // The address of a next page is that of the one node.
        let mut one = call.clone();
        one.path = std::iter::once(id.clone())
            .chain(edge.map(str::to_owned))
            .collect();
        let ask = Ask::of(&one);
        let value = match edge {
            None => read(world, &token, &node, &ask)?,
            Some(edge) => list(world, &token, &node, edge, &ask)?
                .ok_or_else(|| GraphError::unknown_path(&call.plain_path()))?,
        };
        answers.insert(id, value);
    }
    Ok(Value::Object(answers))
}
