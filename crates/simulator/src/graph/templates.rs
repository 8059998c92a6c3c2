//! Templates: generic, button and product, and the limits on each part.
//!
//! Sources: generic-template, button-template; a button has a title of 20 characters at most in
//! what people see, yet a longer one is not known to be refused. Products need Facebook Login.

use serde_json::Value;

use super::error::GraphError;
use super::parts::invalid;
use crate::threads::Attachment;
use crate::tokens::Token;

/// Most elements of a template.
const ELEMENTS: usize = 10;
/// Longest title and subtitle of an element, in characters.
const ELEMENT_TEXT: usize = 80;
/// Longest text of a button template, in characters.
const BUTTON_TEXT: usize = 640;
/// Longest payload of a button, in characters.
const PAYLOAD: usize = 1_000;
/// Most buttons of a template.
const BUTTONS: usize = 3;

/// Reads and checks the payload of a template.
///
/// # Errors
/// Meta's code 100, with the rule that was broken.
pub fn template(token: &Token, payload: &Value) -> Result<Attachment, GraphError> {
    match payload["template_type"].as_str() {
        Some("generic") => generic(payload)?,
        Some("button") => button(payload)?,
        Some("product") => product(token, payload)?,
        _ => return Err(refuse("Param template_type is not valid")),
    }
    Ok(Attachment {
        kind: "template".to_owned(),
        payload: payload.clone(),
    })
}

fn refuse(why: &str) -> GraphError {
    invalid(why).breaks("template")
}

fn is_long(value: &Value, most: usize) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.chars().count() > most)
}

fn elements<'a>(payload: &'a Value, kind: &str) -> Result<&'a [Value], GraphError> {
    let elements = payload["elements"].as_array().map(Vec::as_slice);
    let elements = elements.filter(|many| !many.is_empty());
    let elements = elements.ok_or_else(|| refuse(&format!("A {kind} template needs elements")))?;
    if elements.len() > ELEMENTS {
        return Err(refuse(&format!(
            "A {kind} template has at most 10 elements"
        )));
    }
    Ok(elements)
}

fn generic(payload: &Value) -> Result<(), GraphError> {
    for element in elements(payload, "generic")? {
        if element["title"].as_str().is_none_or(str::is_empty) {
            return Err(refuse("An element needs a title"));
        }
        if is_long(&element["title"], ELEMENT_TEXT) || is_long(&element["subtitle"], ELEMENT_TEXT) {
            return Err(refuse("A title or subtitle has at most 80 characters"));
        }
        let more = ["subtitle", "image_url", "default_action", "buttons"];
        if more.iter().all(|name| element[*name].is_null()) {
            let why = "An element needs one more property besides its title";
            return Err(refuse(why));
        }
        let tap = &element["default_action"];
        if !tap.is_null() && (tap["type"] != "web_url" || !tap["url"].is_string()) {
            return Err(refuse("A default_action is a web_url with url"));
        }
        buttons(&element["buttons"], false)?;
    }
    Ok(())
}

fn button(payload: &Value) -> Result<(), GraphError> {
    if payload["text"].as_str().is_none_or(str::is_empty) {
        return Err(refuse("A button template needs a text"));
    }
    if is_long(&payload["text"], BUTTON_TEXT) {
        let why = "The text of a button template has at most 640 characters";
        return Err(refuse(why));
    }
    buttons(&payload["buttons"], true)
}

/// Products of a catalog: what they are is not known here, so that any id of digits is one.
fn product(token: &Token, payload: &Value) -> Result<(), GraphError> {
    let refused = |subcode, why: &str| {
        GraphError::new(100, Some(subcode), format!("(#100) {why}")).breaks("template")
    };
    if token.kind.is_instagram() {
        let why = "The product template is not available with Instagram Login";
        return Err(refused(2_018_320, why));
    }
    for element in elements(payload, "product")? {
        let id = element["id"].as_str().unwrap_or_default();
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused(2_018_328, "The product is not in the catalog"));
        }
    }
    Ok(())
}

fn buttons(given: &Value, needed: bool) -> Result<(), GraphError> {
    let many = given.as_array().map(Vec::as_slice).unwrap_or_default();
    if many.len() > BUTTONS || (needed && many.is_empty()) {
        return Err(refuse("A template has 1 to 3 buttons"));
    }
    for button in many {
        let whole = match button["type"].as_str() {
            Some("web_url") => button["url"].is_string(),
            Some("postback") => button["payload"].is_string(),
            _ => false,
        };
        if !whole || button["title"].as_str().is_none_or(str::is_empty) {
            let why = "A button is a web_url with url or a postback with payload";
            return Err(refuse(why));
        }
        if is_long(&button["payload"], PAYLOAD) {
            return Err(refuse("The payload of a button is too long"));
        }
    }
    Ok(())
}
