//! What holds for every operation of the document: found by walking it, so that a new endpoint
//! can't be forgotten.

use palette_domain::Span;
use palette_domain::business::{Permission, Role};
use reqwest::Method;
use serde_json::{Value, json};

use crate::database::engines;
use crate::shop::{Client, START, Shops, Tenant};

/// One operation of the document.
pub struct Operation {
    pub name: String,
    pub method: Method,
    pub path: String,
    pub permission: String,
    pub has_body: bool,
    /// Schema of the body, references resolved at the top.
    pub body: Value,
}

pub fn document() -> Value {
    serde_json::to_value(palette_server::http::openapi()).expect("JSON")
}

/// Everything under `/api/v1`.
pub fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        if !path.starts_with("/api/v1") {
            continue;
        }
        for (method, operation) in item.as_object().expect("operations") {
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            all.push(Operation {
                name: operation["operationId"]
                    .as_str()
                    .expect("a name")
                    .to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                permission: operation["x-permission"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                has_body: operation.get("requestBody").is_some(),
                body: resolved(document, body),
            });
        }
    }
    assert!(all.len() > 35, "{} operations", all.len());
    all
}

fn resolved(document: &Value, schema: &Value) -> Value {
    match schema["$ref"]
        .as_str()
        .and_then(|reference| reference.rsplit('/').next())
    {
        Some(name) => document["components"]["schemas"][name].clone(),
        None => schema.clone(),
    }
}

/// A receiver of whom nothing is known yet.
pub fn nobody() -> Value {
    json!({
        "name": "", "phone": "", "province": "", "city": "", "street": "", "postal_code": "",
    })
}

/// A product without variants.
pub fn shawl() -> Value {
    let words = json!({"fa": "", "en": ""});
    json!({
        "name_fa": "شال نخی", "name_en": "Cotton shawl", "aliases": [], "description": words,
        "material": words, "size_guide": words, "picture": "", "active": true, "media_ids": [],
    })
}

fn may_be_null(schema: &Value) -> bool {
    let in_types = schema["type"]
        .as_array()
        .is_some_and(|types| types.contains(&json!("null")));
    let either = schema["oneOf"].as_array().into_iter().flatten();
    in_types || either.into_iter().any(|one| one["type"] == "null")
}

impl Operation {
    /// The path with a tenant's ids filled in.
    fn filled(&self, business: &str, of: &Tenant) -> String {
        let unknown = |prefix: &str| format!("{prefix}_01jd0000000000000000000000");
        let path = self
            .path
            .replace("{business_id}", business)
            .replace("{account_id}", &of.account)
            .replace("{conversation_id}", &of.conversation)
            .replace("{comment_id}", &of.comment)
            .replace("{order_id}", &of.order)
            .replace("{product_id}", &of.product.id.to_string())
            .replace("{variant_id}", &of.product.variants[0].id.to_string())
            .replace("{draft_id}", &unknown("drf"))
            .replace("{media_id}", &unknown("med"))
            .replace("{decision_id}", &unknown("dec"))
            .replace("{example_id}", &unknown("exa"));
        assert!(!path.contains('{'), "{path} has a hole");
        if self.path == "/api/v1/events" {
            format!("{path}?business_id={business}")
        } else {
            path
        }
    }

    /// A body that the operation takes.
    fn good_body(&self, of: &Tenant) -> Value {
        let words = json!({"fa": "", "en": ""});
        let variant = json!({
            "sku": "new", "size": "", "colour": words, "on_hand": 5,
            "price": {"minor": 1000, "currency": "IRT"},
        });
        match self.name.as_str() {
            "put_settings_sheet" => json!({
                "shipping": [], "free_shipping_from": null, "payment": words, "returns": words,
                "hours": words, "address": words, "sizes": words, "discounts": words,
            }),
            "put_settings_ai" => {
                json!({"mode": "off", "tone": "warm", "disclosure": words, "quiet_time": null})
            }
            "post_accounts_connect" => json!({"login": "instagram"}),
            "post_conversations_notes" => json!({"text": "یادداشت"}),
            "post_conversations_messages" | "post_comments_reply" => json!({"text": "سلام"}),
            "post_comments_private_reply" => json!({"text": "سلام"}),
            "post_orders" => json!({
                "lines": [{"variant_id": of.product.variants[0].id.to_string(), "quantity": 1}],
                "shipping": {"minor": 0, "currency": "IRT"}, "recipient": nobody(),
            }),
            "post_conversations_snooze" => json!({"until": (START + Span::hours(1)).millis()}),
            "post_orders_state" => json!({"to": "paid"}),
            "patch_orders_one" => json!({"tracking_code": "RR1"}),
            "post_products" | "put_products_one" => shawl(),
            "put_products_variants_one" | "post_products_variants" => variant,
            "put_decisions_correction" => json!({"intent": "stock"}),
            "post_session" => json!({"email": "a@b.c", "password": "wrong"}),
            "post_invitations_accept" => json!({"token": "x", "password": "long enough"}),
            other => panic!("give {other} a good body here"),
        }
    }

