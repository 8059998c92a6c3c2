//! The ways to ask: fields with modifiers, pages in both directions, many ids, batches, versions.

use serde_json::{Value, json};

use crate::common::{DAY, START, Trial, answered, refused, text};

fn ids(list: &Value) -> Vec<String> {
    let data = list["data"].as_array().unwrap();
    data.iter().map(|one| text(&one["id"])).collect()
}

/// The path and query of an address of the simulator.
fn path_of(trial: &Trial, address: &Value) -> String {
    let address = text(address);
    let path = address.strip_prefix(&trial.base);
    path.unwrap_or_else(|| panic!("{address} is not of {}", trial.base))
        .to_owned()
}

async fn asked(trial: &Trial, path: &str) -> Value {
    let (status, answer) = trial.get(path).await;
    assert_eq!(status, 200, "{path} {answer}");
    answer
}

#[tokio::test]
async fn pages_lead_forth_and_back_with_all_that_was_asked() {
    let trial = Trial::new().await;
    let all = ids(&asked(&trial, "/v26.0/me/media").await);
    let fields = "fields=id,comments.limit(1){text}&limit=5";
    let first = asked(&trial, &format!("/v26.0/me/media?{fields}")).await;
    assert!(first["paging"].get("previous").is_none());
    let second = path_of(&trial, &first["paging"]["next"]);
    assert!(
        second.contains("limit=5") && second.contains("comments.limit"),
        "{second}"
    );
    let second = asked(&trial, &second).await;
    let third = asked(&trial, &path_of(&trial, &second["paging"]["next"])).await;
    assert!(third["paging"].get("next").is_none());
    assert_eq!([ids(&first), ids(&second), ids(&third)].concat(), all);
    let back = asked(&trial, &path_of(&trial, &third["paging"]["previous"])).await;
    assert_eq!(ids(&back), ids(&second));
    let wrong = trial.get("/v26.0/me/media?before=nonsense").await;
    assert_eq!(refused(&wrong), (100, None));
}

#[tokio::test]
async fn a_nested_list_goes_on_at_an_address_of_its_own() {
    let trial = Trial::new().await;
    let media = trial.text("media_id");
    for place in 0..4 {
        let said = format!("comment {place}");
        trial.act(json!({"person": "sara", "do": "comment", "text": said, "media_id": media}));
        trial.advance(1_000);
    }
    let fields = "comments.limit(2){text,from{username}}.order(chronological)";
    let node = asked(&trial, &format!("/v26.0/{media}?fields={fields}")).await;
    let list = &node["comments"];
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    let newest = asked(&trial, &format!("/v26.0/{media}/comments")).await;
    let mut expected = ids(&newest);
    expected.reverse();
    assert_eq!(ids(list), expected[..2]);
    let next = asked(&trial, &path_of(&trial, &list["paging"]["next"])).await;
    assert_eq!(ids(&next), expected[2..4]);
    // It shows what the first page showed.
    let from = &next["data"][0]["from"];
    assert!(
        from["username"].is_string() && next["data"][0]["text"].is_string(),
        "{next}"
    );
    let wrong = format!("/v26.0/{media}/comments?order=random");
    assert_eq!(refused(&trial.get(&wrong).await), (100, None));
}

