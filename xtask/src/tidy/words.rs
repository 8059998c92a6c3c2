//! Words that must not stand in the code, each with what to do instead.

use super::{Finding, Source, tests_begin};

/// Where a word is forbidden.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Everywhere,
    Rust,
    RustOutsideTests,
    /// Everywhere in Rust but in the one file of a crate that owns the clock and chance, and where
    /// the lint is told the reason (`#[expect(clippy::disallowed_methods, reason = …)]`).
    RustOutsideClocks,
    Scripts,
}

/// The words are put together here so that this file does not break its own rules.
const BANNED: &[(Where, &str, &str)] = &[
    (
        Where::Everywhere,
        concat!("TO", "DO"),
        "do it, or write an issue",
    ),
    (
        Where::Everywhere,
        concat!("FIX", "ME"),
        "mend it, or write an issue",
    ),
    (
        Where::Everywhere,
        concat!("/ro", "ot/"),
        "a path of one machine",
    ),
    (
        Where::Everywhere,
        concat!("/ho", "me/"),
        "a path of one machine",
    ),
    (
        Where::Everywhere,
        concat!("/Us", "ers/"),
        "a path of one machine",
    ),
    (
        Where::Everywhere,
        concat!("/wo", "rk/"),
        "a path of one machine",
    ),
    (
        Where::Everywhere,
        concat!("registry.npm", "js"),
        "a registry belongs into lock files",
    ),
    (
        Where::Everywhere,
        concat!("static.cra", "tes.io"),
        "a registry belongs into lock files",
    ),
    (
        Where::Everywhere,
        concat!("index.cra", "tes.io"),
        "a registry belongs into lock files",
    ),
    (
        Where::Everywhere,
        concat!("py", "pi.org"),
        "a registry belongs into lock files",
    ),
    (
        Where::Everywhere,
        concat!("arti", "factory"),
        "a registry belongs into lock files",
    ),
    (Where::Rust, concat!("to", "do!("), "finish it"),
    (Where::Rust, concat!("unimple", "mented!("), "finish it"),
    (Where::Rust, concat!("db", "g!("), "use tracing"),
    (
        Where::Rust,
        concat!("#[ign", "ore"),
        "a test runs or does not exist",
    ),
    (
        Where::Rust,
        concat!("#[al", "low("),
        "use #[expect(…, reason = …)]",
    ),
    (
        Where::Rust,
        concat!("#![al", "low("),
        "use #![expect(…, reason = …)]",
    ),
    (
        Where::RustOutsideTests,
        concat!(".unw", "rap()"),
        "return the error, or expect(why not)",
    ),
    (
        Where::RustOutsideTests,
        concat!(".o", "k();"),
        "an error is handled or handed on",
    ),
    (
        Where::RustOutsideClocks,
        concat!("thread::sl", "eep"),
        "wait for a condition",
    ),
    (
        Where::RustOutsideClocks,
        concat!("time::sl", "eep"),
        "wait through the Clock",
    ),
    (
        Where::RustOutsideClocks,
        concat!("SystemTime::n", "ow"),
        "time is an argument",
    ),
    (
        Where::RustOutsideClocks,
        concat!("Instant::n", "ow"),
        "time is an argument",
    ),
    (
        Where::RustOutsideClocks,
        concat!("Timestamp::n", "ow"),
        "time is an argument",
    ),
    (
        Where::RustOutsideClocks,
        concat!("rand::r", "ng()"),
        "chance is an argument",
    ),
    (Where::Scripts, concat!("as an", "y"), "name the type"),
    (Where::Scripts, concat!("@ts-ig", "nore"), "mend the type"),
    (
        Where::Scripts,
        concat!("eslint-dis", "able"),
        "mend what it says",
    ),
    (
        Where::Scripts,
        concat!("test.sk", "ip("),
        "a test runs or does not exist",
    ),
    (
        Where::Scripts,
        concat!("it.sk", "ip("),
        "a test runs or does not exist",
    ),
    (Where::Scripts, concat!("test.on", "ly("), "all tests run"),
    (Where::Scripts, concat!("it.on", "ly("), "all tests run"),
    (
        Where::Scripts,
        concat!("test.fix", "me"),
        "a test runs or does not exist",
    ),
    (
        Where::Scripts,
        concat!("waitForTime", "out"),
        "wait for a condition",
    ),
];

