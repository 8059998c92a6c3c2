//! The door of Meta's API: reads a call, lets faults strike, answers, and sends echoes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;

use super::call::Call;
use super::error::GraphError;
use super::reply::Reply;
use super::{batch, messages, usage, version};
use crate::clock;
use crate::consent;
use crate::cut::Knife;
use crate::oauth;
use crate::settings::Echo;
use crate::sim::Sim;
use crate::webhook::{Delivery, Product, deliver};
use crate::world::World;

/// How long after the answer an echo sets out.
const ECHO_AFTER: Duration = Duration::from_millis(15);

/// Answers every path that is not the simulator's own.
pub async fn serve(
    State(sim): State<Arc<Sim>>,
    ConnectInfo(knife): ConnectInfo<Knife>,
    request: Request,
) -> Response {
    if request.method() == Method::GET && request.uri() == "/" {
        // Nothing is asked of the Graph at all: somebody looks by with a browser.
        return Redirect::temporary("/phone").into_response();
    }
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let call = match Call::read(request, sim.base()).await {
        Ok(call) => call,
        Err(error) => return sim.with(|world| refusal(world, "", &error)).written(None),
    };
    let throttle = sim.lock().settings.throttle_status;
    let fate = sim.lock_faults().on_call(&call.plain_path(), throttle);
    if fate.latency_ms > 0 {
        clock::wait(Duration::from_millis(fate.latency_ms)).await;
    }
    if let Some(error) = fate.refuse {
        let reply = sim.with(|world| {
            world.counts.calls += 1;
            messages::struck(world, &call, &error);
            refusal(world, "", &error)
        });
        return reply.written(None);
    }
    let (reply, fresh) = sim.with_held(|world| {
        world.counts.calls += 1;
        reply(world, &call)
    });
    send_echoes(&sim, fresh).await;
    if fate.drop {
        knife.cut();
    }
    reply.written(known.filter(|_| call.is_get()).as_ref())
}

async fn send_echoes(sim: &Arc<Sim>, fresh: Vec<Delivery>) {
    if fresh.is_empty() {
        return;
    }
    if sim.lock().settings.echo == Echo::Before {
        for delivery in fresh {
            deliver::deliver(sim, delivery, false).await;
        }
        return;
    }
    let sim = Arc::clone(sim);
    tokio::spawn(async move {
        clock::wait(ECHO_AFTER).await;
        for delivery in fresh {
            sim.lanes.post(&sim, delivery);
        }
    });
}

fn reply(world: &mut World, call: &Call) -> Reply {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["oauth", "authorize"] => {
            return Reply::Page(consent::answer(world, call, Product::Instagram));
        }
        ["dialog", "oauth"] => {
            return Reply::Page(consent::answer(world, call, Product::Facebook));
        }
        ["oauth", "access_token"] if oauth::is_instagram(world, call) => {
            return match oauth::instagram_code(world, call) {
                Ok(body) => Reply::Json(200, HeaderMap::new(), body),
                Err(error) => Reply::Json(400, HeaderMap::new(), error.body()),
            };
        }
        _ => {}
    }
    let answering = version::answering(call.version.as_deref(), world.now, &world.settings);
    let result = answering.clone().and_then(|_| match path.as_slice() {
        ["oauth", "access_token"] => oauth::facebook(world, call),
        ["access_token"] => oauth::instagram_long(world, call),
        ["refresh_access_token"] => oauth::instagram_refresh(world, call),
        [] if batch::is_batch(call) => many_replies(world, call),
        _ => super::answer(world, call),
    });
    let mut reply = match result {
        Ok(body) => Reply::Json(200, usage::of(world, call), body),
        Err(error) => {
            let ig_id = call.token.as_ref().and_then(|text| world.tokens.get(text));
            let ig_id = ig_id.map(|token| token.ig_id.clone()).unwrap_or_default();
            refusal(world, &ig_id, &error)
        }
    };
    if let Reply::Json(status, headers, _) = &mut reply {
        let version = answering.ok().and_then(|text| text.parse().ok());
        if let Some(version) = version {
            headers.insert("facebook-api-version", version);
        }
        if matches!(
            call.text("suppress_http_code").as_deref(),
            Some("1" | "true")
        ) {
            *status = 200;
        }
    }
    reply
}

/// Answers the calls of a batch, one after the other.
fn many_replies(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let requests = batch::requests(call)?;
    let with_headers = batch::with_headers(call)?;
    let mut known = BTreeMap::new();
    let mut answers = Vec::new();
    for request in &requests {
        let part = batch::part(call, request, &known);
        let one = match &part.call {
            Ok(one) => reply(world, one),
            Err(error) => refusal(world, "", error),
        };
        let Reply::Json(status, headers, body) = one else {
            let error = GraphError::unsupported(call.method.as_str());
            let page = refusal(world, "", &error);
            answers.push(page.in_batch(with_headers));
            continue;
        };
        let silent = part.silent && status == 200;
        if let Some(name) = part.name {
            known.insert(name, body.clone());
        }
        answers.push(if silent {
            Value::Null
        } else {
            Reply::Json(status, headers, body).in_batch(with_headers)
        });
    }
    Ok(Value::Array(answers))
}

/// An error with the headers that go with it.
fn refusal(world: &mut World, ig_id: &str, error: &GraphError) -> Reply {
    let mut headers = HeaderMap::new();
    if error.code == 190 {
        let value =
            "OAuth \"Facebook Platform\" \"invalid_token\" \"The access token is not valid\"";
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(value));
    }
    if error.is_throttling() {
        let first = world.accounts.first().map(|account| account.ig_id.clone());
        let whose = if ig_id.is_empty() {
            first.unwrap_or_default()
        } else {
            ig_id.to_owned()
        };
        let kind = if error.code == 80002 {
            "instagram"
        } else {
            "messenger"
        };
        let regain = if error.code == 80002 {
            world.regain(&whose)
        } else {
            1
        };
        usage::add(&mut headers, &whose, kind, 100, regain);
        if world.settings.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(regain * 60));
        }
    }
    // Traces must not disturb the ids that follow from the seed.
    let trace = format!(
        "A{:022x}",
        world.counts.calls.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    );
    Reply::Json(error.status, headers, error.body(&trace))
}
