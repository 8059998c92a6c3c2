//! Talks as they are written down: what a customer does, turn by turn, and what must come back.
//!
//! ```text
//! == the name of the talk
//! dm: what is written          (several in a row are one burst)
//! share: words with the linked post      story: words about a story
//! comment: words under the linked post   photo
//! tap: a quick reply's title
//! order                        (an order is made for the customer)
//! order: a state it goes to, and the carrier's code
//! shop: what a person of the shop writes    back (and leaves the talk to the assistant again)
//! + words that must come back, one of | these
//! - words that must not
//! silent                       (nothing comes back)
//! person: why a person is asked (one of | these), or none
//! draft                        (a proposal waits for a person)
//! once                         (one message, not two)
//! hidden                       (the comment is hidden)
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
    /// It goes to a state, with the carrier's code when there is one.
    Moved(String, String),
    /// A person of the shop answers.
    Shop(String),
    /// And leaves the talk to the assistant again.
    Back,
}

/// What must come back.
#[derive(Debug)]
pub enum Want {
    /// One of these.
    Has(Vec<String>),
    Lacks(String),
    Silent,
    /// One of these reason codes; none for nobody.
    Person(Vec<String>),
    /// A proposal waits for a person.
    Draft,
    /// One private message, not two.
    Once,
    /// The comment is hidden.
    Hidden,
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
        "order" if text.is_empty() => Act::Order,
        "order" => {
            let (state, code) = text.split_once(' ').unwrap_or((&text, ""));
            Act::Moved(state.to_owned(), code.to_owned())
        }
        "shop" => Act::Shop(text),
        "back" => Act::Back,
        _ => return None,
    })
}

fn want(line: &str) -> Option<Want> {
    let listed = |words: &str| {
        words
            .split(" | ")
            .map(|word| word.trim().to_owned())
            .collect()
    };
    if let Some(words) = line.strip_prefix("+ ") {
        return Some(Want::Has(listed(words)));
    }
    if let Some(words) = line.strip_prefix("- ") {
        return Some(Want::Lacks(words.trim().to_owned()));
    }
    if let Some(reasons) = line.strip_prefix("person:") {
        return Some(Want::Person(listed(reasons)));
    }
    if let Some(words) = line.strip_prefix("public:").map(str::trim) {
        let words = (words != "nothing").then(|| words.to_owned());
        return Some(Want::Public(words));
    }
    Some(match line {
        "silent" => Want::Silent,
        "draft" => Want::Draft,
        "once" => Want::Once,
        "hidden" => Want::Hidden,
        _ => return None,
    })
}
