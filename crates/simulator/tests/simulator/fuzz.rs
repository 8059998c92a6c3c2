//! Whatever is asked, Meta's error answers: never a 500, never a broken connection.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{Trial, text};

/// How many requests are tried.
const CASES: u32 = 2_500;

const METHODS: &[&str] = &[
    "GET", "GET", "GET", "GET", "POST", "POST", "POST", "DELETE", "PUT",
];
const VERSIONS: &[&str] = &[
    "v26.0", "v21.0", "v27.0", "v3.2", "v28.0", "v0.0", "v26", "vx.y",
];
/// `{…}` stands for a thing of the fixture.
const NODES: &[&str] = &[
    "me",
    "{ig_id}",
    "{page_id}",
    "{media_id}",
    "{comment_id}",
    "{peer_id}",
    "{thread}",
    "{mid}",
    "{album}",
    "{story}",
    "app",
    "debug_token",
    "oauth",
    "access_token",
    "refresh_access_token",
    "dialog",
    "0",
    "-1",
    "17999999999999999",
    "999999999999999999999999999",
];
/// `permissions` is not among them: taking them back ends all other calls.
const EDGES: &[&str] = &[
    "accounts",
    "access_token",
    "attachments",
    "authorize",
    "children",
    "comments",
    "content_publishing_limit",
    "conversations",
    "insights",
    "live_media",
    "media",
    "mentions",
    "message_attachments",
    "messages",
    "messenger_profile",
    "pass_thread_control",
    "replies",
    "secondary_receivers",
    "stories",
    "subscribed_apps",
    "tags",
    "thread_owner",
    "take_thread_control",
    "extend_thread_control",
    "welcome_message_flows",
    "oauth",
];
/// Nodes with edges that they have: here the parameters are read.
const PAIRS: &[(&str, &str)] = &[
    ("me", "media"),
    ("me", "insights"),
    ("me", "conversations"),
    ("me", "messages"),
    ("me", "messenger_profile"),
    ("me", "message_attachments"),
    ("me", "subscribed_apps"),
    ("me", "thread_owner"),
    ("me", "take_thread_control"),
    ("{ig_id}", "stories"),
    ("{ig_id}", "tags"),
    ("{ig_id}", "media_publish"),
    ("{ig_id}", "welcome_message_flows"),
    ("{ig_id}", "content_publishing_limit"),
    ("{media_id}", "comments"),
    ("{media_id}", "insights"),
    ("{album}", "children"),
    ("{comment_id}", "replies"),
    ("{thread}", "messages"),
    ("{mid}", "attachments"),
];
const NAMES: &[&str] = &[
    "fields",
    "limit",
    "after",
    "before",
    "since",
    "until",
    "ids",
    "metric",
    "period",
    "metric_type",
    "breakdown",
    "timeframe",
    "platform",
    "user_id",
    "recipient",
    "message",
    "hide",
    "comment_enabled",
    "subscribed_fields",
    "ice_breakers",
    "persistent_menu",
    "flow_id",
    "welcome_message_flow",
    "name",
    "batch",
    "method",
    "appsecret_proof",
    "input_token",
    "order",
    "target_app_id",
    "duration",
    "grant_type",
    "client_id",
    "client_secret",
    "code",
    "redirect_uri",
    "scope",
    "sender_action",
    "payload",
    "reply_to",
    "tag",
    "media_id",
    "comment_id",
    "include_headers",
    "eligible_platforms",
    "recipient[id]",
    "message[text]",
    "fields[]",
    "a[b][c][][d]",
];
const VALUES: &[&str] = &[
    "",
    "0",
    "1",
    "-1",
    "true",
    "false",
    "id",
    "null",
    "[]",
    "{}",
    "[null]",
    "[[[[]]]]",
    "\"\"",
    "{\"id\":\"{peer_id}\"}",
    "{\"id\":7}",
    "{\"comment_id\":\"{comment_id}\"}",
    "{\"text\":\"x\"}",
    "{\"text\":{\"text\":[]}}",
    "{\"attachment\":{\"type\":\"image\",\"payload\":7}}",
    "{\"attachments\":[{},7,null]}",
    "[{\"relative_url\":\"me\"},7,{\"relative_url\":\"{media_id}\
     /comments?limit=x\"}]",
    "[{\"name\":\"a\",\"relative_url\":\"me\"},{\"relative_url\":\"{result\
     =a:$.[*].[*]}\"}]",
    "comments{replies{from{id}}}",
    "media.limit(2){children{id},insights.metric\
     (reach)}",
    "insights.metric(reach).period(day)",
    "id,{",
    "a.b(c){d",
    "{media_id},{comment_id}",
    "reach",
    "views,likes",
    "day",
    "lifetime",
    "total_value",
    "this_month",
    "instagram",
    "9223372036854775807",
    "-9223372036854775808",
    "1e400",
    "2026-13-45",
    "2026-02-31",
    "QVFIUzE3OTE4ZAD",
    "post",
    "delete",
    "\u{202e}\u{0000}\u{fffd}",
    "سلام",
    "[{\"call_to_actions\":[{\"question\":1}]}]",
    "[{\"call_to_actions\":{}}]",
    "me",
    "%",
    "+",
];

