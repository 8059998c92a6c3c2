//! `Idempotency-Key`: the same request sent again is answered as the first time and does nothing.

use axum::body::{Body, to_bytes};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use palette_store::{Begun, Remembered};
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::Access;
use super::problem::{Code, Kind, Problem};
use super::web::Web;

/// Keys are what clients make of a random id.
const KEY_CHARS_MAX: usize = 128;
/// No answer that is remembered is larger.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// The header, for the document.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct KeyHeader {
    /// Any text up to 128 characters, new for each new request; the same key again answers as
    /// before and does nothing.
    #[serde(rename = "Idempotency-Key")]
    _key: Option<String>,
}

/// The key of a request, when it has one.
#[derive(Clone)]
pub struct Key(Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get("idempotency-key") else {
            return Ok(Self(None));
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text.is_empty() || text.chars().count() > KEY_CHARS_MAX {
            return Err(Problem::field("/Idempotency-Key", Code::Invalid));
        }
        Ok(Self(Some(text.to_owned())))
    }
}

impl Key {
    /// Whether there is one.
    pub const fn is_given(&self) -> bool {
        self.0.is_some()
    }
    /// As the client wrote it.
    pub fn into_text(self) -> Option<String> {
        self.0
    }
}

/// Runs `work` once for a key, and answers as the first time after that. `request` tells the same
/// request from another one that carries its key by mistake.
pub async fn once<N, T: IntoResponse>(
    web: &Web,
    access: &Access<N>,
    key: Key,
    request: &[u8],
    work: impl Future<Output = Result<T, Problem>>,
) -> Result<Response, Problem> {
    let Some(key) = key.0 else {
        return work.await.map(IntoResponse::into_response);
    };
    let _under_way = web.begin(access.member, &key).ok_or(Kind::KeyInUse)?;
    let business = &access.business;
    match business
        .idempotency_get(access.member, &key, request)
        .await?
    {
        Begun::New => {}
        Begun::Mismatch => return Err(Kind::KeyReused.into()),
        Begun::Answered(answer) => return again(answer),
    }
    let (parts, body) = work.await?.into_response().into_parts();
    let body = to_bytes(body, ANSWER_BYTES_MAX)
        .await
        .map_err(Problem::internal)?;
    let answer = Remembered {
        status: parts.status.as_u16(),
        body: body.to_vec(),
    };
    business
        .idempotency_put(access.member, &key, request, &answer, web.now())
        .await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn again(answer: Remembered) -> Result<Response, Problem> {
    let status = StatusCode::from_u16(answer.status).map_err(Problem::internal)?;
    let mut response = (status, answer.body).into_response();
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
        .headers_mut()
        .insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(response)
}