pub fn check(source: &Source) -> Vec<Finding> {
    let tests = tests_begin(source);
    let is_clock = source.ends_with(&["/clock.rs"]);
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        for (place, word, instead) in BANNED {
            let applies = match place {
                Where::Everywhere => !source.is_generated(),
                Where::Rust => source.is_rust(),
                Where::RustOutsideTests => source.is_rust() && index < tests && !is_comment(line),
                Where::RustOutsideClocks => {
                    source.is_rust()
                        && !is_clock
                        && !is_comment(line)
                        && !is_expected(&lines[..index])
                }
                Where::Scripts => source.is_script() && !source.is_generated(),
            };
            if applies && stands_in(line, word) && !is_taken(line, word) {
                found.push(Finding::new(index + 1, format!("`{word}`: {instead}")));
            }
        }
    }
    found
}

/// `.ok()` is fine where its value goes somewhere: only a dropped one hides an error.
fn is_taken(line: &str, word: &str) -> bool {
    let goes_on = line.contains('=') || line.trim_start().starts_with(['.', '}', ')']);
    word.starts_with(concat!(".o", "k")) && goes_on
}

/// Whether a little above stands a reason for the lint.
fn is_expected(before: &[&str]) -> bool {
    let near = &before[before.len().saturating_sub(20)..];
    near.iter()
        .any(|line| line.contains("clippy::disallowed_methods"))
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// As a word of its own: not as a part of a longer one.
fn stands_in(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let is_part = |neighbour: Option<char>, edge: Option<char>| {
            let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            inside(neighbour) && inside(edge)
        };
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !is_part(before, word.chars().next()) && !is_part(after, word.chars().next_back())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_are_forbidden() {
        let check = |path: &str, line: &str, expected: bool| {
            let text = format!("//! A.\n{line}\n#[cfg(test)]\nmod tests {{\n    fine();\n}}\n");
            let found = super::check(&Source { path, text: &text });
            assert_eq!(!found.is_empty(), expected, "{path}: {line}");
        };
        let unwrap = concat!("a.unw", "rap();");
        check("crates/a/src/b.rs", unwrap, true);
        check("crates/a/tests/b.rs", unwrap, false);
        check("crates/a/src/b.rs", &format!("// {unwrap}"), false);
        check("crates/a/src/b.rs", "a.unwrap_or_default();", false);
        check("crates/a/src/b.rs", concat!("send(a).o", "k();"), true);
        check(
            "crates/a/src/b.rs",
            concat!("let b = send(a).o", "k();"),
            false,
        );
        check(
            "crates/a/src/b.rs",
            concat!("std::thread::sl", "eep(a);"),
            true,
        );
        check(
            "crates/a/tests/b.rs",
            concat!("tokio::time::sl", "eep(a).await;"),
            true,
        );
        check(
            "crates/a/src/clock.rs",
            concat!("tokio::time::sl", "eep(a).await;"),
            false,
        );
        let expected = "#[expect(clippy::disallowed_methods, reason = \"polls\")]\n";
        let sleep = concat!("tokio::time::sl", "eep(a).await;");
        check("crates/a/tests/b.rs", &format!("{expected}{sleep}"), false);
        check("docs/a.md", concat!("TO", "DO: say more"), true);
        check("docs/a.md", concat!("TO", "DOs"), false);
        check("docs/a.md", concat!("see /ro", "ot/x"), true);
        check("web/src/a.ts", concat!("a as an", "y"), true);
        check("web/src/a.ts", concat!("a as an", "yone"), false);
        check(
            "package-lock.json",
            concat!("https://registry.npm", "js.org/a"),
            false,
        );
        check(
            "web/README.md",
            concat!("https://registry.npm", "js.org/a"),
            true,
        );
    }

    #[test]
    fn test_code_may_unwrap() {
        let line = concat!("    a.unw", "rap();");
        let text = format!("//! A.\n#[cfg(test)]\nmod tests {{\n{line}\n}}\n");
        assert!(
            super::check(&Source {
                path: "crates/a/src/b.rs",
                text: &text
            })
            .is_empty()
        );
    }
}
