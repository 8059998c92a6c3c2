//! Turns of a batch: opened, moved on, cancelled; and what the AI queued, taken back.

use palette_domain::conversation::MessageState;
use palette_domain::outbound::OutboxState;
use palette_domain::turn::{QuietTime, Subject};
use palette_domain::{Instant, TurnId};
use sea_orm::prelude::Uuid;

use crate::keys::Key as _;
use crate::rows::turn;

use super::IngestOutcome;
use super::set::{Home, Set, Tracked};

/// A turn that begins now.
pub(crate) fn new_turn(
    id: TurnId,
    business: Uuid,
    account: Uuid,
    subject: Subject,
    due_at: Instant,
    now: Instant,
) -> turn::Model {
    let (conversation_id, comment_id) = match subject {
        Subject::Conversation(id) => (Some(id.uuid()), None),
        Subject::Comment(id) => (None, Some(id.uuid())),
    };
    turn::Model {
        id: id.uuid(),
        business_id: business,
        account_id: account,
        conversation_id,
        comment_id,
        state: "open".to_owned(),
        generation: 1,
        attempts: 0,
        opened_at: now.millis(),
        due_at: due_at.millis(),
        owner: None,
        lease_until: None,
        error: None,
        closed_at: None,
    }
}

impl Set<'_> {
    fn quiet_of(&self, home: &Home) -> QuietTime {
        home.tenant
            .settings
            .ai
            .quiet_time
            .map_or(self.quiet, QuietTime::Fixed)
    }

    /// Opens the subject's turn, or moves it on: a plan under way is then out of date.
    pub(super) fn open_turn(
        &mut self,
        home: &Home,
        subject: Subject,
        finished: bool,
        out: &mut IngestOutcome,
    ) {
        let quiet = self.quiet_of(home);
        let now = self.now;
        let key = match subject {
            Subject::Conversation(id) => id.uuid(),
            Subject::Comment(id) => id.uuid(),
        };
        let due = match self.turns.get_mut(&key) {
            Some(turn) => {
                let row = turn.change();
                let due = quiet.due(Instant::from_millis(row.opened_at), now, finished);
                row.generation += 1;
                row.attempts = 0;
                row.due_at = due.millis();
                row.error = None;
                due
            }
            None => {
                let due = quiet.due(now, now, finished);
                let id = self.store.next_id(now);
                let row = new_turn(id, home.tenant.id.uuid(), home.account, subject, due, now);
                self.turns.insert(key, Tracked::new(row));
                due
            }
        };
        out.due(due);
    }

    /// Says that what a turn under way has read is out of date, and waits no longer for it.
    pub(super) fn outdate_turn(&mut self, subject: Uuid) {
        if let Some(turn) = self.turns.get_mut(&subject) {
            turn.change().generation += 1;
        }
    }

    /// Ends the subject's turn: a person has answered.
    pub(super) fn cancel_turn(&mut self, subject: Uuid) {
        let now = self.now;
        if let Some(mut turn) = self.turns.remove(&subject) {
            let row = turn.change();
            row.state = "cancelled".to_owned();
            row.generation += 1;
            row.closed_at = Some(now.millis());
            // Kept under its own id, so that a new turn of the subject can be opened.
            self.turns.insert(row.id, turn);
        }
    }

    /// Takes back what the AI queued in a lane.
    pub(super) fn cancel_queued(&mut self, lane: Uuid) {
        for tracked in &mut self.outbox {
            let row = tracked.get();
            let queued = row.state == OutboxState::Queued.as_str();
            if row.lane != lane || row.sender_member.is_some() || !queued {
                continue;
            }
            let row = tracked.change();
            row.state = OutboxState::Cancelled.as_str().to_owned();
            row.error = Some("person_answered".to_owned());
            if let Some(message) = row.message_id.and_then(|id| self.messages.get_mut(&id)) {
                message.change().state = MessageState::Cancelled.as_str().to_owned();
            }
            if let Some(reply) = row.reply_comment_id {
                self.gone_replies.push(reply);
            }
        }
    }
}
