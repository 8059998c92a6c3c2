//! The shape of a file: its head, its length, the length of its functions and lines.

use super::{Finding, Source, tests_begin};

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;
const COLUMNS: usize = 100;

pub fn check(source: &Source) -> Vec<Finding> {
    if source.is_generated() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if source.is_rust() || source.is_script() || source.ends_with(&[".css"]) {
        let lines = source.text.lines().count();
        if lines > FILE_LINES {
            let what = format!("{lines} lines, a file has at most {FILE_LINES}: split it by noun");
            found.push(Finding::new(0, what));
        }
    }
    if source.is_rust() {
        if !source.text.starts_with("//!") {
            let what = "a Rust file begins with `//!` and its one subject";
            found.push(Finding::new(1, what));
        }
        found.extend(long_lines(source));
        found.extend(long_functions(source));
    }
    found
}

fn long_lines(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().enumerate();
    let long = lines.filter(|(_, line)| line.chars().count() > COLUMNS && !is_unbreakable(line));
    long.map(|(index, line)| {
        let what = format!(
            "{} columns, a line has at most {COLUMNS}",
            line.chars().count()
        );
        Finding::new(index + 1, what)
    })
    .collect()
}

/// An address can't be broken; a sentence that stands alone in a table of words reads best whole.
fn is_unbreakable(line: &str) -> bool {
    line.contains("://") || line.trim_start().starts_with('"')
}

/// Relies on rustfmt: a function that begins at some indentation ends at the first line that is `}`
/// at the same indentation. The tables of tests are data and may be long.
fn long_functions(source: &Source) -> Vec<Finding> {
    let lines: Vec<&str> = source.text.lines().take(tests_begin(source)).collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let body = line.trim_start();
        let Some(name) = function_name(body) else {
            continue;
        };
        let indent = &line[..line.len() - body.len()];
        let length = function_length(&lines[start..], indent);
        if length > FUNCTION_LINES {
            let what =
                format!("`{name}` has {length} lines, a function has at most {FUNCTION_LINES}");
            found.push(Finding::new(start + 1, what));
        }
    }
    found
}

/// The name if a line begins a function.
fn function_name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let before = [
        "pub",
        "pub(crate)",
        "pub(super)",
        "async",
        "const",
        "unsafe",
    ];
    let keyword = words.find(|word| !before.contains(word))?;
    let name = words.next().filter(|_| keyword == "fn")?;
    name.split(['(', '<']).next()
}

/// 0 for a function without a body (in a trait, or all on one line).
fn function_length(lines: &[&str], indent: &str) -> usize {
    let closes = |line: &&str| line.strip_prefix(indent) == Some("}");
    let signature_ends = |line: &&str| line.ends_with('{') || line.ends_with([';', '}']);
    let Some(opening) = lines.iter().position(signature_ends) else {
        return 0;
    };
    if !lines[opening].ends_with('{') {
        return 0;
    }
    lines.iter().position(closes).map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, String)> {
        let source = Source {
            path: "crates/a/src/b.rs",
            text,
        };
        check(&source)
            .into_iter()
            .map(|finding| (finding.line, finding.what))
            .collect()
    }

    fn function(lines: usize, head: &str) -> String {
        format!(
            "//! A.\n{head} {{\n{}}}\n",
            "    work();\n".repeat(lines - 2)
        )
    }

    #[test]
    fn heads_and_lengths() {
        let check = |text: &str, expected: &[usize]| {
            let lines: Vec<usize> = found(text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(lines, expected, "{text}");
        };
        check("//! A.\n", &[]);
        check("use a;\n", &[1]);
        check(&format!("//! A.\n{}", "a;\n".repeat(500)), &[0]);
        check(&format!("//! {}\n", "x".repeat(97)), &[1]);
        check(&format!("//! {}\n", "سلام‌علیکم ".repeat(8)), &[]);
        check(&format!("//! https://{}\n", "x".repeat(97)), &[]);
        check(&format!("//! A.\n    \"{}\",\n", "x".repeat(97)), &[]);
    }

    #[test]
    fn functions_are_measured_in_any_dress() {
        for head in [
            "fn long()",
            "pub async fn long()",
            "pub(crate) fn long<T>(a: T) -> u8",
        ] {
            assert!(found(&function(70, head)).is_empty(), "{head}");
            let long = found(&function(71, head));
            assert_eq!(long[0].0, 2, "{head}");
            assert!(long[0].1.contains("`long` has 71 lines"), "{long:?}");
        }
        let trait_only = format!("//! A.\ntrait B {{\n    fn c();\n{}}}\n", "\n".repeat(90));
        assert!(found(&trait_only).is_empty());
        let one_line = format!("//! A.\nfn c() {{}}\n{}}}\n", "\n".repeat(90));
        assert!(found(&one_line).is_empty());
    }

    #[test]
    fn tables_of_tests_may_be_long() {
        let tests = "#[cfg(test)]\nmod tests {\n".to_owned() + &function(90, "    fn rows()");
        assert!(found(&format!("//! A.\n{tests}")).is_empty());
    }
}
