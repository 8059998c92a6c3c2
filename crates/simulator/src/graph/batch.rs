//! Batches: many calls in one, each answered with its status, headers and body as text.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};

use super::body;
use super::call::Call;
use super::error::GraphError;

/// How many calls one batch may hold.
const MOST: usize = 50;

/// Longest address or body that references may grow to, in bytes.
const LONGEST: usize = 100_000;

/// One call of a batch.
pub struct Part {
    /// The call, or why it can't be read.
    pub call: Result<Call, GraphError>,
    /// Its name, by which later calls refer to its answer.
    pub name: Option<String>,
    /// Whether its answer is left out when it went well.
    pub silent: bool,
}

/// Whether a call is a batch.
pub fn is_batch(call: &Call) -> bool {
    call.is_post() && call.path.is_empty() && call.params.contains_key("batch")
}

/// Whether headers are wanted with the answers; they are unless it says no.
///
/// # Errors
/// When the parameter is neither yes nor no.
pub fn with_headers(call: &Call) -> Result<bool, GraphError> {
    Ok(call.flag("include_headers")?.unwrap_or(true))
}

/// The calls of a batch.
///
/// # Errors
/// When the batch is no list, empty or too long.
pub fn requests(call: &Call) -> Result<Vec<Value>, GraphError> {
    let list = match call.json("batch")? {
        Some(Value::Array(list)) if !list.is_empty() => list,
        _ => {
            let message = "batch parameter must be a JSON array";
            return Err(GraphError::parameter(message));
        }
    };
    if list.len() > MOST {
        let message = format!("Too many requests in batch message. Maximum batch size is {MOST}");
        return Err(GraphError::parameter(message));
    }
    Ok(list)
}

/// Reads one call of a batch; `{result=name:$.path}` in it stands for what an earlier one gave.
pub fn part(batch: &Call, request: &Value, known: &BTreeMap<String, Value>) -> Part {
    let text = |name: &str| request[name].as_str();
    Part {
        call: read(batch, request, known),
        name: text("name").map(str::to_owned),
        silent: text("name").is_some()
            && request["omit_response_on_success"]
                .as_bool()
                .unwrap_or(true),
    }
}

fn read(
    batch: &Call,
    request: &Value,
    known: &BTreeMap<String, Value>,
) -> Result<Call, GraphError> {
    let filled = |name: &str| request[name].as_str().map(|text| fill(text, known));
    let address = filled("relative_url").transpose()?;
    let address = address.ok_or_else(|| GraphError::missing("relative_url"))?;
    let method = request["method"].as_str().unwrap_or("GET").to_uppercase();
    let method = Method::from_bytes(method.as_bytes())
        .map_err(|_| GraphError::parameter("Param method must be an HTTP method"))?;
    // Some clients write the whole address.
    let address = address
        .strip_prefix(batch.base.as_str())
        .unwrap_or(&address);
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (address, None),
    };
    let mut call = Call::written(method, &decoded(path), query, batch.base.clone())?;
    if call.version.is_none() {
        call.version.clone_from(&batch.version);
    }
    match &request["body"] {
        Value::Object(body) => call.params.extend(body.clone()),
        _ => {
            if let Some(text) = filled("body").transpose()? {
                body::add_form(&mut call.params, text.as_bytes());
            }
        }
    }
    call.token.clone_from(&batch.token);
    if !call.params.contains_key("access_token")
        && let Some(proof) = batch.params.get("appsecret_proof")
    {
        let proof = proof.clone();
        call.params
            .entry("appsecret_proof".to_owned())
            .or_insert(proof);
    }
    call.settle();
    if is_batch(&call) {
        return Err(GraphError::parameter("A batch can not hold a batch"));
    }
    Ok(call)
}

fn decoded(path: &str) -> String {
    // A form decodes just as a path does, but for the plus sign.
    let path = path.replace('+', "%2B");
    let pair = format!("={path}");
    let mut parsed = url::form_urlencoded::parse(pair.as_bytes());
    parsed.next().map_or(path, |(_, value)| value.into_owned())
}

/// Puts what earlier answers hold in place of the references to them.
fn fill(text: &str, known: &BTreeMap<String, Value>) -> Result<String, GraphError> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{result=") {
        let Some((reference, behind)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        let value = reference
            .split_once(':')
            .and_then(|(name, path)| Some(pick(known.get(name)?, path)));
        let value = value.ok_or_else(|| {
            GraphError::parameter(format!("Invalid JSONPath reference in batch: {reference}"))
        })?;
        out.push_str(&value);
        if out.len() > LONGEST {
            return Err(GraphError::too_much());
        }
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// What `$.data[*].id` and the like find, with commas between.
fn pick(value: &Value, path: &str) -> String {
    let mut found = vec![value];
    let path = path.trim_start_matches('$').replace("[*]", ".*");
    let path = path.replace('[', ".").replace(']', "");
    for step in path.split('.').filter(|step| !step.is_empty()) {
        found = found
            .into_iter()
            .flat_map(|value| match (step, value) {
                ("*", Value::Array(list)) => list.iter().collect(),
                ("*", Value::Object(held)) => held.values().collect(),
                (step, Value::Array(list)) => {
                    let at = step.parse::<usize>().ok();
                    at.and_then(|at| list.get(at)).into_iter().collect()
                }
                (step, value) => value.get(step).into_iter().collect::<Vec<_>>(),
            })
            .collect();
    }
    let text = |value: &&Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    found.iter().map(text).collect::<Vec<_>>().join(",")
}

/// An answer as a batch writes it.
pub fn answer(status: u16, headers: Option<Vec<(String, String)>>, body: &Value) -> Value {
    let mut answer = json!({"code": status, "body": body.to_string()});
    if let Some(headers) = headers {
        let one = |(name, value): (String, String)| json!({"name": name, "value": value});
        answer["headers"] = headers.into_iter().map(one).collect();
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_filled() {
        let known = BTreeMap::from([(
            "posts".to_owned(),
            json!({"data": [{"id": "1"}, {"id": "2"}], "n": 7}),
        )]);
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(fill(text, &known).ok().as_deref(), expected, "{text}");
        };
        check("me", Some("me"));
        check("?ids={result=posts:$.data[*].id}", Some("?ids=1,2"));
        check("{result=posts:$.data[1].id}/x", Some("2/x"));
        check("{result=posts:$.data.0.id}", Some("1"));
        check("{result=posts:$.n}", Some("7"));
        check("{result=posts:$.none}", Some(""));
        check("{result=other:$.n}", None);
        check("{result=posts", Some("{result=posts"));
    }
}
