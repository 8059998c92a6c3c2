//! What the owner does in Instagram's own app, and what Meta does by itself.

use serde_json::{Value, json};

use super::{ActError, Stage, wrong};
use crate::threads::{Folder, Message};
use crate::webhook::envelope;

/// Fewer than so many are not told.
const FEW: usize = 5;

impl Stage<'_> {
    /// A person takes back a comment of theirs; there is no webhook for it.
    pub(super) fn delete_comment(&mut self) -> Result<Value, ActError> {
        let id = self.act.comment_id.clone();
        let id = id.ok_or_else(|| wrong("comment_id", "say which comment is deleted"))?;
        let comment = self.world.comments.get_mut(&id).filter(|one| !one.deleted);
        let comment =
            comment.ok_or_else(|| wrong("comment_id", "there is no comment with this id"))?;
        comment.deleted = true;
        let media_id = comment.media_id.clone();
        self.world.comments_changed(&media_id);
        Ok(json!({"comment_id": id, "media_id": media_id, "at_ms": self.at}))
    }

    /// The owner writes to the account itself.
    pub(super) fn self_message(&mut self) -> Result<Value, ActError> {
        let text = self.text()?;
        let key = self.world.self_thread(&self.ig_id.clone());
        let message = Message {
            mid: self.world.new_mid(&key, self.at),
            at: self.at,
            from_business: true,
            text: Some(text),
            ..Message::default()
        };
        let mid = message.mid.clone();
        self.world.echo(&key, &message, None);
        self.world.add_message(&key, message);
        Ok(json!({"mid": mid, "at_ms": self.at}))
    }

    /// The owner taps a button that the account sent to itself.
    pub(super) fn self_postback(&mut self) -> Result<Value, ActError> {
        let title = self.act.title.clone();
        let title = title.ok_or_else(|| wrong("title", "say which button is tapped"))?;
        let payload = self.act.payload.clone().unwrap_or_else(|| title.clone());
        let key = self.world.self_thread(&self.ig_id.clone());
        let mid = self.world.new_mid(&key, self.at);
        let event = json!({
            "sender": {"id": self.ig_id}, "recipient": {"id": self.ig_id}, "timestamp": self.at,
            "is_self": true, "postback": {"mid": mid, "title": title, "payload": payload},
        });
        let message = Message {
            mid: mid.clone(),
            at: self.at,
            from_business: true,
            text: Some(title),
            tap: true,
            ..Message::default()
        };
        self.world.add_message(&key, message);
        let entry = envelope::messaging(&self.ig_id, self.at, event);
        self.world.emit(&self.ig_id, &key, entry);
        Ok(json!({"mid": mid, "at_ms": self.at}))
    }

    /// The owner puts a thread away, or takes it out again.
    pub(super) fn archive(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let away = self.act.what == "archive";
        if let Some(thread) = self.world.threads.get_mut(&key) {
            thread.archived = away;
            thread.folder = Folder::Primary;
        }
        Ok(self.answer(&key, None))
    }

    /// Another app takes control of a thread, or gives it back.
    pub(super) fn control(&mut self) -> Result<Value, ActError> {
        if !self.world.settings.routing {
            return Err(wrong("do", "switch routing on first: {\"routing\":true}"));
        }
        let key = self.thread()?;
        let before = self.world.threads.get(&key);
        let before = before.and_then(|thread| self.world.owner_of(thread).map(str::to_owned));
        let app = self.act.app_id.clone();
        let inbox = crate::graph::routing::INBOX.to_owned();
        let new = (self.act.what == "take_control").then(|| app.unwrap_or(inbox));
        self.world.give_control(&key, new.clone());
        let how = json!({
            "previous_owner_app_id": before, "new_owner_app_id": new, "metadata": "",
        });
        let what = if new.is_some() {
            "take_thread_control"
        } else {
            "pass_thread_control"
        };
        let igsid = self.world.threads.get(&key).map(|one| one.igsid.clone());
        let value = json!({
            "sender": {"id": igsid}, "recipient": {"id": self.ig_id}, "timestamp": self.at,
            what: how,
        });
        let settings = &self.world.settings;
        let field = "messaging_handover";
        let entry = envelope::change(&self.ig_id, self.at, field, value, settings);
        self.world.emit(&self.ig_id, &key, entry);
        Ok(self.answer(&key, None))
    }

    /// A person opts in to messages; what products do with it is not known.
    pub(super) fn optin(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let payload = self
            .act
            .payload
            .clone()
            .unwrap_or_else(|| "SALE".to_owned());
        let body = json!({"type": "notification_messages", "payload": payload});
        self.emit_event(&key, "optin", body);
        Ok(self.answer(&key, None))
    }

    /// Meta warns, blocks or unblocks the business; Facebook Login hears of it.
    pub(super) fn policy_enforcement(&mut self) -> Result<Value, ActError> {
        self.facebook_hears()?;
        let action = self
            .act
            .action
            .clone()
            .unwrap_or_else(|| "warning".to_owned());
        if !matches!(action.as_str(), "warning" | "block" | "unblock") {
            return Err(wrong("action", "warning, block or unblock"));
        }
        let mut body = json!({ "action": action });
        if action != "unblock" {
            let reason = self.act.reason.as_deref();
            body["reason"] = json!(reason.unwrap_or("Too many unwanted messages."));
        }
        let event = json!({
            "recipient": {"id": self.ig_id}, "timestamp": self.at, "policy_enforcement": body,
        });
        let entry = envelope::messaging(&self.ig_id, self.at, event);
        self.world.emit(&self.ig_id, "policy", entry);
        Ok(json!({"at_ms": self.at}))
    }

    /// A story ends, and Meta tells its numbers to Facebook Login; what is under five is -1.
    pub(super) fn story_insights(&mut self) -> Result<Value, ActError> {
        self.facebook_hears()?;
        let stories = self.world.media.values();
        let mut stories = stories.filter(|one| {
            one.ig_id == self.ig_id
                && one.product_type == "STORY"
                && self.act.media_id.as_ref().is_none_or(|id| one.id == *id)
        });
        let id = stories.next_back().map(|story| story.id.clone());
        let id = id.ok_or_else(|| wrong("media_id", "the account has no such story"))?;
        let reach = 3 + self.world.chance.below(400);
        let told = |number: usize| match number {
            few if few < FEW => json!(-1),
            many => json!(many),
        };
        let value = json!({
            "media_id": id, "impressions": told(reach + reach / 9), "reach": told(reach),
            "taps_forward": told(reach / 3), "taps_back": told(reach / 20),
            "exits": told(reach / 5), "replies": told(reach / 40),
        });
        let settings = &self.world.settings;
        let entry = envelope::change(&self.ig_id, self.at, "story_insights", value, settings);
        self.world.emit(&self.ig_id, &id, entry);
        Ok(json!({"media_id": id, "at_ms": self.at}))
    }

    /// Some fields reach Facebook Login alone.
    fn facebook_hears(&self) -> Result<(), ActError> {
        let account = self.world.account(&self.ig_id);
        let fields = account.and_then(|account| account.facebook_fields.as_ref());
        if fields.is_some_and(|fields| !fields.is_empty()) {
            return Ok(());
        }
        let message = "only Facebook Login gets this: POST /{page-id}/subscribed_apps first";
        Err(wrong("account", message))
    }
}
