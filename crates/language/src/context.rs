//! What is known besides the text: what was asked last, the catalogue, the post above.

use crate::examples::Examples;
use crate::lexicon::Lexicon;

/// Where a message was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Channel {
    /// A direct message.
    Dm,
    /// A comment under a post.
    Comment,
}

pub use palette_domain::understanding::Asked;

/// What is known besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The business's last question, if it waits for an answer.
    pub asked: Option<Asked>,
    /// The business's catalogue.
    pub lexicon: Option<&'a Lexicon>,
    /// A post or product is the known subject.
    pub has_subject: bool,
    /// What members of the business taught.
    pub examples: Option<&'a Examples>,
}
