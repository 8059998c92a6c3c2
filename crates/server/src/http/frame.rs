//! The frame around every request: an id, one log line, problems in words, headers that protect.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::language::Lang;
use super::problem::{self, Problem};
use super::web::Web;

/// Names a request in the log and in a problem document. Always ours: what a client sends under
/// the same header is not taken over, so that nobody can write into the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers of the API are data: nothing in them may run, be framed or load anything.
const STRICT_CSP: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/// Wraps one request.
pub async fn around(State(web): State<Web>, request: Request, next: Next) -> Response {
    let started = web.now();
    let mut bytes = [0; 8];
    web.chance.fill(&mut bytes);
    let id = format!("req_{}", hex::encode(bytes));
    let lang = Lang::of(request.headers());
    let method = request.method().clone();
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());

    let mut response = in_words(next.run(request).await, lang, &id);

    let status = response.status().as_u16();
    let path = path.as_deref().unwrap_or("unmatched");
    let duration_ms = web.now().since(started).as_millis();
    // Never the address itself: it could hold an id or a search for a person (C2.8).
    if matches!(path, "/health" | "/ready" | "/metrics") {
        tracing::debug!(%method, path, status, duration_ms, request_id = id, "request");
    } else {
        tracing::info!(%method, path, status, duration_ms, request_id = id, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    protect(response.headers_mut(), web.config.is_https());
    response
}

/// Puts a problem into words, also one that a layer or the router made of a bare status.
fn in_words(mut response: Response, lang: Lang, id: &str) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return problem.into_words(lang, id);
    }
    let status = response.status();
    let refused = status.is_client_error() || status.is_server_error();
    if !refused || is_json(response.headers()) {
        return response;
    }
    let Some(problem) = problem::of_status(status) else {
        return response;
    };
    let problem = if status == StatusCode::SERVICE_UNAVAILABLE {
        problem.retry_after(1)
    } else {
        problem
    };
    let allow = response.headers_mut().remove(header::ALLOW);
    let mut worded = problem.into_words(lang, id);
    if let Some(allow) = allow {
        worded.headers_mut().insert(header::ALLOW, allow);
    }
    worded
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type.is_some_and(|content_type| content_type.contains("json"))
}

fn protect(headers: &mut HeaderMap, https: bool) {
    let mut unless_set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    unless_set(header::CONTENT_SECURITY_POLICY, STRICT_CSP);
    unless_set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    unless_set(header::REFERRER_POLICY, "no-referrer");
    unless_set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    );
    unless_set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    if https {
        unless_set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// A handler that panicked answers like any other failure; the panic itself is in the log.
pub fn after_panic(_cause: Box<dyn std::any::Any + Send>) -> Response {
    Problem::internal("a handler panicked").into_response()
}
