//! What a member taught: a customer's words and what they mean to this business.

use serde::{Deserialize, Serialize};

use crate::understanding::{Intent, Language};
use crate::{CommentId, ConversationId, DecisionId, ExampleId, Instant, MemberId, Private};

/// Characters of a text that are kept: a phrasing, not a letter.
pub const TEXT_CHARS_MAX: usize = 500;

/// How a member taught it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lesson {
    /// Said what was really meant.
    Corrected,
    /// Sent the draft that rested on this reading, as it was or edited.
    Confirmed,
}

impl Lesson {
    /// Both.
    pub const ALL: [Lesson; 2] = [Lesson::Corrected, Lesson::Confirmed];

    /// The name used in the store and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Lesson::Corrected => "corrected",
            Lesson::Confirmed => "confirmed",
        }
    }
}

/// One example of a business.
#[derive(Clone, PartialEq, Debug)]
pub struct Example {
    /// Ours.
    pub id: ExampleId,
    /// The customer's words: a burst's messages, one a line, or a comment.
    pub text: Private<String>,
    /// What they mean.
    pub intent: Intent,
    /// In which language they are.
    pub language: Language,
    /// How it was taught.
    pub lesson: Lesson,
    /// By whom.
    pub member_id: MemberId,
    /// On which decision: there is one example for each at most.
    pub decision_id: DecisionId,
    /// From which conversation.
    pub conversation_id: Option<ConversationId>,
    /// From which comment.
    pub comment_id: Option<CommentId>,
    /// When.
    pub at: Instant,
}

/// Whether a meaning can be taught. Spam, insults and commands are judged apart from meaning: a
/// near phrasing must not hide an honest customer's comment.
pub const fn is_teachable(intent: Intent) -> bool {
    !matches!(intent, Intent::Spam | Intent::Abuse | Intent::Injection)
}

/// Least share of a draft's words that the sent answer keeps, so that sending it confirms the
/// reading that the draft rests on.
const KEPT_MIN: f64 = 0.5;

/// Whether an edited answer still says what the draft said: most of its words are in it.
pub fn keeps_draft(draft: &str, sent: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '\u{200c}')
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (draft, mut sent) = (words(draft), words(sent));
    if draft.is_empty() {
        return false;
    }
    let kept = draft.iter().filter(|word| {
        let found = sent.iter().position(|other| other == *word);
        found.map(|at| sent.swap_remove(at)).is_some()
    });
    #[expect(clippy::cast_precision_loss, reason = "words of one answer")]
    let share = kept.count() as f64 / draft.len() as f64;
    share >= KEPT_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_confirms_and_a_new_answer_does_not() {
        for (draft, sent, kept) in [
            (
                "قیمت این مانتو ۸۵۰ هزار تومانه",
                "قیمت این مانتو ۸۵۰ هزار تومانه",
                true,
            ),
            (
                "قیمت این مانتو ۸۵۰ هزار تومانه",
                "سلام عزیزم، قیمت این مانتو ۸۰۰ هزار تومانه",
                true,
            ),
            (
                "قیمت این مانتو ۸۵۰ هزار تومانه",
                "سفارش شما فردا ارسال می‌شه",
                false,
            ),
            (
                "Yes, it is in stock.",
                "yes it's in stock, which size?",
                true,
            ),
            ("Yes, it is in stock.", "No", false),
            ("", "سلام", false),
            ("!", "!", false),
        ] {
            assert_eq!(keeps_draft(draft, sent), kept, "{draft} → {sent}");
        }
    }
}
