//! Files that a business uploads once to send them often.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::world::World;

/// An uploaded file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Upload {
    /// The account that uploaded it, by IG_ID.
    pub ig_id: String,
    /// `image`, `video`, `audio` or `file`.
    pub kind: String,
    /// Where it came from; an address of the simulator when the file itself was sent.
    pub url: String,
    /// Whether it may be sent more than once.
    pub reusable: bool,
    /// When.
    pub at: Millis,
}

impl World {
    /// Keeps an uploaded file and gives its attachment id.
    pub(crate) fn upload(&mut self, upload: Upload) -> String {
        let id = self.chance.digits("157", 16);
        self.uploads.insert(id.clone(), upload);
        id
    }
}
