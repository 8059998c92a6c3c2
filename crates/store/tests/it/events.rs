//! Events in every order: unsent, edited, reacted to, seen, standby, strange ones.

use palette_domain::business::{AiMode, AiSettings, BusinessSettings};
use palette_domain::conversation::{Handler, MessageState};
use palette_domain::inbound::Event;
use palette_domain::turn::QuietTime;
use palette_domain::{Private, Span};
use palette_store::{Arrival, SentReceipt, TimelineItem};

use crate::common::{
    ByPerson, Shop, answered, at, claim, on_both, sending, shop, shop_with, take_in,
};

/// The texts of a person's timeline, oldest first, each with its state.
async fn texts(shop: &Shop, who: &str) -> Vec<(String, MessageState)> {
    let row = shop.store.conversation_by_person(who).await;
    let page = shop
        .store
        .timeline(row.conversation.id, None, 50)
        .await
        .expect("a page");
    let items = page.items.into_iter().rev().filter_map(|item| match item {
        TimelineItem::Message(m) => Some((m.body.reveal().text.clone(), m.state)),
        TimelineItem::Comment(_) | TimelineItem::Note(_) => None,
    });
    items.collect()
}

fn unsent(mid: &str) -> Event {
    Event::Unsent {
        mid: mid.to_owned(),
        igsid: None,
    }
}

fn edited(mid: &str, words: &str, num_edit: u32) -> Event {
    let text = Some(Private::new(words.to_owned()));
    Event::Edited {
        mid: mid.to_owned(),
        text,
        num_edit,
        igsid: None,
    }
}

