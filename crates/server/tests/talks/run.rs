//! Plays talks against a whole house, all of them at once, turn by turn, and judges what came.

use palette_domain::Span;
use palette_store::{ConversationFilter, ConversationRow};
use serde_json::{Value, json};

use super::house::{Database, House, QUIET};
use super::script::{Act, Talk, Turn, Want};
use super::shop;

/// One talk under way.
struct Party<'a> {
    talk: &'a Talk,
    person: String,
    igsid: String,
    comments: Vec<String>,
    /// The customer's own order, when one was made: its id and its code.
    order: String,
    code: String,
    /// The code of somebody else's.
    strange: String,
    said: Vec<Said>,
    /// A comment of this talk was hidden.
    hidden: bool,
}

/// What the business said.
struct Said {
    public: bool,
    text: String,
}

/// Plays all the talks on a database; what did not come as wanted, one line each.
pub async fn play(talks: &[Talk], database: Database) -> Vec<String> {
    let house = House::open(database).await;
    shop::stock(&house).await;
    let strange = strange_order(&house).await;
    let mut parties: Vec<Party<'_>> = Vec::new();
    for (at, talk) in talks.iter().enumerate() {
        parties.push(party(at, talk, &strange));
    }
    let rounds = talks.iter().map(|talk| talk.turns.len()).max().unwrap_or(0);
    let (mut wrong, mut seen) = (Vec::new(), sends(&house).await.len());
    for round in 0..rounds {
        for party in &mut parties {
            if let Some(turn) = party.talk.turns.get(round) {
                act(&house, party, turn).await;
            }
        }
        settle(&house).await;
        let all = sends(&house).await;
        hand_out(&mut parties, &all[seen..]);
        seen = all.len();
        let rows = conversations(&house).await;
        for party in &mut parties {
            if let Some(turn) = party.talk.turns.get(round) {
                judge(party, turn, &rows, &mut wrong);
            }
        }
    }
    let violations = house.ask("state").await["violations"].clone();
    assert_eq!(violations, json!({}), "Instagram's rules were broken");
    house.close().await;
    wrong
}

fn party<'a>(at: usize, talk: &'a Talk, strange: &str) -> Party<'a> {
    Party {
        talk,
        person: format!("customer{at}"),
        igsid: String::new(),
        comments: Vec::new(),
        order: String::new(),
        code: String::new(),
        strange: strange.to_owned(),
        said: Vec::new(),
        hidden: false,
    }
}

/// An order of somebody who is in no talk.
async fn strange_order(house: &House) -> String {
    let made = house.says("stranger", "سلام").await;
    settle(house).await;
    order(house, made["igsid"].as_str().expect("a person"))
        .await
        .1
}

/// All conversations.
async fn conversations(house: &House) -> Vec<ConversationRow> {
    let store = house.server.app.store.business(house.business);
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = store
            .conversations(&ConversationFilter::default(), after, 100)
            .await;
        let page = page.expect("the store answers");
        rows.extend(page.items);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

/// The conversation with a person.
async fn conversation(house: &House, igsid: &str) -> String {
    let rows = conversations(house).await;
    let mut rows = rows.iter();
    let row = rows.find(|row| row.customer.igsid.reveal() == igsid);
    row.expect("wrote before").conversation.id.to_string()
}

/// Makes an order; its id and its code.
async fn order(house: &House, igsid: &str) -> (String, String) {
    let body = json!({
        "conversation_id": conversation(house, igsid).await,
        "lines": [{"variant_id": house.product.variants[0].id, "quantity": 1}],
        "shipping": {"minor": 85_000, "currency": "IRT"},
        "recipient": {"name": "سارا", "phone": "+989121234567", "province": "تهران",
            "city": "تهران", "street": "بهار ۱", "postal_code": "1345678901"},
    });
    let order = house.post("orders", body).await;
    let text = |field: &str| order[field].as_str().expect("a text").to_owned();
    (text("id"), text("code"))
}

impl Party<'_> {
    /// A line with its codes put in.
    fn fill(&self, text: &str) -> String {
        let digits: String = self.code.chars().filter(char::is_ascii_digit).collect();
        text.replace("{code}", &self.code)
            .replace("{digits}", &digits)
            .replace("{strange}", &self.strange)
    }
}

