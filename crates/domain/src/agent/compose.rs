//! Puts an answer together from wordings and facts, line by line, and keeps what it rests on.

use super::number::persian_digits;
use super::render::LiveFacts;
use super::words::{Say, lines};
use super::{Fact, Guard, Role, Snapshot, UsedFact, Words};
use crate::business::Tone;

/// How an answer speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Voice {
    pub persian: bool,
    pub tone: Tone,
}

/// An answer in the making.
pub(super) struct Composer<'a> {
    pub voice: Voice,
    seed: u64,
    recent: &'a [String],
    live: LiveFacts<'a>,
    words: Words,
    used: Vec<UsedFact>,
    wordings: Vec<String>,
    chosen: Vec<(Say, &'static str)>,
}

impl<'a> Composer<'a> {
    pub fn new(snapshot: &'a Snapshot, voice: Voice, seed: u64) -> Self {
        Self {
            voice,
            seed,
            recent: &snapshot.memory.wordings,
            live: live(snapshot),
            words: Words {
                persian: voice.persian,
                ..Words::default()
            },
            used: Vec::new(),
            wordings: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// One more line, in a wording that was not used lately; lines of one kind are worded alike.
    pub fn say(&mut self, say: Say, facts: Vec<Fact>) {
        if let Some(pattern) = self.choose(say) {
            self.line(pattern, facts);
        }
    }

    /// Several lines of one kind.
    pub fn say_each(&mut self, say: Say, rows: Vec<Vec<Fact>>) {
        for facts in rows {
            self.say(say, facts);
        }
    }

    /// Words of the business as a paragraph of their own.
    pub fn paragraph(&mut self, text: &str) {
        self.line(
            "{0}",
            vec![Fact::Text {
                value: text.trim().to_owned(),
            }],
        );
        self.words.pattern.push('\n');
    }

    /// Something that must still hold when it is sent.
    pub fn guard(&mut self, guard: Guard) {
        if !self.words.guards.contains(&guard) {
            self.words.guards.push(guard);
        }
    }

    /// What the message is for.
    pub fn role(&mut self, role: Role) {
        self.words.role = role;
    }

    /// Notes a fact for the "why" panel, with its value as it is now.
    pub fn uses(&mut self, kind: &str, about: &str, fact: &Fact) {
        if let Some(value) = self.live.text(fact, self.voice.persian) {
            self.used.push(UsedFact {
                kind: kind.to_owned(),
                about: about.to_owned(),
                value,
            });
        }
    }

    /// A text of the business or a name, as a fact.
    pub fn text(value: &str) -> Fact {
        Fact::Text {
            value: value.trim().to_owned(),
        }
    }

    /// A short label (a size, a code) with the digits of the reader's language.
    pub fn label(&self, value: &str) -> Fact {
        let value = if self.voice.persian {
            persian_digits(value)
        } else {
            value.to_owned()
        };
        Self::text(&value)
    }

    /// Takes back all that was said.
    pub fn clear(&mut self) {
        self.words = Words {
            persian: self.voice.persian,
            ..Words::default()
        };
        self.wordings.clear();
        self.chosen.clear();
    }

    /// The finished words and the facts they rest on; no words when nothing was said.
    pub fn finish(mut self) -> (Option<Words>, Vec<UsedFact>) {
        if self.words.pattern.is_empty() {
            return (None, self.used);
        }
        self.words.wording = self.wordings.join("+");
        (Some(self.words), self.used)
    }

    fn choose(&mut self, say: Say) -> Option<&'static str> {
        if let Some((_, pattern)) = self.chosen.iter().find(|(said, _)| *said == say) {
            return Some(pattern);
        }
        let all = lines(say, self.voice.persian, self.voice.tone);
        let name = |at: usize| format!("{}.{at}", say.code());
        let used = |entry: &str, at: usize| entry.split('+').any(|part| part == name(at));
        // Newest first: a wording used in the last answer that said this is never taken again,
        // older ones are avoided as long as something is left.
        let mut free: Vec<usize> = (0..all.len()).collect();
        for entry in self.recent.iter().rev() {
            let left: Vec<usize> = free
                .iter()
                .copied()
                .filter(|at| !used(entry, *at))
                .collect();
            if left.is_empty() {
                break;
            }
            free = left;
        }
        let chance = mix(self.seed ^ mix(say as u64 + 1));
        let at = *free.get(usize::try_from(chance % free.len().max(1) as u64).unwrap_or(0))?;
        self.wordings.push(name(at));
        let pattern = *all.get(at)?;
        self.chosen.push((say, pattern));
        Some(pattern)
    }

    fn line(&mut self, pattern: &str, facts: Vec<Fact>) {
        let shift = self.words.facts.len();
        if !self.words.pattern.is_empty() {
            // One flower a message: only the last line keeps its emoji.
            let ends = self
                .words
                .pattern
                .trim_end_matches([' ', '🌷', '🌸', '😊', '😍'])
                .len();
            self.words.pattern.truncate(ends);
            self.words.pattern.push('\n');
        }
        let mut rest = pattern;
        while let Some(at) = rest.find('{') {
            self.words.pattern.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            let digits = rest.find('}').unwrap_or(0);
            let hole = rest[..digits].parse::<usize>().unwrap_or(0);
            self.words.pattern.push_str(&(hole + shift).to_string());
            rest = &rest[digits..];
        }
        self.words.pattern.push_str(rest);
        self.words.facts.extend(facts);
    }
}

/// The facts of a snapshot, for rendering what is shown to a person now.
pub(super) fn live(snapshot: &Snapshot) -> LiveFacts<'_> {
    LiveFacts {
        catalogue: &snapshot.catalogue,
        orders: &snapshot.orders,
    }
}

/// Spreads a seed over all bits (the finaliser of splitmix64).
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