#[derive(Debug, Clone)]
struct Asked {
    method: &'static str,
    version: Option<&'static str>,
    path: Vec<String>,
    query: Vec<(String, String)>,
    body: Body,
    token: &'static str,
}

#[derive(Debug, Clone)]
enum Body {
    None,
    Form(Vec<(String, String)>),
    Json(Vec<(String, String)>),
    Parts(Vec<(String, String)>),
    Raw(&'static str, Vec<u8>),
}

fn one_of(known: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        20 => select(known).prop_map(str::to_owned),
        1 => "\\PC{0,14}",
    ]
}

fn params() -> impl Strategy<Value = Vec<(String, String)>> {
    prop_oneof![
        2 => Just(Vec::new()),
        3 => vec((one_of(NAMES), one_of(VALUES)), 1..4),
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    let version = prop_oneof![8 => Just("v26.0"), 1 => select(VERSIONS)];
    let path = prop_oneof![
        1 => Just(Vec::new()),
        3 => one_of(NODES).prop_map(|node| vec![node]),
        9 => select(PAIRS).prop_map(|(node, edge)| vec![node.to_owned(), edge.to_owned()]),
        3 => (one_of(NODES), one_of(EDGES)).prop_map(|(node, edge)| vec![node, edge]),
        1 => vec(one_of(EDGES), 1..5),
    ];
    let types = &[
        "application/json",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
    ];
    let body = prop_oneof![
        6 => Just(Body::None),
        2 => params().prop_map(Body::Form),
        3 => params().prop_map(Body::Json),
        1 => params().prop_map(Body::Parts),
        1 => (select(types), vec(any::<u8>(), 0..60)).prop_map(|(kind, raw)| Body::Raw(kind, raw)),
    ];
    let token = prop_oneof![
        6 => Just("{token}"),
        4 => Just("{page_token}"),
        2 => Just("{user}"),
        1 => select(&["{app}", "rubbish", ""]),
    ];
    (
        select(METHODS),
        option::of(version),
        path,
        params(),
        body,
        token,
    )
        .prop_map(|(method, version, path, query, body, token)| Asked {
            method,
            version,
            path,
            query,
            body,
            token,
        })
}

/// The things that `{…}` stands for.
async fn things(trial: &Trial) -> Vec<(String, String)> {
    let mut things: Vec<(String, String)> = trial
        .fixture
        .as_object()
        .unwrap()
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect();
    let mut add = |name: &str, value: String| things.push((name.to_owned(), value));
    let said = trial.act(json!({"person": "sara", "do": "message", "text": "hi"}));
    add("thread", text(&said["conversation_id"]));
    add("mid", text(&said["mid"]));
    let (_, posts) = trial.get("/me/media?fields=media_type").await;
    let posts = posts["data"].as_array().unwrap();
    let album = posts
        .iter()
        .find(|one| one["media_type"] == "CAROUSEL_ALBUM");
    add("album", text(&album.unwrap()["id"]));
    let (_, stories) = trial.get("/me/stories").await;
    add("story", text(&stories["data"][0]["id"]));
    let user = trial
        .control("token", &json!({"kind": "facebook_long"}))
        .await;
    add("user", text(&user.1["token"]));
    let app = format!("{}|{}", trial.text("app_id"), trial.text("app_secret"));
    add("app", app);
    things
}

struct Caller<'a> {
    trial: &'a Trial,
    things: Vec<(String, String)>,
}