    async fn call(&self, client: &Client, path: &str, of: &Tenant) -> crate::shop::Answer {
        let request = client.request(self.method.clone(), path);
        let request = if self.has_body {
            request.json(&self.good_body(of))
        } else {
            request
        };
        client.send(request).await
    }
}

#[tokio::test]
async fn nothing_is_said_to_a_stranger() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let stranger = shops.stranger();
        let mut forger = shops.stranger();
        forger.cookie =
            Some("palette_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned());
        let business = shops.one.id.to_string();
        for operation in operations(&document()) {
            if operation.permission == "none" {
                continue;
            }
            let path = operation.filled(&business, &shops.one);
            for client in [&stranger, &forger] {
                let answer = operation.call(client, &path, &shops.one).await;
                assert_eq!(answer.status, 401, "{}: {}", operation.name, answer.text);
                assert_eq!(answer.problem(), "no-session", "{}", operation.name);
            }
        }
        shops.close().await;
    }
}

#[tokio::test]
async fn each_role_does_what_its_row_says_and_no_more() {
    let names = [
        ("read", Permission::Read),
        ("converse", Permission::Converse),
        ("manage_orders", Permission::ManageOrders),
        ("manage_catalogue", Permission::ManageCatalogue),
        ("manage_settings", Permission::ManageSettings),
    ];
    for database in engines().await {
        let shops = Shops::open(database).await;
        let business = shops.one.id.to_string();
        let rows = [
            (Role::Analyst, "analyst@one.test"),
            (Role::Agent, "agent@one.test"),
            (Role::Admin, "admin@one.test"),
        ];
        for (role, email) in rows {
            let client = shops.signed_in(email).await;
            for operation in operations(&document()) {
                let named = names.iter().find(|(name, _)| *name == operation.permission);
                let Some((_, permission)) = named else {
                    continue;
                };
                let wanted = role.may(*permission);
                // A stream has no end, and the account is still needed.
                if wanted && ["get_events", "delete_accounts_one"].contains(&&*operation.name) {
                    continue;
                }
                let path = operation.filled(&business, &shops.one);
                let answer = operation.call(&client, &path, &shops.one).await;
                let refused = answer.status == 403;
                assert_eq!(
                    refused, !wanted,
                    "{role:?} {}: {}",
                    operation.name, answer.text
                );
                assert!(
                    answer.status.as_u16() < 500,
                    "{}: {}",
                    operation.name,
                    answer.text
                );
                if refused {
                    assert_eq!(answer.problem(), "forbidden");
                }
            }
        }
        shops.close().await;
    }
}

#[tokio::test]
async fn another_tenants_things_are_not_there() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("owner@one.test").await;
        let (mine, theirs) = (shops.one.id.to_string(), shops.two.id.to_string());
        for operation in operations(&document()) {
            if ["none", "session"].contains(&&*operation.permission) {
                continue;
            }
            // All of it asked of their business.
            let path = operation.filled(&theirs, &shops.two);
            let answer = operation.call(&client, &path, &shops.two).await;
            assert_eq!(
                answer.status, 404,
                "{} {path}: {}",
                operation.name, answer.text
            );
            // Their things asked of mine.
            let path = operation.filled(&mine, &shops.two);
            if operation.path.matches('{').count() > 1 {
                let answer = operation.call(&client, &path, &shops.two).await;
                assert_eq!(
                    answer.status, 404,
                    "{} {path}: {}",
                    operation.name, answer.text
                );
            }
        }
        // Their things named in a body or a query.
        let body = json!({
            "lines": [{"variant_id": shops.two.product.variants[0].id.to_string(), "quantity": 1}],
            "shipping": {"minor": 0, "currency": "IRT"}, "recipient": nobody(),
        });
        let answer = client.post(&shops.path("orders"), &body).await.expect(422);
        assert_eq!(
            answer.wrong(),
            [("/lines/0/variant_id".to_owned(), "unknown".to_owned())]
        );
        let mut body = body;
        body["lines"][0]["variant_id"] = json!(shops.one.product.variants[0].id.to_string());
        body["conversation_id"] = json!(shops.two.conversation);
        let answer = client.post(&shops.path("orders"), &body).await.expect(422);
        assert_eq!(
            answer.wrong(),
            [("/conversation_id".to_owned(), "unknown".to_owned())]
        );
        shops.close().await;
    }
}

