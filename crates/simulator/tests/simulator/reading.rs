//! Reading and changing: account, media, comments, conversations, profiles, subscriptions.

use serde_json::{Value, json};

use crate::common::{Trial, refused, text};

#[tokio::test]
async fn fields_nest_and_unknown_ones_are_refused() {
    let trial = Trial::new().await;
    let (_, me) = trial
        .get("/v26.0/me?fields=username,media.limit(2){caption,owner}")
        .await;
    assert_eq!(me["media"]["data"].as_array().unwrap().len(), 2);
    assert!(
        me["media"]["paging"]["next"]
            .as_str()
            .unwrap()
            .contains("/v26.0/")
    );
    assert_eq!(
        me["media"]["data"][0]["owner"]["id"],
        trial.fixture["ig_id"]
    );
    let by_id = format!("/v26.0/{}?fields=username", trial.text("ig_id"));
    assert_eq!(trial.get(&by_id).await.1["username"], me["username"]);
    let wrong = trial.get("/v26.0/me?fields=username,shoe_size").await;
    assert_eq!(refused(&wrong), (100, None));
    assert!(
        wrong.1["error"]["message"]
            .as_str()
            .unwrap()
            .contains("nonexisting field (shoe_size)")
    );
    assert_eq!(
        refused(&trial.get("/v26.0/me?fields=media{").await),
        (2500, None)
    );
}

#[tokio::test]
async fn pages_follow_their_cursors_to_the_end() {
    let trial = Trial::new().await;
    let mut address = format!("{}/v26.0/me/media?fields=id&limit=5", trial.base);
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        let request = trial.http.get(&address).bearer_auth(trial.text("token"));
        let page: Value = request.send().await.unwrap().json().await.unwrap();
        seen.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| text(&one["id"])),
        );
        pages += 1;
        match page["paging"]["next"].as_str() {
            Some(next) => next.clone_into(&mut address),
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (12, 3));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 12);
    assert_eq!(
        refused(&trial.get("/me/media?after=rubbish").await),
        (100, None)
    );
    assert_eq!(
        refused(&trial.get("/me/media?limit=none").await),
        (100, None)
    );
}

#[tokio::test]
async fn comments_are_read_and_answered() {
    let mut trial = Trial::new().await;
    let media = trial.text("media_id");
    let first =
        trial.act(json!({"person": "ana", "do": "comment", "text": "one", "media_id": media}));
    trial.next().await;
    trial.advance(1_000);
    let id = text(&first["comment_id"]);
    let (_, made) = trial
        .post(&format!("/v26.0/{id}/replies?message=hello"), &json!({}))
        .await;
    let own = trial.next().await;
    assert_eq!(own.change()["id"], made["id"]);
    assert_eq!(own.change()["parent_id"], json!(id));
    assert_eq!(own.change()["from"]["id"], trial.fixture["ig_id"]);
    assert!(own.change()["from"]["self_ig_scoped_id"].is_string());
    // A reply to a reply lands on the top-level comment.
    let under = format!("/v26.0/{}/replies", text(&made["id"]));
    let (_, second) = trial.post(&under, &json!({"message": "again"})).await;
    let again = trial.next().await;
    assert_eq!(
        (&again.change()["id"], &again.change()["parent_id"]),
        (&second["id"], &json!(id))
    );

    let list = format!("/v26.0/{media}/comments?fields=id,text,hidden,from,replies{{text}}");
    let (_, page) = trial.get(&list).await;
    assert_eq!(page["data"][0]["id"], json!(id));
    assert_eq!(
        page["data"][0]["replies"]["data"].as_array().unwrap().len(),
        2
    );
    assert_eq!(page["data"][0]["from"]["id"], first["igsid"]);
}

#[tokio::test]
async fn comments_are_hidden_shown_and_deleted() {
    let trial = Trial::new().await;
    let media = trial.text("media_id");
    let id = trial.act(json!({"person": "ana", "do": "comment", "text": "one"}));
    let id = text(&id["comment_id"]);
    let node = format!("/v26.0/{id}");
    let hidden =
        async |trial: &Trial| trial.get(&format!("{node}?fields=hidden")).await.1["hidden"].clone();
    assert_eq!(
        trial.post(&format!("{node}?hide=true"), &json!({})).await.1,
        json!({"success": true})
    );
    assert_eq!(hidden(&trial).await, json!(true));
    let refusal = trial
        .post(&format!("{node}/replies?message=x"), &json!({}))
        .await;
    assert_eq!(refused(&refusal), (100, None));
    trial.post(&format!("{node}?hide=false"), &json!({})).await;
    assert_eq!(hidden(&trial).await, json!(false));
    assert_eq!(
        refused(&trial.post(&format!("{node}?hide=maybe"), &json!({})).await),
        (100, None)
    );
    assert_eq!(trial.delete(&node).await, (200, json!({"success": true})));
    assert_eq!(refused(&trial.get(&node).await), (100, Some(33)));

    trial
        .post(&format!("/v26.0/{media}?comment_enabled=false"), &json!({}))
        .await;
    let closed = trial
        .post(&format!("/v26.0/{media}/comments?message=x"), &json!({}))
        .await;
    assert_eq!(refused(&closed), (100, None));
    let kinds: Vec<_> = trial
        .sim
        .sends()
        .iter()
        .map(|one| text(&one["kind"]))
        .collect();
    let expected = [
        "hide",
        "comment_reply",
        "unhide",
        "delete_comment",
        "comment",
    ];
    assert_eq!(kinds, expected);
}

