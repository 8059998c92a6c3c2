//! The control API answers as its own description says.

use serde_json::{Value, json};

use crate::common::{Trial, answered};

/// Whether a value is as a schema says; the first difference.
fn differs(at: &str, schema: &Value, value: &Value, all: &Value) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return differs(at, &all["components"]["schemas"][name], value, all);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let is = |kind: &&str| match *kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => value.is_null(),
    };
    if !kinds.iter().any(is) {
        return Some(format!("{at} is {value}, not {kinds:?}"));
    }
    if schema["enum"].is_array() && !schema["enum"].as_array().unwrap().contains(value) {
        return Some(format!("{at} is {value}"));
    }
    let properties = schema["properties"].as_object()?;
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        if value.get(name).is_none() {
            return Some(format!("{at}.{name} is missing"));
        }
    }
    let fields = value.as_object()?;
    for (name, field) in fields {
        let known = properties.get(name);
        if let Some(known) = known {
            if let Some(difference) = differs(&format!("{at}.{name}"), known, field, all) {
                return Some(difference);
            }
        } else if !["state", "dump", "openapi"]
            .iter()
            .any(|loose| at.contains(loose))
        {
            return Some(format!("{at}.{name} is not described"));
        }
    }
    None
}

fn check(what: &str, call: &Value, answer: &(u16, Value), all: &Value) {
    let (status, body) = answer;
    let told = &call["responses"][status.to_string()];
    assert!(told.is_object(), "{what} gave {status}: {body}");
    let schema = &told["content"]["application/json"]["schema"];
    if let Some(difference) = differs(what, schema, body, all) {
        panic!("{difference}\n{body}");
    }
}

#[tokio::test]
async fn every_path_answers_as_it_is_described() {
    let trial = Trial::new().await;
    let described = trial
        .http
        .get(format!("{}/control/openapi.json", trial.base));
    let (_, all) = answered(described).await;
    assert!(all["openapi"].as_str().unwrap().starts_with("3."));
    let mut walked = 0;
    for (path, calls) in all["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            let url = format!("{}{path}", trial.base);
            let what = format!("{method} {path}");
            walked += 1;
            if call["responses"]["200"]["content"]["text/event-stream"].is_object() {
                let answer = trial.http.get(url).send().await.unwrap();
                assert_eq!(answer.headers()["content-type"], "text/event-stream");
                continue;
            }
            if method == "get" {
                let parameters = call["parameters"].as_array();
                let given: Vec<(&str, &str)> = parameters
                    .into_iter()
                    .flatten()
                    .filter_map(|one| Some((one["name"].as_str()?, one["example"].as_str()?)))
                    .collect();
                let answer = answered(trial.http.get(url).query(&given)).await;
                assert_eq!(answer.0, 200, "{what} {}", answer.1);
                check(&what, call, &answer, &all);
                continue;
            }
            let content = &call["requestBody"]["content"]["application/json"];
            let mut example = content["example"].clone();
            if example["url"] == "RECEIVER" {
                example["url"] = json!(trial.webhook);
            }
            if let Some(difference) = differs(&what, &content["schema"], &example, &all) {
                panic!("the example: {difference}");
            }
            let answer = answered(trial.http.post(&url).json(&example)).await;
            assert_eq!(answer.0, 200, "{what} {}", answer.1);
            check(&what, call, &answer, &all);
            if content.is_object() {
                let answer = answered(trial.http.post(&url).body("{not json")).await;
                assert_eq!(answer.0, 400, "{what}");
                check(&what, call, &answer, &all);
            }
        }
    }
    assert!(walked >= 25, "{walked}");
}

#[tokio::test]
async fn every_act_that_is_described_is_known_and_every_setting_can_be_turned() {
    let trial = Trial::new().await;
    let described = trial
        .http
        .get(format!("{}/control/openapi.json", trial.base));
    let (_, all) = answered(described).await;
    let body = &all["paths"]["/control/act"]["post"]["requestBody"]["content"]["application/json"];
    let acts = body["schema"]["properties"]["do"]["enum"]
        .as_array()
        .unwrap();
    assert!(acts.len() > 40, "{}", acts.len());
    for act in acts {
        let (_, told) = trial
            .control("act", &json!({"person": "p", "do": act}))
            .await;
        let message = told["error"]["message"].as_str().unwrap_or_default();
        assert!(!message.contains("not an act"), "{act} {told}");
    }
    let settings = &all["components"]["schemas"]["Settings"]["properties"];
    for (name, setting) in settings.as_object().unwrap() {
        let same = json!({ name: setting["default"] });
        let (status, told) = trial.control("settings", &same).await;
        assert_eq!(status, 200, "{name} {told}");
    }
}
