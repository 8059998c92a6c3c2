//! The OpenAPI document: generated from the handlers, and completed with what all of them share.

mod enumerations;

use serde_json::json;
use utoipa::OpenApi as _;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, HttpMethod, OpenApi, PathItem, Ref, RefOr, Response, Schema};

use super::problem::{FieldErrorDocument, ProblemDocument};
use super::router;

/// What is said once for the whole API.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Palette",
        description = "Runs a shop's Instagram: conversations, comments, orders, products. \
            Errors are problem documents (RFC 9457) in the language of `Accept-Language`. Times \
            are milliseconds since 1970. A session cookie signs requests in.",
        license(name = "MIT OR Apache-2.0"),
    ),
    components(schemas(ProblemDocument, FieldErrorDocument)),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "business", description = "A business and its numbers"),
        (name = "settings", description = "What answers are drawn from, and how far the AI goes"),
        (name = "accounts", description = "Connected Instagram accounts"),
        (name = "conversations", description = "The inbox"),
        (name = "comments", description = "Comments by post"),
        (name = "orders", description = "Orders"),
        (name = "products", description = "Products and stock"),
        (name = "events", description = "What happens, as it happens"),
        (name = "operators", description = "For whoever runs the server"),
    ),
)]
pub struct ApiDoc;

/// The document of this build.
pub fn openapi() -> OpenApi {
    let mut document = router::described().into_openapi();
    complete(&mut document);
    document
}

/// The document before the handlers are added.
pub fn bare() -> OpenApi {
    ApiDoc::openapi()
}

/// Adds what every operation shares, so that no handler has to say it.
fn complete(document: &mut OpenApi) {
    enumerations::name(document);
    say_what_is_always_there(document);
    let cookie = ApiKeyValue::with_description(
        "palette_session",
        "Set by signing in; named __Host-palette where the address is https.",
    );
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            operation.operation_id = Some(operation_id(&method, path));
            let permission = permission(operation);
            let signed_in = permission.is_some_and(|permission| permission != "none");
            if signed_in {
                operation.security = Some(vec![SecurityRequirement::new("session", [""; 0])]);
                add(operation, "401", "Nobody is signed in");
            }
            if path.contains("{business_id}") {
                add(
                    operation,
                    "403",
                    "The role may not; the detail names the roles that may",
                );
                add(operation, "404", "Not there, or another business's");
            }
            if operation.request_body.is_some() {
                add(operation, "400", "The body is not JSON");
                add(operation, "413", "The body is too large");
                add(operation, "422", "Fields are wrong; `errors` names them");
            }
        }
    }
}

/// Schemas of bodies alone: there an optional field may be left out.
const ONLY_ASKED: [&str; 9] = [
    "Acceptance",
    "CommentAnswer",
    "Connect",
    "NewMessage",
    "NewOrder",
    "NoteEdit",
    "OrderChange",
    "OrderMove",
    "ProductEdit",
];
/// Properties of answers that are left out where they say nothing.
const LEFT_OUT: [(&str, &str); 3] = [
    ("Problem", "rule"),
    ("Problem", "errors"),
    ("Check", "reason"),
];

/// In answers what is not known is null and never missing: clients need not tell the two apart.
fn say_what_is_always_there(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for (name, schema) in &mut components.schemas {
        if !ONLY_ASKED.contains(&name.as_str()) {
            require_all(name, schema);
        }
    }
}

fn require_all(name: &str, schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            let always = |field: &&String| !LEFT_OUT.contains(&(name, field.as_str()));
            object.required = object.properties.keys().filter(always).cloned().collect();
            for property in object.properties.values_mut() {
                if let RefOr::T(Schema::Array(array)) = property
                    && let ArrayItems::RefOrSchema(item) = &mut array.items
                {
                    require_all(name, item);
                }
            }
        }
        RefOr::T(Schema::AllOf(all)) => {
            all.items
                .iter_mut()
                .for_each(|item| require_all(name, item));
        }
        _ => {}
    }
}

/// The permission that an operation names.
fn permission(operation: &Operation) -> Option<String> {
    let extensions: &Extensions = operation.extensions.as_ref()?;
    let all = json!(extensions);
    all.get("x-permission")?.as_str().map(str::to_owned)
}

/// The operations of a path, by method.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
        (HttpMethod::Patch, item.patch.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

/// `post_conversations_messages` from its method and path: the same name twice can't be.
fn operation_id(method: &HttpMethod, path: &str) -> String {
    let method = match method {
        HttpMethod::Get => "get",
        HttpMethod::Put => "put",
        HttpMethod::Post => "post",
        HttpMethod::Delete => "delete",
        HttpMethod::Patch => "patch",
        HttpMethod::Head | HttpMethod::Options | HttpMethod::Trace => "other",
    };
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let one = path.ends_with('}');
    let parts = path
        .split('/')
        .filter(|part| !part.is_empty() && !part.starts_with('{'));
    let parts: Vec<_> = parts.map(|part| part.replace('-', "_")).collect();
    let all = if parts.len() > 1 && parts[0] == "businesses" {
        &parts[1..]
    } else {
        &parts[..]
    };
    format!(
        "{method}_{}{}",
        all.join("_"),
        if one { "_one" } else { "" }
    )
}

fn add(operation: &mut Operation, status: &str, description: &str) {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    let known = operation.responses.responses.get_mut(status);
    if let Some(RefOr::T(known)) = known {
        known
            .content
            .entry("application/problem+json".to_owned())
            .or_insert(RefOr::T(content));
        return;
    }
    let mut response = Response::new(description);
    response
        .content
        .insert("application/problem+json".to_owned(), RefOr::T(content));
    operation
        .responses
        .responses
        .insert(status.to_owned(), RefOr::T(response));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_method_and_path() {
        let cases = [
            (HttpMethod::Get, "/api/v1/session", "get_session"),
            (
                HttpMethod::Get,
                "/api/v1/businesses/{business_id}",
                "get_businesses_one",
            ),
            (
                HttpMethod::Post,
                "/api/v1/businesses/{business_id}/conversations/{conversation_id}/take-over",
                "post_conversations_take_over",
            ),
            (
                HttpMethod::Get,
                "/api/v1/businesses/{business_id}/orders/{order_id}",
                "get_orders_one",
            ),
        ];
        for (method, path, expected) in cases {
            assert_eq!(operation_id(&method, path), expected);
        }
    }
}
