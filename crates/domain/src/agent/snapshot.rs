//! The snapshot: everything `plan` may look at, read once before it decides.

use serde::{Deserialize, Serialize};

use crate::business::BusinessSettings;
use crate::catalogue::Product;
use crate::conversation::Handler;
use crate::order::Order;
use crate::understanding::{Asked, Intent, Language, Understanding};
use crate::{Instant, MediaId, Private, ProductId, Span};

/// Where the words came in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A direct message.
    #[default]
    Dm,
    /// A comment under a post.
    Comment,
}

/// What a message is about, when it came with a post, a story, or under one.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SubjectContext {
    /// Which post or story.
    pub post: Option<MediaId>,
    /// Products the business linked to it.
    pub products: Vec<ProductId>,
    /// The business's own words under it.
    pub caption: String,
    /// It came with this very message (a comment's post, a story reply, a shared post), not from
    /// earlier in the talk.
    pub from_post: bool,
}

/// What is known of the customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CustomerContext {
    /// The language the person was last seen to write.
    pub language: Option<Language>,
    /// The person wants no automated messages.
    pub opted_out: bool,
    /// The assistant said lately that it is one: see [`disclosure_holds`].
    pub disclosed: bool,
    /// Nothing was ever sent to this person.
    pub first_contact: bool,
}

/// How long "this is an automated assistant" needs no saying again.
///
/// Meta asks for it at the start of a conversation and after a notable gap (docs/policy.md).
pub const DISCLOSURE_HOLDS: Span = Span::hours(24);

/// Whether what was said at `disclosed_at` still holds at `now`.
pub fn disclosure_holds(disclosed_at: Option<Instant>, now: Instant) -> bool {
    disclosed_at.is_some_and(|at| now.since(at) < DISCLOSURE_HOLDS)
}

/// The notice that a person will answer, given and not to be repeated for the same matter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Why a person is asked: a reason code.
    pub reason: String,
    /// What the customer wanted.
    pub intent: Intent,
    /// When it was said.
    pub at: Instant,
    /// That more of it was noted has been said too: after that there is silence.
    #[serde(default)]
    pub again: bool,
}

/// A place that goods are to be sent to, as a customer named it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// As it is said back.
    pub shown: String,
    /// All its names, folded.
    pub names: Vec<String>,
    /// Outside the country.
    pub abroad: bool,
}

/// What the agent keeps of a conversation from one turn to the next. Sealed in the store.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// What the customer was asked last.
    pub asked: Option<Asked>,
    /// What the customer wanted to know when they were asked.
    pub asked_about: Vec<Intent>,
    /// What the talk was about last.
    pub products: Vec<ProductId>,
    /// Where the customer last asked delivery to.
    pub place: Option<Place>,
    /// Wordings of the last answers, newest last, so that the next picks others.
    pub wordings: Vec<String>,
    /// The last notice that a person will answer.
    pub notice: Option<Notice>,
    /// Posts under which this person's praise was thanked for: once a post is enough.
    pub thanked: Vec<MediaId>,
}

/// Everything a decision rests on.
#[derive(Clone, PartialEq, Debug)]
pub struct Snapshot {
    /// The time.
    pub now: Instant,
    /// What the business says of itself and of its AI.
    pub settings: BusinessSettings,
    /// Where the words came in.
    pub channel: Channel,
    /// What the burst means as a whole.
    pub understood: Understanding,
    /// The messages of the burst, oldest first; the comment's one text.
    pub texts: Vec<Private<String>>,
    /// The payload of a tapped quick reply or button, the last of the burst.
    pub payload: Option<String>,
    /// Something was attached that is not a post or story of the account: a photo, a voice.
    pub attachments: bool,
    /// The post or story it is about.
    pub subject: Option<SubjectContext>,
    /// All active products, bounded by the reader.
    pub catalogue: Vec<Product>,
    /// Orders of this customer and of nobody else, newest first.
    pub orders: Vec<Order>,
    /// The customer.
    pub customer: CustomerContext,
    /// Who answers in the conversation now.
    pub handler: Handler,
    /// What was kept from the last turn.
    pub memory: Memory,
    /// For a comment: its one private reply is still to be had and in time.
    pub private_reply_available: bool,
    /// For a comment: Instagram takes public replies to it (not hidden, not live).
    pub can_public_reply: bool,
}