on_both! {
    what_was_taken_back_is_gone_in_either_order(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "اشتباه", at(0))], at(0)).await;
        take_in(&db.store, vec![shop.event(at(1), unsent("m1"))], at(1)).await;
        take_in(&db.store, vec![shop.event(at(2), unsent("m2"))], at(2)).await;
        take_in(&db.store, vec![shop.dm("p1", "m2", "این هم", at(1))], at(3)).await;
        let gone = (String::new(), MessageState::Unsent);
        assert_eq!(texts(&shop, "p1").await, [gone.clone(), gone]);
        let row = shop.store.conversation_by_person("p1").await;
        assert_eq!(row.conversation.last_preview.reveal(), "");
    }

    an_edit_replaces_the_words_in_either_order_and_noise_is_ignored(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سایز ۳۶", at(0))], at(0)).await;
        let noise = Event::Edited { mid: "m1".to_owned(), text: None, num_edit: 0, igsid: None };
        let out = take_in(&db.store, vec![shop.event(at(1), noise)], at(1)).await;
        assert_eq!((out.new, out.ignored), (0, 1));
        take_in(&db.store, vec![shop.event(at(2), edited("m1", "سایز ۳۸", 1))], at(2)).await;
        let out = take_in(&db.store, vec![shop.event(at(2), edited("m1", "سایز ۳۸", 1))], at(3));
        assert_eq!(out.await.duplicates, 1);
        take_in(&db.store, vec![shop.event(at(4), edited("m2", "بعدی", 2))], at(4)).await;
        take_in(&db.store, vec![shop.dm("p1", "m2", "قبلی", at(4))], at(5)).await;
        let all: Vec<String> = texts(&shop, "p1").await.into_iter().map(|(t, _)| t).collect();
        assert_eq!(all, ["سایز ۳۸", "بعدی"]);
        let turn = claim(&db.store, at(9)).await;
        let context = shop.store.turn_context(&turn).await.expect("a context");
        assert_eq!(context.burst[0].body.reveal().text, "سایز ۳۸");
    }

    reactions_and_seen_marks_reach_their_messages(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        let done = answered(&db.store, "درود", at(1)).await;
        let id = sending(&db.store, "درود", at(2)).await;
        shop.store.mark_sent(id, &SentReceipt::of_id("o1"), at(3)).await.expect("sent");
        let react = |emoji: Option<&str>| Event::Reaction {
            mid: "o1".to_owned(),
            igsid: Private::new("p1".to_owned()),
            emoji: emoji.map(str::to_owned),
        };
        let seen = Event::Seen { mid: "o1".to_owned(), igsid: Private::new("p1".to_owned()) };
        let events = vec![shop.event(at(4), react(Some("❤️"))), shop.event(at(5), seen)];
        take_in(&db.store, events, at(6)).await;
        let message = shop.store.message(done.messages[0]).await.expect("ok").expect("there");
        assert_eq!(message.body.reveal().reaction.as_deref(), Some("❤️"));
        assert_eq!(message.seen_at, Some(at(6)));
        take_in(&db.store, vec![shop.event(at(7), react(None))], at(7)).await;
        let message = shop.store.message(done.messages[0]).await.expect("ok").expect("there");
        assert_eq!(message.body.reveal().reaction, None);
        let window = shop.store.conversation_by_person("p1").await.conversation.window;
        assert_eq!(window.expect("a window").opened_at, at(0), "a reaction opens nothing");
    }

    standby_is_stored_and_not_answered(db) {
        let shop = shop(&db.store, "1784").await;
        let inner = shop.dm("p1", "m1", "سلام", at(0)).event;
        let event = shop.event(at(0), Event::Standby(Box::new(inner)));
        let out = take_in(&db.store, vec![event], at(0)).await;
        assert_eq!((out.new, out.turn_due), (1, None));
        assert_eq!(texts(&shop, "p1").await.len(), 1);
        let row = shop.store.conversation_by_person("p1").await;
        assert!(!row.turn_open);
    }

    strange_and_stray_things_are_kept_and_counted(db) {
        let shop = shop(&db.store, "1784").await;
        let raw = Private::new("{\"field\":\"x\"}".to_owned());
        let mut stray = shop.dm("p1", "m9", "سلام", at(0));
        stray.ig_id = "0".to_owned();
        let out = take_in(&db.store, vec![
            shop.event(at(0), Event::Unknown { kind: "new_field".to_owned(), raw: raw.clone() }),
            shop.event(at(0), Event::Notice { kind: "policy".to_owned(), raw }),
            stray,
            shop.dm("p1", "m1", "سلام", at(0)),
        ], at(0)).await;
        assert_eq!((out.new, out.ignored, out.unknown_account), (1, 2, 1));
        let mut counts = db.store.raw_event_counts().await.expect("counts");
        counts.sort();
        let expected = ["new_field", "policy", "unknown_account"].map(|k| (k.to_owned(), 1));
        assert_eq!(counts, expected);
        assert_eq!(db.store.prune_raw_events(at(1)).await.expect("ok"), 3);
    }

    a_window_never_goes_back_and_a_late_message_is_not_on_top(db) {
        let shop = shop(&db.store, "1784").await;
        take_in(&db.store, vec![shop.dm("p1", "m2", "دوم", at(5_000))], at(5_000)).await;
        take_in(&db.store, vec![shop.dm("p1", "m1", "اول", at(1_000))], at(6_000)).await;
        let row = shop.store.conversation_by_person("p1").await.conversation;
        assert_eq!(row.window.expect("open").opened_at, at(5_000));
        assert_eq!(row.last_preview.reveal(), "دوم");
        assert_eq!((row.unread, row.last_message_at), (2, Some(at(5_000))));
    }

    with_the_ai_off_a_person_is_called(db) {
        let ai = AiSettings { mode: AiMode::Off, ..AiSettings::default() };
        let settings = BusinessSettings { ai, ..BusinessSettings::default() };
        let shop = shop_with(&db.store, "1784", &settings).await;
        let out = take_in(&db.store, vec![shop.dm("p1", "m1", "سلام", at(0))], at(0)).await;
        assert_eq!(out.turn_due, None);
        let row = shop.store.conversation_by_person("p1").await.conversation;
        assert_eq!(row.needs_person.as_deref(), Some("ai_off"));
        assert_eq!(row.handler, Handler::Ai);
    }

    a_burst_waits_adaptively_or_as_the_business_says(db) {
        let shop = shop(&db.store, "1784").await;
        let arrival = |mid: &str, words: &str, when| Arrival {
            inbound: vec![shop.dm("p1", mid, words, when)],
            raw: Private::new(Vec::new()),
        };
        let quiet = QuietTime::Adaptive;
        let batch = [arrival("m1", "سلام", at(0)), arrival("m2", "قیمت مانتو چنده؟", at(0))];
        let out = db.store.ingest(&batch, quiet, at(0)).await.expect("ok");
        assert_eq!((out[0].turn_due, out[1].turn_due), (Some(at(6_000)), Some(at(2_500))));
        assert_eq!(db.store.next_turn_due().await.expect("ok"), Some(at(2_500)));
        let mut settings = shop.store.get().await.expect("ok").settings;
        settings.ai.quiet_time = Some(Span::millis(100));
        shop.store.update_settings(&settings, at(1)).await.expect("ok");
        let out = db.store.ingest(&[arrival("m3", "؟", at(1))], quiet, at(1)).await.expect("ok");
        assert_eq!(out[0].turn_due, Some(at(101)));
    }
}
