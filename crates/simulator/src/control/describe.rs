//! `GET /control/openapi.json`: the control API as OpenAPI describes it.
//!
//! Schemas are written short: `name:type` with `!` where the field is always there, and `?` where
//! it may be null.

use axum::Json;
use serde_json::{Map, Value, json};

use crate::act::KINDS;
use crate::settings::Settings;

/// A call: method, path, what it does, query parameters, body, example of the body, answer.
struct Call {
    method: &'static str,
    path: &'static str,
    does: &'static str,
    query: &'static str,
    body: &'static str,
    example: &'static str,
    answer: &'static str,
}

const fn get(
    path: &'static str,
    does: &'static str,
    query: &'static str,
    answer: &'static str,
) -> Call {
    Call {
        method: "get",
        path,
        does,
        query,
        body: "",
        example: "",
        answer,
    }
}

const fn post(
    path: &'static str,
    does: &'static str,
    body: &'static str,
    example: &'static str,
    answer: &'static str,
) -> Call {
    Call {
        method: "post",
        path,
        does,
        query: "",
        body,
        example,
        answer,
    }
}

const CALLS: &[Call] = &[
    get(
        "openapi.json",
        "This description",
        "",
        "openapi:string! paths:object!",
    ),
    get(
        "fixture",
        "All that a stranger needs to begin; a fresh authorization code at each call; as=env \
         gives it as assignments for a shell",
        "as=",
        "base_url:string! app_id:string! app_secret:string! verify_token:string! ig_id:string! \
         app_scoped_id:string! username:string! token:string! peer_id:string! \
         comment_id:string! media_id:string! code:string! redirect_uri:string! \
         facebook_app_id:string! facebook_app_secret:string! page_id:string! page_token:string!?",
    ),
    get(
        "state",
        "Numbers, accounts, clock and faults",
        "",
        "delivered:integer! redelivered:integer! failed:integer! dropped:integer! \
         pending:integer! calls:integer! sends:integer! duplicates:integer! violations:object! \
         accounts:array! people:integer! messages:integer! comments:integer! media:integer! \
         webhook:string!? seed:integer! clock:object! faults:array!",
    ),
    get(
        "dump",
        "The whole world; the same seed and acts give the same to the byte",
        "",
        "seed:integer! now_ms:integer! accounts:array! people:object! media:object! \
         comments:object! threads:object! tokens:object! sends:array! settings:object! \
         counts:object!",
    ),
    get(
        "sends",
        "What the business sent or tried to, with what permitted or forbade it",
        "",
        "items:array!",
    ),
    get(
        "people",
        "The people, those with the latest words first",
        "",
        "items:array!",
    ),
    get(
        "thread",
        "One person's thread",
        "person=jane.doyle account=",
        "person:string! igsid:string! messages:array! conversation_id:string seen:string? \
         seen_by_business_ms:integer? window:object? folder:string person_folder:string \
         archived:boolean owner:string?",
    ),
    get(
        "posts",
        "Posts with their comments, and the story",
        "account= media_id=",
        "items:array! story:object!?",
    ),
    post(
        "act",
        "One act of a person, the owner or Meta; or many: {\"acts\":[…]}",
        "do:act person:string account:string at_ms:integer text:string username:string \
         name:string language:string media_id:string share:boolean mid:string reply_to:string \
         story_id:string comment_id:string parent_id:string title:string payload:string \
         type:string url:string emoji:string ref:string ad_id:string with_sender:boolean \
         field:string count:integer action:string reason:string app_id:string body:any \
         acts:array",
        r#"{"person":"sara.mhm","do":"message","text":"سلام"}"#,
        "at_ms:integer at:string person:string igsid:string mid:string comment_id:string \
         parent_id:string? media_id:string conversation_id:string bytes:integer items:array",
    ),
    get("faults", "The troubles in force", "", "faults:array!"),
    post(
        "faults",
        "One trouble more, {\"faults\":[…]} in place of all, {\"heal\":true} for none",
        "kind:string share:number budget:integer on:string ms:integer status:integer \
         code:integer subcode:integer message:string faults:array heal:boolean",
        r#"{"faults":[{"kind":"late","ms":10,"share":0.1,"budget":1}]}"#,
        "faults:array!",
    ),
    get(
        "clock",
        "Where the clock stands",
        "",
        "now_ms:integer! now:string! held:boolean!",
    ),
    post(
        "clock",
        "Holds, moves or frees the clock",
        "hold:boolean free:boolean advance_ms:integer set_ms:integer",
        r#"{"advance_ms":1000}"#,
        "now_ms:integer! now:string! held:boolean!",
    ),
    get(
        "audience",
        "How lively the audience is",
        "",
        "on:boolean! per_minute:number! temper:temper!",
    ),
    post(
        "audience",
        "People who write by themselves, in the simulated time",
        "on:boolean per_minute:number temper:temper",
        r#"{"on":true,"per_minute":4,"temper":"calm_day"}"#,
        "on:boolean! per_minute:number! temper:temper!",
    ),
    get("settings", "The switches", "", "settings"),
    post(
        "settings",
        "Turns switches; those that are not named stay",
        "settings",
        r#"{"echo":"after","throttle_status":400}"#,
        "settings",
    ),
    post(
        "webhook",
        "Sends webhooks elsewhere, or nowhere",
        "url:string!?",
        r#"{"url":"http://127.0.0.1:9/webhooks"}"#,
        "url:string!?",
    ),
    post(
        "handshake",
        "Makes the webhook handshake with the receiver",
        "",
        "",
        "verified:boolean! status:integer!",
    ),
    post(
        "person",
        "Makes or changes a person",
        "person:string username:string handle:string account:string name:string \
         language:string followers:integer follows:boolean blocks:boolean restricted:boolean \
         habit:string patience:integer",
        r#"{"person":"neda","name":"ندا","language":"fa","follows":true}"#,
        "person:string! igsid:string! username:string! name:string! language:string! \
         followers:integer! follows:boolean! blocks:boolean! restricted:boolean! \
         habit:string! patience:integer!",
    ),
    post(
        "account",
        "Renames an account, or adds one",
        "add:boolean ig_id:string username:string name:string biography:string followers:integer",
        r#"{"name":"Abrang Atelier"}"#,
        "ig_id:string! username:string! name:string! biography:string!",
    ),
    post(
        "media",
        "Publishes a post, album, reel, story or broadcast; ends a broadcast; opens or closes \
         comments; or takes all away",
        "caption:string picture_url:string picture_svg:string type:string pictures:integer \
         copyrighted:boolean at_ms:integer account:string end:string id:string \
         comments_enabled:boolean clear:boolean",
        r#"{"caption":"کت تازه","pictures":3}"#,
        "id:string media_id:string picture:string permalink:string at_ms:integer \
         ended_ms:integer comments_enabled:boolean cleared:boolean",
    ),
    post(
        "token",
        "Hands out a token, or kills one",
        "kind:string account:string scopes:array kill:string subcode:integer",
        r#"{"kind":"instagram_short"}"#,
        "token:string ig_id:string killed:boolean",
    ),
    get(
        "callback",
        "The callbacks that were made, with what was answered",
        "",
        "items:array!",
    ),
    post(
        "callback",
        "Posts a signed_request: somebody left the app, or wants their data deleted",
        "kind:callback url:string user_id:string account:string product:string",
        r#"{"kind":"plain","url":"RECEIVER"}"#,
        "kind:string! url:string! user_id:string! status:integer!? body:string! \
         problem:string!? at:string! at_ms:integer! signed_request:string!",
    ),
    post(
        "reset",
        "The world anew, from its seed or another",
        "seed:integer",
        "{}",
        "reset:boolean! seed:integer!",
    ),
    get(
        "events",
        "Changes as they happen, as server-sent events",
        "",
        "stream",
    ),
];

