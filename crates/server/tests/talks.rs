//! Whole talks, as customers write them in three forms: from the webhook to what Instagram sends.
//!
//! The tables are the `.talk` files beside this one; `talks/script.rs` says how they are read.

#[expect(dead_code, reason = "each test uses the part of the house it needs")]
mod house;
#[path = "talks/run.rs"]
mod run;
#[path = "talks/script.rs"]
mod script;
#[path = "talks/shop.rs"]
mod shop;

async fn check(file: &str) {
    let talks = script::parse(file);
    assert!(!talks.is_empty());
    for database in house::engines().await {
        let wrong = run::play(&talks, database).await;
        assert!(
            wrong.is_empty(),
            "{} answers went wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
}

#[tokio::test]
async fn persian() {
    check(include_str!("talks/persian.talk")).await;
}

#[tokio::test]
async fn finglish() {
    check(include_str!("talks/finglish.talk")).await;
}

#[tokio::test]
async fn english() {
    check(include_str!("talks/english.talk")).await;
}

#[tokio::test]
async fn comments() {
    check(include_str!("talks/comments.talk")).await;
}

#[tokio::test]
async fn utterances() {
    check(include_str!("talks/utterances.talk")).await;
}

#[tokio::test]
async fn conversations_in_persian() {
    check(include_str!("talks/conversations_fa.talk")).await;
}

#[tokio::test]
async fn conversations_in_finglish() {
    check(include_str!("talks/conversations_finglish.talk")).await;
}

#[tokio::test]
async fn conversations_in_english() {
    check(include_str!("talks/conversations_en.talk")).await;
}
