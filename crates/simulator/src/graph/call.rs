//! One call of Meta's API, whichever way its parameters came: query, form, multipart or JSON.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, Method, header};
use serde_json::Value;

use super::error::GraphError;
use super::fields::{self, Field};

/// Largest body taken, in bytes: well above any call without an upload.
const LARGEST: usize = 8 * 1_024 * 1_024;
/// The newest version there is; older ones are taken as Meta takes them, as the oldest alive.
const NEWEST: u32 = 27;

/// A call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its method, after a `method=` override.
    pub method: Method,
    /// The version in its path.
    pub version: Option<String>,
    /// The rest of its path.
    pub path: Vec<String>,
    /// Its parameters; texts when they came by query or form.
    pub params: BTreeMap<String, Value>,
    /// Its token.
    pub token: Option<String>,
    /// The address of the simulator.
    pub base: String,
}

impl Call {
    /// Reads a request.
    ///
    /// # Errors
    /// When the body can't be read, or the version is not there yet.
    pub async fn read(request: Request, base: String) -> Result<Self, GraphError> {
        let mut method = request.method().clone();
        let (version, path) = split(request.uri().path())?;
        let mut params = BTreeMap::new();
        add_form(
            &mut params,
            request.uri().query().unwrap_or_default().as_bytes(),
        );
        let bearer = bearer(request.headers());
        add_body(&mut params, request).await?;
        if let Some(Value::String(other)) = params.get("method") {
            method = Method::from_bytes(other.to_uppercase().as_bytes()).unwrap_or(method);
        }
        let by_param = match params.remove("access_token") {
            Some(Value::String(token)) if !token.is_empty() => Some(token),
            _ => None,
        };
        Ok(Self {
            method,
            version,
            path,
            params,
            token: by_param.or(bearer),
            base,
        })
    }

    /// A parameter as text; numbers and booleans are written out.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.params.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// Meta's error for a missing parameter.
    pub fn needed(&self, name: &str) -> Result<String, GraphError> {
        self.text(name)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| GraphError::missing(name))
    }

    /// A parameter as JSON; a text that holds JSON is read.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn json(&self, name: &str) -> Result<Option<Value>, GraphError> {
        match self.params.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.trim_start().starts_with(['{', '[']) => {
                let value = serde_json::from_str(text).map_err(|_| {
                    GraphError::parameter(format!("Invalid JSON in parameter {name}"))
                })?;
                Ok(Some(value))
            }
            Some(other) => Ok(Some(other.clone())),
        }
    }

    /// The fields asked for, or these.
    ///
    /// # Errors
    /// When `fields` is not well formed.
    pub fn fields(&self, default: &str) -> Result<Vec<Field>, GraphError> {
        let asked = match self.params.get("fields") {
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(","),
            _ => self.text("fields").unwrap_or_default(),
        };
        fields::parse(if asked.is_empty() { default } else { &asked })
    }

    /// The path without the version, with a slash in front.
    pub fn plain_path(&self) -> String {
        format!("/{}", self.path.join("/"))
    }

    /// The address of an edge, for `paging.next`.
    pub fn address(&self, id: &str, edge: &str) -> String {
        match &self.version {
            Some(version) => format!("{}/{version}/{id}/{edge}", self.base),
            None => format!("{}/{id}/{edge}", self.base),
        }
    }
}

fn split(path: &str) -> Result<(Option<String>, Vec<String>), GraphError> {
    let mut parts: Vec<String> = path
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    let number = parts
        .first()
        .and_then(|first| first.strip_prefix('v'))
        .and_then(|rest| {
            let (major, minor) = rest.split_once('.')?;
            minor.parse::<u32>().ok()?;
            major.parse::<u32>().ok()
        });
    match number {
        Some(major) if major <= NEWEST => {
            let version = parts.remove(0);
            Ok((Some(version), parts))
        }
        Some(_) => Err(GraphError::unknown_path(path)),
        None => Ok((None, parts)),
    }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth");
    known
        .then(|| token.trim().to_owned())
        .filter(|token| !token.is_empty())
}

fn add_form(params: &mut BTreeMap<String, Value>, form: &[u8]) {
    for (name, value) in url::form_urlencoded::parse(form) {
        params.insert(name.into_owned(), Value::String(value.into_owned()));
    }
}

async fn add_body(
    params: &mut BTreeMap<String, Value>,
    request: Request,
) -> Result<(), GraphError> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let unread = |_| GraphError::parameter("The request body could not be read");
    if kind.starts_with("multipart/form-data") {
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_| GraphError::parameter("The multipart body could not be read"))?;
        while let Some(part) = parts.next_field().await.map_err(unread)? {
            let name = part.name().unwrap_or_default().to_owned();
            let text = part.text().await.map_err(unread)?;
            params.insert(name, Value::String(text));
        }
        return Ok(());
    }
    let body = to_bytes(request.into_body(), LARGEST)
        .await
        .map_err(|_| GraphError::parameter("The request body could not be read"))?;
    if kind.contains("json") || body.first() == Some(&b'{') {
        if body.is_empty() {
            return Ok(());
        }
        let Ok(Value::Object(fields)) = serde_json::from_slice(&body) else {
            return Err(GraphError::parameter(
                "The request body is not a JSON object",
            ));
        };
        params.extend(fields);
    } else {
        add_form(params, &body);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_taken_off() {
        let check = |path: &str, version: Option<&str>, rest: &[&str]| {
            let (found, parts) = split(path).unwrap();
            assert_eq!(found.as_deref(), version, "{path}");
            assert_eq!(parts, rest, "{path}");
        };
        check("/v26.0/me/messages", Some("v26.0"), &["me", "messages"]);
        check("/me", None, &["me"]);
        check("/v21.0/", Some("v21.0"), &[]);
        check("/vault/x", None, &["vault", "x"]);
        assert!(split("/v28.0/me").is_err());
    }

    #[test]
    fn a_bearer_token_is_read() {
        let check = |value: &str, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            assert_eq!(bearer(&headers).as_deref(), expected);
        };
        check("Bearer abc", Some("abc"));
        check("OAuth abc", Some("abc"));
        check("Basic abc", None);
        check("Bearer ", None);
    }
}
