//! The control API: what tests, demos and the phone page ask of the simulator itself.

pub mod callback;
mod change;
mod describe;
mod media;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use crate::sim::Sim;

pub use change::{act_on, audience_on, clock_on};
pub use view::{dump_of, fixture_of, sends_of, state_of};

/// A refusal of the control API: the field, what is wrong and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct ControlError {
    /// The field, or `body`.
    pub field: String,
    /// The sentence.
    pub message: String,
}

impl ControlError {
    fn new(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            message: message.into(),
        }
    }
}

impl From<crate::act::ActError> for ControlError {
    fn from(error: crate::act::ActError) -> Self {
        Self::new(error.field, error.message)
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let body = json!({"error": {"field": self.field, "message": self.message}});
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    }
}

type Answer = Result<Json<Value>, ControlError>;

/// Reads a body: JSON, or nothing at all.
fn read(body: &Bytes) -> Result<Value, ControlError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body)
        .map_err(|error| ControlError::new("body", format!("this is not JSON: {error}")))
}

/// The routes.
pub fn routes() -> Router<Arc<Sim>> {
    Router::new()
        .route("/control/openapi.json", get(describe::openapi))
        .route("/control/dump", get(view::dump))
        .route("/control/fixture", get(view::fixture))
        .route("/control/state", get(view::state))
        .route("/control/sends", get(view::sends))
        .route("/control/people", get(view::people))
        .route("/control/thread", get(view::thread))
        .route("/control/posts", get(view::posts))
        .route("/control/events", get(view::events))
        .route("/control/act", post(change::act))
        .route("/control/faults", post(change::faults).get(view::faults))
        .route("/control/clock", post(change::clock).get(view::clock))
        .route(
            "/control/audience",
            post(change::audience).get(view::audience),
        )
        .route(
            "/control/settings",
            post(change::settings).get(view::settings),
        )
        .route("/control/webhook", post(change::webhook))
        .route("/control/handshake", post(change::handshake))
        .route("/control/person", post(change::person))
        .route("/control/account", post(change::account))
        .route("/control/media", post(media::media))
        .route("/control/token", post(change::token))
        .route(
            "/control/callback",
            post(callback::callback).get(callback::callbacks),
        )
        .route("/control/reset", post(change::reset))
}
