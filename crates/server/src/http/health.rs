//! For operators: alive, fit to serve, and what is counted.

use std::path::Path;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use palette_instagram::version::Standing;
use rustix::fs::StatVfsMountFlags;
use secrecy::ExposeSecret as _;
use serde::Serialize;
use subtle::ConstantTimeEq as _;
use utoipa::ToSchema;

use super::problem::{Kind, Problem};
use super::web::Web;

/// OpenMetrics text, as Prometheus asks for it.
const METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Whoever asks whether we are fit gives up soon; the database's pool would try for longer.
const PING_WITHIN: Duration = Duration::from_secs(3);

/// Bytes that must be free where the data lies: some thousand messages and the database's log.
const DISK_LEAST: u64 = 16 << 20;

/// Alive.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`: who answers, lives.
    status: &'static str,
}

/// Fit to serve, with reasons.
#[derive(Serialize, ToSchema)]
pub struct Readiness {
    /// Whether requests should be sent here.
    ready: bool,
    /// What was looked at.
    checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Serialize, ToSchema)]
pub struct Check {
    /// Which.
    name: &'static str,
    /// Whether it is well.
    ok: bool,
    /// What is wrong, and the mend.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Check {
    /// Well without a reason for the contrary.
    const fn by(name: &'static str, reason: Option<String>) -> Self {
        Self {
            name,
            ok: reason.is_none(),
            reason,
        }
    }
}

/// Alive.
#[utoipa::path(
    get, path = "/health", tag = "operators",
    responses((status = 200, description = "The process answers", body = Health)),
)]
pub async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Fit to serve.
#[utoipa::path(
    get, path = "/ready", tag = "operators",
    responses(
        (status = 200, description = "Fit to serve", body = Readiness),
        (status = 503, description = "Not fit, with reasons", body = Readiness),
    ),
)]
pub async fn ready(State(web): State<Web>) -> Response {
    let pinged = tokio::time::timeout(PING_WITHIN, web.store.ping()).await;
    let trouble = match pinged {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some("no answer in time".to_owned()),
    };
    let store = Check::by(
        "store",
        trouble.map(|error| {
            tracing::error!(error, "the store does not answer");
            "the database does not answer; `palette doctor` says more".to_owned()
        }),
    );
    let disk = disk(&web.config.data_dir);
    let stopping = web.stop.is_cancelled();
    let stopping = Check::by(
        "running",
        stopping.then(|| "the server is stopping".to_owned()),
    );
    let missing = web.config.missing_for_instagram();
    let instagram = Check::by(
        "instagram",
        (!missing.is_empty()).then(|| format!("not set: {}", missing.join(", "))),
    );
    let version = &web.config.instagram.api_version;
    let graph = Check::by(
        "graph_version",
        Standing::of(version, web.now()).problem(version),
    );
    // Without Instagram the dashboard still serves: named, but no reason to be unfit.
    let ready = store.ok && disk.ok && stopping.ok;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(Readiness {
            ready,
            checks: vec![store, disk, stopping, instagram, graph],
        }),
    )
        .into_response()
}

/// Whether the data folder's disk still takes writes: a full one answers every read and loses
/// every new message.
fn disk(folder: &Path) -> Check {
    let looked = rustix::fs::statvfs(folder);
    let reason = match looked {
        Ok(disk) => disk_trouble(
            disk.f_bavail.saturating_mul(disk.f_frsize),
            disk.f_flag.contains(StatVfsMountFlags::RDONLY),
        ),
        Err(error) => Some(format!("the data folder can't be looked at ({error})")),
    };
    Check::by("disk", reason)
}

fn disk_trouble(free_bytes: u64, read_only: bool) -> Option<String> {
    if read_only {
        return Some("the data folder's disk is read-only; mount it for writing".to_owned());
    }
    (free_bytes < DISK_LEAST).then(|| {
        let free = free_bytes >> 20;
        format!("{free} MiB are left on the data folder's disk; free some space")
    })
}

/// What is counted, for whoever has the operator's token.
pub async fn metrics(State(web): State<Web>, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(token) = &web.config.http.metrics_token else {
        return Err(Kind::NotFound.into());
    };
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let given = given
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    if !bool::from(given.as_bytes().ct_eq(token.expose_secret().as_bytes())) {
        return Err(Kind::BadToken.into());
    }
    open_metrics(State(web)).await
}

/// The same on an address of its own, which the operator keeps from the world.
pub async fn open_metrics(State(web): State<Web>) -> Result<Response, Problem> {
    let text = web.metrics.encode().map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, METRICS_TYPE)], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_takes_no_more_is_no_place_to_serve_from() {
        assert_eq!(disk_trouble(DISK_LEAST, false), None);
        let full = disk_trouble(3 << 20, false);
        assert!(full.is_some_and(|reason| reason.starts_with("3 MiB")));
        assert!(disk_trouble(u64::MAX, true).is_some());
    }
}
