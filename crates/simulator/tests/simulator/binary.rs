//! The binary alone: it says where it is, ends cleanly, and says what is wrong when it can't start.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};

fn simulator(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palette-simulator"));
    command
        .args(arguments)
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Waits for the line that says where it listens, and gives the address.
async fn address(child: &mut Child) -> String {
    let stderr = child.stderr.take().unwrap();
    let mut lines = BufReader::new(stderr).lines();
    let look = async {
        loop {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .expect("it says where it listens");
            if let Some((_, rest)) = line.split_once("listening on ") {
                return rest.split(';').next().unwrap_or_default().to_owned();
            }
        }
    };
    let address = tokio::time::timeout(Duration::from_secs(20), look)
        .await
        .unwrap();
    // The rest is read, so that the pipe never fills.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    address
}

#[tokio::test]
async fn it_runs_until_told_to_end_and_a_taken_port_is_named() {
    let folder =
        std::env::temp_dir().join(format!("palette-simulator-alone-{}", std::process::id()));
    let file = folder.join("state.json");
    let file = file.to_str().unwrap();
    let mut child = simulator(&["--listen", "127.0.0.1:0", "--state", file])
        .spawn()
        .unwrap();
    let base = address(&mut child).await;
    let fixture: serde_json::Value = reqwest::get(format!("{base}/control/fixture"))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(fixture["base_url"], serde_json::json!(base));

    let listen = base.trim_start_matches("http://");
    let mut second = simulator(&["--listen", listen]).spawn().unwrap();
    let mut told = String::new();
    second
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut told)
        .await
        .unwrap();
    assert_eq!(second.wait().await.unwrap().code(), Some(3));
    assert!(told.contains(listen), "{told}");

    let id = child.id().unwrap().to_string();
    let killed = Command::new("kill")
        .args(["-TERM", &id])
        .status()
        .await
        .unwrap();
    assert!(killed.success());
    let ended = tokio::time::timeout(Duration::from_secs(20), child.wait())
        .await
        .unwrap();
    assert_eq!(ended.unwrap().code(), Some(0));
    assert!(
        std::fs::read_to_string(file)
            .unwrap()
            .contains(&crate::common::text(&fixture["token"]))
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn help_and_wrong_use() {
    let help = Command::new(env!("CARGO_BIN_EXE_palette-simulator"))
        .arg("--help")
        .output();
    let help = help.await.unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success() && text.contains("--webhook") && text.contains("/control"));
    let wrong = Command::new(env!("CARGO_BIN_EXE_palette-simulator"))
        .arg("--fly")
        .output();
    assert_eq!(wrong.await.unwrap().status.code(), Some(2));
}

#[tokio::test]
async fn an_audience_and_switches_are_there_from_the_start() {
    let options = [
        "--listen",
        "127.0.0.1:0",
        "--accounts",
        "2",
        "--audience",
        "6000",
        "--temper",
        "giveaway",
        "--set",
        "throttle_status=429",
        "--set",
        "echo=before",
    ];
    let mut child = simulator(&options).spawn().unwrap();
    let base = address(&mut child).await;
    let read = async |path: &str| -> serde_json::Value {
        let answer = reqwest::get(format!("{base}/control/{path}")).await;
        answer.unwrap().json().await.unwrap()
    };
    let settings = read("settings").await;
    assert_eq!(settings["throttle_status"], 429);
    assert_eq!(settings["echo"], "before");
    assert_eq!(read("audience").await["temper"], "giveaway");
    let lively = async {
        while read("state").await["comments"].as_u64().unwrap() < 5 {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(20), lively).await;
    waited.expect("the audience should write");

    let wrong = simulator(&["--listen", "127.0.0.1:0", "--set", "echo=loud"]).output();
    let wrong = wrong.await.unwrap();
    assert_eq!(wrong.status.code(), Some(3));
    let told = String::from_utf8(wrong.stderr).unwrap();
    assert!(told.contains("loud") && told.contains("before"), "{told}");
}
