//! Setting up, serving, stopping, and what is said when something is wrong.

use crate::outside::{Outside, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_set_up_while_nothing_runs_and_while_it_serves() {
    let mut outside = Outside::bare(&[]).await;
    let words = [
        "business",
        "create",
        "--name",
        "N",
        "--owner-email",
        "b@c.test",
    ];
    let words = [&words[..], &["--owner-name", "B"]].concat();
    let invited = outside.palette(&words, "", &[]).await.json();
    assert!(
        invited["invitation"]
            .as_str()
            .is_some_and(|link| link.starts_with("http"))
    );
    let short = outside.palette(&words, "short", &[]).await;
    assert_eq!(
        (short.code, short.err.lines().count()),
        (Some(2), 1),
        "{}",
        short.err
    );
    outside.create_business().await;
    let before = outside.connect_account().await;

    let mut instance = outside.serve().await;
    let again = outside.connect_account().await;
    assert_eq!(
        before["account_id"], again["account_id"],
        "connected twice is one account"
    );
    let igsid = outside.says("sara", "سلام");
    until("the answer", async || !outside.sent_to(&igsid).is_empty()).await;

    instance.sign_in(&outside.http).await;
    let events = format!(
        "{}/api/v1/events?business_id={}",
        instance.base, outside.business
    );
    let stream = outside
        .http
        .get(events)
        .header("cookie", &instance.cookie)
        .send()
        .await;
    let mut stream = stream.expect("a stream");
    assert_eq!(stream.status(), 200);
    assert!(stream.chunk().await.expect("an event").is_some());
    assert_eq!(
        instance.terminate().await,
        Some(0),
        "stopped with an open stream"
    );
    while stream.chunk().await.is_ok_and(|chunk| chunk.is_some()) {}
    outside.assert_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn with_adaptive_quiet_time_a_message_is_answered_too() {
    let mut outside = Outside::open(&[]).await;
    outside.forget("PALETTE_TURNS__QUIET_TIME_MS");
    let instance = outside.serve().await;
    let igsid = outside.says("sara", "ساعت کاری شما چیه؟");
    until("the answer", async || !outside.sent_to(&igsid).is_empty()).await;
    assert_eq!(instance.terminate().await, Some(0));
}

/// Words of the command line, settings, the exit status, and what its one sentence names.
type Wrong<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], i32, &'a str);

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_one_sentence_and_its_status() {
    let outside = Outside::open(&[]).await;
    let instance = outside.serve().await;
    let taken = instance.base.trim_start_matches("http://").to_owned();
    let port = taken.rsplit(':').next().expect("a port").to_owned();
    let refused = "postgres://palette:a-password-nobody-logs@127.0.0.1:1/palette";
    let cases: [Wrong<'_>; 9] = [
        (&["serve"], &[("PALETTE_HTTP__LISTEN", &taken)], 3, &port),
        (
            &["serve"],
            &[("PALETTE_HTTP__METRICS_LISTEN", &taken)],
            3,
            "METRICS_LISTEN",
        ),
        (
            &["serve"],
            &[("PALETTE_HTTP__LISTEN", "here")],
            2,
            "PALETTE_HTTP__LISTEN",
        ),
        (
            &["serve", "--check"],
            &[("PALETTE_TURNS__WORKERS", "0")],
            2,
            "workers",
        ),
        (&["serve"], &[("PALETTE_LOG", "=/=")], 2, "log"),
        (
            &["serve"],
            &[("PALETTE_DATA_DIR", "/proc/nowhere")],
            3,
            "/proc/nowhere",
        ),
        (
            &["serve"],
            &[("PALETTE_DATABASE_URL", "mysql://x")],
            2,
            "database_url",
        ),
        (
            &["serve"],
            &[("PALETTE_DATABASE_URL", refused)],
            3,
            "PostgreSQL",
        ),
        (
            &["doctor"],
            &[("PALETTE_DATABASE_URL", refused)],
            1,
            "found something",
        ),
    ];
    for (words, settings, code, named) in cases {
        let done = outside.palette(words, "", settings).await;
        assert_eq!(
            done.code,
            Some(code),
            "{words:?} {settings:?}: {}",
            done.err
        );
        assert!(
            done.err.contains(named),
            "{words:?} {settings:?}: {}",
            done.err
        );
        assert_eq!(done.err.trim_end().lines().count(), 1, "{}", done.err);
        assert!(
            !done.err.contains("nobody-logs"),
            "a password is told: {}",
            done.err
        );
    }
    assert_eq!(outside.palette(&["doctor"], "", &[]).await.code, Some(0));
    assert_eq!(instance.terminate().await, Some(0));
}
