//! Acts in the direct-message thread.

use serde_json::{Value, json};

use super::{ActError, Stage, wrong};
use crate::threads::{Attachment, Message, Reaction};
use crate::webhook::event;
use crate::window::Opening;

impl Stage<'_> {
    /// A message as it begins: id, time, text.
    fn begun(&mut self, key: &str) -> Message {
        Message {
            mid: self.world.new_mid(key, self.at),
            at: self.at,
            text: self.act.text.clone().filter(|text| !text.is_empty()),
            reply_to: self.act.reply_to.clone(),
            ..Message::default()
        }
    }

    /// Puts the person's message into the thread, opens the window and tells the receiver.
    fn write(
        &mut self,
        key: &str,
        message: Message,
        extra: &[(&str, Value)],
        by: Opening,
    ) -> Value {
        let story_url = message
            .story_id
            .as_ref()
            .and_then(|id| self.world.media.get(id));
        let story_url = story_url.map(|story| story.picture(self.base));
        let payload = extra.iter().find(|(name, _)| *name == "payload");
        let payload = payload.and_then(|(_, value)| value.as_str());
        let mut body = event::message_body(&message, story_url.as_deref(), payload);
        for (name, value) in extra.iter().filter(|(name, _)| *name != "payload") {
            body[*name] = value.clone();
        }
        let mid = message.mid.clone();
        self.world.add_message(key, message);
        self.world.open_window(key, by, self.at);
        if !self.world.settings.edit_noise_instead {
            self.emit_event(key, "message", body);
        }
        if self.world.settings.edit_noise || self.world.settings.edit_noise_instead {
            self.emit_noise(key, &mid, false);
        }
        self.answer(key, Some(&mid))
    }

    pub(super) fn message(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let mut message = self.begun(&key);
        let wants_share = self.act.what == "share" || self.act.share == Some(true);
        match &self.act.media_id {
            Some(id) if self.act.share != Some(false) => message.attachments = self.shared(id)?,
            None if wants_share => return Err(wrong("media_id", "say which post is shared")),
            _ => {}
        }
        if message.text.is_none() && message.attachments.is_empty() {
            return Err(wrong(
                "text",
                "say what is written, or share a post by media_id",
            ));
        }
        let mut extra = Vec::new();
        let mut by = Opening::Message;
        if let Some(ad_id) = &self.act.ad_id {
            by = Opening::Ad;
            let reference = self.act.reference.clone().unwrap_or_default();
            let referral = json!({
                "ref": reference, "ad_id": ad_id, "source": "ADS", "type": "OPEN_THREAD",
                "ads_context_data": {
                    "ad_title": "Autumn", "photo_url": format!("{}/avatar/ad.svg", self.base),
                    "video_url": format!("{}/avatar/ad.svg", self.base),
                },
            });
            extra.push(("referral", referral));
        }
        Ok(self.write(&key, message, &extra, by))
    }

    /// The attachments of a shared post.
    fn shared(&self, media_id: &str) -> Result<Vec<Attachment>, ActError> {
        let media = self.world.media.get(media_id);
        let media = media.ok_or_else(|| wrong("media_id", "there is no post with this id"))?;
        let url = media.picture(self.base);
        let title: String = media.caption.lines().next().unwrap_or_default().to_owned();
        let (kind, id_key) = match media.product_type.as_str() {
            "REELS" if self.world.settings.reel_old_name => ("reel", "reel_video_id"),
            "REELS" => ("ig_reel", "reel_video_id"),
            "STORY" => ("ig_story", "story_media_id"),
            _ => ("ig_post", "ig_post_media_id"),
        };
        let payload = json!({"url": url, "title": title, id_key: media.id});
        let mut attachments = vec![Attachment {
            kind: kind.to_owned(),
            payload,
        }];
        if self.world.settings.share_pair && kind == "ig_post" {
            let old = Attachment {
                kind: "share".to_owned(),
                payload: json!({"url": url}),
            };
            attachments.insert(0, old);
        }
        Ok(attachments)
    }

    pub(super) fn story_reply(&mut self) -> Result<Value, ActError> {
        self.text()?;
        let key = self.thread()?;
        let asked = self.act.story_id.as_ref().or(self.act.media_id.as_ref());
        let story = match asked {
            Some(id) => self
                .world
                .media
                .get(id)
                .filter(|one| one.product_type == "STORY"),
            None => self.world.story(&self.ig_id, self.at),
        };
        let story = story.map(|story| story.id.clone());
        let story = story.ok_or_else(|| wrong("story_id", "there is no such story now"))?;
        let message = Message {
            story_id: Some(story),
            ..self.begun(&key)
        };
        Ok(self.write(&key, message, &[], Opening::Message))
    }

    pub(super) fn story_mention(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let url = self.act.url.clone();
        let url = url.unwrap_or_else(|| format!("{}/avatar/mention.svg", self.base));
        let mut message = self.begun(&key);
        let payload = json!({ "url": url });
        message.attachments.push(Attachment {
            kind: "story_mention".to_owned(),
            payload,
        });
        Ok(self.write(&key, message, &[], Opening::StoryMention))
    }

    pub(super) fn attachment(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let kind = self.act.kind.clone().unwrap_or_else(|| "image".to_owned());
        let url = self.act.url.clone();
        let url = url.unwrap_or_else(|| format!("{}/avatar/{kind}.svg", self.base));
        let payload = if kind == "unsupported_type" {
            json!({})
        } else {
            json!({ "url": url })
        };
        let mut message = self.begun(&key);
        let many = self.act.count.unwrap_or(1).clamp(1, 10);
        message.attachments = vec![Attachment { kind, payload }; many];
        Ok(self.write(&key, message, &[], Opening::Message))
    }

    pub(super) fn unsupported(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let message = Message {
            unsupported: true,
            text: None,
            ..self.begun(&key)
        };
        Ok(self.write(&key, message, &[], Opening::Message))
    }

    pub(super) fn quick_reply(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let offered = self
            .world
            .threads
            .get(&key)
            .and_then(|thread| thread.newest(|one| !one.quick_replies.is_empty()));
        let offered = offered
            .map(|message| message.quick_replies.clone())
            .unwrap_or_default();
        let title = self.act.title.clone().or_else(|| self.act.text.clone());
        let tapped = offered
            .iter()
            .find(|(known, payload)| {
                self.act
                    .payload
                    .as_ref()
                    .is_some_and(|asked| asked == payload)
                    || title.as_ref().is_some_and(|asked| asked == known)
            })
            .or_else(|| {
                if title.is_none() {
                    offered.first()
                } else {
                    None
                }
            })
            .cloned();
        let (title, payload) = match (tapped, title, self.act.payload.clone()) {
            (Some(tapped), _, _) => tapped,
            (None, Some(title), payload) => (title.clone(), payload.unwrap_or(title)),
            (None, None, _) => return Err(wrong("title", "say which quick reply is tapped")),
        };
        let message = Message {
            text: Some(title),
            ..self.begun(&key)
        };
        Ok(self.write(
            &key,
            message,
            &[("payload", json!(payload))],
            Opening::Message,
        ))
    }

    pub(super) fn postback(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let title = self.act.title.clone().or_else(|| self.act.text.clone());
        let title = title.ok_or_else(|| wrong("title", "say which button is tapped"))?;
        let payload = self.act.payload.clone().unwrap_or_else(|| title.clone());
        let message = Message {
            text: Some(title.clone()),
            tap: true,
            ..self.begun(&key)
        };
        let mid = message.mid.clone();
        let mut body = json!({"mid": mid, "title": title, "payload": payload});
        if let Some(reference) = &self.act.reference {
            body["referral"] = self.referral_body(reference);
        }
        self.world.add_message(&key, message);
        self.world.open_window(&key, Opening::Postback, self.at);
        self.emit_event(&key, "postback", body);
        Ok(self.answer(&key, Some(&mid)))
    }

    fn referral_body(&self, reference: &str) -> Value {
        let username = self
            .world
            .account(&self.ig_id)
            .map(|account| account.username.as_str());
        json!({
            "ref": reference, "source": format!("https://ig.me/m/{}", username.unwrap_or_default()),
            "type": "OPEN_THREAD",
        })
    }

    pub(super) fn referral(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let body = self.referral_body(self.act.reference.as_deref().unwrap_or("bio"));
        let there = |thread: &crate::threads::Thread| !thread.messages.is_empty();
        if self.world.settings.referral_opens && self.world.threads.get(&key).is_some_and(there) {
            self.world.open_window(&key, Opening::Referral, self.at);
        }
        self.emit_event(&key, "referral", body);
        Ok(self.answer(&key, None))
    }

    pub(super) fn reaction(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let mid = self
            .meant(&key, |_, from_business| from_business)
            .or_else(|_| self.meant(&key, |_, _| true))?;
        let taken_back = self.act.what == "unreact";
        let emoji = self
            .act
            .emoji
            .clone()
            .unwrap_or_else(|| "\u{2764}\u{fe0f}".to_owned());
        let name = if emoji.starts_with('\u{2764}') {
            "love"
        } else {
            "other"
        };
        let mut body = json!({"mid": mid, "action": if taken_back { "unreact" } else { "react" }});
        if !taken_back {
            if !self.world.settings.reaction_unnamed {
                body["reaction"] = json!(name);
            }
            body["emoji"] = json!(emoji);
            if self.world.settings.reaction_opens {
                self.world.open_window(&key, Opening::Reaction, self.at);
            }
        }
        if let Some(message) = self.world.message_mut(&mid) {
            if taken_back {
                message.reactions.remove("person");
            } else {
                let reaction = Reaction {
                    name: name.to_owned(),
                    emoji,
                };
                message.reactions.insert("person".to_owned(), reaction);
            }
        }
        self.emit_event(&key, "reaction", body);
        Ok(self.answer(&key, Some(&mid)))
    }

    pub(super) fn unsend(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let mid = self.meant(&key, |_, from_business| !from_business)?;
        if let Some(message) = self.world.message_mut(&mid) {
            message.deleted = true;
        }
        self.emit_event(&key, "message", json!({"mid": mid, "is_deleted": true}));
        Ok(self.answer(&key, Some(&mid)))
    }

    pub(super) fn edit(&mut self) -> Result<Value, ActError> {
        let text = self.text()?;
        let key = self.thread()?;
        let mid = self.meant(&key, |_, from_business| !from_business)?;
        let mut edits = 1;
        if let Some(message) = self.world.message_mut(&mid) {
            message.edits += 1;
            message.text = Some(text.clone());
            edits = message.edits;
        }
        let number = if self.world.settings.num_edit_text {
            json!(edits.to_string())
        } else {
            json!(edits)
        };
        let body = json!({"mid": mid, "text": text, "num_edit": number});
        self.emit_event(&key, "message_edit", body);
        Ok(self.answer(&key, Some(&mid)))
    }

    pub(super) fn seen(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        let mid = self.meant(&key, |_, from_business| from_business)?;
        if let Some(thread) = self.world.threads.get_mut(&key) {
            if thread.seen.as_ref() == Some(&mid) {
                return Ok(self.answer(&key, Some(&mid)));
            }
            thread.seen = Some(mid.clone());
        }
        self.emit_event(&key, "read", json!({ "mid": mid }));
        Ok(self.answer(&key, Some(&mid)))
    }

    /// The person types: seen by those who look on; Instagram has no webhook for it.
    pub(super) fn typing(&mut self) -> Result<Value, ActError> {
        let key = self.thread()?;
        Ok(self.answer(&key, None))
    }

    /// Someone of the business answers in Instagram's own app.
    pub(super) fn echo(&mut self) -> Result<Value, ActError> {
        self.text()?;
        let key = self.thread()?;
        let message = Message {
            from_business: true,
            ..self.begun(&key)
        };
        let mid = message.mid.clone();
        self.world.echo(&key, &message, None);
        self.world.add_message(&key, message);
        Ok(self.answer(&key, Some(&mid)))
    }
}