async fn act(house: &House, party: &mut Party<'_>, turn: &Turn) {
    for act in &turn.acts {
        let (kind, text) = match act {
            Act::Order => {
                (party.order, party.code) = order(house, &party.igsid).await;
                continue;
            }
            Act::Moved(state, code) => {
                let body = json!({"to": state, "tracking_code": code});
                house
                    .post(&format!("orders/{}/state", party.order), body)
                    .await;
                continue;
            }
            Act::Shop(text) => {
                let id = conversation(house, &party.igsid).await;
                let body = json!({"text": text});
                house
                    .post(&format!("conversations/{id}/messages"), body)
                    .await;
                continue;
            }
            Act::Back => {
                let id = conversation(house, &party.igsid).await;
                house
                    .post(&format!("conversations/{id}/give-back"), json!({}))
                    .await;
                continue;
            }
            Act::Dm(text) | Act::Share(text) => ("message", party.fill(text)),
            Act::Story(text) => ("story_reply", party.fill(text)),
            Act::Comment(text) => ("comment", party.fill(text)),
            Act::Tap(title) => ("quick_reply", party.fill(title)),
            Act::Photo => ("attachment", String::new()),
        };
        let mut body = json!({"person": party.person, "username": party.person, "do": kind});
        if !text.is_empty() {
            body["text"] = json!(text);
        }
        if matches!(act, Act::Share(_) | Act::Comment(_)) {
            body["media_id"] = json!(house.media);
            body["share"] = json!(matches!(act, Act::Share(_)));
        }
        let made = house.act(body).await;
        party.igsid = made["igsid"].as_str().unwrap_or_default().to_owned();
        party
            .comments
            .extend(made["comment_id"].as_str().map(str::to_owned));
    }
}

/// Like the house's own, but with the time that the budgets of many sends at once ask for.
async fn settle(house: &House) {
    house.delivered().await;
    house.pass(QUIET).await;
    house
        .until("the product to be idle", async || {
            let depths = house
                .server
                .app
                .store
                .depths()
                .await
                .expect("the store answers");
            if depths.turns + depths.queued + depths.sending == 0 {
                return true;
            }
            house.pass(Span::secs(1)).await;
            false
        })
        .await;
    house.delivered().await;
    house.idle().await;
}

async fn sends(house: &House) -> Vec<Value> {
    let all = house.ask("sends").await;
    let items = all["items"].as_array().expect("a list");
    items
        .iter()
        .filter(|send| send["status"] == 200)
        .cloned()
        .collect()
}

fn hand_out(parties: &mut [Party<'_>], sends: &[Value]) {
    for party in parties {
        let ours = |send: &Value| {
            party
                .comments
                .iter()
                .any(|id| send["comment_id"] == json!(id))
        };
        let mine = |send: &&Value| match send["kind"].as_str() {
            Some("message") => send["to"] == json!(party.igsid),
            Some("private_reply" | "comment_reply") => ours(send),
            _ => false,
        };
        let hides = |send: &Value| send["kind"] == "hide" && ours(send);
        party.hidden |= sends.iter().any(hides);
        let said = sends.iter().filter(mine).map(|send| Said {
            public: send["kind"] == "comment_reply",
            text: send["text"].as_str().unwrap_or_default().to_owned(),
        });
        party.said = said.collect();
    }
}

fn judge(party: &Party<'_>, turn: &Turn, rows: &[ConversationRow], wrong: &mut Vec<String>) {
    let told = |public: bool| {
        let said = party.said.iter().filter(|said| said.public == public);
        said.map(|said| said.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (private, public) = (told(false), told(true));
    let row = rows
        .iter()
        .find(|row| *row.customer.igsid.reveal() == party.igsid);
    let waits = row.and_then(|row| row.conversation.needs_person.clone());
    let drafted = row.is_some_and(|row| row.has_draft);
    eprintln!("== {}", party.talk.name);
    for act in &turn.acts {
        eprintln!("   {act:?}");
    }
    eprintln!("   → {private}\n   public {public:?} person {waits:?} draft {drafted}");
    for want in &turn.wants {
        let right = match want {
            Want::Has(words) => words.iter().any(|word| private.contains(&party.fill(word))),
            Want::Lacks(word) => !private.contains(word) && !public.contains(word),
            Want::Silent => private.is_empty() && public.is_empty(),
            Want::Person(reasons) => reasons
                .iter()
                .any(|r| r == waits.as_deref().unwrap_or("none")),
            Want::Draft => drafted,
            Want::Once => party.said.iter().filter(|said| !said.public).count() == 1,
            Want::Hidden => party.hidden,
            Want::Public(None) => public.is_empty(),
            Want::Public(Some(words)) if words == "something" => !public.is_empty(),
            Want::Public(Some(words)) => public.contains(words),
        };
        if !right {
            wrong.push(format!(
                "«{}» {:?}: wanted {want:?}, came {private:?} public {public:?} person {waits:?}",
                party.talk.name, turn.acts
            ));
        }
    }
}
