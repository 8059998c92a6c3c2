//! One call: its address, its authority, its answer or its trouble.

use palette_domain::account::Login;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::gate::Caller;
use super::{Answer, Client, Page};
use crate::error::{Effect, Trouble};
use crate::signature::hmac_sha256;
use crate::{Token, Usage, read};

/// The largest answer read, in bytes: a page of 50 comments with all fields has about 60 KiB.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// An answer as it came, success or not.
pub(crate) struct Reply {
    status: StatusCode,
    usage: Usage,
    /// The body; nothing when it was not JSON.
    pub body: Option<Value>,
}

/// A call that is being put together: what is asked, and in whose name.
pub(crate) struct Call {
    request: RequestBuilder,
    /// Nothing in the login dances, which no account's limit counts.
    caller: Option<Caller>,
}

impl Call {
    pub(crate) fn query<T: Serialize + ?Sized>(self, query: &T) -> Self {
        self.with(|request| request.query(query))
    }

    pub(crate) fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.with(|request| request.json(body))
    }

    pub(crate) fn form<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.with(|request| request.form(body))
    }

    fn with(self, change: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Self {
        Self {
            request: change(self.request),
            caller: self.caller,
        }
    }
}

impl Client {
    /// A call of the Graph. The token goes into a header, so that it stands in no URL.
    pub(crate) fn graph(&self, token: &Token, method: Method, path: &[&str]) -> Call {
        let config = self.config.login(token.login());
        let mut url = joined(
            &config.graph_url,
            &[&[self.config.version.as_str()], path].concat(),
        );
        if let (Login::Facebook, Some(secret)) = (token.login(), &config.app_secret) {
            url.query_pairs_mut()
                .append_pair("appsecret_proof", &proof(token, secret));
        }
        Call {
            request: self.http.request(method, url).bearer_auth(token.expose()),
            caller: Some(Caller::of(token)),
        }
    }

    /// A GET of the Graph with the fields asked for.
    pub(crate) fn read(&self, token: &Token, path: &[&str], fields: &str) -> Call {
        self.graph(token, Method::GET, path)
            .query(&[("fields", fields)])
    }

    /// A call without a token of ours in a header, for the login dances.
    pub(crate) fn bare(&self, method: Method, base: &Url, path: &[&str]) -> Call {
        Call {
            request: self.http.request(method, joined(base, path)),
            caller: None,
        }
    }

    /// Sends it and takes the answer, which must be a success in JSON.
    pub(crate) async fn call(
        &self,
        name: &'static str,
        call: Call,
        effect: Effect,
    ) -> Result<Answer<Value>, Trouble> {
        let caller = call.caller.clone();
        let reply = self.fetch(name, call, effect).await?;
        let usage = reply.usage;
        let settled = settle(reply, effect);
        if let Some(caller) = &caller {
            self.gate.learn(caller, name, &usage);
        }
        if let Err(trouble) = &settled {
            if let Some(caller) = &caller {
                self.gate.refused(caller, name, trouble);
            }
            let (code, class) = (trouble.code_name(), trouble.class.as_str());
            tracing::debug!(call = name, code, class, "call failed");
        }
        settled
    }

    /// Sends it and reads the answer, whatever it is. Nothing leaves while Meta says "too many".
    pub(crate) async fn fetch(
        &self,
        name: &'static str,
        call: Call,
        effect: Effect,
    ) -> Result<Reply, Trouble> {
        if let Some(caller) = &call.caller {
            self.gate.pass(caller, name)?;
        }
        let lost = |error: reqwest::Error| {
            let trouble = Trouble::of_connection(&error, effect);
            let class = trouble.class.as_str();
            tracing::debug!(call = name, class, "call got no answer");
            trouble
        };
        let mut response = call.request.send().await.map_err(lost)?;
        let (status, usage) = (response.status(), Usage::from_headers(response.headers()));
        let bytes = bounded(&mut response).await.map_err(lost)?;
        let body = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(Reply {
            status,
            usage,
            body,
        })
    }
}

/// The body; nothing when it is larger than any answer of Meta's.
async fn bounded(response: &mut Response) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

/// A success is a 2xx and has no `error` in it: Meta has been seen to send both together.
pub(crate) fn settle(reply: Reply, effect: Effect) -> Result<Answer<Value>, Trouble> {
    let Reply {
        status,
        usage,
        body,
    } = reply;
    let failed = body.as_ref().is_some_and(|body| {
        body.get("error").is_some_and(Value::is_object) || body.get("error_type").is_some()
    });
    if failed || !status.is_success() {
        return Err(Trouble::of_answer(status, body.as_ref(), &usage, effect));
    }
    match body {
        Some(value) => Ok(Answer { value, usage }),
        None => Err(Trouble::unreadable(status, effect)),
    }
}

/// A page of a list. Of `paging` only the cursor is taken: `next` holds the token.
pub(crate) fn page<T>(value: &Value, item: impl Fn(&Value) -> Option<T>) -> Page<T> {
    let paging = value.get("paging").unwrap_or(&Value::Null);
    let after = paging
        .get("cursors")
        .and_then(|cursors| read::text(cursors, "after"));
    Page {
        items: read::items(value).iter().filter_map(item).collect(),
        after: after.filter(|_| paging.get("next").is_some()),
    }
}

/// The address of a path under a base that may have a path of its own. Each segment is escaped.
pub(crate) fn joined(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

/// Proof for graph.facebook.com that the caller has the app's secret, and not only a token.
fn proof(token: &Token, secret: &SecretString) -> String {
    use hmac::Mac;
    let mac = hmac_sha256(secret, token.expose().as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_are_joined_and_escaped() {
        let check = |base: &str, path: &[&str], expected: &str| {
            let base = Url::parse(base).unwrap();
            assert_eq!(joined(&base, path).as_str(), expected);
        };
        check(
            "https://graph.test",
            &["v26.0", "me"],
            "https://graph.test/v26.0/me",
        );
        check("http://127.0.0.1:9/ig/", &["a"], "http://127.0.0.1:9/ig/a");
        check(
            "http://127.0.0.1:9/ig",
            &["a/b?c#d"],
            "http://127.0.0.1:9/ig/a%2Fb%3Fc%23d",
        );
    }

    #[test]
    fn only_a_page_with_a_next_one_has_a_cursor() {
        let after = |value: Value| page(&value, |item| Some(item.clone())).after;
        let cursors = json!({"after": "c"});
        assert_eq!(
            after(json!({"data": [], "paging": {"cursors": cursors}})),
            None
        );
        let paging = json!({"cursors": cursors, "next": "https://x?access_token=t"});
        assert_eq!(
            after(json!({"data": [], "paging": paging})).as_deref(),
            Some("c")
        );
        assert_eq!(after(json!({})), None);
    }
}
