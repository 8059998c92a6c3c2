//! Welcome message flows, which ads begin a conversation with.
//!
//! Source: Meta's public Postman collection (mid-2025).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ask::Ask;
use super::call::Call;
use super::error::GraphError;
use super::page::{Page, listed};
use crate::clock::{Millis, graph_time};
use crate::tokens::{Scope, Token};
use crate::world::World;

/// A flow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// The account, by IG_ID.
    pub ig_id: String,
    /// Its name.
    pub name: String,
    /// The message it begins with.
    pub content: Value,
    /// Where in the app it may be used.
    pub eligible_platforms: Value,
    /// When it last changed.
    pub at: Millis,
}

impl Flow {
    fn shown(&self) -> Value {
        json!({
            "id": self.id, "name": self.name, "welcome_message_flow": self.content,
            "eligible_platforms": self.eligible_platforms, "is_ig_only_flow": true,
            "is_used_in_ad": false, "last_update_time": graph_time(self.at),
        })
    }
}

/// `GET /{ig-id}/welcome_message_flows[?flow_id=]`.
///
/// # Errors
/// Meta's refusal.
pub fn list(world: &World, token: &Token, ask: &Ask) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let asked = ask.text("flow_id");
    let flows: Vec<&Flow> = world
        .flows
        .iter()
        .rev()
        .filter(|flow| flow.ig_id == token.ig_id)
        .filter(|flow| asked.as_ref().is_none_or(|id| *id == flow.id))
        .collect();
    if let (Some(id), true) = (&asked, flows.is_empty()) {
        return Err(GraphError::no_object(id));
    }
    let ids: Vec<String> = flows.iter().map(|flow| flow.id.clone()).collect();
    let (ids, paging) = Page::of(ask, &token.ig_id, "welcome_message_flows", 100)?.cut(&ids)?;
    let data = flows
        .iter()
        .filter(|flow| ids.contains(&flow.id))
        .map(|flow| flow.shown())
        .collect();
    Ok(listed(data, paging))
}

/// `POST` makes a flow, or changes the one of `flow_id`; `DELETE` takes it away.
///
/// # Errors
/// Meta's refusal.
pub fn change(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    world.leave(token, Scope::Messages)?;
    let asked = call.text("flow_id").filter(|id| !id.is_empty());
    let Some(id) = asked else {
        if call.is_delete() {
            return Err(GraphError::missing("flow_id"));
        }
        return make(world, call, token);
    };
    let mine = |flow: &Flow| flow.ig_id == token.ig_id && flow.id == id;
    let place = world.flows.iter().position(mine);
    let place = place.ok_or_else(|| GraphError::no_object(&id))?;
    if call.is_delete() {
        world.flows.remove(place);
        return Ok(json!({"success": true}));
    }
    let content = content(call)?;
    let now = world.now;
    let flow = &mut world.flows[place];
    if let Some(content) = content {
        flow.content = content;
    }
    if let Some(name) = call.text("name") {
        flow.name = name;
    }
    flow.at = now;
    Ok(json!({"success": true}))
}

fn make(world: &mut World, call: &Call, token: &Token) -> Result<Value, GraphError> {
    let name = call.needed("name")?;
    let content = content(call)?;
    let content = content.ok_or_else(|| GraphError::missing("welcome_message_flow"))?;
    let platforms = match call.list("eligible_platforms")? {
        none if none.is_empty() => vec!["instagram".to_owned()],
        some => some,
    };
    let id = world.chance.digits("106", 16);
    let flow = Flow {
        id: id.clone(),
        ig_id: token.ig_id.clone(),
        name,
        content,
        eligible_platforms: json!(platforms),
        at: world.now,
    };
    world.flows.push(flow);
    Ok(json!({"flow_id": id}))
}

fn content(call: &Call) -> Result<Option<Value>, GraphError> {
    match call.json("welcome_message_flow")? {
        None => Ok(None),
        Some(Value::Array(steps)) if !steps.is_empty() => Ok(Some(Value::Array(steps))),
        Some(Value::Object(step)) if !step.is_empty() => Ok(Some(Value::Object(step))),
        Some(_) => Err(GraphError::parameter(
            "Param welcome_message_flow must be a non-empty array.",
        )),
    }
}