/// What the switches take that are one of a few names.
const CHOICES: &[(&str, &str)] = &[
    ("code_exchange", "flat wrapped"),
    ("me", "flat wrapped"),
    ("comment_envelope", "changes flat"),
    ("comment_id_key", "id comment_id"),
    ("comment_form", "whole username bare"),
    ("echo", "after before off"),
    ("private_reply_parts", "kept dropped refused"),
    ("action_answer", "recipient success"),
    ("self_answer", "message id"),
    (
        "standing",
        "good restricted blocked policy warned commerce_off not_eligible automated not_approved \
         unlinked",
    ),
    ("old_versions", "raised refused"),
    ("retry", "compressed real"),
    ("signed_request_id", "app_scoped ig_id"),
];

/// The description.
pub async fn openapi() -> Json<Value> {
    Json(described())
}

fn described() -> Value {
    let mut paths = Map::new();
    for call in CALLS {
        let path = paths
            .entry(format!("/control/{}", call.path))
            .or_insert_with(|| json!({}));
        path[call.method] = operation(call);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "The simulator's control API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What tests, demos and the phone page ask of the simulator itself. \
                            Bodies and answers are JSON; a refusal names the field to mend.",
        },
        "paths": paths,
        "components": {"schemas": {
            "Settings": settings_schema(),
            "Refusal": {"type": "object", "required": ["error"], "properties": {"error":
                schema("field:string! message:string!"),
            }},
        }},
    })
}

