//! Quality on what training has never seen: one module an evaluation, tables for people, and
//! figures that must not fall.

mod entities;
mod figures;
mod marked;
mod moderation;
mod retrieval;
mod understanding;

/// What an evaluation found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// For people.
    pub table: String,
    /// What fell below the figures kept in the crate, a sentence each; empty when all is well.
    pub fallen: Vec<String>,
}

/// An evaluation by its name.
pub type Evaluation = (&'static str, fn() -> Report);

/// All of them, in the order in which they run. A new one is a module here and a row below.
pub const ALL: &[Evaluation] = &[
    ("understanding", understanding::run),
    ("entities", entities::run),
    ("moderation", moderation::run),
    ("retrieval", retrieval::run),
];