#[tokio::test]
async fn bad_bodies_are_answered_with_what_is_wrong() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("owner@one.test").await;
        let business = shops.one.id.to_string();
        for operation in operations(&document())
            .into_iter()
            .filter(|one| one.has_body)
        {
            let name = &operation.name;
            let path = operation.filled(&business, &shops.one);
            let send = async |content: &str, body: String| {
                let request = client.request(operation.method.clone(), &path);
                client
                    .send(request.header("content-type", content).body(body))
                    .await
            };
            let json_type = "application/json";
            let answer = send(json_type, "{\"a\":".to_owned()).await;
            assert_eq!(
                (answer.status.as_u16(), &*answer.problem()),
                (400, "not-json"),
                "{name}"
            );
            let answer = send("text/plain", "{}".to_owned()).await;
            assert_eq!(answer.status, 415, "{name}");
            let answer = send(json_type, format!("\"{}\"", "x".repeat(300_000))).await;
            assert_eq!(
                (answer.status.as_u16(), &*answer.problem()),
                (413, "too-large"),
                "{name}"
            );
            let answer = send(json_type, json!({"no_such_field": 1}).to_string()).await;
            assert_eq!(answer.status, 422, "{name}: {}", answer.text);
            assert!(!answer.wrong().is_empty(), "{name}: {}", answer.text);
            for required in operation.body["required"].as_array().into_iter().flatten() {
                let field = required.as_str().expect("a name");
                if may_be_null(&operation.body["properties"][field]) {
                    continue;
                }
                let mut body = operation.good_body(&shops.one);
                body.as_object_mut().expect("an object").remove(field);
                let answer = send(json_type, body.to_string()).await;
                let expected = (format!("/{field}"), "required".to_owned());
                assert_eq!(answer.wrong(), [expected], "{name} without {field}");
            }
            for field in operation.body["properties"]
                .as_object()
                .expect("fields")
                .keys()
            {
                let mut body = operation.good_body(&shops.one);
                body[field] = json!([[7]]);
                let answer = send(json_type, body.to_string()).await;
                let wrong = answer.wrong();
                assert_eq!(
                    answer.status, 422,
                    "{name} with a wrong {field}: {}",
                    answer.text
                );
                assert!(
                    wrong[0].0.starts_with(&format!("/{field}")),
                    "{name}: {wrong:?}"
                );
                assert_eq!(wrong[0].1, "invalid", "{name} with a wrong {field}");
            }
        }
        shops.close().await;
    }
}

#[tokio::test]
async fn bad_questions_are_answered_with_what_is_wrong() {
    for database in engines().await {
        let shops = Shops::open(database).await;
        let client = shops.signed_in("owner@one.test").await;
        let business = shops.one.id.to_string();
        let document = document();
        for operation in operations(&document) {
            let item =
                &document["paths"][&operation.path][operation.method.as_str().to_lowercase()];
            let parameters = item["parameters"].as_array().cloned().unwrap_or_default();
            for parameter in parameters.iter().filter(|one| one["in"] == "query") {
                let name = parameter["name"].as_str().expect("a name");
                let bad = match name {
                    "limit" => "1001",
                    "after" | "before" => "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "q" => &"x".repeat(101),
                    _ => "nonsense",
                };
                let path = operation.path.replace("{business_id}", &business);
                let path = path.replace("{conversation_id}", &shops.one.conversation);
                let answer = client.get(&format!("{path}?{name}={bad}")).await;
                assert_eq!(
                    answer.status, 422,
                    "{} {name}: {}",
                    operation.name, answer.text
                );
                assert_eq!(
                    answer.wrong()[0].0,
                    format!("/{name}"),
                    "{}",
                    operation.name
                );
            }
        }
        shops.close().await;
    }
}
