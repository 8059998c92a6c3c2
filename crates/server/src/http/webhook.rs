//! Meta's webhooks: the handshake, and deliveries that are acknowledged once they are on disk.

use axum::body::{Body, to_bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use palette_instagram::signature::verify;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use super::problem::{Kind, Problem};
use super::web::Web;
use crate::ingest::IngestError;
use crate::metrics::WebhookAnswer;

/// Seconds after which Meta may try again when the queue is full: batches take far less.
const RETRY_SECONDS: u32 = 5;
/// Meta's challenges are short numbers.
const CHALLENGE_CHARS_MAX: usize = 512;

/// The handshake's parameters, by Meta's names.
#[derive(Deserialize)]
pub struct Handshake {
    #[serde(rename = "hub.mode", default)]
    mode: String,
    #[serde(rename = "hub.verify_token", default)]
    token: String,
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
}

/// The handshake: who knows the verify token gets the challenge back.
pub async fn handshake(
    State(web): State<Web>,
    Query(asked): Query<Handshake>,
) -> Result<Response, Problem> {
    let Some(expected) = &web.config.instagram.verify_token else {
        return Err(Kind::BadVerifyToken.into());
    };
    let same: bool = asked
        .token
        .as_bytes()
        .ct_eq(expected.expose_secret().as_bytes())
        .into();
    if asked.mode != "subscribe" || !same || asked.challenge.len() > CHALLENGE_CHARS_MAX {
        return Err(Kind::BadVerifyToken.into());
    }
    let mut response = asked.challenge.into_response();
    // Plain text and nosniff: what comes back is never run, whatever the challenge says.
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    Ok(response)
}

/// A delivery. The signature is over the raw bytes, so nothing reads them before it is proved.
pub async fn deliver(
    State(web): State<Web>,
    headers: HeaderMap,
    body: Body,
) -> Result<&'static str, Problem> {
    let answered = take(&web, &headers, body).await;
    let (answer, result) = match answered {
        Ok(()) => (WebhookAnswer::Accepted, Ok("EVENT_RECEIVED")),
        Err(problem) => {
            let answer = match problem.kind() {
                Kind::BadSignature => WebhookAnswer::BadSignature,
                Kind::NotJson => WebhookAnswer::NotJson,
                Kind::TooLarge => WebhookAnswer::TooLarge,
                _ => WebhookAnswer::Unavailable,
            };
            (answer, Err(problem))
        }
    };
    web.metrics.webhook(answer);
    result
}

async fn take(web: &Web, headers: &HeaderMap, body: Body) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let most = web.config.ingest.body_bytes_max;
    // Said to be too large: refused before a byte of it is read.
    let told = text("content-length").and_then(|length| length.parse::<usize>().ok());
    if told.is_some_and(|length| length > most) {
        return Err(Kind::TooLarge.into());
    }
    let body = to_bytes(body, most).await.map_err(|_| Kind::TooLarge)?;
    let secrets = web.config.webhook_secrets();
    let (new, old) = (text("x-hub-signature-256"), text("x-hub-signature"));
    verify(&body, new, old, &secrets).map_err(|error| {
        tracing::warn!(error = %error, "a webhook delivery was refused");
        Kind::BadSignature
    })?;
    web.ingest.submit(&body).await.map_err(problem_of)
}

fn problem_of(error: IngestError) -> Problem {
    match error {
        IngestError::NotJson => Kind::NotJson.into(),
        IngestError::Full | IngestError::Failed => {
            Problem::new(Kind::Busy).retry_after(RETRY_SECONDS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::language::Lang;

    #[test]
    fn a_full_queue_asks_meta_to_come_back() {
        let answer = problem_of(IngestError::Full).into_words(Lang::En, "req_1");
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers()["retry-after"], "5");
    }
}
