//! The parser against anything at all: it never fails on JSON, and nothing sinks its neighbours.

use super::wire::{fixture, folder};
use palette_domain::inbound::{Event, Inbound};
use palette_instagram::webhook::parse;
use proptest::prelude::*;
use serde_json::{Value, json};

/// JSON made of the words that the wire uses, so that it goes deep into the parser.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![
            Just("react"),
            Just("ADS"),
            Just("comments"),
            Just("17841400000000001")
        ]
        .prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "object",
        "entry",
        "id",
        "time",
        "messaging",
        "changes",
        "standby",
        "field",
        "value",
        "sender",
        "recipient",
        "timestamp",
        "message",
        "mid",
        "text",
        "attachments",
        "type",
        "payload",
        "url",
        "reply_to",
        "story",
        "postback",
        "reaction",
        "action",
        "read",
        "message_edit",
        "num_edit",
        "referral",
        "source",
        "from",
        "media",
        "is_echo",
        "is_deleted",
        "quick_reply",
        "generic",
        "elements",
        "optin",
        "self_ig_scoped_id",
    ]);
    leaf.prop_recursive(7, 96, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|pairs| {
                pairs
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()
            }),
        ]
    })
}

fn ours() -> Value {
    json!({"id": "17841400000000001", "time": 1_790_000_000_123_i64, "messaging": [{
        "sender": {"id": "62"}, "recipient": {"id": "17841400000000001"},
        "timestamp": 1_790_000_000_042_i64, "message": {"mid": "the one", "text": "hi"}}]})
}

