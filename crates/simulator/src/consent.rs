//! The consent page: what an app asks for, what the person allows, and the way back.

use axum::http::Method;

use crate::graph::call::Call;
use crate::oauth::{APP_NAME, Code, FACEBOOK_SCOPES, INSTAGRAM_SCOPES};
use crate::people::Account;
use crate::webhook::Product;
use crate::world::World;

/// What the browser gets.
#[derive(Debug, PartialEq, Eq)]
pub enum Shown {
    /// A page, with its status.
    Page(u16, String),
    /// Another address to go to.
    Away(String),
}

/// What an app asks for, once it is known to be well asked.
struct Asked {
    product: Product,
    redirect_uri: String,
    state: Option<String>,
    scopes: Vec<String>,
}

/// `GET` shows the page, `POST` takes the decision.
pub fn answer(world: &mut World, call: &Call, product: Product) -> Shown {
    let asked = match read(world, call, product) {
        Ok(asked) => asked,
        Err(sentence) => return Shown::Page(400, trouble(&sentence)),
    };
    if call.method == Method::POST {
        return decided(world, call, &asked);
    }
    Shown::Page(200, page(world, call, &asked))
}

fn read(world: &World, call: &Call, product: Product) -> Result<Asked, String> {
    let app = match product {
        Product::Instagram => &world.instagram_app,
        Product::Facebook => &world.facebook_app,
    };
    if call.text("client_id").as_deref() != Some(app.id.as_str()) {
        return Err("Invalid platform app: client_id is not the id of this app.".to_owned());
    }
    if call
        .text("response_type")
        .is_some_and(|kind| kind != "code")
    {
        return Err("response_type must be code.".to_owned());
    }
    let redirect_uri = call.text("redirect_uri").unwrap_or_default();
    let web = url::Url::parse(&redirect_uri)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let registered = &world.settings.redirect_uris;
    if !web || !(registered.is_empty() || registered.contains(&redirect_uri)) {
        return Err("Invalid redirect_uri: it must be one of those registered.".to_owned());
    }
    let known = known_scopes(product);
    let mut scopes: Vec<String> = Vec::new();
    for scope in call.text("scope").unwrap_or_default().split([',', ' ']) {
        if !(scope.is_empty() || scopes.iter().any(|one| one == scope)) {
            scopes.push(scope.to_owned());
        }
    }
    if scopes.is_empty() && product == Product::Facebook {
        // A configuration made in the dashboard names its scopes itself; with neither, an app
        // learns who the person is.
        let names = known.iter().map(|(name, _)| (*name).to_owned());
        let configured = call.text("config_id").is_some();
        let plain = |name: &String| configured || name == "public_profile";
        scopes = names.filter(plain).collect();
    }
    if let Some(wrong) = scopes
        .iter()
        .find(|s| !known.iter().any(|(name, _)| name == s))
    {
        return Err(format!(
            "Invalid Scopes: {wrong}. Ask for scopes of this login product."
        ));
    }
    if scopes.is_empty() {
        return Err("Invalid Scopes: scope is missing.".to_owned());
    }
    Ok(Asked {
        product,
        redirect_uri,
        state: call.text("state"),
        scopes,
    })
}

fn known_scopes(product: Product) -> &'static [(&'static str, &'static str)] {
    match product {
        Product::Instagram => INSTAGRAM_SCOPES,
        Product::Facebook => FACEBOOK_SCOPES,
    }
}

fn decided(world: &mut World, call: &Call, asked: &Asked) -> Shown {
    let mut answer: Vec<(&str, String)> = Vec::new();
    if call.text("decision").as_deref() == Some("allow") {
        let ticked =
            |place: usize| place == 0 || call.params.contains_key(&format!("scope_{place}"));
        let (mut granted, mut declined) = (Vec::new(), Vec::new());
        for (place, scope) in asked.scopes.iter().enumerate() {
            let list = if ticked(place) {
                &mut granted
            } else {
                &mut declined
            };
            list.push(scope.clone());
        }
        let told = (granted.join(","), declined.join(","));
        let mut accounts = chosen(world, call).into_iter();
        let code = world.code_as(Code {
            product: asked.product,
            ig_id: accounts.next().unwrap_or_default(),
            more: accounts.collect(),
            scopes: granted,
            declined,
            redirect_uri: asked.redirect_uri.clone(),
            at: 0,
            used: false,
        });
        answer.push(("code", code));
        if call.flag("return_scopes").ok().flatten() == Some(true) {
            answer.push(("granted_scopes", told.0));
            answer.push(("denied_scopes", told.1));
        }
    } else {
        answer.push(("error", "access_denied".to_owned()));
        if asked.product == Product::Facebook {
            answer.push(("error_code", "200".to_owned()));
        }
        answer.push(("error_reason", "user_denied".to_owned()));
        answer.push((
            "error_description",
            "The user denied your request".to_owned(),
        ));
    }
    if let Some(state) = &asked.state {
        answer.push(("state", state.clone()));
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&answer);
    let joint = if asked.redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    // The mark at the end is not part of the code: clients trip over it.
    let mark = match asked.product {
        Product::Instagram => "#_",
        Product::Facebook => "#_=_",
    };
    Shown::Away(format!(
        "{}{joint}{}{mark}",
        asked.redirect_uri,
        query.finish()
    ))
}

