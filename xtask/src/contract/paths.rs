//! The product's paths: webhooks, callbacks, health, dashboard.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::world::{METRICS_TOKEN, World};
use super::{Row, row};
use crate::http::Client;
use crate::sign;

pub const ROWS: &[Row] = &[
    row(
        "the webhook's handshake echoes the challenge for the right token only",
        handshake,
    ),
    row(
        "a signed event is taken, an unsigned or mis-signed one is not",
        signatures,
    ),
    row(
        "a body that is no JSON, or too large, has its own status",
        bad_bodies,
    ),
    row("both OAuth callbacks are there", callbacks),
    row("the document and its reference page are served", document),
    row(
        "events are a stream for a signed-in member, and for nobody else",
        events,
    ),
    row("health, readiness and metrics answer", health),
    row("the root is the dashboard", dashboard),
    row("what comes later answers 404 or \"not yet\"", later),
];

fn product(world: &mut World) -> anyhow::Result<String> {
    Ok(world
        .demo()?
        .ready
        .dashboard
        .trim_end_matches('/')
        .to_owned())
}

fn handshake(world: &mut World) -> anyhow::Result<()> {
    let ready = &world.demo()?.ready;
    let ask = |token: &str| {
        let query = format!("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}");
        Client::new().get(&format!("{}?{query}", ready.webhook))
    };
    let good = ask(&ready.verify_token)?;
    ensure!(
        good.status == 200 && good.body == "1158201444",
        "{} {}",
        good.status,
        good.body
    );
    let bad = ask("wrong")?;
    ensure!(
        (400..500).contains(&bad.status),
        "a wrong token: {}",
        bad.status
    );
    Ok(())
}

/// Delivers a body to the demo's webhook; gives the status.
fn deliver(world: &mut World, body: &str, signature: Option<&str>) -> anyhow::Result<u16> {
    let ready = &world.demo()?.ready;
    let made = sign::signature(&ready.app_secret, body.as_bytes())?;
    let signature = signature.unwrap_or(&made);
    let headers = [
        ("content-type", "application/json"),
        ("x-hub-signature-256", signature),
    ];
    let headers = if signature.is_empty() {
        &headers[..1]
    } else {
        &headers[..]
    };
    Ok(Client::new()
        .send("POST", &ready.webhook, Some(body), headers)?
        .status)
}

fn signatures(world: &mut World) -> anyhow::Result<()> {
    let ig_id = world.demo()?.ready.ig_id.clone();
    let event = json!({
        "object": "instagram",
        "entry": [{ "id": ig_id, "time": 1_700_000_000, "changes": [
            { "field": "a_field_of_the_future", "value": { "text": "?" } }
        ] }]
    });
    let body = event.to_string();
    let good = deliver(world, &body, None)?;
    ensure!(good == 200, "a signed event of an unknown kind: {good}");
    for wrong in [
        "",
        "sha256=00",
        "sha1=00",
        &format!("sha256={}", "0".repeat(64)),
    ] {
        let status = deliver(world, &body, Some(wrong))?;
        ensure!(status == 401, "signature {wrong:?}: {status}");
    }
    Ok(())
}

fn bad_bodies(world: &mut World) -> anyhow::Result<()> {
    let status = deliver(world, "no JSON", None)?;
    ensure!(status == 400, "no JSON: {status}");
    let large = "x".repeat(8 * 1024 * 1024);
    let length = large.len();
    let request = format!("POST /webhooks/instagram HTTP/1.1\r\ncontent-length: {length}\r\n");
    let head = head_of(&product(world)?, &request, &large)?;
    ensure!(
        head.starts_with("http/1.1 413"),
        "8 MiB: {}",
        head.lines().next().unwrap_or("")
    );
    Ok(())
}

fn callbacks(world: &mut World) -> anyhow::Result<()> {
    let product = product(world)?;
    for login in ["instagram", "facebook"] {
        let answer = Client::new().get(&format!("{product}/oauth/{login}/callback"))?;
        let there = answer.status != 404 && answer.status < 500;
        ensure!(there, "{login} without code and state: {}", answer.status);
    }
    Ok(())
}

