//! Callbacks that Meta makes when somebody leaves an app: deauthorise and data deletion.
//!
//! Source: data-deletion-callback: a form with one field `signed_request`; the answer to a data
//! deletion is JSON with the address of a page for people and an alphanumeric code.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answer, ControlError, read};
use crate::clock::{Millis, iso_time};
use crate::settings::SignedId;
use crate::sim::Sim;
use crate::webhook::sign;
use crate::world::World;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// The most of an answer that is kept, in letters.
const KEPT: usize = 2_000;

/// A callback that was made, and how the product answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// `deauthorize`, `data_deletion`, or `plain`.
    pub kind: String,
    /// Where it went.
    pub url: String,
    /// Whom it was about.
    pub user_id: String,
    /// HTTP status of the answer; none when there was none.
    pub status: Option<u16>,
    /// What was answered.
    pub body: String,
    /// What is wrong with the answer, if something is.
    pub problem: Option<String>,
    /// When.
    pub at: Millis,
}

impl Told {
    fn shown(&self) -> Value {
        let mut shown = json!(self);
        shown["at_ms"] = json!(self.at);
        shown["at"] = json!(iso_time(self.at));
        shown
    }
}

/// What is about to be sent.
struct Letter {
    kind: String,
    url: String,
    user_id: String,
    signed: String,
}

/// Posts a `signed_request`: `{"kind":"deauthorize"|"data_deletion"|"plain","url"?,"user_id"?,
/// "account"?,"product"?}`. Deauthorising kills the tokens of that login product too.
pub async fn callback(State(sim): State<Arc<Sim>>, body: Bytes) -> Answer {
    let body = read(&body)?;
    let letter = sim.with(|world| letter(world, &body))?;
    let sent = sim
        .http
        .post(&letter.url)
        .timeout(PATIENCE)
        .form(&[("signed_request", letter.signed.as_str())])
        .send()
        .await;
    let (status, answer) = match sent {
        Ok(answer) => (Some(answer.status().as_u16()), answer.text().await.ok()),
        Err(_) => (None, None),
    };
    let problem = match &answer {
        None if status.is_some() => Some("the answer broke off".to_owned()),
        answer => problem(&letter.kind, status, answer.as_deref().unwrap_or_default()),
    };
    let told = sim.with(|world| {
        let told = Told {
            kind: letter.kind,
            url: letter.url,
            user_id: letter.user_id,
            status,
            body: answer.unwrap_or_default().chars().take(KEPT).collect(),
            problem,
            at: world.now,
        };
        world.changes.push(json!({"what": "callback"}));
        world.callbacks.push(told.clone());
        told
    });
    if told.status.is_none() {
        let message = "the callback could not be reached";
        return Err(ControlError::new("url", message));
    }
    let mut shown = told.shown();
    shown["signed_request"] = json!(letter.signed);
    Ok(Json(shown))
}

fn letter(world: &mut World, body: &Value) -> Result<Letter, ControlError> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let kind = text("kind").unwrap_or("plain");
    let known = match kind {
        "deauthorize" => world.settings.deauthorize_url.clone(),
        "data_deletion" => world.settings.data_deletion_url.clone(),
        "plain" => String::new(),
        _ => {
            let message = "deauthorize, data_deletion or plain";
            return Err(ControlError::new("kind", message));
        }
    };
    let url = text("url").map(str::to_owned).unwrap_or(known);
    if url::Url::parse(&url).is_err() {
        let message = "give the address of the callback, here or in the settings";
        return Err(ControlError::new("url", message));
    }
    let account = world.account_or_first(text("account"));
    let account =
        account.ok_or_else(|| ControlError::new("account", "no account has this IG_ID"))?;
    let facebook = text("product") == Some("facebook");
    let (ig_id, scoped) = (account.ig_id.clone(), account.app_scoped_id.clone());
    let user = match (facebook, world.settings.signed_request_id) {
        (true, _) => account.facebook_user_id.clone(),
        (false, SignedId::AppScoped) => scoped,
        (false, SignedId::IgId) => ig_id.clone(),
    };
    let user_id = text("user_id").map(str::to_owned).unwrap_or(user);
    let app = if facebook {
        &world.facebook_app
    } else {
        &world.instagram_app
    };
    let signed = sign::signed_request(&app.secret, &user_id, world.now);
    if kind == "deauthorize" {
        let theirs = world.tokens.values_mut();
        let theirs = theirs.filter(|one| {
            one.ig_id == ig_id && one.kind.is_instagram() != facebook && !one.kind.is_app()
        });
        // 458: the person removed the app.
        theirs.for_each(|one| one.dead = Some(458));
    }
    Ok(Letter {
        kind: kind.to_owned(),
        url,
        user_id,
        signed,
    })
}

/// What Meta would complain of in an answer.
fn problem(kind: &str, status: Option<u16>, answer: &str) -> Option<String> {
    let say = |problem: &str| Some(problem.to_owned());
    match status {
        None => return say("no answer"),
        Some(status) if !(200..300).contains(&status) => {
            return Some(format!("HTTP {status}; Meta expects 200"));
        }
        Some(_) => {}
    }
    if kind != "data_deletion" {
        return None;
    }
    let Ok(answer) = serde_json::from_str::<Value>(answer) else {
        return say("the answer is not JSON");
    };
    let url = answer["url"].as_str().unwrap_or_default();
    if !url.starts_with("http") || url::Url::parse(url).is_err() {
        return say("url must be the address of a page that tells how the deletion stands");
    }
    let code = answer["confirmation_code"].as_str().unwrap_or_default();
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return say("confirmation_code must be letters and digits");
    }
    None
}

/// The callbacks that were made, with what the product answered.
pub async fn callbacks(State(sim): State<Arc<Sim>>) -> Json<Value> {
    let world = sim.lock();
    let items: Vec<Value> = world.callbacks.iter().map(Told::shown).collect();
    Json(json!({ "items": items }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_a_deletion_has_a_page_and_a_code() {
        let check = |status, answer: &str, good: bool| {
            let problem = problem("data_deletion", status, answer);
            assert_eq!(problem.is_none(), good, "{answer} {problem:?}");
        };
        let whole = r#"{"url":"https://a.test/d?id=a1","confirmation_code":"a1"}"#;
        check(Some(200), whole, true);
        check(Some(404), whole, false);
        check(None, "", false);
        check(Some(200), "ok", false);
        check(Some(200), r#"{"url":"d","confirmation_code":"a1"}"#, false);
        let odd = r#"{"url":"https://a.test","confirmation_code":"a-1"}"#;
        check(Some(200), odd, false);
        assert_eq!(problem("deauthorize", Some(204), ""), None);
    }
}