fn operation(call: &Call) -> Value {
    let kind = if call.answer == "stream" {
        "text/event-stream"
    } else {
        "application/json"
    };
    let refusal = json!({"$ref": "#/components/schemas/Refusal"});
    let mut told = json!({
        "summary": call.does,
        "operationId": format!("{}_{}", call.method, call.path.replace('.', "_")),
        "responses": {
            "200": {"description": "Done", "content": {kind: {"schema": schema(call.answer)}}},
            "400": {"description": "Not understood, or not possible",
                "content": {"application/json": {"schema": refusal}}},
        },
    });
    if !call.query.is_empty() {
        told["parameters"] = call.query.split_whitespace().map(parameter).collect();
    }
    if !call.body.is_empty() {
        let example: Value = serde_json::from_str(call.example).unwrap_or_default();
        told["requestBody"] = json!({"required": false, "content": {"application/json": {
            "schema": schema(call.body), "example": example,
        }}});
    }
    told
}

/// A query parameter: `name=example`.
fn parameter(text: &str) -> Value {
    let (name, example) = text.split_once('=').unwrap_or((text, ""));
    let mut told = json!({
        "name": name, "in": "query", "required": !example.is_empty(),
        "schema": {"type": "string"},
    });
    if !example.is_empty() {
        told["example"] = json!(example);
    }
    told
}

/// The schema of a short text.
fn schema(short: &str) -> Value {
    match short {
        "settings" => return json!({"$ref": "#/components/schemas/Settings"}),
        "stream" => return json!({"type": "string"}),
        _ => {}
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in short.split_whitespace() {
        let (name, kind) = field.split_once(':').unwrap_or((field, "string"));
        let plain = kind.trim_end_matches('?').trim_end_matches('!');
        if kind.contains('!') {
            required.push(name);
        }
        properties.insert(name.to_owned(), kind_schema(plain, kind.ends_with('?')));
    }
    json!({"type": "object", "properties": properties, "required": required})
}

fn kind_schema(kind: &str, nullable: bool) -> Value {
    match kind {
        "act" => json!({"type": "string", "enum": KINDS}),
        "temper" => {
            let tempers = ["calm_day", "giveaway", "viral_reel", "angry_monday"];
            json!({"type": "string", "enum": tempers})
        }
        "callback" => {
            json!({"type": "string", "enum": ["deauthorize", "data_deletion", "plain"]})
        }
        "any" => json!({}),
        kind if nullable => json!({"type": [kind, "null"]}),
        kind => json!({ "type": kind }),
    }
}

/// The switches, each with its type and its default.
fn settings_schema() -> Value {
    let defaults = json!(Settings::default());
    let mut properties = Map::new();
    for (name, value) in defaults.as_object().into_iter().flatten() {
        let kind = match value {
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::Array(_) => "array",
            _ => "string",
        };
        let mut property = json!({"type": kind, "default": value});
        if let Some((_, choices)) = CHOICES.iter().find(|(choice, _)| choice == name) {
            property["enum"] = choices.split_whitespace().collect();
        }
        properties.insert(name.clone(), property);
    }
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let routes: BTreeSet<String> = include_str!("mod.rs")
            .split('"')
            .filter(|text| text.starts_with("/control/"))
            .map(str::to_owned)
            .collect();
        let told = described();
        let paths = told["paths"].as_object().unwrap();
        let described: BTreeSet<String> = paths.keys().cloned().collect();
        assert_eq!(routes, described);
        for call in CALLS {
            assert!(call.example.is_empty() || call.example.parse::<Value>().is_ok());
        }
    }

    #[test]
    fn each_choice_of_a_switch_is_taken_and_no_other() {
        for (name, choices) in CHOICES {
            for choice in choices.split_whitespace() {
                let turned = Settings::default().changed(&json!({ *name: choice }));
                assert!(turned.is_ok(), "{name} {choice}");
            }
            let turned = Settings::default().changed(&json!({ *name: "perhaps" }));
            assert!(turned.is_err(), "{name}");
        }
        // And no switch of names is left out.
        let defaults = json!(Settings::default());
        let free = [
            "account_type",
            "routing_default_app",
            "deauthorize_url",
            "data_deletion_url",
        ];
        for (name, value) in defaults.as_object().unwrap() {
            let known = CHOICES.iter().any(|(choice, _)| choice == name);
            assert!(
                known || !value.is_string() || free.contains(&name.as_str()),
                "{name}"
            );
        }
    }
}
