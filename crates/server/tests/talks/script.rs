//! Talks as they are written down: what a customer does, turn by turn, and what must come back.
//!
//! ```text
//! == the name of the talk
//! dm: what is written          (several in a row are one burst)
//! share: words with the linked post      story: words about a story
//! comment: words under the linked post   photo
//! tap: a quick reply's title             order
//! + words that must come back, one of | these
//! - words that must not
//! silent                       (nothing comes back)
//! person: why a person is asked, or none
//! public: nothing, something, or words of the public reply
//! ```
//! After the answers the next turn begins. `{code}` is the code of the order that `order` made for
//! this customer, `{digits}` its digits, `{strange}` the code of somebody else's order.

/// A customer's talk.
#[derive(Debug, Default)]
pub struct Talk {
    pub name: String,
    pub turns: Vec<Turn>,
}

/// A burst and what must come back.
#[derive(Debug, Default)]
pub struct Turn {
    pub acts: Vec<Act>,
    pub wants: Vec<Want>,
}

/// What a customer does.
#[derive(Debug)]
pub enum Act {
    Dm(String),
    Share(String),
    Story(String),
    Comment(String),
    Tap(String),
    Photo,
    /// An order is made for the customer; nothing is said.
    Order,
}

/// What must come back.
#[derive(Debug)]
pub enum Want {
    /// One of these.
    Has(Vec<String>),
    Lacks(String),
    Silent,
    /// A reason code; nothing for nobody.
    Person(Option<String>),
    /// Words of the public reply; nothing for none.
    Public(Option<String>),
}

/// Reads a file of talks.
pub fn parse(file: &str) -> Vec<Talk> {
    let mut talks: Vec<Talk> = Vec::new();
    for line in file.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("==") {
            talks.push(Talk {
                name: name.trim().to_owned(),
                turns: Vec::new(),
            });
            continue;
        }
        let talk = talks
            .last_mut()
            .unwrap_or_else(|| panic!("before the first talk: {line}"));
        if let Some(want) = want(line) {
            let turn = talk
                .turns
                .last_mut()
                .unwrap_or_else(|| panic!("nothing said yet: {line}"));
            turn.wants.push(want);
            continue;
        }
        if talk.turns.last().is_none_or(|turn| !turn.wants.is_empty()) {
            talk.turns.push(Turn::default());
        }
        let acts = &mut talk.turns.last_mut().expect("one was just pushed").acts;
        acts.push(act(line).unwrap_or_else(|| panic!("what is this? {line}")));
    }
    talks
}

fn act(line: &str) -> Option<Act> {
    let (kind, text) = line.split_once(':').unwrap_or((line, ""));
    let text = text.trim().to_owned();
    Some(match kind {
        "dm" => Act::Dm(text),
        "share" => Act::Share(text),
        "story" => Act::Story(text),
        "comment" => Act::Comment(text),
        "tap" => Act::Tap(text),
        "photo" => Act::Photo,
        "order" => Act::Order,
        _ => return None,
    })
}

fn want(line: &str) -> Option<Want> {
    if let Some(words) = line.strip_prefix("+ ") {
        return Some(Want::Has(
            words
                .split(" | ")
                .map(|word| word.trim().to_owned())
                .collect(),
        ));
    }
    if let Some(words) = line.strip_prefix("- ") {
        return Some(Want::Lacks(words.trim().to_owned()));
    }
    let some = |text: &str, none: &str| (text.trim() != none).then(|| text.trim().to_owned());
    if let Some(reason) = line.strip_prefix("person:") {
        return Some(Want::Person(some(reason, "none")));
    }
    if let Some(words) = line.strip_prefix("public:") {
        return Some(Want::Public(some(words, "nothing")));
    }
    (line == "silent").then_some(Want::Silent)
}