#[tokio::test]
async fn fields_are_picked_renamed_and_refused() {
    let trial = Trial::new().await;
    let (media, comment) = (trial.text("media_id"), trial.text("comment_id"));
    let node = asked(&trial, &format!("/v26.0/{comment}?fields=from{{username}}")).await;
    let from = node["from"].as_object().unwrap();
    assert_eq!(from.len(), 2, "an id comes along: {node}");
    let renamed = format!("/v26.0/{media}?fields=like_count.as(hearts)");
    assert!(asked(&trial, &renamed).await["hearts"].is_number());
    let deep = format!("/v26.0/{comment}?fields=media{{id,caption,owner{{username}}}}");
    let node = asked(&trial, &deep).await;
    assert_eq!(
        node["media"]["owner"]["username"],
        trial.fixture["username"]
    );
    let listed = format!("/v26.0/{media}?fields=[\"id\",\"shortcode\"]");
    assert!(asked(&trial, &listed).await["shortcode"].is_string());
    for (fields, code, words) in [
        ("from{shoe_size}", 100, "nonexisting field (shoe_size)"),
        (
            "replies{shoe_size}",
            100,
            "nonexisting field (shoe_size) on node type (IGComment)",
        ),
        ("text{length}", 100, "Subfields are not supported"),
        ("text,{", 2500, "Syntax error"),
        ("media.limit(1", 2500, "Syntax error"),
    ] {
        trial
            .act(json!({"person": "a", "do": "reply_comment", "text": "x", "comment_id": comment}));
        let answer = trial
            .get(&format!("/v26.0/{comment}?fields={fields}"))
            .await;
        assert_eq!(refused(&answer).0, code, "{fields} {}", answer.1);
        assert!(
            answer.1.to_string().contains(words),
            "{fields} {}",
            answer.1
        );
    }
    let many = vec!["id"; 500].join(",");
    assert_eq!(
        refused(&trial.get(&format!("/v26.0/me?fields={many}")).await).0,
        1
    );
}

#[tokio::test]
async fn posts_are_bounded_by_time() {
    let trial = Trial::new().await;
    let posts = asked(&trial, "/v26.0/me/media?fields=timestamp").await;
    let count = |query: String| {
        let trial = &trial;
        async move { ids(&asked(trial, &format!("/v26.0/me/media?{query}")).await).len() }
    };
    let all = ids(&posts).len();
    let middle = (START - 45 * DAY) / 1_000;
    let (young, old) = (
        count(format!("since={middle}")).await,
        count(format!("until={middle}")).await,
    );
    assert!(young > 0 && old > 0);
    assert_eq!(young + old, all);
    assert_eq!(count("since=2020-01-01".to_owned()).await, all);
    assert_eq!(
        refused(&trial.get("/v26.0/me/media?since=soon").await),
        (100, None)
    );
}

#[tokio::test]
async fn many_ids_are_asked_for_at_once() {
    let trial = Trial::new().await;
    let posts = ids(&asked(&trial, "/v26.0/me/media?limit=3").await);
    let all = posts.join(",");
    let nodes = asked(&trial, &format!("/v26.0/?ids={all}&fields=permalink")).await;
    assert_eq!(nodes.as_object().unwrap().len(), 3);
    let lists = asked(&trial, &format!("/comments?ids={all}&limit=1")).await;
    assert_eq!(ids(&lists[&posts[0]]).len(), 1);
    // One that is not there refuses all.
    let one = asked(&trial, &format!("/v26.0/?id={}&fields=permalink", posts[0])).await;
    assert_eq!(one["id"], json!(posts[0]));
    let wrong = trial.get(&format!("/v26.0/?ids={all},17999")).await;
    assert_eq!(refused(&wrong), (100, Some(33)));
    assert_eq!(refused(&trial.get("/v26.0/?ids=").await).0, 2500);
    let many = vec!["1"; 51].join(",");
    assert_eq!(refused(&trial.get(&format!("/?ids={many}")).await).0, 100);
}

