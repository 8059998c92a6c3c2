//! What the model reads of a text: hashed pieces of words, words, sounds and concepts.

use palette_domain::understanding::Language;

use crate::concepts::{Concepts, padded};
use crate::finglish::{Vocabulary, shared_skeleton, sounds};
use crate::normal::{Normalized, TokenKind};

/// How many places the features are hashed into.
pub(crate) const BUCKETS: usize = 1 << 17;

/// Letters of a word's stem.
const STEM: usize = 4;
/// How much of a text is read for pieces that reach over the gap between words.
const JOINED: usize = 300;

/// A feature's place and value.
pub(crate) type Feature = (u32, f32);

/// Reads texts as features.
#[derive(Debug)]
pub(crate) struct Reader {
    /// For Finglish.
    pub(crate) vocabulary: Vocabulary,
    /// The word families.
    pub(crate) concepts: Concepts,
}

/// The words of a text as the model sees them.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// As written (numbers by their length).
    pub(crate) plain: Vec<String>,
    /// For Finglish: the Persian reading of each, where there is one.
    pub(crate) persian: Vec<String>,
}

impl Reader {
    /// The words of a text in a language.
    pub(crate) fn words(&self, normal: &Normalized, language: Language) -> Words {
        let mut out = Words::default();
        for (token, word) in normal.words() {
            let plain = match token.kind {
                TokenKind::Number => number_class(word),
                TokenKind::Mention => "<mention>".to_owned(),
                TokenKind::Link => "<link>".to_owned(),
                TokenKind::Latin if word.starts_with(|c: char| c.is_ascii_digit()) => {
                    let digits = word.chars().take_while(char::is_ascii_digit).count();
                    out.plain.push(number_class(&word[..digits]));
                    word[digits..].to_owned()
                }
                _ => word.to_owned(),
            };
            if language == Language::Finglish && token.kind == TokenKind::Latin {
                let persian = self.vocabulary.read(&plain).map(str::to_owned);
                out.persian.push(persian.unwrap_or_else(|| plain.clone()));
            } else if language == Language::Finglish {
                out.persian.push(plain.clone());
            }
            out.plain.push(plain);
        }
        out
    }

    /// The features of a text.
    pub(crate) fn features(&self, normal: &Normalized, language: Language) -> Vec<Feature> {
        self.features_of(normal, &self.words(normal, language), language)
    }

    /// The features of a text whose words were read before.
    pub(crate) fn features_of(
        &self,
        normal: &Normalized,
        words: &Words,
        language: Language,
    ) -> Vec<Feature> {
        let main = match language {
            Language::Finglish => &words.persian,
            _ => &words.plain,
        };
        let mut chars = Group::default();
        let mut names = Group::default();
        let mut more = Group::default();
        let mut sound = Group::default();
        if language == Language::Finglish {
            for word in &words.plain {
                pieces(&mut chars, b'f', &sounds(word));
            }
        }
        for word in main {
            pieces(&mut chars, b'c', word);
        }
        grams(&mut names, b'w', main);
        let stems: Vec<String> = main
            .iter()
            .map(|w| w.chars().take(STEM).collect())
            .collect();
        grams(&mut more, b'4', &stems);
        joints(&mut more, b'j', main);
        if language != Language::En {
            let skeletons: Vec<String> = words.plain.iter().map(|w| shared_skeleton(w)).collect();
            grams(&mut sound, b's', &skeletons);
        }
        let mut ideas = self.ideas(words);
        marks(&mut ideas, normal, words.plain.len());
        let mut out = Vec::with_capacity(512);
        chars.weigh(1.3, &mut out);
        names.weigh(1.0, &mut out);
        more.weigh(0.7, &mut out);
        sound.weigh(0.7, &mut out);
        ideas.weigh(1.0, &mut out);
        out
    }

    /// The families of words; those of other worlds than a shop's count together too.
    fn ideas(&self, words: &Words) -> Group {
        let mut families = Vec::new();
        for words in [&words.plain, &words.persian] {
            let text = padded(words.iter().map(String::as_str));
            self.concepts.find(&text, &mut families);
        }
        let mut out = Group::default();
        for family in families {
            out.add(b'i', self.concepts.name(family).as_bytes());
            if self.concepts.is_elsewhere(family) {
                out.add(b'i', b"elsewhere");
            }
        }
        out
    }
}

/// Numbers count by their length only: a price, a phone, a code.
fn number_class(word: &str) -> String {
    format!(
        "<{}>",
        word.chars().filter(char::is_ascii_digit).count().min(17)
    )
}

fn marks(ideas: &mut Group, normal: &Normalized, words: usize) {
    let flags = normal.flags;
    for (on, name) in [
        (flags.love, "love"),
        (flags.pleading, "pleading"),
        (flags.anger, "anger"),
        (flags.laughter, "laughter"),
        (flags.sorrow, "sorrow"),
        (flags.question, "question"),
        (normal.text.contains('!'), "call"),
    ] {
        if on {
            ideas.add(b'm', name.as_bytes());
        }
    }
    let length = match words {
        0 => "none",
        1 => "one",
        2..=3 => "few",
        4..=8 => "some",
        9..=20 => "many",
        _ => "long",
    };
    ideas.add(b'l', length.as_bytes());
}

/// Pieces of two to five letters of a word with its edges.
fn pieces(group: &mut Group, space: u8, word: &str) {
    let edged: Vec<char> = std::iter::once('_')
        .chain(word.chars().take(24))
        .chain(std::iter::once('_'))
        .collect();
    let mut buffer = String::with_capacity(24);
    for size in 2..=5 {
        for window in edged.windows(size) {
            buffer.clear();
            buffer.extend(window);
            group.add(space, buffer.as_bytes());
        }
    }
}

/// Pieces of four to six letters over the gaps between words.
fn joints(group: &mut Group, space: u8, words: &[String]) {
    let edged: Vec<char> = padded(words.iter().map(String::as_str))
        .chars()
        .take(JOINED)
        .collect();
    let mut buffer = String::with_capacity(24);
    for size in 4..=6 {
        for window in edged.windows(size) {
            if window[1..size - 1].contains(&' ') {
                buffer.clear();
                buffer.extend(window);
                group.add(space, buffer.as_bytes());
            }
        }
    }
}

/// Single words and neighbours, with the edges of the text.
fn grams(group: &mut Group, space: u8, words: &[String]) {
    let mut before = "^";
    for word in words {
        group.add(space, word.as_bytes());
        group.add(space + 1, format!("{before} {word}").as_bytes());
        before = word;
    }
    group.add(space + 1, format!("{before} $").as_bytes());
}

#[derive(Default)]
struct Group(Vec<u32>);

impl Group {
    fn add(&mut self, space: u8, bytes: &[u8]) {
        self.0.push(hash(space, bytes));
    }

    fn weigh(mut self, weight: f32, out: &mut Vec<Feature>) {
        self.0.sort_unstable();
        self.0.dedup();
        #[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
        let value = weight / (self.0.len().max(1) as f32).sqrt();
        out.extend(self.0.into_iter().map(|place| (place, value)));
    }
}

/// FNV-1a, folded to a place.
fn hash(space: u8, bytes: &[u8]) -> u32 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325 ^ u64::from(space);
    for &byte in std::iter::once(&space).chain(bytes) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    let mixed = state ^ (state >> 29) ^ (state >> 47);
    u32::try_from(mixed & (BUCKETS as u64 - 1)).unwrap_or(0)
}
