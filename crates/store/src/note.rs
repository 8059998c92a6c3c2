//! Notes: words of members for colleagues, sealed with the customer's key and never sent.

use palette_domain::conversation::Note;
use palette_domain::live::Change;
use palette_domain::{ConversationId, Instant, MemberId, NoteId, Private};
use sea_orm::EntityTrait;

use crate::keys::Key as _;
use crate::rows::note;
use crate::turn::save_thread;
use crate::vault::{Key, Place, open_text};
use crate::{BusinessStore, Result, StoreError, live};

/// A note that a member writes.
#[derive(Clone, PartialEq, Debug)]
pub struct NewNote {
    /// Beside which conversation.
    pub conversation: ConversationId,
    /// Who writes it.
    pub member: MemberId,
    /// Its words.
    pub text: Private<String>,
    /// Colleagues it names; the caller knows them to be members of the business.
    pub mentions: Vec<MemberId>,
}

/// Opens a note with its customer's key.
pub(crate) fn note_of(key: &Key, row: &note::Model) -> Result<Note> {
    Ok(Note {
        id: NoteId::of(row.id),
        conversation_id: ConversationId::of(row.conversation_id),
        member_id: MemberId::of(row.member_id),
        text: open_text(key, place(row), &row.text)?,
        mentions: serde_json::from_str(&row.mentions)
            .map_err(|_| StoreError::Shape("note.mentions"))?,
        at: Instant::from_millis(row.at),
    })
}

/// Where the words of a note are sealed for.
pub(crate) fn place(row: &note::Model) -> Place {
    Place::new("note.text", row.id)
}

impl BusinessStore {
    /// Keeps a note in a conversation's timeline. Nothing of it leaves for Instagram.
    ///
    /// # Errors
    /// When there is no such conversation.
    pub async fn add_note(&self, new: &NewNote, now: Instant) -> Result<Note> {
        let tx = self.store.begin().await?;
        let mut thread = self.lock_thread(&tx, new.conversation).await?;
        let key = self.key_of_thread(&tx, thread.id).await?;
        let mut row = note::Model {
            id: self.store.next_id::<NoteId>(now).uuid(),
            business_id: self.uuid(),
            conversation_id: thread.id,
            member_id: new.member.uuid(),
            text: Vec::new(),
            mentions: serde_json::to_string(&new.mentions).expect("ids are plain JSON"),
            at: now.millis(),
        };
        row.text = self.vault().seal_text(&key, place(&row), new.text.reveal());
        note::Entity::insert(note::ActiveModel::from(row.clone()))
            .exec_without_returning(&tx)
            .await?;
        thread.version += 1;
        save_thread(&tx, &thread).await?;
        let change = Change::Conversation {
            id: new.conversation,
        };
        live::publish(&tx, [(self.id, change)], now).await?;
        tx.commit().await?;
        note_of(&key, &row)
    }
}
