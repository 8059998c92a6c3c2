//! What a receiver must survive: standby, noise, test deliveries, bodies as given.

use serde_json::{Value, json};

use super::{ActError, Stage, wrong};
use crate::threads::Message;
use crate::webhook::{Content, envelope, escape, event};

impl Stage<'_> {
    /// A message while another app holds the thread.
    pub(super) fn standby(&mut self) -> Result<Value, ActError> {
        let text = self.text()?;
        let key = self.thread()?;
        let mid = self.world.new_mid(&key, self.at);
        let message = Message {
            mid: mid.clone(),
            at: self.at,
            text: Some(text),
            ..Message::default()
        };
        let entry = self.world.threads.get(&key).map(|thread| {
            let body = event::message_body(&message, None, None);
            let event = event::from_person(thread, self.at, "message", body);
            envelope::standby(&self.ig_id, self.at, event)
        });
        self.world.add_message(&key, message);
        if let Some(entry) = entry {
            self.world.emit(&self.ig_id, &key, entry);
        }
        Ok(self.answer(&key, Some(&mid)))
    }

    /// An edit that is none: `num_edit` 0, no text, usually no sender.
    pub(super) fn edit_noise(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let mid = self.meant(&key, |_, _| true)?;
        self.emit_noise(&key, &mid, self.act.with_sender);
        Ok(self.answer(&key, Some(&mid)))
    }

    pub(super) fn emit_noise(&mut self, key: &str, mid: &str, with_sender: bool) {
        let body = json!({"mid": mid, "num_edit": 0});
        if with_sender {
            self.emit_event(key, "message_edit", body);
            return;
        }
        let event = json!({"timestamp": self.at, "message_edit": body});
        let entry = envelope::messaging(&self.ig_id, self.at, event);
        self.world.emit(&self.ig_id, key, entry);
    }

    /// The Test button of the dashboard.
    pub(super) fn test_delivery(&mut self) -> Result<Value, ActError> {
        let mut entry = event::dashboard_test(self.at);
        if self.act.field.as_deref() == Some("comments") {
            entry["changes"] = json!([{"field": "comments", "value": {
                "id": "17865799348089039", "parent_id": "1231231234",
                "text": "This is an example.",
                "from": {"id": "232323232", "username": "test"},
                "media": {"id": "123123123", "media_product_type": "FEED"},
            }}]);
        }
        self.world.emit(&self.ig_id, "test", entry);
        Ok(json!({"at_ms": self.at}))
    }

    /// A field that does not exist yet.
    pub(super) fn unknown_field(&mut self) -> Result<Value, ActError> {
        let field = self.act.field.as_deref().unwrap_or("holograms");
        let value = self.act.body.clone().unwrap_or_else(|| json!({"id": "1"}));
        let settings = &self.world.settings;
        let entry = envelope::change(&self.ig_id, self.at, field, value, settings);
        self.world.emit(&self.ig_id, "unknown", entry);
        Ok(json!({"at_ms": self.at}))
    }

    /// A body as given: a text goes out to the byte, JSON is escaped as Meta does.
    pub(super) fn raw(&mut self) -> Result<Value, ActError> {
        let body = match &self.act.body {
            Some(Value::String(text)) => text.clone(),
            Some(value) => escape::escaped(value),
            None => return Err(wrong("body", "give the body: a text, or JSON")),
        };
        let bytes = body.len();
        self.world
            .emit_content(&self.ig_id, "raw", Content::Exact(body));
        Ok(json!({"at_ms": self.at, "bytes": bytes}))
    }
}
