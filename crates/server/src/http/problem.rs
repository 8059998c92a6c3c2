//! Errors of the API as RFC 9457 problem documents, in the reader's language.
//!
//! A handler answers a [`Problem`]; it is put into words once, on the way out, where the request's
//! id and the reader's language are known. So also what the layers refuse (a body too large, a
//! time-out, a cross-site write) comes out in the same form.

mod field;
mod words;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use palette_domain::business::Permission;
use palette_domain::order::{OrderState, WrongMove};
use palette_domain::policy::Rule;
use serde::Serialize;
use utoipa::ToSchema;

use super::language::Lang;
pub use field::{Code, FieldError};

/// What went wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// No e-mail with this password.
    WrongCredentials,
    /// Too many tries to sign in.
    TooManyTries,
    /// The invitation was used, or never was.
    InvitationGone,
    /// Nobody is signed in.
    NoSession,
    /// The role may not.
    Forbidden(Permission),
    /// Sent by another site's page.
    CrossSite,
    /// Nothing here by this address, or it is somebody else's.
    NotFound,
    /// The address is right, the method is not.
    WrongMethod,
    /// The body is no JSON.
    NotJson,
    /// The body is not said to be JSON.
    WrongContentType,
    /// The body is over the limit.
    TooLarge,
    /// Fields are wrong; `errors` says which.
    BadFields,
    /// Instagram's rules forbid it.
    Refused(Rule),
    /// The order can't go there from where it stands.
    WrongMove(WrongMove),
    /// Fewer pieces than the order needs.
    OutOfStock,
    /// Orders name it, so it can't go.
    InUse,
    /// A fixed rule of the AI decides about these words, whatever is taught.
    FixedRule,
    /// The customer took the words back, or there were none.
    WordsGone,
    /// The thing changed meanwhile, or was done already.
    Conflict,
    /// The same key with another request.
    KeyReused,
    /// The same request is being worked on right now.
    KeyInUse,
    /// The Instagram app's settings are missing.
    NotConfigured,
    /// A webhook with a wrong signature.
    BadSignature,
    /// The handshake's verify token is not ours.
    BadVerifyToken,
    /// The operator's token is missing or wrong.
    BadToken,
    /// Took too long.
    Timeout,
    /// Too much to do just now.
    Busy,
    /// Ours, not theirs.
    Internal,
}

/// An error of the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    kind: Kind,
    errors: Vec<FieldError>,
    retry_after: Option<u32>,
}

/// The document that a client gets.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Names the kind of problem; its last part is stable.
    #[serde(rename = "type")]
    #[schema(example = "/problems/bad-fields")]
    pub type_uri: String,
    /// In few words, in the reader's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here and how to mend it.
    pub detail: String,
    /// Names the request in the server's log.
    pub request_id: String,
    /// The rule of Instagram's that forbids it, for `/problems/refused`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// Wrong fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldErrorDocument>,
}

/// One wrong field.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldError)]
pub struct FieldErrorDocument {
    /// Where in the body (RFC 6901), or `/name` of a query parameter.
    #[schema(example = "/lines/0/quantity")]
    pub pointer: String,
    /// `required`, `too_long`, `too_short`, `invalid`, `taken`, `out_of_range`, `moved`,
    /// `unknown`.
    pub code: &'static str,
    /// What is wrong and how to mend it.
    pub detail: String,
}

impl Problem {
    /// Of a kind, with nothing more to say.
    pub const fn new(kind: Kind) -> Self {
        Self {
            kind,
            errors: Vec::new(),
            retry_after: None,
        }
    }
    /// Fields that are wrong.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self {
            kind: Kind::BadFields,
            errors,
            retry_after: None,
        }
    }
    /// One field that is wrong.
    pub fn field(pointer: &str, code: Code) -> Self {
        Self::fields(vec![FieldError::new(pointer, code)])
    }
    /// To be tried again after this many seconds.
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }
    /// Something of ours failed; the reader gets no more than that, the log gets the cause.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(cause = %cause, "a request failed");
        Self::new(Kind::Internal)
    }
    /// What went wrong.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The response in words.
    pub fn into_words(self, lang: Lang, request_id: &str) -> Response {
        let words = words::of(self.kind, lang);
        let rule = if let Kind::Refused(rule) = self.kind {
            Some(rule.as_str())
        } else {
            None
        };
        let errors = self
            .errors
            .into_iter()
            .map(|error| error.into_words(lang))
            .collect();
        let document = ProblemDocument {
            type_uri: format!("/problems/{}", words.slug),
            title: words.title.to_owned(),
            status: words.status.as_u16(),
            detail: words.detail,
            request_id: request_id.to_owned(),
            rule,
            errors,
        };
        let mut response = (words.status, axum::Json(document)).into_response();
        let headers = response.headers_mut();
        let content_type = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, content_type);
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(lang.tag()),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A response that still has to be put into words; `frame` does so.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = words::of(self.kind, Lang::En).status;
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

impl From<Rule> for Problem {
    fn from(rule: Rule) -> Self {
        Self::new(Kind::Refused(rule))
    }
}

impl From<WrongMove> for Problem {
    fn from(wrong: WrongMove) -> Self {
        Self::new(Kind::WrongMove(wrong))
    }
}

/// The problem that a bare status stands for, when a layer or the router refused by itself.
pub fn of_status(status: StatusCode) -> Option<Problem> {
    let kind = match status {
        StatusCode::BAD_REQUEST => Kind::NotJson,
        StatusCode::FORBIDDEN => Kind::CrossSite,
        StatusCode::NOT_FOUND => Kind::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Kind::WrongMethod,
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Kind::Timeout,
        StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::WrongContentType,
        StatusCode::SERVICE_UNAVAILABLE => Kind::Busy,
        status if status.is_server_error() => Kind::Internal,
        _ => return None,
    };
    Some(Problem::new(kind))
}

/// Order states in the reader's language.
pub(super) const fn order_state(state: OrderState, lang: Lang) -> &'static str {
    match state {
        OrderState::Draft => lang.pick("پیش‌نویس", "a draft"),
        OrderState::AwaitingPayment => lang.pick("در انتظار پرداخت", "awaiting payment"),
        OrderState::Paid => lang.pick("پرداخت‌شده", "paid"),
        OrderState::Packing => lang.pick("در حال بسته‌بندی", "being packed"),
        OrderState::Shipped => lang.pick("ارسال‌شده", "shipped"),
        OrderState::Delivered => lang.pick("تحویل‌شده", "delivered"),
        OrderState::Cancelled => lang.pick("لغوشده", "cancelled"),
        OrderState::Returned => lang.pick("مرجوع‌شده", "returned"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_put_into_the_readers_words() {
        let problem = Problem::field("/text", Code::TooLong(5)).retry_after(3);
        for (lang, word) in [(Lang::Fa, "فیلد"), (Lang::En, "field")] {
            let response = problem.clone().into_words(lang, "req_1");
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(
                response.headers()["content-type"],
                "application/problem+json"
            );
            assert_eq!(response.headers()["retry-after"], "3");
            assert!(words::of(Kind::BadFields, lang).detail.contains(word));
        }
    }
}
