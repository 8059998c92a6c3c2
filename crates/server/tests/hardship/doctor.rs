//! `palette doctor` beside a running installation: each trouble at Meta is one line with its mend.

use serde_json::json;

use crate::outside::{Outside, until};

/// What it prints.
async fn doctor(outside: &Outside, settings: &[(&str, &str)]) -> String {
    outside.palette(&["doctor"], "", settings).await.out
}

/// The line of a check, by the end of its name.
fn line<'a>(printed: &'a str, name: &str) -> &'a str {
    let named = |line: &&str| {
        line.split(": ")
            .next()
            .is_some_and(|head| head.ends_with(name))
    };
    printed
        .lines()
        .find(named)
        .unwrap_or_else(|| panic!("no {name}: {printed}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_trouble_at_meta_is_a_line_with_its_mend() {
    let outside = Outside::open(&[]).await;
    // How often it is asked here is no matter.
    outside
        .simulator
        .settings(&json!({"conversations_rate": 1_000}))
        .expect("a switch");
    let instance = outside.serve().await;
    let base = instance.base.clone();
    let here = [("PALETTE_HTTP__PUBLIC_URL", base.as_str())];
    let igsid = outside.says("sara", "سلام");
    until("the answer", async || !outside.sent_to(&igsid).is_empty()).await;

    let done = outside.palette(&["doctor"], "", &here).await;
    assert_eq!(done.code, Some(0), "{}", done.out);
    for name in [
        "graph version",
        "instagram app",
        "token",
        "token's life",
        "kind",
        "permissions",
        "access to messages",
        "subscription",
        "last webhook",
    ] {
        assert!(
            line(&done.out, name).starts_with("ok"),
            "{name}: {}",
            done.out
        );
    }
    // It answers the handshake; only https is wanting, which a test can't have.
    assert!(line(&done.out, "webhook address").contains("is no https address"));

    let printed = doctor(
        &outside,
        &[("PALETTE_HTTP__PUBLIC_URL", "http://127.0.0.1:1")],
    )
    .await;
    assert!(line(&printed, "webhook address").contains("does not answer"));
    let printed = doctor(&outside, &[("PALETTE_INSTAGRAM__API_VERSION", "v20.0")]).await;
    assert!(line(&printed, "graph version").contains("ended on 2026-09-24"));
    let other = [("PALETTE_INSTAGRAM__APP_SECRET", "facebooks-own-secret")];
    let printed = doctor(&outside, &other).await;
    assert!(
        line(&printed, "instagram app").contains("Instagram > API setup"),
        "{printed}"
    );

    let switched = json!({"message_access": false, "account_type": "PERSONAL"});
    outside.simulator.settings(&switched).expect("switches");
    let printed = doctor(&outside, &here).await;
    let off = line(&printed, "access to messages");
    assert!(
        off.starts_with("wrong") && off.contains("200/2534041"),
        "{off}"
    );
    assert!(line(&printed, "kind").contains("professional"), "{printed}");

    let url = format!("{}/control/token", outside.simulator.base_url());
    let kill = json!({"kill": outside.fixture["token"], "subcode": 460});
    let killed = outside
        .http
        .post(url)
        .json(&kill)
        .send()
        .await
        .expect("an answer");
    assert!(killed.status().is_success());
    let done = outside.palette(&["doctor"], "", &here).await;
    let dead = line(&done.out, "token");
    assert!(
        dead.contains("the password was changed") && dead.contains("190/460"),
        "{dead}"
    );
    assert_eq!(done.code, Some(1));
    assert_eq!(instance.terminate().await, Some(0));
}
