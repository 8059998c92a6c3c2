//! The door of Meta's API: reads a call, lets faults strike, answers, and sends echoes.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::{Json, body::Body};
use serde_json::{Value, json};

use super::call::Call;
use super::error::GraphError;
use super::messages;
use crate::clock;
use crate::consent::{self, Shown};
use crate::cut::Knife;
use crate::oauth;
use crate::settings::Echo;
use crate::sim::Sim;
use crate::webhook::{Delivery, Product, deliver};
use crate::world::World;

/// How long after the answer an echo sets out.
const ECHO_AFTER: Duration = Duration::from_millis(15);

/// What a call gets.
enum Reply {
    Json(u16, HeaderMap, Value),
    Page(Shown),
}

/// Answers every path that is not the simulator's own.
pub async fn serve(
    State(sim): State<Arc<Sim>>,
    ConnectInfo(knife): ConnectInfo<Knife>,
    request: Request,
) -> Response {
    let call = match Call::read(request, sim.base()).await {
        Ok(call) => call,
        Err(error) => return written(sim.with(|world| refusal(world, "", &error))),
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
        return written(reply);
    }
    let (reply, fresh) = sim.with_held(|world| {
        world.counts.calls += 1;
        reply(world, &call)
    });
    send_echoes(&sim, fresh).await;
    if fate.drop {
        knife.cut();
    }
    written(reply)
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
    let get = call.method == Method::GET;
    let result = match path.as_slice() {
        ["oauth", "authorize"] => {
            return Reply::Page(consent::answer(world, call, Product::Instagram));
        }
        ["dialog", "oauth"] => {
            return Reply::Page(consent::answer(world, call, Product::Facebook));
        }
        ["oauth", "access_token"] if !get && call.version.is_none() => {
            return match oauth::instagram_code(world, call) {
                Ok(body) => Reply::Json(200, HeaderMap::new(), body),
                Err(error) => Reply::Json(400, HeaderMap::new(), error.body()),
            };
        }
        ["oauth", "access_token"] => oauth::facebook(world, call),
        ["access_token"] => oauth::instagram_long(world, call),
        ["refresh_access_token"] => oauth::instagram_refresh(world, call),
        _ => super::answer(world, call),
    };
    match result {
        Ok(body) => Reply::Json(200, usage(world, call), body),
        Err(error) => {
            let ig_id = call.token.as_ref().and_then(|text| world.tokens.get(text));
            let ig_id = ig_id.map(|token| token.ig_id.clone()).unwrap_or_default();
            refusal(world, &ig_id, &error)
        }
    }
}

/// From this share of the send budget on, answers tell how much of it is used.
const NOTABLE: usize = 50;

/// Usage of the send budget, once it is notable.
fn usage(world: &World, call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let token = call.token.as_ref().and_then(|text| world.tokens.get(text));
    if let (Some(token), Some("messages")) = (token, call.path.last().map(String::as_str)) {
        let used = world
            .limits
            .used("send", &token.ig_id, world.settings.send_rate);
        if used >= NOTABLE {
            add_usage(&mut headers, &token.ig_id, "messenger", used, 0);
        }
    }
    headers
}

/// Both usage headers; `regain` is in minutes.
fn add_usage(headers: &mut HeaderMap, ig_id: &str, kind: &str, used: usize, regain: u32) {
    let business = json!({ ig_id: [{
        "type": kind, "call_count": used, "total_cputime": 20, "total_time": 20,
        "estimated_time_to_regain_access": regain,
    }]});
    let app = json!({"call_count": used, "total_time": 25, "total_cputime": 25});
    for (name, value) in [
        ("x-business-use-case-usage", business),
        ("x-app-usage", app),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
            headers.insert(name, value);
        }
    }
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
        add_usage(&mut headers, &whose, kind, 100, 1);
    }
    // Traces must not disturb the ids that follow from the seed.
    let trace = format!(
        "A{:022x}",
        world.counts.calls.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    );
    Reply::Json(error.status, headers, error.body(&trace))
}

fn written(reply: Reply) -> Response {
    match reply {
        Reply::Json(status, headers, body) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            (status, headers, Json(body)).into_response()
        }
        Reply::Page(Shown::Page(status, html)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            let policy = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";
            (
                status,
                [(header::CONTENT_SECURITY_POLICY, policy)],
                Html(html),
            )
                .into_response()
        }
        Reply::Page(Shown::Away(address)) => match HeaderValue::from_str(&address) {
            Ok(address) => {
                let headers = [(header::LOCATION, address)];
                (StatusCode::SEE_OTHER, headers, Body::empty()).into_response()
            }
            Err(_) => StatusCode::BAD_REQUEST.into_response(),
        },
    }
}
