//! The deciding part, held to tables and properties: what is said, to whom, and what is not.

mod comments;
mod dm;
mod drafts;
mod expect;
mod properties;
mod rendering;
mod scene;
mod talk;
mod voice;