#[tokio::test]
async fn a_profile_needs_consent() {
    let trial = Trial::new().await;
    let comment = trial.act(json!({"person": "ana", "do": "comment", "text": "price?"}));
    let path = format!("/v26.0/{}?fields=name,username", text(&comment["igsid"]));
    assert_eq!(refused(&trial.get(&path).await), (230, None));
    trial.act(json!({"person": "ana", "do": "message", "text": "hi", "name": "Ana"}));
    assert_eq!(trial.get(&path).await.1["name"], "Ana");
    let wrong = trial.get(&format!("{path},biography")).await;
    assert_eq!(refused(&wrong), (100, None));
    trial.act(json!({"person": "ana", "do": "block"}));
    assert_eq!(refused(&trial.get(&path).await), (9010, None));
    // What a commenter may not show is no breach of a rule.
    assert_eq!(trial.violations(), json!({}));
}

#[tokio::test]
async fn conversations_show_the_newest_twenty() {
    let trial = Trial::new().await;
    let mut mids = Vec::new();
    let mut igsid = Value::Null;
    for number in 0..22 {
        let act = json!({"person": "ana", "do": "message", "text": format!("m {number}")});
        let answer = trial.act(act);
        mids.push(text(&answer["mid"]));
        igsid = answer["igsid"].clone();
        trial.advance(1_000);
    }
    let path = format!(
        "/v26.0/me/conversations?platform=instagram&user_id={}",
        text(&igsid)
    );
    let (_, list) = trial.get(&path).await;
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    let thread = text(&list["data"][0]["id"]);
    assert_eq!(thread.len(), 110);
    trial.advance(1_000);
    let path = format!("/v26.0/{thread}?fields=messages.limit(50){{id,message,from}}");
    let (_, shown) = trial.get(&path).await;
    let messages = shown["messages"]["data"].as_array().unwrap();
    assert_eq!(
        (messages.len(), messages[0]["message"].as_str()),
        (22, Some("m 21"))
    );
    assert!(messages[19]["message"].is_string() && messages[20]["message"].is_null());
    assert_eq!(
        trial
            .get(&format!("/v26.0/{}?fields=message", mids[21]))
            .await
            .1["message"],
        "m 21"
    );
    // Two calls a second are all there are.
    assert_eq!(
        refused(&trial.get(&format!("/v26.0/{}", mids[21])).await),
        (613, Some(2_534_040))
    );
    trial.advance(1_000);
    assert_eq!(
        refused(&trial.get(&format!("/v26.0/{}", mids[0])).await),
        (9_000_001, None)
    );
    assert_eq!(trial.violations(), json!({"conversations_rate": 1}));
    trial.advance(1_000);
    trial.act(json!({"person": "ana", "do": "unsend", "mid": mids[21]}));
    assert_eq!(
        refused(&trial.get(&format!("/v26.0/{}", mids[21])).await),
        (9_000_001, None)
    );
    let none = trial
        .get("/v26.0/me/conversations?platform=instagram&user_id=1")
        .await;
    assert_eq!(none.1, json!({"data": []}));
}

#[tokio::test]
async fn who_unsubscribes_hears_no_more() {
    let mut trial = Trial::new().await;
    let path = format!("/v26.0/{}/subscribed_apps", trial.text("ig_id"));
    let fields = json!({"subscribed_fields": ["comments", "messages"]});
    assert_eq!(trial.post(&path, &fields).await.1, json!({"success": true}));
    let (_, shown) = trial.get(&path).await;
    assert_eq!(
        shown["data"][0]["subscribed_fields"],
        json!(["comments", "messages"])
    );
    let wrong = json!({"subscribed_fields": "comments,holograms"});
    assert_eq!(refused(&trial.post(&path, &wrong).await), (100, None));
    assert_eq!(refused(&trial.post(&path, &json!({})).await), (100, None));
    trial
        .acted(json!({"person": "ana", "do": "message", "text": "heard"}))
        .await;
    trial.delete(&path).await;
    trial.act(json!({"person": "ana", "do": "message", "text": "unheard"}));
    assert_eq!(trial.sim.pending(), 0);
    trial.post(&path, &fields).await;
    let next = trial
        .acted(json!({"person": "ana", "do": "message", "text": "heard again"}))
        .await;
    assert_eq!(next.event()["message"]["text"], "heard again");
}

#[tokio::test]
async fn what_a_message_answers_is_read_back_with_whose_it_was() {
    let trial = Trial::new().await;
    let first = trial.act(json!({"person": "sara", "do": "message", "text": "first"}));
    let sent = trial.say(&first["igsid"], "an answer").await.1;
    for (answered, own) in [(&first["mid"], true), (&sent["message_id"], false)] {
        let answer = json!({"person": "sara", "do": "message", "text": "re", "reply_to": answered});
        let mid = trial.act(answer)["mid"].clone();
        trial.advance(1_000);
        let path = format!("/v26.0/{}?fields=reply_to", text(&mid));
        let (_, read) = trial.get(&path).await;
        let expected = json!({"mid": answered, "is_self_reply": own});
        assert_eq!(read["reply_to"], expected, "{read}");
    }
}

#[tokio::test]
async fn comments_of_who_is_restricted_are_in_no_list() {
    let trial = Trial::new().await;
    let media = trial.text("media_id");
    let said =
        trial.act(json!({"person": "rude", "do": "comment", "text": "boo", "media_id": media}));
    let path = format!("/v26.0/{media}/comments?fields=id");
    let listed = async || trial.get(&path).await.1.to_string();
    let id = text(&said["comment_id"]);
    assert!(listed().await.contains(&id));
    trial.act(json!({"person": "rude", "do": "restrict"}));
    assert!(!listed().await.contains(&id));
    trial.act(json!({"person": "rude", "do": "unrestrict"}));
    assert!(listed().await.contains(&id));
}
