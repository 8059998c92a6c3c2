//! The two outlets of the workshop: results on stdout, everything else on stderr.

use std::io::{self, IsTerminal, Write};

/// One line of result. A reader that went away is an error like any other.
pub fn result(line: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}

/// One line for the person who watches. That stderr is closed must not stop the work.
#[expect(
    clippy::print_stderr,
    reason = "this is the outlet that the lint asks for"
)]
pub fn note(line: &str) {
    if io::stderr().is_terminal() {
        // Over the live line of progress, if there is one.
        eprint!("\r\x1b[K");
    }
    eprintln!("{line}");
}