fn document(world: &mut World) -> anyhow::Result<()> {
    let product = product(world)?;
    let served = Client::new()
        .get(&format!("{product}/api/v1/openapi.json"))?
        .json()?;
    ensure!(
        served == *world.document()?,
        "it differs from `palette openapi`"
    );
    let page = Client::new().get(&format!("{product}/api/docs"))?;
    ensure!(page.status < 400, "the reference page: {}", page.status);
    Ok(())
}

fn events(world: &mut World) -> anyhow::Result<()> {
    let business = world.demo()?.ready.business_id.clone();
    let product = product(world)?;
    let path = format!("/api/v1/events?business_id={business}");
    let nobody = Client::new().get(&format!("{product}{path}"))?;
    ensure!(nobody.status == 401, "without a session: {}", nobody.status);
    let cookie = world
        .session()?
        .client
        .header("cookie")
        .unwrap_or_default()
        .to_owned();
    let head = head_of(
        &product,
        &format!("GET {path} HTTP/1.1\r\ncookie: {cookie}\r\n"),
        "",
    )?;
    ensure!(
        head.starts_with("http/1.1 200"),
        "{}",
        head.lines().next().unwrap_or_default()
    );
    ensure!(head.contains("content-type: text/event-stream"), "{head}");
    Ok(())
}

/// The head of an answer, in small letters, read by hand: for a stream that has no end, and for an
/// answer that comes before the request is written to its end.
fn head_of(product: &str, request: &str, body: &str) -> anyhow::Result<String> {
    let address = product.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).context("cannot connect")?;
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .context("cannot set a timeout")?;
    let request = format!("{request}host: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).context("cannot ask")?;
    // The other side may close before it has read all of it; then its answer is there already.
    drop(stream.write_all(body.as_bytes()));
    let (mut head, mut buffer) = (Vec::new(), [0_u8; 1024]);
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        let read = stream.read(&mut buffer).context("no head came")?;
        ensure!(read > 0, "the connection ended before an answer");
        head.extend_from_slice(&buffer[..read]);
    }
    Ok(String::from_utf8_lossy(&head).to_lowercase())
}

fn health(world: &mut World) -> anyhow::Result<()> {
    let product = product(world)?;
    for path in ["/health", "/ready"] {
        let answer = Client::new().get(&format!("{product}{path}"))?;
        ensure!(answer.status == 200, "{path}: {}", answer.status);
    }
    // The installation made by hand has a token for its metrics.
    let metrics = format!("{}/metrics", world.alone()?.product_url);
    let nobody = Client::new().get(&metrics)?;
    ensure!(
        nobody.status == 401,
        "/metrics without its token: {}",
        nobody.status
    );
    let known = Client::new().with("authorization", &format!("Bearer {METRICS_TOKEN}"));
    let text = known.get(&metrics)?;
    ensure!(
        text.status == 200,
        "/metrics with its token: {}",
        text.status
    );
    ensure!(
        text.body.contains("# TYPE"),
        "no Prometheus text: {}",
        text.start()
    );
    Ok(())
}

fn dashboard(world: &mut World) -> anyhow::Result<()> {
    let product = product(world)?;
    let page = Client::new().get(&format!("{product}/"))?;
    ensure!(page.status == 200, "{}", page.status);
    let kind = page.header("content-type").unwrap_or_default();
    ensure!(kind.starts_with("text/html"), "it is {kind}");
    ensure!(
        page.body.contains("<script"),
        "the dashboard is not within: {}",
        page.start()
    );
    Ok(())
}

fn later(world: &mut World) -> anyhow::Result<()> {
    let product = product(world)?;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for path in [
        "/webhooks/instagram/deauthorize",
        "/webhooks/instagram/data-deletion",
    ] {
        let url = format!("{product}{path}");
        let answer = Client::new().send("POST", &url, Some("signed_request=x.y"), &form)?;
        let fits = [400, 401, 404, 405, 501].contains(&answer.status);
        ensure!(fits, "{path}: {}", answer.status);
    }
    let missing: Value = Client::new()
        .get(&format!("{product}/api/v1/no-such-thing"))?
        .json()?;
    ensure!(
        missing["status"] == 404,
        "an unknown path of the API: {missing}"
    );
    Ok(())
}