impl Caller<'_> {
    fn filled(&self, text: &str) -> String {
        let fill = |text: String, (name, value): &(String, String)| {
            text.replace(&format!("{{{name}}}"), value)
        };
        self.things.iter().fold(text.to_owned(), fill)
    }

    fn pairs(&self, pairs: &[(String, String)]) -> Vec<(String, String)> {
        let one = |(name, value): &(String, String)| (name.clone(), self.filled(value));
        pairs.iter().map(one).collect()
    }

    async fn call(&self, asked: &Asked) -> (u16, String) {
        let mut url = url::Url::parse(&self.trial.base).unwrap();
        let path = asked.path.iter().map(|part| self.filled(part));
        let version = asked.version.map(str::to_owned);
        url.path_segments_mut()
            .unwrap()
            .extend(version.into_iter().chain(path));
        let method = Method::from_bytes(asked.method.as_bytes()).unwrap();
        let mut request = self.trial.http.request(method, url);
        request = request.query(&self.pairs(&asked.query));
        let token = self.filled(asked.token);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        request = match &asked.body {
            Body::None => request,
            Body::Form(pairs) => request.form(&self.pairs(pairs)),
            Body::Json(pairs) => {
                let read = |text: &String| serde_json::from_str(text).unwrap_or(json!(text));
                let fields = self.pairs(pairs);
                let fields = fields
                    .iter()
                    .map(|(name, value)| (name.clone(), read(value)));
                request.json(&Value::Object(fields.collect()))
            }
            Body::Parts(pairs) => {
                let form = reqwest::multipart::Form::new();
                let parts = self.pairs(pairs).into_iter();
                request.multipart(parts.fold(form, |form, (name, value)| form.text(name, value)))
            }
            Body::Raw(kind, raw) => request.header("content-type", *kind).body(raw.clone()),
        };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

/// Meta's own shape of a refusal, of the Graph or of the code exchange.
fn is_refusal(body: &str) -> bool {
    let Ok(body) = serde_json::from_str::<Value>(body) else {
        return false;
    };
    let error = &body["error"];
    let graph = error["message"].is_string()
        && error["type"].is_string()
        && error["code"].is_u64()
        && error["fbtrace_id"].is_string();
    graph || (body["error_type"].is_string() && body["error_message"].is_string())
}

#[test]
fn every_refusal_is_metas() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let trial = runtime.block_on(Trial::new());
    let things = runtime.block_on(things(&trial));
    let caller = Caller {
        trial: &trial,
        things,
    };
    let well = std::cell::Cell::new(0_u32);
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let tried = TestRunner::new(config).run(&asked(), |asked| {
        // Each call in a second of its own: conversations allow two.
        trial.advance(1_000);
        let (status, body) = runtime.block_on(caller.call(&asked));
        // The pages and pictures of the simulator are no part of Meta's API.
        let own =
            asked.version.is_none() && asked.path.first().is_some_and(|first| first == "media");
        let page = own || body.starts_with("<!doctype html>");
        prop_assert!(status < 500, "{} {}", status, body);
        if status >= 400 && !page {
            prop_assert!(is_refusal(&body), "{} {}", status, body);
        }
        well.set(well.get() + u32::from(status == 200));
        Ok::<(), TestCaseError>(())
    });
    let well = well.get();
    tried.unwrap_or_else(|why| panic!("{why}"));
    assert!(
        well > CASES / 15,
        "only {well} were asked well: the test shows little"
    );
    let (status, body) = runtime.block_on(trial.get("/v26.0/me"));
    assert_eq!(status, 200, "{body}");
}
