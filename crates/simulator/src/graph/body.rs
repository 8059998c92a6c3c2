//! Bodies of calls: form, multipart with files, JSON; and names with brackets, as PHP writes them.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;
use serde_json::{Map, Value};

use super::error::GraphError;

/// Largest body taken, in bytes: the largest video that can be sent, and its wrapping.
pub const LARGEST: usize = 26 * 1_024 * 1_024;

/// A file that came in a multipart body.
#[derive(Debug, Clone)]
pub struct File {
    /// Its type, as the client named it.
    pub content_type: String,
    /// Its length in bytes.
    pub bytes: usize,
}

/// What a body holds.
#[derive(Debug, Default)]
pub struct Sent {
    /// Its parameters.
    pub params: BTreeMap<String, Value>,
    /// Its files.
    pub files: Vec<File>,
}

/// Reads the body of a request.
///
/// # Errors
/// When it can't be read or is not of the form that it claims.
pub async fn read(request: Request) -> Result<Sent, GraphError> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        return read_parts(request).await;
    }
    let body = to_bytes(request.into_body(), LARGEST)
        .await
        .map_err(|_| unread())?;
    let mut sent = Sent::default();
    if kind.contains("json") || body.trim_ascii_start().first() == Some(&b'{') {
        if body.trim_ascii().is_empty() {
            return Ok(sent);
        }
        let Ok(Value::Object(fields)) = serde_json::from_slice(&body) else {
            return Err(GraphError::parameter(
                "The request body is not a JSON object",
            ));
        };
        sent.params.extend(fields);
    } else {
        add_form(&mut sent.params, &body);
    }
    Ok(sent)
}

fn unread() -> GraphError {
    GraphError::parameter("The request body could not be read")
}

async fn read_parts(request: Request) -> Result<Sent, GraphError> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| GraphError::parameter("The multipart body could not be read"))?;
    let mut sent = Sent::default();
    while let Some(part) = parts.next_field().await.map_err(|_| unread())? {
        let name = part.name().unwrap_or_default().to_owned();
        let content_type = part.content_type().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|_| unread())?;
        if is_file {
            sent.files.push(File {
                content_type,
                bytes: bytes.len(),
            });
        } else {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            put(&mut sent.params, &name, text);
        }
    }
    Ok(sent)
}

/// Adds the parameters of a form or query.
pub fn add_form(params: &mut BTreeMap<String, Value>, form: &[u8]) {
    for (name, value) in url::form_urlencoded::parse(form) {
        put(params, &name, value.into_owned());
    }
}

/// Puts a parameter in its place; `recipient[id]=1` and `fields[]=id` make objects and lists.
fn put(params: &mut BTreeMap<String, Value>, name: &str, text: String) {
    let bracket = name
        .split_once('[')
        .filter(|(outer, rest)| !outer.is_empty() && rest.ends_with(']'));
    let Some((outer, rest)) = bracket else {
        params.insert(name.to_owned(), Value::String(text));
        return;
    };
    let inner = &rest[..rest.len() - 1];
    let keys: Vec<&str> = inner.split("][").take(6).collect();
    nest(
        params.entry(outer.to_owned()).or_insert(Value::Null),
        &keys,
        text,
    );
}

fn nest(place: &mut Value, keys: &[&str], text: String) {
    let Some((key, rest)) = keys.split_first() else {
        *place = Value::String(text);
        return;
    };
    let in_list = key.is_empty() || key.bytes().all(|byte| byte.is_ascii_digit());
    if in_list {
        if !place.is_array() {
            *place = Value::Array(Vec::new());
        }
        if let Value::Array(list) = place {
            // A number beyond the end means the end: no list is longer than what was sent.
            let at = key
                .parse()
                .map_or(list.len(), |at: usize| at.min(list.len()));
            if at == list.len() {
                list.push(Value::Null);
            }
            nest(&mut list[at], rest, text);
        }
        return;
    }
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(held) = place {
        nest(
            held.entry((*key).to_owned()).or_insert(Value::Null),
            rest,
            text,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn forms_are_read() {
        let check = |form: &str, expected: Value| {
            let mut params = BTreeMap::new();
            add_form(&mut params, form.as_bytes());
            assert_eq!(json!(params), expected, "{form}");
        };
        check("", json!({}));
        check("a=1&b=%D8%B3", json!({"a": "1", "b": "س"}));
        check(
            "fields[]=id&fields[]=text",
            json!({"fields": ["id", "text"]}),
        );
        check("m[0]=reach&m[1]=likes", json!({"m": ["reach", "likes"]}));
        check(
            "recipient[id]=7&message[text]=hi&message[quick_replies][0][title]=Yes",
            json!({
                "recipient": {"id": "7"},
                "message": {"text": "hi", "quick_replies": [{"title": "Yes"}]},
            }),
        );
        check("a[999999999]=x", json!({"a": ["x"]}));
        check("[x]=1&a[=2&b]=3", json!({"[x]": "1", "a[": "2", "b]": "3"}));
    }

    proptest! {
        #[test]
        fn no_form_is_too_strange(form in "[a-c\\[\\]&=0-9%]{0,60}|\\PC{0,40}") {
            let mut params = BTreeMap::new();
            add_form(&mut params, form.as_bytes());
        }
    }
}