fn has_ours(found: &[Inbound]) -> bool {
    found.iter().any(|inbound| match &inbound.event {
        Event::Message(message) => message.mid == "the one",
        _ => false,
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn any_json_is_read_and_nothing_vanishes(value in any_json()) {
        let found = parse(value.to_string().as_bytes()).unwrap();
        let empty = value.as_array().is_some_and(Vec::is_empty)
            || value["entry"].as_array().is_some_and(Vec::is_empty);
        prop_assert!(empty || value.is_array() || !found.is_empty());
    }

    #[test]
    fn strange_entries_do_not_sink_a_good_one(
        before in prop::collection::vec(any_json(), 0..4),
        after in prop::collection::vec(any_json(), 0..4),
    ) {
        let entries: Vec<Value> = before.into_iter().chain([ours()]).chain(after).collect();
        let body = json!({"object": "instagram", "entry": entries});
        prop_assert!(has_ours(&parse(body.to_string().as_bytes()).unwrap()));
    }

    #[test]
    fn strange_updates_do_not_sink_a_good_one(
        before in prop::collection::vec(any_json(), 0..4),
        after in prop::collection::vec(any_json(), 0..4),
        changes in any_json(),
    ) {
        let mut entry = ours();
        let good = entry["messaging"][0].clone();
        entry["messaging"] = before.into_iter().chain([good]).chain(after).collect();
        entry["changes"] = changes;
        let body = json!({"object": "instagram", "entry": [entry]});
        prop_assert!(has_ours(&parse(body.to_string().as_bytes()).unwrap()));
    }
}

/// Every entry of the shared fixtures: one of each kind that Meta sends.
fn all_entries() -> Vec<Value> {
    let mut entries = Vec::new();
    for file in std::fs::read_dir(folder()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if let Some(name) = name
            .strip_suffix(".json")
            .filter(|name| name.starts_with("webhook-"))
        {
            entries.extend(fixture(name)["body"]["entry"].as_array().unwrap().clone());
        }
    }
    assert!(entries.len() > 60);
    entries
}

fn read(entries: &[Value]) -> Vec<Inbound> {
    let body = json!({"object": "instagram", "entry": entries});
    parse(body.to_string().as_bytes()).unwrap()
}

/// Puts something else in the place that `path` leads to: at each level one member of those there.
fn corrupt(value: &mut Value, path: &[usize], with: Value) {
    let child = match (value, path) {
        (value, []) => {
            *value = with;
            return;
        }
        (Value::Object(members), [step, ..]) if !members.is_empty() => {
            let place = step % members.len();
            members.values_mut().nth(place)
        }
        (Value::Array(items), [step, ..]) if !items.is_empty() => {
            let place = step % items.len();
            items.get_mut(place)
        }
        (value, _) => {
            *value = with;
            return;
        }
    };
    if let Some(child) = child {
        corrupt(child, &path[1..], with);
    }
}

proptest! {
    #[test]
    fn one_corrupted_event_leaves_its_neighbours_whole(
        which in any::<prop::sample::Index>(),
        path in prop::collection::vec(0_usize..8, 0..8),
        with in any_json(),
    ) {
        let mut entries = all_entries();
        let which = which.index(entries.len());
        let (before, after) = (read(&entries[..which]), read(&entries[which + 1..]));
        corrupt(&mut entries[which], &path, with);
        let found = read(&entries);
        prop_assert!(found.len() >= before.len() + after.len());
        prop_assert_eq!(&found[..before.len()], &before[..]);
        prop_assert_eq!(&found[found.len() - after.len()..], &after[..]);
    }

    #[test]
    fn one_corrupted_update_leaves_those_in_its_entry_whole(
        which in any::<prop::sample::Index>(),
        path in prop::collection::vec(0_usize..8, 0..6),
        with in any_json(),
    ) {
        let to_us = |entry: &&Value| entry["id"] == "17841400000000001";
        let entries = all_entries();
        let updates = entries.iter().filter(to_us).filter_map(|one| one["messaging"].as_array());
        let mut updates: Vec<Value> = updates.flatten().cloned().collect();
        let entry = |updates: &[Value]| {
            if updates.is_empty() {
                return Vec::new();
            }
            let mut entry = ours();
            entry["messaging"] = updates.into();
            read(&[entry])
        };
        let which = which.index(updates.len());
        let (before, after) = (entry(&updates[..which]), entry(&updates[which + 1..]));
        corrupt(&mut updates[which], &path, with);
        let found = entry(&updates);
        prop_assert_eq!(&found[..before.len()], &before[..]);
        prop_assert_eq!(&found[found.len() - after.len()..], &after[..]);
    }
}

#[test]
fn a_full_batch_is_read_whole() {
    let update = ours()["messaging"][0].clone();
    let updates: Vec<Value> = (0..2_500)
        .map(|number| {
            let mut update = update.clone();
            update["message"]["mid"] = json!(format!("m{number}"));
            update
        })
        .collect();
    let body = json!({"object": "instagram", "entry": [{"id": "1", "messaging": updates}]});
    assert_eq!(parse(body.to_string().as_bytes()).unwrap().len(), 2_500);
}

#[test]
fn half_an_emoji_does_not_sink_the_batch() {
    let body = json!({"entry": [ours(), {"id": "1", "messaging": [{"sender": {"id": "2"},
        "message": {"mid": "cut", "text": "CUT"}}]}]});
    let body = body.to_string().replace("CUT", "so nice \\ud83d");
    let found = parse(body.as_bytes()).unwrap();
    assert!(has_ours(&found) && found.len() == 2);
    let Event::Message(cut) = &found[1].event else {
        panic!("a message")
    };
    assert_eq!(cut.body.reveal().text, "so nice \u{fffd}");
}

#[test]
fn what_is_not_json_is_refused_with_its_place_and_not_its_words() {
    let check = |body: &[u8], at: usize| {
        let refused = parse(body).unwrap_err();
        assert_eq!(refused.at, at);
        assert_eq!(
            refused.to_string(),
            format!("the webhook body is not JSON (near byte {at})")
        );
    };
    check(b"", 0);
    check(b"{\"entry\": secret}", 11);
    check(b"{\n\"entry\": secret}", 12);
    let deep = "[".repeat(100_000);
    assert!(parse(deep.as_bytes()).is_err());
}

#[test]
fn a_strange_field_brings_no_text_of_its_own_into_labels() {
    let body = json!({"entry": [{"id": "1", "changes": [{"field": "Call +98 912", "value": {}}]}]});
    let found = parse(body.to_string().as_bytes()).unwrap();
    let Event::Unknown { kind, raw } = &found[0].event else {
        panic!("unknown")
    };
    assert_eq!(kind, "strange");
    assert!(raw.reveal().contains("912") && !format!("{found:?}").contains("912"));
}
