//! People of the pretended Instagram, and the accounts and apps they deal with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids;
use crate::world::World;

/// A developer's app of one login product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct App {
    /// Its id.
    pub id: String,
    /// Its secret: signs webhooks, proves exchanges.
    pub secret: String,
}

/// The professional account of a business.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    /// The id that webhooks and paths carry (`user_id` of `/me`).
    pub ig_id: String,
    /// The id that only this app sees (`id` of `/me`).
    pub app_scoped_id: String,
    /// The Page linked to it, for Facebook Login.
    pub page_id: String,
    /// The id of the Facebook user who has a task on that Page.
    pub facebook_user_id: String,
    /// The id it has as a person that comments.
    pub self_scoped_id: String,
    /// Its username.
    pub username: String,
    /// Its display name.
    pub name: String,
    /// A line about it.
    pub biography: String,
    /// How many follow it.
    pub followers: u64,
    /// Fields subscribed by Instagram Login; `None` when never asked.
    pub instagram_fields: Option<Vec<String>>,
    /// Fields subscribed by Facebook Login; `None` when never asked.
    pub facebook_fields: Option<Vec<String>>,
}

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Person {
    /// How the control API calls them; never changes.
    pub handle: String,
    /// Their username.
    pub username: String,
    /// Their display name.
    pub name: String,
    /// The language they write in: `fa`, `en` or `finglish`.
    pub language: String,
    /// How many follow them.
    pub followers: u64,
    /// Whether they follow the business.
    pub follows: bool,
    /// Whether they blocked the business.
    pub blocks: bool,
    /// Whether the business restricted them: their comments are in no list.
    #[serde(default)]
    pub restricted: bool,
    /// How they write: `brief`, `chatty`, `emoji`, `careful`.
    #[serde(default)]
    pub habit: String,
    /// How long they wait for an answer before they ask again, in seconds.
    #[serde(default)]
    pub patience: u32,
    /// Their id for each account, by IG_ID.
    pub igsids: BTreeMap<String, String>,
}

impl World {
    /// The person of this handle, IGSID or username.
    pub(crate) fn person(&self, called: &str) -> Option<&Person> {
        self.people
            .get(called)
            .or_else(|| self.people.get(self.by_igsid.get(called)?))
            .or_else(|| {
                self.people
                    .values()
                    .find(|person| person.username == called)
            })
    }

    /// The handle of this person, who is made when new.
    pub(crate) fn person_or_new(&mut self, called: &str) -> String {
        if let Some(person) = self.person(called) {
            return person.handle.clone();
        }
        let followers = 20 + self.chance.next() % 900;
        let follows = self.chance.happens(0.6);
        let person = Person {
            handle: called.to_owned(),
            username: called.to_owned(),
            name: called.to_owned(),
            language: "fa".to_owned(),
            followers,
            follows,
            blocks: false,
            restricted: false,
            habit: "brief".to_owned(),
            patience: 3_600,
            igsids: BTreeMap::new(),
        };
        self.people.insert(called.to_owned(), person);
        called.to_owned()
    }

    /// The id that this person has for this account, made at the first need.
    pub(crate) fn igsid(&mut self, handle: &str, ig_id: &str) -> String {
        let igsid = self.igsid_of(handle, ig_id);
        if let Some(person) = self.people.get_mut(handle) {
            person.igsids.insert(ig_id.to_owned(), igsid.clone());
        }
        self.by_igsid.insert(igsid.clone(), handle.to_owned());
        igsid
    }

    /// The same for who only looks: nothing is made.
    pub(crate) fn igsid_of(&self, handle: &str, ig_id: &str) -> String {
        let person = self.people.get(handle);
        if let Some(known) = person.and_then(|person| person.igsids.get(ig_id)) {
            return known.clone();
        }
        let taken = |id: &String| self.by_igsid.contains_key(id);
        let mut again = 0;
        let mut igsid = ids::igsid(self.seed, handle, ig_id, again);
        while taken(&igsid) {
            again += 1;
            igsid = ids::igsid(self.seed, handle, ig_id, again);
        }
        igsid
    }

    /// The account of this IG_ID.
    pub(crate) fn account(&self, ig_id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.ig_id == ig_id)
    }
}
