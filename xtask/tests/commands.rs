//! The workshop from outside: exit statuses and sentences, before anything is built.

use std::net::TcpListener;
use std::process::{Command, Output};

fn xtask(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(args)
        .output()
        .unwrap()
}

#[track_caller]
fn check(args: &[&str], status: i32, said: &str) {
    let Output {
        status: ended,
        stdout,
        stderr,
    } = xtask(args);
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(ended.code(), Some(status), "{args:?}: {stderr}");
    assert!(stderr.contains(said), "{args:?}: {stderr}");
    assert!(
        stdout.is_empty(),
        "{args:?} printed {:?}",
        String::from_utf8_lossy(&stdout)
    );
}

#[test]
fn wrong_use_ends_with_two() {
    check(&["no-such-command"], 2, "no-such-command");
    check(&["demo", "--engine", "oracle"], 2, "oracle");
    check(&["sim", "--seeds", "0"], 2, "--seeds");
    check(
        &["bench", "no-such-bench"],
        2,
        "there are understanding, ingest",
    );
}

#[test]
fn a_taken_port_ends_with_three_and_is_named() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    check(&["demo", "--json", "--port", &port], 3, &port);
}

#[test]
fn a_missing_tool_ends_with_three_and_its_mend() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["demo", "--json"])
        .env("PATH", "/nowhere")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("apt-get install gcc"), "{stderr}");
}
