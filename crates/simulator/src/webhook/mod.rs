//! Webhooks: how an event is wrapped, signed and delivered.

pub mod deliver;
pub mod envelope;
pub mod escape;
pub mod event;
pub mod sign;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::World;

/// Which login product's app gets the webhook and signs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// Instagram Login.
    Instagram,
    /// Facebook Login.
    Facebook,
}

/// What a webhook says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Entries, to be wrapped.
    Entries(Vec<Value>),
    /// A body as it is, to the byte.
    Exact(String),
}

/// A webhook on its way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number.
    pub id: u64,
    /// What it belongs to; those of one lane keep their order.
    pub lane: String,
    /// Whose app.
    pub product: Product,
    /// What it says.
    pub content: Content,
    /// How often it was tried.
    pub tries: usize,
}

/// Whether a login product has such a field at all.
///
/// Source: the tables of fields in instagram-platform/webhooks: numbers of stories and Meta's
/// measures are told to Facebook Login alone, opt-ins and edits to Instagram Login.
fn hears(product: Product, content: &Content) -> bool {
    let Content::Entries(entries) = content else {
        return true;
    };
    entries.iter().all(|entry| {
        let event = &entry["messaging"][0];
        let facebook_alone = entry["changes"][0]["field"] == "story_insights"
            || entry["field"] == "story_insights"
            || event.get("policy_enforcement").is_some();
        let instagram_alone = event.get("optin").is_some() || event.get("message_edit").is_some();
        match product {
            Product::Instagram => !facebook_alone,
            Product::Facebook => !instagram_alone,
        }
    })
}

impl World {
    /// Makes a webhook for the apps that an account is subscribed with. An account that never
    /// asked is served by the Instagram app, so that a receiver can be tried with no ceremony.
    pub(crate) fn emit(&mut self, ig_id: &str, lane: &str, entry: Value) {
        self.emit_content(ig_id, lane, Content::Entries(vec![entry]));
    }

    /// The same entries with the Page's id in place of the account's.
    fn by_page(&self, content: &Content) -> Content {
        let Content::Entries(entries) = content else {
            return content.clone();
        };
        let mut entries = entries.clone();
        for entry in &mut entries {
            let account = entry["id"].as_str().and_then(|id| self.account(id));
            if let Some(account) = account {
                entry["id"] = Value::from(account.page_id.clone());
            }
        }
        Content::Entries(entries)
    }

    /// The same for a body as it is.
    pub(crate) fn emit_content(&mut self, ig_id: &str, lane: &str, content: Content) {
        let mut products = Vec::new();
        if let Some(account) = self.account(ig_id) {
            let (instagram, facebook) = (&account.instagram_fields, &account.facebook_fields);
            let has = |fields: &Option<Vec<String>>| fields.as_ref().is_some_and(|f| !f.is_empty());
            if has(instagram) || (instagram.is_none() && facebook.is_none()) {
                products.push(Product::Instagram);
            }
            if has(facebook) {
                products.push(Product::Facebook);
            }
        }
        products.retain(|product| hears(*product, &content));
        for product in products {
            let id = self.next_delivery;
            self.next_delivery += 1;
            let content = match product {
                Product::Facebook if self.settings.entry_page_id => self.by_page(&content),
                _ => content.clone(),
            };
            let delivery = Delivery {
                id,
                lane: lane.to_owned(),
                product,
                content,
                tries: 0,
            };
            if self.webhook_url.is_some() {
                self.outbox.insert(id, delivery.clone());
                self.fresh.push(delivery);
            }
        }
    }
}
