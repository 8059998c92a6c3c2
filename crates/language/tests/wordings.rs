//! The commonest ways to refuse all messages and to ask for a person are understood, and what only
//! sounds like them is not.

use palette_language::{Channel, Context, Engine, Intent};

/// Share of the wordings that must be understood, in every form.
const KEPT: f64 = 0.99;

fn intent(text: &str) -> Intent {
    Engine::shared()
        .understand(text, Channel::Dm, &Context::default())
        .intent()
}

/// Each form's wordings, and under `not` the texts that mean something else.
fn check(list: &str, expected: Intent) {
    let mut form = "";
    let mut counts: Vec<(&str, u32, u32)> = Vec::new();
    let mut wrong = Vec::new();
    for line in list.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            form = name;
            counts.push((form, 0, 0));
            continue;
        }
        let found = intent(line);
        let right = (found == expected) == (form != "not");
        let (_, all, good) = counts
            .last_mut()
            .expect("a list begins with the name of a form");
        *all += 1;
        *good += u32::from(right);
        if !right {
            wrong.push(format!("{form}: {line} → {found}"));
        }
    }
    assert_eq!(counts.len(), 4, "fa, en, finglish and not");
    for (form, all, good) in counts {
        assert!(form == "not" || all >= 60, "{form} has {all} wordings");
        let share = f64::from(good) / f64::from(all);
        assert!(share >= KEPT, "{form}: {share:.3}\n{}", wrong.join("\n"));
    }
}

#[test]
fn no_more_messages() {
    check(include_str!("../data/wordings/opt_out.txt"), Intent::OptOut);
}

#[test]
fn a_person_please() {
    check(include_str!("../data/wordings/human.txt"), Intent::Human);
}
