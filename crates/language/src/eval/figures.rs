//! Figures that several evaluations share: shares, tables, and what must not fall.

use std::fmt::Write as _;

use palette_domain::understanding::Language;

use super::Report;

/// The forms that are measured apart.
pub(super) const FORMS: [Language; 3] = [Language::Fa, Language::En, Language::Finglish];

impl Report {
    /// Adds a line to the table.
    pub(super) fn say(&mut self, line: &str) {
        writeln!(self.table, "{line}").expect("writing to a string cannot fail");
    }

    /// Notes a figure that is below what is kept.
    pub(super) fn at_least(&mut self, name: &str, found: f64, kept: f64) {
        if found < kept {
            let sentence = format!("{name} is {found:.3}, kept is at least {kept:.3}");
            self.fallen.push(sentence);
        }
    }

    /// Notes a figure that is above what is kept.
    pub(super) fn at_most(&mut self, name: &str, found: f64, kept: f64) {
        if found > kept {
            let sentence = format!("{name} is {found:.3}, kept is at most {kept:.3}");
            self.fallen.push(sentence);
        }
    }
}

/// A part of a whole, 0 when there is no whole.
#[expect(clippy::cast_precision_loss, reason = "counts of some thousand")]
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
