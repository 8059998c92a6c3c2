//! What a call gets, as it goes over the wire.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use super::batch;
use crate::consent::Shown;

/// An answer of the Graph, or a page of the sign-in.
pub enum Reply {
    /// Status, headers and body.
    Json(u16, HeaderMap, Value),
    /// A page, or the way to another one.
    Page(Shown),
}

impl Reply {
    /// As a batch writes it.
    pub fn in_batch(self, with_headers: bool) -> Value {
        let Self::Json(status, headers, body) = self else {
            return Value::Null;
        };
        let content = ("Content-Type".to_owned(), "application/json".to_owned());
        let told = headers.iter().filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        });
        let headers = with_headers.then(|| std::iter::once(content).chain(told).collect());
        batch::answer(status, headers, &body)
    }

    /// As one call gets it. What the client has already, by `If-None-Match`, is not sent again.
    pub fn written(self, known: Option<&HeaderValue>) -> Response {
        match self {
            Self::Json(status, headers, body) => json(status, headers, &body, known),
            Self::Page(Shown::Page(status, html)) => {
                let policy = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";
                (
                    code(status),
                    [(header::CONTENT_SECURITY_POLICY, policy)],
                    Html(html),
                )
                    .into_response()
            }
            Self::Page(Shown::Away(address)) => match HeaderValue::from_str(&address) {
                Ok(address) => {
                    let headers = [(header::LOCATION, address)];
                    (StatusCode::SEE_OTHER, headers, Body::empty()).into_response()
                }
                Err(_) => StatusCode::BAD_REQUEST.into_response(),
            },
        }
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
}

fn json(
    status: u16,
    mut headers: HeaderMap,
    body: &Value,
    known: Option<&HeaderValue>,
) -> Response {
    let text = body.to_string();
    let kind = HeaderValue::from_static("application/json; charset=UTF-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let private = HeaderValue::from_static("private, no-cache, no-store, must-revalidate");
    headers.insert(header::CACHE_CONTROL, private);
    let anyone = HeaderValue::from_static("*");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
    if let Some(trace) = body["error"]["fbtrace_id"].as_str()
        && let Ok(trace) = HeaderValue::from_str(trace)
    {
        headers.insert("x-fb-trace-id", trace);
    }
    if status != 200 {
        return (code(status), headers, text).into_response();
    }
    if let Ok(tag) = HeaderValue::from_str(&tag(&text)) {
        if known == Some(&tag) {
            headers.remove(header::CONTENT_TYPE);
            return (StatusCode::NOT_MODIFIED, headers, Body::empty()).into_response();
        }
        headers.insert(header::ETAG, tag);
    }
    (StatusCode::OK, headers, text).into_response()
}

/// A tag that changes with the text.
fn tag(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("\"{hash:016x}\"")
}
