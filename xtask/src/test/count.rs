//! How many tests passed and failed, read from what each runner prints at its end.

/// What a step's output is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// No test runner: the step itself is one check.
    One,
    /// `cargo test`, one `test result:` line a binary.
    Cargo,
    /// `cargo nextest`, one summary line.
    Nextest,
    Vitest,
    Playwright,
    /// A command of ours, whose last line on stdout is `N passed, N failed`.
    Ours,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
}

impl Runner {
    /// The count of a step that ended well or not. A step that failed has at least one failure, and
    /// a runner that should have found tests and found none has failed.
    pub fn count(self, output: &str, succeeded: bool) -> Count {
        let mut count = match self {
            Self::One => Count {
                passed: u64::from(succeeded),
                failed: 0,
            },
            Self::Cargo => sum(output, |line| line.contains("test result:")),
            Self::Nextest => sum(output, |line| line.trim_start().starts_with("Summary [")),
            Self::Vitest => sum(output, |line| line.trim_start().starts_with("Tests ")),
            Self::Playwright => sum(output, is_playwright_total),
            Self::Ours => sum(last(output), |_| true),
        };
        let found_nothing = count.passed == 0 && self != Self::Cargo;
        if count.failed == 0 && (!succeeded || found_nothing) {
            count.failed = 1;
        }
        count
    }
}

/// The last line that is a total and nothing else: what goes to stderr may come after it.
fn last(output: &str) -> &str {
    let is_total = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        matches!(words[..], [passed, "passed,", failed, "failed"]
            if passed.parse::<u64>().is_ok() && failed.parse::<u64>().is_ok())
    };
    output.lines().rev().find(is_total).unwrap_or_default()
}

/// `  6 passed (30.1s)` and `  1 failed`, alone on their line.
fn is_playwright_total(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = words.next().is_some_and(|word| word.parse::<u64>().is_ok());
    let kind = words
        .next()
        .is_some_and(|word| ["passed", "failed"].contains(&word));
    number && kind && words.next().is_none_or(|word| word.starts_with('('))
}

/// Adds up `12 passed` and `3 failed` on the lines that are totals.
fn sum(output: &str, is_total: impl Fn(&str) -> bool) -> Count {
    let mut count = Count::default();
    for line in output
        .lines()
        .map(without_colours)
        .filter(|line| is_total(line))
    {
        let words: Vec<&str> = line
            .split([' ', ',', ';', '|', '(', ')'])
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<u64>() else {
                continue;
            };
            match pair[1] {
                "passed" => count.passed += number,
                "failed" => count.failed += number,
                _ => {}
            }
        }
    }
    count
}

/// Without the escape sequences that colour a terminal.
fn without_colours(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut escaped = false;
    for c in line.chars() {
        match (escaped, c) {
            (false, '\x1b') => escaped = true,
            (true, c) if c.is_ascii_alphabetic() => escaped = false,
            (true, _) => {}
            (false, c) => clean.push(c),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_of_ours_is_found_before_what_follows_on_stderr() {
        let count = Runner::Ours.count("ok a\n59 passed, 0 failed\nin 51.5 s\n", true);
        assert_eq!((count.passed, count.failed), (59, 0));
        let count = Runner::Ours.count("9 passed, 0 failed of an earlier part\n", true);
        assert_eq!((count.passed, count.failed), (0, 1));
    }

    #[test]
    fn totals_are_read_from_each_runner() {
        let check = |runner: Runner, output: &str, succeeded: bool, expected: (u64, u64)| {
            let Count { passed, failed } = runner.count(output, succeeded);
            assert_eq!((passed, failed), expected, "{runner:?}: {output}");
        };
        check(Runner::One, "anything", true, (1, 0));
        check(Runner::One, "anything", false, (0, 1));
        let two = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 9 filtered out\n\
                   test result: FAILED. 4 passed; 2 failed; 0 ignored; finished in 0.1s\n";
        check(Runner::Cargo, two, false, (7, 2));
        check(
            Runner::Cargo,
            "test result: ok. 0 passed; 0 failed",
            true,
            (0, 0),
        );
        check(Runner::Cargo, "error: could not compile", false, (0, 1));
        let next = "  Summary [  12.3s] 10 tests run: 9 passed (1 slow), 1 failed, 0 skipped";
        check(Runner::Nextest, next, false, (9, 1));
        check(
            Runner::Nextest,
            "     Summary [ 1s] 4 tests run: 4 passed, 0 skipped",
            true,
            (4, 0),
        );
        check(Runner::Nextest, "error: no tests to run", false, (0, 1));
        check(
            Runner::Vitest,
            "\x1b[2m      Tests \x1b[22m 1 failed | 11 passed (12)",
            false,
            (11, 1),
        );
        check(Runner::Vitest, "      Tests  11 passed (11)", true, (11, 0));
        check(Runner::Vitest, "No test files found", true, (0, 1));
        check(
            Runner::Playwright,
            "  1 failed\n    [x] › a.spec.ts\n  5 passed (30.1s)",
            false,
            (5, 1),
        );
        check(
            Runner::Playwright,
            "Running 6 tests\n  6 passed (1.2m)\n",
            true,
            (6, 0),
        );
        check(Runner::Ours, "rows\n12 passed, 1 failed", false, (12, 1));
    }
}