#[tokio::test]
async fn a_batch_answers_each_call_and_later_ones_speak_of_earlier() {
    let mut trial = Trial::new().await;
    let media = trial.text("media_id");
    let batch = json!([
        {"method": "GET", "relative_url": "me/media?limit=2", "name": "posts"},
        {"method": "GET", "relative_url": "?ids={result=posts:$.data[*].id}&fields=permalink"},
        {"method": "POST", "relative_url": format!("v26.0/{media}/comments"),
         "body": "message=%D8%B3%D9%84%D8%A7%D9%85+all"},
        {"method": "GET", "relative_url": "me", "access_token": "rubbish"},
        {"method": "GET", "relative_url": "me?access_token=rubbish"},
        {"method": "POST", "relative_url": "", "body": "batch=[]"},
        {"relative_url": 7},
    ]);
    let body = json!({"batch": batch.to_string(), "include_headers": false});
    let (status, answers) = trial.post("/v26.0", &body).await;
    assert_eq!(status, 200, "{answers}");
    let codes: Vec<i64> = answers
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_i64().unwrap_or(0))
        .collect();
    // The first is named, went well, and is left out.
    assert_eq!(codes, [0, 200, 200, 200, 400, 400, 400], "{answers}");
    assert!(answers[0].is_null() && answers[1].get("headers").is_none());
    let nodes: Value = serde_json::from_str(&text(&answers[1]["body"])).unwrap();
    assert_eq!(nodes.as_object().unwrap().len(), 2);
    // What a batch writes is told as what any call writes.
    assert_eq!(trial.next().await.change()["text"], "سلام all");
    for wrong in [
        json!("x"),
        json!([]),
        json!(vec![json!({"relative_url": "me"}); 51]),
    ] {
        assert_eq!(
            refused(&trial.post("/", &json!({"batch": wrong})).await).0,
            100
        );
    }
}

#[tokio::test]
async fn versions_are_told_raised_and_refused() {
    let trial = Trial::new().await;
    for (path, expected) in [
        ("/v26.0/me", "v26.0"),
        ("/v27.0/me", "v27.0"),
        ("/v21.0/me", "v21.0"),
        ("/me", "v20.0"),
        ("/v3.2/me", "v20.0"),
    ] {
        let url = format!("{}{path}", trial.base);
        let request = trial.http.get(url).bearer_auth(trial.text("token"));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["facebook-api-version"], expected, "{path}");
    }
    // The simulated clock says which have ended.
    trial.advance(200 * DAY);
    let token = trial.sim.fixture().unwrap()["token"].clone();
    let url = format!("{}/me?access_token={}", trial.base, text(&token));
    let answer = trial.http.get(url).send().await.unwrap();
    assert_eq!(answer.headers()["facebook-api-version"], "v22.0");
    for path in ["/v28.0/me", "/v26.1/me", "/v0.0/me"] {
        assert_eq!(refused(&trial.get(path).await).0, 2500, "{path}");
    }
}

#[tokio::test]
async fn forms_with_brackets_and_errors_with_status_200() {
    let trial = Trial::new().await;
    let url = format!("{}/v26.0/me/messages", trial.base);
    let peer = trial.text("peer_id");
    let form = [
        ("recipient[id]", peer.as_str()),
        ("message[text]", "as PHP writes"),
    ];
    let request = trial.http.post(url).bearer_auth(trial.text("token"));
    let (status, sent) = answered(request.form(&form)).await;
    assert_eq!(status, 200, "{sent}");
    let answer = trial.get("/v26.0/17999?suppress_http_code=1").await;
    assert_eq!((answer.0, refused(&answer)), (200, (100, Some(33))));
    // A refusal names the method that it refuses.
    let gone = trial.delete("/v26.0/17999").await;
    assert!(
        gone.1.to_string().contains("Unsupported delete request"),
        "{}",
        gone.1
    );
}

#[tokio::test]
async fn what_a_client_has_already_is_not_sent_again() {
    let trial = Trial::new().await;
    let url = format!("{}/v26.0/me?fields=username", trial.base);
    let ask = || trial.http.get(&url).bearer_auth(trial.text("token"));
    let first = ask().send().await.unwrap();
    let tag = first.headers()["etag"].clone();
    assert_eq!(
        first.headers()["content-type"],
        "application/json; charset=UTF-8"
    );
    let again = ask().header("if-none-match", &tag).send().await.unwrap();
    assert_eq!(again.status(), 304);
    trial
        .control("account", &json!({"username": "renamed"}))
        .await;
    let changed = ask().header("if-none-match", &tag).send().await.unwrap();
    assert_eq!(changed.status(), 200);
    let wrong = trial
        .http
        .get(format!("{}/v26.0/me", trial.base))
        .send()
        .await
        .unwrap();
    let trace = wrong.headers()["x-fb-trace-id"].clone();
    let body: Value = wrong.json().await.unwrap();
    assert_eq!(body["error"]["fbtrace_id"], trace.to_str().unwrap());
}
