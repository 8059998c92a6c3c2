//! One call of Meta's API, whichever way its parameters came: query, form, multipart or JSON.

use std::collections::BTreeMap;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use serde_json::Value;

use super::body::{self, File};
use super::error::GraphError;
use super::fields::{self, Field};
use super::version;

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
    /// Files that came with it.
    pub files: Vec<File>,
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
        let method = request.method().clone();
        let address = request.uri().clone();
        let bearer = bearer(request.headers());
        let sent = body::read(request).await?;
        let mut call = Self::written(method, address.path(), address.query(), base)?;
        call.params.extend(sent.params);
        call.files = sent.files;
        call.token = bearer;
        call.settle();
        Ok(call)
    }

    /// A call as its method and address say it, with no body.
    ///
    /// # Errors
    /// When the version is not there yet.
    pub fn written(
        method: Method,
        path: &str,
        query: Option<&str>,
        base: String,
    ) -> Result<Self, GraphError> {
        let (version, path) = split(path)?;
        let mut params = BTreeMap::new();
        body::add_form(&mut params, query.unwrap_or_default().as_bytes());
        Ok(Self {
            method,
            version,
            path,
            params,
            files: Vec::new(),
            token: None,
            base,
        })
    }

    /// Lets the parameters that stand for a method and a token stand for them.
    pub fn settle(&mut self) {
        if let Some(Value::String(other)) = self.params.remove("method")
            && let Ok(other) = Method::from_bytes(other.to_uppercase().as_bytes())
        {
            self.method = other;
        }
        if let Some(Value::String(token)) = self.params.remove("access_token")
            && !token.is_empty()
        {
            self.token = Some(token);
        }
    }

    /// Whether it reads.
    pub fn is_get(&self) -> bool {
        self.method == Method::GET
    }

    /// Whether it makes or changes.
    pub fn is_post(&self) -> bool {
        self.method == Method::POST
    }

    /// Whether it takes away.
    pub fn is_delete(&self) -> bool {
        self.method == Method::DELETE
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

    /// A parameter that is a list: JSON, or a text with commas.
    ///
    /// # Errors
    /// When the text is no JSON though it begins so.
    pub fn list(&self, name: &str) -> Result<Vec<String>, GraphError> {
        let Some(value) = self.json(name)? else {
            return Ok(Vec::new());
        };
        Ok(listed(&value))
    }

    /// A parameter that is true or false.
    ///
    /// # Errors
    /// When it is something else.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, GraphError> {
        match self.text(name).as_deref() {
            None | Some("") => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(_) => {
                let message = format!("Param {name} must be a boolean");
                Err(GraphError::parameter(message))
            }
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
        // Some clients write the list as JSON: `["id","text"]`.
        let asked = match serde_json::from_str::<Vec<String>>(&asked) {
            Ok(names) => names.join(","),
            Err(_) => asked,
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

/// The names in a list, however it was written.
pub fn listed(value: &Value) -> Vec<String> {
    let texts: Vec<String> = match value {
        Value::Array(names) => names
            .iter()
            .filter_map(|name| match name {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
            .collect(),
        Value::String(text) => text.split(',').map(str::to_owned).collect(),
        Value::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    };
    texts
        .iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

fn split(path: &str) -> Result<(Option<String>, Vec<String>), GraphError> {
    let mut parts: Vec<String> = path
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    match parts.first().and_then(|first| version::read(first)) {
        Some(version) if version.is_known() => {
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