/// The accounts that were chosen, by IG_ID: one, or under Facebook Login as many as were ticked;
/// the first when none was.
fn chosen(world: &World, call: &Call) -> Vec<String> {
    let ticked = |(place, account): (usize, &Account)| {
        let asked = call.text("account").is_some_and(|id| id == account.ig_id);
        let page = call.params.contains_key(&format!("page_{place}"));
        (asked || page).then(|| account.ig_id.clone())
    };
    let accounts = world.accounts.iter().enumerate();
    let chosen: Vec<String> = accounts.filter_map(ticked).collect();
    if !chosen.is_empty() {
        return chosen;
    }
    let first = world.accounts.first();
    first
        .map(|account| account.ig_id.clone())
        .into_iter()
        .collect()
}

/// Text made safe for a page.
pub fn safe(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

const HEAD: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
<link rel=\"stylesheet\" href=\"/phone/consent.css\">";

fn trouble(sentence: &str) -> String {
    format!(
        "{HEAD}<title>Something is wrong</title></head><body><main class=\"card\">\
         <h1>Sorry, this page isn't available</h1><p>{}</p></main></body></html>",
        safe(sentence)
    )
}

fn page(world: &World, call: &Call, asked: &Asked) -> String {
    let known = known_scopes(asked.product);
    let mut scopes = String::new();
    for (place, scope) in asked.scopes.iter().enumerate() {
        let about = known
            .iter()
            .find(|(name, _)| name == scope)
            .map_or("", |(_, about)| about);
        let fixed = if place == 0 { " disabled" } else { "" };
        scopes.push_str(&format!(
            "<li><label><input type=\"checkbox\" name=\"scope_{place}\" value=\"{name}\" \
             checked{fixed}><span><b>{about}</b><small>{name}</small></span></label></li>",
            name = safe(scope)
        ));
    }
    let mut accounts = String::new();
    for (place, account) in world.accounts.iter().enumerate() {
        accounts.push_str(&format!(
            "<label class=\"account\"><input {kind} value=\"{id}\"{on}>\
             <img src=\"/avatar/{id}.svg\" alt=\"\" width=\"44\" height=\"44\">\
             <span><b>{username}</b><small>{name}</small></span></label>",
            kind = match asked.product {
                Product::Instagram => "type=\"radio\" name=\"account\"".to_owned(),
                Product::Facebook => format!("type=\"checkbox\" name=\"page_{place}\""),
            },
            id = account.ig_id,
            on = if place == 0 { " checked" } else { "" },
            username = safe(&account.username),
            name = safe(&account.name),
        ));
    }
    let hidden: String = call
        .params
        .keys()
        .filter_map(|name| Some((name, call.text(name)?)))
        .map(|(name, value)| {
            let (name, value) = (safe(name), safe(&value));
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
        })
        .collect();
    let brand = match asked.product {
        Product::Instagram => "Instagram",
        Product::Facebook => "Facebook",
    };
    format!(
        "{HEAD}<title>Allow access · pretended {brand}</title></head><body>\
         <main><form method=\"post\" class=\"card\">\
         <p class=\"brand\">{brand} <em>(pretended)</em></p>\
         <h1>{APP_NAME} asks to use your account</h1>{hidden}\
         <fieldset><legend>Account</legend>{accounts}</fieldset>\
         <fieldset><legend>It would be able to</legend><ul>{scopes}</ul></fieldset>\
         <p class=\"keys\"><button name=\"decision\" value=\"allow\" class=\"first\">Allow</button>\
         <button name=\"decision\" value=\"deny\">Cancel</button></p></form></main></body></html>"
    )
}
