//! What people mean: Persian, English and Finglish understood with no model server and no network.
//!
//! A message goes through [`normalize`], a guess of its language, a small learnt classifier over
//! pieces of words and families of words, and rules that no classifier may outvote (opt-out, "a
//! person, please", spam, abuse, attempts to command the assistant). All of it is pure: no I/O, no
//! clock, no chance. What is learnt comes from the lines under `data/`, which anyone who speaks
//! the language can extend; `train` makes `model/intents.bin` anew from them.
//!
//! Offsets of entities count characters (Unicode scalar values) of the original text, from 0.

pub mod address;
pub mod answer;
mod augment;
mod calibrate;
mod clauses;
mod concepts;
mod context;
pub mod data;
pub mod day;
mod decide;
pub mod direction;
mod engine;
mod entities;
pub mod eval;
mod examples;
mod features;
mod finglish;
mod float;
mod fold;
mod guess;
mod learn;
mod lexicon;
mod lists;
mod model;
mod moderation;
mod normal;
pub mod retrieval;
mod rules;
pub mod split;
mod train;
mod view;

pub use context::{Asked, Channel, Context};
pub use data::Data;
pub use engine::Engine;
pub use entities::{Hidden, HiddenKind, hidden_numbers, masked};
pub use examples::{EXAMPLES_MAX, Example, Examples};
pub use lexicon::{Lexicon, LexiconItem};
pub use model::Model;
pub use normal::{Flags, Normalized, Token, TokenKind, normalize};
pub use palette_domain::understanding::{
    Entity, EntityKind, Intent, Language, Moderation, ProductMatch, Scored, Understanding,
};
pub use train::{train, train_part};

/// The language of a text.
pub fn detect(text: &str) -> Language {
    Engine::shared().detect(text)
}
