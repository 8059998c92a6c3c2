//! Who may import whom: the lines between crates, and the one between the server's two halves.

use anyhow::Context;

use super::{Finding, Source};

/// Of our crates, those that each may depend on (ARCHITECTURE.md, "Rooms"). Dev-dependencies of the
/// server and of `instagram` may also name the simulator: their tests need an Instagram to talk to.
const MAY: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("language", &["palette-domain"]),
    ("store", &["palette-domain", "palette-language"]),
    ("instagram", &["palette-domain", "palette-language"]),
    ("llm", &["palette-domain", "palette-language"]),
    (
        "server",
        &[
            "palette-domain",
            "palette-language",
            "palette-store",
            "palette-instagram",
            "palette-llm",
        ],
    ),
    ("simulator", &[]),
    ("xtask", &[]),
];

/// Crates that `domain` and `language` must never reach for: they are pure.
const IMPURE: [&str; 12] = [
    "tokio",
    "axum",
    "reqwest",
    "sea-orm",
    "sqlx",
    "tracing",
    "rand",
    "tokio-util",
    "futures",
    "hyper",
    "ureq",
    "tower",
];

/// Two halves of the server that know each other only through the state they share.
const HALVES: [(&str, &str); 2] = [
    ("crates/server/src/http", "jobs"),
    ("crates/server/src/jobs", "http"),
];

pub fn check(source: &Source) -> anyhow::Result<Vec<Finding>> {
    let mut found = between_halves(source);
    if let Some(room) = room_of(source.path) {
        found.extend(manifest(room, source.text).with_context(|| source.path.to_owned())?);
    }
    Ok(found)
}

/// `crates/store/Cargo.toml` is the manifest of `store`.
fn room_of(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("/Cargo.toml")?;
    Some(folder.strip_prefix("crates/").unwrap_or(folder)).filter(|room| !room.contains('/'))
}

fn manifest(room: &str, text: &str) -> anyhow::Result<Vec<Finding>> {
    let table: toml::Table = toml::from_str(text).context("cannot be read")?;
    let mut found = Vec::new();
    let Some((_, may)) = MAY.iter().find(|(name, _)| *name == room) else {
        found.push(Finding::new(
            0,
            format!("the room `{room}` has no row in tidy/imports.rs"),
        ));
        return Ok(found);
    };
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let Some(names) = table.get(section).and_then(toml::Value::as_table) else {
            continue;
        };
        for (name, value) in names {
            let simulator = ["server", "instagram"].contains(&room) && name == "palette-simulator";
            let optional = room == "server"
                && value.get("optional").and_then(toml::Value::as_bool) == Some(true);
            let allowed = may.contains(&name.as_str())
                || (simulator && (section == "dev-dependencies" || optional));
            let impure = IMPURE.contains(&name.as_str()) && section != "dev-dependencies";
            if name.starts_with("palette-") && !allowed {
                found.push(Finding::new(
                    0,
                    format!("`{room}` must not import `{name}`"),
                ));
            } else if impure && ["domain", "language"].contains(&room) {
                found.push(Finding::new(
                    0,
                    format!("`{room}` is pure and must not use `{name}`"),
                ));
            }
        }
    }
    Ok(found)
}

fn between_halves(source: &Source) -> Vec<Finding> {
    let half = HALVES.iter().find(|(folder, _)| {
        source
            .path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with(['/', '.']))
    });
    let Some((_, other)) = half else {
        return Vec::new();
    };
    let path = format!("crate::{other}");
    let grouped = |line: &str| {
        line.trim_start().starts_with("use crate::{")
            && line
                .split(['{', ',', '}'])
                .any(|part| part.trim() == *other || part.trim().starts_with(&format!("{other}::")))
    };
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.contains(&path) || grouped(line))
        .map(|(index, _)| {
            Finding::new(
                index + 1,
                "`http` and `jobs` never import each other: share by state",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_keep_to_the_rooms() {
        let check = |room: &str, section: &str, dependency: &str, expected: bool| {
            let text = format!("[{section}]\n{dependency}\n");
            let found = manifest(room, &text).unwrap();
            assert_eq!(found.is_empty(), expected, "{room}: {found:?}");
        };
        check(
            "store",
            "dependencies",
            "palette-domain.workspace = true",
            true,
        );
        check(
            "store",
            "dependencies",
            "palette-instagram.workspace = true",
            false,
        );
        check(
            "domain",
            "dependencies",
            "palette-language.workspace = true",
            false,
        );
        check("domain", "dependencies", "tokio.workspace = true", false);
        check("domain", "dependencies", "serde.workspace = true", true);
        check(
            "server",
            "dev-dependencies",
            "palette-simulator.workspace = true",
            true,
        );
        check(
            "server",
            "dependencies",
            "palette-simulator.workspace = true",
            false,
        );
        let optional = "palette-simulator = { workspace = true, optional = true }";
        check("server", "dependencies", optional, true);
        check(
            "simulator",
            "dependencies",
            "palette-domain.workspace = true",
            false,
        );
        check(
            "xtask",
            "dependencies",
            "palette-server.workspace = true",
            false,
        );
        check("attic", "dependencies", "serde = \"1\"", false);
    }

    #[test]
    fn the_halves_of_the_server_stay_apart() {
        let check = |path: &str, line: &str, expected: bool| {
            let text = format!("//! A.\n{line}\n");
            assert_eq!(
                between_halves(&Source { path, text: &text }).is_empty(),
                expected,
                "{line}"
            );
        };
        check(
            "crates/server/src/http/order.rs",
            "use crate::jobs::turns;",
            false,
        );
        check(
            "crates/server/src/http/order.rs",
            "use crate::{clock, jobs::turns};",
            false,
        );
        check(
            "crates/server/src/http/order.rs",
            "use crate::state::State;",
            true,
        );
        check("crates/server/src/http.rs", "use crate::jobs;", false);
        check(
            "crates/server/src/jobs/turns.rs",
            "let a = crate::http::problem();",
            false,
        );
        check(
            "crates/server/src/main.rs",
            "use crate::{http, jobs};",
            true,
        );
    }
}
