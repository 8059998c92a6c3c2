//! The walk of the README: each line of it works.

use std::process::Command;

use palette_simulator::{Options, start};

const README: &str = include_str!("../../README.md");

/// The shell lines of the walk.
fn walk() -> &'static str {
    let (_, rest) = README.split_once("```sh\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_line_of_the_walk_works() {
    let sim = start(Options::default()).await.unwrap();
    let script = walk().replace("http://127.0.0.1:4010", &sim.base_url());
    assert!(script.contains(&sim.base_url()));
    let run = move || Command::new("sh").args(["-euc", &script]).output();
    let done = tokio::task::spawn_blocking(run).await.unwrap();
    let done = done.expect("sh and curl are needed");
    let told = String::from_utf8_lossy(&done.stdout);
    let complaint = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}\n{complaint}");
    for part in [
        "access_token",
        "\"user_id\"",
        "message_id",
        "2534022",
        "viral_reel",
        "\"violations\":{\"window\":1}",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}\n{complaint}");
    }
    // A message, a private reply, a reply in public; and one that was refused.
    let state = sim.state();
    assert_eq!(state["sends"], 3, "{state}");
    assert!(state["comments"].as_u64().unwrap() > 100, "{state}");
}
