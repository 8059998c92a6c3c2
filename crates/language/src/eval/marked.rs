//! Texts with marks: `سایز [۴۰](size) رنگ [آبیش](colour blue)`, as `data/entities/` holds them.
//!
//! A mark is `[words](kind value)`; without a value the words themselves, folded, are the value.
//! Marks may lie within each other. `\n` stands for a line break. A line that begins with `#` is a
//! note, `# catalogue` says that the lines after it are read with the catalogue at hand.

use std::str::FromStr;

use palette_domain::understanding::EntityKind;

use crate::view::View;

/// What a person marked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    pub(super) kind: EntityKind,
    pub(super) value: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A text and its marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Marked {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    pub(super) with_catalogue: bool,
}

/// All lines of a file.
///
/// # Errors
/// A sentence that names the line.
pub(super) fn read(file: &str) -> Result<Vec<Marked>, String> {
    let mut out = Vec::new();
    let mut with_catalogue = false;
    for line in file.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(note) = line.strip_prefix("# ") {
            with_catalogue |= note == "catalogue";
            continue;
        }
        let (text, marks) = one(line).map_err(|why| format!("{line}: {why}"))?;
        out.push(Marked {
            text,
            marks,
            with_catalogue,
        });
    }
    Ok(out)
}

fn one(line: &str) -> Result<(String, Vec<Mark>), String> {
    let line = line.replace("\\n", "\n");
    let signs: Vec<char> = line.chars().collect();
    let mut text = Vec::new();
    let mut open = Vec::new();
    let mut marks = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        match signs[at] {
            '[' => open.push(text.len()),
            ']' if signs.get(at + 1) == Some(&'(') => {
                let start = open.pop().ok_or("a mark ends that never began")?;
                let rest = &signs[at + 2..];
                let length = rest.iter().position(|c| *c == ')');
                let length = length.ok_or("a mark has no `)`")?;
                let label: String = rest[..length].iter().collect();
                let words: String = text[start..].iter().collect();
                marks.push(mark(&label, &words, start, text.len())?);
                at += length + 2;
            }
            c => text.push(c),
        }
        at += 1;
    }
    if !open.is_empty() {
        return Err("a mark began and never ends".to_owned());
    }
    Ok((text.into_iter().collect(), marks))
}

fn mark(label: &str, words: &str, start: usize, end: usize) -> Result<Mark, String> {
    let (kind, value) = label.split_once(' ').unwrap_or((label, ""));
    let kind = EntityKind::from_str(kind).map_err(|_| format!("`{kind}` is no kind"))?;
    let value = match value {
        "" if matches!(kind, EntityKind::OrderCode | EntityKind::Size) => {
            View::new(words).text.to_ascii_uppercase()
        }
        "" => View::new(words).text,
        value => value.to_owned(),
    };
    Ok(Mark {
        kind,
        value,
        start,
        end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_marks() {
        let read =
            read("# catalogue\nکیف [[آبی](colour blue) [۴۰](size)](variant)").expect("reads");
        assert_eq!(read[0].text, "کیف آبی ۴۰");
        assert!(read[0].with_catalogue);
        let marks: Vec<_> = read[0]
            .marks
            .iter()
            .map(|m| (m.kind, m.value.as_str(), m.start, m.end))
            .collect();
        assert_eq!(
            marks,
            [
                (EntityKind::Colour, "blue", 4, 7),
                (EntityKind::Size, "40", 8, 10),
                (EntityKind::Variant, "ابی 40", 4, 10),
            ]
        );
    }
}
